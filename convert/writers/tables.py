"""The rows of a table as XHTML: squared, each heading with its scope, each cell on the side of its column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from convert.document import Cell, Inline, Table, plain

MOST = 1000
"""Columns that a cell may reach over (https://html.spec.whatwg.org/multipage/tables.html#attr-tdth-colspan)."""


class Placed(NamedTuple):
    """A cell, and the column that it begins in."""

    column: int
    cell: Cell


def row_groups(table: Table, inlines: Callable[[Sequence[Inline]], str]) -> str:
    """The head and the body of a table; `inlines` renders what is in a cell."""
    rows = squared(table)
    groups = (("thead", "th", rows[: table.head]), ("tbody", "td", rows[table.head :]))
    return "".join(
        f"<{group}>{''.join(_row(row, table, tag, inlines) for row in rows)}</{group}>"
        for group, tag, rows in groups
        if rows
    )


def _row(row: Iterable[Placed], table: Table, tag: str, inlines: Callable[[Sequence[Inline]], str]) -> str:
    cells = (
        _cell(cell, table.alignments[column] if column < len(table.alignments) else None, tag, inlines)
        for column, cell in row
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _cell(cell: Cell, side: str | None, tag: str, inlines: Callable[[Sequence[Inline]], str]) -> str:
    if tag == "th" and not plain(cell).strip():
        tag = "td"  # an empty heading says nothing (axe: empty-table-header)
    scope = "" if tag == "td" else ' scope="col"' if cell.across == 1 else ' scope="colgroup"'
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    down = f' rowspan="{cell.down}"' if cell.down > 1 else ""
    css = f' class="{side}"' if side in ("right", "center") else ""
    return f"<{tag}{scope}{across}{down}{css}>{inlines(cell.children)}</{tag}>"


def squared(table: Table) -> list[list[Placed]]:
    """The rows filled up to one width, and no cell reaching out of its half of the table."""
    covered: set[tuple[int, int]] = set()
    rows: list[list[Placed]] = []
    widths = []
    for number, row in enumerate(table.children):
        end = table.head if number < table.head else len(table.children)
        column = 0
        placed = []
        for cell in row.children:
            column = _free(covered, number, column)
            down, across = max(1, min(cell.down, end - number)), max(1, min(cell.across, MOST))
            covered |= {(number + j, column + i) for j in range(1, down) for i in range(across)}
            placed.append(Placed(column, Cell(cell.children, across, down)))
            column += across
        widths.append(_free(covered, number, column))
        rows.append(placed)
    width = max(widths, default=0)
    filling = ([Placed(column, Cell(())) for column in range(used, width)] for used in widths)
    return [[*row, *rest] for row, rest in zip(rows, filling, strict=True)]


def _free(covered: set[tuple[int, int]], row: int, column: int) -> int:
    """The first column from here on that no cell above reaches into."""
    while (row, column) in covered:
        column += 1
    return column
