"""Blocks of tables and figures to their nodes: lines with places to rows of cells, a picture with its caption."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from convert.document import Alignment, Cell, Figure, Inline, LineBreak, Origin, Paragraph, Row, Span, Table, plain
from convert.page import Line, Page, Place

if TYPE_CHECKING:
    from convert.structure.blocks import Block

IN_FIGURE = "in-figure"
"""The class of text that stands inside a picture: labels of axes, legends, words of a drawing."""
NUMERIC = 0.7
"""Share of a column's filled cells that are numbers when it is set to the right."""

Inlines: TypeAlias = Callable[[Sequence[Line]], tuple[Inline, ...]]
"""Joins lines to inlines."""

_FIGURES = re.compile(
    r"[(\[<>≤≥~±+\-–−]?\s*[$€£¥]?\s*\d[\d.,\s\u00a0’']*\s*[%‰°*a-c]?[)\]]?\s*[%€$]?|[-–—.…]|n/?a|\*+"
)


def table_node(block: Block, sheets: Mapping[int, Page], inlines: Inlines) -> Table:
    """The table of a block: the rows of all its parts, without those whose lines were moved away."""
    caption = tuple(line for line in block.lines if line.cell is None)
    rows: list[Row] = []
    for part in block.parts:
        rows.extend(_rows(sheets[part.page], part, block.lines, inlines))
    head = sheets[block.parts[0].page].tables[block.parts[0].nth].head
    origin = Origin(*(block.lines[0].key))
    return Table(tuple(rows), head, _alignments(rows, head), inlines(caption), origin)


def figure_nodes(block: Block, sheets: Mapping[int, Page], inlines: Inlines) -> Iterator[Figure | Paragraph]:
    """The picture with its caption, then the text inside it, told apart by its class."""
    (place,) = block.parts
    picture = sheets[place.page].pictures[place.nth]
    caption = tuple(line for line in block.lines if line.picture is None)
    inside = tuple(line for line in block.lines if line.picture is not None)
    yield Figure(picture.name, "", inlines(caption), Origin(place.page, picture.before))
    if inside:
        said = [inline for line in inside for inline in (LineBreak(), *inlines((line,)))][1:]
        yield Paragraph((Span(tuple(said), classes=(IN_FIGURE,)),), Origin(*inside[0].key))


def cells_of(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The lines of a block cell by cell; those in no cell together."""

    def place(line: Line) -> tuple[object, ...]:
        return line.page, line.cell, line.picture is not None and line.number

    for _, group in groupby(lines, key=place):
        yield tuple(group)


def _rows(page: Page, part: Place, lines: Sequence[Line], inlines: Inlines) -> Iterator[Row]:
    grid = page.tables[part.nth]
    gone = {
        line.cell.row for line in page.lines if line.is_furniture and line.cell and line.cell.table == part.nth
    }
    cells: dict[int, dict[int, list[Line]]] = {}
    for line in lines:
        if line.cell and Place(line.page, line.cell.table) == part:
            cells.setdefault(line.cell.row, {}).setdefault(line.cell.column, []).append(line)
    count = max([grid.rows, *(row + 1 for row in cells)])
    width = max([grid.columns, *(column + 1 for row in cells.values() for column in row)])
    covered = [0] * width
    for number in range(count):
        if number in gone and number not in cells:
            continue
        yield Row(tuple(_cells(cells.get(number, {}), covered, inlines)))


def _cells(row: Mapping[int, list[Line]], covered: list[int], inlines: Inlines) -> Iterator[Cell]:
    """The cells of a row, empty ones included; `covered` counts the rows that each column is taken from above."""
    column = 0
    while column < len(covered):
        if covered[column]:
            covered[column] -= 1
            column += 1
            continue
        lines = row.get(column)
        place = lines[0].cell if lines else None
        across, down = (place.across, place.down) if place else (1, 1)
        yield Cell(inlines(lines) if lines else (), across, down)
        for at in range(column, min(column + across, len(covered))):
            covered[at] = down - 1
        column += across


def _alignments(rows: Sequence[Row], head: int) -> tuple[Alignment, ...]:
    """Columns of numbers to the right; () where there is none."""
    columns: dict[int, list[bool]] = {}
    width = 0
    for row in rows[head:]:
        if any(cell.across > 1 or cell.down > 1 for cell in row.children):
            continue
        width = max(width, len(row.children))
        for column, cell in enumerate(row.children):
            if text := plain(cell).strip():
                columns.setdefault(column, []).append(_FIGURES.fullmatch(text) is not None)
    numeric = {column for column, found in columns.items() if sum(found) >= NUMERIC * len(found)}
    return tuple("right" if column in numeric else None for column in range(width)) if numeric else ()
