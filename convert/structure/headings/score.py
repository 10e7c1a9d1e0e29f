"""How much a block looks like a heading on a page that shows sizes, weights and white space: a sum of evidence.

Each weight stands for one observation; what they come from is told in docs/structure.md. Nothing here knows a word
of a document: only how it is set, how long it is, and how it is numbered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

import regex

from convert.normal import split_label
from convert.page import Key, Line, Word
from convert.structure.blocks import Block, block_text
from convert.structure.frames import Frames, is_bold, is_centred, same_run
from convert.structure.headings.context import heading_nothing, is_running
from convert.structure.lists.labels import INSERTED
from convert.structure.tagged import are_one

THRESHOLD = 1.4
"""Evidence from which a block is a heading. Below 1 captions and labels come in, above 1.6 true ones are lost."""
LARGER = 1.15
"""Size against the text from which on it tells (1.05 and 1.25 were both worse on the pages looked at)."""
SIZE, SIZE_STEP, SIZE_MOST = 1.2, 2.5, 2.2
"""What a larger size is worth, how much more for each part above that, and at most."""
SMALLER = 0.92
SET_SMALL = -1.0
BOLD = 1.3
COLOURED = 0.7
"""Colour when the text has another: less than bold, for links and notes are coloured, too."""
ITALIC = 0.5
CAPITALS = 0.5
CENTRED = 0.3
NUMBERED = 0.5
NAMED_DIVISION = 0.9
"""It says what it is: "Section 2"."""
OUTLINED = 2.0
"""A bookmark of the file says the same words, or a table of contents stands below."""
NEARLY, REPEATED = 0.6, 2
"""A block lacks this much, and is one all the same where so many surer ones are set as it is."""
CLOSE = 0.6
"""White space, in lines, under which two blocks of one style are one heading."""
SPACE_ABOVE, NO_SPACE = 0.4, -0.4
TOP = 0.1
"""It opens its page: nobody knows what is above."""
OPENS = -0.1
"""It opens its column or box: the same, but captions and labels do as well."""
WHITE = 0.3, 0.1
"""White space above, in lines: from the first on it speaks for a heading, below the second against one."""
FULL_STOP, OPEN_END, LEADS_ON = -0.8, -0.9, -0.3
"""It ends in a full stop; in a comma or semicolon; in a colon."""
SENTENCE, SENTENCE_WORDS = -0.4, 8
"""… and it is as long as a sentence, in words."""
BOXED = 0.9
"""It opens its box as others on the page do, over text that looks different."""
SMALL_START = -0.8
LONG, LONG_FROM = -0.6, 120
"""A long text, in characters."""
MANY_LINES, LINES_FROM = -0.8, 4
IN_MARGIN = -1.2
MARGIN = 0.065
"""Part of the page's height at its head and foot in which headings do not stand."""

_NUMBERED = regex.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,4}\.?|[IVXLC]{1,6}\.|[A-Z]\.)\s+\p{Lu}")
_ENUMERATED = regex.compile(r"(?:\d{1,3}(?:\.\d{1,3})*\.|\d{1,3}(?:\.\d{1,3})+|[IVXLC]{1,6}\.|[A-Z]\.)\s")
NAMED = regex.compile(
    r"(?:section|article|art\.|chapter|part|annex|appendix|schedule|chapitre|titre|annexe|partie|capítulo|artículo|"
    r"título|anexo|sección|parte)\s+(?:(?:\d{1,3}(?:er|re|[º°])?|[IVXLC]{1,6})(?:[A-Z]{1,2}| ?(?:"
    + "|".join(INSERTED)
    + r"))?|[A-Z]|premier|première|primero|primera|único|única)(?!\w)(?:\s*[.:–—-]|$)",
    regex.IGNORECASE,
)
"""Divisions that say what they are, in English, French and Spanish."""
_CAPTION = regex.compile(
    r"(?:fig(?:ure|\.)?|table|tableau|tabla|cuadro|figura|gráfico|graphique|chart|box|exhibit|map|plate|scheme)\s*"
    r"(?:\d{1,3}|[A-Z]?[.-]?\d{1,3}|[IVXL]{1,5})(?:[.:–—-]|\s|$)",
    regex.IGNORECASE,
)
"""The beginning of a caption in English, French and Spanish."""
_LEADERS = regex.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_NUMBER_ALONE = regex.compile(r"(?:\d{1,3}|[IVXLC]{1,6})\.?")
"""The number of a chapter that stands over its title."""
_BULLET = regex.compile(r"^[•▪■●○◦‣∙·–—*➢➤✓\uf0b7\uf0a7\uf0d8-]\s")
_WORD = regex.compile(r"\p{L}{2}")


