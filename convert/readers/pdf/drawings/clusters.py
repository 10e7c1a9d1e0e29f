"""What is drawn on a page in groups that touch: the images, and apart from them the strokes and fills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from convert.boxes import area_of, around
from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing, Fill, Ruling
from convert.readers.pdf.glyphs.pieces import Piece

LARGEST = 0.9
"""Share of the page that a picture covers at most; a larger one is a scan or a background."""
APART = 2.5
"""White space between two bars, as a multiple of their thickness."""
TOUCH = 4.0
"""Points between two strokes of one drawing; twice as many may count as touching."""
FEW = 150
"""Strokes up to which each is compared with each."""
FINEST = 250
"""Cells along the longer side of a page, at most, by which strokes are told to touch."""
MOST = 4000
"""Strokes that are looked at one by one; of a drawing with more, every so manieth."""

Stroke = TypeVar("Stroke", Box, Fill, Ruling)


@dataclass(slots=True)
class Cluster:
    """Strokes, fills and images that touch."""

    box: Box
    curves: list[Box]
    fills: list[Fill]
    rules: int = 0
    images: int = 0


def clusters(drawing: Drawing, page: float) -> Iterator[Cluster]:
    """What is drawn in groups that touch, the images apart from it; backgrounds are left out."""
    images = [image for image in drawing.images if area_of(image) < LARGEST * page]
    for group in _touching(images):
        yield Cluster(around(images[at] for at in group), [], [], images=len(group))
    curves = [curve for curve in _thinned(drawing.curves) if area_of(curve) < 0.7 * page]
    fills = [fill for fill in _thinned(drawing.fills) if area_of(fill.box) < 0.4 * page]
    rules = [*(Box(*rule) for rule in _thinned(drawing.rulings)), *_bridges([fill.box for fill in fills])]
    strokes = [*curves, *(fill.box for fill in fills), *rules]
    last_curve, last_fill = len(curves), len(curves) + len(fills)
    for group in _touching(strokes):
        yield Cluster(
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


def _near(one: Box, other: Box) -> bool:
    return (
        one.x0 - TOUCH <= other.x1
        and other.x0 - TOUCH <= one.x1
        and one.top - TOUCH <= other.bottom
        and other.top - TOUCH <= one.bottom
    )


def density(box: Box, inside: Iterable[Piece]) -> float:
    return sum(area_of(piece.box) for piece in inside) / max(1.0, area_of(box))
