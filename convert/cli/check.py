"""`reissue check`: editions against the standards."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from convert.checks import CHECKS, check_files
from convert.checks.verdict import Verdict
from convert.cli.talk import Talk
from convert.errors import MissingDependency, UsageError

SHOWN = 5  # faults of one rule that are printed; --json gives all


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Check every file, print a line for each verdict, say which checkers did not run and how to get them."""
    required = _required(arguments.require)
    files = list(dict.fromkeys(file for path in arguments.paths for file in _files(Path(path))))
    if not files:
        raise UsageError("nothing to check there", remedy="build something first")
    verdicts = []
    for verdict in check_files(files):
        verdicts.append(verdict)
        if not arguments.json:
            _print(verdict)
    if arguments.json:
        print(json.dumps([_facts(verdict) for verdict in verdicts], ensure_ascii=False, indent=1))
    absent = {verdict.checker: verdict.missing for verdict in verdicts if verdict.missing}
    for checker, reason in absent.items():
        talk.warn(f"{checker} did not run: {reason}")
    if any(verdict.faults for verdict in verdicts):
        return 1
    if required & absent.keys():
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


def _print(verdict: Verdict) -> None:
    if not verdict.missing:
        print(f"{verdict.status:4}  {verdict.checker:9}  {verdict.file}", flush=True)
    for row in _rows(verdict):
        print(f"      {row}")


def _rows(verdict: Verdict) -> Iterable[str]:
    seen: Counter[str] = Counter()
    for fault in verdict.faults:
        seen[fault.rule] += 1
        if seen[fault.rule] <= SHOWN:
            yield ": ".join(part for part in fault if part)
    yield from (f"{rule}: {times - SHOWN} more" for rule, times in seen.items() if times > SHOWN)


def _facts(verdict: Verdict) -> dict[str, object]:
    return {
        "checker": verdict.checker,
        "file": str(verdict.file),
        "status": verdict.status,
        "faults": [fault._asdict() for fault in verdict.faults],
        "missing": verdict.missing or None,
    }
