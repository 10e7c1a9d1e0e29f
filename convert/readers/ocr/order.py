"""The rows of a sheet in the order in which they are read, each what stands on one line of one column.

Recognisers put a column of enumerators into a block of its own, read a folio before the text, and join what stands
side by side in a masthead.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from convert.boxes import around
from convert.page import Box
from convert.readers.ocr.extents import LETTER
from convert.readers.ocr.level import Level, is_level, level
from convert.readers.ocr.tokens import Row, Token, row_text

LABEL = 6
"""Characters of the longest enumerator that may stand in a column of its own."""
LABEL_GAP = 6.0
"""Em between an enumerator and its line at most."""
SLACK = 1.0
"""Pixels by which the sweep for what stands beside a label looks too far, so that rounding loses nothing."""
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
    left_feet, right_feet = _feet(()), _feet(tokens)
    for at, (left, right) in enumerate(pairwise(tokens), 1):
        if not left.box or not right.box:
            continue
        if _stands(left):
            del right_feet[bisect_left(right_feet, left.box.bottom)]
            insort(left_feet, left.box.bottom)
        parted = right.box.x0 - left.box.x1 > PARTED * row.size and left_feet and right_feet
        if parted and abs(_median(left_feet) - _median(right_feet)) > OFF_LINE * row.size:
            yield _part(row, tokens[start:at])
            start, left_feet = at, []
    yield _part(row, tokens[start:]) if start else row


def _feet(tokens: Iterable[Token]) -> list[float]:
    """Where the words that stand on the baseline end below, in order."""
    return sorted(token.box.bottom for token in tokens if _stands(token) and token.box)


def _median(values: Sequence[float]) -> float:
    """The median of values in order, which are not sorted again for each gap of a row."""
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def _stands(token: Token) -> bool:
    return len(token.text) > 1 and is_level(token.text)


def _part(row: Level, tokens: tuple[Token, ...]) -> Level:
    return level(Row(tokens, None, row.row.block), 0.0)


# ── enumerators in a column of their own ─────────────────────────────────────────────────────────────


def _with_labels(rows: Sequence[Level]) -> list[Level]:
    """The rows, enumerators that stand in a column of their own put before the lines they belong to."""
    labels = [at for at, row in enumerate(rows) if _is_label(row)]
    alone = frozenset(labels)
    hosts = _hosts(labels, [at for at, row in enumerate(rows) if row.box and at not in alone], rows)
    hosted: dict[int, list[Level]] = {}
    for at in labels:
        if at in hosts:
            hosted.setdefault(hosts[at], []).append(rows[at])
    made = []
    for at, row in enumerate(rows):
        if at in hosts:
            continue
        for label in hosted.get(at, ()):
            tokens = (*label.row.tokens, *row.row.tokens)
            row = replace(row, row=Row(tokens, row.row.box, row.row.block), box=around(_boxes(label, row)))
        made.append(row)
    return made


def _boxes(*rows: Level) -> list[Box]:
    return [row.box for row in rows if row.box]


def _is_label(row: Level) -> bool:
    text = row_text(row.row)[0]
    return len(text) <= LABEL and len(row.row.tokens) == 1 and bool(LETTER.search(text))


def _hosts(labels: Sequence[int], others: Sequence[int], rows: Sequence[Level]) -> dict[int, int]:
    """For each label the row just right of it, if there is one on its baseline and no text stands left of it.

    One sweep down the sheet: a row beside a label stands at the height of its middle.
    """
    events: list[tuple[float, int, int]] = []
    for at in others:
        box = rows[at].box
        assert box
        events += (box.top - SLACK, 0, at), (box.bottom + SLACK, 2, at)
    events += ((_middle(box), 1, at) for at in labels if (box := rows[at].box))
    hosts: dict[int, int] = {}
    open_: list[tuple[float, int]] = []  # the rows at this height, from left to right
    for _, kind, at in sorted(events):
        box = rows[at].box
        assert box
        if kind == 0:
            insort(open_, (box.x0, at))
        elif kind == 2:
            place = bisect_left(open_, (box.x0, at))
            del open_[place : place + 1]
        elif (host := _host(box, open_, rows)) is not None:
            hosts[at] = host
    return hosts


def _host(label: Box, others: Iterable[tuple[float, int]], rows: Sequence[Level]) -> int | None:
    """The row right of a label: the first of the others, from left to right, that stands on its line."""
    for x0, at in others:
        box = rows[at].box
        if box and _overlap(label, box) >= BESIDE:
            near = 0 <= x0 - label.x1 <= LABEL_GAP * max(rows[at].size, 1.0)
            return at if near else None
    return None


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
    boxes = [row.box for row in rows if row.box]
    prose = [row.box for row in rows if row.box and row.letters >= PROSE]
    starts, ends = sorted(box.x0 for box in boxes), sorted(max(box.x0, box.x1) for box in boxes)
    prose_starts, prose_ends = sorted(box.x0 for box in prose), sorted(box.x1 for box in prose)
    best: tuple[int, int, float] = (0, 0, 0.0)
    for x in set(starts):
        left, right = bisect_left(prose_ends, x), len(prose) - bisect_left(prose_starts, x)
        if min(left, right) >= COLUMN_ROWS:
            across = bisect_left(starts, x) - bisect_left(ends, x)
            best = max(best, (left + right, -across, x))
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
