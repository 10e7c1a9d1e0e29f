"""Which parts of a page are pictures: images, charts and drawings, each a box with the words inside it.

Looked for before tables: the numbers of an axis, grid lines and bars look like a ruled table. A chart shows itself
by curves, by bars that stand on one line, by an axis of evenly spaced numbers; a table's fills and rules do not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from convert.page import Box
from convert.readers.pdf.drawing import Drawing, Fill, Ruling
from convert.readers.pdf.pieces import Piece, around

TOUCH = 4.0
"""Points between two strokes of one drawing; twice as many may count as touching."""
SMALLEST = 24.0
"""Points of the shorter side of an image; what is smaller is a bullet, an icon or an ornament."""
SMALLEST_DRAWN = 40.0
"""… and of a drawing; what is smaller is a word or a formula drawn with curves."""
LARGEST = 0.9
"""Share of the page that a picture covers at most; a larger one is a scan or a background."""
DENSE = 0.28
"""Share of an area that words cover when it is text with an ornament and not a picture with words."""
TITLE, LEAST_TITLE = 1.4, 18.0
"""How much larger than most words of the page a title is, and its least size in points."""
PROSE, PROSE_LINES = 6, 4
"""Words of a line of running text, and lines that make it one."""
CURVES = 3
"""Curves of a drawing, at least; a frame with round corners has one or two, or one a corner."""
MANY = 60
"""Curves from which on nothing else is asked."""
BOXED = 0.12
"""Share of a curve's area that words cover when it is a box around them."""
BARS = 3
"""Bars of a chart, at least."""
APART = 2.5
"""White space between two bars, as a multiple of their thickness."""
TICKS = 4
"""Evenly spaced numbers of an axis, at least."""
EVEN = 0.12
"""How much the steps of an axis may differ, as a share of the step."""
BESIDE = 24.0
"""Points between a chart and the labels of its axes."""
LABEL = 24
"""Characters of the longest label of an axis."""
FEW = 150
"""Strokes up to which each is compared with each."""
FINEST = 250
"""Cells along the longer side of a page, at most, by which strokes are told to touch."""
MOST = 4000
"""Strokes that are looked at one by one; of a drawing with more, every so manieth."""

_NUMBER = re.compile(r"[$€£]?[-–−+]?\d[\d.,]*\s?(?:%|[kKmMbB]n?)?")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the page that is a picture; `is_image` where it is one image and nothing else."""

    box: Box
    is_image: bool = False


Stroke = TypeVar("Stroke", Box, Fill, Ruling)


@dataclass(slots=True)
class _Cluster:
    """Strokes, fills and images that touch."""

    box: Box
    curves: list[Box]
    fills: list[Fill]
    rules: int = 0
    images: int = 0


def find_pictures(pieces: Sequence[Piece], drawing: Drawing, width: float, height: float) -> tuple[Area, ...]:
    """The pictures of a page from top to bottom; none overlaps another."""
    if not drawing.images and not drawing.curves and len(drawing.fills) < BARS:
        return ()
    page = width * height
    found: list[Area] = []
    for cluster in _clusters(drawing, page):
        if not _is_sized(cluster, page):
            continue
        inside = [piece for piece in pieces if holds(cluster.box, piece.box)]
        if _density(cluster.box, inside) > DENSE or _is_prose(inside) or _is_display(inside, pieces):
            continue
        if cluster.images:
            found.append(Area(cluster.box, is_image=cluster.images == 1))
        elif _is_chart(cluster, inside, pieces):
            found.append(Area(_with_labels(cluster.box, pieces)))
    return tuple(sorted(_apart(found), key=lambda area: (area.box.top, area.box.x0)))


def holds(box: Box, other: Box) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _is_sized(cluster: _Cluster, page: float) -> bool:
    width, height = cluster.box.x1 - cluster.box.x0, cluster.box.bottom - cluster.box.top
    least = SMALLEST if cluster.images else SMALLEST_DRAWN
    return min(width, height) >= least and width * height <= LARGEST * page


def _density(box: Box, inside: Iterable[Piece]) -> float:
    words = sum((piece.box.x1 - piece.box.x0) * (piece.box.bottom - piece.box.top) for piece in inside)
    return words / max(1.0, (box.x1 - box.x0) * (box.bottom - box.top))


def _is_prose(inside: Sequence[Piece]) -> bool:
    """Whether most of the words stand in lines of running text: an ornament or a background lies behind them."""
    lines: defaultdict[int, int] = defaultdict(int)
    for piece in inside:
        lines[round(piece.baseline)] += len(piece.text) > 1
    long = [count for count in lines.values() if count >= PROSE]
    return len(long) >= PROSE_LINES and sum(long) > 0.5 * len(inside)


def _is_display(inside: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Whether titles stand inside: a picture behind the text of a poster or a slide, not one in the text."""
    if not inside:
        return False
    usual = median(piece.size for piece in pieces)
    return sum(piece.size >= TITLE * usual and piece.size >= LEAST_TITLE for piece in inside) >= 2


# ── clusters ─────────────────────────────────────────────────────────────────────────────────────────


