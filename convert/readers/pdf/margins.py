"""Running heads, feet and folios of pages with geometry, told by place and repetition together.

A line is furniture if it stands in a margin, nothing but furniture is between it and the edge, white space
parts it from the text, and another sheet has the same words at the same height, its numbers equal or counting
with the sheets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from convert.page import Line, Page, Pages, Role

MARGIN = 0.13
"""Part of the height of a page in which furniture is looked for, at the head and at the foot."""
APART = 0.5
"""White space, in em of the furniture, that parts it from the text; normal leading leaves about 0.2."""
SAME_HEIGHT = 4.0
"""Points; furniture keeps its height to less than half of this."""
MAX_NUMBERS = 4
"""Numbers in a line that are tried as counting with the sheets; lines with more only as equal."""

_NUMBER = re.compile(r"\d+")
_FOLIO = re.compile(
    r"\W*(?:(?:page|p\.|seite|página|страница)\s*)?\d+\W*(?:(?:of|de|sur|von|из)\s*)?\d*\W*", re.IGNORECASE
)

Key = tuple[object, ...]


def label_furniture(pages: Pages) -> Pages:
    """The pages with the roles of their running heads, feet and folios set."""
    sheets: defaultdict[Key, set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            for key in _keys(line, page):
                sheets[key].add(page.number)
    repeated = frozenset(key for key, numbers in sheets.items() if len(numbers) > 1)
    return tuple(_labelled(page, repeated) for page in pages)


def _labelled(page: Page, repeated: frozenset[Key]) -> Page:
    roles = {**_peeled(page, repeated, "head"), **_peeled(page, repeated, "foot")}
    lines = tuple(replace(line, role=roles.get(line.number, line.role)) for line in page.lines)
    return replace(page, lines=lines)


def _peeled(page: Page, repeated: frozenset[Key], side: Role) -> dict[int, Role]:
    """The furniture of one side by line number, taken from the edge inwards."""
    body = [line for line in page.lines if line.role == "body" and line.box]
    inward = sorted(body, key=_middle, reverse=side == "foot")
    peeled: list[Line] = []
    for line in inward:
        if not any(key in repeated and key[0] == side for key in _keys(line, page)):
            break
        peeled.append(line)
    while peeled and len(peeled) < len(inward) and not _apart(peeled[-1], inward[len(peeled)]):
        peeled.pop()
    return {line.number: "folio" if _FOLIO.fullmatch(line.text) else side for line in peeled}


def _keys(line: Line, page: Page) -> Iterator[Key]:
    """What must be the same on another sheet: side, height, words, and each number or its lead on the sheet."""
    side = _side(line, page)
    if side is None or line.role != "body":
        return
    words = _NUMBER.sub("#", line.text)
    numbers = [int(number) for number in _NUMBER.findall(line.text)]
    readings = [[("=", number), ("+", number - page.number)] for number in numbers]
    if len(numbers) > MAX_NUMBERS:
        readings = [reading[:1] for reading in readings]
    height = _middle(line) / SAME_HEIGHT
    # Two grids half a step apart, so that a height near the edge of one cell is in the middle of the other.
    for grid, cell in enumerate((int(height), int(height + 0.5))):
        for reading in product(*readings):
            yield (side, grid, cell, words, reading)


def _side(line: Line, page: Page) -> Role | None:
    if line.box is None or page.height is None:
        return None
    if line.box.bottom <= MARGIN * page.height:
        return "head"
    return "foot" if line.box.top >= (1 - MARGIN) * page.height else None


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2 if line.box else 0.0


def _apart(outer: Line, inner: Line) -> bool:
    if outer.box is None or inner.box is None:
        return False
    white = max(inner.box.top - outer.box.bottom, outer.box.top - inner.box.bottom)
    return white >= APART * (outer.size or 0.0)
