"""Characters that are not what was printed: ligatures, invisible ones, accents split off, text decoded wrongly.

Compatibility characters that carry meaning (superscript digits, no-break spaces, full-width forms) stay: this is
canonical composition at most and never NFKC (https://www.unicode.org/reports/tr15/#Norm_Forms).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from convert.ledger import MARK_CLOSE, MARK_OPEN, Edit
from convert.page import Line
from convert.repairs.passage import Passages, edit, lines_of
from convert.words import Words

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
"""Glyphs of a typeface (U+FB00 to U+FB06); æ, œ and ĳ are letters of a language and are none of them."""

_LIGATURE = re.compile("[ﬀ-ﬆ]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060-\u2064\ufeff]+")
"""Control characters without the tab; zero-width space, word joiner, byte order mark. Not the zero-width joiners
and direction marks, which other scripts need (https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters)."""
_SPLIT_ACCENT = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_WRONGLY_DECODED = re.compile("[ÂÃÄÅÎÏâïð][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
"""How the first two bytes of a UTF-8 character look when they are read as Windows-1252."""
_RUN = re.compile(r"[^ \t]+")


def mojibake(passages: Passages, words: Words) -> Iterator[Edit]:
    """UTF-8 that was read as Windows-1252 becomes what it was, where ftfy is sure: "cafÃ©", "peopleâ€™s"."""
    for line in lines_of(passages):
        if not _WRONGLY_DECODED.search(line.text):
            continue
        from ftfy import fix_encoding

        for found in _RUN.finditer(line.text):
            right = fix_encoding(found[0]) if _WRONGLY_DECODED.search(found[0]) else found[0]
            if right != found[0] and "\ufffd" not in right and not {MARK_OPEN, MARK_CLOSE} & set(right):
                yield _edit(line, found, right, "mojibake", "UTF-8 that was read as Windows-1252", 0.97)


def invisible(passages: Passages, words: Words) -> Iterator[Edit]:
    """Control characters and zero-width spaces go: nobody sees them and search stumbles over them."""
    for line, found in _all(_INVISIBLE, passages):
        names = " ".join(f"U+{ord(character):04X}" for character in found[0])
        yield _edit(line, found, "", "invisible", f"{names} prints nothing", 1.0)


def ligature(passages: Passages, words: Words) -> Iterator[Edit]:
    """A ligature becomes its letters, so that the word can be found and read aloud."""
    for line, found in _all(_LIGATURE, passages):
        yield _edit(line, found, LIGATURES[found[0]], "ligature", "a ligature: several letters in one glyph", 1.0)


def accent(passages: Passages, words: Words) -> Iterator[Edit]:
    """A letter and the accent that was split off it become one character (NFC)."""
    for line, found in _all(_SPLIT_ACCENT, passages):
        whole = normalize("NFC", found[0])
        if whole != found[0]:
            yield _edit(line, found, whole, "accent", "the letter and its accent are one character", 1.0)


def _all(pattern: re.Pattern[str], passages: Passages) -> Iterable[tuple[Line, re.Match[str]]]:
    return ((line, found) for line in lines_of(passages) for found in pattern.finditer(line.text))


def _edit(line: Line, found: re.Match[str], after: str, name: str, reason: str, confidence: float) -> Edit:
    return edit(line, found.start(), found[0], after, f"characters.{name}", reason, confidence)
