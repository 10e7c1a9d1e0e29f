"""Stretches of text on one baseline, among which gutters are sought. Numbers are in em of the text concerned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import fmean, median
from typing import NamedTuple

from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece

JOIN = 0.35
"""White space up to which two words are one stretch; justified lines have wider ones, and gutters begin here."""
WIDE = 1.0
"""White space that no justified line has."""
SOLID_CHARACTERS = 16
"""Characters that a slice of an atom counts for: those of a short line of prose."""
ATOM_LEADING = 1.2


class Look(NamedTuple):
    """How the letters of a stretch look."""

    size: float
    bold: bool
    color: int


class Stretch(NamedTuple):
    """Text on one baseline without a gap that could be a gutter, or a slice of an atom."""

    start: float
    end: float
    baseline: float
    size: float
    characters: int
    solid: bool = False  # a slice of an atom
    opens: bool = False  # … its first
    first: str = ""  # the sign that it begins with
    look: Look = Look(0.0, False, 0)


def stretches(found: Iterable[Piece]) -> Iterator[Stretch]:
    """The words of an area in stretches."""
    ordered = sorted(found, key=lambda piece: (round(piece.baseline), piece.start))
    for _, group in groupby(ordered, key=lambda piece: round(piece.baseline)):
        run: list[Piece] = []
        for piece in group:
            if run and piece.start - run[-1].end > JOIN * piece.size:
                yield _stretch(run)
                run = []
            run.append(piece)
        yield _stretch(run)


def _stretch(run: list[Piece]) -> Stretch:
    characters = sum(len(piece.text) for piece in run) + len(run) - 1
    first = run[0]
    look = Look(round(first.size, 1), first.bold, first.color)
    end = max(piece.end for piece in run)
    return Stretch(first.start, end, first.baseline, first.size, characters, False, False, first.text[0], look)


def slices(atom: Box, around: Sequence[Piece]) -> Iterator[Stretch]:
    """An atom as lines of a common text, so that it counts as text beside a gutter."""
    size = median(piece.size for piece in around) if around else 10.0
    baseline = atom.top + size
    while True:
        opens = baseline == atom.top + size
        yield Stretch(atom.x0, atom.x1, min(baseline, atom.bottom), size, SOLID_CHARACTERS, True, opens)
        baseline += ATOM_LEADING * size
        if baseline > atom.bottom:
            return


def as_lines(side: Sequence[Stretch]) -> Iterator[Stretch]:
    """The stretches of one baseline put together where nothing wider than in a justified line parts them."""
    line: Stretch | None = None
    for item in sorted(side, key=lambda item: (round(item.baseline), item.start)):
        same = line and round(line.baseline) == round(item.baseline) and not item.solid
        if line and same and item.start - line.end < WIDE * item.size:
            line = line._replace(end=item.end, characters=line.characters + 1 + item.characters)
            continue
        if line:
            yield line
        line = item
    if line:
        yield line


def level_with(side: Sequence[Stretch], other: Sequence[Stretch], reach: float) -> list[Stretch]:
    """What of a side has something of the other, which is in order, within `reach` points of its baseline."""
    baselines = [item.baseline for item in other]
    return [
        item
        for item in side
        if bisect_left(baselines, item.baseline - reach) < bisect_right(baselines, item.baseline + reach)
    ]


def lines(items: Iterable[Stretch]) -> int:
    return len({round(item.baseline) for item in items})


def characters(side: Sequence[Stretch]) -> float:
    return fmean(item.characters for item in side)
