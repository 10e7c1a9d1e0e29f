"""Tables of recognised sheets: words and rules go through the same code as those of a PDF, and come back as cells.

What a recogniser took a rule for, a bar or a row of dashes, is set apart. A region that may be a table and is not
sure enough to be one stays in rows, and is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from convert.boxes import overlap
from convert.page import Box, CellPlace, Grid
from convert.readers.ocr.level import Level, level
from convert.readers.ocr.tokens import Row, Token

if TYPE_CHECKING:
    from convert.readers.pdf.drawings.drawing import Drawing
    from convert.readers.pdf.glyphs.pieces import Piece
    from convert.readers.pdf.tables import FoundTable

BARS, DASHES = set("|[]{}!"), set("-–—_=~")
"""What recognisers print for a rule that runs down, and across."""
ON_RULE = 0.3
"""Em by which such a sign may miss its rule."""
FEWEST = 6
"""Words of a sheet that may hold a table."""


UNEVEN, SEVERAL_SIZES = 0.25, 0.25
"""Share by which a word of a table differs in size from the others, and share of the characters that may."""
WITHOUT_RULES, NEAR = 4, 1.5
"""Rows of a table near which no rule stands, at least; em within which one is near."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and where it stands: in which cell, or apart, for it is no text but a rule."""

    row: Level
    cell: CellPlace | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Tabled:
    """A sheet with its tables taken out: the other rows, the tables' grids in points, and their rows."""

    rows: tuple[Level, ...]
    grids: tuple[Grid, ...] = ()
    inside: tuple[tuple[Box, tuple[Placed, ...]], ...] = ()  # of each table its box in pixels, and its rows
    apart: tuple[Placed, ...] = ()
    doubts: int = 0  # regions that may be tables


def tabled(rows: Sequence[Level], rulings: Iterable[Box], skew: float, dpi: float, blocks: bool) -> Tabled:
    """The tables of a sheet, whose rows are level; `rulings` lie in pixels as the picture shows them."""
    from convert.readers.pdf.tables import find_tables

    rules = [_levelled(rule, skew) for rule in rulings]
    texts = [row for row in rows if not row.row.apart]
    lost = tuple(Placed(row, apart=True) for row in rows if row.row.apart)
    rows, apart = _without_rules(texts, rules)
    apart = (*lost, *apart)
    scale = 72 / dpi
    owners: dict[int, tuple[int, Token]] = {}
    pieces = []
    for at, row in enumerate(rows):
        for token in row.row.tokens if row.size else ():
            if token.box:
                piece = _piece(token, row, scale)
                owners[id(piece)] = at, token
                pieces.append(piece)
    if len(pieces) < FEWEST:
        return Tabled(tuple(rows), apart=apart)
    found = find_tables(pieces, _drawing(rules, scale))
    lines = [_scaled(rule, scale) for rule in rules]
    tables = [table for table in found.tables if table.ruled or _is_likely(table, lines)]
    taken = {id(owners[id(piece)][1]) for table in tables for piece in table.pieces}
    grids = tuple(Grid(table.box, table.head, table.rows, table.columns) for table in tables)
    inside = tuple(
        (_scaled(table.box, 1 / scale), tuple(_cells(number, table, owners, blocks)))
        for number, table in enumerate(tables)
    )
    rest = tuple(kept for row in rows for kept in _rest(row, taken, blocks))
    return Tabled(rest, grids, inside, apart, len(found.doubts))


def in_place(ordered: Sequence[Level], sheet: Tabled) -> list[Placed]:
    """The rows in reading order with the tables between them, and what is no text at the end."""
    made = [Placed(row) for row in ordered]
    for box, rows in sorted(sheet.inside, key=lambda each: -each[0].top):
        middle = (box.top + box.bottom) / 2
        below = (
            at
            for at, each in enumerate(made)
            if each.row.box and (each.row.box.top + each.row.box.bottom) / 2 > middle and _above(box, each.row.box)
        )
        at = next(below, len(made))
        made[at:at] = rows
    return [*made, *sheet.apart]


