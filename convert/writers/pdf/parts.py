"""The HTML of a document cut into parts that can be laid out one by one.

A part begins on a new page: best at a heading, where that looks meant; else between two blocks, or between two
items of a list that is long itself, such as the numbered paragraphs of a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from convert.document import Document, Heading, List, plain
from convert.writers import Options, html
from convert.writers.anchors import Index
from convert.writers.markup import Markup
from convert.writers.xml import escape

PART = 100_000
"""Characters of HTML in a part, about 27 pages: a process takes about 130 MB for them, and layout stays linear."""

WHOLE = 3 * PART  # a document is not divided unless it is longer than this: about 80 pages
SPREAD = 0.5  # of a part: how much longer or shorter it may become to begin at a good place


NO_HEADING = 7  # a level below all headings


class Piece(NamedTuple):
    """A block, or an item of a list that is not in a block; `level` is that of its heading."""

    html: str
    level: int = NO_HEADING
    around: tuple[str, str] = ("", "")  # the tags of the list it is an item of
    block: int = 0  # the number of the block that it is, or is of
    section: str = ""  # the name of the section that it stands in


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the body of a page; `continues`: it begins within a list that the part before has begun."""

    html: str
    continues: bool = False


def pieces(document: Document, found: Index, options: Options) -> list[Piece]:
    """All that stands in the body, in order: title, text, notes not cited in it, words on the edition."""
    markup = html.markup_of(document, found, "foot", options)
    blocks = document.children[1:] if found.title else document.children
    section, levels = "", iter(found.outline)
    made = [Piece(html.title_block(document, markup), level=1)]
    for number, block in enumerate(blocks, start=1):
        level = NO_HEADING
        if isinstance(block, Heading) and plain(block).strip():
            level = next(levels).level
            section = plain(block) if level == 2 else section
        made += (piece._replace(level=level, block=number, section=section) for piece in pieces_of(block, markup))
    made += [
        Piece(html.notes_section(markup, tuple(entry for entry in found.entries if not entry.cited)), block=-1),
        Piece(html.about_section(document, markup), block=-2),
    ]
    return made


def pieces_of(block: object, markup: Markup) -> Iterator[Piece]:
    """A block; of a list each item."""
    if isinstance(block, List):
        around = markup.list_tags(block)
        labelled = any(item.label for item in block.children)
        yield from (Piece(f"{markup.item(item, labelled)}\n", around=around) for item in block.children)
    else:
        yield Piece(f"{markup.block(block)}\n")  # type: ignore[arg-type]


def divide(pieces: Sequence[Piece], size: int = PART, whole: int = WHOLE) -> tuple[Part, ...]:
    """The pieces as parts of about this many characters; as one part if they are no longer than `whole`."""
    total = sum(len(piece.html) for piece in pieces)
    if total <= whole:
        return (Part(joined(pieces)),)
    starts = [0, *cuts(pieces, total / max(1, round(total / size)))]
    return tuple(part(pieces, start, end) for start, end in pairwise([*starts, len(pieces)]))


def cuts(pieces: Sequence[Piece], size: float) -> Iterator[int]:
    """Where new parts begin: at the highest heading near the end of each part, of several the nearest to it.

    Never right after a heading, which would stand alone at the foot of a page.
    """
    before = [0, *accumulate(len(piece.html) for piece in pieces)]  # characters
    places = [place for place in range(1, len(pieces)) if pieces[place - 1].level == NO_HEADING]
    start, near = 0, size * SPREAD
    while before[-1] - before[start] > size + near:
        end = before[start] + size
        good = [place for place in places if abs(before[place] - end) < near]
        good = good or [place for place in places if before[place] > end][:1]
        if not good:  # all that is left is one block
            return
        start = min(good, key=lambda place: (pieces[place].level, abs(before[place] - end)))
        yield start


def part(pieces: Sequence[Piece], start: int, end: int) -> Part:
    """The pieces from `start` to `end`, headed by the name of the section they go on with."""
    continues = start > 0 and pieces[start].block == pieces[start - 1].block
    resumed = ""
    if start and pieces[start].level > 2 and pieces[start].section:
        resumed = f'<div class="resumed" data-section="{escape(pieces[start].section)}"></div>\n'
    return Part(resumed + joined(pieces[start:end]), continues)


def joined(pieces: Sequence[Piece]) -> str:
    """The pieces one after another, items within their list."""
    made = []
    for _, block in groupby(pieces, key=lambda piece: piece.block):
        items = list(block)
        start, end = items[0].around
        made += [start, *(piece.html for piece in items), end]
    return "".join(made)
