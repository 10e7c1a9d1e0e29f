"""The lines of a table's body joined to rows: the cheapest way to cut them, found by dynamic programming.

A cell of several lines breaks where its next word did not fit, has one number at most, and stands at the top, in
the middle or at the bottom of its row, as the cells of all rows do. What speaks against a row, or against a cut,
costs. The costs are in nats, by judgement, settled on tables of many designs (`benchmarks/tables`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convert.readers.pdf.tables.lines import Line, Part, numeric_columns
from convert.readers.pdf.tables.model import has_digits

SEPARATED = 0.3
"""Share of the gaps between lines with a rule in them, from which on the rules are the rows."""
TWO_LEADINGS = 1.25
"""How much larger than the leading inside of cells the leading between rows is."""
CLOSE = 1.6
"""Em between baselines up to which two lines of a head are one."""
LONGEST = 40
"""Lines of the longest row."""
SAME_PLACE = 0.35
"""Em by which cells of one row may miss the top, the middle or the bottom of it."""
SPACE = 0.25
"""Em of a space between words."""
GOES_ON = "-‐–\u00ad±×/=+&,"
"""Signs at the end of a line after which a cell goes on."""

RULED_THROUGH = 50.0
"""A row over a rule."""
NUMBERS = 4.0
"""Two numbers in one cell, below one another …"""
BRACKETED = 1.0
"""… the second in brackets: its error, its share."""
UNFORCED = (0.0, 1.5, 5.0)
"""A line that ends though the next word would have fit, in no cell of a row, in one, in several at one height."""
PLACE = 3.0
"""A cell that does not stand in its row where the cells of other rows stand."""
BOLD = 3.0
"""A cell in which bold ends, or begins, with a line."""
OPENING = 0.5
"""A line in a cell that opens with a capital."""
FULL = 1.0
"""A line that fills every column of the row above it."""
LOOSE = 4.0
"""A cell over the wider of two leadings …"""
TIGHT = 2.5
"""… and a cut at the closer one."""
WIDE = 2.0
"""A row over a leading that no cell has."""
ROW = 0.3
"""A row at all …"""
STUBLESS = 1.5
"""… without a heading, …"""
LONELY = 1.0
"""… with a single cell that is not its heading, …"""
GOING_ON = 1.5
"""… or beginning in lower case."""
LED_ON = 1.5
"""… or after a word that leads on."""
SHORT = 4
"""Letters of the longest such word."""
UNRULED = 3.0
"""A cut without a rule, where rules cut."""
HABITS = {"top": 0.0, "middle": 1.0, "bottom": 1.5}
"""Cells that stand not at the top of their rows."""


def body_rows(lines: Sequence[Line], size: float, rules: Sequence[float] = ()) -> list[list[Line]]:
    """The lines of a body in rows, where `rules` are the heights at which it is ruled through."""
    parted = [any(a.band.first < y < b.band.baseline for y in rules) for a, b in pairwise(lines)]
    ruled = sum(parted) >= SEPARATED * len(parted) and sum(parted) > 1
    return rows_of(lines, size, parted, UNRULED if ruled else 0.0)


def rows_of(lines: Sequence[Line], size: float, parted: Sequence[bool], cut: float) -> list[list[Line]]:
    """The lines in rows; `parted` tells of each but the last whether a rule follows; else a cut costs `cut`."""
    if not lines:
        return []
    sheet = _Sheet.of(lines, size, parted, cut)
    ways = (_cheapest(sheet, habit) for habit in HABITS)
    _, starts = min(ways, key=lambda way: way[0])
    return [list(lines[start:stop]) for start, stop in pairwise((*starts, len(lines)))]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The lines, and what is known about them before they are cut."""

    lines: Sequence[Line]
    cells: tuple[Mapping[int, Part], ...]  # of each line, by their first columns
    numeric: frozenset[int]
    widths: Mapping[int, float]  # of the columns, as far as words show them
    size: float
    tight: float | None  # the largest leading inside of cells, where there are clearly two
    cuts: tuple[float, ...]  # the cost of a cut before each line
    joins: tuple[float, ...]  # … and of none

    @staticmethod
    def of(lines: Sequence[Line], size: float, parted: Sequence[bool], cut: float) -> _Sheet:
        cells = tuple({part.first: part for part in line} for line in lines)
        widths: dict[int, float] = {}
        for line in cells:
            for column, part in line.items():
                if part.first == part.last:
                    widths[column] = max(widths.get(column, 0.0), _width(part))
        leading = _leadings(lines, cells)
        tight = _tight([gap for gap in leading if gap is not None])
        cuts, joins = [0.0], [0.0]
        for (before, after), gap, ruled in zip(pairwise(lines), leading[1:], parted, strict=True):
            close = tight is not None and gap is not None and gap <= tight
            wide = after.band.first - before.band.baseline > CLOSE * size
            cuts.append(0.0 if ruled else cut + TIGHT * close)
            joins.append(RULED_THROUGH if ruled else WIDE * wide)
        numeric = frozenset(numeric_columns(lines))
        return _Sheet(lines, cells, numeric, widths, size, tight, tuple(cuts), tuple(joins))


def _leadings(lines: Sequence[Line], cells: Sequence[Mapping[int, Part]]) -> list[float | None]:
    """How far below the line above it in one of its columns each line stands; None where there is none."""
    last: dict[int, float] = {}
    found: list[float | None] = []
    for line, parts in zip(lines, cells, strict=True):
        found.append(min((line.band.first - last[column] for column in parts if column in last), default=None))
        last.update(dict.fromkeys(parts, line.band.baseline))
    return found


