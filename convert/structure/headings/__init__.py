"""Which blocks are headings, and of what level: by size and weight where a page shows them, else by space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from convert.page import Bookmark, Pages
from convert.structure.blocks import Block
from convert.structure.contents import Contents
from convert.structure.frames import frames
from convert.structure.headings.apart import headings_apart
from convert.structure.headings.context import heads_of_boxes, openers
from convert.structure.headings.levels import levels
from convert.structure.headings.score import Setting, body_of, chosen, joined, same_words
from convert.structure.tagged import tagged_levels, with_tagged

ENOUGH = 400
"""Characters of text that show how text is set."""

_NONE = Contents()


def mark_headings(
    blocks: tuple[Block, ...],
    pages: Pages = (),
    outline: Sequence[Bookmark] = (),
    contents: Contents = _NONE,
) -> tuple[Block, ...]:
    """The blocks with the headings among them marked; where sizes are known, close ones of a style joined."""
    text = tuple(block for block in blocks if block.kind != "note")
    body = body_of(text if _is_enough(text) else (*text, *_floating(pages)))
    if body is None:
        return _marked(*headings_apart(blocks, pages))
    setting = Setting(
        body,
        frames([line for block in text for line in block.lines]),
        frozenset(same_words(each.title) for each in outline),
        {page.number: page.height for page in pages if page.height},
        contents.lines,
        contents.titles,
        openers(text),
        heads_of_boxes(text),
    )
    whole = joined(text, body)
    places, told = with_tagged(whole, chosen(whole, setting))
    headings = [whole[at] for at in places]
    found = (tagged_levels(headings) if told else []) or levels(headings, outline)
    return (*_marked(whole, places, found), *blocks[len(text) :])


def _is_enough(text: Sequence[Block]) -> bool:
    """Whether there is so much text outside of tables and pictures that it shows how text is set."""
    return sum(len(line.text) for block in text for line in block.lines) >= ENOUGH


def _floating(pages: Pages) -> Iterator[Block]:
    """The lines of tables and pictures: where there is little else, they show that a heading is one."""
    for page in pages:
        if lines := tuple(line for line in page.lines if line.is_float and not line.is_furniture):
            yield Block("table", lines)


def _marked(blocks: tuple[Block, ...], places: Sequence[int], found: Sequence[int]) -> tuple[Block, ...]:
    level = dict(zip(places, found, strict=True))
    return tuple(
        replace(block, kind="heading", level=level[at], depth=0, around=()) if at in level else block
        for at, block in enumerate(blocks)
    )
