"""Glyphs with places to rows of text: words, the rows they stand on, columns, raised marks.

Works along the writing direction, so that rotated text passes through the same functions. The numbers of
this file are in em of the size concerned unless said otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import mode
from typing import NamedTuple, TypeAlias, TypeVar

from convert.page import Box

WORD_GAP = 0.15
"""White space from this width on parts words, real space or not (0.14 to 0.16 measured on 100 pages)."""
MARK_GAP = 0.28
"""A raised mark closer than this to its word touches it."""
MARK_INDENT = 1.6
"""The mark of a note body may stand this far before its text."""
MARK_SIZE = 0.8
"""A mark has at most this part of the size of its neighbour."""
RISE = (0.1, 0.62)
"""How far above its neighbour's baseline a mark stands."""
DROP = 0.4
"""How far below it an index may stand."""
SAME_ROW = 0.3
"""Baselines closer than this belong to one row if the pieces do not overlap."""
DOUBLED = 0.08
"""The same glyph drawn again this near is bold made by hand, not a second letter."""
BASELINE_SLACK = 0.6
"""Points by which glyphs of one baseline may differ."""


class Glyph(NamedTuple):
    """One glyph as drawn; `start` and `end` lie along the writing direction, `baseline` across it, in points."""

    text: str
    start: float
    end: float
    baseline: float
    size: float
    font: str
    bold: bool
    italic: bool
    box: Box


class Piece(NamedTuple):
    """Glyphs of one style and one baseline without white space between them: a word or a part of one."""

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


Row: TypeAlias = tuple[Piece, ...]
"""Pieces that read as one line, from left to right."""

Placed = TypeVar("Placed", Glyph, Piece)


def pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """The glyphs joined to words, cut where the style changes."""
    found: list[Piece] = []
    for cluster in _by_baseline(glyphs):
        run: list[Glyph] = []
        spaced = False
        for glyph in _undoubled(cluster):
            space = glyph.text.isspace()
            if run and (space or _parts(run[-1], glyph)):
                found.append(_piece(run, spaced))
                run, spaced = [], False
            if space:
                spaced = True
            else:
                run.append(glyph)
        if run:
            found.append(_piece(run, spaced))
    return found


def rows(found: Iterable[Piece]) -> list[Row]:
    """The pieces in rows from top to bottom; marks and indices join the row of their neighbour."""
    made: list[list[Piece]] = []
    clusters = _by_baseline(found)
    for cluster in sorted(
        clusters, key=lambda cluster: (-max(piece.size for piece in cluster), cluster[0].baseline)
    ):
        near = [row for row in made if abs(row[0].baseline - cluster[0].baseline) <= row[0].size]
        alone: list[Piece] = []
        for piece in sorted(cluster, key=lambda piece: piece.start):
            host, raised = _host(piece, near)
            (alone if host is None else host).append(piece._replace(raised=raised))
        if alone:
            made.append(alone)
    made.sort(key=lambda row: row[0].baseline)
    return [tuple(sorted(row, key=lambda piece: piece.start)) for row in made]


def text_of(row: Row) -> tuple[str, tuple[int, ...]]:
    """The row's text, and where in it each piece begins."""
    text, starts = "", []
    for number, piece in enumerate(row):
        if number and _space_between(row[number - 1], piece, first=number == 1):
            text += " "
        starts.append(len(text))
        text += piece.text
    return text, tuple(starts)


def main_size(row: Row) -> float:
    """The most frequent size of a row by characters, in points."""
    sizes: Counter[float] = Counter()
    for piece in row:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0]


def main_baseline(row: Row) -> float:
    """The baseline that the row stands on, whatever is raised above it."""
    return max(row, key=lambda piece: (not piece.raised, piece.size)).baseline


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all."""
    x0, top, x1, bottom = zip(*((box.x0, box.top, box.x1, box.bottom) for box in boxes), strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def _by_baseline(items: Iterable[Placed]) -> list[list[Placed]]:
    clusters: list[list[Placed]] = []
    last = float("-inf")
    for item in sorted(items, key=lambda item: item.baseline):
        if item.baseline - last > BASELINE_SLACK:
            clusters.append([])
        clusters[-1].append(item)
        last = item.baseline
    return clusters


def _undoubled(cluster: list[Glyph]) -> Iterator[Glyph]:
    """The glyphs from left to right; one drawn twice on nearly the same place is one bold glyph."""
    last: Glyph | None = None
    for glyph in sorted(cluster, key=lambda glyph: glyph.start):
        if last and glyph.text == last.text and glyph.start - last.start < DOUBLED * glyph.size:
            last = last._replace(bold=True)
            continue
        if last:
            yield last
        last = glyph
    if last:
        yield last


def _parts(before: Glyph, after: Glyph) -> bool:
    """Whether a word ends between two glyphs of one baseline."""
    if (before.bold, before.italic) != (after.bold, after.italic):
        return True
    return after.start - before.end >= WORD_GAP * min(before.size, after.size)


def _piece(run: list[Glyph], spaced: bool) -> Piece:
    return Piece(
        text="".join(glyph.text for glyph in run),
        start=run[0].start,
        end=max(glyph.end for glyph in run),
        baseline=run[0].baseline,
        size=mode(glyph.size for glyph in run),
        font=run[0].font,
        bold=run[0].bold,
        italic=run[0].italic,
        box=around(glyph.box for glyph in run),
        spaced=spaced,
    )


def _host(piece: Piece, near: list[list[Piece]]) -> tuple[list[Piece] | None, bool]:
    """The row that a piece belongs to, if any, and whether it stands there as a raised mark."""
    for row in near:
        level = [other for other in row if not other.raised]
        neighbour = min(level, key=lambda other: _distance(piece, other))
        rise = neighbour.baseline - piece.baseline
        close = min(_distance(piece, other) for other in row) <= MARK_INDENT * neighbour.size
        if close and piece.size <= MARK_SIZE * neighbour.size:
            if RISE[0] * neighbour.size <= rise <= RISE[1] * neighbour.size:
                return row, True
            if 0 < -rise <= DROP * neighbour.size:
                return row, False
        overlaps = any(_distance(piece, other) < 0 for other in row)
        if abs(rise) <= SAME_ROW * min(piece.size, neighbour.size) and not overlaps:
            return row, False
    return None, False


def _distance(one: Piece, other: Piece) -> float:
    """White space between two pieces along the line, negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def _space_between(before: Piece, after: Piece, first: bool) -> bool:
    if after.spaced or (first and before.raised):
        return True
    if after.raised and not before.raised:
        return after.start - before.end >= MARK_GAP * before.size
    return after.start - before.end >= WORD_GAP * min(before.size, after.size)
