"""The straight rules of a page, told from its picture: those of tables, and the one above the notes.

Ink is looked at in blocks of eight pixels in a row: only a rule fills several on end, for letters have no strokes
so long. What hangs together of them is a rule if it is long and thin, though it may lie askew with its page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from convert.page import Box
from convert.readers.ocr.shapes import Ink, shapes

BLOCK = 8
"""Pixels that must all be ink; noise breaks longer ones."""
ON_END = 4
"""Blocks in a row: 32 pixels are longer than the strokes of text at any usual resolution."""
LEAST = 1.8
"""Em of the shortest rule."""
THICKEST = 0.3
"""Em of the thickest; what is thicker is a bar or the edge of a picture."""


def rulings_of(ink: Ink, em: float) -> tuple[Box, ...]:
    """The rules of a picture in pixels, those across first; they may lie askew, so that their boxes are higher."""
    across = list(_across(ink, em))
    down = [Box(each.top, each.x0, each.bottom, each.x1) for each in _across(ink.T, em)]
    return (*across, *down)


def _across(ink: Ink, em: float) -> Iterator[Box]:
    height, width = ink.shape
    blocks = width // BLOCK
    if blocks < ON_END:
        return
    full: Ink = np.all(ink[:, : blocks * BLOCK].reshape(height, blocks, BLOCK), axis=2)
    begin = full[:, : blocks - ON_END + 1].copy()
    for step in range(1, ON_END):
        begin &= full[:, step : blocks - ON_END + 1 + step]
    rows = np.flatnonzero(begin.any(axis=1))
    if not len(rows):
        return
    long = np.zeros_like(full)
    for step in range(ON_END):
        long[:, step : blocks - ON_END + 1 + step] |= begin
    for shape in shapes(long)[0]:
        length = shape.width * BLOCK
        if length >= LEAST * em and shape.pixels / shape.width <= max(2.0, THICKEST * em):
            x0, x1 = shape.x0 * BLOCK, shape.x1 * BLOCK
            yield Box(max(0.0, x0 - BLOCK / 2), shape.top, min(float(width), x1 + BLOCK / 2), shape.bottom)


SHORTEST_FOOT, LONGEST_FOOT = 2.5, 0.5
"""Em and share of the sheet between which the rule above its notes is long."""
LOW = 0.3
"""Share of a sheet below which notes stand."""
CLEAR = 3.0
"""Em above and below the rule within which no other rule stands, as it does in a table."""


def foot_rules(rulings: Sequence[Box], width: float, height: float, em: float) -> tuple[Box, ...]:
    """The rules that part notes from the text above them: short, alone, low on the sheet; one a column."""
    return tuple(
        rule
        for rule in rulings
        if SHORTEST_FOOT * em <= rule.x1 - rule.x0 <= LONGEST_FOOT * width
        and rule.x1 - rule.x0 > rule.bottom - rule.top
        and rule.top > LOW * height
        and not any(other is not rule and _is_near(rule, other, CLEAR * em) for other in rulings)
    )


def _is_near(rule: Box, other: Box, most: float) -> bool:
    """Whether another rule stands above or below one, or meets it."""
    apart = max(other.top - rule.bottom, rule.top - other.bottom)
    return apart < most and min(rule.x1, other.x1) > max(rule.x0, other.x0)
