"""Two things that WeasyPrint does at the end of a page and we do otherwise: it divides a word there, and it
forgets a note.

Both are mended by replacing a function of its layout while it works.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any

from convert.errors import MissingDependency

HYPHEN = "\u2010"  # what the layout puts where it divides a word
FEW = 3  # lines that may be missing at the foot of a page
BREAK_LINE = (
    "context",
    "box",
    "line",
    "new_children",
    "needed",
)  # first parameters of what we replace
MAKE_PAGE = ("context",)


@contextmanager
def better_breaks() -> Iterator[None]:
    """Have WeasyPrint end pages as we want meanwhile."""
    from weasyprint.layout import block, page  # type: ignore[import-untyped]

    break_line, make_page = block._break_line, page.make_page
    _check(break_line, BREAK_LINE)
    _check(make_page, MAKE_PAGE)

    def break_before(context: Any, box: Any, line: Any, lines: list[Any], needed: int, *rest: Any) -> Any:
        return break_line(context, box, line, lines, kept_back(box, lines, needed), *rest)

    def make(context: Any, *rest: Any) -> Any:
        made = make_page(context, *rest)
        take_up_forgotten(context, made[0])
        return made

    block._break_line, page.make_page = break_before, make
    try:
        yield
    finally:
        block._break_line, page.make_page = break_line, make_page


def _check(function: Any, parameters: tuple[str, ...]) -> None:
    if tuple(signature(function).parameters)[: len(parameters)] != parameters:
        raise MissingDependency(
            f"this WeasyPrint has another {function.__name__} than the one we know",
            remedy="pip install 'weasyprint==70.*'",
        )


def kept_back(box: Any, lines: list[Any], needed: int) -> int:
    """How many of these lines go to the next page, so that the last that stays does not end in a divided word.

    `needed` go for the sake of widows, and orphans must stay; of a few lines that cannot be parted all go.
    """
    most = len(lines) - box.style["orphans"]
    for count in range(needed, most + 1):
        if not divides(lines[len(lines) - count - 1]):
            return count
    return most + 1 if len(lines) <= FEW and needed <= most else needed


def divides(line: Any) -> bool:
    """Whether a line ends in a hyphen that the layout made."""
    texts = [box.text for box in line.descendants() if getattr(box, "text", "")]
    return bool(texts) and texts[-1].endswith(HYPHEN)


def take_up_forgotten(context: Any, page: Any) -> None:
    """Send the notes that are cited on a page and still wait to the next page.

    Where notes are sent there to make room for a line, WeasyPrint 70 takes that line without looking at its notes.
    """
    for box in page.descendants():
        if box.footnote is not None and box.footnote in context.footnotes:
            context.footnotes.remove(box.footnote)
            context.reported_footnotes.append(box.footnote)
