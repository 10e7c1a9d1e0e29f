"""How sure it is that a region is a table: evidence for and against, added up.

The weights are those of a trial on one-page documents of many kinds; every threshold from 1.0 to 2.5 gave the same
result there, so that it is the features that matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import fmean

from convert.boxes import holds
from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing
from convert.readers.pdf.tables.loose import Layout
from convert.readers.pdf.tables.model import FIGURE, TABLE, Band, has_digits

SURE = 1.0
"""What the evidence must add up to."""
NEAR = 5.0
"""Em above or below a table within which its caption begins."""

_LABEL = re.compile(
    r"\[?\d{1,3}\]?|[•·∙‣▪■□○●◦–—*\-➢✓]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]+|\d{1,2}(?:\.\d{1,2})+\.?"
)
_LEADERS = re.compile(r"\.{4,}|(?:\. ){3,}|…{2,}|_{4,}")
_CONTENTS = re.compile(
    r"(?:table of )?contents|sommaire|table des matières|índice(?: general)?|(?:tabla de )?contenido|inhalt",
    re.IGNORECASE,
)
_MATHS = re.compile(r"[=∑∫√≤≥≈∂∇∈∀∃±×÷→←]")


def captioned(lines: Sequence[tuple[Box, str]], box: Box, size: float, pattern: re.Pattern[str]) -> bool:
    """Whether a caption of the kind stands above or below a box."""
    for line, text in lines:
        if line.x1 < box.x0 - size or line.x0 > box.x1 + size or not pattern.match(text):
            continue
        if -size <= box.top - line.bottom <= NEAR * size or -size <= line.top - box.bottom <= NEAR * size:
            return True
    return False


def weigh(layout: Layout, drawing: Drawing, lines: Sequence[tuple[Box, str]]) -> float:
    """The sum of the evidence for a table."""
    region, columns = layout.region, layout.columns
    size = fmean(band.size for band in region.bands)
    texts: list[list[str]] = [[] for _ in columns]
    for line in layout.lines:
        for part in line:
            if part.first == part.last:
                texts[part.first].append(part.text)
    filled = [len(line) for line in layout.lines]
    several = sum(count >= 2 for count in filled)
    numeric = sum(len(t) >= 2 and sum(map(has_digits, t)) >= 0.6 * len(t) for t in texts)
    rules = len(region.rules)
    caption = captioned(lines, region.box, size, TABLE)
    score = 0.0
    score += 1.5 * caption
    score += 1.5 * (rules >= 2) + 0.5 * (rules >= 3)
    score += min(1.5, numeric * 0.75) if numeric < len(columns) else 0.5
    score += 1.0 * (len(columns) >= 3)
    score += 1.0 * (region.fills >= 2)
    score += 0.5 * (several >= 0.6 * len(filled))
    # against
    if several < 2:
        score -= 1.5
    score -= 4.0 * _is_list(texts)
    score -= 2.5 * _is_prose(layout, texts)
    score -= 6.0 * (_is_contents(layout, texts) or is_named_contents(region.box, texts, lines))
    score -= 2.5 * (numeric == len(columns) and not caption and rules < 2)
    score -= 2.5 * captioned(lines, region.box, size, FIGURE)
    score -= 1.5 * _is_drawn(region.box, drawing)
    score -= 1.0 * (not caption and rules < 2 and not numeric and region.fills < 2)
    score -= 1.0 * (sum(filled) < 0.5 * len(columns) * len(filled))
    joined = " ".join(text for t in texts for text in t)
    score -= (1.0 if rules >= 2 or caption else 3.0) * (len(_MATHS.findall(joined)) > 0.3 * len(layout.lines))
    few = len(layout.lines) <= (2 if rules > 2 else 3)
    score -= 2.0 * (few and region.kind == "rules" and not caption)  # a masthead, a running head
    return score


def _is_list(texts: Sequence[Sequence[str]]) -> bool:
    """Labels or bullets before text."""
    first = texts[0]
    return len(texts) == 2 and bool(first) and sum(bool(_LABEL.fullmatch(t)) for t in first) >= 0.6 * len(first)


def is_list(bands: Sequence[Band]) -> bool:
    """Whether lines with a gap begin with labels or bullets and have nothing but text after them."""
    several = [band.runs for band in bands if len(band.runs) > 1]
    return sum(len(runs) == 2 and bool(_LABEL.fullmatch(runs[0].text)) for runs in several) >= 0.8 * len(several)


def _is_prose(layout: Layout, texts: Sequence[Sequence[str]]) -> bool:
    """Columns of running text."""
    long = 0
    for column, found in zip(layout.columns, texts, strict=True):
        if len(found) < 3 or fmean(map(len, found)) < 16:
            continue
        widths = [
            part.pieces[-1].end - part.pieces[0].start
            for line in layout.lines
            for part in line
            if part.first == part.last and layout.columns[part.first] is column
        ]
        full = sum(width >= 0.72 * (column.end - column.start) for width in widths)
        long += full > 0.4 * len(widths)
    return long >= 2 and layout.region.kind == "lines"


def _is_contents(layout: Layout, texts: Sequence[Sequence[str]]) -> bool:
    """Leaders, or page numbers that count up behind titles."""
    leaders = sum(bool(_LEADERS.search(" ".join(part.text for part in line))) for line in layout.lines)
    return leaders >= 0.3 * len(layout.lines) or are_contents(texts)


def are_contents(columns: Sequence[Sequence[str]]) -> bool:
    """Whether columns are titles and the pages, counting up, on which they begin."""
    last = columns[-1]
    pages = [int(text) for text in last if text.isdecimal() and len(text) <= 4]
    if len(columns) > 3 or len(pages) < 3 or len(pages) < 0.8 * len(last):
        return False
    counting = pages == sorted(pages) and len(set(pages)) > 2 and pages[-1] > len(pages)
    return counting and fmean(map(len, columns[-2] or [""])) > 12


def is_named_contents(box: Box, columns: Sequence[Sequence[str]], lines: Sequence[tuple[Box, str]]) -> bool:
    """Whether titles with pages that count up stand below a title such as "Contents"."""
    named = any(
        line.bottom <= box.top + NEAR and _CONTENTS.fullmatch(text.strip())
        for line, text in lines
        if line.x1 > box.x0
    )
    last = columns[-1]
    pages = [int(text) for text in last if text.isdecimal() and len(text) <= 4]
    return named and len(pages) >= max(3, 0.5 * len(last)) and pages == sorted(pages)


def _is_drawn(box: Box, drawing: Drawing) -> bool:
    """Curves or pictures of some size inside."""
    inside = [each for each in (*drawing.curves, *drawing.images) if holds(box, each)]
    large = [each for each in inside if each.x1 - each.x0 > 25 or each.bottom - each.top > 25]
    return len(large) >= 1 or len(inside) >= 12
