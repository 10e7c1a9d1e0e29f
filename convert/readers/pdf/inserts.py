"""What stands between the lines of a sheet: its pictures, then, of what is left, its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from convert.page import Box
from convert.readers.pdf.drawing import Drawing
from convert.readers.pdf.figures import Area, find_pictures, holds
from convert.readers.pdf.sheets import Sheet
from convert.readers.pdf.tables import FoundTable, find_tables


@dataclass(frozen=True, slots=True)
class Inserts:
    """The tables and pictures of a sheet; `drawing` is what is drawn outside of both."""

    tables: tuple[FoundTable, ...] = ()
    pictures: tuple[Area, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The tables, then the pictures, as atoms of the reading order."""
        return (*(table.box for table in self.tables), *(picture.box for picture in self.pictures))


def inserts_of(sheet: Sheet) -> Inserts:
    """The tables and pictures of a sheet."""
    pictures = find_pictures(sheet.pieces, sheet.drawing, sheet.width, sheet.height)
    boxes = [picture.box for picture in pictures]
    drawing = _without(sheet.drawing, boxes)
    words = [piece for piece in sheet.pieces if not any(holds(box, piece.box) for box in boxes)]
    tables = find_tables(words, drawing)
    return Inserts(tables, pictures, _without(drawing, [table.box for table in tables]))


def _without(drawing: Drawing, boxes: Sequence[Box]) -> Drawing:
    """What is drawn outside of some boxes."""
    if not boxes:
        return drawing

    def free(box: Box) -> bool:
        return not any(holds(outer, box) for outer in boxes)

    return replace(
        drawing,
        rulings=tuple(rule for rule in drawing.rulings if free(Box(*rule))),
        fills=tuple(fill for fill in drawing.fills if free(fill.box)),
        curves=tuple(curve for curve in drawing.curves if free(curve)),
        images=tuple(image for image in drawing.images if free(image)),
    )
