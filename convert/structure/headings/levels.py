"""The levels of headings: from the file's outline, their numbering, and the order of their styles.

The title is level 1 where one heading alone is set largest at the start; then 2 and so on, no level left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median_low

import regex

from convert.page import Bookmark
from convert.structure.blocks import Block, block_text
from convert.structure.headings.score import Style, same_words, style_of

DEEPEST = 6
OUTLINED = 0.5
"""Share of the headings that the outline must name before its levels are followed."""
TITLE_PAGES = 1

_DECIMAL = regex.compile(r"(\d{1,3}(?:\.\d{1,3}){0,4})\.?\s+\p{Lu}")


def levels(headings: Sequence[Block], outline: Sequence[Bookmark]) -> list[int]:
    """The level of each heading, 1 to 6."""
    if not headings:
        return []
    titled = _has_title(headings)
    ranks = _ranks(headings[titled:], outline)
    return [*([1] * titled), *_without_gaps(ranks)]


def _has_title(headings: Sequence[Block]) -> bool:
    """Whether the first heading is the title: on the first sheet, and in size or style above all others."""
    first, rest = style_of(headings[0]), [style_of(each) for each in headings[1:]]
    numbered = _DECIMAL.match(block_text(headings[0])) is not None
    return headings[0].lines[0].page <= TITLE_PAGES and not numbered and all(first > style for style in rest)


def _ranks(headings: Sequence[Block], outline: Sequence[Bookmark]) -> list[int]:
    """How deep each heading stands, from 0, perhaps with ranks that no heading has."""
    styles = [style_of(each) for each in headings]
    by_style = _style_ranks(styles, [depth(block_text(each)) for each in headings])
    ranks = [by_style[style] for style in styles]
    numbered = [depth(block_text(each)) for each in headings]
    shallowest = {
        style: min(n for n, s in zip(numbered, styles, strict=True) if s == style and n)
        for style in {s for s, n in zip(styles, numbered, strict=True) if n}
    }
    ranks = [
        rank + (number - shallowest[style] if number else 0)
        for rank, number, style in zip(ranks, numbered, styles, strict=True)
    ]
    said = _outline_levels(headings, outline)
    if len(said) < OUTLINED * len(headings) or not said:
        return ranks
    usual = {
        style: median_low([said[at] for at in said if styles[at] == style])
        for style in {styles[at] for at in said}
    }
    return [said.get(at, usual.get(styles[at], max(said.values()) + 1)) for at in range(len(headings))]


def _style_ranks(styles: Sequence[Style], numbered: Sequence[int]) -> dict[Style, int]:
    """The rank of each style, the largest first; styles whose headings are numbered to one depth share theirs."""
    depths: dict[Style, int] = {}
    for style in set(styles):
        counts = [number for number, each in zip(numbered, styles, strict=True) if each == style and number]
        depths[style] = min(counts, default=0)
    ranks: dict[Style, int] = {}
    seen: dict[int, int] = {}  # depth of numbers: rank
    for style in sorted(set(styles), reverse=True):
        number = depths[style]
        rank = max(ranks.values(), default=-1) + 1
        ranks[style] = seen.setdefault(number, rank) if number else rank
    return ranks


def _outline_levels(headings: Sequence[Block], outline: Sequence[Bookmark]) -> Mapping[int, int]:
    """For the headings that the outline names, its level. A title said twice is told by its sheet."""
    said: dict[int, int] = {}
    named: dict[str, list[Bookmark]] = {}
    for each in outline:
        named.setdefault(same_words(each.title), []).append(each)
    for at, block in enumerate(headings):
        found = named.get(same_words(block_text(block)), [])
        near = [each for each in found if each.page in (None, block.lines[0].page)] or found
        if near:
            said[at] = near[0].level
    return said


def _without_gaps(ranks: Sequence[int]) -> list[int]:
    """Ranks as levels from 2, each at most one deeper than the heading around it."""
    open_: list[int] = []
    found = []
    for rank in ranks:
        while open_ and open_[-1] >= rank:
            open_.pop()
        open_.append(rank)
        found.append(min(1 + len(open_), DEEPEST))
    return found


def depth(text: str) -> int:
    """How many numbers stand before a heading: 2 for "1.2 Scope", 0 for none."""
    found = _DECIMAL.match(text)
    return found[1].count(".") + 1 if found else 0
