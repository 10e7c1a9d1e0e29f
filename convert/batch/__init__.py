"""Many sources become many editions: built in parallel, written by one hand, what is done left alone.

The processes that build return bytes; only this one writes. A document that fails, hangs or kills its process
leaves nothing behind and does not stop the others. What became of each is kept in `state`.
"""

from __future__ import annotations

import errno
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace

from convert.batch.executors import Executor
from convert.batch.stale import Outcome, Plan, Task, outputs, refused
from convert.batch.state import Record, State
from convert.batch.work import Order, Result
from convert.errors import BadInput, MissingDependency, PartlyFailed, ReissueError, UsageError
from convert.files import inside, replace_folder
from convert.site.cards import CARD

TRIES = 2
"""Times that a document may kill its process, or be killed for its time, before it is left alone."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def build_all(tasks: Iterable[Task], plan: Plan, known: State, executor: Executor) -> Iterator[Outcome]:
    """Build the documents, an outcome as each is done; one that stands in several places is built once.

    Raises UsageError where the disk is full or may not be written: what was done until then stays done.
    """
    twins: dict[tuple[object, ...], list[Task]] = {}
    for task in tasks:
        twins.setdefault((task.inputs.key, task.formats), []).append(task)
    try:
        for task, result in _built([same[0] for same in twins.values()], plan, known, executor):
            for each in twins[task.inputs.key, task.formats]:
                yield _store(each._replace(inputs=_as(each, task.inputs)), result, plan, known)
    finally:
        executor.stop()


def _as(task: Task, tried: Record) -> Record:
    """A twin's own row, tried as often as the one that was built."""
    return replace(task.inputs, tries=tried.tries)


def _built(tasks: Sequence[Task], plan: Plan, known: State, executor: Executor) -> Iterator[tuple[Task, Result]]:
    """Each task and what came of it. One that killed its process is tried again after all others, alone."""
    waiting = deque(tasks)
    running: dict[Future[Result], Task] = {}
    while waiting or running:
        while waiting and len(running) < (1 if waiting[0].inputs.tries else executor.capacity):
            task = waiting.popleft()
            running[executor.submit(Order(task.job.source, task.formats, plan.epoch, plan.layout))] = task
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            task = running.pop(future)
            if future.cancelled():
                raise UsageError(
                    "the cluster went away", remedy="start it, and build again: what is done stays done"
                )
            death = future.exception()
            if death is None:
                yield task, future.result()
                continue
            task = task._replace(inputs=replace(task.inputs, tries=task.inputs.tries + 1, status="tried"))
            if task.inputs.tries < TRIES:
                known.write(task.inputs)
                waiting.append(task)
            else:
                yield task, Result(_why(death, task, plan), 0.0)


def _why(death: BaseException, task: Task, plan: Plan) -> BadInput:
    """Why a document is left alone."""
    if isinstance(death, TimeoutError):
        message = f"took longer than {plan.seconds:g} seconds, {task.inputs.tries} times"
        return BadInput(message, file=task.job.source, remedy="give more with --time-limit SECONDS")
    message = f"killed the process that built it, {task.inputs.tries} times ({death})"
    remedy = "repair the file or split it into parts; --force tries it again"
    return BadInput(message, file=task.job.source, remedy=remedy)


def _store(task: Task, result: Result, plan: Plan, known: State) -> Outcome:
    """Write the edition, all of it or nothing, and then what became of it."""
    edition, job = result.edition, task.job
    row = replace(task.inputs, seconds=result.seconds, formats=task.formats)
    if not isinstance(edition, ReissueError):
        try:
            folder = inside(plan.out, job.name)
            files = {job.stem + suffix: data for suffix, data in edition.files.items()}
            replace_folder(folder, {CARD: edition.card, **edition.pictures, **files})
        except UsageError as error:
            if isinstance(error.__cause__, OSError) and error.__cause__.errno in _NO_ROOM:
                raise
            return refused(job, plan, error)
        row = replace(
            row,
            status="done",
            outputs=outputs(folder),
            title=edition.title,
            edits=edition.edits,
            queries=edition.queries,
            warnings=tuple(each.message for each in edition.findings if each.level == "warning"),
        )
        known.write(row)
        return Outcome(job, "built", folder, row, edition=edition)
    if isinstance(edition, (UsageError, MissingDependency)):  # the machine's fault, not the document's
        return refused(job, plan, edition)
    row = replace(row, status="poison" if row.tries >= TRIES else "failed")
    row = replace(row, message=str(edition), exit_code=edition.exit_code)
    known.write(row)
    return Outcome(job, "failed", plan.out / job.name, row, edition)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """0 if all is well, 5 if only some documents failed; else the code that all failures share, or 5."""
    codes = {outcome.error.exit_code for outcome in outcomes if outcome.error}
    if not codes:
        return 0
    all_failed = all(outcome.error for outcome in outcomes)
    return codes.pop() if all_failed and len(codes) == 1 else PartlyFailed.exit_code
