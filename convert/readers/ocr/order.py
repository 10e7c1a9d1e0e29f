"""The rows of a sheet in the order in which they are read, each what stands on one line of one column.

Recognisers put a column of enumerators into a block of its own, read a folio before the text, and join what stands
side by side in a masthead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from convert.boxes import around
from convert.page import Box
from convert.readers.ocr.extents import LETTER
from convert.readers.ocr.level import Level, is_level, level
from convert.readers.ocr.tokens import Row, Token, row_text

LABEL = 6
"""Characters of the longest enumerator that may stand in a column of its own."""
LABEL_GAP = 6.0
"""Em between an enumerator and its line at most."""
BESIDE = 0.5
"""Share of its height by which a label overlaps the line it belongs to."""
PARTED = 1.5
"""Em of white space between what may be two rows side by side."""
OFF_LINE = 0.25
"""Em by which the baselines of two rows side by side differ at least."""
COLUMN_ROWS = 5
"""Rows of a column at least."""
PROSE = 16
"""Letters of a row that tells of columns of prose: those of tables and lists are shorter."""
MARGIN = 0.12
"""Share of the height of a sheet at its head and foot in which running heads and folios stand."""
CLEAR = 1.0
"""Em of white space across the whole sheet between them and the text."""
MARGIN_ROWS = 3
"""Rows of a running head or foot at most."""


def in_order(rows: Sequence[Level], height: float) -> list[Level]:
    """The rows, parted where they are two, enumerators before their lines, the head first and the foot last."""
    return _with_margins(_in_columns(_with_labels([part for row in rows for part in _parts(row)])), height)


# ── rows side by side ────────────────────────────────────────────────────────────────────────────────


def _parts(row: Level) -> Iterator[Level]:
    """A row, or its parts where they stand apart and on baselines of their own."""
    tokens = row.row.tokens
    if len(tokens) < 2 or not row.size or not all(token.box for token in tokens):
        yield row
        return
    start = 0
    for at, (left, right) in enumerate(pairwise(tokens), 1):
        wide = left.box and right.box and right.box.x0 - left.box.x1 > PARTED * row.size
        if wide and _off_line(tokens[start:at], tokens[at:], row.size):
            yield _part(row, tokens[start:at])
            start = at
    yield _part(row, tokens[start:]) if start else row


def _off_line(left: Sequence[Token], right: Sequence[Token], size: float) -> bool:
    feet = [
        [token.box.bottom for token in part if token.box and len(token.text) > 1 and is_level(token.text)]
        for part in (left, right)
    ]
    return all(feet) and abs(median(feet[0]) - median(feet[1])) > OFF_LINE * size


def _part(row: Level, tokens: tuple[Token, ...]) -> Level:
    return level(Row(tokens, None, row.row.block), 0.0)


# ── enumerators in a column of their own ─────────────────────────────────────────────────────────────


def _with_labels(rows: Sequence[Level]) -> list[Level]:
    """The rows, enumerators that stand in a column of their own put before the lines they belong to."""
    hosts: dict[int, int] = {}
    for at, row in enumerate(rows):
        if _is_label(row) and (host := _host(row, at, rows)) is not None:
            hosts[at] = host
    made = []
    for at, row in enumerate(rows):
        if at in hosts:
            continue
        labels = [rows[label] for label, host in hosts.items() if host == at]
        for label in labels:
            tokens = (*label.row.tokens, *row.row.tokens)
            row = replace(row, row=Row(tokens, row.row.box, row.row.block), box=around(_boxes(label, row)))
        made.append(row)
    return made


def _boxes(*rows: Level) -> list[Box]:
    return [row.box for row in rows if row.box]


def _is_label(row: Level) -> bool:
    text = row_text(row.row)[0]
    return len(text) <= LABEL and len(row.row.tokens) == 1 and bool(LETTER.search(text))


def _host(label: Level, at: int, rows: Sequence[Level]) -> int | None:
    """The row just right of a label, on its baseline; None where there is none or text stands left of it too."""
    if label.box is None:
        return None
    beside = [
        (number, row.box)
        for number, row in enumerate(rows)
        if number != at and row.box and not _is_label(row) and _overlap(label.box, row.box) >= BESIDE
    ]
    right = [(box.x0, number) for number, box in beside if box.x0 >= label.box.x1]
    if any(box.x0 < label.box.x1 for _, box in beside) or not right:
        return None
    x0, number = min(right)
    return number if x0 - label.box.x1 <= LABEL_GAP * max(rows[number].size, 1.0) else None


def _overlap(label: Box, other: Box) -> float:
    """Share of the label's height at which the other stands too."""
    shared = min(label.bottom, other.bottom) - max(label.top, other.top)
    return shared / max(label.bottom - label.top, 1.0)


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────


