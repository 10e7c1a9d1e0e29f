"""Shapes that stand in a row as letters do: text that was turned into outlines, which no program reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convert.page import Box

HEIGHTS = (3.0, 60.0)
"""Points between which letters are tall."""
LEVEL = 0.15
"""Part of a letter's height by which the feet of letters of a row differ."""
APART = 1.0
"""White space between two letters of a row, in heights of the taller."""
FEWEST = 5
"""Shapes in a row from which on they are taken for letters."""


def rows_of_shapes(curves: Sequence[Box]) -> int:
    """How many rows of shapes like letters there are among the curved shapes of a page."""
    letters = [box for box in curves if HEIGHTS[0] <= box.bottom - box.top <= HEIGHTS[1] and _is_letter(box)]
    letters.sort(key=lambda box: (round(box.bottom), box.x0))
    found, length = 0, 1
    for before, after in pairwise(letters):
        length = length + 1 if _goes_on(before, after) else 1
        found += length == FEWEST
    return found


def _is_letter(box: Box) -> bool:
    """Whether it is about as wide as tall, as letters are."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    return 0.2 * height <= width <= 2 * height


def _goes_on(before: Box, after: Box) -> bool:
    height = max(before.bottom - before.top, after.bottom - after.top)
    level = abs(before.bottom - after.bottom) <= max(1.0, LEVEL * height)
    return level and -0.2 * height <= after.x0 - before.x1 <= APART * height
