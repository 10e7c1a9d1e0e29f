"""Gutters: white space with text on both sides over several lines. Numbers are in em of the text concerned.

A gutter is looked for on the words, for columns may stand less than an em apart. `sides` says whether it is sure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from convert.page import Box
from convert.readers.pdf.layout.sides import HEAD_LINES, are_columns, are_columns_of_prose
from convert.readers.pdf.layout.stretches import WIDE, Stretch, as_lines, characters, level_with, lines

MIN_STARTS = 3
"""Stretches that begin at the same place before it is tried as the right side of a gutter."""
LEAST_LINES = 2
"""Lines that each side of a gutter has at least."""
EDGE = 1.0
"""Points by which lines that begin or end together may differ."""
ACROSS = 0.6
"""Share of the lines that may stand across a place that is tried."""
CROSSED = 3
"""Stretches that may stand across white space of an em for its end to be tried."""
LINES_BY_WIDTH = ((2.0, 2), (1.0, 3), (0.7, 5), (0.5, 8), (0.35, 14))
"""Lines that a gutter of a width has at least: chance and justified text leave no longer river (100 pages)."""
LABEL_CHARACTERS = 6
"""Text shorter than this on average is a column of enumerators or folios, which reads row by row."""
BESIDE = 0.7
"""Baselines of neighbouring columns differ by up to half a leading."""
BAND = 2.5
"""White space across both columns from which on what lies above and below is not one pair of columns."""
DEEP_BAND = 6.0
"""… and up to which it may be the space above the notes of both."""
RUN_ON = 1.9
"""Leading up to which lines beside nothing still belong to their column, at its head …"""
RUN_OUT = 3.0
"""… and at its foot, where one column may be longer, a paragraph's space included."""
MAX_STRETCHES = 4000
"""Stretches among which gutters are sought; the page of a newspaper has 2,000, more is made to cost time."""


class Gutter(NamedTuple):
    """White space at `at` from `top` to `bottom`, between baselines, with text on both sides."""

    at: float
    top: float
    bottom: float


class _Likely(NamedTuple):
    """What may be a gutter: the text on its sides, what of it stands beside the other, the size of the text."""

    score: float
    sides: tuple[Sequence[Stretch], Sequence[Stretch]]
    beside: tuple[Sequence[Stretch], Sequence[Stretch]]
    size: float

    @property
    def gutter(self) -> Gutter:
        left, right = self.sides
        baselines = [item.baseline for side in self.sides for item in side]
        at = (max(item.end for item in left) + min(item.start for item in right)) / 2
        return Gutter(at, min(baselines), max(baselines))

    @property
    def is_labels(self) -> bool:
        """Whether one side holds enumerators or folios."""
        return min(characters(list(as_lines(side))) for side in self.sides) < LABEL_CHARACTERS


def best_gutter(found: list[Stretch], bars: Sequence[Box], careful: bool = False) -> tuple[Gutter | None, bool]:
    """The gutter with the longest columns of nearly equal width, if any is sure; and whether one may be left.

    `careful`: only between columns of prose, where what stands side by side may still be a table.
    """
    if len(found) > MAX_STRETCHES:
        return None, True
    are = are_columns_of_prose if careful else are_columns
    unsure = False
    for likely in sorted(_gutters(found, bars, careful), key=lambda likely: -likely.score):
        if not likely.is_labels:
            if are(*likely.sides, likely.beside, likely.size):
                return likely.gutter, False
            unsure = True
    return None, unsure


def _gutters(found: list[Stretch], bars: Sequence[Box], careful: bool) -> Iterator[_Likely]:
    """Each place where text stands on both sides of white space over enough lines."""
    ordered = sorted(found, key=lambda item: item.baseline)
    baselines = [item.baseline for item in ordered]
    seen: set[tuple[int, int, int]] = set()  # stretches from, to, and how many of them on the left
    for at in _candidates(ordered, ACROSS * lines(ordered)):
        crossing = [item.baseline for item in ordered if item.start < at - EDGE and item.end > at + EDGE]
        crossing += [(bar.top + bar.bottom) / 2 for bar in bars if bar.x0 < at - 12 and bar.x1 > at + 12]
        if not (crossing or careful) and (gutter := _gutter(*_halves(ordered, at), whole=True)):
            yield gutter
        for above, below in pairwise((float("-inf"), *sorted(crossing), float("inf"))):
            first, last = bisect_right(baselines, above), bisect_left(baselines, below)
            if last - first < 2 * LEAST_LINES or baselines[last - 1] - baselines[first] < ordered[first].size:
                continue  # too few, or all on one line
            cut = (first, last, sum(item.start < at - EDGE for item in ordered[first:last]))
            if cut in seen:
                continue
            seen.add(cut)
            for inside in _between_bands(ordered[first:last], at):
                if gutter := _gutter(*_halves(inside, at), careful=careful):
                    yield gutter


def _halves(inside: Sequence[Stretch], at: float) -> tuple[list[Stretch], list[Stretch]]:
    """What begins left of a place, and what begins there or right of it."""
    left = [item for item in inside if item.start < at - EDGE]
    return left, [item for item in inside if item.start >= at - EDGE]


