"""The columns of a region: what the lines with most words leave between white space."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from convert.readers.pdf.tables.lines import ALIGNED, Column
from convert.readers.pdf.tables.model import IN_RULES, Band

COLUMN_GAP = 0.5
"""Em of white space between two columns."""
LEFT_OVER = 0.3
"""Share of the lines that such a column has at most …"""
LEFT_OVER_GAP = 2.5
"""… and the white space before it, in em."""
WORD_SPACE = 1.0
"""Em of a wide space between the words of a heading."""
RICH = 0.75
"""A line shows where the columns are if it has this share of the runs of the richest lines."""
CROSSED = 0.3
"""Share of the lines at a gap that may run over it."""
SIGNS = 0.6
"""Share of the cells of a column of signs that are signs; its heading may stand above it."""
MOST_HEADINGS = 2
"""Lines of such a heading."""
BEFORE, AFTER = r"[A-Z]{0,3}[$€£¥]|[+±−–~<>≤≥]", r"[%‰°)\]*†‡]{1,3}"
"""Signs set apart from the amounts that follow, and that they follow."""


def columns_of(bands: Sequence[Band]) -> tuple[Column, ...]:
    """The columns: what the lines with most runs leave between white space."""
    if not bands:
        return ()
    counts = sorted((len(band.runs) for band in bands), reverse=True)
    richest = counts[min(len(counts) - 1, len(counts) // 10)]
    rich = [band for band in bands if len(band.runs) >= max(2, RICH * richest)]
    size = median(band.size for band in bands)
    spans = sorted((run.start, run.end) for band in rich for run in band.runs)
    found: list[list[float]] = []
    for start, end in spans:
        if found and start - found[-1][1] < COLUMN_GAP * size:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    if len(found) < richest and len(rich) > 3:
        found = _tolerant(spans, len(rich), size) or found
    columns = _kept(tuple(Column(start, end) for start, end in found), bands)
    return _with_signs(columns, bands)


def _kept(columns: tuple[Column, ...], bands: Sequence[Band]) -> tuple[Column, ...]:
    """The columns, those joined between which too many lines run on: a wide space in a line is no column."""
    if len(columns) < 2:
        return columns
    found = [columns[0]]
    for column in columns[1:]:
        left, right = found[-1].end, column.start
        crossing = sum(_crosses(band, left, right) for band in bands)
        beside = sum(
            any(run.end <= left + 1 for run in band.runs) and any(run.start >= right - 1 for run in band.runs)
            for band in bands
        )
        crossed = crossing > max(1, CROSSED * (crossing + beside)) and crossing > 1
        left_over = _is_left_over(column, bands, found[-1]) or _is_half_a_head(column, bands, found[-1])
        if crossed or left_over or not _is_aligned(column, bands):
            found[-1] = Column(found[-1].start, column.end)
        else:
            found.append(column)
    return tuple(found)


def _with_signs(columns: tuple[Column, ...], bands: Sequence[Band]) -> tuple[Column, ...]:
    """The columns; one that holds nothing but the signs of the amounts beside it is a part of theirs."""
    found: list[Column] = []
    start: float | None = None  # of signs that belong to the next column
    for column in columns:
        signs = _signs(column, bands)
        if found and signs == AFTER:
            found[-1] = Column(found[-1].start, column.end)
        elif signs == BEFORE and column is not columns[-1]:
            start = column.start
        else:
            found.append(Column(column.start if start is None else start, column.end))
            start = None
    return tuple(found)


def _signs(column: Column, bands: Sequence[Band]) -> str:
    """The kind of signs that a column holds below its head, "" if it holds anything else."""
    texts = [run.text for band in bands for run in band.runs if run.start < column.end and run.end > column.start]
    for kind in (BEFORE, AFTER):
        signs = [re.fullmatch(kind, text) is not None for text in texts]
        if sum(signs) >= 2 and all(signs[MOST_HEADINGS:]) and sum(signs) >= SIGNS * len(signs):
            return kind
    return ""


def _is_aligned(column: Column, bands: Sequence[Band]) -> bool:
    """Whether the words of a column stand in line at its left, its right or its middle, if that can be told."""
    lines = [[run for run in band.runs if run.start < column.end and run.end > column.start] for band in bands]
    ends = [(line[0].start, line[-1].end) for line in lines if line]
    if len(ends) < 4:
        return True
    most = max(
        max(sum(abs(value - other) <= ALIGNED for other in values) for value in values)
        for values in ([a for a, _ in ends], [b for _, b in ends], [(a + b) / 2 for a, b in ends])
    )
    return most >= 0.4 * len(ends)


def _is_left_over(column: Column, bands: Sequence[Band], left: Column) -> bool:
    """Whether a column without a heading holds the last words of a few justified lines of the one before it."""
    inside = [band for band in bands if any(r.start < column.end and r.end > column.start for r in band.runs)]
    few = len(inside) <= LEFT_OVER * len(bands) and bands[0] not in inside
    return few and column.start - left.end < LEFT_OVER_GAP * bands[0].size


def _is_half_a_head(column: Column, bands: Sequence[Band], left: Column) -> bool:
    """Whether what stands left of a column is but a word of its heading that a wide space has cut off."""
    inside = [band for band in bands if any(r.start < column.end and r.end > column.start for r in band.runs)]
    beside = [band for band in bands if any(r.start < left.end and r.end > left.start for r in band.runs)]
    if len(bands) < 4 or any(band not in bands[:2] for band in beside) or inside[:1] != beside[:1]:
        return False
    return column.start - left.end < WORD_SPACE * bands[0].size


def _crosses(band: Band, left: float, right: float) -> bool:
    """Whether words stand in the white space between two columns, or run on over it."""
    for run in band.runs:
        if run.start < left - 1 and run.end > right + 1:
            pieces = run.pieces
            parted = any(
                one.end <= right + 1 and two.start >= left - 1 and two.start - one.end >= IN_RULES * two.size
                for one, two in pairwise(pieces)
            )
            if not parted:
                return True
    return False


def _tolerant(spans: list[tuple[float, float]], rows: int, size: float) -> list[list[float]]:
    """The columns where one line in ten may cross the white space between them."""
    events = sorted([(start, 1) for start, _ in spans] + [(end, -1) for _, end in spans])
    allowed = rows // 10
    if not allowed:
        return []
    found: list[list[float]] = []
    depth = 0
    for at, step in events:
        before, depth = depth, depth + step
        if before <= allowed < depth:
            if found and at - found[-1][1] < COLUMN_GAP * size:
                continue
            found.append([at, at])
        elif depth <= allowed < before and found:
            found[-1][1] = at
    return found
