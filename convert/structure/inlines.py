"""Joined lines to inlines: texts with their styles, marks to references, page breaks where they fall."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from convert.document import (
    Code,
    Emphasis,
    Inline,
    Link,
    NoteRef,
    PageBreak,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from convert.ledger import MARK, MARK_DOUBT, SOFT_HYPHEN
from convert.normal import is_safe_target
from convert.page import Line
from convert.structure.styles import PLAIN, Style, stretches

SMALL_CAPS = "smallcaps"
"""The class of words set in small capitals."""


_NOTHING = Text("")


_RANGE = re.compile(r"\d[–—]$")
_ADDRESS = re.compile(r"(?:(?:https?://|www\.)\S*|\b[a-z\d-]+(?:\.[a-z\d-]+)+(?:/\S*)?)/$")
_SYMBOL = re.compile(r"(?<![^\s(])[A-Z\d][A-Z\d./-]*/$")
"""The first part of the symbol of a document, such as "A/" of "A/AC.105/1162"."""


class Breaks(Protocol):
    """Hands out the page breaks up to a sheet, each once."""

    def until(self, page: int) -> tuple[PageBreak, ...]: ...


class Piece(NamedTuple):
    """An inline and the style it stands in."""

    node: Inline
    style: Style


def inlines(
    lines: Sequence[Line], breaks: Breaks | None, *, bold: bool = True, italic: bool = True
) -> tuple[Inline, ...]:
    """The content of joined lines: a soft hyphen joins two lines, a hyphen stays between them, else a space.

    `bold` and `italic` say whether these tell anything here: not where all of the text is set so.
    """
    pieces = [each for each in _pieces(lines, breaks, bold, italic) if each.node != _NOTHING]
    if all(each.style == PLAIN for each in pieces):  # all of a text without styles
        return tuple(each.node for each in pieces)
    return tuple(_nested(_connected(pieces), Style._fields))


def _pieces(lines: Sequence[Line], breaks: Breaks | None, bold: bool, italic: bool) -> Iterator[Piece]:
    joint = before = ""
    for line in lines:
        text = line.text.strip()
        if joint and _goes_on(before, text):
            joint = ""
        if joint:
            yield Piece(Text(joint), PLAIN)
        if breaks:
            yield from (Piece(each, PLAIN) for each in breaks.until(line.page))
        joint, before = "" if text.endswith((SOFT_HYPHEN, "-")) or not text else " ", text
        yield from _of_line(line, bold, italic)


def _goes_on(before: str, text: str) -> bool:
    """Whether a range of numbers, an address or a symbol is divided at a line end: after "1933–" or "a.org/".

    Where a word ends with a stroke otherwise, as in "and/", nobody can tell, and the space stays.
    """
    first = text[:1]
    if first.isdigit() and _RANGE.search(before):
        return True
    return bool(_ADDRESS.search(before)) or (
        first.isalnum() and not first.islower() and bool(_SYMBOL.search(before))
    )


def _of_line(line: Line, bold: bool, italic: bool) -> Iterator[Piece]:
    at = len(line.text) - len(line.text.lstrip())
    end = len(line.text.rstrip().removesuffix(SOFT_HYPHEN))
    for each in stretches(line, bold, italic):
        start, stop = max(at, each.start), min(end, each.end)
        if start < stop:
            yield from _marked(line.text[at:start], PLAIN)
            yield from _marked(line.text[start:stop], each.style)
            at = stop
    yield from _marked(line.text[at:end], PLAIN)


def _marked(text: str, style: Style) -> Iterator[Piece]:
    place = 0
    for found in MARK.finditer(text):
        yield Piece(Text(text[place : found.start()]), style)
        yield Piece(NoteRef(found[1], found[2] == MARK_DOUBT), PLAIN)
        place = found.end()
    yield Piece(Text(text[place:]), style)


def _connected(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, white space and page breaks between two of one style in that style, too."""
    found = list(pieces)
    for at in range(1, len(found) - 1):
        node, before, after = found[at].node, found[at - 1].style, found[at + 1].style
        blank = isinstance(node, PageBreak) or (isinstance(node, Text) and node.text.isspace())
        if blank and not (before.raised or before.lowered):
            follow = next((each.style for each in found[at + 1 :] if not isinstance(each.node, PageBreak)), after)
            found[at] = Piece(node, before if before == follow else _common(before, follow))
    return found


def _common(one: Style, other: Style) -> Style:
    """The part of two styles that is the same, for the space between them."""
    same = {name for name, left, right in zip(Style._fields, one, other, strict=True) if left == right}
    return PLAIN._replace(**{name: getattr(one, name) for name in same})


def _nested(pieces: Sequence[Piece], names: Sequence[str]) -> Iterator[Inline]:
    """The inlines of pieces, wrapped by one property of their style after the other."""
    if not names:
        yield from (each.node for each in pieces)
        return
    name, *inner = names
    for value, group in groupby(pieces, key=lambda each: getattr(each.style, name)):
        yield from _wrapped(name, value, tuple(_nested(tuple(group), inner)))


def _wrapped(name: str, value: str | bool, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    match name, value:
        case _, "" | False:
            return children
        case "link", str():
            return (Link(children, value),) if is_safe_target(value) else children
        case "bold", _:
            return (Strong(children),)
        case "italic", _:
            return (Emphasis(children),)
        case "small_caps", _:
            return (Span(children, classes=(SMALL_CAPS,)),)
        case "language", str():
            return (Span(children, value),)
        case "code", _:
            texts = [child.text for child in children if isinstance(child, Text)]
            return (Code("".join(texts)),) if len(texts) == len(children) else children
        case "raised", _:
            return (Superscript(children),)
    return (Subscript(children),)
