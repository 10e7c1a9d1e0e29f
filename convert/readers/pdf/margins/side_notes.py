"""Notes in the margin beside one column of text: short lines outside of it, in a smaller or another letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from statistics import fmean

from convert.readers.pdf.glyphs.pieces import Piece

LONG, MOST_LONG = 40, 0.8
"""Characters of a line of the text, and the share of them that must lie in one column."""
LEAST_LONG = 8
"""Lines of text that a page has at least."""
OUTSIDE = 0.7
"""White space between the text and its side notes, in em of the text."""
SHORT = (3, 24)
"""Characters that a line of a side note has on average."""
SMALLER = 0.95
"""Times the size of the text that side notes have at most, unless their letters are other ones."""
APART = 1.8
"""Leading in em above which lines do not belong together."""
FEWER = 0.7
"""Lines of side notes for each line of text."""


def side_notes(found: Sequence[Piece]) -> list[list[Piece]]:
    """The words of the side notes of a page, on the left and on the right."""
    stretches = [stretch for line in _lines(found) for stretch in _stretches(line)]
    long = [stretch for stretch in stretches if _characters(stretch) >= LONG]
    if len(long) < LEAST_LONG:
        return []
    starts, ends = sorted(each[0].start for each in long), sorted(each[-1].end for each in long)
    left, right = starts[len(starts) // 10], ends[-1 - len(ends) // 10]
    inside = [each for each in long if each[0].start >= left - 2 and each[-1].end <= right + 2]
    wide = [each for each in inside if each[-1].end - each[0].start >= (right - left) / 2]
    if len(wide) < MOST_LONG * len(long):
        return []
    main = _style(piece for each in long for piece in each)
    space, reach = OUTSIDE * main[0], 2 * main[0]
    beside = [s for s in stretches if long[0][0].baseline - reach <= s[0].baseline <= long[-1][0].baseline + reach]
    sides = (
        [piece for each in beside if each[-1].end < left - space for piece in each],
        [piece for each in beside if each[0].start > right + space for piece in each],
    )
    return [side for side in sides if side and _are_notes(side, main, len(long))]


def _are_notes(side: list[Piece], main: tuple[float, bool, bool], long: int) -> bool:
    lines = _lines(side)
    style = _style(side)
    other = style[0] <= SMALLER * main[0] or (
        style[1:] != main[1:] and style[0] <= main[0] and not _are_terms(lines)
    )
    worded = sum(any(piece.text.rstrip(".").isalpha() for piece in line) for line in lines)
    return (
        other
        and 2 * worded > len(lines)
        and SHORT[0] <= fmean(map(_characters, lines)) <= SHORT[1]
        and len(lines) <= FEWER * long
    )


def _are_terms(lines: Sequence[Sequence[Piece]]) -> bool:
    """Whether lines as large as the text stand each for itself: terms before what they mean, read with it."""
    steps = [after[0].baseline - before[0].baseline for before, after in pairwise(lines)]
    return 2 * sum(step > APART * lines[0][0].size for step in steps) > len(steps)


def _lines(found: Iterable[Piece]) -> list[list[Piece]]:
    """The words of each baseline, from left to right."""
    ordered = sorted(found, key=lambda piece: (round(piece.baseline), piece.start))
    return [list(line) for _, line in groupby(ordered, key=lambda piece: round(piece.baseline))]


def _stretches(line: list[Piece]) -> list[list[Piece]]:
    """The words of one baseline, parted at gaps that no sentence has."""
    parts = [line[:1]]
    for before, after in pairwise(line):
        if after.start - before.end > max(before.size, after.size):
            parts.append([])
        parts[-1].append(after)
    return parts


def _characters(line: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in line) + len(line) - 1


def _style(found: Iterable[Piece]) -> tuple[float, bool, bool]:
    """Size, weight and slant of most characters."""
    styles: Counter[tuple[float, bool, bool]] = Counter()
    for piece in found:
        styles[piece.size, piece.bold, piece.italic] += len(piece.text)
    return styles.most_common(1)[0][0]
