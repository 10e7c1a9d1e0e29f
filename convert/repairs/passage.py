"""What a repair rule is given and what it gives: passages of lines in, proposed edits out.

A passage is the lines of one block in reading order, whatever pages they stand on. A rule sees all passages,
so that one place of a document may be evidence for another, and changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeAlias

from convert.ledger import Alternative, Edit
from convert.page import Line
from convert.words import Words

Passage: TypeAlias = tuple[Line, ...]
Passages: TypeAlias = tuple[Passage, ...]
Rule: TypeAlias = Callable[[Passages, Words], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class Flow:
    """A passage as one text, each line ended by a line feed; an offset in it leads back to its line."""

    lines: Passage
    text: str
    ends: tuple[int, ...]

    @classmethod
    def of(cls, passage: Passage) -> Flow:
        ends = tuple(accumulate(len(line.text) + 1 for line in passage))
        return cls(passage, "".join(f"{line.text}\n" for line in passage), ends)

    def place(self, offset: int) -> tuple[Line, int]:
        """The line that holds this offset, and the offset in it."""
        index = bisect_right(self.ends, offset)
        return self.lines[index], offset - (self.ends[index - 1] if index else 0)


def lines_of(passages: Passages) -> Iterator[Line]:
    for passage in passages:
        yield from passage


def edit(
    line: Line,
    start: int,
    before: str,
    after: str,
    rule: str,
    reason: str,
    confidence: float,
    alternatives: tuple[Alternative, ...] = (),
) -> Edit:
    """The proposal to write `after` for `before` at `start` of a line."""
    end = start + len(before)
    return Edit(line.page, line.number, start, end, before, after, rule, reason, confidence, alternatives)
