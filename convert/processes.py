"""What child processes need to know: how many pay, and where this program is found."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0))


def interpreter(code: str) -> list[str]:
    """The command line of a fresh interpreter that runs `code`.

    -P keeps the current directory, which may hold the hostile file's friends, off the module path.
    """
    return [sys.executable, "-P", "-c", code]


def environment() -> dict[str, str]:
    """This process's environment, in which `import convert` finds this very program."""
    here = str(Path(__file__).resolve().parents[1])
    path = os.pathsep.join(part for part in (here, os.environ.get("PYTHONPATH", "")) if part)
    return {**os.environ, "PYTHONPATH": path}
