"""The white space above each line beyond its normal leading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from convert.page import Line, Pages
from convert.readers.ocr.extents import DESCENT, crowds, reaches_below
from convert.readers.ocr.level import is_level

LEADING = 1.2
"""Leading in em where a document is too short to show its own."""
MOST_LEADING = 3.0
"""Leading in em beyond which two lines are not neighbours."""
UNEVEN = 0.6
"""Points by which advances of one leading scatter: a pixel and a half at 200 dpi."""
USUAL = 0.25
"""A leading is normal for a size if it is this often as frequent as the most frequent one."""
MIN_SEEN = 2
"""Times that an advance is seen before it counts as a leading."""
SMALL_GAP = 0.18
"""Extra leading, in lines, that is unevenness of boxes and not white space."""


def with_gaps(pages: Pages) -> Pages:
    """The pages with the white space above each line beyond its normal leading, in lines."""
    leadings = _leadings(pages)
    return tuple(
        replace(
            page,
            lines=tuple(
                replace(line, gap=_gap(before, line, leadings))
                for before, line in pairwise((None, *page.lines))
                if line
            ),
        )
        for page in pages
    )


def _gap(before: Line | None, line: Line, leadings: dict[float, float]) -> float:
    if line.cell or before is None or before.region != line.region or not (before.box and line.box and line.size):
        return 0.0
    normal = leadings.get(line.size) or leadings[0.0] * line.size
    extra = _advance(before, line) / normal - 1
    return round(extra, 2) if extra > SMALL_GAP else 0.0


def _leadings(pages: Pages) -> dict[float, float]:
    """The normal leading in points for each size; under 0.0 that of the text, in em."""
    seen: defaultdict[float, list[float]] = defaultdict(list)
    for page in pages:
        for above, below in pairwise(page.lines):
            if (
                above.region == below.region
                and not below.cell
                and above.size == below.size
                and below.size
                and above.box
                and below.box
            ):
                advance = _advance(above, below)
                if 0 < advance < MOST_LEADING * below.size:
                    seen[below.size].append(advance)
    known = {size: _usual(advances) for size, advances in seen.items() if len(advances) >= MIN_SEEN}
    if not known:
        return {0.0: LEADING}
    text = max(known, key=lambda size: len(seen[size]))
    return {**known, 0.0: known[text] / text}


def _usual(advances: Sequence[float]) -> float:
    """The least of the frequent advances: text set with space between paragraphs has two."""
    near = crowds(((each, 1) for each in advances), lambda one, other: abs(other - one) <= UNEVEN)
    most = max(near.values())
    least = min(each for each, count in near.items() if count >= min(most, max(MIN_SEEN, USUAL * most)))
    return median(each for each in advances if abs(each - least) <= UNEVEN)


def _advance(above: Line, below: Line) -> float:
    return _foot(below) - _foot(above)


def _foot(line: Line) -> float:
    """The baseline of a line, in points."""
    assert line.box
    feet = [word.box.bottom for word in line.words if word.box and not word.raised and is_level(word.text)]
    if feet:
        return median(feet)
    return line.box.bottom - (DESCENT * (line.size or 0.0) if reaches_below(line.text) else 0.0)
