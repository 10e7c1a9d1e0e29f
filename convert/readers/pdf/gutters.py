"""Gutters: white space with text on both sides over several lines. Numbers are in em of the text concerned.

A gutter is looked for on the words, for columns may stand less than an em apart. It is sure where both sides read
like prose, or where the lines of the two sides pay no heed to each other; else it may be the space within a table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import fmean, median
from typing import NamedTuple

from convert.page import Box
from convert.readers.pdf.pieces import Piece

JOIN = 0.35
"""White space up to which two words are one stretch; justified lines have wider ones, and gutters begin here."""
MIN_STARTS = 3
"""Stretches that begin at the same place before it is tried as the right side of a gutter."""
WIDE = 1.0
"""White space that no justified line has."""
EDGE = 1.0
"""Points by which lines that begin or end together may differ."""
ACROSS = 0.6
"""Share of the lines that may stand across a place that is tried."""
CROSSED = 3
"""Stretches that may stand across white space of an em for its end to be tried."""
LINES_BY_WIDTH = ((1.0, 3), (0.7, 5), (0.5, 8), (0.35, 14))
"""Lines that a gutter of a width has at least: chance and justified text leave no longer river (100 pages)."""
PROSE_CHARACTERS = 16
"""Characters that a line of prose has at least on average; below that it is a list or a table."""
FULL, OFTEN = 0.75, 0.45
"""Prose fills its measure to this share, on this share of its lines."""
LABEL_CHARACTERS = 6
"""Text shorter than this on average is a column of enumerators or folios, which reads row by row."""
ALIGNED = 0.1
"""Baselines this near are one line."""
HEEDLESS = 0.5
"""Two sides with a smaller share of common baselines are no rows of a table."""
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


class Stretch(NamedTuple):
    """Text on one baseline without a gap that could be a gutter, or a slice of an atom."""

    start: float
    end: float
    baseline: float
    size: float
    characters: int
    solid: bool = False  # a slice of an atom


class Gutter(NamedTuple):
    """White space at `at` from `top` to `bottom`, between baselines, with text on both sides."""

    at: float
    top: float
    bottom: float
    score: float
    sure: bool


def best_gutter(found: list[Stretch], bars: Sequence[Box]) -> tuple[Gutter | None, bool]:
    """The gutter with the longest columns of nearly equal width, if any is sure; and whether one may be left."""
    if len(found) > MAX_STRETCHES:
        return None, True
    gutters = list(_gutters(found, bars))
    best = max((gutter for gutter in gutters if gutter.sure), key=lambda gutter: gutter.score, default=None)
    return best, best is None and bool(gutters)


def _gutters(found: list[Stretch], bars: Sequence[Box]) -> Iterator[Gutter]:
    """Each place where text stands on both sides of white space over enough lines."""
    ordered = sorted(found, key=lambda item: item.baseline)
    baselines = [item.baseline for item in ordered]
    for at in _candidates(ordered, ACROSS * _lines(ordered)):
        crossing = [item.baseline for item in ordered if item.start < at - EDGE and item.end > at + EDGE]
        crossing += [(bar.top + bar.bottom) / 2 for bar in bars if bar.x0 < at - 12 and bar.x1 > at + 12]
        for above, below in pairwise((float("-inf"), *sorted(crossing), float("inf"))):
            first, last = bisect_right(baselines, above), bisect_left(baselines, below)
            if last - first < 2 * MIN_STARTS or baselines[last - 1] - baselines[first] < ordered[first].size:
                continue  # too few, or all on one line
            for inside in _between_bands(ordered[first:last], at):
                left = [item for item in inside if item.start < at - EDGE]
                right = [item for item in inside if item.start >= at - EDGE]
                gutter = _gutter(left, right)
                if gutter is not None:
                    yield gutter


def _candidates(found: Sequence[Stretch], most: float) -> Iterator[float]:
    """Where several stretches begin, or white space begins after several, and at most `most` stand across."""
    text = [item for item in found if not item.solid]
    starts, ends = sorted(item.start for item in text), sorted(item.end for item in text)
    places = {*_common(starts), *(place + 2 * EDGE for place in _common(ends))}
    em = WIDE * median(item.size for item in text) if text else 0.0
    # and where white space ends that next to nothing crosses, whatever begins there
    places |= {
        start for start in starts if bisect_left(starts, start - EDGE) - bisect_right(ends, start - em) <= CROSSED
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
        if goes_on and _sides(joined[-1], at) >= MIN_STARTS:
            joined[-1].extend(part)
        else:
            joined.append(part)
    return joined


def _sides(part: list[Stretch], at: float) -> int:
    """Lines on the side that has fewer; none for a single line with something left and right."""
    left = {round(item.baseline) for item in part if item.start < at - EDGE}
    right = {round(item.baseline) for item in part if item.start >= at - EDGE}
    return min(len(left), len(right)) if len(left | right) > 1 else 0


def _gutter(left: list[Stretch], right: list[Stretch]) -> Gutter | None:
    """The gutter between two sides, over the lines where both have text; None if it does not look like one."""
    if len(left) < MIN_STARTS or len(right) < MIN_STARTS:
        return None
    size = median(item.size for item in (*left, *right))
    both_left, both_right = _beside(left, right, size), _beside(right, left, size)
    lines = min(_lines(both_left), _lines(both_right))
    if lines < MIN_STARTS:
        return None
    left, right = _running_on(left, both_left, size), _running_on(right, both_right, size)
    at, end = min(item.start for item in right), max(item.end for item in left)
    if lines < _lines_needed((at - end) / size):
        return None
    lines_left, lines_right = list(_as_lines(left)), list(_as_lines(right))
    if min(_characters(lines_left), _characters(lines_right)) < LABEL_CHARACTERS:
        return None
    baselines = [item.baseline for item in (*left, *right)]
    widths = sorted((end - min(item.start for item in left), max(item.end for item in right) - at))
    return Gutter(
        (at + end) / 2,
        min(baselines),
        max(baselines),
        lines * widths[0] / widths[1],
        (_is_prose(lines_left) and _is_prose(lines_right)) or _is_heedless(both_left, both_right, size),
    )


def _lines_needed(width: float) -> float:
    return next((lines for least, lines in LINES_BY_WIDTH if width >= least), float("inf"))


def _lines(items: Iterable[Stretch]) -> int:
    return len({round(item.baseline) for item in items})


def _beside(side: list[Stretch], other: list[Stretch], size: float) -> list[Stretch]:
    """The items of a side that have one of the other beside them."""
    baselines = [item.baseline for item in other]
    reach = BESIDE * size
    return [
        item
        for item in side
        if bisect_left(baselines, item.baseline - reach) < bisect_right(baselines, item.baseline + reach)
    ]


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


def _as_lines(side: list[Stretch]) -> Iterator[Stretch]:
    """The stretches of one baseline put together where nothing wider than in a justified line parts them."""
    line: Stretch | None = None
    for item in sorted(side, key=lambda item: (round(item.baseline), item.start)):
        same = line and round(line.baseline) == round(item.baseline) and not item.solid
        if line and same and item.start - line.end < WIDE * item.size:
            line = line._replace(end=item.end, characters=line.characters + 1 + item.characters)
            continue
        if line:
            yield line
        line = item
    if line:
        yield line


def _characters(side: list[Stretch]) -> float:
    return fmean(item.characters for item in side)


def _is_prose(side: list[Stretch]) -> bool:
    """Whether most lines are long, and as long as each other; atoms count as prose."""
    text = [item for item in side if not item.solid]
    if 2 * len(text) <= len(side):
        return True
    if _characters(text) < PROSE_CHARACTERS:
        return False
    lengths = sorted(item.end - item.start for item in text)
    full = FULL * lengths[int(0.9 * (len(lengths) - 1))]
    return sum(length >= full for length in lengths) > OFTEN * len(lengths)


def _is_heedless(left: list[Stretch], right: list[Stretch], size: float) -> bool:
    """Whether the lines of the two sides stand at heights of their own."""
    fewer, more = sorted((left, right), key=len)
    baselines = [item.baseline for item in more]
    reach = ALIGNED * size
    aligned = sum(
        bisect_left(baselines, item.baseline - reach) < bisect_right(baselines, item.baseline + reach)
        for item in fewer
        if not item.solid
    )
    return aligned < HEEDLESS * len(fewer)


# ── stretches ────────────────────────────────────────────────────────────────────────────────────────


def stretches(found: Iterable[Piece]) -> Iterator[Stretch]:
    ordered = sorted(found, key=lambda piece: (round(piece.baseline), piece.start))
    for _, group in groupby(ordered, key=lambda piece: round(piece.baseline)):
        run: list[Piece] = []
        for piece in group:
            if run and piece.start - run[-1].end > JOIN * piece.size:
                yield _stretch(run)
                run = []
            run.append(piece)
        yield _stretch(run)


def _stretch(run: list[Piece]) -> Stretch:
    characters = sum(len(piece.text) for piece in run) + len(run) - 1
    first = run[0]
    return Stretch(first.start, max(piece.end for piece in run), first.baseline, first.size, characters)
