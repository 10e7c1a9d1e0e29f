"""What a checker says of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias


class Fault(NamedTuple):
    """A rule that the file breaks, by the checker's own name for it, what it says, where, and the text there."""

    rule: str
    message: str
    place: str = ""
    text: str = ""  # near the place, with or without its markup: it is looked for in the master


class Missing(Exception):
    """A checker is not installed; says what is not there."""


class Failed(Exception):
    """A checker ran and gave no verdict; says what it printed."""


Answer: TypeAlias = tuple[Fault, ...] | Failed
Answers: TypeAlias = Mapping[Path, Answer]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A checker's faults in a file; or, in `missing`, why it did not run."""

    checker: str
    file: Path
    faults: tuple[Fault, ...] = ()
    missing: str = ""

    @property
    def status(self) -> str:
        if self.missing:
            return "not run"
        return "fail" if self.faults else "pass"
