"""Lines to blocks: paragraphs joined over line ends, page ends and the notes at a page's foot; items; notes.

A line goes on with the line before it unless something says that a block ends there: an enumerator, a full stop
before a blank line, room on the line in which the next word would have stood.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import regex

from convert.ledger import MARK, SOFT_HYPHEN
from convert.normal import split_label
from convert.page import Key, Line, Place
from convert.structure.frames import Frames, frames
from convert.structure.paragraphs import ENDED, GAP, LOWER, said
from convert.structure.paragraphs import goes_on as goes_on_in_frame
from convert.structure.quotes import find_quotes
from convert.structure.tagged import ITEM, QUOTE, are_one, opening_tag

Kind: TypeAlias = Literal["paragraph", "item", "heading", "note", "table", "figure", "code"]

ROOM = 0.1
"""Share of the measure that must be left on a line, after the next word, before it counts as short."""
MUCH_ROOM = 0.35
"""… before a line without a full stop counts as one that was meant to end there."""

_PAUSE = regex.compile(r"[,;:.]$")
_CAPITAL_WORD = regex.compile(r"\p{Lu}\p{L}+")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, in reading order. `depth` counts the lists around an item, from 0; `around` is
    what a block stands in, "item" or "quote", from outside in.

    The lines of a table or figure are those of its caption (in no cell and in no picture), then its own.
    """

    kind: Kind
    lines: tuple[Line, ...]
    depth: int = 0
    level: int = 0  # of a heading
    further: int = 0  # of an item: labels that follow its own on the line, each of a list inside
    parts: tuple[Place, ...] = ()  # of a table: its grids; of a figure: its picture
    around: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(line.key for line in self.lines)

    def holding(self, lines: tuple[Line, ...]) -> Block:
        """The block with these lines, which are its own as they stand now."""
        return self if lines == self.lines else replace(self, lines=lines)


def group_blocks(
    lines: Sequence[Line],
    depths: Mapping[Key, int],
    foot: Collection[Key],
    bullets: Mapping[Key, int] | None = None,
    listed: Collection[Key] = (),
) -> tuple[Block, ...]:
    """The blocks of the text, the notes after them in their order. Items have a label, or had a bullet.

    `listed` are the lines of tables of contents, whose entries are among the items.
    """
    text = [line for line in lines if line.key not in foot]
    notes = [line for line in lines if line.key in foot]
    return (*_text_blocks(text, depths, bullets or {}, listed), *_note_blocks(notes))


def _text_blocks(
    lines: Sequence[Line], depths: Mapping[Key, int], bullets: Mapping[Key, int], listed: Collection[Key]
) -> Iterator[Block]:
    measures = _measures(lines)
    quoted = find_quotes(lines, {*depths, *bullets, *listed})
    framed = {**frames(lines), **quoted}
    openers = {_first_word(line) for line in lines if line.gap > GAP} - {""}
    block: list[Line] = []
    for line in lines:
        new_page = block and line.page != block[-1].page
        opens = new_page and _PAUSE.search(said(block[-1])) and _first_word(line) in openers
        begins = line.key in depths or line.key in bullets or opens
        same = are_one(block[-1], line) if block else None
        if same is not None:
            goes_on, begins = same, False
        elif block and (line.key in quoted) != (block[-1].key in quoted):
            goes_on = False
        elif block and line.key in listed:
            goes_on = block[-1].key in listed
        else:
            goes_on = bool(block) and block[-1].key not in listed
            goes_on = goes_on and _continues(block, line, measures[block[-1].page], framed)
        if block and (begins or not goes_on):
            yield _block(block, depths, bullets, quoted)
            block = []
        block.append(line)
    if block:
        yield _block(block, depths, bullets, quoted)


def _first_word(line: Line) -> str:
    """The word a line begins with, if it begins as a sentence does; else nothing."""
    found = _CAPITAL_WORD.match(line.text.lstrip())
    return found[0] if found else ""


def _block(
    lines: Sequence[Line], depths: Mapping[Key, int], bullets: Mapping[Key, int], quoted: Collection[Key]
) -> Block:
    tag = lines[0].tag
    around = tag.around if tag else ()
    if lines[0].key in quoted:
        return Block("paragraph", tuple(lines), around=(*around, QUOTE))
    if lines[0].key in bullets:
        return _item(lines, bullets[lines[0].key], around)
    depth = depths.get(lines[0].key)
    if depth is None or split_label(lines[0].text.strip())[0] is None:
        if tag and tag.kind == "item":  # its label is no enumerator
            return _item(lines, around.count(ITEM), around)
        return Block("paragraph", tuple(lines), around=around)
    return _item(lines, depth, around)


def _item(lines: Sequence[Line], depth: int, around: tuple[str, ...]) -> Block:
    return Block("item", tuple(lines), depth, around=(*(ITEM,) * (depth - around.count(ITEM)), *around))


def _note_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Notes begin with their mark; what comes before the first mark of a page continues the last note."""
    block: list[Line] = []
    for line in lines:
        opens = opening_tag(line, block[-1]) if block else None
        begins = opens is not None and opens.kind == "note" and are_one(block[-1], line) is False
        if block and (MARK.match(line.text.lstrip()) or begins):
            yield Block("note", tuple(block))
            block = []
        block.append(line)
    if block:
        yield Block("note", tuple(block))


# ── does a line go on with the one before? ───────────────────────────────────────────────────────────


def _continues(block: Sequence[Line], line: Line, measure: float, framed: Frames) -> bool:
    before = block[-1]
    text = said(before)
    if len(block) == 1 and split_label(text.strip())[1] == "":
        return True  # an enumerator or a bullet alone on its line
    if before.box and line.box:
        return goes_on_in_frame(block, line, framed)
    lower = bool(LOWER.match(MARK.sub("", line.text).lstrip()))
    ended = bool(ENDED.search(text))
    if text.endswith(("-", SOFT_HYPHEN)) and lower:
        return True
    room = _room(before, line, measure)
    if line.page == before.page and line.gap <= GAP:
        return not _short_end(text, ended, lower, room)
    if lower:
        return not ended
    return not ended and room < ROOM and (line.page != before.page or not text.endswith(","))


def _short_end(text: str, ended: bool, lower: bool, room: float) -> bool:
    """A line that ends a block although no white space follows: it is short, and a sentence begins after it."""
    if lower:
        return False
    return room > ROOM if ended or text.endswith(",") else room > MUCH_ROOM


def _room(before: Line, line: Line, measure: float) -> float:
    """The share of the measure that stays free when the next line's first word is put on the line before."""
    first = (line.text.split() or [""])[0]
    return (measure - len(before.text.rstrip()) - 1 - len(first)) / measure


def _measures(lines: Sequence[Line]) -> dict[int, float]:
    """How far the lines of each sheet of plain text reach, in characters."""
    reach: dict[int, list[int]] = {}
    for line in lines:
        reach.setdefault(line.page, []).append(len(line.text.rstrip()))
    whole = sorted(extent for each in reach.values() for extent in each)
    common = whole[int(0.9 * len(whole))] if whole else 1.0
    return {page: max(1.0, common, sorted(each)[int(0.9 * len(each))]) for page, each in reach.items()}


def block_text(block: Block) -> str:
    """The words of a block as one line, without marks."""
    return MARK.sub("", " ".join(line.text.strip() for line in block.lines)).strip()
