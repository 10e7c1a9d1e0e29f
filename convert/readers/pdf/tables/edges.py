"""Rulings and the borders of fills to edges: straight, merged where they continue one another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from convert.readers.pdf.drawings.drawing import Drawing

SNAP = 2.0
"""Points within which parallel edges are one: both sides of a thin rule, the borders of two cells."""
JOIN = 4.0
"""Points up to which an edge may be interrupted, or miss the edge that it meets."""
SHORT = 4.0
"""Points; what is shorter is a dot or a tick."""
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
    across = [*rules, *(Edge(y, f.box.x0, f.box.x1) for f in drawing.fills for y in (f.box.top, f.box.bottom))]
    down = [Edge((r.x0 + r.x1) / 2, r.top, r.bottom) for r in drawing.rulings if not r.is_horizontal]
    down += [Edge(x, f.box.top, f.box.bottom) for f in drawing.fills for x in (f.box.x0, f.box.x1)]
    if max(len(across), len(down)) > MOST:
        return Edges((), (), ())
    return Edges(tuple(merged(across)), tuple(merged(down)), tuple(merged(rules)))


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
