"""What a recogniser returned: sheets of rows of tokens, boxes in pixels. All OCR formats become this."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from convert.page import Box

_OUR_MARKS = re.compile("[\ufff9-\ufffb]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Letter:
    """One character with its box, and other characters that the recogniser weighed."""

    text: str
    box: Box
    confidence: float | None = None  # 0..1
    others: tuple[tuple[str, float], ...] = ()  # character and confidence


@dataclass(frozen=True, slots=True)
class Mark:
    """What a second look saw in a token: at `start:end` of its text stands a raised number, or may stand one.

    `seen` is as in `Word.seen`; `start == end` where the recogniser printed nothing for it.
    """

    start: int
    end: int
    box: Box | None  # pixels; None where nothing was seen
    seen: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word as recognised. `letters`, where given, are those of `text`, one for one."""

    text: str
    box: Box | None = None
    confidence: float | None = None  # 0..1
    letters: tuple[Letter, ...] = ()
    spaced: bool = True  # white space stands before it
    bold: bool = False
    italic: bool = False
    raised: bool = False  # said so by the recogniser itself
    size: float | None = None  # points, said so by the recogniser itself
    others: tuple[str, ...] = ()  # other readings of the whole word
    marks: tuple[Mark, ...] = ()  # from left to right
    opening: tuple[tuple[str, float], ...] = ()  # what a second look read where a label may stand, with costs


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text; `block` tells which block of its sheet it belongs to, in the recogniser's reading order."""

    tokens: tuple[Token, ...]
    box: Box | None = None
    block: int = 0
    apart: bool = False  # no text, but what was read elsewhere on a second look


@dataclass(frozen=True, slots=True)
class Sheet:
    """A recognised page. `dpi` is 0 and `image`, the file it was recognised from, is "" where nobody said."""

    number: int
    width: float
    height: float
    rows: tuple[Row, ...]
    dpi: float = 0.0
    image: str = ""
    frame: int = 0  # of an image file with several
    rulings: tuple[Box, ...] = ()  # straight rules that the image shows
    feet: tuple[Box, ...] = ()  # … of them those that part notes from the text above
    notes: tuple[str, ...] = field(default=())  # what a person should know, in words


def cleaned(text: str) -> str:
    """Text with U+FFFD for characters that no page holds, and a hyphen for a soft one, which was printed."""
    return _CONTROLS.sub("\ufffd", _OUR_MARKS.sub("\ufffd", text)).replace("\u00ad", "-")


def row_text(row: Row) -> tuple[str, tuple[int, ...]]:
    """The text of a row, and where in it each token begins."""
    text, starts = "", []
    for token in row.tokens:
        if text and token.spaced:
            text += " "
        starts.append(len(text))
        text += token.text
    return text, tuple(starts)
