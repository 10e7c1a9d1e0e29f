"""What a worker does: build one document, and come back with its files or with the reason why there are none."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from convert.build import Edition, build_edition
from convert.errors import BadInput, Internal, ReissueError
from convert.layout import Layout
from convert.readers.limits import ChildFailed, Limits, contain, run_limited

MAX_OUTPUT = 1024**3
"""Bytes that the files of one document may have together."""
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Order(NamedTuple):
    """What to build of a source, the time to stamp into it, and the layout that was asked for."""

    source: Path
    formats: tuple[str, ...]
    epoch: int | None
    layout: Layout = Layout()


class Result(NamedTuple):
    """What came of an order, and how many seconds it took."""

    edition: Edition | ReissueError
    seconds: float


def attempt(order: Order) -> Result:
    """The edition, or why there is none; whatever goes wrong concerns this document alone."""
    start = time.monotonic()
    return Result(_edition(order), round(time.monotonic() - start, 3))


def _edition(order: Order) -> Edition | ReissueError:
    try:
        edition = build_edition(order.source, order.formats, order.epoch, order.layout)
    except ReissueError as error:
        error.file = error.file or order.source
        return error
    except MemoryError:
        remedy = "give more with --memory-limit MB, or split the document into parts"
        return BadInput("needs more memory than a document may use", file=order.source, remedy=remedy)
    except Exception as error:
        import traceback

        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}, line {last.lineno}"
        return Internal(f"a bug in reissue, {place}: {type(error).__name__}: {error}", file=order.source)
    size = sum(map(len, (*edition.files.values(), *edition.pictures.values())))
    if size > MAX_OUTPUT:
        remedy = "split the document into parts, or ask for fewer formats"
        return BadInput(f"gives {size} bytes, more than a document may", file=order.source, remedy=remedy)
    return edition


def begin(memory: int) -> None:
    """Make this process a worker: it may use so many bytes of memory, parses here, and dies with its parent."""
    os.setsid()  # so that Ctrl-C in the terminal reaches the parent alone, which stops the workers itself
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    contain(memory)


# ── on a machine that does not see the files ─────────────────────────────────────────────────────────


class Parcel(NamedTuple):
    """An order with all that it needs: the bytes of the source and of the facts beside it."""

    name: str
    source: bytes
    facts: bytes | None
    formats: tuple[str, ...]
    epoch: int | None
    layout: Layout
    limits: Limits


def attempt_parcel(parcel: Parcel) -> Result:
    """As `attempt`, for a source that comes as bytes: unpacked in a folder of its own, built in a child."""
    with TemporaryDirectory() as folder:
        source = Path(folder, parcel.name)
        source.write_bytes(parcel.source)
        if parcel.facts is not None:
            source.with_suffix(".toml").write_bytes(parcel.facts)
        order = Order(source, parcel.formats, parcel.epoch, parcel.layout)
        try:
            result = run_limited("convert.batch.work:attempt", (order,), parcel.limits)
        except ChildFailed as failure:
            return Result(BadInput(f"was stopped on the worker: {failure.reason}", file=parcel.name), 0.0)
        assert isinstance(result, Result)
        return result
