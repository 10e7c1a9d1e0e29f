"""What a page's glyphs become: runs of one text object, pieces of one style, rows that read as one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias, TypeVar

from convert.page import Box
from convert.readers.pdf.tags import Owner

WORD_GAP = 0.15
"""White space, in em of the advance, from which on words part, real space or not (0.14 to 0.16 on 100 pages).
Glyphs that overlap by as much are no neighbours either: kerning is less."""
MARK_SIZE = 0.8
"""A mark has at most this part of the size of its neighbour."""
BASELINE_SLACK = 0.6
"""Points by which glyphs of one baseline may differ."""


class Style(NamedTuple):
    """How the glyphs of a text object look."""

    font: str
    size: float  # points as shown
    bold: bool
    italic: bool
    color: int  # 0xRRGGBB
    unseen: bool = False  # drawn with nothing: render mode 3 or 7, or fully transparent


class Run(NamedTuple):
    """Glyphs of one text object without white space between them; `start` and `end` lie along the writing."""

    text: str
    start: float
    end: float
    baseline: float
    box: Box
    style: Style
    angle: int  # of the writing direction as shown, degrees counter-clockwise, 0..359
    spaced: bool  # a real space stands before it
    closed: bool  # … and behind it
    mark: int = -1  # the number of its marked content
    handle: int = 0  # of the text object


class Piece(NamedTuple):
    """Runs of one style and one baseline without white space between them: a word or a part of one.

    `start` and `end` lie along the writing, `baseline` across it, in points of the page as shown.
    """

    text: str
    start: float
    end: float
    baseline: float
    size: float
    font: str
    bold: bool
    italic: bool
    box: Box
    spaced: bool  # a real space stands before it
    raised: bool = False
    color: int = 0  # 0xRRGGBB
    link: str | None = None
    small_caps: bool = False
    mark: int = -1  # the number of its marked content, as `pdfium.mark_of_object` gives it
    owner: Owner | None = None  # what that belongs to, where the file's structure is trusted


Row: TypeAlias = tuple[Piece, ...]
"""Pieces that read as one line, from left to right."""

Placed = TypeVar("Placed", Run, Piece)


def by_baseline(items: Iterable[Placed]) -> list[list[Placed]]:
    clusters: list[list[Placed]] = []
    last = float("-inf")
    for item in sorted(items, key=_baseline_of):
        if item.baseline - last > BASELINE_SLACK:
            clusters.append([])
        clusters[-1].append(item)
        last = item.baseline
    return clusters


def start_of(item: Run | Piece) -> float:
    return item.start


def _baseline_of(item: Run | Piece) -> float:
    return item.baseline
