"""Numbers of lines in the margin of a page: they belong to the page, not to the text.

Bills, court papers and manuscripts number each line, or each fifth. Such numbers stand in a column of their own
outside of the text, grow by a constant step, and as many lines of text lie between two as the step says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from convert.readers.pdf.glyphs.pieces import Piece

LEAST_EACH, LEAST_STEPPED = 12, 4
"""Numbers that a column has at least if each line has one (a table may have ten), and if only some lines do."""
REGULAR = 0.85
"""Share of the numbers that follow the one above by the step, at the height that the step says."""
EDGE = 2.5
"""Points by which the right or left edges of the numbers may differ."""
SLACK = 0.25
"""Share by which the advance from number to number may differ from the usual one."""
PROSE = 30
"""Characters of an average line of the text that is numbered."""
LEVEL = 2.0
"""Points by which the baselines of a number and its line may differ."""


def line_numbers(found: Sequence[Piece]) -> list[Piece]:
    """The words of a page that are numbers of its lines."""
    numbers = [piece for piece in found if piece.text.isdecimal() and len(piece.text) <= 4]
    if len(numbers) < LEAST_STEPPED:
        return []
    text = sorted((piece for piece in found if not piece.text.isdecimal()), key=lambda piece: piece.baseline)
    lines: Counter[int] = Counter()
    for piece in text:
        lines[round(piece.baseline)] += len(piece.text)
    for column in _columns(numbers):
        if len(column) >= LEAST_STEPPED and _counts(column) and _is_outside(column, text, lines):
            return column
    return []


def _columns(numbers: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Numbers that stand under each other, by their right edge, then by their left."""
    for edge in ("end", "start"):
        columns: defaultdict[int, list[Piece]] = defaultdict(list)
        for number in numbers:
            columns[round(getattr(number, edge) / EDGE)].append(number)
        for column in sorted(columns.values(), key=len, reverse=True):
            yield sorted(column, key=lambda number: number.baseline)


def _counts(column: Sequence[Piece]) -> bool:
    """Whether the numbers grow by one step, and evenly down the page."""
    steps = Counter(int(after.text) - int(before.text) for before, after in pairwise(column))
    step, count = steps.most_common(1)[0]
    if (
        step < 1
        or count < REGULAR * (len(column) - 1)
        or len(column) < (LEAST_EACH if step == 1 else LEAST_STEPPED)
    ):
        return False
    advances = [after.baseline - before.baseline for before, after in pairwise(column)]
    usual = median(advances)
    return sum(abs(advance - usual) <= SLACK * usual for advance in advances) >= REGULAR * len(advances)


def _is_outside(column: Sequence[Piece], text: Sequence[Piece], lines: Counter[int]) -> bool:
    """Whether the text is wholly on one side, each number on a line of prose, as many lines apart as it says."""
    top, bottom = column[0].baseline - LEVEL, column[-1].baseline + LEVEL
    baselines = [piece.baseline for piece in text]
    beside = text[bisect_left(baselines, top) : bisect_right(baselines, bottom)]
    if not beside:
        return False
    left, right = min(number.start for number in column), max(number.end for number in column)
    if not (all(piece.start > right for piece in beside) or all(piece.end < left for piece in beside)):
        return False
    heights = sorted(lines)
    right_many = sum(
        bisect_left(heights, after.baseline - LEVEL) - bisect_left(heights, before.baseline - LEVEL)
        == int(after.text) - int(before.text)
        for before, after in pairwise(column)
    )
    if right_many < REGULAR * (len(column) - 1):
        return False
    lengths = [
        sum(lines[at] for at in range(round(number.baseline - LEVEL), round(number.baseline + LEVEL) + 1))
        for number in column
    ]
    return sum(length > 0 for length in lengths) >= REGULAR * len(column) and median(lengths) >= PROSE
