"""Rows outside of the rules or fills of their table: a head above the first rule, a last row without a fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from statistics import median

from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.edges import Edge
from convert.readers.pdf.tables.heads import head_rows, is_body
from convert.readers.pdf.tables.lines import ALIGNED, Column, Part, line_in, lines_in
from convert.readers.pdf.tables.loose import SMALLER, Layout, lay_out
from convert.readers.pdf.tables.model import (
    FIGURE,
    IN_RULES,
    TABLE,
    Band,
    FoundTable,
    Run,
    bands,
)
from convert.readers.pdf.tables.rows import body_rows
from convert.readers.pdf.tables.spans import cells_of

REACH = 1.3
"""Em of white space between a table and a row outside of its rules."""
WHITE = 1.3
"""… or this many times that between its own rows."""
LEADING = 1.5
"""Em between the baselines of two lines of such a row."""
SURE = 0.75
"""Share of the columns but the first in which a line has words that is no end of a paragraph."""
PACKED = 3
"""Columns, at least, whose headings may be set so close that no white space parts them."""
OVER = 0.8
"""Em by which a heading over several columns may miss their middle."""
FAR = 150.0
"""Points above and below a table that are looked at: more than the highest head has."""
OUT = 1.5
"""Em by which a head may stand out of the sides of its table."""
APART = 1.5
"""Em of white space between a row and the text beside its table."""
SLACK = 3.0
"""Points by which words may stand out of the table's sides."""


def extended(layout: Layout, pieces: Sequence[Piece], rules: Sequence[Edge]) -> Layout:
    """The layout with the lines right above and below its region that keep to its columns."""
    box, columns = layout.region.box, layout.columns
    above, below = _beside(box, pieces)
    size = layout.region.bands[0].size
    bold = [_is_bold(band) for band in layout.region.bands]
    headed = bold[0] and not all(bold)
    lone = len(columns) == 2 and _is_ruled(box, box.top, rules)
    head = _fitting(reversed(above), columns, box.top, size, lone, headed)
    head = _all_over(head, columns) if headed else head
    closed = layout.region.kind == "lines" or _is_ruled(box, box.bottom, rules)
    foot = [] if closed else _plain(_fitting(below, columns, box.bottom, size), columns, size)
    if not head and not foot:
        return layout
    everything = (*reversed(head), *layout.region.bands, *foot)
    region = replace(
        layout.region,
        bands=everything,
        box=Box(box.x0, everything[0].top, box.x1, max(box.bottom, everything[-1].bottom)),
    )
    return lay_out(region) or layout


def _is_bold(band: Band) -> bool:
    return all(piece.bold for run in band.runs for piece in run.pieces)


def _is_ruled(box: Box, height: float, rules: Sequence[Edge]) -> bool:
    """Whether a drawn line runs over the width of a box at a height."""
    width = sum(
        min(rule.end, box.x1) - max(rule.start, box.x0)
        for rule in rules
        if abs(rule.at - height) <= SLACK and rule.start < box.x1 and rule.end > box.x0
    )
    return width >= 0.6 * (box.x1 - box.x0)


