"""Lists of works numbered in square brackets: "[12] A. Author, Title". Items of one list, in order.

A line within a text may begin with a citation in the same form: so only lines count that begin a block, stand
below one another, and whose numbers go on by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import regex

from convert.ledger import MARK
from convert.page import Key, Line
from convert.structure.frames import hangs_out
from convert.structure.paragraphs import differs

AT_LEAST = 2
"""Lines whose numbers follow one another that make a list."""
SAME_EDGE = 1.2
"""Em by which labels may begin further left or right: "[9]" and "[10]" are set flush left or flush right."""

_LABEL = regex.compile(r"\s*\[(?P<number>\d{1,3})\](?=\s+\S)")
_ENDED = regex.compile(r"[.;:)\]\"”]\s*$")


def find_references(lines: Sequence[Line], typed: Collection[int]) -> Mapping[Key, int]:
    """The lines that begin an item of such a list, each with its depth, which is 0; on the sheets `typed` only."""
    found: dict[Key, int] = {}
    run: list[tuple[int, Line]] = []
    for number, line in _openers(lines, typed):
        if run and not (number == run[-1][0] + 1 and _is_below(run[-1][1], line)):
            found.update(_listed(run))
            run = []
        run.append((number, line))
    found.update(_listed(run))
    return found


def _listed(run: Sequence[tuple[int, Line]]) -> dict[Key, int]:
    return {line.key: 0 for _, line in run} if len(run) >= AT_LEAST else {}


def _openers(lines: Sequence[Line], typed: Collection[int]) -> Iterator[tuple[int, Line]]:
    before: Line | None = None
    for line in lines:
        opened = _LABEL.match(line.text) if line.page in typed else None
        if opened and (
            before is None
            or line.gap > 0
            or line.page != before.page
            or _ENDED.search(MARK.sub("", before.text))
            or differs(before, line)
            or hangs_out(before, line)
        ):
            yield int(opened["number"]), line
        before = line


def _is_below(before: Line, line: Line) -> bool:
    """Whether two labels have one left edge, where they stand in one column."""
    if before.box is None or line.box is None or before.page != line.page or before.region != line.region:
        return True
    return abs(line.box.x0 - before.box.x0) <= SAME_EDGE * (line.size or 10.0)
