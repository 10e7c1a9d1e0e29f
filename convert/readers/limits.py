"""Runs a function in a child process that may use only so much memory, time and output.

Parsers of foreign files run here: a file made to harm kills the child, never the program. The child is a
fresh interpreter in a session of its own, so that it is killed together with whatever it started.
"""

from __future__ import annotations

import importlib
import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

Reason = Literal["memory", "time", "output", "crash"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use; generous for an honest document, small beside the machine."""

    memory: int = 2 * 1024**3  # bytes of address space
    cpu: int = 900  # seconds
    wall: float = 1200.0  # seconds
    output: int = 512 * 1024**2  # bytes of pickled result


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
    with TemporaryFile() as output:
        child = subprocess.Popen(
            # -P keeps the current directory, which may hold the hostile file's friends, off the module path.
            [sys.executable, "-P", "-c", "from convert.readers.limits import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": _module_path()},
        )
        try:
            child.communicate(pickle.dumps((target, arguments, limits)), timeout=limits.wall)
        except subprocess.TimeoutExpired as error:
            raise ChildFailed("time") from error
        finally:
            _kill_group(child)
        if child.returncode:
            raise ChildFailed(_reason(child.returncode))
        output.seek(0)
        succeeded, value = pickle.load(output)
    if not succeeded:
        raise value
    return value


def serve() -> None:
    """The child's side: limits first, then the work that stands on stdin, then the answer on stdout."""
    target, arguments, limits = pickle.load(sys.stdin.buffer)
    _limit(limits)
    # What a library prints must not get between the bytes of the answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        reply = (True, _call(target, arguments))
    except MemoryError:
        reply = (False, ChildFailed("memory"))
    except Exception as error:
        reply = (False, error)
    with answer:
        pickle.dump(reply, answer)


def _call(target: str, arguments: tuple[object, ...]) -> object:
    module, name = target.split(":")
    return getattr(importlib.import_module(module), name)(*arguments)


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
    # A result over RLIMIT_FSIZE is an OSError in Python (SIGXFSZ is ignored), hence exit code 1.
    killed_by: dict[int, Reason] = {-signal.SIGXCPU: "time", -signal.SIGKILL: "time", 1: "output"}
    return killed_by.get(returncode, "crash")


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _module_path() -> str:
    here = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join(part for part in (here, os.environ.get("PYTHONPATH", "")) if part)
