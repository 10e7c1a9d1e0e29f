"""What stands around a block says of it as a heading: the box that it opens, the text that it heads or not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from convert.page import Key, Line
from convert.structure.blocks import Block
from convert.structure.frames import is_bold

BOXES = 2
"""Boxes of a page that open in one look, other than that of their text, before it is that of heads."""
PARTED = 2.5
"""White space, in em, between the two parts of a running head."""
EDGE = 0.1
"""Part of the height of a page at its head and foot in which lines of two parts belong to the page."""

Look: TypeAlias = tuple[float, bool, int]
Place: TypeAlias = tuple[int, int]


def look_of(block: Block) -> Look:
    """Size in half points, weight and colour of a block."""
    sizes: Counter[float] = Counter()
    for line in block.lines:
        sizes[line.size or 0.0] += len(line.text)
    words = [word for line in block.lines for word in line.words]
    color = words[0].color if words else 0
    return round(sizes.most_common(1)[0][0] * 2) / 2, all(is_bold(line) for line in block.lines), color


def openers(blocks: Sequence[Block]) -> frozenset[Key]:
    """The first lines of the regions of each page: nobody knows how much white is above them."""
    lines = [line for block in blocks for line in block.lines if line.box]
    return frozenset(
        line.key
        for before, line in pairwise([None, *lines])
        if line and (not before or _place(before) != _place(line))
    )


def heads_of_boxes(blocks: Sequence[Block]) -> frozenset[Key]:
    """The first lines of blocks that open regions side by side in one look, over text in another."""
    regions: defaultdict[Place, list[Block]] = defaultdict(list)
    for block in blocks:
        regions[_place(block.lines[0])].append(block)
    first = {place: held[0] for place, held in regions.items() if len(held) > 1 and _stands_over(held)}
    looks = Counter((page, look_of(block)) for (page, _), block in first.items())
    return frozenset(
        block.lines[0].key for (page, _), block in first.items() if looks[page, look_of(block)] >= BOXES
    )


def _stands_over(held: Sequence[Block]) -> bool:
    """Whether the first block of a region is set apart from those below it, by more than a smaller size."""
    head, rest = look_of(held[0]), {look_of(block) for block in held[1:]}
    return head not in rest and head[0] >= min(size for size, _, _ in rest)


def heading_nothing(blocks: Sequence[Block], places: Collection[int]) -> Iterator[int]:
    """Which headings stand last in their region, right below another: what they say is said under that one."""
    for at in sorted(places):
        here, after = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        above = blocks[at - 1] if at - 1 in places else None
        if above is None or _place(above.lines[-1]) != _place(here.lines[0]):
            continue
        page, region = _place(here.lines[-1])
        follows = after.lines[0] if after else None
        if follows is None or (follows.page == page and follows.region != region):
            yield at


def is_running(line: Line, height: float) -> bool:
    """Whether a line at the head or the foot of its page is in two parts, far from each other."""
    if line.box is None or EDGE * height < line.box.top < (1 - EDGE) * height:
        return False
    boxes = sorted(word.box for word in line.words if word.box)
    return any(after.x0 - before.x1 > PARTED * (line.size or 10.0) for before, after in pairwise(boxes))


def _place(line: Line) -> Place:
    return line.page, line.region