def with_open_rows(table: FoundTable, pieces: Sequence[Piece], rules: Sequence[Edge]) -> FoundTable:
    """A table of fills with the rows above and below them that have none."""
    if not table.lines:
        return table
    columns = tuple(Column(left + 1, right - 1) for left, right in zip(table.lines, table.lines[1:], strict=False))
    above, below = _beside(table.box, pieces)
    size = table.cells[0].pieces[0].size
    reach = WHITE * _white(table)
    is_bare = is_body([cell for cell in table.cells if cell.row == 0], table.cells)
    head = _fitting(reversed(above), columns, table.box.top, size, headed=not is_bare, reach=reach)
    if not is_bare and _is_ruled(table.box, table.box.top, rules):
        head = _all_over(head, columns)
    open_foot = not _is_ruled(table.box, table.box.bottom, rules)
    foot = _fitting(below, columns, table.box.bottom, size, reach=reach) if open_foot else []
    foot = _plain(foot, columns, size)
    if not head and not foot:
        return table
    upper, lower = (
        head_rows(lines_in(reversed(head), columns), size, columns),
        body_rows(lines_in(foot, columns), size),
    )
    cells = [cell for row, lines in enumerate(upper) for cell in cells_of(row, lines)]
    cells += [replace(cell, row=cell.row + len(upper)) for cell in table.cells]
    start = table.rows + len(upper)
    cells += [cell for row, lines in enumerate(lower, start) for cell in cells_of(row, lines)]
    top = min([table.box.top, *(band.top for band in head)])
    bottom = max([table.box.bottom, *(band.bottom for band in foot)])
    box = Box(table.box.x0, top, table.box.x1, bottom)
    return replace(table, box=box, rows=start + len(lower), cells=tuple(cells))


def _white(table: FoundTable) -> float:
    """The usual white space above the words of a row, in points."""
    tops: dict[int, float] = {}
    bottoms: dict[int, float] = {}
    for cell in table.cells:
        if cell.down == 1:
            for piece in cell.pieces:
                tops[cell.row] = min(tops.get(cell.row, piece.box.top), piece.box.top)
                bottoms[cell.row] = max(bottoms.get(cell.row, piece.box.bottom), piece.box.bottom)
    return median([tops[row] - bottoms[row - 1] for row in tops if row - 1 in bottoms] or [0.0])


def _beside(box: Box, pieces: Sequence[Piece]) -> tuple[list[Band], list[Band]]:
    """The lines above and below a box, as far as they stand between its sides or across them."""
    near = [piece for piece in pieces if box.top - FAR < piece.box.bottom and piece.box.top < box.bottom + FAR]
    above = bands([piece for piece in near if (piece.box.top + piece.box.bottom) / 2 < box.top], IN_RULES)
    below = bands([piece for piece in near if (piece.box.top + piece.box.bottom) / 2 > box.bottom], IN_RULES)
    return _over(above, box), _over(below, box)


def _over(lines: Iterable[Band], box: Box) -> list[Band]:
    """The lines without the runs that stand beside the box; one that goes on beside it is empty, to be refused."""
    found = []
    for band in lines:
        inside = tuple(run for run in band.runs if run.end > box.x0 and run.start < box.x1)
        if not inside:
            continue
        slack = OUT * band.size
        whole = box.x0 - slack <= inside[0].start and inside[-1].end <= box.x1 + slack
        others = [run for run in band.runs if run not in inside]
        near = any(
            -APART * band.size < run.start - inside[-1].end < APART * band.size
            or -APART * band.size < inside[0].start - run.end < APART * band.size
            for run in others
        )
        found.append(replace(band, runs=inside if whole and not near else ()))
    return found


def _fitting(
    lines: Iterable[Band],
    columns: Sequence[Column],
    edge: float,
    size: float,
    lone: bool = False,
    headed: bool = False,
    reach: float = 0.0,
) -> list[Band]:
    """The lines, from an edge of the table outwards, that keep to its columns; a row with one cell is none.

    With `lone` one over the last column is: the stub of many tables has no heading. A heading alone over several
    columns is a row where a row of headings stands below it (`headed`: the table has one). `reach` is the white
    space, in points, that rows may have between them.
    """
    found: list[Band] = []
    row: list[Band] = []  # lines too close to be rows of their own
    reach = max(reach, REACH * size)
    for band in lines:
        white = edge - band.bottom if band.bottom < edge + 1 else band.top - edge
        close = bool(row) and abs(band.baseline - row[-1].baseline) <= LEADING * size
        over = (headed or bool(found or row)) and _stands_over(band, columns)
        fits = white <= reach and (over or _keeps_to(band, columns))
        if close and not fits:
            if any(_is_sure(each, columns) for each in row):
                break
            return found  # the row is the end of a paragraph
        if not close:
            group = fits and _names_a_group(row, columns) and _is_sure(band, columns)
            if row and not group and not _is_row(row, columns, headed or bool(found)):
                break
            found.extend(row)
            row = []
        if not fits:
            return found
        row.append(band)
        edge = band.top if band.bottom < edge + 1 else band.bottom
    alone = lone and not found and all(part.first for band in row for part in line_in(band, columns))
    return [*found, *row] if row and (alone or _is_row(row, columns, headed or bool(found))) else found


