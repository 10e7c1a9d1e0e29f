"""The family of errors: each names the file, the place and the remedy, and carries an exit code.

    ReissueError            1  (never raised itself)
    ├── UsageError          2  the command was called wrongly
    ├── MissingDependency   3  a program or library that the task needs is not installed
    ├── BadInput            4  the source cannot be read as what it claims to be
    ├── PartlyFailed        5  some documents of a batch failed, the others are done
    └── Internal           70  a law of the program was broken: a bug, never the user's fault

Exit codes follow OCRmyPDF's manner (https://ocrmypdf.readthedocs.io/en/latest/advanced.html#return-code-policy).
"""

from __future__ import annotations

from pathlib import Path


class ReissueError(Exception):
    """What went wrong, where, and what to do about it."""

    exit_code = 1

    def __init__(self, message: str, *, file: Path | str | None = None, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.file = file
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = ": ".join(str(part) for part in (self.file, self.place) if part)
        lines = [f"{where}: {self.message}" if where else self.message]
        if self.remedy:
            lines.append(f"  remedy: {self.remedy}")
        return "\n".join(lines)


class UsageError(ReissueError):
    """The command was called wrongly."""

    exit_code = 2


class MissingDependency(ReissueError):
    """A program or library that the task needs is not installed."""

    exit_code = 3


class BadInput(ReissueError):
    """The source cannot be read as what it claims to be."""

    exit_code = 4


class PartlyFailed(ReissueError):
    """Some documents of a batch failed; the others are done."""

    exit_code = 5


class Internal(ReissueError):
    """A law of the program was broken (text lost, a replay that differs): a bug in reissue."""

    exit_code = 70
