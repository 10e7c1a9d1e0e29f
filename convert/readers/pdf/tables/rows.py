"""The lines of a table's body joined to rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from statistics import fmean

from convert.readers.pdf.tables.lines import Line, numeric_columns
from convert.readers.pdf.tables.model import has_digits

SEPARATED = 0.3
"""Share of the gaps between lines with a rule in them, from which on the rules are the rows."""
TWO_LEADINGS = 1.25
"""How much larger than the leading inside of cells the leading between rows is."""
CLOSE = 1.6
"""Em between baselines up to which two lines of a head are one."""


def body_rows(lines: Sequence[Line], size: float, rules: Sequence[float] = ()) -> list[list[Line]]:
    """The lines of a body in rows: between rules if there are enough, else by leading, else by what they hold."""
    if not lines:
        return []
    pairs = list(pairwise(lines))
    parted = [any(a.band.first < y < b.band.baseline for y in rules) for a, b in pairs]
    leading = [b.band.first - a.band.baseline for a, b in pairs]
    numeric = numeric_columns(lines)
    if sum(parted) >= SEPARATED * len(parted) and sum(parted) > 1:
        joins = [not each for each in parted]
    else:
        tight = _tight(leading)
        if tight is not None and not _are_partial(lines, leading, tight, numeric):
            tight = None
        joins = [
            not part and (gap <= tight if tight is not None else _continues(a, b, gap, size))
            for (a, b), gap, part in zip(pairs, leading, parted, strict=True)
        ]
    groups = [[lines[0]]]
    for line, joined in zip(lines[1:], joins, strict=True):
        if joined and not any(_both_numbered(each, line, numeric) for each in groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _both_numbered(one: Line, other: Line, numeric: Collection[int]) -> bool:
    """Whether two lines have a number each in one column of numbers: they are two rows."""
    there = {part.first for part in one if part.first in numeric and has_digits(part.text)}
    return any(part.first in there and has_digits(part.text) for part in other)


def _tight(leading: Sequence[float]) -> float | None:
    """The largest leading inside of cells, where there are clearly two leadings; else None."""
    ordered = sorted(leading)
    if len(ordered) < 2:
        return None
    jumps = [(after / before, before) for before, after in pairwise(ordered) if before > 0]
    ratio, below = max(jumps, default=(0.0, 0.0))
    return below + 0.1 if ratio >= TWO_LEADINGS and below <= 1.35 * ordered[0] else None


def _are_partial(lines: Sequence[Line], leading: Sequence[float], tight: float, numeric: Collection[int]) -> bool:
    """Whether lines after a close leading fill few columns, as the second lines of cells do."""
    after = [len(line) for line, gap in zip(lines[1:], leading, strict=True) if gap <= tight]
    firsts = [len(lines[0]), *(len(line) for line, gap in zip(lines[1:], leading, strict=True) if gap > tight)]
    if not after:
        return False
    return fmean(after) <= 0.8 * fmean(firsts) or (max(firsts) <= 3 and not numeric)


def _continues(above: Line, line: Line, gap: float, size: float) -> bool:
    """Whether a line is the second line of the cells above it."""
    if not line.parts or gap > CLOSE * size or len(line) > max(1, (len(above) + 1) // 2):
        return False
    if any(has_digits(part.text) for part in line):
        return False
    filled = {column for part in above for column in range(part.first, part.last + 1)}
    if not all(part.first in filled for part in line):
        return False
    if line.parts[0].first > 0:
        return True
    opening = line.parts[0].text[:1]
    return len(line) == 1 and (opening.islower() or opening in "(&/") and len(above) > 1
