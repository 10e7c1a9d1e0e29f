"""`reissue check`: the one gate, all outputs against all standards, in one report."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from convert.checks import CHECKS, check_files
from convert.checks.report import data, make_report, page, rows
from convert.cli.talk import Talk
from convert.errors import MissingDependency, UsageError
from convert.files import write_whole


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Check every file, say what was found and where, and which checkers did not run and how to get them."""
    required = _required(arguments.require)
    files = list(dict.fromkeys(file for path in arguments.paths for file in _files(Path(path))))
    if not files:
        raise UsageError("nothing to check there", remedy="build something first")
    report = make_report(check_files(files))
    if arguments.json:
        print(json.dumps(data(report), ensure_ascii=False, indent=1))
    else:
        print("\n".join(rows(report)))
    if arguments.html:
        write_whole(Path(arguments.html), page(report))
        talk.say(f"the report is in {arguments.html}")
    for checker, reason in report.missing.items():
        talk.warn(f"{checker} did not run: {reason}")
    if report.findings:
        return 1
    if required & report.missing.keys():
        return MissingDependency.exit_code
    return 0


def _required(text: str) -> set[str]:
    known = {name for checks in CHECKS.values() for name in checks}
    names = {name.strip() for name in text.split(",")} - {""}
    for name in names - known:
        raise UsageError(f"no such checker: {name!r}", remedy=f"choose from {', '.join(sorted(known - {'own'}))}")
    return names


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(each for each in path.rglob("*") if each.suffix.lower() in CHECKS and each.is_file())
    elif not path.is_file():
        raise UsageError("there is no such file", file=path)
    elif path.suffix.lower() not in CHECKS:
        raise UsageError("no checker for this kind of file", file=path, remedy=f"known are {', '.join(CHECKS)}")
    else:
        yield path
