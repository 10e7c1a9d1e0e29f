"""Words one glyph of which was misread, where the document itself proves what stood there.

"discase" stands once, is in no word list, and differs by e and c from "disease", which stands often in the same
document and in the list. A word of the list is never touched, nor one that is short or has no such twin: see
`convert.words` on what correcting by dictionary alone breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from convert.ledger import Edit
from convert.repairs.passage import Passages, edit, lines_of
from convert.words import WORD, Words

LOOKALIKES: Mapping[str, str] = {
    "c": "eo", "e": "cao", "l": "tif", "t": "lfi", "i": "ljt", "j": "i", "f": "lt", "h": "b", "b": "h", "u": "n",
    "n": "u", "o": "ce", "g": "q", "rn": "m", "cl": "d", "ii": "u", "vv": "w", "li": "h",
    "I": "l",
}  # fmt: skip
"""What is printed, and which glyphs it may be misread from at small sizes and low resolution."""
SHORTEST, SHORTEST_NAME = 5, 7
"""Letters of the shortest word that is mended, and of one with a capital, which may be a name."""
SEEN = 2
"""How often the word meant must stand in the document."""
RARE = 4
"""How many times as often it must stand as what is printed."""

_CAPITAL_L = re.compile(r"(?<![^\W\d_])(?P<stem>[^\W\d_]{3,})!(?=\s+[^\W\d_])")


def confused(passages: Passages, words: Words) -> Iterator[Edit]:
    """A word that is none becomes the one of the document that it differs from by one glyph."""
    meant = _mistakes(words)
    for line in lines_of(passages) if meant else ():
        for found in WORD.finditer(line.text):
            right = meant.get(found[0].casefold())
            if right and _may_be_mended(found[0], line.text[found.end() :]):
                after = right.capitalize() if found[0][0].isupper() else right
                reason = f"“{found[0]}” is no word, and “{right}” stands{_where(right, words)}"
                yield edit(line, found.start(), found[0], after, "spelling.confused", reason, 0.93)


def exclaimed(passages: Passages, words: Words) -> Iterator[Edit]:
    """ "critica! role" becomes "critical role": a sentence does not end there, and only the word with l is one."""
    for line in lines_of(passages):
        for found in _CAPITAL_L.finditer(line.text) if "!" in line.text else ():
            stem, rest = found["stem"], line.text[found.end() :].lstrip()
            if rest[:1].islower() and words.known(stem + "l") and not words.known(stem) and words.seen(stem + "l"):
                reason = f"“{stem}” is no word, “{stem}l” is one, and the sentence goes on"
                yield edit(line, found.end() - 1, "!", "l", "spelling.exclaimed", reason, 0.95)


def _mistakes(words: Words) -> dict[str, str]:
    """What is printed in the document and no word, with the only word of the document that it can be."""
    if words.known("a") is None:
        return {}
    found = {}
    for word, count in words.counts.items():
        if len(word) >= SHORTEST and count <= RARE and word.isalpha() and not words.known(word):
            near = {each for each in variants(word) if words.seen(each) >= max(SEEN, RARE * count)}
            near = {each for each in near if words.known(each)}
            if len(near) == 1:
                found[word] = near.pop()
    return found


def variants(word: str) -> Iterator[str]:
    """What a word may have been with one glyph, or one group of them, read right."""
    for at in range(len(word)):
        for size in (1, 2):
            for meant in LOOKALIKES.get(word[at : at + size], ""):
                yield word[:at] + meant + word[at + size :]


def _may_be_mended(word: str, after: str) -> bool:
    """Whether a word is neither a name, perhaps, nor part of an address or a symbol."""
    if after[:1] in ("@", "/", "-", "_") or (after[:1] == "." and after[1:2].isalpha()):
        return False
    return word.islower() or (word.istitle() and len(word) >= SHORTEST_NAME)


def _where(word: str, words: Words) -> str:
    page = words.page(word)
    return f" on page {page}" if page else " elsewhere"
