"""Tables on a page: first those with a grid, then those that rules, fills or alignment show.

`find_tables` runs before reading order is decided: each table is an atom there, and its words leave the ordinary
lines. A false table is worse than a missed one: where the evidence is thin, the lines stay lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from convert.boxes import around, overlap
from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.layout.columns import cut
from convert.readers.pdf.tables.edges import Edge, edges
from convert.readers.pdf.tables.evidence import SURE, are_contents, is_list, is_named_contents, weigh
from convert.readers.pdf.tables.extend import extended, with_open_rows
from convert.readers.pdf.tables.heads import with_head
from convert.readers.pdf.tables.loose import lay_out, to_table
from convert.readers.pdf.tables.model import FoundTable, bands, compact, text_of
from convert.readers.pdf.tables.regions import FEWEST, IN_LINES, Region, line_regions, rule_regions
from convert.readers.pdf.tables.ruled import ruled_tables

__all__ = ["Found", "FoundTable", "find_tables"]

DOUBT = 0.0
"""What the evidence must add up to before a region that is left as lines is worth a person's look."""


@dataclass(frozen=True, slots=True)
class Found:
    """The tables of a page from top to bottom, and the boxes of lines that may be one and were left as lines."""

    tables: tuple[FoundTable, ...] = ()
    doubts: tuple[Box, ...] = ()


def find_tables(pieces: Sequence[Piece], drawing: Drawing) -> Found:
    """The tables of a page; no word is in two of them."""
    if not pieces:
        return Found()
    page = bands(pieces, IN_LINES)
    lines = [(around(piece.box for piece in run.pieces), run.text) for band in page for run in band.runs]
    found = edges(drawing)
    tables = [table for table in ruled_tables(pieces, drawing, found) if not _are_contents(table, drawing, lines)]
    free = _outside(pieces, tables)
    tables = [with_open_rows(table, free, found.rules) for table in tables]
    free = _outside(pieces, tables)
    judged = _Judge(drawing, lines, found.rules, tables)
    for region in rule_regions(free, drawing, found):
        judged.look(region, free)
    free = _outside(pieces, tables)
    rest = bands(free, IN_LINES) if tables else page
    if any(not is_list(region.bands) for region in line_regions(rest, ())):  # else columns need not be told
        for part in cut(free, careful=True).parts:
            for region in line_regions(bands(part.pieces, IN_LINES), found.rules):
                judged.look(region, part.pieces)
    tables = sorted((with_head(table) for table in tables), key=lambda table: (table.box.top, table.box.x0))
    doubts = (box for box in judged.doubts if not any(overlap(box, table.box) for table in tables))
    return Found(tuple(tables), tuple(doubts))


def _are_contents(table: FoundTable, drawing: Drawing, lines: Sequence[tuple[Box, str]]) -> bool:
    """Whether a grid is a list of titles and page numbers: below its title, or of fills without a single rule."""
    columns = [
        [text_of(c.pieces) for c in table.cells if c.column == at and c.across == 1] for at in range(table.columns)
    ]
    if is_named_contents(table.box, columns, lines):
        return True
    box = table.box
    ruled = any(
        box.x0 - 1 <= r.x0 and r.x1 <= box.x1 + 1 and box.top - 1 <= r.top <= box.bottom + 1
        for r in drawing.rulings
    )
    return not ruled and are_contents(columns)


@dataclass
class _Judge:
    """Looks at one region after the other, and adds to the tables those that are sure."""

    drawing: Drawing
    lines: Sequence[tuple[Box, str]]
    rules: Sequence[Edge]
    tables: list[FoundTable]
    doubts: list[Box] = field(default_factory=list)

    def look(self, region: Region, near: Sequence[Piece]) -> None:
        """Add the table of a region, if the evidence is enough and nothing of it is taken."""
        if len(region.bands) < 2 or any(overlap(region.box, table.box) for table in self.tables):
            return
        layout = lay_out(region)
        if layout is None:
            return
        layout = extended(layout, near, self.rules)
        score = weigh(layout, self.drawing, self.lines)
        if score >= SURE:
            table = compact(to_table(layout, score))
            self.tables.extend([table] if table else [])
        elif score > DOUBT and len(layout.lines) > FEWEST:
            self.doubts.append(region.box)


def _outside(pieces: Sequence[Piece], tables: Sequence[FoundTable]) -> list[Piece]:
    """The words that are in no table and not inside the frame of one."""
    taken = {id(piece) for table in tables for piece in table.pieces}
    return [piece for piece in pieces if id(piece) not in taken]
