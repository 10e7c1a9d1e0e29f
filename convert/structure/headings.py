"""Which blocks are headings, and of what level: by size and weight where a page shows them, else by space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from convert.normal import split_label
from convert.page import Bookmark, Pages
from convert.structure.blocks import Block, block_text
from convert.structure.contents import Contents
from convert.structure.frames import frames
from convert.structure.heading_levels import levels
from convert.structure.heading_score import NAMED, Setting, body_of, chosen, joined, same_words
from convert.structure.paragraphs import ENDED, GAP

HEADING_LENGTH = 180
"""Characters of the longest heading."""
HEADING_LINES = 4
SHORT_HEADING = 70
"""Characters of the longest heading that a number or its own name makes one."""
LONGEST_RUN = 2
"""How many headings may follow one another without text between them."""

ENOUGH = 400
"""Characters of text that show how text is set."""

_NONE = Contents()
_NO_HEADING_END = regex.compile(r"[.,;:]$")


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
        places = _apart(blocks)
        return _marked(blocks, places, [1 if not at else 2 for at in range(len(places))])
    setting = Setting(
        body,
        frames([line for block in text for line in block.lines]),
        frozenset(same_words(each.title) for each in outline),
        {page.number: page.height for page in pages if page.height},
        contents.lines,
        contents.titles,
    )
    whole = joined(text, body)
    places = chosen(whole, setting)
    return (*_marked(whole, places, levels([whole[at] for at in places], outline)), *blocks[len(text) :])


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
        replace(block, kind="heading", level=level[at], depth=0) if at in level else block
        for at, block in enumerate(blocks)
    )


def _apart(blocks: tuple[Block, ...]) -> list[int]:
    """The headings of a text without geometry, by the white space around them and their own words."""
    likely = [_is_heading(block, blocks[at + 1 : at + 2]) for at, block in enumerate(blocks)]
    last = max((at for at, block in enumerate(blocks) if ENDED.search(block_text(block))), default=-1)
    # what comes after the last sentence closes the document: a place, a date, a signature
    return [at for at in range(last) if likely[at] and _run(likely, at) <= LONGEST_RUN]


def _run(likely: Sequence[bool], position: int) -> int:
    """How many blocks in a row look like headings: many of them are a masthead, a table or an address."""
    start = end = position
    while start and likely[start - 1]:
        start -= 1
    while end + 1 < len(likely) and likely[end + 1]:
        end += 1
    return end - start + 1


def _is_heading(block: Block, following: Sequence[Block]) -> bool:
    text = block_text(block)
    if not following or len(text) > HEADING_LENGTH or len(block.lines) > HEADING_LINES:
        return False
    if not regex.search(r"\p{L}{4}", text) or not _begins_like_one(text):
        return False
    if NAMED.match(text) and len(text) < SHORT_HEADING:
        return True
    if _NO_HEADING_END.search(text):
        return False
    if block.kind == "item":
        return (
            block.depth == 0 and len(block.lines) == 1 and len(text) < SHORT_HEADING and _announces(following[0])
        )
    return _stands_apart(block, following[0])


def _stands_apart(block: Block, following: Block) -> bool:
    """Whether white space or a page end lies above and below."""
    first, after = block.lines[0], following.lines[0]
    return (first.gap > GAP or first.number == 1) and (after.gap > GAP or after.page != block.lines[-1].page)


def _begins_like_one(text: str) -> bool:
    first = regex.search(r"\p{L}", text)
    return bool(first and first[0].isupper())


def _announces(following: Block) -> bool:
    """Whether what follows a short numbered line is the section it heads: a paragraph, or items below it."""
    label = split_label(following.lines[0].text.strip())[0]
    return (
        label is None or following.depth > 0 or label.count(".") > 1 or bool(regex.fullmatch(r"\d+\.\d+", label))
    )
