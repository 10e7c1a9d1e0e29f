"""Parts of a document laid out and painted in child processes, as many at a time as there are processors.

A child lays a part out, says how many pages it has, is told the number of the first, and paints. The children are
fresh interpreters and take part after part; what they give back does not depend on how many they are.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, InvalidStateError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, NamedTuple

from convert.document import Meta
from convert.errors import BadInput, ReissueError
from convert.processes import environment, interpreter, processors
from convert.writers.pdf.engine import complaints, patient_collector, refuse
from convert.writers.pdf.layout import Bookmark, lay_out, number, paint

SERVE = "from convert.writers.pdf.workers import serve; serve()"


@dataclass(frozen=True, slots=True)
class Job:
    """A part to print: its name, which sets its ids apart, its HTML page and styles, the facts of the document."""

    name: str
    html: str
    styles: tuple[str, ...]
    meta: Meta
    mend_hyphens: bool
    coded: str = ""  # characters to show by their codes


class Printed(NamedTuple):
    """A part as a PDF file of its own, the number of its pages, its headings, the labels of notes at its end."""

    data: bytes
    pages: int
    bookmarks: tuple[Bookmark, ...]
    at_end: tuple[str, ...] = ()


def print_all(jobs: Sequence[Job], processes: int | None = None) -> list[Printed]:
    """Each part as a PDF, its pages numbered on from the part before."""
    processes = min(processes or _at_a_time(), len(jobs))
    counts: list[Future[int]] = [Future() for _ in jobs]
    workers: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()

    def print_one(place: int, job: Job) -> Printed:
        worker = workers.get()
        try:
            count = ask(worker, job)
            with suppress(InvalidStateError):  # another part has failed, and said so to all
                counts[place].set_result(count)
            first = 1 + sum(count.result() for count in counts[:place])
            printed: Printed = ask(worker, first)
            return printed
        except BaseException as error:
            for waited_for in counts:  # nobody may wait for this part, or for one that will not be begun
                with suppress(InvalidStateError):
                    waited_for.set_exception(error)
            raise
        finally:
            workers.put(worker)

    with ThreadPoolExecutor(processes) as pool, started(processes) as children:
        for child in children:
            workers.put(child)
        futures = [pool.submit(print_one, place, job) for place, job in enumerate(jobs)]
        try:
            return [future.result() for future in futures]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _at_a_time() -> int:
    """How many parts to print at a time: in a process that is one of many, one."""
    from multiprocessing import current_process

    return 1 if current_process().daemon else processors()


@contextmanager
def started(processes: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Child processes that wait for work; they end with the block, however it ends."""
    children = [
        subprocess.Popen(
            interpreter(SERVE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        for _ in range(processes)
    ]
    try:
        yield children
    finally:
        for child in children:
            child.kill()
            child.communicate()


def ask(worker: subprocess.Popen[bytes], question: object) -> Any:
    """What a child answers; its error is raised here. Raises BadInput if it died."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        pickle.dump(question, worker.stdin)
        worker.stdin.flush()
        answer = pickle.load(worker.stdout)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
        raise BadInput(
            "the process that printed a part of the PDF died", remedy="free some memory, or split the document"
        ) from error
    if isinstance(answer, BaseException):
        raise answer
    return answer


# ── the child's side ─────────────────────────────────────────────────────────────────────────────────


def serve() -> None:
    """Print the parts that stand on stdin; what a library prints must not get between the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with patient_collector():
        while True:
            try:
                job = pickle.load(sys.stdin.buffer)
            except EOFError:
                return
            try:
                print_part(job, answers)
            except ReissueError as error:
                answer(answers, error)
            gc.collect()  # the boxes of a part, all in circles, before those of the next


def print_part(job: Job, answers: Any) -> None:
    with complaints() as said:
        pages = lay_out(job.html, job.styles, job.meta.language, job.coded)
        count = len(pages.rendering.pages)
        answer(answers, count)
        number(pages, first=pickle.load(sys.stdin.buffer))
        data = paint(pages, job.meta, part=job.name, mend_hyphens=job.mend_hyphens)
    refuse(said)
    answer(answers, Printed(data, count, pages.bookmarks(), pages.at_end))


def answer(answers: Any, said: object) -> None:
    pickle.dump(said, answers)
    answers.flush()
