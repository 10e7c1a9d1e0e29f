"""Which painted pieces of text lack the space that the HTML has after them: at line ends, between two elements.

A layout engine drops the space at which it breaks a line, and paints no box of spaces alone. Programs that read a
tagged PDF by its structure then glue words together. The lost spaces are found by reading each element's own text
beside the boxes that were painted from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

SPACE = " \t\n\r\f"  # white space that CSS collapses (https://www.w3.org/TR/css-text-3/#white-space-processing)
SOFT_HYPHEN = "\u00ad"
APART = "\0"  # between two text nodes of one element, where a child stands

Element: TypeAlias = Any  # xml.etree.ElementTree.Element, as WeasyPrint's parser makes it
Block: TypeAlias = object  # whatever tells one block from another


class Mark(NamedTuple):
    """A marked-content sequence: the page, from 0, and its number on the page."""

    page: int
    mcid: int


def own_text(element: Element) -> str:
    """The text directly in an element, a mark where each child stands."""
    return APART.join([element.text or "", *(child.tail or "" for child in element)])


@dataclass(slots=True)
class Reader:
    """Reads an element's own text piece by piece, as the layout painted it."""

    source: str
    place: int = 0

    def skip(self, characters: str) -> bool:
        """Move over these characters; whether there was white space among them."""
        start = self.place
        while self.place < len(self.source) and self.source[self.place] in characters:
            self.place += 1
        return any(character in SPACE for character in self.source[start : self.place])

    def take(self, text: str) -> tuple[bool, bool]:
        """Move over a painted text; whether the source has a space before it, and after it.

        The hyphen that the layout adds at a line end is in no source; there is no space after it.
        """
        before = self.skip(SPACE + APART)
        painted = [character for character in text if character not in SPACE + SOFT_HYPHEN]
        for number, character in enumerate(painted, start=1):
            self.skip(SPACE + SOFT_HYPHEN)
            if self.source[self.place : self.place + 1] == character:
                self.place += 1
            elif number < len(painted):
                return before, False  # generated or changed text: say nothing about it
        self.skip(SOFT_HYPHEN)
        return before, self.skip(SPACE)


@dataclass(slots=True)
class Spaces:
    """Hears each painted text in order and tells which lack a space after them."""

    lacking: list[Mark] = field(default_factory=list)
    readers: dict[Element, Reader] = field(default_factory=dict)
    last: dict[Block, tuple[Mark, bool]] = field(default_factory=dict)  # and whether it ends in a space
    gaps: set[Block] = field(default_factory=set)  # blocks whose last text has white space after it in the source

    def hear(self, block: Block, element: Element, text: str, mark: Mark, *, generated: bool) -> None:
        """Take note of a text painted in a block from an element (or from its style, if `generated`)."""
        before, after = False, False
        if not generated:
            reader = self.readers.get(element)
            if reader is None:
                reader = self.readers[element] = Reader(own_text(element))
            before, after = reader.take(text)
        if before or text.startswith(tuple(SPACE)):
            self.gaps.add(block)
        if not text.strip():  # also no-break spaces alone are not painted
            self.gaps.update([block] if text else [])
            return
        mark_before, spaced = self.last.get(block, (mark, True))
        if block in self.gaps and not spaced and text[0] not in SPACE:
            self.lacking.append(mark_before)
        self.last[block] = (mark, text[-1] in SPACE)
        self.gaps.discard(block)
        if after:
            self.gaps.add(block)

    def line_break(self, block: Block) -> None:
        """Take note of a line end that belongs to the text."""
        self.gaps.add(block)