def _in_columns(rows: Sequence[Level]) -> list[Level]:
    """The rows, between those that cross the gutter the left column before the right one."""
    gutter = _gutter(rows)
    if gutter is None:
        return list(rows)
    across = sorted(_middle(row.box) for row in rows if row.box and row.box.x0 < gutter < row.box.x1)
    places = [_place(row, gutter, across) for row in rows]
    sides = Counter(places)
    paired = {part for part, side in sides if min(sides[part, 0], sides[part, 1]) >= COLUMN_ROWS}
    order = sorted(
        range(len(rows)), key=lambda at: (places[at][0], places[at][1] if places[at][0] in paired else 0, at)
    )
    return [rows[at] for at in order]


def _gutter(rows: Sequence[Level]) -> float | None:
    """Where the white between two columns of prose runs down the sheet; None where there is none."""
    prose = [row.box for row in rows if row.box and row.letters >= PROSE]
    boxes = [row.box for row in rows if row.box]
    best: tuple[int, int, float] = (0, 0, 0.0)
    for x in {box.x0 for box in boxes}:
        left, right = sum(box.x1 < x for box in prose), sum(box.x0 >= x for box in prose)
        if min(left, right) >= COLUMN_ROWS:
            best = max(best, (left + right, -sum(box.x0 < x <= box.x1 for box in boxes), x))
    return best[2] - 1 if 2 * best[0] > len(prose) else None


def _place(row: Level, gutter: float, across: Sequence[float]) -> tuple[int, int]:
    """Between which of the rows that cross the gutter a row stands, and on which side."""
    if row.box is None:
        return 0, 0
    above = bisect_left(across, _middle(row.box))
    crosses = row.box.x0 < gutter < row.box.x1
    return (2 * above + 1, 0) if crosses else (2 * above, int(row.box.x0 >= gutter))


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2


# ── the head and the foot of a sheet ─────────────────────────────────────────────────────────────────


def _with_margins(rows: Sequence[Level], height: float) -> list[Level]:
    """The rows, those apart at the head of the sheet first, those apart at its foot last."""
    if not height or not all(row.box for row in rows):
        return list(rows)
    head = _apart([(row.box.top, row.box.bottom, row) for row in rows if row.box], MARGIN * height)
    upward = [(height - row.box.bottom, height - row.box.top, row) for row in rows if row.box]
    foot = _apart(upward, MARGIN * height)
    body = [row for row in rows if row not in head and row not in foot]
    return [*head, *body, *foot] if body else list(rows)


def _apart(rows: Sequence[tuple[float, float, Level]], margin: float) -> list[Level]:
    """The rows outside of the first white space across the sheet, from one of its edges, in their order."""
    outside: list[Level] = []
    reached = 0.0
    for near, far, row in sorted(rows, key=lambda each: each[0]):
        if outside and near - reached > CLEAR * row.size:
            return [each for _, _, each in rows if each in outside]
        outside.append(row)
        reached = max(reached, far)
        if reached > margin or len(outside) > MARGIN_ROWS:
            return []
    return []
