"""Whether what is drawn is a chart: by its curves, its bars on one line, its axis of evenly spaced numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from convert.boxes import area_of, holds
from convert.page import Box
from convert.readers.pdf.drawings.clusters import Cluster, density
from convert.readers.pdf.drawings.drawing import Fill
from convert.readers.pdf.glyphs.pieces import Piece

CURVES = 3
"""Curves of a drawing, at least; a frame with round corners has one or two, or one a corner."""
MANY = 60
"""Curves from which on nothing else is asked."""
BOXED = 0.12
"""Share of a curve's area that words cover when it is a box around them."""
BARS = 3
"""Bars of a chart, at least."""
TICKS = 4
"""Evenly spaced numbers of an axis, at least."""
EVEN = 0.12
"""How much the steps of an axis may differ, as a share of the step."""
BESIDE = 24.0
"""Points between a chart and the labels of its axes."""

_NUMBER = re.compile(r"[$€£]?[-–−+]?\d[\d.,]*\s?(?:%|[kKmMbB]n?)?")


def is_chart(cluster: Cluster, inside: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Whether what is drawn is a chart or a drawing and not a table's rules and fills."""
    strokes = len(cluster.curves) + len(cluster.fills) + cluster.rules
    curved = _curved(cluster, inside)
    if curved and len(inside) <= 3 * max(strokes, 12):
        return True
    near = [piece for piece in pieces if holds(_grown(cluster.box, BESIDE), piece.box)]
    axis = _has_axis(near)
    if _bars(cluster.fills) >= BARS and (axis or _only_numbers(inside)):
        return True
    return axis and bool(cluster.curves) and _only_numbers(inside)


def _curved(cluster: Cluster, inside: Sequence[Piece]) -> bool:
    """Whether curves and slanted lines make up the drawing; boxes of text with round corners do not."""
    large = [curve for curve in cluster.curves if max(curve.x1 - curve.x0, curve.bottom - curve.top) > 12]
    if len(large) > MANY:
        return True
    frames = sum(
        area_of(c) > 0.8 * area_of(cluster.box) or _is_bar_shaped(c) or _holds_text(c, inside) for c in large
    )
    plain = len(large) - frames
    return plain >= CURVES or (plain >= 1 and len(cluster.curves) >= 8) or len(cluster.curves) >= 40


def _holds_text(curve: Box, inside: Sequence[Piece]) -> bool:
    return density(curve, [piece for piece in inside if holds(curve, piece.box)]) > BOXED


def _is_bar_shaped(curve: Box) -> bool:
    """Whether a curve is as flat as a button or a head with round corners."""
    return curve.bottom - curve.top < 30 and curve.x1 - curve.x0 > 3 * (curve.bottom - curve.top)


def _bars(fills: Sequence[Fill]) -> int:
    """The most fills of one thickness that stand on one line and end at different heights."""
    best = 0
    for start, end, low, high in (
        (_x0, _x1, _bottom, _top),
        (_x0, _x1, _top, _bottom),
        (_top, _bottom, _x0, _x1),
        (_top, _bottom, _x1, _x0),
    ):
        groups: defaultdict[tuple[int, int], list[Fill]] = defaultdict(list)
        for fill in fills:
            thick = end(fill) - start(fill)
            groups[round(thick / 2), round(low(fill) / 2)].append(fill)
        for group in groups.values():
            ends = Counter(round(high(fill)) for fill in group)
            places = {round(start(fill)) for fill in group}
            # cells of a row stand on one line too, but end at one height
            if len(ends) >= BARS and len(places) >= BARS and len(ends) >= 0.6 * len(group):
                best = max(best, len(group))
    return best


def _x0(fill: Fill) -> float:
    return fill.box.x0


def _x1(fill: Fill) -> float:
    return fill.box.x1


def _top(fill: Fill) -> float:
    return fill.box.top


def _bottom(fill: Fill) -> float:
    return fill.box.bottom


def _has_axis(near: Sequence[Piece]) -> bool:
    """Whether evenly spaced numbers that count evenly stand above one another."""
    numbers = [(piece, value) for piece in near if (value := _value(piece.text)) is not None]
    for right in (True, False):
        columns: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
        for piece, value in numbers:
            columns[round((piece.box.x1 if right else piece.box.x0) / 3)].append((piece.baseline, value))
        if any(_is_even(sorted(column)) for column in columns.values()):
            return True
    return False


def _value(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    digits = re.sub(r"[^\d.\-–−]", "", text).replace("–", "-").replace("−", "-")
    try:
        return float(digits)
    except ValueError:
        return None


def _is_even(ticks: Sequence[tuple[float, float]]) -> bool:
    """Whether places and values both go by equal steps."""
    if len(ticks) < TICKS:
        return False
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ticks)]
    place, value = steps[0]
    if place <= 0 or not value:
        return False
    return all(abs(p - place) <= EVEN * place and abs(v - value) <= EVEN * abs(value) for p, v in steps)


def _only_numbers(inside: Sequence[Piece]) -> bool:
    """Whether the words inside are numbers and short labels for the most part."""
    if not inside:
        return True
    short = sum(_NUMBER.fullmatch(piece.text) is not None or len(piece.text) <= 4 for piece in inside)
    return short >= 0.5 * len(inside)


def _grown(box: Box, by: float) -> Box:
    return Box(box.x0 - by, box.top - by, box.x1 + by, box.bottom + by)


def with_labels(box: Box, pieces: Sequence[Piece]) -> Box:
    """The box of a chart with the labels of its axes: numbers and short words right beside it."""
    whole = box
    lines: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if holds(_grown(box, BESIDE), piece.box) and not holds(box, piece.box):
            lines[round(piece.baseline)].append(piece)
    for line in lines.values():
        beyond = [piece for piece in pieces if abs(piece.baseline - line[0].baseline) < 1]
        outside = [piece for piece in beyond if not holds(_grown(box, BESIDE), piece.box)]
        numbers = sum(_NUMBER.fullmatch(piece.text) is not None for piece in line)
        if outside and min(abs(p.start - q.end) for p in outside for q in line) < 6:
            continue  # a line of the text that only touches
        if numbers >= 0.5 * len(line):
            for piece in line:
                b = piece.box
                whole = Box(
                    min(whole.x0, b.x0), min(whole.top, b.top), max(whole.x1, b.x1), max(whole.bottom, b.bottom)
                )
    return whole
