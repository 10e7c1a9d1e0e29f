"""Pieces of a page cut into regions that are read one after the other: columns, and what spans them.

A gutter is looked for on the words, not on the lines, and taken only where both sides read like prose;
side-by-side text that does not (a table, a form) stays in rows and is reported as unsure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import floor
from statistics import fmean

from convert.readers.pdf.layout import DROP, MARK_SIZE, RISE, Piece

JOIN = 0.5
"""White space, in em, up to which two words belong to one stretch of text; a gutter is wider."""
MIN_LINES = 5
"""Lines that each side of a gutter has at least; chance and justified text leave no longer river."""
PROSE_CHARACTERS = 16
"""Characters that a line of prose has at least on average; below that it is a list or a table."""
LABEL_CHARACTERS = 6
"""Text shorter than this on average is a column of enumerators or folios, which reads row by row."""
NARROW = 10.0
"""Points; a gutter narrower than this may be a river in justified text and needs `NARROW_LINES` lines."""
NARROW_LINES = 8
BESIDE = 7.0
"""Points by which baselines of neighbouring columns may differ: half the leading of common text."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text on one baseline without a gap that could be a gutter."""

    start: float
    end: float
    baseline: float
    characters: int


@dataclass(frozen=True, slots=True)
class Gutter:
    """White space at `at` from `top` to `bottom`, between baselines, with text on both sides."""

    at: float
    top: float
    bottom: float
    lines: int  # on the side that has fewer
    prose: bool


@dataclass(frozen=True, slots=True)
class Regions:
    """The parts of a page in reading order; `columns` if a gutter was cut, `unsure` if one was left."""

    parts: tuple[tuple[Piece, ...], ...]
    columns: bool = False
    unsure: bool = False


def cut(found: tuple[Piece, ...]) -> Regions:
    """The pieces in regions: above the widest sure gutter, left of it, right of it, below it, each cut again."""
    gutters = list(_gutters(_stretches(found)))
    best = max((gutter for gutter in gutters if gutter.prose), key=lambda gutter: gutter.lines, default=None)
    if best is None:
        return Regions((found,) if found else (), unsure=bool(gutters))
    groups: tuple[list[Piece], ...] = ([], [], [], [])
    for piece in found:
        groups[_part(piece, best)].append(piece)
    inner = [cut(tuple(group)) for group in groups if group]
    parts = tuple(part for regions in inner for part in regions.parts)
    return Regions(parts, columns=True, unsure=any(regions.unsure for regions in inner))


def _part(piece: Piece, gutter: Gutter) -> int:
    """0 above the gutter, 1 left of it, 2 right of it, 3 below it; marks and indices go with their lines."""
    if piece.baseline < gutter.top - piece.size * RISE[1] / MARK_SIZE:
        return 0
    if piece.baseline > gutter.bottom + piece.size * DROP / MARK_SIZE:
        return 3
    return 1 if piece.end <= gutter.at else 2


def _stretches(found: tuple[Piece, ...]) -> list[Stretch]:
    made = []
    ordered = sorted(found, key=lambda piece: (round(piece.baseline), piece.start))
    for _, group in groupby(ordered, key=lambda piece: round(piece.baseline)):
        run: list[Piece] = []
        for piece in group:
            if run and piece.start - run[-1].end > JOIN * piece.size:
                made.append(_stretch(run))
                run = []
            run.append(piece)
        made.append(_stretch(run))
    return made


def _stretch(run: list[Piece]) -> Stretch:
    characters = sum(len(piece.text) for piece in run) + len(run) - 1
    return Stretch(run[0].start, max(piece.end for piece in run), run[0].baseline, characters)


def _gutters(stretches: list[Stretch]) -> Iterator[Gutter]:
    """Each place where text stands on both sides of white space over enough lines."""
    ordered = sorted(stretches, key=lambda item: item.baseline)
    baselines = [item.baseline for item in ordered]
    for at in sorted({float(floor(item.start)) for item in ordered}):
        crossing = [item.baseline for item in ordered if item.start < at < item.end]
        for above, below in pairwise((float("-inf"), *crossing, float("inf"))):
            first, last = bisect_right(baselines, above), bisect_left(baselines, below)
            if last - first < 2 * MIN_LINES:
                continue
            inside = ordered[first:last]
            gutter = _gutter(at, [i for i in inside if i.end <= at], [i for i in inside if i.start >= at])
            if gutter is not None:
                yield gutter


def _gutter(at: float, before: list[Stretch], after: list[Stretch]) -> Gutter | None:
    """The gutter between two sides, over the lines where both have text; None if it does not look like one."""
    left, right = _beside(before, after), _beside(after, before)
    lines = min(len({round(item.baseline) for item in side}) for side in (left, right))
    if lines < MIN_LINES:
        return None
    width = min(item.start for item in right) - max(item.end for item in left)
    characters = min(fmean(item.characters for item in side) for side in (left, right))
    if characters < LABEL_CHARACTERS or (width < NARROW and lines < NARROW_LINES):
        return None
    baselines = [item.baseline for item in (*left, *right)]
    return Gutter(at, min(baselines), max(baselines), lines, characters >= PROSE_CHARACTERS)


def _beside(side: list[Stretch], other: list[Stretch]) -> list[Stretch]:
    """The items of a side that have one of the other beside them."""
    baselines = [item.baseline for item in other]
    return [
        item
        for item in side
        if bisect_left(baselines, item.baseline - BESIDE) < bisect_right(baselines, item.baseline + BESIDE)
    ]
