"""Small pages with geometry for tests: rows of text with their place, size and style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from convert.page import Bookmark, Box, Line, Page, Reading, Word
from convert.pipeline import Recovered, recover_pages
from convert.source import Source

WIDE = 0.5
"""Width of each character, in em."""
LEADING = 1.2


class Row(NamedTuple):
    """A line: text from `x` at `top` in points. In the text ~…~ is italic, ^…^ raised, _…_ lowered, |…| bold."""

    x: float
    top: float
    text: str
    size: float = 10
    bold: bool = False
    font: str = "Serif"
    color: int = 0
    region: int = 0


def page(*rows: Row, number: int = 1) -> Page:
    """A sheet of A4 with these rows in this order."""
    return Page(number, None, tuple(_lines(number, rows)), 595, 842)


def recovered(*pages: Page, outline: tuple[Bookmark, ...] = ()) -> Recovered:
    """What the program makes of these English pages."""
    return recover_pages(Reading(pages, outline=outline), Source({"language": "en"}))


def prose(x: float, top: float, *texts: str, size: float = 10, region: int = 0) -> tuple[Row, ...]:
    """Rows of running text one below the other."""
    return tuple(
        Row(x, top + number * LEADING * size, text, size, region=region) for number, text in enumerate(texts)
    )


def _lines(page: int, rows: tuple[Row, ...]) -> Iterator[Line]:
    last: Row | None = None
    for number, row in enumerate(rows, 1):
        advance = (row.top - last.top) / (LEADING * row.size) - 1 if last and row.top > last.top else 0.0
        words = tuple(_words(row))
        text = "".join(
            (" " if at and word.start > words[at - 1].start + len(words[at - 1].text) else "") + word.text
            for at, word in enumerate(words)
        )
        boxes = [word.box for word in words if word.box]
        box = Box(row.x, row.top, boxes[-1].x1, row.top + row.size)
        gap = round(advance, 2) if advance > 0.12 else 0.0
        yield Line(page, number, text, gap, box=box, size=row.size, words=words, region=row.region)
        last = row


def _words(row: Row) -> Iterator[Word]:
    """The words; one ends at a space and where the style changes."""
    styles = {"~": False, "^": False, "_": False, "|": False}
    start, x, text = 0, row.x, ""

    def word() -> Word:
        size = row.size * (0.6 if styles["^"] or styles["_"] else 1)
        width = WIDE * row.size * len(text)
        top = row.top + (0 if styles["^"] else 0.6 * row.size if styles["_"] else 0)
        box = Box(x, top, x + width, top + size)
        bold = row.bold or styles["|"]
        return Word(text, start, box, size, row.font, bold, styles["~"], styles["^"], color=row.color)

    for character in row.text:
        if character in styles or character == " ":
            if text:
                yield word()
                start, x, text = start + len(text), x + WIDE * row.size * len(text), ""
            if character == " ":
                start, x = start + 1, x + WIDE * row.size
            else:
                styles[character] = not styles[character]
        else:
            text += character
    if text:
        yield word()
