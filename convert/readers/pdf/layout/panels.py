"""Panels: boxes and fills on a page that hold a text of their own, read as one."""

from __future__ import annotations

from collections.abc import Sequence

from convert.boxes import area_of, around, contains, holds, meet
from convert.page import Box
from convert.readers.pdf.layout.areas import Area

MIN_PANEL, MAX_PANEL = 0.01, 0.6
"""Share of the text's area that a panel, a box with text of its own, takes."""
PANEL_LINES = 2
"""Lines that a panel has at least; a coloured row of a table has one."""


def choose_panels(area: Area, panels: Sequence[Box]) -> list[Box]:
    """The outermost boxes with some lines inside, and no word or atom across their border."""
    boxes = [piece.box for piece in area.pieces] + [atom.box for atom in area.atoms]
    if not boxes:
        return []
    whole = area_of(around(boxes))
    chosen: list[Box] = []
    for panel in sorted(panels, key=area_of, reverse=True):
        if not MIN_PANEL * whole <= area_of(panel) <= MAX_PANEL * whole or any(meet(panel, c) for c in chosen):
            continue
        inside = [box for box in boxes if holds(panel, box)]
        if len({round(box.bottom) for box in inside}) < PANEL_LINES or len(inside) == len(boxes):
            continue
        if all(contains(panel, box) for box in inside) and not any(
            meet(panel, box) for box in boxes if not holds(panel, box)
        ):
            chosen.append(panel)
    return chosen
