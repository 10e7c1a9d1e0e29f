"""Rulings and the borders of fills to edges: straight, merged where they continue one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing, Fill
from convert.readers.pdf.tables.model import clusters

SNAP = 2.0
"""Points within which parallel edges are one: both sides of a thin rule, the borders of two cells."""
JOIN = 4.0
"""Points up to which an edge may be interrupted, or miss the edge that it meets."""
SHORT = 4.0
"""Points; what is shorter is a dot or a tick."""
TOUCH = 1.0
"""Points of white between two fills that touch."""
RULED, AROUND = 4, 100.0
"""Rules over a fill, and within so many points above and below it, from which on rules part the rows."""
MOST = 3000
"""Edges of one direction on a page; what has more is a drawing, and not looked at."""


class Edge(NamedTuple):
    """A straight edge: `at` across its direction, from `start` to `end` along it."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of a page. `rules` are those that were drawn as lines; fills have given the others."""

    across: tuple[Edge, ...]
    down: tuple[Edge, ...]
    rules: tuple[Edge, ...]  # horizontal ones


def edges(drawing: Drawing) -> Edges:
    """The edges of a drawing; none where there are too many to be a table's."""
    rules = [Edge((r.top + r.bottom) / 2, r.x0, r.x1) for r in drawing.rulings if r.is_horizontal]
    fills = _whole(drawing.fills, rules)
    across = [*rules, *(Edge(y, box.x0, box.x1) for box in fills for y in (box.top, box.bottom))]
    down = [Edge((r.x0 + r.x1) / 2, r.top, r.bottom) for r in drawing.rulings if not r.is_horizontal]
    down += [Edge(x, box.top, box.bottom) for box in fills for x in (box.x0, box.x1)]
    if max(len(across), len(down)) > MOST:
        return Edges((), (), ())
    return Edges(tuple(merged(across)), tuple(merged(down)), tuple(merged(rules)))


def _whole(fills: Iterable[Fill], rules: Sequence[Edge]) -> list[Box]:
    """The boxes of fills; one for each cell between rules that is painted line by line."""
    found: list[Box] = []
    for _, same in groupby(sorted(fills, key=_strip), key=lambda fill: _strip(fill)[:3]):
        stack: list[Box] = []
        for box in (fill.box for fill in same):
            if stack and abs(stack[-1].bottom - box.top) > TOUCH:
                found.extend(_cell(stack, rules))
                stack = []
            stack.append(box)
        found.extend(_cell(stack, rules))
    return found


def _strip(fill: Fill) -> tuple[int, float, float, float]:
    """Fills of one colour and extent, from top to bottom."""
    return fill.color, round(fill.box.x0), round(fill.box.x1), fill.box.top


def _cell(stack: list[Box], rules: Sequence[Edge]) -> list[Box]:
    """The boxes of a stack cut at the rules, where there are so many that they part the rows."""
    top, bottom, middle = stack[0].top, stack[-1].bottom, (stack[0].x0 + stack[0].x1) / 2
    near = [r.at for r in rules if r.start <= middle <= r.end and top - AROUND <= r.at <= bottom + AROUND]
    if len(stack) == 1 or len(clusters(near, SNAP)) < RULED:
        return stack
    found: list[Box] = []
    for box in stack:
        if found and not any(abs(box.top - at) <= SNAP for at in near):
            box = found.pop()._replace(bottom=box.bottom)
        found.append(box)
    return found


def merged(found: Iterable[Edge], join: float = JOIN) -> list[Edge]:
    """Edges on one line that touch become one."""
    made: list[Edge] = []
    group: list[Edge] = []
    for edge in sorted(found):
        if group and edge.at - group[-1].at > SNAP:
            made.extend(_merged_line(group, join))
            group = []
        group.append(edge)
    made.extend(_merged_line(group, join))
    return [edge for edge in made if edge.length >= SHORT]


def _merged_line(group: list[Edge], join: float) -> list[Edge]:
    if not group:
        return []
    at = sum(edge.at for edge in group) / len(group)
    made: list[Edge] = []
    for edge in sorted(group, key=lambda edge: edge.start):
        if made and edge.start - made[-1].end <= join:
            made[-1] = Edge(at, made[-1].start, max(made[-1].end, edge.end))
        else:
            made.append(Edge(at, edge.start, edge.end))
    return made
