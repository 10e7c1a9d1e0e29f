"""The masthead of a first page and what the printer put at its foot: lines that name the series, not the text.

Documents of the United Nations begin with the name of the organization, a symbol, a day and "Distr.: General", and
end their first page with a bar code and the number of the printing order (Guidelines for the Preparation of
Documents, https://digitallibrary.un.org/record/3951370). Recognisers print the emblem and the bar code as junk.
Nothing is taken for a masthead without its line of distribution.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import regex

from convert.ledger import Moved
from convert.page import Line
from convert.profiles import Masthead, mastheads

FRONT = 16
"""How many lines of a first page may belong to a masthead, or be remains of one."""
LONGEST = 60
"""Characters of the longest line of a masthead."""
JUNK = 0.62
"""Share of a line's characters that stand in words or symbols, below which it is what is left of a picture."""

_DAY = regex.compile(r"\W*\d{1,2}(?:er)?\.?\s+(?:de\s+)?\p{L}+\.?\s+(?:de\s+)?\d{4}\W*")
_DAY_BESIDE_JUNK = regex.compile(rf"(?:\S{{1,3}}\s+){{1,4}}{_DAY.pattern}")
"""The day, and what is left of the emblem beside it."""
_ORDER = regex.compile(r"\W*\d\d-(?=\S{0,3}\d{3})[\dlIOSZB|]{4,6}(?!\w)(?!/)(?:\W+\S{1,8}){0,2}.{0,24}")
"""The number of a printing order, "18-17962 (E) 021118", a figure of which may be misread as a letter, and what is
left of the bar code beside it."""
ORDER_LENGTH = 24
"""Characters of the longest line with such a number alone."""
_SYMBOL = regex.compile(r"(?<!\S)\p{L}\S*\d/?\d*(?:/\S+)?\W*$")
_WORD = regex.compile(r"\p{Lu}?\p{Ll}*[aeiouyáéíóúàâèêëîïôùûü]\p{Ll}+|\p{Lu}?\p{Ll}{2,}|\S*\d/\S*|\S*/\S*\d\S*")


def find_masthead(lines: Sequence[Line]) -> Iterator[Moved]:
    """The lines of the masthead of a first page, and the remains of emblem and bar code beside and below it."""
    front = lines[:FRONT]
    kinds = (
        (at, kind) for kind in mastheads() for at, line in enumerate(front) if kind.distribution.search(line.text)
    )
    distribution, kind = next(kinds, (0, None))
    if kind is None or any(len(line.text) > LONGEST for line in front[: distribution + 1]):
        return
    end = distribution + 1
    while end < len(front) and _belongs(front[end].text, kind):
        end += 1
    for line in front[:end]:
        yield _moved(line, "head", "above or beside the line of distribution")
    for line in front[end:]:
        if is_junk(line.text) or _ORDER.fullmatch(line.text):
            yield _moved(line, "head", "what is left of a picture or a printing order")
    foot = len(lines)
    while foot > len(front) and (is_junk(lines[foot - 1].text) or _is_imprint(lines[foot - 1].text, kind)):
        foot -= 1
        yield _moved(lines[foot], "foot", "what is left of a bar code, or a printing order")


def is_junk(text: str) -> bool:
    """Whether a line holds hardly a word: what a recogniser makes of an emblem or a bar code."""
    if _DAY.search(text):
        return False
    tokens = regex.findall(r"[^\s\p{Pd}’']+", text)
    said = sum(len(token) for token in tokens if len(token) > 2 and _WORD.fullmatch(token.strip('()[].,;:“”"')))
    return len(text) <= LONGEST and said < JUNK * sum(map(len, tokens))


def is_order(text: str) -> bool:
    """Whether a line holds nothing but the number of a printing order."""
    return bool(_ORDER.fullmatch(text)) and len(text) <= ORDER_LENGTH


def symbol_digits(text: str) -> str:
    """The digits of a document symbol that stands at the end of a line, however its letters were misread."""
    found = _SYMBOL.search(text)
    return regex.sub(r"\D", "", found[0]) if found else ""


def _belongs(text: str, kind: Masthead) -> bool:
    return bool(
        _DAY.fullmatch(text) or _DAY_BESIDE_JUNK.fullmatch(text) or kind.beside.fullmatch(text)
    ) or is_junk(text)


def _is_imprint(text: str, kind: Masthead) -> bool:
    return bool(_ORDER.fullmatch(text) or kind.imprint.search(text))


def _moved(line: Line, role: Literal["head", "foot"], reason: str) -> Moved:
    return Moved(line.page, line.number, line.text, role, f"masthead: {reason}")
