"""Plain text to pages and through the whole recovery, for tests; cases kept as readable text files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from convert.ledger import Decision, replay
from convert.page import Line, Page, Pages, Reading, lines_of
from convert.pipeline import Recovered, recover_pages
from convert.source import Source

HERE = Path(__file__).parent
PAGE = "--- page ---"
"""A line of a case on which a new page begins."""


def pages_of(text: str) -> Pages:
    """Pages of plain text as a reader makes them: blank lines become the gap of the line below them."""
    return tuple(
        Page(number, None, tuple(_lines(number, piece.strip("\n"))))
        for number, piece in enumerate(text.split(PAGE), 1)
    )


def _lines(page: int, text: str) -> Iterator[Line]:
    gap = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield Line(page, number, line, gap)
            gap = 0
        else:
            gap += 1


def recovered(text: str, *decisions: Decision, keep_furniture: bool = False) -> Recovered:
    """What the program makes of English plain text."""
    source = Source({"language": "en"}, decisions)
    return recover_pages(Reading(pages_of(text)), source, keep_furniture=keep_furniture)


def clean_lines(result: Recovered) -> tuple[Line, ...]:
    """The lines as the ledger leaves them, furniture too."""
    return tuple(lines_of(replay(result.raw, result.ledger), furniture=True))


def cases(file: str) -> Iterator[tuple[str, list[str]]]:
    """The cases of a file: a title after `==`, and the lines below it."""
    for piece in (HERE / file).read_text(encoding="utf-8").split("\n== ")[1:]:
        title, _, body = piece.partition("\n")
        yield title, body.strip("\n").split("\n")
