"""Many sources become many editions: found, skipped where up to date, built in parallel, written by one hand.

The processes that build return bytes; only this one writes. A document that fails, hangs or kills its process
leaves nothing behind and does not stop the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from convert.build import MASTER, Edition, build_edition
from convert.errors import BadInput, Internal, PartlyFailed, ReissueError, UsageError
from convert.files import inside, replace_folder, slug
from convert.readers import READERS
from convert.stamp import NAME as STAMP
from convert.stamp import program_digest, read_stamp, stamp

TIME_LIMIT = 1800.0
"""Seconds for one document of several. A report of 900 pages takes four minutes as PDF, on a slow machine more."""


class Job(NamedTuple):
    """A document to build: the name of its folder and files, and the source to read."""

    name: str
    source: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document."""

    job: Job
    status: Literal["built", "up to date", "failed"]
    folder: Path
    edition: Edition = field(default_factory=Edition)
    error: ReissueError | None = None


class Plan(NamedTuple):
    """How to build: where to, which formats, the time to stamp, and the digest of the program."""

    out: Path
    formats: tuple[str, ...]
    epoch: int | None
    program: str
    force: bool = False


def plan(out: Path, formats: tuple[str, ...], epoch: int | None, *, force: bool = False) -> Plan:
    """A plan with this very program's digest."""
    return Plan(out, formats, epoch, program_digest(), force)


def find_jobs(paths: Iterable[Path]) -> tuple[Job, ...]:
    """A job for each file and for each source in each folder. Raises UsageError where two would have one name."""
    jobs: dict[str, Job] = {}
    for source in (found for path in paths for found in _sources(path)):
        job = Job(slug(source.stem), source)
        other = jobs.setdefault(job.name, job)
        if other.source.resolve() != source.resolve():
            raise UsageError(
                f"{other.source.name} and {source.name} would both become {job.name!r}",
                file=source,
                remedy="rename one of them, or build them into different folders",
            )
    return tuple(jobs.values())


def _sources(path: Path) -> list[Path]:
    """The sources at a path, an adopted master in place of what it was recovered from."""
    if not path.is_dir():
        return [_master_or_itself(path)]
    found = sorted(
        entry for entry in path.iterdir() if entry.suffix.lower() in (*READERS, MASTER) and entry.name[0] != "."
    )
    return list(dict.fromkeys(_master_or_itself(inside(path, entry.name)) for entry in found))


def _master_or_itself(source: Path) -> Path:
    master = source.with_suffix(MASTER)
    return master if master.is_file() else source


def build_all(jobs: Sequence[Job], plan: Plan, workers: int, limit: float | None) -> Iterator[Outcome]:
    """Build what is stale, at most `workers` at a time; fresh ones come first, then in order."""
    stale: list[tuple[Job, tuple[str, ...]]] = []
    for job in jobs:
        try:
            formats = _missing_formats(job, plan)
        except ReissueError as error:
            yield Outcome(job, "failed", plan.out / job.name, error=error)
            continue
        if formats:
            stale.append((job, formats))
        else:
            yield Outcome(job, "up to date", plan.out / job.name)
    results = (
        _one_by_one(stale, plan) if len(stale) == 1 and limit is None else _parallel(stale, plan, workers, limit)
    )
    for job, formats, result in results:
        yield _store(job, formats, result, plan)


def _missing_formats(job: Job, plan: Plan) -> tuple[str, ...]:
    """The formats to build: none if what is wanted is up to date, else what is there and what is wanted."""
    if not job.source.is_file():
        raise BadInput("there is no such file", file=job.source, remedy="check the name")
    folder = inside(plan.out, job.name)
    there = read_stamp(folder)
    formats = there.get("formats")
    built = {str(name) for name in formats} if isinstance(formats, list) else set()
    names = {job.name + suffix for suffix in (MASTER, ".ledger.json", *_suffixes(built))}
    if not there or stamp(plan.program, job.source, plan.epoch, built) != (folder / STAMP).read_bytes():
        return plan.formats
    if plan.force or not all((folder / name).is_file() for name in names):
        return _ordered(built | set(plan.formats))
    return () if built >= set(plan.formats) else _ordered(built | set(plan.formats))


def _suffixes(formats: Iterable[str]) -> list[str]:
    from convert.writers import SUFFIXES

    return [SUFFIXES[name] for name in formats if name in SUFFIXES]


def _ordered(formats: set[str]) -> tuple[str, ...]:
    from convert.writers import WRITERS

    return tuple(name for name in WRITERS if name in formats)


Result = tuple[Job, tuple[str, ...], Edition | ReissueError]


def _attempt(source: Path, formats: tuple[str, ...], epoch: int | None) -> Edition | ReissueError:
    """The edition, or why there is none; whatever goes wrong concerns this document alone."""
    try:
        return build_edition(source, formats, epoch)
    except ReissueError as error:
        error.file = error.file or source
        return error
    except Exception as error:
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}, line {last.lineno}"
        return Internal(f"a bug in reissue, {place}: {type(error).__name__}: {error}", file=source)


def _one_by_one(stale: Iterable[tuple[Job, tuple[str, ...]]], plan: Plan) -> Iterator[Result]:
    for job, formats in stale:
        yield job, formats, _attempt(job.source, formats, plan.epoch)


def _parallel(
    stale: Sequence[tuple[Job, tuple[str, ...]]], plan: Plan, workers: int, limit: float | None
) -> Iterator[Result]:
    """As `_one_by_one`, in processes that are killed when they take too long and replaced when they die."""
    if not stale:
        return
    from multiprocessing import get_context

    from pebble import ProcessPool

    # "spawn", not "fork": the pool runs threads, and a forked copy of their locks may hang.
    pool = ProcessPool(max_workers=min(workers, len(stale)), context=get_context("spawn"))
    try:
        seconds = TIME_LIMIT if limit is None else limit
        futures = [
            pool.schedule(_attempt, args=(job.source, formats, plan.epoch), timeout=seconds)
            for job, formats in stale
        ]
        for (job, formats), future in zip(stale, futures, strict=True):
            error = future.exception()
            yield job, formats, _process_error(job, error) if error else future.result()
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _process_error(job: Job, error: BaseException) -> ReissueError:
    if isinstance(error, TimeoutError):
        return BadInput(
            "takes longer than a document may take", file=job.source, remedy="give more with --time-limit SECONDS"
        )
    return BadInput(
        f"the process that built it died ({error})", file=job.source, remedy="split the document into parts"
    )


def _store(job: Job, formats: tuple[str, ...], result: Edition | ReissueError, plan: Plan) -> Outcome:
    """Write the edition, all of it or nothing."""
    folder = plan.out / job.name
    if isinstance(result, ReissueError):
        return Outcome(job, "failed", folder, error=result)
    files = {job.name + suffix: data for suffix, data in result.files.items()}
    try:
        files[STAMP] = stamp(plan.program, job.source, plan.epoch, formats)
        replace_folder(inside(plan.out, job.name), files)
    except ReissueError as error:
        return Outcome(job, "failed", folder, error=error)
    return Outcome(job, "built", folder, result)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 if all is well, 5 if only some documents failed; else the code that all failures share, or 5."""
    codes = {outcome.error.exit_code for outcome in outcomes if outcome.error}
    if not codes:
        return 0
    all_failed = all(outcome.error for outcome in outcomes)
    return codes.pop() if all_failed and len(codes) == 1 else PartlyFailed.exit_code


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))
