"""Where a table without a full grid may stand: between rules of one extent, in stacked fills, in aligned lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.edges import Edge, Edges, merged
from convert.readers.pdf.tables.model import IN_RULES, Band, bands, em

SAME_EXTENT = 5.0
"""Points by which the ends of the rules of one table may differ."""
BROKEN = 14.0
"""Points of white space between the parts of a rule that is broken at its columns."""
NARROWEST = 60.0
"""Points of the narrowest table."""
MOST_APART = 30.0
"""Em between two rules of one table; what is more is a head and a foot of a page."""
IN_LINES = 1.0
"""Em of white space that may part cells where only the alignment of lines says so."""
FEWEST = 3
"""Lines of the shortest table that only alignment shows."""
TIGHT = 2.6
"""Em between the baselines of two lines of one aligned run."""

Kind = Literal["rules", "lines"]


@dataclass(frozen=True, slots=True)
class Region:
    """A place to look for a table: its words in bands, the rules across it, how it was found."""

    kind: Kind
    box: Box
    bands: tuple[Band, ...]
    rules: tuple[float, ...]  # heights of the rules over its whole width
    parts: tuple[Edge, ...]  # rules over a part of its width
    fills: int = 0  # bands of colour over its whole width


def rule_regions(pieces: Sequence[Piece], drawing: Drawing, edges: Edges) -> Iterator[Region]:
    """Regions between three or more rules of one extent (or two), the largest first."""
    size = em(pieces)
    across = merged([*edges.across, *_mended(edges)])
    wide = sorted((edge for edge in across if edge.length >= NARROWEST), key=lambda edge: edge.at)
    used: set[Edge] = set()
    for first in wide:
        if first in used:
            continue
        stack = [first]
        for edge in wide:
            alike = abs(edge.start - first.start) <= SAME_EXTENT and abs(edge.end - first.end) <= SAME_EXTENT
            if edge.at > stack[-1].at and alike and edge.at - stack[-1].at <= MOST_APART * size:
                stack.append(edge)
        used.update(stack)
        if len(stack) < 2:
            continue
        yield from _between(stack, pieces, drawing, across)


def _mended(edges: Edges) -> list[Edge]:
    """Rules that are broken at their columns, made whole; the sides of boxes beside one another are none."""
    found = []
    for whole in merged(edges.rules, BROKEN):
        parts = [edge for edge in edges.rules if edge.at == whole.at or abs(edge.at - whole.at) < 1]
        parts = [edge for edge in parts if whole.start - 1 <= edge.start and edge.end <= whole.end + 1]
        if len(parts) > 1 and not any(_is_corner(x, whole.at, edges) for part in parts for x in part[1:]):
            found.append(whole)
    return found


def _is_corner(x: float, y: float, edges: Edges) -> bool:
    return any(abs(edge.at - x) <= 2 and edge.start - 2 <= y <= edge.end + 2 for edge in edges.down)


def _between(stack: list[Edge], pieces: Sequence[Piece], drawing: Drawing, across: list[Edge]) -> Iterator[Region]:
    """The region between the first and the last rule of a stack; where text stands between, the parts."""
    start = 0
    for number in range(1, len(stack)):
        box = Box(stack[0].start, stack[number - 1].at, stack[0].end, stack[number].at)
        if _is_prose(_inside(pieces, box), box):
            if number - 1 > start:
                yield _region(stack[start:number], pieces, drawing, across)
            start = number
    if len(stack) - 1 > start:
        yield _region(stack[start:], pieces, drawing, across)


def _region(rules: list[Edge], pieces: Sequence[Piece], drawing: Drawing, across: list[Edge]) -> Region:
    box = Box(min(edge.start for edge in rules), rules[0].at, max(edge.end for edge in rules), rules[-1].at)
    inside = _inside(pieces, box)
    parts = tuple(
        edge
        for edge in across
        if edge not in rules
        and box.top < edge.at < box.bottom
        and box.x0 - SAME_EXTENT <= edge.start
        and edge.end <= box.x1 + SAME_EXTENT
    )
    fills = sum(
        abs(fill.box.x0 - box.x0) <= SAME_EXTENT
        and abs(fill.box.x1 - box.x1) <= SAME_EXTENT
        and box.top - 2 <= fill.box.top
        and fill.box.bottom <= box.bottom + 2
        for fill in drawing.fills
    )
    return Region("rules", box, tuple(bands(inside, IN_RULES)), tuple(edge.at for edge in rules), parts, fills)


def _inside(pieces: Sequence[Piece], box: Box) -> list[Piece]:
    return [
        piece
        for piece in pieces
        if box.x0 - SAME_EXTENT <= (piece.box.x0 + piece.box.x1) / 2 <= box.x1 + SAME_EXTENT
        and box.top <= (piece.box.top + piece.box.bottom) / 2 <= box.bottom
    ]


def _is_prose(inside: Sequence[Piece], box: Box) -> bool:
    """Three or more lines one after the other that run over the whole width without a gap."""
    run = 0
    for band in bands(inside, IN_LINES):
        full = len(band.runs) == 1 and band.runs[0].end - band.runs[0].start >= 0.8 * (box.x1 - box.x0)
        run = run + 1 if full else 0
        if run >= 3:
            return True
    return False


def line_regions(lines: Sequence[Band], rules: Sequence[Edge]) -> Iterator[Region]:
    """Runs of lines that are parted by the same white space."""
    group: list[Band] = []
    for band in lines:
        apart = bool(group) and band.first - group[-1].baseline > TIGHT * max(band.size, group[-1].size)
        if apart or not _shares_gaps(group, band):
            yield from _line_region(group, rules)
            group = []
        group.append(band)
    yield from _line_region(group, rules)


def _shares_gaps(group: list[Band], band: Band) -> bool:
    """Whether a line leaves at least one of the gaps of the lines before it free, and is no line of prose."""
    if not group:
        return True
    free = _common_gaps([*group, band])
    return bool(free)


def _common_gaps(group: Sequence[Band]) -> list[tuple[float, float]]:
    """White space that lines leave free, with text on both sides in two lines or more."""
    spans = sorted((run.start, run.end) for band in group for run in band.runs)
    found: list[tuple[float, float]] = []
    end = spans[0][1]
    for start, stop in spans:
        if start - end >= IN_LINES * group[0].size * 0.6:
            found.append((end, start))
        end = max(end, stop)
    return found


def _line_region(group: list[Band], rules: Sequence[Edge]) -> Iterator[Region]:
    while group and len(group[0].runs) < 2:
        group = group[1:]
    while group and len(group[-1].runs) < 2 and len(group) > 1 and len(group[-2].runs) < 2:
        group = group[:-1]
    if len(group) < FEWEST or sum(len(band.runs) >= 2 for band in group) < FEWEST:
        return
    x0 = min(run.start for band in group for run in band.runs)
    x1 = max(run.end for band in group for run in band.runs)
    box = Box(x0, group[0].top, x1, group[-1].bottom)
    near = [edge for edge in rules if box.top - 6 <= edge.at <= box.bottom + 6]
    whole = tuple(edge.at for edge in near if edge.start <= x0 + 9 and edge.end >= x1 - 9)
    parts = tuple(edge for edge in near if edge.at not in whole and x0 - 9 <= edge.start and edge.end <= x1 + 9)
    yield Region("lines", box, tuple(group), whole, parts)
