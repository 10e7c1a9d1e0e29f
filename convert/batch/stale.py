"""What is to be built, and what is known already: documents up to date, and failures that nothing has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from convert.batch import state
from convert.batch.jobs import Job
from convert.batch.state import Record, State
from convert.build import Edition
from convert.errors import BadInput, ReissueError
from convert.files import inside
from convert.layout import Layout
from convert.stamp import program_digest

TIME_LIMIT = 1800.0
"""Seconds for one document of several. A report of 900 pages takes four minutes as PDF, on a slow machine more."""


class Plan(NamedTuple):
    """How to build: where to, which formats, the time to stamp, the digest of the program, the seconds allowed,
    the layout that was asked for."""

    out: Path
    formats: tuple[str, ...]
    epoch: int | None
    program: str
    force: bool = False
    seconds: float = TIME_LIMIT
    layout: Layout = Layout()


def plan(
    out: Path,
    formats: tuple[str, ...],
    epoch: int | None,
    *,
    force: bool = False,
    seconds: float | None = None,
    layout: Layout | None = None,
) -> Plan:
    """A plan with this very program's digest."""
    return Plan(out, formats, epoch, program_digest(), force, seconds or TIME_LIMIT, layout or Layout())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document. A `known` failure is one of an earlier run; it was not tried again."""

    job: Job
    status: Literal["built", "up to date", "failed"]
    folder: Path
    record: Record
    error: ReissueError | None = None
    known: bool = False
    edition: Edition = field(default_factory=Edition)


class Task(NamedTuple):
    """A document to build: in which formats, and what is known of its inputs."""

    job: Job
    formats: tuple[str, ...]
    inputs: Record


class Remembered(ReissueError):
    """The failure of an earlier run, in the words of that time."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.message)
        self.exit_code = record.exit_code


def sort_out(jobs: Iterable[Job], plan: Plan, known: State) -> tuple[list[Outcome], list[Task]]:
    """The outcomes that are known without building, and the documents to build."""
    settled: list[Outcome] = []
    tasks: list[Task] = []
    for job in jobs:
        try:
            found = _look(job, plan, known)
        except ReissueError as error:
            found = refused(job, plan, error)
        if isinstance(found, Task):
            tasks.append(found)
        else:
            settled.append(found)
    return settled, tasks


def refused(job: Job, plan: Plan, error: ReissueError) -> Outcome:
    """The outcome of a document that was not even tried; it is looked at anew in each run."""
    record = Record(job.name, str(job.source), status="failed", message=str(error), exit_code=error.exit_code)
    return Outcome(job, "failed", plan.out / job.name, record, error)


def _look(job: Job, plan: Plan, known: State) -> Outcome | Task:
    if job.refused:
        raise job.refused
    if not job.source.is_file():
        raise BadInput("there is no such file", file=job.source, remedy="check the name")
    folder = inside(plan.out, job.name)
    before = known.records.get(job.name)
    now = _inputs(job, plan, before)
    if before is None or before.key != now.key:
        return Task(job, plan.formats, now)
    if before.status != "done":
        more_time = before.tries and plan.seconds > before.limit
        once = before.status == "tried"  # and then the whole build was stopped
        if plan.force or once or more_time or not set(plan.formats) <= set(before.formats):
            return Task(job, plan.formats, now)
        return Outcome(job, "failed", folder, before, Remembered(before), known=True)
    wanted = ordered({*before.formats, *plan.formats})
    if plan.force or wanted != before.formats or outputs(folder) != before.outputs:
        return Task(job, wanted, now)
    if before.signature != now.signature:  # touched, not changed
        known.write(replace(before, source=now.source, signature=now.signature))
    return Outcome(job, "up to date", folder, before)


def _inputs(job: Job, plan: Plan, before: Record | None) -> Record:
    """The document's row before it is built. What `stat` says unchanged is not read again."""
    facts = job.source.with_suffix(".toml")
    signature = state.signature([job.source, *([facts] if facts.is_file() else [])])
    same = before is not None and before.signature == signature and before.source == str(job.source)
    content = before.content if before and same else state.content(job.source, facts)
    key = state.key(plan.program, plan.epoch, plan.layout, job.source.name, content)
    tries = before.tries if before and before.key == key and not plan.force else 0
    return Record(job.name, str(job.source), signature, content, key, tries=tries, limit=plan.seconds)


def outputs(folder: Path) -> str:
    """What `stat` says of the files in a document's folder; "" if it is not there."""
    try:
        with os.scandir(folder) as entries:
            files = [(e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries if e.is_file()]
    except OSError:
        return ""
    return " ".join(f"{name}:{size}.{time}" for name, size, time in sorted(files))


def ordered(formats: set[str]) -> tuple[str, ...]:
    """The formats in the order of the table of writers."""
    from convert.writers import WRITERS

    return tuple(name for name in WRITERS if name in formats)
