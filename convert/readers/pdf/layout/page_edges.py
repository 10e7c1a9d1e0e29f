"""The head and the foot of a page that stand apart, in two parts or small: no heads of columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.layout.areas import Part

EDGE_ZONE, EDGE_WHITE, SAME_LINE = 0.09, 0.8, 0.35
"""Share of the height of a page, white space and differences of baselines of a line that is a head or a foot."""
TWO_PARTS = 2.0
"""White space between the parts of a head."""
SMALLER = 0.92
"""Times the size of the text that a head in one piece has at most; larger ones may be titles."""
ASCENT = 0.8
"""Height of letters above the baseline."""


def edges(
    found: list[Piece], atoms: Sequence[Box], height: float
) -> tuple[tuple[Part, ...], tuple[Piece, ...], tuple[Part, ...]]:
    """The first and the last line of a page that stand apart at its edge: no heads of columns."""
    found = sorted(found, key=lambda piece: piece.baseline)
    head, rest = _edge(found, [box.top for box in atoms], EDGE_ZONE * height)
    count = len(_edge(rest[::-1], [-box.bottom for box in atoms], (EDGE_ZONE - 1) * height, -1)[0])
    text, foot = rest[: len(rest) - count], rest[len(rest) - count :]
    return (Part(tuple(head)),) if head else (), tuple(text), (Part(tuple(foot)),) if foot else ()


def _edge(
    found: list[Piece], others: Sequence[float], zone: float, down: int = 1
) -> tuple[list[Piece], list[Piece]]:
    """The first line, by baseline, if it lies within the zone and white space follows; and the rest.

    `down` is -1 for the last line of a page, where all is seen from the foot up.
    """
    if not found:
        return [], []
    first = found[0].baseline
    count = sum(down * (piece.baseline - first) <= SAME_LINE * max(piece.size, found[0].size) for piece in found)
    line, rest = found[:count], found[count:]
    size = max(piece.size for piece in line)
    beyond = min([down * piece.baseline - ASCENT * piece.size for piece in rest[:1]] + list(others), default=None)
    last = down * line[-1].baseline
    if beyond is None or last > zone or beyond - last < EDGE_WHITE * size:
        return [], found
    across = sorted(line, key=lambda piece: piece.start)
    in_one = all(after.start - before.end < TWO_PARTS * size for before, after in pairwise(across))
    if in_one and size > SMALLER * median(piece.size for piece in found):
        return [], found  # it may be the head of a column
    return line, rest
