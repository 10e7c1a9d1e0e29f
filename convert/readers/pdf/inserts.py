"""What stands between the lines of a sheet: its pictures, then, of what is left, its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from convert.boxes import area_of, holds
from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing
from convert.readers.pdf.drawings.figures import Area, find_pictures
from convert.readers.pdf.sheets import Sheet
from convert.readers.pdf.tables import FoundTable, find_tables
from convert.readers.pdf.tables.edges import edges
from convert.readers.pdf.tables.ruled import ruled_tables
from convert.readers.pdf.tables.tagged import tagged_tables
from convert.readers.pdf.tables.turned import turned_tables

FEWEST_WORDS = 8
"""Words inside a picture before it is asked whether it is a table."""
FILLED, HELD = 0.6, 0.7
"""Share of its cells that a table fills, and of the words that it holds; a chart on a grid has neither."""
FRAME = 12.0
"""Points within which the rules around the words of a table stand."""
FRAMED = 0.3
"""Share of a grid that a picture takes when the grid is its frame."""


@dataclass(frozen=True, slots=True)
class Inserts:
    """The tables and pictures of a sheet; `drawing` is what is drawn outside of both."""

    tables: tuple[FoundTable, ...] = ()
    pictures: tuple[Area, ...] = ()
    drawing: Drawing = field(default_factory=Drawing)
    doubts: tuple[Box, ...] = ()  # lines that may be a table

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The tables, then the pictures, as atoms of the reading order."""
        return (*(table.box for table in self.tables), *(picture.box for picture in self.pictures))


def inserts_of(sheet: Sheet) -> Inserts:
    """The tables and pictures of a sheet; what looks like both is a table if its cells are filled with words."""
    pictures = find_pictures(sheet.pieces, sheet.drawing, sheet.width, sheet.height)
    pictures = tuple(picture for picture in pictures if not _is_table(picture.box, sheet))
    if sheet.tagged:
        return _by_tags(sheet, pictures)
    boxes = [picture.box for picture in pictures]
    drawing = _without(sheet.drawing, boxes)
    words = [piece for piece in sheet.pieces if not any(holds(box, piece.box) for box in boxes)]
    found = find_tables(words, drawing)
    upright = (table for table in found.tables if not _frames(table.box, boxes))
    tables = (*upright, *turned_tables(sheet.rotated, drawing))
    return Inserts(tables, pictures, _without(drawing, [table.box for table in tables]), found.doubts)


def _by_tags(sheet: Sheet, pictures: tuple[Area, ...]) -> Inserts:
    """The tables that the file names; others are looked for only among words of no known block."""
    named = tagged_tables(sheet.pieces)
    held = {id(piece) for table in named for piece in table.pieces}
    pictures = tuple(
        each
        for each in pictures
        if not any(id(piece) in held and holds(each.box, piece.box) for piece in sheet.pieces)
    )
    boxes = [picture.box for picture in pictures]
    drawing = _without(sheet.drawing, boxes)
    rest = _without(drawing, [_with_frame(table.box) for table in named])
    words = [p for p in sheet.pieces if p.owner is None and not any(holds(box, p.box) for box in boxes)]
    found = find_tables(words, rest)
    others = (table for table in found.tables if not _frames(table.box, boxes))
    tables = (*named, *others, *turned_tables(sheet.rotated, rest))
    return Inserts(tables, pictures, _without(rest, [table.box for table in tables]), found.doubts)


def _with_frame(box: Box) -> Box:
    """The words of a table with the rules around them."""
    return Box(box.x0 - FRAME, box.top - FRAME, box.x1 + FRAME, box.bottom + FRAME)


def _is_table(box: Box, sheet: Sheet) -> bool:
    """Whether most of the words inside a box stand in a grid that they fill."""
    words = [piece for piece in sheet.pieces if holds(box, piece.box)]
    if len(words) < FEWEST_WORDS:
        return False
    inside = _within(sheet.drawing, box)
    grids = [*ruled_tables(words, inside, edges(inside)), *find_tables(words, inside).tables]
    return any(
        len(grid.cells) >= FILLED * grid.rows * grid.columns
        and grid.rows > 2
        and len(grid.pieces) >= HELD * len(words)
        for grid in grids
    )


def _frames(table: Box, pictures: Sequence[Box]) -> bool:
    """Whether a grid is no more than a frame around a picture and its caption."""
    inside = sum(area_of(picture) for picture in pictures if holds(table, picture))
    return inside > FRAMED * area_of(table)


def _within(drawing: Drawing, box: Box) -> Drawing:
    """What is drawn inside of a box."""
    return replace(
        drawing,
        rulings=tuple(rule for rule in drawing.rulings if holds(box, Box(*rule))),
        fills=tuple(fill for fill in drawing.fills if holds(box, fill.box)),
    )


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
