"""`reissue build`: sources to editions, what is up to date left alone."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from convert.batch import build_all, exit_code
from convert.batch.executors import Cluster, Executor, Here, Pool
from convert.batch.jobs import Job, left_alone, read_list, survey
from convert.batch.remote import fetch, is_remote, put
from convert.batch.report import by_need, facts, page, summary
from convert.batch.stale import TIME_LIMIT, Outcome, Plan, plan, sort_out
from convert.batch.state import FOLDER, State, locked
from convert.build import MASTER, choose_formats, epoch_from_environment
from convert.cli.talk import Pace, Talk
from convert.errors import UsageError
from convert.files import sweep, write_whole
from convert.layout import Layout
from convert.processes import processors
from convert.readers.limits import Limits
from convert.site import write_site

FEW = 30
"""Documents up to which each is told; of more only those that failed, and how far the work is."""
MEMORY_LIMIT = 4096
"""MB of address space for one document; a report of 900 pages takes 1,600 as PDF."""
REPORT = "report.html"
NAMED = 5
"""How many files that are left alone are named."""


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Build every source, say what became of each, and return the exit code."""
    outcomes = build(arguments, talk)
    if arguments.json:
        documents = [facts(each) for each in by_need(outcomes)]
        json.dump({"documents": documents}, sys.stdout, ensure_ascii=False, indent=1)
        print()
    return exit_code(outcomes)


def build(arguments: argparse.Namespace, talk: Talk) -> list[Outcome]:
    """Build every source, and say what became of each. Raises UsageError where there is none."""
    for name in ("jobs", "time_limit", "memory_limit"):
        if getattr(arguments, name) is not None and getattr(arguments, name) <= 0:
            raise UsageError(f"--{name.replace('_', '-')} must be more than 0")
    work = Path(arguments.work)
    out = work / "out" if is_remote(arguments.out) else Path(arguments.out)
    named = (*arguments.paths, *(read_list(arguments.list) if arguments.list else ()))
    paths = [str(fetch(path, work / "sources")) if is_remote(path) else path for path in named]
    jobs, pages = survey(paths, out)
    if others := left_alone(paths, out):
        talk.say(f"left alone, for they are no OCR: {_named(others)}")
    if pages:
        talk.say(f"page images of recognised files, no documents of their own: {_named(pages)}")
    if not jobs:
        raise UsageError(f"no sources in {', '.join(paths)}", remedy="put a .pdf, .txt or .md file there")
    orders = plan(
        out,
        choose_formats(arguments.to),
        epoch_from_environment(),
        force=arguments.force,
        seconds=arguments.time_limit or TIME_LIMIT,
        layout=Layout(arguments.split, arguments.wrap),
    )
    with locked(out, lambda: talk.say(f"{out}: another build is at work there; waiting for it")):
        outcomes, done = _build(jobs, orders, arguments, talk)
        if len(jobs) > 1:
            write_whole(out / REPORT, page(outcomes).encode())
        if done:
            write_site(out, done, orders.program, arguments.site or "")
        if is_remote(arguments.out):
            number = put((each.record for each in outcomes), out, arguments.out)
            talk.say(f"{arguments.out}: {_documents(number)} put there")
    _sum_up(outcomes, out, talk)
    return outcomes


def _build(
    jobs: Sequence[Job], orders: Plan, arguments: argparse.Namespace, talk: Talk
) -> tuple[list[Outcome], list[str]]:
    """Build what is stale, telling of each document as it is done; also the names of all that is built here."""
    known = State(Path(arguments.state) if arguments.state else orders.out / FOLDER / "state.sqlite")
    if known.put_aside:
        talk.warn(f"{known.put_aside}: the state could not be read and was put aside; all is built again")
    try:
        for folder in {(orders.out / job.name).parent for job in jobs}:
            sweep(folder)
        outcomes, tasks = sort_out(jobs, orders, known)
        for outcome in outcomes:
            _tell(outcome, len(jobs), talk)
        pace = Pace(len(outcomes), len(jobs))
        for outcome in build_all(tasks, orders, known, _executor(arguments, orders, len(tasks))):
            outcomes.append(outcome)
            _tell(outcome, len(jobs), talk)
            talk.progress(pace.after(len(outcomes)), outcome.job.name)
        return outcomes, [record.name for record in known.records.values() if record.status == "done"]
    finally:
        known.close()


def _executor(arguments: argparse.Namespace, orders: Plan, tasks: int) -> Executor:
    """Where to build: a single document right here, unless it is to be limited."""
    memory = (arguments.memory_limit or MEMORY_LIMIT) * 1024**2
    if arguments.cluster and tasks:
        return Cluster(arguments.cluster, Limits(memory=memory, cpu=int(orders.seconds) + 1, wall=orders.seconds))
    if tasks == 1 and not arguments.time_limit and not arguments.memory_limit:
        return Here()
    return Pool(max(1, min(arguments.jobs or processors(), tasks)), orders.seconds, memory)


def _tell(outcome: Outcome, total: int, talk: Talk) -> None:
    """Say what became of a document: if there are many, only what went wrong and is new."""
    if outcome.error and (total <= FEW or not outcome.known):
        talk.fail(str(outcome.error) + ("\n  as before: nothing has changed since" if outcome.known else ""))
    elif outcome.status == "built" and total <= FEW:
        record = outcome.record
        talk.say(f"{outcome.folder}: built; {record.edits} edits, {record.queries} queries")
        for warning in record.warnings:
            talk.warn(f"{outcome.job.source}: {warning}")
        if outcome.job.source.suffix == MASTER:
            talk.say(f"  from {outcome.job.source}, as it stands")


def _sum_up(outcomes: Sequence[Outcome], out: Path, talk: Talk) -> None:
    failed = [each for each in outcomes if each.error]
    if all(each.status == "up to date" for each in outcomes):
        talk.say(f"nothing to do: {_documents(len(outcomes))} up to date")
    elif len(outcomes) > 1:
        talk.say(f"{summary(outcomes)}; {out / REPORT} tells of each")
    if failed and len(failed) < len(outcomes):
        names = ", ".join(each.job.name for each in failed[:FEW]) + (" …" if len(failed) > FEW else "")
        talk.fail(f"{len(failed)} of {_documents(len(outcomes))} failed: {names}")


def _named(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths[:NAMED])
    return f"{names} …" if len(paths) > NAMED else names


def _documents(number: int) -> str:
    return "1 document" if number == 1 else f"{number} documents"