def _is_sure(band: Band, columns: Sequence[Column]) -> bool:
    """Whether a line has words in so many columns that it is no end of a paragraph."""
    return len(band.runs) >= max(2, SURE * (len(columns) - 1))


def _names_a_group(row: Sequence[Band], columns: Sequence[Column]) -> bool:
    """Whether a line is but one heading in the first column: the rows below it are a group."""
    return len(row) == 1 and len(columns) > 1 and len(row[0].runs) == 1 and row[0].runs[0].end < columns[1].start


def _is_row(row: Sequence[Band], columns: Sequence[Column], headed: bool) -> bool:
    """Whether lines are a row: several cells, or a heading over several columns above their own headings."""
    return max(len(band.runs) for band in row) > 1 or (headed and all(_stands_over(b, columns) for b in row))


def _all_over(lines: Iterable[Band], columns: Sequence[Column]) -> list[Band]:
    """The lines, up to the first that is no heading over several columns."""
    return list(takewhile(lambda band: _stands_over(band, columns), lines))


def _stands_over(band: Band, columns: Sequence[Column]) -> bool:
    """Whether the words of a line stand in the middle of several columns each, none of which is the first."""
    text = " ".join(run.text for run in band.runs)
    if not band.runs or TABLE.match(text) or FIGURE.match(text):
        return False
    free = 1  # the first column that no run stands over yet
    for run in band.runs:
        _, last = min(_spans(run, columns, free, OVER * band.size), default=(0.0, 0))
        if not last:
            return False
        free = last + 1
    return True


def _spans(run: Run, columns: Sequence[Column], free: int, slack: float) -> Iterator[tuple[float, int]]:
    """The columns, from one on, in whose middle a run stands: how far off it is, and the last of them."""
    for first in range(free, len(columns) - 1):
        for last in range(first + 1, len(columns)):
            off = abs(columns[first].start + columns[last].end - run.start - run.end) / 2
            within = columns[first].start - slack <= run.start and run.end <= columns[last].end + slack
            if within and off <= slack:
                yield off, last


def _plain(found: list[Band], columns: Sequence[Column], size: float) -> list[Band]:
    """The lines up to the first that is set smaller, as notes are, or runs over several columns."""

    def is_row(band: Band) -> bool:
        return band.size > SMALLER * size and all(part.first == part.last for part in line_in(band, columns))

    return list(takewhile(is_row, found))


def _is_packed(parts: Sequence[Part], columns: Sequence[Column]) -> bool:
    """Whether words set close together begin where the columns do, one after the other: headings without white."""
    return len(parts) == len(columns) >= PACKED and all(
        part.first == part.last and abs(part.pieces[0].start - columns[part.first].start) <= ALIGNED
        for part in parts
    )


def _keeps_to(band: Band, columns: Sequence[Column]) -> bool:
    """Whether each run of a line stands in one column, or is one of several that span some."""
    if not band.runs:
        return False
    text = " ".join(run.text for run in band.runs)
    if TABLE.match(text) or FIGURE.match(text):
        return False
    parts = line_in(band, columns)
    if _is_packed(parts, columns):
        return True
    if len(parts) != len(band.runs) or any(part.last - part.first == len(columns) - 1 for part in parts):
        return False
    spans = any(part.last > part.first for part in parts)
    return not spans or len(parts) > 1
