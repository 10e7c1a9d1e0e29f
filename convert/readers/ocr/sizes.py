"""The sizes in which a document is set, and which of them each line has.

A line measured alone is off by a twentieth, a short one by more; so the few sizes of the document are found first,
and then the lines of each sheet are given them as a series in which a size seldom changes in the midst of a text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from convert.page import Box
from convert.readers.ocr.extents import crowds, weighted_median

SAME_SIZE = 0.07
"""Share by which the measured sizes of two lines in one size differ at most; they scatter by 0.03."""
APART = 0.1
"""Share by which two sizes of one document differ at least; notes are set 0.15 to 0.2 smaller than text."""
FAR = 0.2
"""Share by which a line must differ from all sizes found to have one of its own."""
SHORT = 12
"""Letters below which a line's own size is a poor measure."""
SCATTER, OF_LETTERS = 0.025, 0.4
"""How the logarithm of a measured size scatters (standard deviation): on a long line, and more on a short one."""
RARE = 0.5
"""How much dearer a size is that fewer lines have, times the logarithm of how many fewer."""
IN_TEXT, AT_A_BREAK = 6.0, 1.0
"""Cost, in nats, of a change of size below a full line, and below white space, a short line, a column's end."""
LOOSE = 1.35
"""Times the usual advance of a sheet from which on white space lies between two lines."""
ROOM = 2.0
"""Em that a line leaves free at its end, beside the next, if it is the last of its block."""


class Measured(NamedTuple):
    """A line as measured: its size in points (0 if unknown), its letters, its box in points, its sheet."""

    size: float
    letters: int
    box: Box | None
    sheet: int


def settled(lines: Sequence[Measured]) -> list[float | None]:
    """The size of each line, in half points, None where nothing tells it."""
    found = _found(lines)
    weights = [sum(each.letters for each in lines if _alike(size, each.size, SAME_SIZE)) for size in found]
    rare = [RARE * log(max(weights) / max(weight, 1)) for weight in weights]
    advance = _usual_advances(lines)
    costs: list[float] = []
    steps: list[list[int]] = []
    before: Measured | None = None
    for line in lines:
        change = _change(before, line, advance)
        costs, step = _next(costs or [0.0] * len(found), change, [_cost(line, size) for size in found], rare)
        steps.append(step)
        before = line
    chosen = _traced(costs, steps)
    return [
        _half(found[at] if _is_near(line.size, found) else line.size) if line.size else None
        for line, at in zip(lines, chosen, strict=True)
    ]


def _is_near(size: float, found: Sequence[float]) -> bool:
    return any(_alike(size, each, FAR) for each in found)


def _found(lines: Sequence[Measured]) -> list[float]:
    """The sizes of the document: the commonest first, then the commonest among the rest."""
    left = [(each.size, each.letters) for each in lines if each.size and each.letters >= SHORT]
    if not left:
        left = [(weighted_median(all_), 1) for all_ in [[each[:2] for each in lines if each.size]] if all_]
    found: list[float] = []
    while left:
        crowded = crowds(left, lambda one, other: _alike(one, other, SAME_SIZE))
        centre = max((size for size, _ in left), key=crowded.__getitem__)
        near = [each for each in left if _alike(centre, each[0], SAME_SIZE)]
        left = [each for each in left if not _alike(centre, each[0], SAME_SIZE)]
        size = weighted_median(near)
        if not any(_alike(size, other, APART) for other in found):  # else the edge of a size already found
            found.append(size)
    return found


def _cost(line: Measured, size: float) -> float:
    """What it costs to take a line for one of this size."""
    if not line.size:
        return 0.0
    scatter = SCATTER + OF_LETTERS / max(line.letters, 1)
    return (log(line.size / size) / scatter) ** 2 / 2


def _change(before: Measured | None, line: Measured, advance: Callable[[int], float]) -> float:
    """What a change of size between two lines costs."""
    if before is None or before.sheet != line.sheet or not before.box or not line.box:
        return AT_A_BREAK
    step = line.box.bottom - before.box.bottom
    ended = before.box.x1 < line.box.x1 - ROOM * (line.size or 10.0)
    return AT_A_BREAK if ended or not 0 < step <= LOOSE * advance(line.sheet) else IN_TEXT


def _usual_advances(lines: Sequence[Measured]) -> Callable[[int], float]:
    steps: dict[int, list[float]] = {}
    for above, below in pairwise(lines):
        if above.sheet == below.sheet and above.box and below.box and below.box.bottom > above.box.bottom:
            steps.setdefault(above.sheet, []).append(below.box.bottom - above.box.bottom)
    usual = {sheet: sorted(each)[len(each) // 2] for sheet, each in steps.items()}
    return lambda sheet: usual.get(sheet, 0.0)


def _next(
    costs: Sequence[float], change: float, own: Sequence[float], rare: Sequence[float]
) -> tuple[list[float], list[int]]:
    """The cheapest way to each size at a line, and from which size of the line before it comes."""
    if not costs:
        return [], []
    best = min(range(len(costs)), key=costs.__getitem__)
    made, step = [], []
    for at, cost in enumerate(costs):
        changed = costs[best] + change + rare[at]
        made.append(min(cost, changed) + own[at])
        step.append(at if cost <= changed else best)
    return made, step


def _traced(costs: Sequence[float], steps: Sequence[Sequence[int]]) -> list[int]:
    if not costs:
        return [0] * len(steps)
    at = min(range(len(costs)), key=costs.__getitem__)
    chosen = []
    for step in reversed(steps):
        chosen.append(at)
        at = step[at]
    return chosen[::-1]


def _half(size: float) -> float:
    return round(2 * size) / 2


def _alike(one: float, other: float, share: float) -> bool:
    return abs(one - other) <= share * min(one, other)
