"""The headings of a text without geometry: by white space, their own words, and running heads that repeat them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import regex

from convert.ledger import MARK
from convert.normal import split_label
from convert.page import Pages, lines_of
from convert.structure.blocks import Block, block_text
from convert.structure.headings.score import NAMED
from convert.structure.paragraphs import ENDED, GAP

HEADING_LENGTH = 180
"""Characters of the longest heading."""
HEADING_LINES = 4
SHORT_HEADING = 70
"""Characters of the longest heading that a number or its own name makes one."""
LONGEST_RUN = 2
"""How many headings may follow one another without text between them."""
TITLE_ZONE = 12
"""Blocks at the beginning of a document among which its title stands."""
TITLE_WORDS = 3
SAID, SAYS = 0.85, 0.5
"""Share of a title's words that the running head has, and of the running head's words that the title has."""
CAPITALS = 8
"""Letters of the shortest heading that its capitals make one."""

_NO_HEADING_END = regex.compile(r"[.,;:]$")
_WORDS = regex.compile(r"\p{L}{2,}")


def headings_apart(blocks: Sequence[Block], pages: Pages) -> tuple[tuple[Block, ...], list[int], list[int]]:
    """The blocks, those of one heading joined; which of them are headings, and of what level."""
    heads = _heads(pages)
    whole = tuple(_joined(blocks, heads))
    titles = [at for at, block in enumerate(whole[:TITLE_ZONE]) if _is_title(block, heads)]
    likely = [at not in titles and _is_heading(block, whole[at + 1 : at + 2]) for at, block in enumerate(whole)]
    last = max((at for at, block in enumerate(whole) if ENDED.search(block_text(block))), default=-1)
    # what comes after the last sentence closes the document: a place, a date, a signature
    runs = _runs(likely)
    found = [at for at in range(last) if likely[at] and (_is_capitals(whole[at]) or runs[at] <= LONGEST_RUN)]
    places = sorted({*titles, *found})
    title = titles[0] if titles else places[0] if places else -1
    return whole, places, [1 if at == title else 2 for at in places]


def _heads(pages: Pages) -> list[set[str]]:
    """The words of the running heads of each page."""
    heads: dict[int, set[str]] = {}
    for line in lines_of(pages, furniture=True):
        if line.role == "head":
            heads.setdefault(line.page, set()).update(_words(line.text))
    return [words for words in heads.values() if len(words) >= TITLE_WORDS]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORDS.findall(MARK.sub("", text))]


def _is_title(block: Block, heads: Sequence[set[str]]) -> bool:
    """Whether the running heads say what a block says."""
    words = _words(block_text(block)) if len(block.lines) <= HEADING_LINES and block.kind == "paragraph" else []
    return len(words) >= TITLE_WORDS and any(
        sum(word in head for word in words) >= SAID * len(words) and len(head & {*words}) >= SAYS * len(head)
        for head in heads
    )


def _joined(blocks: Sequence[Block], heads: Sequence[set[str]]) -> Iterator[Block]:
    """The blocks, with what follows the first part of a title or of a heading in capitals put to it."""
    made: Block | None = None
    for at, block in enumerate(blocks):
        if made and (_is_more_title(made, block, heads, at) or _is_more_capitals(made, block)):
            made = replace(made, lines=(*made.lines, *block.lines))
            continue
        if made:
            yield made
        made = block
    if made:
        yield made


def _is_more_title(before: Block, block: Block, heads: Sequence[set[str]], at: int) -> bool:
    """Whether a block says what is wanting in the one before it, to be the words of a running head."""
    if at >= TITLE_ZONE or not before.kind == block.kind == "paragraph" or ENDED.search(block_text(before)):
        return False
    first, words = {*_words(block_text(before))}, {*_words(block_text(block))}
    return bool(first and words) and any(
        first | words <= head and len(first & head) >= SAYS * len(head) and not words <= first for head in heads
    )


def _is_more_capitals(before: Block, block: Block) -> bool:
    """Whether a block goes on with a heading in capitals, no white space between them."""
    return _is_capitals(before) and block_text(block).isupper() and block.lines[0].gap <= GAP


def _is_capitals(block: Block) -> bool:
    text = block_text(block)
    return (
        block.kind == "paragraph"
        and text.isupper()
        and len(block.lines) <= HEADING_LINES
        and sum(map(str.isalpha, text)) >= CAPITALS
    )


def _runs(likely: Sequence[bool]) -> list[int]:
    """For each block how many in a row look as it does: many headings are a masthead, a table or an address."""
    lengths = (len(tuple(group)) for _, group in groupby(likely))
    return [length for length in lengths for _ in range(length)]


def _is_heading(block: Block, following: Sequence[Block]) -> bool:
    text = block_text(block)
    if not following or len(text) > HEADING_LENGTH or len(block.lines) > HEADING_LINES:
        return False
    if not _begins_like_one(text) or MARK.match(block.lines[0].text.lstrip()):
        return False
    if NAMED.match(text) and len(text) < SHORT_HEADING:
        return True
    if not _WORD.search(text):
        return False
    if _NO_HEADING_END.search(text):
        return False
    if _is_capitals(block):
        return True
    if block.kind == "item":
        return (
            block.depth == 0 and len(block.lines) == 1 and len(text) < SHORT_HEADING and _announces(following[0])
        )
    return _stands_apart(block, following[0])


_LETTER, _WORD = regex.compile(r"\p{L}"), regex.compile(r"\p{L}{4}")


def _stands_apart(block: Block, following: Block) -> bool:
    """Whether white space or a page end lies above and below; below, the first item of the text will do."""
    first, after = block.lines[0], following.lines[0]
    below = after.gap > GAP or after.page != block.lines[-1].page
    return (first.gap > GAP or first.number == 1) and (below or (following.kind == "item" and not following.depth))


def _begins_like_one(text: str) -> bool:
    first = _LETTER.search(text)
    return bool(first and first[0].isupper())


def _announces(following: Block) -> bool:
    """Whether what follows a short numbered line is the section it heads: a paragraph, or items below it."""
    label = split_label(following.lines[0].text.strip())[0]
    return (
        label is None or following.depth > 0 or label.count(".") > 1 or bool(regex.fullmatch(r"\d+\.\d+", label))
    )
