"""A region without a full grid to columns, rows and cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median

from convert.readers.pdf.pieces import Piece
from convert.readers.pdf.tables.edges import Edge
from convert.readers.pdf.tables.model import (
    Band,
    FoundTable,
    Run,
    TableCell,
    around,
    bands,
    has_digits,
    in_order,
    is_year,
    text_of,
)
from convert.readers.pdf.tables.regions import IN_RULES, Region

COLUMN_GAP = 0.5
"""Em of white space between two columns."""
LEFT_OVER = 0.3
"""Share of the lines that such a column has at most …"""
LEFT_OVER_GAP = 2.5
"""… and the white space before it, in em."""
WORD_SPACE = 1.0
"""Em of a wide space between the words of a heading."""
RICH = 0.75
"""A line shows where the columns are if it has this share of the runs of the richest lines."""
CROSSED = 0.3
"""Share of the lines at a gap that may run over it."""
ALIGNED = 2.5
"""Points by which a word may begin or end off the edge of the column it belongs to."""
SEPARATED = 0.3
"""Share of the gaps between lines with a rule in them, from which on the rules are the rows."""
TWO_LEADINGS = 1.25
"""How much larger than the leading inside of cells the leading between rows is."""
CLOSE = 1.6
"""Em between baselines up to which two lines of a head are one."""


@dataclass(frozen=True, slots=True)
class Column:
    """The extent of a column's words."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one band in one column, or over several."""

    first: int
    last: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return text_of(self.pieces)


@dataclass(frozen=True, slots=True)
class Layout:
    """A region as lines of parts, before lines are joined to rows."""

    region: Region
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def lay_out(region: Region) -> Layout | None:
    """The columns of a region and its lines in them; None where there is but one column."""
    columns = _columns(region.bands)
    if len(columns) < 2:
        return None
    return Layout(region, columns, lines_in(region.bands, columns))


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────