def _candidates(found: Sequence[Stretch], most: float) -> Iterator[float]:
    """Where several stretches begin, or white space begins after several, and at most `most` stand across."""
    text = [item for item in found if not item.solid]
    edges = [(item.start, item.end) for item in text] + list({(i.start, i.end) for i in found if i.solid})
    starts, ends = sorted(start for start, _ in edges), sorted(end for _, end in edges)
    places = {
        *_common(sorted(item.start for item in text)),
        *(place + 2 * EDGE for place in _common(sorted(item.end for item in text))),
    }
    em = WIDE * median(item.size for item in found) if found else 0.0
    # and where white space ends that next to nothing crosses, whatever begins there
    places |= {
        start
        for start in {*starts}
        if bisect_left(starts, start - EDGE) - bisect_right(ends, start - em) <= CROSSED
    }
    last = float("-inf")
    for place in sorted(places):
        across = bisect_left(starts, place - EDGE) - bisect_right(ends, place)
        if place - last > EDGE and across <= most:
            yield place
            last = place


def _common(places: Sequence[float]) -> Iterator[float]:
    """The places that several are near to."""
    for first, third in zip(places, places[MIN_STARTS - 1 :], strict=False):
        if third - first <= EDGE:
            yield first


def _between_bands(inside: list[Stretch], at: float) -> list[list[Stretch]]:
    """The lines parted at white space across all of them, unless the same columns go on below it."""
    parts = [inside[:1]]
    for before, after in pairwise(inside):
        white = after.baseline - before.baseline
        if white > BAND * max(before.size, after.size):
            parts.append([])
        parts[-1].append(after)
    joined = parts[:1]
    for part in parts[1:]:
        white = (part[0].baseline - joined[-1][-1].baseline) / max(part[0].size, joined[-1][-1].size)
        on_one_side = len({item.start < at - EDGE for item in part}) == 1
        goes_on = white <= RUN_OUT if on_one_side else white <= DEEP_BAND and _sides(part, at) > 0
        if (goes_on and _sides(joined[-1], at) >= MIN_STARTS) or (
            white <= DEEP_BAND and _heads(joined[-1], part, at)
        ):
            joined[-1].extend(part)
        else:
            joined.append(part)
    return joined


def _sides(part: list[Stretch], at: float) -> int:
    """Lines on the side that has fewer; none for a single line with something left and right."""
    left = {round(item.baseline) for item in part if item.start < at - EDGE}
    right = {round(item.baseline) for item in part if item.start >= at - EDGE}
    return min(len(left), len(right)) if len(left | right) > 1 else 0


def _heads(above: list[Stretch], below: list[Stretch], at: float) -> bool:
    """Whether a few lines of one look stand over both columns below them, and begin where those begin."""
    if len({item.look for item in above}) > 1 or lines(above) > HEAD_LINES:
        return False
    return all(
        heads and text and abs(heads[0].start - min(item.start for item in text)) <= 2 * EDGE
        for heads, text in zip(_halves(above, at), _halves(below, at), strict=True)
    )


def _gutter(
    left: list[Stretch], right: list[Stretch], *, whole: bool = False, careful: bool = False
) -> _Likely | None:
    """The gutter between two sides, over the lines where both have text; None if it does not look like one.

    `whole`: nothing stands across, so that the sides are columns from their first to their last line.
    """
    if len(left) < LEAST_LINES or len(right) < LEAST_LINES:
        return None
    size = median(item.size for item in (*left, *right))
    reach = BESIDE * size
    beside = level_with(left, right, reach), level_with(right, left, reach)
    count = min(map(lines, (left, right) if whole else beside))
    if count < (MIN_STARTS if careful else LEAST_LINES) or not (all(beside) or (whole and _overlap(left, right))):
        return None
    if not whole:
        left, right = (_running_on(*each, size) for each in zip((left, right), beside, strict=True))
    at, end = min(item.start for item in right), max(item.end for item in left)
    if count < _lines_needed((at - end) / size):
        return None
    widths = sorted((end - min(item.start for item in left), max(item.end for item in right) - at))
    return _Likely(count * widths[0] / widths[1], (left, right), beside, size)


def _overlap(left: list[Stretch], right: list[Stretch]) -> bool:
    """Whether either side begins above the end of the other."""
    return left[0].baseline < right[-1].baseline and right[0].baseline < left[-1].baseline


def _lines_needed(width: float) -> float:
    return next((lines for least, lines in LINES_BY_WIDTH if width >= least), float("inf"))


def _running_on(side: list[Stretch], both: list[Stretch], size: float) -> list[Stretch]:
    """The lines of a side from the first that has a neighbour to the last, and those that run on from them."""
    first, last = both[0].baseline, both[-1].baseline
    for item in reversed(side):
        if item.baseline < first and first - item.baseline <= RUN_ON * max(size, item.size):
            first = item.baseline
    for item in side:
        if item.baseline > last and item.baseline - last <= RUN_OUT * max(size, item.size):
            last = item.baseline
    return [item for item in side if first <= item.baseline <= last]
