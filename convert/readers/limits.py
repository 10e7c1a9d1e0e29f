"""Runs a function in a child process that may use only so much memory, time and output.

`run_limited` waits for one result, `stream_limited` hands on the items of a generator as they come.

Parsers of foreign files run here: a file made to harm kills the child, never the program. The child is a
fresh interpreter in a session of its own, so that it is killed together with whatever it started.
"""

from __future__ import annotations

import importlib
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from time import monotonic
from typing import IO, Literal

from convert.processes import environment, interpreter

Reason = Literal["memory", "time", "output", "crash"]

_SIZE = struct.Struct("<Q")
"""What stands before each answer of a child: its length in bytes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use; generous for an honest document, small beside the machine."""

    memory: int = 2 * 1024**3  # bytes of address space
    cpu: int = 900  # seconds
    wall: float = 1200.0  # seconds
    output: int = 1024**3  # bytes of pickled result
    pause: float = 120.0  # seconds between two items of a stream


class ChildFailed(Exception):
    """The child did not come back with a result; `reason` says which limit it met, or that it crashed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"child process failed: {reason}")
        self.reason = reason


_contained = False
"""Whether this process is itself one that may use only so much, and may be lost."""


def contain(memory: int) -> None:
    """Make this process one that may use only so many bytes of memory: foreign files are parsed in it itself.

    For the workers of a pool, which are killed and replaced by it: a child for each file costs more than the file.
    """
    global _contained
    _contained = True
    _limit(Limits(memory=memory, cpu=0, output=0))


def run_limited(target: str, arguments: tuple[object, ...], limits: Limits) -> object:
    """The result of `target` ("package.module:function") called in a child process within the limits.

    An exception of the function is raised here again; ChildFailed if the child was killed or crashed. In a process
    that is contained itself it is called right here.
    """
    if _contained:
        return _call(target, arguments)
    (result,) = _items(target, arguments, replace(limits, pause=limits.wall))
    return result


def stream_limited(target: str, arguments: tuple[object, ...], limits: Limits) -> Iterator[object]:
    """The items of a generator function called in a child process, each as soon as it is made.

    Raises as `run_limited`, after the items that came before.
    """
    if _contained:
        yield from _each(_call(target, arguments))
    else:
        yield from _items(target, arguments, limits)


def _items(target: str, arguments: tuple[object, ...], limits: Limits) -> Iterator[object]:
    child = subprocess.Popen(
        interpreter("from convert.readers.limits import serve; serve()"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment(),
    )
    try:
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError), child.stdin:
            pickle.dump((target, arguments, limits), child.stdin)
        yield from _received(child, child.stdout.fileno(), limits)
    finally:
        _kill_group(child)
        if child.stdout:
            child.stdout.close()


def _received(child: subprocess.Popen[bytes], pipe: int, limits: Limits) -> Iterator[object]:
    """The items of a child until it says that there are no more."""
    until = end = monotonic() + limits.wall
    left = limits.output
    while True:
        head = _read(child, pipe, _SIZE.size, until)
        (size,) = _SIZE.unpack(head)
        left -= size
        if left < 0:
            raise ChildFailed("output")
        kind, value = pickle.loads(_read(child, pipe, size, until))
        if kind == "end":
            return
        if kind == "error":
            raise value
        yield value
        until = min(end, monotonic() + limits.pause)


def _read(child: subprocess.Popen[bytes], pipe: int, size: int, until: float) -> bytes:
    """So many bytes of the pipe; ChildFailed where they do not come in time, or never will."""
    parts: list[bytes] = []
    while size:
        ready, _, _ = select.select([pipe], [], [], max(0.0, until - monotonic()))
        if not ready:
            raise ChildFailed("time")
        part = os.read(pipe, min(size, 1 << 20))
        if not part:
            raise ChildFailed(_reason(child.wait()))
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def serve() -> None:
    """The child's side: limits first, then the work that stands on stdin, then the answers on stdout."""
    target, arguments, limits = pickle.load(sys.stdin.buffer)
    _limit(limits)
    # What a library prints must not get between the bytes of the answers.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        for item in _each(_call(target, arguments)):
            _send(answer, "item", item)
        _send(answer, "end", None)
    except MemoryError:
        _send(answer, "error", ChildFailed("memory"))
    except Exception as error:
        _send(answer, "error", error)


def _call(target: str, arguments: tuple[object, ...]) -> object:
    module, name = target.split(":")
    return getattr(importlib.import_module(module), name)(*arguments)


def _each(result: object) -> Iterator[object]:
    return result if isinstance(result, Generator) else iter((result,))


def _send(answer: IO[bytes], kind: str, value: object) -> None:
    data = pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)
    answer.write(_SIZE.pack(len(data)) + data)
    answer.flush()


def _limit(limits: Limits) -> None:
    """Set what this process may use; 0 leaves it free."""
    import resource

    for kind, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_CORE, 0),
    ):
        if not value and kind != resource.RLIMIT_CORE:
            continue
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _reason(returncode: int) -> Reason:
    killed_by: dict[int, Reason] = {-signal.SIGXCPU: "time", -signal.SIGKILL: "time"}
    return killed_by.get(returncode, "crash")


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
