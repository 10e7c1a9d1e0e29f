"""What the structure of a file says in words beside what is drawn: descriptions, words in full, text in its place.

PDF 32000-1, 14.9.3 (alternate descriptions), 14.9.4 (replacement text), 14.9.5 (expansion of abbreviations).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from convert.readers.pdf.remark import Remark, quoted

if TYPE_CHECKING:
    from convert.readers.pdf.glyphs.pieces import Piece

QUOTED = 200
"""Characters of a text that a finding quotes."""


class Spoken(NamedTuple):
    """What an element of the structure says of its content, and the marked content that it is about."""

    role: str  # "Figure", "Span"
    key: str  # "Alt", "ActualText" or "E"
    text: str
    marks: frozenset[int]


def remarks(spoken: Iterable[Spoken], pieces: Iterable[Piece]) -> Iterator[Remark]:
    """The findings where what is said is not what stands there; nothing of it is put into the text."""
    shown = _by_mark(pieces)
    for each in spoken:
        there = "".join(shown.get(mark, "") for mark in sorted(each.marks))
        if _bare(there) == _bare(each.text):
            continue
        name = f"\u201c{there[:QUOTED]}\u201d" if there else each.role.lower()
        text = quoted(each.text, QUOTED)
        match each.key:
            case "ActualText":
                message = f"the file says that {name} reads {text}; left as it is printed"
                yield Remark("pdf-tags-text", message, "warning" if _bare(each.text) else "info")
            case "E":
                yield Remark("pdf-tags-text", f"the file says that {name} is short for {text}", "info")
            case _:
                yield Remark("pdf-described", f"the file describes {name}: {text}", "info")


def _by_mark(pieces: Iterable[Piece]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for piece in pieces:
        if piece.mark >= 0:
            found[piece.mark] = found.get(piece.mark, "") + piece.text
    return found


def _bare(text: str) -> str:
    """The letters of a text in no order, for pieces are in none, without white space and hyphens."""
    return "".join(c for c in sorted(text) if not c.isspace() and c not in "-\u00ad\u2010")
