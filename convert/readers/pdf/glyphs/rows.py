"""Words to rows: the rows they stand on, raised marks and indices with their line, both directions of writing.

Works along the writing direction, so that rotated text passes through the same functions. The numbers of
this file are in em of the size concerned unless said otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from convert.readers.pdf.glyphs.leftward import in_order, is_leftward, reads_leftward, stands_leftward
from convert.readers.pdf.glyphs.pieces import MARK_SIZE, WORD_GAP, Piece, Row, by_baseline, start_of

MARK_GAP = 0.28
"""A raised mark closer than this to its word touches it."""
MARK_INDENT = 1.6
"""The mark of a note body may stand this far before its text."""
RISE = (0.1, 0.75)
"""How far above its neighbour's baseline a mark stands."""
DROP = 0.4
"""How far below it an index may stand."""
SAME_ROW = 0.3
"""Baselines closer than this belong to one row if the pieces do not overlap."""


def rows(found: Iterable[Piece]) -> list[Row]:
    """The pieces in rows from top to bottom; marks and indices join the row of their neighbour."""
    made: list[list[Piece]] = []
    clusters = by_baseline(found)
    for cluster in sorted(
        clusters, key=lambda cluster: (-max(piece.size for piece in cluster), cluster[0].baseline)
    ):
        near = [row for row in made if abs(row[0].baseline - cluster[0].baseline) <= row[0].size]
        alone: list[Piece] = []
        for piece in sorted(cluster, key=lambda piece: piece.start):
            host, raised = _host(piece, near)
            if piece.raised != raised:
                piece = piece._replace(raised=raised)
            (alone if host is None else host).append(piece)
        if alone:
            made.append(alone)
    made.sort(key=lambda row: row[0].baseline)
    leftward = reads_leftward([piece for row in made for piece in row])
    return [_in_reading_order(sorted(row, key=start_of), leftward) for row in made]


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


def _in_reading_order(row: list[Piece], leftward: bool) -> Row:
    """The pieces from left to right, or as the letters say: words of the other direction turned round among them.

    The places tell the visual order; that is undone here for one level of direction within another, as in the
    last rule of the bidirectional algorithm (https://www.unicode.org/reports/tr9/#L2).
    """
    if not leftward and not any(is_leftward(piece.text) for piece in row):
        return tuple(row)
    if stands_leftward(row, leftward):
        return in_order(row, lambda before, after: _space_between(before, after, first=False))
    ordered: list[Piece] = []
    for turned, group in groupby(row, key=lambda piece: is_leftward(piece.text)):
        words = list(group)
        ordered.extend(words[::-1] if turned else words)
    return tuple(ordered)


def text_of(row: Row) -> tuple[str, tuple[int, ...]]:
    """The row's text, and where in it each piece begins."""
    text, starts = "", []
    for number, piece in enumerate(row):
        if number and _space_between(row[number - 1], piece, first=number == 1):
            text += " "
        starts.append(len(text))
        text += piece.text
    return text, tuple(starts)


def _space_between(before: Piece, after: Piece, first: bool) -> bool:
    if after.spaced or (first and before.raised):
        return True
    gap = WORD_GAP * min(before.size, after.size)
    if after.raised and not before.raised:
        gap = MARK_GAP * before.size
    return after.start - before.end >= gap or before.start - after.end >= gap


def main_size(row: Row) -> float:
    """The most frequent size of a row by characters, in points."""
    sizes: Counter[float] = Counter()
    for piece in row:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0]


def main_baseline(row: Row) -> float:
    """The baseline that the row stands on, whatever is raised above it."""
    return max(row, key=lambda piece: (not piece.raised, piece.size)).baseline