def _tight(leading: Sequence[float]) -> float | None:
    """The largest leading inside of cells, where there are clearly two leadings; else None."""
    ordered = sorted(leading)
    if len(ordered) < 2:
        return None
    jumps = [(after / before, before) for before, after in pairwise(ordered) if before > 0]
    ratio, below = max(jumps, default=(0.0, 0.0))
    return below + 0.1 if ratio >= TWO_LEADINGS and below <= 1.35 * ordered[0] else None


def _cheapest(sheet: _Sheet, habit: str) -> tuple[float, list[int]]:
    """What the cheapest cutting costs, and where its rows begin."""
    count = len(sheet.lines)
    best = [0.0] + [float("inf")] * count
    came = [0] * (count + 1)
    for start in range(count):
        so_far = best[start] + sheet.cuts[start]
        for stop, cost in _rows_from(sheet, start, habit):
            if so_far + cost < best[stop]:
                best[stop], came[stop] = so_far + cost, start
    starts = [count]
    while starts[-1]:
        starts.append(came[starts[-1]])
    return best[count] + HABITS[habit], starts[:0:-1]


def _rows_from(sheet: _Sheet, start: int, habit: str) -> Iterator[tuple[int, float]]:
    """The rows that begin with a line: the line after each, and its cost."""
    joined = 0.0
    places: dict[int, list[int]] = {}  # of each column, the lines in which it has words
    first = _opening_cost(sheet, start)
    for at in range(start, min(start + LONGEST, len(sheet.lines))):
        if at > start:
            joined += sheet.joins[at] + _break_cost(sheet, places, at)
            full = len(sheet.cells[at]) > 1 and places.keys() <= sheet.cells[at].keys()
            joined += FULL * full
            if joined > RULED_THROUGH:
                return
        for column in sheet.cells[at]:
            places.setdefault(column, []).append(at)
        yield at + 1, ROW + first + joined + _row_cost(sheet, places, start, at, habit)


def _opening_cost(sheet: _Sheet, start: int) -> float:
    """What speaks against a row that begins with a line: that its first words go on."""
    cells = sheet.cells[start]
    if not cells or not start:
        return 0.0
    first = min(cells)
    text = cells[first].text
    above = sheet.cells[start - 1].get(first)
    led = LED_ON * (above is not None and _leads_on(above.text))
    return led + (GOING_ON if text[:1].islower() and not any(map(str.isdigit, text)) else 0.0)


def _break_cost(sheet: _Sheet, places: Mapping[int, Sequence[int]], at: int) -> float:
    """What speaks against the words of a line going on with those above them in a row."""
    cost, unforced = 0.0, 0
    for column, part in sheet.cells[at].items():
        if column not in places:
            continue
        line = sheet.lines[places[column][-1]]
        above = sheet.cells[places[column][-1]][column]
        if sheet.tight is not None and sheet.lines[at].band.first - line.band.baseline > sheet.tight:
            cost += LOOSE
        goes_on = above.text[-1] in GOES_ON
        if column in sheet.numeric and has_digits(part.text) and has_digits(above.text) and not goes_on:
            bracketed = part.text[0] in "([" and above.text[0] not in "(["
            cost += BRACKETED if bracketed else NUMBERS
            continue
        if above.pieces[-1].bold != part.pieces[0].bold:
            cost += BOLD
        if _leads_on(above.text):
            continue
        cost += OPENING * part.text[0].isupper()
        unforced += not _is_forced(above, part, sheet.widths.get(column, 0.0))
    return cost + UNFORCED[min(unforced, len(UNFORCED) - 1)]


def _leads_on(text: str) -> bool:
    """Whether words end in one that something must follow: a short one in small letters, "of" or "und"."""
    *before, last = text.split() or [""]
    return bool(before) and len(last) <= SHORT and last.isalpha() and last.islower()


def _is_forced(above: Part, below: Part, width: float) -> bool:
    """Whether the first word of a line would not have fit at the end of the line above it."""
    if above.first != above.last or below.first != below.last or above.text[-1] in GOES_ON:
        return True
    word = below.pieces[0]
    return _width(above) + SPACE * word.size + (word.end - word.start) > width + 1


def _width(part: Part) -> float:
    return max(piece.end for piece in part.pieces) - min(piece.start for piece in part.pieces)


def _row_cost(sheet: _Sheet, places: Mapping[int, Sequence[int]], start: int, last: int, habit: str) -> float:
    """What speaks against lines as a row: cells out of place, no heading, next to no cells."""
    top, bottom = sheet.lines[start].band.first, sheet.lines[last].band.baseline
    off = SAME_PLACE * sheet.size
    cost = 0.0
    if last > start:
        for lines in places.values():
            high, low = sheet.lines[lines[0]].band.first, sheet.lines[lines[-1]].band.baseline
            cost += PLACE * (_MISSES[habit](high - top, bottom - low) > off)
    if 0 not in places:
        cost += STUBLESS + LONELY * (len(places) == 1)
    return cost


_MISSES: Mapping[str, Callable[[float, float], float]] = {
    "top": lambda above, below: above,
    "middle": lambda above, below: abs(above - below) / 2,
    "bottom": lambda above, below: below,
}
"""How far a cell is off its place, from the white space above and below it."""
