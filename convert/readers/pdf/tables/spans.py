"""The cells of a table without a grid, those over several columns or rows among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.edges import Edge
from convert.readers.pdf.tables.lines import Column, Line
from convert.readers.pdf.tables.model import FoundTable, TableCell, in_order


def with_spans(table: FoundTable, columns: Sequence[Column], parts: Sequence[Edge]) -> FoundTable:
    """A head of several rows with its spans: headings over the columns below them, a stub down all rows."""
    if table.head < 2:
        return table
    for row in range(table.head - 2, -1, -1):
        cells = [_spread(cell, table, columns, parts) if cell.row == row else cell for cell in table.cells]
        table = replace(table, cells=tuple(cells))
    cells = list(table.cells)
    stubs = {
        column
        for column in range(table.columns)
        if sum(c.row < table.head and c.column <= column < c.column + c.across for c in cells) == 1
    }
    cells = [
        replace(cell, row=0, down=table.head)
        if cell.row < table.head and cell.across == 1 and cell.column in stubs
        else cell
        for cell in cells
    ]
    return replace(table, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _spread(cell: TableCell, table: FoundTable, columns: Sequence[Column], parts: Sequence[Edge]) -> TableCell:
    """A heading over all columns that the rule below it covers, or else in whose middle it stands."""
    start, end = min(piece.start for piece in cell.pieces), max(piece.end for piece in cell.pieces)
    bottom = max(piece.baseline for piece in cell.pieces)
    size = cell.pieces[0].size
    others = [c for c in table.cells if c.row == cell.row and c is not cell]
    low = max((c.column + c.across for c in others if c.column < cell.column), default=0)
    high = min((c.column for c in others if c.column > cell.column), default=table.columns)
    for edge in parts:
        if 0 < edge.at - bottom <= 1.2 * size and edge.start - 3 <= (start + end) / 2 <= edge.end + 3:
            over = [
                n
                for n in range(low, high)
                if edge.start - 3 <= (columns[n].start + columns[n].end) / 2 <= edge.end + 3
            ]
            if over:
                return replace(cell, column=over[0], across=len(over))
    below = [range(c.column, c.column + c.across) for c in table.cells if c.row == cell.row + 1]
    best, off = (cell.column, cell.across), _off(columns[cell.column : cell.column + cell.across], start, end)
    for first in range(low, cell.column + 1):
        for last in range(cell.column + cell.across - 1, high):
            if last > first and _is_tiled(first, last, below):
                distance = _off(columns[first : last + 1], start, end)
                if distance < off - size or (distance <= size and last - first + 1 > best[1] and distance < off):
                    best, off = (first, last - first + 1), distance
    return replace(cell, column=best[0], across=best[1])


def _is_tiled(first: int, last: int, below: Sequence[range]) -> bool:
    """Whether each of some columns has a heading of its own, none of which stands out of them."""
    inside = [each for each in below if each.start <= last and each.stop > first]
    within = all(first <= each.start and each.stop <= last + 1 for each in inside)
    return within and sum(map(len, inside)) == last - first + 1


def _off(columns: Sequence[Column], start: float, end: float) -> float:
    """How far words stand from the middle of some columns, in points."""
    return abs((columns[0].start + columns[-1].end) / 2 - (start + end) / 2)


def cells_of(row: int, lines: Iterable[Line]) -> list[TableCell]:
    """The cells of a row of lines: the words of each column, columns that words run over joined to one cell."""
    parts: list[tuple[int, int, list[Piece]]] = []
    for part in (part for line in lines for part in line):
        first, last, pieces = part.first, part.last, list(part.pieces)
        apart = []
        for other in parts:
            if other[0] <= last and first <= other[1]:
                first, last, pieces = min(first, other[0]), max(last, other[1]), other[2] + pieces
            else:
                apart.append(other)
        parts = [*apart, (first, last, pieces)]
    return [
        TableCell(row, first, last - first + 1, 1, tuple(in_order(pieces)))
        for first, last, pieces in sorted(parts, key=lambda part: part[0])
    ]
