"""Rows inside of the rows of a grid: many tables are ruled between columns, around, and under their head alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.lines import Line, Part, numeric_columns
from convert.readers.pdf.tables.model import IN_RULES, FoundTable, bands, em, fine_bands, in_order
from convert.readers.pdf.tables.rows import rows_of
from convert.readers.pdf.tables.spans import cells_of

CLOSED = 4.0
"""What a cut costs inside of a row, in nats, where the rows of a table are ruled …"""
OPEN = 0.5
"""… and where hardly any is."""
STUBS, FILLED = 0.9, 0.8
"""Share of the rows with a heading, and of cells with words (and rows of one line), where nothing is a number."""
PAIRED = 0.6
"""Share of the rows with two cells at least."""
RULED_ROWS = 3
"""Rows below the first from which on they count as ruled."""


def with_inner_rows(table: FoundTable) -> FoundTable:
    """The table, its rows cut where their lines are rows of their own."""
    lines = {row: tuple(_lines(table, row)) for row in range(table.rows)}
    cut = CLOSED if table.rows > RULED_ROWS else OPEN
    first, others = lines[0], [line for row in range(1, table.rows) for line in lines[row]]
    if max(map(len, lines.values())) < 2:
        return table
    size = em(table.pieces)
    row_of = {id(line): row for row, found in lines.items() for line in found}
    parted = [row_of[id(a)] != row_of[id(b)] for a, b in pairwise(others)]
    groups = [
        *rows_of(first, size, [False] * (len(first) - 1), CLOSED if table.rows > 1 else OPEN),
        *rows_of(others, size, parted, cut),
    ]
    inner = {row: list(found) for row, found in groupby(groups, key=lambda group: row_of[id(group[0])])}
    inner = {row: found for row, found in inner.items() if _are_rows(found)}
    count = {row: max(1, len(inner.get(row, ()))) for row in range(table.rows)}
    start = {row: sum(count[before] for before in range(row)) for row in range(table.rows + 1)}
    cells = [
        replace(cell, row=start[cell.row], down=start[cell.row + cell.down] - start[cell.row])
        for cell in table.cells
        if cell.down > 1 or count[cell.row] == 1
    ]
    for row, found in inner.items():
        if count[row] > 1:
            for number, group in enumerate(found, start[row]):
                cells.extend(cells_of(number, group))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return replace(table, rows=start[table.rows], cells=tuple(cells))


def _are_rows(groups: Sequence[Sequence[Line]]) -> bool:
    """Whether lines are rows, not lists side by side: numbers stand below one another, or all cells are filled."""
    if len(groups) < 2:
        return False
    lines = [line for group in groups for line in group]
    numeric = numeric_columns(lines)
    columns = {part.first for line in lines for part in line}
    filled = [{part.first for line in group for part in line} for group in groups]
    if sum(len(each) > 1 for each in filled) < PAIRED * len(filled):
        return False
    return bool(numeric) or (
        sum(min(columns) in each for each in filled) >= STUBS * len(filled)
        and sum(map(len, filled)) >= FILLED * len(filled) * len(columns)
        and len(groups) >= FILLED * len(lines)
    )


def _lines(table: FoundTable, row: int) -> Iterator[Line]:
    """The lines of the cells that stand in one row alone."""
    cells = [cell for cell in table.cells if cell.row == row and cell.down == 1]
    owner = {id(piece): cell for cell in cells for piece in cell.pieces}
    for band in bands([piece for cell in cells for piece in cell.pieces], IN_RULES):
        for line in fine_bands(band):
            parts: dict[int, list[Piece]] = {}
            for piece in (piece for run in line.runs for piece in run.pieces):
                parts.setdefault(owner[id(piece)].column, []).append(piece)
            spans = {cell.column: cell.across for cell in cells}
            yield Line(
                line,
                tuple(
                    Part(column, column + spans[column] - 1, tuple(in_order(pieces)))
                    for column, pieces in sorted(parts.items())
                ),
            )
