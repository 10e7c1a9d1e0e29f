"""Block quotations: lines moved in on both sides of their column, wrapped at an edge of their own.

What is moved in on one side only is an item or what belongs to one; lines that end where the next word would have
had room are an address or a verse; lines in the middle are a title. Nothing is a quotation before the text has
begun: what is moved in below a title is an abstract.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from convert.page import Key, Line
from convert.structure.frames import FLUSH, JUSTIFIED, LARGE, Frame, frames, is_bold, runs
from convert.structure.paragraphs import GAP, SPACE, first_width

MOVED_IN = 1.2, 1.0
"""Em by which a quotation is moved in, on the left and on the right."""
SAME_EDGE = 0.4
"""Em by which the left edges of its lines may differ; the first line of a paragraph may be moved in further."""
FIRST = 2.5
"""Em by which a first line may be moved in."""
WRAPPED = 0.75
"""Share of its lines, the last left aside, that end where the next word had no room."""
EARLY = 0.4
"""… where lines are ragged, the share that end although the column itself had room for the next word."""
FLUSH_LEFT = 0.7
"""Share of its lines that begin at its left edge."""
SURE = 3
"""Lines that tell by themselves; of fewer, the letters are smaller or a mark opens them."""
SMALLER = 0.95
SAME_SIZE = 0.35
"""Points by which the sizes of its lines may differ."""

_OPENED = regex.compile(r"\s*[\"“«‘„]")


def find_quotes(lines: Sequence[Line], begun: Collection[Key]) -> Mapping[Key, Frame]:
    """The lines of quotations, each with the frame of its own that it is set in; `begun` are those of items."""
    framed = frames(lines)
    order = {line.key: at for at, line in enumerate(lines)}
    found: dict[Key, Frame] = {}
    loose: list[Line] = []
    has_begun = False
    for run in runs(lines):
        for stretch in _stretches(run, framed, begun):
            frame = framed[stretch[0].key]
            if not _is_inset(stretch[0], frame) or stretch[0].key in begun:
                has_begun = has_begun or _is_text(stretch, frame)
            elif has_begun and _is_quote(stretch, frame):
                own = _own_frame(stretch, frame)
                found.update((line.key, own) for line in stretch)
            elif len(stretch) < SURE:
                loose.extend(stretch)
    for line in (*loose, *reversed(loose)):  # the few lines of one on the page before or after
        near = (lines[at] for at in (order[line.key] - 1, order[line.key] + 1) if 0 <= at < len(lines))
        for other in near:
            if other.key in found and line.key not in found and _goes_with(line, other, framed):
                moved = _moved(line, other, found, framed)
                found[line.key] = found[other.key] if line.page == other.page else moved
    return found


def _stretches(
    run: Sequence[Line], framed: Mapping[Key, Frame], begun: Collection[Key]
) -> Iterator[tuple[Line, ...]]:
    """The lines of a column in stretches that are moved in, and that are not."""
    stretch: list[Line] = []
    for line in run:
        inset = _is_inset(line, framed[line.key]) and line.key not in begun
        if stretch:
            before = _is_inset(stretch[-1], framed[stretch[-1].key]) and stretch[-1].key not in begun
            if inset != before or line.key in begun or _is_other(stretch, line, framed[line.key].em):
                yield tuple(stretch)
                stretch = []
        stretch.append(line)
    if stretch:
        yield tuple(stretch)


def _is_other(stretch: Sequence[Line], line: Line, em: float) -> bool:
    """Whether a line is set in another size than those before it, or below white space at another edge."""
    if abs((line.size or 0.0) - (stretch[-1].size or 0.0)) > SAME_SIZE:
        return True
    left = min(each.box.x0 for each in stretch if each.box)
    return line.gap > GAP and line.box is not None and abs(line.box.x0 - left) > SAME_EDGE * em


def _is_inset(line: Line, frame: Frame) -> bool:
    """Whether a line is moved in on both sides."""
    if not line.box or (line.tag is not None and (line.tag.sure or line.tag.around)):
        return False
    left, right = line.box.x0 - frame.left, frame.right - line.box.x1
    return left >= MOVED_IN[0] * frame.em and right >= MOVED_IN[1] * frame.em and not is_bold(line)


def _is_text(stretch: Sequence[Line], frame: Frame) -> bool:
    """Whether text runs over the whole measure of its column."""
    full = (line for line in stretch if line.box and line.box.x1 - line.box.x0 > 0.9 * frame.width)
    return len(list(full)) > 1


def _is_quote(stretch: Sequence[Line], frame: Frame) -> bool:
    boxes = [line.box for line in stretch if line.box]
    if len(boxes) < 2 or frame.lines < LARGE:
        return False
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    if not all(0 <= box.x0 - left <= FIRST * frame.em for box in boxes):
        return False
    flush = sum(box.x0 - left <= SAME_EDGE * frame.em for box in boxes)
    wrapped = early = joints = 0
    for line, after in pairwise(stretch):
        if after.gap > GAP or not line.box:
            continue
        joints += 1
        needed = line.box.x1 + SPACE * frame.em + first_width(after)
        wrapped += needed > right - FLUSH
        early += needed <= frame.right
    if not joints or flush < FLUSH_LEFT * len(boxes) or wrapped < WRAPPED * joints:
        return False
    if not frame.justified and early < EARLY * joints:
        return False
    smaller = (stretch[0].size or 0.0) <= SMALLER * frame.em
    return len(boxes) >= SURE or smaller or bool(_OPENED.match(stretch[0].text))


def _own_frame(stretch: Sequence[Line], frame: Frame) -> Frame:
    boxes = [line.box for line in stretch if line.box]
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    flush = sum(abs(box.x1 - right) <= FLUSH for box in boxes)
    justified = frame.justified and flush >= JUSTIFIED * (len(boxes) - 1)
    return Frame(left, right, justified, stretch[0].size or frame.em, len(boxes))


def _goes_with(line: Line, other: Line, framed: Mapping[Key, Frame]) -> bool:
    """Whether a line is moved in as a line of a quotation is, in letters of the same size."""
    if not line.box or not other.box or abs((line.size or 0) - (other.size or 0)) > SAME_SIZE:
        return False
    one, two = framed[line.key], framed[other.key]
    return abs((line.box.x0 - one.left) - (other.box.x0 - two.left)) <= SAME_EDGE * one.em


def _moved(line: Line, other: Line, found: Mapping[Key, Frame], framed: Mapping[Key, Frame]) -> Frame:
    """The frame of a quotation in the column of one of its lines on another page."""
    by = framed[line.key].left - framed[other.key].left
    own = found[other.key]
    return replace(own, left=own.left + by, right=own.right + by)
