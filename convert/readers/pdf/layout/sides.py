"""What tells that text left and right of white space is two columns, and not the cells of rows.

Columns read like prose, or flow on from line to line, or pay no heed to each other's lines, or have heads of one
look. The numbers are in em of the text concerned unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from convert.readers.pdf.layout.stretches import SOLID_CHARACTERS, Stretch, as_lines, characters, level_with, lines

FULL, OFTEN = 0.75, 0.45
"""Prose fills its measure to this share, on this share of its lines."""
REACHES = 0.6
"""Share of the way to the next column that lines of prose reach; labels before blanks stop earlier."""
ALIGNED = 0.1
"""Baselines this near are one line."""
HEEDLESS = 0.5
"""Two sides with a smaller share of common baselines are no rows of a table."""
FLOWING, LEAST_FLOWING = 0.3, 2
"""Share and number of the lines that go on with a sentence or begin with a bullet, where a side flows."""
SPARSE, MOSTLY, SPREAD = 0.65, 0.75, 1.5
"""Terms before what they mean: lines for each line beside them, share of them that stand on one with those, and
space between them, in usual leadings."""
HEAD_LINES, HEADED_LINES, HEADED_CHARACTERS = 3, 2, 10
"""Lines of the heads of columns; lines below them that are no more than the cells of one row; their characters."""
_BULLETS = frozenset("•▪■●○◦‣∙·–➢➤✓\uf0b7\uf0a7\uf0d8")


def are_columns(
    left: Sequence[Stretch],
    right: Sequence[Stretch],
    beside: tuple[Sequence[Stretch], Sequence[Stretch]],
    size: float,
) -> bool:
    """Whether two sides, and what of each stands beside the other, are columns; `size` is that of the text."""
    tops = [[item for item in side if item.opens] for side in (left, right)]
    if all(2 * sum(item.solid for item in side) > len(side) for side in (left, right)):
        return not _are_grid(tops[0], tops[1], size)
    lines_left, lines_right = list(as_lines(left)), list(as_lines(right))
    if _are_terms(lines_left, lines_right, size):
        return False
    measure = min(item.start for item in right) - min(item.start for item in left)
    return (
        (_is_prose(lines_left, REACHES * measure) and _is_prose(lines_right))
        or _is_heedless(*beside, size)
        or (_flows(lines_left) and _flows(lines_right))
        or _are_headed(lines_left, lines_right, size)
    )


def are_columns_of_prose(
    left: Sequence[Stretch],
    right: Sequence[Stretch],
    beside: tuple[Sequence[Stretch], Sequence[Stretch]],
    size: float,
) -> bool:
    """Whether two sides are columns by their long lines, or by the heights of their lines."""
    return all(_is_prose(list(as_lines(side))) for side in (left, right)) or _is_heedless(*beside, size)


def _is_prose(side: Sequence[Stretch], least: float = 0.0) -> bool:
    """Whether most lines are long, `least` points at least, and as long as each other; atoms count as prose."""
    text = [item for item in side if not item.solid]
    if 2 * len(text) <= len(side):
        return True
    if characters(text) < SOLID_CHARACTERS:
        return False
    lengths = sorted(item.end - item.start for item in text)
    full = max(least, FULL * lengths[int(0.9 * (len(lengths) - 1))])
    return sum(length >= full for length in lengths) > OFTEN * len(lengths)


def _is_heedless(left: Sequence[Stretch], right: Sequence[Stretch], size: float) -> bool:
    """Whether the lines of the two sides stand at heights of their own."""
    fewer, more = sorted((left, right), key=len)
    text = [item for item in fewer if not item.solid]
    return not fewer or len(level_with(text, more, ALIGNED * size)) < HEEDLESS * len(fewer)


def _are_grid(left: Sequence[Stretch], right: Sequence[Stretch], size: float) -> bool:
    """Whether the boxes of two sides stand in rows, read one after the other; the first row tells nothing."""
    fewer, more = sorted((left, right), key=len)
    rows = level_with(fewer[1:], more, ALIGNED * size)
    return len(fewer) > 1 and len(rows) > HEEDLESS * (len(fewer) - 1)


def _flows(side: Sequence[Stretch]) -> bool:
    """Whether many lines begin in the middle of a sentence, or with a bullet."""
    going_on = sum(item.first.islower() or item.first in _BULLETS for item in side[1:] if item.first)
    return going_on >= max(LEAST_FLOWING, FLOWING * (len(side) - 1))


def _are_terms(left: Sequence[Stretch], right: Sequence[Stretch], size: float) -> bool:
    """Whether the lines on the left stand each at the head of several on the right: terms, hours, questions."""
    if lines(left) > SPARSE * lines(right) or lines(left) < HEAD_LINES:
        return False
    if len(level_with(left, right, ALIGNED * size)) < MOSTLY * len(left):
        return False
    leadings = sorted(b.baseline - a.baseline for a, b in pairwise(right) if b.baseline - a.baseline > size / 2)
    if not leadings:
        return False
    usual = leadings[len(leadings) // 4]
    steps = [after.baseline - before.baseline for before, after in pairwise(left)]
    return 2 * sum(step >= SPREAD * usual for step in steps) > len(steps)


def _are_headed(left: Sequence[Stretch], right: Sequence[Stretch], size: float) -> bool:
    """Whether both sides begin on one line, in one look that only their first lines have."""
    look = left[0].look
    if look != right[0].look or not look.size or abs(left[0].baseline - right[0].baseline) > ALIGNED * size:
        return False
    bodies = []
    for side in (left, right):
        heads = [item for item in side if item.look == look]
        body = [item for item in side if item.look != look and not item.solid]
        if not body or lines(heads) > HEAD_LINES or heads[-1].baseline > min(item.baseline for item in body):
            return False
        if characters(body) < HEADED_CHARACTERS:
            return False
        bodies.append(body)
    few = min(map(lines, bodies)) <= HEADED_LINES
    return few or all(map(_flows, bodies)) or _is_heedless(bodies[0], bodies[1], size)
