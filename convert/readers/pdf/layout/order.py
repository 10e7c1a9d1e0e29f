"""The reading order of a sheet: which of what is drawn on it matters to the cutting of its words into regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.boxes import overlap
from convert.page import Box
from convert.readers.pdf.layout.columns import Part, Regions, cut
from convert.readers.pdf.margins.side_notes import side_notes
from convert.readers.pdf.sheets import Sheet, covers

LEAST_PICTURE = 24.0
"""Points of the shorter side from which on a picture is no ornament."""


def regions_of(sheet: Sheet, atoms: Sequence[Box] = ()) -> Regions:
    """The words of a sheet in reading order; those of each table and picture stay together."""
    drawing = sheet.drawing
    bars = [Box(*rule) for rule in drawing.rulings if rule.is_horizontal]
    pictures = [
        image
        for image in drawing.images
        if min(image.x1 - image.x0, image.bottom - image.top) >= LEAST_PICTURE
        and not covers(image, sheet.width, sheet.height)
        and not any(overlap(image, piece.box) for piece in sheet.pieces)
        and not any(overlap(image, atom) for atom in atoms)
    ]
    panels = [*(fill.box for fill in drawing.fills), *drawing.curves]
    asides = side_notes([piece for piece in sheet.pieces if not any(overlap(box, piece.box) for box in atoms)])
    apart = {id(piece) for side in asides for piece in side}
    text = [piece for piece in sheet.pieces if id(piece) not in apart]
    regions = cut(text, atoms, panels, [*bars, *pictures], pictures, sheet.height)
    parts = (*regions.parts, *(Part(tuple(side)) for side in asides))
    return replace(regions, parts=parts, asides=bool(asides))
