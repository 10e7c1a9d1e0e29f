"""The head of a table: how many lines or rows it has, and which lines make a row of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from convert.readers.pdf.tables.edges import Edge
from convert.readers.pdf.tables.lines import ALIGNED, Column, Line, Part, lines_in, numeric_columns
from convert.readers.pdf.tables.model import IN_RULES, FoundTable, TableCell, bands, has_digits, is_year, text_of
from convert.readers.pdf.tables.regions import Region
from convert.readers.pdf.tables.rows import CLOSE

HIGHEST = 4
"""Rows of the highest head."""
CENTRED = 0.8
"""Em by which a heading may miss the middle of the columns that it stands over."""


def with_head(table: FoundTable) -> FoundTable:
    """The table with its rows of column headings counted; a table without a grid knows them already."""
    return replace(table, head=_head(table)) if table.ruled else table


def _head(table: FoundTable) -> int:
    rows = [[cell for cell in table.cells if cell.row == row] for row in range(table.rows)]
    first = rows[0]
    if not _stands_out(rows) and is_body(first, [cell for row in rows[1:] for cell in row]):
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


def is_body(first: Sequence[TableCell], others: Sequence[TableCell]) -> bool:
    """Whether the cells of a row have numbers where others have."""
    numeric = {
        column
        for column in {cell.column for cell in others}
        if sum(has_digits(text_of(cell.pieces)) for cell in others if cell.column == column)
        > 0.6 * sum(cell.column == column for cell in others)
    }
    there = [text_of(cell.pieces) for cell in first if cell.column in numeric and cell.across == 1]
    if len(there) < 2 or all(map(is_year, there)):
        return False
    return sum(map(has_digits, there)) >= 0.7 * len(there)


# ── without a grid ──────────────────────────────────────────────────────────────────────────────────


def head_lines(lines: Sequence[Line], region: Region) -> int:
    """How many lines stand above the body."""
    rules = region.rules
    inner = [y for y in rules if lines[0].band.top < y < lines[-1].band.bottom]
    if inner and region.kind == "rules":
        above = sum(line.band.baseline <= inner[0] + 1 for line in lines)
        if 0 < above <= 6 and above < len(lines):
            return above
    numeric = numeric_columns(lines)
    for at, line in enumerate(lines):
        there = [has_digits(part.text) for part in line if part.first in numeric]
        if any(there) and 2 * sum(there) >= len(there) and not (at == 0 and _is_headed(lines)):
            return at if at <= 4 else 1
    return 1 if len(lines) > 2 else 0


def _is_headed(lines: Sequence[Line]) -> bool:
    """Whether a first line of numbers is a head all the same: years, or bold where the rest is not."""
    bold = [all(piece.bold for part in line for piece in part.pieces) for line in lines]
    if bold[0] and not all(bold):
        return True
    texts = [part.text for part in lines[0] if has_digits(part.text)]
    return bool(texts) and all(map(is_year, texts))


def levels(line: Line, columns: Sequence[Column]) -> list[Line]:
    """A line of a head as two where headings over several columns stand above theirs and the stub between them."""
    pieces = [piece for run in line.band.runs for piece in run.pieces]
    lowest = max(piece.baseline for piece in pieces)
    below = [piece for piece in pieces if lowest - piece.baseline <= 0.35 * piece.size]
    above = [piece for piece in pieces if lowest - piece.baseline > 0.35 * piece.size]
    if not above:
        return [line]
    upper, lower = bands(above, IN_RULES)[:1], bands(below, IN_RULES)[:1]
    over = [sum(r.start < run.end and r.end > run.start for r in lower[0].runs) for run in upper[0].runs]
    if len(bands(above, IN_RULES)) > 1 or max(over) < 2:
        return [line]
    return list(lines_in((*upper, *lower), columns))


def head_rows(
    lines: Sequence[Line], size: float, columns: Sequence[Column], parts: Sequence[Edge] = ()
) -> list[list[Line]]:
    """The lines of a head in rows: one, unless a heading over several columns stands above theirs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            group = groups[-1]
            above = group[-1]
            ruled = any(above.band.first < edge.at < line.band.baseline for edge in parts)
            over = any(p.last > p.first for each in group for p in each) and len(line) > max(map(len, group))
            over = over or _stand_over(group, line, columns, size)
            if not ruled and not over and line.band.first - above.band.baseline <= CLOSE * size:
                groups[-1].append(line)
                continue
        groups.append([line])
    return groups


def _stand_over(group: Sequence[Line], line: Line, columns: Sequence[Column], size: float) -> bool:
    """Whether headings stand in the middle of two columns or more, each with a heading of its own in a line."""
    below = [part.first for part in line if part.first == part.last]
    upper = [part for each in group for part in each if part.first > 0]
    if not upper or len(upper) >= len(below):
        return False
    over = [part for part in upper if not _continues(part, line) and _is_over(part, below, columns, size)]
    return 2 * len(over) >= len(upper)


def _continues(part: Part, line: Line) -> bool:
    """Whether a heading goes on in a line below it: in its column, in line with it on a side or in the middle."""
    below = next((each for each in line if each.first == part.first == part.last == each.last), None)
    if below is None:
        return False
    left, right = below.pieces[0].start - part.pieces[0].start, below.pieces[-1].end - part.pieces[-1].end
    return min(abs(left), abs(right), abs(left + right) / 2) <= ALIGNED


def _is_over(part: Part, below: Sequence[int], columns: Sequence[Column], size: float) -> bool:
    middle = (part.pieces[0].start + part.pieces[-1].end) / 2
    own = (columns[part.first].start + columns[part.last].end) / 2
    if abs(own - middle) <= CENTRED * size:
        return False
    runs = [(a, b) for a in below for b in below if b > a and set(range(a, b + 1)) <= set(below)]
    return any(abs((columns[a].start + columns[b].end) / 2 - middle) <= CENTRED * size for a, b in runs)
