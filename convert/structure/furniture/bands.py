"""Furniture that stands on one page only, told by where others carry theirs; rules drawn with characters.

A first page has feet and heads of its own: a job number, a bar code, a symbol. They stand in the bands that hold
nothing but running heads and feet on all other pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import regex

from convert.ledger import Moved
from convert.page import Box, Line, Page, Pages, Role

APART = 2.0
"""Points that a line must stand outside the text of all other pages."""
NEAR = 1.6
"""How far from the running heads and feet of other pages a line of the same band may stand, in em."""
ODD = 4
"""One of so many scanned pages may show something below its text that no text is."""
BESIDE = 0.5
"""Share of its height by which a line stands beside a running foot."""
SHORT = 28
"""Characters of the longest line beside a running foot that belongs to it."""
SHORTEST_NAME = 5
"""Characters of a number or symbol that tells a head as one of this document."""

RULE = regex.compile(r"\s*[_—–-]{6,}\s*|\s*(?:[_—–-]\s){6,}")
"""A line across the page made of characters."""


def find_bands(pages: Pages) -> tuple[Moved, ...]:
    """The lines to move, from pages with geometry whose running heads and feet are known already."""
    tops = {page.number: min(feet) for page in pages if (feet := _tops_of_feet(page))}
    lower = _Others(tops, lowest=True)
    texts = {page.number: _end_of_text(page) for page in pages if page.number in tops}
    ends = _Others(texts, lowest=False, odd=len(texts) // ODD if any(page.scan for page in pages) else 0)
    heads = {page.number: found for page in pages if (found := _furniture(page, lower=False))}
    bottoms = _Others({page: max(box.bottom for _, box in found) for page, found in heads.items()}, lowest=False)
    names = Counter(name for each in heads.values() for line, _ in each for name in _names(line.text))
    return tuple(
        moved
        for page in pages
        if page.height
        for moved in (
            *_feet(page, lower.without(page.number), ends.without(page.number)),
            *_heads(page, bottoms.without(page.number), names),
        )
    )


class _Others:
    """For each page the extreme of all others' heights, from the two outermost but for some odd ones."""

    def __init__(self, of: Mapping[int, float], lowest: bool, odd: int = 0) -> None:
        self._outermost = sorted(of.items(), key=lambda each: each[1], reverse=not lowest)[odd : odd + 2]

    def without(self, page: int) -> float | None:
        return next((height for number, height in self._outermost if number != page), None)


def _feet(page: Page, band: float | None, text: float | None) -> Iterator[Moved]:
    feet = _furniture(page, lower=True)
    for line, box in _body(page):
        if RULE.fullmatch(line.text) and _is_above_notes(page, line):
            yield _moved(line, "foot", "a rule drawn with characters, above the notes of the page")
        elif band and text and box.top > text + APART and box.top > band - NEAR * (line.size or 10.0):
            yield _moved(line, "foot", "stands where all other pages have their running feet")
        elif page.scan and len(line.text) <= SHORT and any(_is_beside(box, foot) for _, foot in feet):
            yield _moved(line, "foot", "stands beside the running foot of its page")


def _is_beside(box: Box, other: Box) -> bool:
    shared = min(box.bottom, other.bottom) - max(box.top, other.top)
    return shared > BESIDE * (box.bottom - box.top)


def _tops_of_feet(page: Page) -> list[float]:
    return [box.top for _, box in _furniture(page, lower=True)]


def _end_of_text(page: Page) -> float:
    return max((box.bottom for _, box in _body(page)), default=0.0)


def _is_above_notes(page: Page, line: Line) -> bool:
    below = [other for other, _ in _body(page) if other.number > line.number]
    sizes = [other.size or 0.0 for other, _ in _body(page)]
    return not below or (below[0].size or 0.0) < max(sizes)


def _heads(page: Page, band: float | None, names: Mapping[str, int]) -> Iterator[Moved]:
    """A line in the band of the running heads that shares a number or symbol with one of them."""
    for line, box in _body(page):
        if band and box.top < band and any(names.get(name) for name in _names(line.text)):
            yield _moved(line, "head", "stands where other pages have their running heads, and says the same")


def _names(text: str) -> set[str]:
    return {word for word in text.split() if len(word) >= SHORTEST_NAME and any(each.isdigit() for each in word)}


def _furniture(page: Page, lower: bool) -> list[tuple[Line, Box]]:
    half = (page.height or 0.0) / 2
    return [
        (line, line.box)
        for line in page.lines
        if line.is_furniture and line.role != "hidden" and line.box and (line.box.top > half) is lower
    ]


def _body(page: Page) -> list[tuple[Line, Box]]:
    return [(line, line.box) for line in page.lines if not (line.is_furniture or line.opens_raised) and line.box]


def _moved(line: Line, role: Role, reason: str) -> Moved:
    return Moved(line.page, line.number, line.text, role, reason)