@dataclass(frozen=True, slots=True)
class Body:
    """How most of the text is set: its size in points, whether bold or italic, its colour."""

    size: float
    bold: bool
    italic: bool
    color: int


class Style(NamedTuple):
    """How a heading is set; the larger in this order, the higher."""

    size: float  # in half points
    bold: bool
    capitals: bool
    upright: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What a block is judged against."""

    body: Body
    frames: Frames
    titles: Collection[str]  # of the file's outline, as `same_words` gives them
    heights: dict[int, float]  # of the sheets, in points
    listed: Collection[Key] = ()  # the lines of tables of contents
    named: Collection[Key] = ()  # what stands above those
    openers: Collection[Key] = ()  # lines that open their region
    boxed: Collection[Key] = ()  # lines that open boxes in one look


def body_of(blocks: Iterable[Block]) -> Body | None:
    """The most frequent setting of the words by characters; None where sizes are not known."""
    seen: Counter[Body] = Counter()
    for word in _words(line for block in blocks for line in block.lines):
        if word.size and not word.raised:
            seen[Body(round(word.size * 2) / 2, word.bold, word.italic, word.color)] += len(word.text)
    return seen.most_common(1)[0][0] if seen else None


def joined(blocks: Sequence[Block], body: Body) -> tuple[Block, ...]:
    """The blocks with close neighbours of one style that is not the text's made one: lines of one heading."""
    made: list[Block] = []
    for block in blocks:
        if made and _is_one(made[-1], block, body):
            made[-1] = replace(made[-1], lines=(*made[-1].lines, *block.lines))
        else:
            made.append(block)
    return tuple(made)


def _is_one(before: Block, block: Block, body: Body) -> bool:
    style, text = style_of(before), block_text(block)
    number = _NUMBER_ALONE.fullmatch(block_text(before))
    if number and before.lines[0].number == 1 and style.size >= LARGER * body.size:  # of a chapter, over its title
        return (
            size_of(block) >= LARGER * body.size
            and same_run(before.lines[-1], block.lines[0])
            and len(block.lines) < LINES_FROM
        )
    return (
        style == style_of(block)
        and (style.size >= LARGER * body.size or (style.bold and not body.bold))
        and same_run(before.lines[-1], block.lines[0])
        and are_one(before.lines[-1], block.lines[0]) is not False
        and block.lines[0].gap < CLOSE
        and block.kind == "paragraph"
        and not (NAMED.match(text) or _ENUMERATED.match(text) or _BULLET.match(text))
        and not block_text(before).endswith((".", ":", ";"))
        and len(before.lines) + len(block.lines) < LINES_FROM
    )


def chosen(blocks: Sequence[Block], setting: Setting) -> list[int]:
    """Which blocks are headings: by their own evidence, or nearly so and set as several surer ones are."""
    scores = [score(block, setting) for block in blocks]
    styles = Counter(style_of(block) for block, each in zip(blocks, scores, strict=True) if each >= THRESHOLD)
    body = setting.body
    places = [
        at
        for at, each in enumerate(scores)
        if each >= THRESHOLD
        or (
            each >= THRESHOLD - NEARLY
            and styles[style := style_of(blocks[at])] >= REPEATED
            and (style.size >= LARGER * body.size or (style.bold and not body.bold))
        )
    ]
    empty = {at for at in heading_nothing(blocks, places) if not _is_named(blocks[at], setting)}
    return [at for at in places if at not in empty]


