"""Tables whose cells are ruled or filled: edges that touch make a grid, missing edges make merged cells.

Many tables have no outer rules, or none between their rows: the frame around touching edges is closed, and column
edges are handed on to rows that were drawn without them. What is a frame around text, a chart, or a page with a
border must not become a table: `_acceptable` says why not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from convert.boxes import holds
from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.columns import columns_of
from convert.readers.pdf.tables.edges import Edges
from convert.readers.pdf.tables.grids import (
    COVERS,
    Component,
    components,
    grid_of,
    hand_on,
    merged_cells,
    stacked,
    with_rules,
)
from convert.readers.pdf.tables.inner import with_inner_rows
from convert.readers.pdf.tables.loose import lay_out, to_table
from convert.readers.pdf.tables.model import (
    IN_RULES,
    FoundTable,
    TableCell,
    bands,
    compact,
    em,
    has_digits,
    in_order,
    is_number,
    text_of,
)
from convert.readers.pdf.tables.regions import FEWEST, IN_LINES, Region

LONG_CELL = 350
"""Characters of a cell that is text in a frame, not a table's, unless its neighbours are alike."""
SHORT = 100
"""Characters of the longest cell of a table that is to be filled in."""
FILLED = 0.25
"""Share of the cells that hold words, at least."""
SHARED = 0.34
"""Share of the rows, two at least, that have words in two columns or more."""
HIDDEN = 0.6
"""Share of the lines of a column with several numbers apart, when it is several columns."""
DENSE = 0.6
"""Share of the cells that hold words where columns are not ruled off."""
SURE_GRID = 2.0
"""The evidence that a grid is, as `evidence` counts it."""


def ruled_tables(pieces: Sequence[Piece], drawing: Drawing, edges: Edges) -> list[FoundTable]:
    """The ruled tables of a page, from top to bottom."""
    if not edges.down or not edges.across:
        return []
    size = em(pieces)
    found = []
    for component in stacked(components(edges), pieces, size):
        table = _table(with_rules(component, edges.rules, pieces, size), pieces)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: (table.box.top, table.box.x0))


# ── grids to tables ──────────────────────────────────────────────────────────────────────────────────


def _table(component: Component, pieces: Sequence[Piece]) -> FoundTable | None:
    grid = grid_of(component)
    if grid is None:
        return None
    rows: list[list[Piece]] = [[] for _ in range(len(grid.ys) - 1)]
    for piece in pieces:
        x, y = (piece.box.x0 + piece.box.x1) / 2, (piece.box.top + piece.box.bottom) / 2
        if grid.xs[0] - 1 <= x <= grid.xs[-1] + 1 and grid.ys[0] <= y <= grid.ys[-1]:
            rows[min(bisect_right(grid.ys, y) - 1, len(rows) - 1)].append(piece)
    hand_on(grid, rows)
    places = {}
    for row, column, across, down in merged_cells(grid):
        for r in range(row, row + down):
            for c in range(column, column + across):
                places[r, c] = (row, column, across, down)
    words: dict[tuple[int, int, int, int], list[Piece]] = {}
    for number, row_pieces in enumerate(rows):
        for piece in row_pieces:
            x = (piece.box.x0 + piece.box.x1) / 2
            column = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
            words.setdefault(places[number, column], []).append(piece)
    cells = tuple(
        TableCell(row, column, across, down, tuple(in_order(inside)))
        for (row, column, across, down), inside in sorted(words.items())
    )
    box = Box(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
    whole = FoundTable(box, len(rows), len(grid.xs) - 1, 1, cells, ruled=True, lines=tuple(grid.xs))
    table = compact(with_inner_rows(whole))
    if table is None or not _acceptable(table):
        return None
    return _laid_out(component, table, pieces) or table if _has_hidden_columns(table) else table


def _laid_out(component: Component, table: FoundTable, pieces: Sequence[Piece]) -> FoundTable | None:
    """A table whose columns are not all ruled off, with those that white space shows."""
    inside = [piece for piece in pieces if holds(table.box, piece.box)]
    width = COVERS * (table.box.x1 - table.box.x0)
    rules = tuple(sorted(edge.at for edge in component.across if edge.length >= width))
    parts = tuple(edge for edge in component.across if edge.length < width)
    layout = lay_out(Region("rules", table.box, tuple(bands(inside, IN_RULES)), rules, parts))
    found = compact(to_table(layout, SURE_GRID)) if layout and len(layout.columns) > table.columns else None
    return (
        found if found and _acceptable(found) and len(found.cells) >= DENSE * found.rows * found.columns else None
    )


# ── is it a table? ───────────────────────────────────────────────────────────────────────────────────


def _acceptable(table: FoundTable) -> bool:
    """Whether a grid is a table and not a frame around text, a chart, a form of boxes or a page with a border."""
    texts = [text_of(cell.pieces) for cell in table.cells]
    by_row: dict[int, int] = {}
    for cell in table.cells:
        by_row[cell.row] = by_row.get(cell.row, 0) + 1
    shared = sum(count >= 2 for count in by_row.values())
    if shared < max(2, SHARED * table.rows) and not _is_to_fill_in(table, texts):
        return False
    area = sum(cell.across * cell.down for cell in table.cells)
    if area < FILLED * table.rows * table.columns:
        return False
    if _is_framed_text(texts):
        return False
    return not _is_chart(table, texts)


def _has_hidden_columns(table: FoundTable) -> bool:
    """Whether the cells of a column hold columns in their turn: only the stub is ruled off, say."""
    for column in range(table.columns):
        cells = [cell for cell in table.cells if cell.column == column and cell.across == 1]
        lines = [line for cell in cells[1:] for line in bands(cell.pieces, IN_LINES)]
        several = [line for line in lines if len(line.runs) > 1]
        if len(several) < max(FEWEST, HIDDEN * len(lines)):
            continue
        texts = [run.text for line in several for run in line.runs]
        if len(columns_of(several)) > 1 and sum(map(has_digits, texts)) >= HIDDEN * len(texts):
            return True
    return False


def _is_to_fill_in(table: FoundTable, texts: Sequence[str]) -> bool:
    """Whether only the head and the stub have words: a table that the reader is to fill in."""
    head = sum(cell.row == 0 for cell in table.cells)
    stub = sum(cell.column == 0 and cell.row > 0 for cell in table.cells)
    return table.rows > 2 and head >= 2 and stub == table.rows - 1 and max(map(len, texts)) < SHORT


def _is_framed_text(texts: Sequence[str]) -> bool:
    """Most of the words in one or two cells of prose."""
    whole = sum(map(len, texts))
    longest = sorted(map(len, texts), reverse=True)
    return longest[0] > LONG_CELL and (longest[0] > 0.6 * whole or len(texts) <= 4)


def _is_chart(table: FoundTable, texts: Sequence[str]) -> bool:
    numbers = sum(map(is_number, texts))
    empty = 1 - len(table.cells) / (table.rows * table.columns)
    return numbers > 0.6 * len(texts) and empty > 0.4
