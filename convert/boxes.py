"""Where boxes lie to each other: what is around them, over them, in them. All in the unit of the boxes."""

from __future__ import annotations

from collections.abc import Iterable

from convert.page import Box


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all; there must be one at least."""
    x0, top, x1, bottom = zip(*((box.x0, box.top, box.x1, box.bottom) for box in boxes), strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def area_of(box: Box) -> float:
    """Its size, in square units."""
    return (box.x1 - box.x0) * (box.bottom - box.top)


def holds(box: Box, inner: Box) -> bool:
    """Whether the middle of another box lies in it."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def contains(outer: Box, inner: Box, slack: float = 3.0) -> bool:
    """Whether the whole of another box lies in it, or sticks out by no more than `slack`."""
    return (
        outer.x0 - slack <= inner.x0
        and inner.x1 <= outer.x1 + slack
        and outer.top - slack <= inner.top
        and inner.bottom <= outer.bottom + slack
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share any area."""
    return one.x0 < other.x1 and other.x0 < one.x1 and one.top < other.bottom and other.top < one.bottom


def meet(one: Box, other: Box, slack: float = 2.0) -> bool:
    """Whether two boxes share more than `slack` in width and in height."""
    return (
        min(one.x1, other.x1) - max(one.x0, other.x0) > slack
        and min(one.bottom, other.bottom) - max(one.top, other.top) > slack
    )