def _is_named(block: Block, setting: Setting) -> bool:
    """Whether the file's outline has a title with these words."""
    return same_words(block_text(block)) in setting.titles


def score(block: Block, setting: Setting) -> float:
    """The evidence that a block is a heading; compare with `THRESHOLD`."""
    text = block_text(block)
    if not _WORD.search(text) or _CAPTION.match(text) or _LEADERS.search(text) or _BULLET.match(text):
        return 0.0
    if any(line.cell or line.key in setting.listed for line in block.lines):
        return 0.0
    if block.kind == "item" and split_label(text)[0] is None:
        return 0.0
    if len(block.lines) == 1 and is_running(block.lines[0], setting.heights.get(block.lines[0].page, 0.0)):
        return 0.0
    return sum((*_of_type(block, setting), *_of_place(block, setting), *_of_words(text, block, setting)))


def _of_type(block: Block, setting: Setting) -> Iterable[float]:
    body, size = setting.body, size_of(block)
    ratio = size / body.size
    if ratio >= LARGER:
        yield min(SIZE_MOST, SIZE + SIZE_STEP * (ratio - LARGER))
    elif ratio < SMALLER:
        yield SET_SMALL
    if not body.bold and all(is_bold(line) for line in block.lines):
        yield BOLD
    words = [word for word in _words(block.lines) if not word.raised]
    if words and all(word.color != body.color for word in words):
        yield COLOURED
    if not body.italic and words and all(word.italic for word in words):
        yield ITALIC


def _of_place(block: Block, setting: Setting) -> Iterable[float]:
    first = block.lines[0]
    if first.number == 1:
        yield TOP
    elif first.key in setting.openers and first.gap < WHITE[0]:
        yield OPENS
    else:
        yield SPACE_ABOVE if first.gap >= WHITE[0] else NO_SPACE if first.gap < WHITE[1] else 0.0
    if first.key in setting.boxed:
        yield BOXED
    frame = setting.frames.get(first.key)
    if frame and all(is_centred(line, frame) for line in block.lines):
        yield CENTRED
    height = setting.heights.get(first.page)
    if height and first.box and not MARGIN * height < first.box.top < (1 - MARGIN) * height:
        yield IN_MARGIN


def _of_words(text: str, block: Block, setting: Setting) -> Iterable[float]:
    if same_words(text) in setting.titles or block.lines[0].key in setting.named:
        yield OUTLINED
    if NAMED.match(text):
        yield NAMED_DIVISION
    elif _NUMBERED.match(text):
        yield NUMBERED
    if text.isupper():
        yield CAPITALS
    if text.endswith("."):
        yield FULL_STOP
        if len(text.split()) >= SENTENCE_WORDS:
            yield SENTENCE
    elif text.endswith((",", ";")):
        yield OPEN_END
    elif text.endswith(":"):
        yield LEADS_ON
    first = _LETTER.search(text)
    if first and first[0].islower():
        yield SMALL_START
    if len(text) > LONG_FROM:
        yield LONG
    if len(block.lines) >= LINES_FROM:
        yield MANY_LINES


_LETTER = regex.compile(r"\p{L}")


def style_of(block: Block) -> Style:
    """The style by which headings are put into classes."""
    words = [word for line in block.lines for word in line.words if not word.raised]
    return Style(
        round(size_of(block) * 2) / 2,
        all(is_bold(line) for line in block.lines),
        block_text(block).isupper(),
        not all(word.italic for word in words),
    )


def size_of(block: Block) -> float:
    """The size of a block in points: that of most of its characters."""
    sizes: Counter[float] = Counter()
    for line in block.lines:
        sizes[line.size or 0.0] += len(line.text)
    return sizes.most_common(1)[0][0]


def same_words(text: str) -> str:
    """The letters and digits of a text, by which a bookmark and a heading are compared."""
    return regex.sub(r"[^\p{L}\p{N}]", "", text.casefold())


def _words(lines: Iterable[Line]) -> Sequence[Word]:
    return tuple(chain.from_iterable(line.words for line in lines))