def _is_likely(table: FoundTable, rules: Sequence[Box]) -> bool:
    """Whether a table without a grid is none of what else stands in columns on a scan.

    Mastheads are set in several sizes; where no rule is near, few lines are too little evidence.
    """
    size = median(piece.size for piece in table.pieces)
    odd = sum(len(each.text) for each in table.pieces if abs(each.size / size - 1) > UNEVEN)
    if odd > SEVERAL_SIZES * sum(len(each.text) for each in table.pieces):
        return False
    box = table.box
    around = Box(box.x0, box.top - NEAR * size, box.x1, box.bottom + NEAR * size)
    return table.rows >= WITHOUT_RULES or any(overlap(around, rule) for rule in rules)


def _above(box: Box, other: Box) -> bool:
    """Whether two boxes stand in one column."""
    return min(box.x1, other.x1) > max(box.x0, other.x0)


def _levelled(rule: Box, skew: float) -> Box:
    """A rule turned with its page; what its slant adds to its thickness is taken off again."""
    x, y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    x, y = x + y * skew, y - x * skew
    wide, high = (rule.x1 - rule.x0) / 2, (rule.bottom - rule.top) / 2
    return Box(x - wide, y - 1, x + wide, y + 1) if wide > high else Box(x - 1, y - high, x + 1, y + high)


def _without_rules(rows: Sequence[Level], rules: Sequence[Box]) -> tuple[list[Level], tuple[Placed, ...]]:
    """The rows without the words that are rules, and these."""
    if not rules:
        return list(rows), ()
    kept: list[Level] = []
    apart: list[Placed] = []
    for row in rows:
        gone = {id(token) for token in row.row.tokens if _is_rule(token, rules, row.size)}
        if gone:
            apart += [
                Placed(level(Row((token,)), 0.0), apart=True) for token in row.row.tokens if id(token) in gone
            ]
            kept += _rest(row, gone, False)
        else:
            kept.append(row)
    return kept, tuple(apart)


def _is_rule(token: Token, rules: Sequence[Box], em: float) -> bool:
    """Whether a word is what the recogniser took a rule for."""
    signs = set(token.text)
    if not token.box or not (signs <= BARS or signs <= DASHES):
        return False
    near, box = ON_RULE * em, token.box
    around = Box(box.x0 - near, box.top - near, box.x1 + near, box.bottom + near)
    down = signs <= BARS
    return any(overlap(around, rule) and (rule.bottom - rule.top > rule.x1 - rule.x0) == down for rule in rules)


def _rest(row: Level, taken: set[int], blocks: bool) -> list[Level]:
    """What is left of a row."""
    tokens = tuple(token for token in row.row.tokens if id(token) not in taken)
    if len(tokens) == len(row.row.tokens):
        return [row]
    return [level(Row(tokens, None, row.row.block), 0.0, blocks)] if tokens else []


def _piece(token: Token, row: Level, scale: float) -> Piece:
    from convert.readers.pdf.glyphs.pieces import Piece

    assert token.box
    box = _scaled(token.box, scale)
    size, baseline = row.size * scale, row.baseline * scale
    return Piece(token.text, box.x0, box.x1, baseline, size, "", token.bold, token.italic, box, token.spaced)


def _drawing(rules: Sequence[Box], scale: float) -> Drawing:
    from convert.readers.pdf.drawings.drawing import Drawing, Ruling

    return Drawing(tuple(Ruling(*_scaled(rule, scale)) for rule in rules))


def _cells(number: int, table: FoundTable, owners: dict[int, tuple[int, Token]], blocks: bool) -> Iterable[Placed]:
    """The rows of the cells of a table, cell by cell; words of one row of the recogniser stand on one line."""
    for cell in table.cells:
        place = CellPlace(number, cell.row, cell.column, cell.across, cell.down)
        lines: dict[int, list[Token]] = {}
        for piece in cell.pieces:
            at, token = owners[id(piece)]
            lines.setdefault(at, []).append(token)
        for tokens in lines.values():
            yield Placed(level(Row(tuple(tokens)), 0.0, blocks), place)


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(side * scale for side in box))
