"""`reissue build`: sources to editions, what is up to date left alone."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from convert.batch import Outcome, build_all, exit_code, find_jobs, plan, processors
from convert.build import MASTER, choose_formats, epoch_from_environment
from convert.cli.talk import Talk
from convert.errors import UsageError


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Build every source, say what became of each, and return the exit code."""
    if arguments.jobs is not None and arguments.jobs < 1:
        raise UsageError("--jobs must be at least 1")
    jobs = find_jobs(Path(path) for path in arguments.paths)
    if not jobs:
        raise UsageError(
            "no sources in " + ", ".join(arguments.paths), remedy="put a .pdf, .txt or .md file there"
        )
    orders = plan(
        Path(arguments.out), choose_formats(arguments.to), epoch_from_environment(), force=arguments.force
    )
    outcomes: list[Outcome] = []
    for outcome in build_all(jobs, orders, arguments.jobs or processors(), arguments.time_limit):
        outcomes.append(outcome)
        _tell(outcome, talk)
        talk.progress(len(outcomes), len(jobs), outcome.job.name)
    _sum_up(outcomes, talk)
    if arguments.json:
        report = [_facts(outcome) for outcome in sorted(outcomes, key=lambda outcome: outcome.job.name)]
        json.dump({"documents": report}, sys.stdout, ensure_ascii=False, indent=1)
        print()
    return exit_code(outcomes)


def _tell(outcome: Outcome, talk: Talk) -> None:
    if outcome.error:
        talk.fail(str(outcome.error))
    elif outcome.status == "built":
        edition = outcome.edition
        talk.say(f"{outcome.folder}: built; {edition.edits} edits, {edition.queries} queries")
        for finding in edition.findings:
            if finding.level == "warning":
                talk.warn(f"{outcome.job.source}: {finding.message}")
        if outcome.job.source.suffix == MASTER:
            talk.say(f"  from {outcome.job.source}, as it stands")


def _sum_up(outcomes: Sequence[Outcome], talk: Talk) -> None:
    counts = {status: sum(each.status == status for each in outcomes) for status in ("built", "failed")}
    fresh = len(outcomes) - sum(counts.values())
    if fresh == len(outcomes):
        talk.say(f"nothing to do: {_documents(fresh)} up to date")
    elif len(outcomes) > 1:
        talk.say(f"{counts['built']} built, {fresh} up to date, {counts['failed']} failed")
    if counts["failed"] and counts["failed"] < len(outcomes):
        failed = ", ".join(each.job.name for each in outcomes if each.error)
        talk.fail(f"{counts['failed']} of {_documents(len(outcomes))} failed: {failed}")


def _documents(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"


def _facts(outcome: Outcome) -> dict[str, object]:
    edition, error = outcome.edition, outcome.error
    return {
        "name": outcome.job.name,
        "source": str(outcome.job.source),
        "status": outcome.status,
        "folder": str(outcome.folder),
        "files": [outcome.job.name + suffix for suffix in edition.files],
        "edits": edition.edits,
        "queries": edition.queries,
        "findings": [asdict(finding) for finding in edition.findings],
        "error": str(error) if error else None,
        "exit_code": error.exit_code if error else 0,
    }
