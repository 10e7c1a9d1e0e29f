"""How many rows of a ruled table are its head."""

from __future__ import annotations

from dataclasses import replace

from convert.readers.pdf.tables.model import FoundTable, TableCell, has_digits, is_year, text_of

HIGHEST = 4
"""Rows of the highest head."""


def with_head(table: FoundTable) -> FoundTable:
    """The table with its rows of column headings counted; a table without a grid knows them already."""
    return replace(table, head=_head(table)) if table.ruled else table


def _head(table: FoundTable) -> int:
    rows = [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]
    first = rows[0]
    if not _stands_out(rows) and _is_body(first, rows[1:]):
        return 0
    head = max((cell.row + cell.down for cell in first), default=1)
    if any(cell.across > 1 for cell in first) and head == 1 and len(first) > 1 and table.rows > 2:
        head = 2  # the headings below a heading over several columns
    most = table.rows if any(cell.across > 1 for cell in first) else max(1, table.rows - 1)
    return min(head, most, HIGHEST)


def _stands_out(rows: list[list[TableCell]]) -> bool:
    """Whether the first row is bold and the others are not."""
    bold = [_is_bold(row) for row in rows if row]
    return bold[0] and sum(bold) <= len(bold) / 2 if bold else False


def _is_bold(row: list[TableCell]) -> bool:
    return all(piece.bold for cell in row for piece in cell.pieces)


def _is_body(first: list[TableCell], others: list[list[TableCell]]) -> bool:
    """Whether the first row has numbers where the others have."""
    numeric = {
        column
        for column in {cell.column for row in others for cell in row}
        if sum(has_digits(text_of(cell.pieces)) for row in others for cell in row if cell.column == column)
        > 0.6 * sum(cell.column == column for row in others for cell in row)
    }
    there = [text_of(cell.pieces) for cell in first if cell.column in numeric and cell.across == 1]
    if len(there) < 2 or all(map(is_year, there)):
        return False
    return sum(map(has_digits, there)) >= 0.7 * len(there)