def _columns(bands: Sequence[Band]) -> tuple[Column, ...]:
    """The columns: what the lines with most runs leave between white space."""
    if not bands:
        return ()
    counts = sorted((len(band.runs) for band in bands), reverse=True)
    richest = counts[min(len(counts) - 1, len(counts) // 10)]
    rich = [band for band in bands if len(band.runs) >= max(2, RICH * richest)]
    size = median(band.size for band in bands)
    spans = sorted((run.start, run.end) for band in rich for run in band.runs)
    found: list[list[float]] = []
    for start, end in spans:
        if found and start - found[-1][1] < COLUMN_GAP * size:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    if len(found) < richest and len(rich) > 3:
        found = _tolerant(spans, len(rich), size) or found
    return _kept(tuple(Column(start, end) for start, end in found), bands)


def _kept(columns: tuple[Column, ...], bands: Sequence[Band]) -> tuple[Column, ...]:
    """The columns, those joined between which too many lines run on: a wide space in a line is no column."""
    if len(columns) < 2:
        return columns
    found = [columns[0]]
    for column in columns[1:]:
        left, right = found[-1].end, column.start
        crossing = sum(_crosses(band, left, right) for band in bands)
        beside = sum(
            any(run.end <= left + 1 for run in band.runs) and any(run.start >= right - 1 for run in band.runs)
            for band in bands
        )
        crossed = crossing > max(1, CROSSED * (crossing + beside)) and crossing > 1
        left_over = _is_left_over(column, bands, found[-1]) or _is_half_a_head(column, bands, found[-1])
        if crossed or left_over or not _is_aligned(column, bands):
            found[-1] = Column(found[-1].start, column.end)
        else:
            found.append(column)
    return tuple(found)


def _is_aligned(column: Column, bands: Sequence[Band]) -> bool:
    """Whether the words of a column stand in line at its left, its right or its middle, if that can be told."""
    lines = [[run for run in band.runs if run.start < column.end and run.end > column.start] for band in bands]
    ends = [(line[0].start, line[-1].end) for line in lines if line]
    if len(ends) < 4:
        return True
    most = max(
        max(sum(abs(value - other) <= ALIGNED for other in values) for value in values)
        for values in ([a for a, _ in ends], [b for _, b in ends], [(a + b) / 2 for a, b in ends])
    )
    return most >= 0.4 * len(ends)


def _is_left_over(column: Column, bands: Sequence[Band], left: Column) -> bool:
    """Whether a column without a heading holds the last words of a few justified lines of the one before it."""
    inside = [band for band in bands if any(r.start < column.end and r.end > column.start for r in band.runs)]
    few = len(inside) <= LEFT_OVER * len(bands) and bands[0] not in inside
    return few and column.start - left.end < LEFT_OVER_GAP * bands[0].size


def _is_half_a_head(column: Column, bands: Sequence[Band], left: Column) -> bool:
    """Whether what stands left of a column is but a word of its heading that a wide space has cut off."""
    inside = [band for band in bands if any(r.start < column.end and r.end > column.start for r in band.runs)]
    beside = [band for band in bands if any(r.start < left.end and r.end > left.start for r in band.runs)]
    if len(bands) < 4 or any(band not in bands[:2] for band in beside) or inside[:1] != beside[:1]:
        return False
    return column.start - left.end < WORD_SPACE * bands[0].size


def _crosses(band: Band, left: float, right: float) -> bool:
    """Whether words stand in the white space between two columns, or run on over it."""
    for run in band.runs:
        if run.start < left - 1 and run.end > right + 1:
            pieces = run.pieces
            parted = any(
                one.end <= right + 1 and two.start >= left - 1 and two.start - one.end >= IN_RULES * two.size
                for one, two in pairwise(pieces)
            )
            if not parted:
                return True
    return False


def _tolerant(spans: list[tuple[float, float]], rows: int, size: float) -> list[list[float]]:
    """The columns where one line in ten may cross the white space between them."""
    events = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    allowed = rows // 10
    if not allowed:
        return []
    found: list[list[float]] = []
    depth = 0
    for at, step in events:
        before, depth = depth, depth + step
        if before <= allowed < depth:
            if found and at - found[-1][1] < COLUMN_GAP * size:
                continue
            found.append([at, at])
        elif depth <= allowed < before and found:
            found[-1][1] = at
    return found


def line_in(band: Band, columns: Sequence[Column]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for run in band.runs:
        parts.extend(_parts(run, columns))
    joined: dict[tuple[int, int], list[Piece]] = {}
    for part in parts:
        joined.setdefault((part.first, part.last), []).extend(part.pieces)
    return tuple(Part(first, last, tuple(in_order(pieces))) for (first, last), pieces in sorted(joined.items()))


def _parts(run: Run, columns: Sequence[Column]) -> list[Part]:
    """A run in the columns that it touches: cut where its words begin or end as a column does."""
    touched = [at for at, column in enumerate(columns) if run.start < column.end and run.end > column.start]
    if not touched:
        middle = (run.start + run.end) / 2
        nearest = min(range(len(columns)), key=lambda at: abs((columns[at].start + columns[at].end) / 2 - middle))
        return [Part(nearest, nearest, run.pieces)]
    if len(touched) == 1:
        return [Part(touched[0], touched[0], run.pieces)]
    cuts = None if _is_centred(run, columns[touched[0]], columns[touched[-1]]) else _cuts(run, columns, touched)
    if cuts is None:
        return [Part(touched[0], touched[-1], run.pieces)]
    found = []
    for at, first, last in cuts:
        found.append(Part(touched[at], touched[at], run.pieces[first:last]))
    return found


def _is_centred(run: Run, first: Column, last: Column) -> bool:
    """Whether a run of closely set words stands in the middle of all the columns that it touches."""
    pieces = run.pieces
    wide = any(two.start - one.end >= IN_RULES * two.size for one, two in pairwise(pieces))
    middle = (run.start + run.end - first.start - last.end) / 2
    inside = first.start + ALIGNED < run.start and run.end < last.end - ALIGNED
    return not wide and inside and abs(middle) <= 0.5 * pieces[0].size


def _cuts(run: Run, columns: Sequence[Column], touched: list[int]) -> list[tuple[int, int, int]] | None:
    """Where a run is cut into its columns, as (which touched, first word, last word); None if it spans them."""
    pieces = run.pieces
    starts = [0]
    for before, after in pairwise(touched):
        left, right = columns[before], columns[after]
        best = None
        for at in range(starts[-1] + 1, len(pieces)):
            one, two = pieces[at - 1], pieces[at]
            if two.start <= one.end:
                continue
            wide = two.start - one.end >= IN_RULES * two.size
            within = one.end <= right.start + ALIGNED and two.start >= left.end - ALIGNED
            begins = abs(two.start - right.start) <= ALIGNED
            ends = abs(one.end - left.end) <= ALIGNED
            if begins or (ends and within) or (wide and within):
                best = at
                break
        if best is None:
            return None
        starts.append(best)
    stops = [*starts[1:], len(pieces)]
    return [(at, first, last) for at, (first, last) in enumerate(zip(starts, stops, strict=True))]


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Line:
    """A band in the columns."""

    band: Band
    parts: tuple[Part, ...]

    def __len__(self) -> int:
        return len(self.parts)

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)


def lines_in(bands: Iterable[Band], columns: Sequence[Column]) -> tuple[Line, ...]:
    return tuple(Line(band, line_in(band, columns)) for band in bands)


def to_table(layout: Layout, score: float) -> FoundTable:
    """The table: lines joined to rows, the head found."""
    lines, region = layout.lines, layout.region
    count = _head_lines(layout)
    upper = [part for line in lines[:count] for part in _levels(line, layout.columns)]
    head = head_rows(upper, lines[0].band.size, region.parts)
    groups = [*head, *body_rows(lines[count:], lines[0].band.size, region.rules)]
    cells: list[TableCell] = []
    for number, group in enumerate(groups):
        parts: dict[tuple[int, int], list[Piece]] = {}
        for line in group:
            for part in line:
                first, last = _fitting(parts, part)
                parts.setdefault((first, last), []).extend(part.pieces)
        for (first, last), pieces in sorted(parts.items()):
            cells.append(TableCell(number, first, last - first + 1, 1, tuple(in_order(pieces))))
    box = region.box
    if region.kind == "lines":
        box = around(piece for cell in cells for piece in cell.pieces)
    table = FoundTable(
        box, len(groups), len(layout.columns), len(head), tuple(_without_overlaps(cells)), False, score
    )
    return with_spans(table, layout.columns, region.parts)


def _fitting(parts: dict[tuple[int, int], list[Piece]], part: Part) -> tuple[int, int]:
    """The cell of a row that a part goes to: one that it overlaps, else its own."""
    for first, last in parts:
        if first <= part.last and part.first <= last:
            return first, last
    return part.first, part.last


def _without_overlaps(cells: list[TableCell]) -> list[TableCell]:
    """The cells of each row, those that overlap after all joined."""
    found: list[TableCell] = []
    for cell in cells:
        last = found[-1] if found else None
        if last and last.row == cell.row and last.column + last.across > cell.column:
            end = max(last.column + last.across, cell.column + cell.across)
            pieces = tuple(in_order((*last.pieces, *cell.pieces)))
            found[-1] = TableCell(last.row, last.column, end - last.column, 1, pieces)
        else:
            found.append(cell)
    return found


def body_rows(lines: Sequence[Line], size: float, rules: Sequence[float] = ()) -> list[list[Line]]:
    """The lines of a body in rows: between rules if there are enough, else by leading, else by what they hold."""
    if not lines:
        return []
    pairs = list(pairwise(lines))
    parted = [any(a.band.first < y < b.band.baseline for y in rules) for a, b in pairs]
    leading = [b.band.first - a.band.baseline for a, b in pairs]
    numeric = _numeric_columns(lines)
    if sum(parted) >= SEPARATED * len(parted) and sum(parted) > 1:
        joins = [not each for each in parted]
    else:
        tight = _tight(leading)
        if tight is not None and not _are_partial(lines, leading, tight, numeric):
            tight = None
        joins = [
            not part and (gap <= tight if tight is not None else _continues(a, b, gap, size))
            for (a, b), gap, part in zip(pairs, leading, parted, strict=True)
        ]
    groups = [[lines[0]]]
    for line, joined in zip(lines[1:], joins, strict=True):
        if joined and not any(_both_numbered(each, line, numeric) for each in groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _both_numbered(one: Line, other: Line, numeric: Collection[int]) -> bool:
    """Whether two lines have a number each in one column of numbers: they are two rows."""
    there = {part.first for part in one if part.first in numeric and has_digits(part.text)}
    return any(part.first in there and has_digits(part.text) for part in other)


def _tight(leading: Sequence[float]) -> float | None:
    """The largest leading inside of cells, where there are clearly two leadings; else None."""
    ordered = sorted(leading)
    if len(ordered) < 2:
        return None
    jumps = [(after / before, before) for before, after in pairwise(ordered) if before > 0]
    ratio, below = max(jumps, default=(0.0, 0.0))
    return below + 0.1 if ratio >= TWO_LEADINGS and below <= 1.35 * ordered[0] else None


def _are_partial(lines: Sequence[Line], leading: Sequence[float], tight: float, numeric: Collection[int]) -> bool:
    """Whether lines after a close leading fill few columns, as the second lines of cells do."""
    after = [len(line) for line, gap in zip(lines[1:], leading, strict=True) if gap <= tight]
    firsts = [len(lines[0]), *(len(line) for line, gap in zip(lines[1:], leading, strict=True) if gap > tight)]
    if not after:
        return False
    return fmean(after) <= 0.8 * fmean(firsts) or (max(firsts) <= 3 and not numeric)


def _continues(above: Line, line: Line, gap: float, size: float) -> bool:
    """Whether a line is the second line of the cells above it."""
    if not line.parts or gap > CLOSE * size or len(line) > max(1, (len(above) + 1) // 2):
        return False
    if any(has_digits(part.text) for part in line):
        return False
    filled = {column for part in above for column in range(part.first, part.last + 1)}
    if not all(part.first in filled for part in line):
        return False
    if line.parts[0].first > 0:
        return True
    opening = line.parts[0].text[:1]
    return len(line) == 1 and (opening.islower() or opening in "(&/") and len(above) > 1


def _numeric_columns(lines: Sequence[Line]) -> set[int]:
    """Columns that hold numbers for the most part."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        for part in line:
            if part.first == part.last:
                texts.setdefault(part.first, []).append(part.text)
    return {column for column, said in texts.items() if sum(map(has_digits, said)) >= 0.6 * len(said)}


# ── head ─────────────────────────────────────────────────────────────────────────────────────────────


def _head_lines(layout: Layout) -> int:
    """How many lines stand above the body."""
    lines, rules = layout.lines, layout.region.rules
    inner = [y for y in rules if lines[0].band.top < y < lines[-1].band.bottom]
    if inner and layout.region.kind == "rules":
        above = sum(line.band.baseline <= inner[0] + 1 for line in lines)
        if 0 < above <= 6 and above < len(lines):
            return above
    numeric = _numeric_columns(lines)
    for at, line in enumerate(lines):
        there = [has_digits(part.text) for part in line if part.first in numeric]
        if any(there) and 2 * sum(there) >= len(there) and not (at == 0 and _is_head(lines)):
            return at if at <= 4 else 1
    return 1 if len(lines) > 2 else 0


def _is_head(lines: Sequence[Line]) -> bool:
    """Whether a first line of numbers is a head all the same: years, or bold where the rest is not."""
    bold = [all(piece.bold for part in line for piece in part.pieces) for line in lines]
    if bold[0] and not all(bold):
        return True
    texts = [part.text for part in lines[0] if has_digits(part.text)]
    return bool(texts) and all(map(is_year, texts))


def _levels(line: Line, columns: Sequence[Column]) -> list[Line]:
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


def head_rows(lines: Sequence[Line], size: float, parts: Sequence[Edge] = ()) -> list[list[Line]]:
    """The lines of a head in rows: one, unless a heading over several columns stands above theirs."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups:
            group = groups[-1]
            above = group[-1]
            ruled = any(above.band.first < edge.at < line.band.baseline for edge in parts)
            over = any(p.last > p.first for each in group for p in each) and len(line) > max(map(len, group))
            if not ruled and not over and line.band.first - above.band.baseline <= CLOSE * size:
                groups[-1].append(line)
                continue
        groups.append([line])
    return groups


def with_spans(table: FoundTable, columns: Sequence[Column], parts: Sequence[Edge]) -> FoundTable:
    """A head of several rows with its spans: headings over the columns below them, a stub down all rows."""
    if table.head < 2:
        return table
    cells = [_spread(cell, table, columns, parts) if cell.row < table.head - 1 else cell for cell in table.cells]
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
    below = {c.column for c in table.cells if c.row == cell.row + 1 and c.across == 1}
    best, off = (cell.column, cell.across), _off(columns[cell.column : cell.column + cell.across], start, end)
    for first in range(low, cell.column + 1):
        for last in range(cell.column + cell.across - 1, high):
            if last > first and set(range(first, last + 1)) <= below:
                distance = _off(columns[first : last + 1], start, end)
                if distance < off - size or (distance <= size and last - first + 1 > best[1] and distance < off):
                    best, off = (first, last - first + 1), distance
    return replace(cell, column=best[0], across=best[1])


def _off(columns: Sequence[Column], start: float, end: float) -> float:
    """How far words stand from the middle of some columns, in points."""
    return abs((columns[0].start + columns[-1].end) / 2 - (start + end) / 2)
