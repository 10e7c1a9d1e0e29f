"""Tables set sideways: found as if the sheet were turned until their words stand upright, then put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing, Fill, Ruling
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables import FoundTable, find_tables

FEWEST_WORDS = 12
"""Words that stand sideways before a table is looked for; the title of an axis has fewer."""


def turned_tables(turned: Mapping[int, Sequence[Piece]], drawing: Drawing) -> Iterator[FoundTable]:
    """The tables of a sheet whose words run upwards or downwards, in the places where they stand."""
    for angle in (90, 270):
        pieces = turned.get(angle, ())
        if len(pieces) < FEWEST_WORDS:
            continue
        original = {}
        upright = []
        for piece in pieces:
            upright.append(piece._replace(box=_upright(piece.box, angle)))
            original[id(upright[-1])] = piece
        for table in find_tables(upright, _turned(drawing, angle)).tables:
            cells = (replace(cell, pieces=_back(cell.pieces, original)) for cell in table.cells)
            box = _upright(table.box, 360 - angle)
            yield replace(table, box=box, cells=tuple(cells), lines=(), angle=angle)


def _back(pieces: Iterable[Piece], original: Mapping[int, Piece]) -> tuple[Piece, ...]:
    return tuple(original[id(piece)] for piece in pieces)


def _upright(box: Box, angle: int) -> Box:
    """A box as it is when what runs at an angle (counter-clockwise) is turned upright."""
    if angle == 90:
        return Box(-box.bottom, box.x0, -box.top, box.x1)
    return Box(box.top, -box.x1, box.bottom, -box.x0)


def _turned(drawing: Drawing, angle: int) -> Drawing:
    return Drawing(
        tuple(Ruling(*_upright(Box(*rule), angle)) for rule in drawing.rulings),
        tuple(Fill(_upright(fill.box, angle), fill.color) for fill in drawing.fills),
        tuple(_upright(curve, angle) for curve in drawing.curves),
        tuple(_upright(image, angle) for image in drawing.images),
    )