def _clusters(drawing: Drawing, page: float) -> Iterator[_Cluster]:
    """What is drawn in groups that touch, the images apart from it; backgrounds are left out."""
    images = [image for image in drawing.images if area(image) < LARGEST * page]
    for group in _touching(images):
        yield _Cluster(around(images[at] for at in group), [], [], images=len(group))
    curves = [curve for curve in _thinned(drawing.curves) if area(curve) < 0.7 * page]
    fills = [fill for fill in _thinned(drawing.fills) if area(fill.box) < 0.4 * page]
    rules = [*(Box(*rule) for rule in _thinned(drawing.rulings)), *_bridges([fill.box for fill in fills])]
    strokes = [*curves, *(fill.box for fill in fills), *rules]
    last_curve, last_fill = len(curves), len(curves) + len(fills)
    for group in _touching(strokes):
        yield _Cluster(
            around(strokes[at] for at in group),
            [curves[at] for at in group if at < last_curve],
            [fills[at - last_curve] for at in group if last_curve <= at < last_fill],
            rules=sum(at >= last_fill for at in group),
        )


def _bridges(fills: Sequence[Box]) -> Iterator[Box]:
    """The white space between bars that stand on one line side by side."""
    for one, other in pairwise(sorted(fills, key=lambda box: (round(box.bottom), box.x0))):
        thick = one.x1 - one.x0
        alike = abs(one.bottom - other.bottom) <= 1 and abs(thick - (other.x1 - other.x0)) <= 1
        if alike and 0 < other.x0 - one.x1 <= APART * thick:
            yield Box(one.x1, one.bottom, other.x0, one.bottom)
    for one, other in pairwise(sorted(fills, key=lambda box: (round(box.x0), box.top))):
        thick = one.bottom - one.top
        alike = abs(one.x0 - other.x0) <= 1 and abs(thick - (other.bottom - other.top)) <= 1
        if alike and 0 < other.top - one.bottom <= APART * thick:
            yield Box(one.x0, one.bottom, one.x0, other.top)


def _thinned(found: Sequence[Stroke]) -> Sequence[Stroke]:
    return found[:: 1 + len(found) // MOST]


def _touching(boxes: Sequence[Box]) -> list[list[int]]:
    """The boxes, by their places, in groups of those that touch, directly or through others."""
    return _touching_pairs(boxes) if len(boxes) <= FEW else _touching_cells(boxes)


def _touching_pairs(boxes: Sequence[Box]) -> list[list[int]]:
    """As `_touching`, each box against the groups that were found before it."""
    groups: list[list[int]] = []
    for at, box in enumerate(boxes):
        near = [group for group in groups if any(_near(box, boxes[other]) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([at, *(other for group in near for other in group)])
    return [sorted(group) for group in groups]


def _touching_cells(boxes: Sequence[Box]) -> list[list[int]]:
    """As `_touching`, each box painted onto a grid of coarse cells, of which those that touch are one group.

    The time grows with what is painted and not with the pairs of boxes, of which a hostile page has millions.
    """
    cell = max(TOUCH, max(max(box.x1, box.bottom) for box in boxes) / FINEST)
    painted: dict[tuple[int, int], int] = {}
    spans = [tuple(int(value / cell) for value in (box.x0, box.x1, box.top, box.bottom)) for box in boxes]
    for left, right, top, bottom in dict.fromkeys(spans):
        painted.update(((x, y), -1) for x in range(left, right + 1) for y in range(top, bottom + 1))
    for number, start in enumerate(painted):
        if painted[start] >= 0:
            continue
        painted[start], todo = number, [start]
        while todo:
            x, y = todo.pop()
            for near in ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
                if painted.get(near) == -1:
                    painted[near] = number
                    todo.append(near)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at, (left, _, top, _) in enumerate(spans):
        groups[painted[left, top]].append(at)
    return list(groups.values())


def area(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _near(one: Box, other: Box) -> bool:
    return (
        one.x0 - TOUCH <= other.x1
        and other.x0 - TOUCH <= one.x1
        and one.top - TOUCH <= other.bottom
        and other.top - TOUCH <= one.bottom
    )


def _apart(areas: Iterable[Area]) -> list[Area]:
    """The areas, those that overlap joined."""
    found: list[Area] = []
    for new in areas:
        for other in [each for each in found if _overlap(each.box, new.box)]:
            found.remove(other)
            new = Area(around((new.box, other.box)))
        found.append(new)
    return found


def _overlap(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


# ── charts ───────────────────────────────────────────────────────────────────────────────────────────


def _is_chart(cluster: _Cluster, inside: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
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


def _curved(cluster: _Cluster, inside: Sequence[Piece]) -> bool:
    """Whether curves and slanted lines make up the drawing; boxes of text with round corners do not."""
    large = [curve for curve in cluster.curves if max(curve.x1 - curve.x0, curve.bottom - curve.top) > 12]
    if len(large) > MANY:
        return True
    frames = sum(area(c) > 0.8 * area(cluster.box) or _is_bar_shaped(c) or _holds_text(c, inside) for c in large)
    plain = len(large) - frames
    return plain >= CURVES or (plain >= 1 and len(cluster.curves) >= 8) or len(cluster.curves) >= 40


def _holds_text(curve: Box, inside: Sequence[Piece]) -> bool:
    return _density(curve, [piece for piece in inside if holds(curve, piece.box)]) > BOXED


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


def _with_labels(box: Box, pieces: Sequence[Piece]) -> Box:
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
