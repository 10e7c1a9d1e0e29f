"""The tables that the file's own structure names, with the cells that it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from convert.boxes import around
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.heads import with_head
from convert.readers.pdf.tables.model import FoundTable, TableCell
from convert.readers.pdf.tags import Spot

SCORE = 10.0
"""More than any evidence of geometry adds up to."""


def tagged_tables(found: Sequence[Piece]) -> tuple[FoundTable, ...]:
    """The tables of a sheet, each with the rows that stand there."""
    cells: defaultdict[int, defaultdict[Spot, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for piece in found:
        if piece.owner and piece.owner.cell:
            cells[piece.owner.cell.table][piece.owner.cell].append(piece)
    return tuple(_table(number, each) for number, each in cells.items())


def _table(number: int, cells: dict[Spot, list[Piece]]) -> FoundTable:
    """A table; where the file names no heads and does not claim to be complete, they are told by their looks."""
    first = min(spot.row for spot in cells)
    table = _as_named(number, cells, first)
    sure = any(piece.owner and piece.owner.tag.sure for piece in table.pieces)
    return table if first or sure or any(spot.head for spot in cells) else with_head(table)


def _as_named(number: int, cells: dict[Spot, list[Piece]], first: int) -> FoundTable:
    rows = max(spot.row for spot in cells) + 1 - first
    return FoundTable(
        around(piece.box for pieces in cells.values() for piece in pieces),
        rows,
        max(spot.columns for spot in cells),
        _heads(cells, first),
        tuple(_cells(cells, first, rows)),
        ruled=True,
        score=SCORE,
        tag=number,
    )


def _heads(cells: dict[Spot, list[Piece]], first: int) -> int:
    """The rows at the top that head the columns; none where the table goes on from another sheet."""
    return 0 if first else max((spot.row + spot.down for spot in cells if spot.head), default=0)


def _cells(cells: dict[Spot, list[Piece]], first: int, rows: int) -> Iterator[TableCell]:
    for spot in sorted(cells):
        row = spot.row - first
        yield TableCell(row, spot.column, spot.across, min(spot.down, rows - row), tuple(cells[spot]))
