"""`reissue verify`: does the same source still give the same bytes? Rebuilds bags and outputs, and compares."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from convert.archive import Verified, is_bag, verify_bag, verify_output
from convert.build import LEDGER, MASTER, epoch_from_environment
from convert.cli.named import source_named
from convert.cli.talk import Talk
from convert.errors import UsageError

WORDS = {
    "same": "same bytes",
    "differs": "DIFFERS",
    "missing": "MISSING: it was rebuilt, but is not there",
    "not rebuilt": "NOT REBUILT: it is there, but was not made again",
}


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Rebuild each bag or output folder; exit 1 if one byte is another."""
    path = Path(arguments.path)
    if not path.is_dir():
        raise UsageError("is not a folder", file=path, remedy="give a bag, or a folder of outputs")
    results = []
    for result in verify(path, Path(arguments.sources)):
        results.append(result)
        if not arguments.json:
            print("\n".join(rows(result)), flush=True)
    if not results:
        raise UsageError("there is no bag and no output in it", file=path)
    if arguments.json:
        print(json.dumps([facts(result) for result in results], indent=1))
    return 0 if all(result.same for result in results) else 1


def verify(path: Path, sources: Path) -> Iterator[Verified]:
    """The folder itself, or each bag and output folder in it."""
    if is_bag(path):
        yield verify_bag(path)
    elif (path / f"{path.resolve().name}{LEDGER}").is_file():
        name = path.resolve().name
        yield verify_output(path.resolve(), source_of(name, sources), epoch_from_environment())
    else:
        for inner in sorted(each for each in path.iterdir() if each.is_dir() and each.name[0] != "."):
            yield from verify(inner, sources)


def source_of(name: str, sources: Path) -> Path:
    """The source of an output: the adopted master if there is one."""
    source = source_named(name, sources)
    master = source.with_suffix(MASTER)
    return master if master.is_file() else source


def rows(result: Verified) -> Iterator[str]:
    """What was found, a line for each file."""
    yield f"{'same' if result.same else 'FAIL'}  {result.folder}"
    for file in result.files:
        at = "" if file.at is None else f" from byte {file.at} on"
        yield f"      {file.name}: {WORDS[file.state]}{at}"
    if not result.same:
        yield from (f"      {change}" for change in result.changed)


def facts(result: Verified) -> dict[str, object]:
    return {
        "folder": str(result.folder),
        "same": result.same,
        "files": [{"name": file.name, "state": file.state, "at": file.at} for file in result.files],
        "other versions": list(result.changed),
    }
