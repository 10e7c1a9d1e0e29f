"""Tables on a page: first those with a grid, then those that rules, fills or alignment show.

`find_tables` runs before reading order is decided: each table is an atom there, and its words leave the ordinary
lines. A false table is worse than a missed one: where the evidence is thin, the lines stay lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from convert.page import Box
from convert.readers.pdf.columns import cut
from convert.readers.pdf.drawing import Drawing
from convert.readers.pdf.layout import Piece
from convert.readers.pdf.tables.edges import Edge, edges
from convert.readers.pdf.tables.evidence import SURE, are_contents, weigh
from convert.readers.pdf.tables.extend import extended, with_open_rows
from convert.readers.pdf.tables.heads import with_head
from convert.readers.pdf.tables.loose import lay_out, to_table
from convert.readers.pdf.tables.model import FoundTable, around, bands, compact, text_of
from convert.readers.pdf.tables.regions import FEWEST, IN_LINES, Region, line_regions, rule_regions
from convert.readers.pdf.tables.ruled import ruled_tables

__all__ = ["FoundTable", "find_tables"]


def find_tables(pieces: Sequence[Piece], drawing: Drawing) -> tuple[FoundTable, ...]:
    """The tables of a page, from top to bottom; no word is in two of them."""
    if not pieces:
        return ()
    page = bands(pieces, IN_LINES)
    lines = [(around(run.pieces), run.text) for band in page for run in band.runs]
    found = edges(drawing)
    tables = [table for table in ruled_tables(pieces, drawing, found) if not _is_painted_contents(table, drawing)]
    free = _outside(pieces, tables)
    tables = [with_open_rows(table, free, found.rules) for table in tables]
    free = _outside(pieces, tables)
    for region in rule_regions(free, drawing, found):
        tables.extend(_judged(region, drawing, lines, tables, free, found.rules))
    if sum(len(band.runs) > 1 for band in page) >= FEWEST:
        for part in cut(_outside(pieces, tables)).parts:
            for region in line_regions(part.pieces, found.rules):
                tables.extend(_judged(region, drawing, lines, tables, part.pieces, found.rules))
    return tuple(with_head(table) for table in sorted(tables, key=lambda table: (table.box.top, table.box.x0)))


def _is_painted_contents(table: FoundTable, drawing: Drawing) -> bool:
    """Whether a grid of fills without a single rule is a list of titles and page numbers."""
    box = table.box
    if any(
        box.x0 - 1 <= r.x0 and r.x1 <= box.x1 + 1 and box.top - 1 <= r.top <= box.bottom + 1
        for r in drawing.rulings
    ):
        return False
    columns = [
        [text_of(c.pieces) for c in table.cells if c.column == at and c.across == 1] for at in range(table.columns)
    ]
    return are_contents(columns)


def _judged(
    region: Region,
    drawing: Drawing,
    lines: Sequence[tuple[Box, str]],
    tables: Sequence[FoundTable],
    around_it: Sequence[Piece],
    rules: Sequence[Edge],
) -> Iterable[FoundTable]:
    """The table of a region, if the evidence is enough and nothing of it is taken."""
    if len(region.bands) < 2 or any(_overlap(region.box, table.box) for table in tables):
        return
    layout = lay_out(region)
    if layout is None:
        return
    layout = extended(layout, around_it, rules)
    score = weigh(layout, drawing, lines)
    if score >= SURE and (table := to_table(layout, score)) and (small := compact(table)):
        yield small


def _outside(pieces: Sequence[Piece], tables: Sequence[FoundTable]) -> list[Piece]:
    """The words that are in no table and not inside the frame of one."""
    taken = {id(piece) for table in tables for piece in table.pieces}
    return [piece for piece in pieces if id(piece) not in taken]


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom
