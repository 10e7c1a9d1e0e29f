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
from convert.readers.pdf.tables.evidence import SURE, weigh
from convert.readers.pdf.tables.extend import extended, with_open_rows
from convert.readers.pdf.tables.heads import with_head
from convert.readers.pdf.tables.loose import lay_out, to_table
from convert.readers.pdf.tables.model import FoundTable, around, bands, compact
from convert.readers.pdf.tables.regions import IN_LINES, Region, line_regions, rule_regions
from convert.readers.pdf.tables.ruled import ruled_tables

__all__ = ["FoundTable", "find_tables"]


def find_tables(pieces: Sequence[Piece], drawing: Drawing) -> tuple[FoundTable, ...]:
    """The tables of a page, from top to bottom; no word is in two of them."""
    lines = _lines(pieces)
    found_edges = edges(drawing)
    tables = ruled_tables(pieces, drawing, found_edges)
    free = _outside(pieces, tables)
    tables = [with_open_rows(table, free, found_edges.rules) for table in tables]
    free = _outside(pieces, tables)
    for region in rule_regions(free, drawing, found_edges):
        tables.extend(_judged(region, drawing, lines, tables, free, found_edges.rules))
    free = _outside(pieces, tables)
    for part in cut(free).parts:
        for region in line_regions(part.pieces, found_edges.rules):
            tables.extend(_judged(region, drawing, lines, tables, part.pieces, found_edges.rules))
    return tuple(with_head(table) for table in sorted(tables, key=lambda table: (table.box.top, table.box.x0)))


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


def _lines(pieces: Sequence[Piece]) -> list[tuple[Box, str]]:
    """The runs of text of the page, for captions."""
    return [(around(run.pieces), run.text) for band in bands(pieces, IN_LINES) for run in band.runs]


def _outside(pieces: Sequence[Piece], tables: Sequence[FoundTable]) -> list[Piece]:
    """The words that are in no table and not inside the frame of one."""
    taken = {id(piece) for table in tables for piece in table.pieces}
    return [piece for piece in pieces if id(piece) not in taken]


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom
