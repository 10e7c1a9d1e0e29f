"""Lines to candidates for note marks: whatever a raised number may have become, with what stands around it.

A raised number is printed by recognisers as one to three odd glyphs ("Korea,?", "Goals®®"), as plain digits
("Act 1862.4"), as a letter glued to a word ("Koreal"), or not at all. Here the places are only collected;
`series` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from convert.ledger import MARK
from convert.page import Key, Line, Word
from convert.structure.notes.seen import Seen
from convert.words import Words

ODD = "'’‘\"“”*°®©?!>^|~†‡§¹²³⁴⁵⁶⁷⁸⁹⁰"
"""Glyphs that recognisers print for raised digits; guillemets are left out, which flood French text."""

_CANDIDATE = regex.compile(
    rf"""(?<=(?P<before>[\p{{L}}\p{{N}})\]}}%,;:.”"’]))   # after a word, a closing bracket, a punctuation mark
    (?:
        (?P<odd>[{ODD}][{ODD}0-9]{{0,2}}|(?<!\p{{N}}[.,]?)[0-9][{ODD}][{ODD}0-9]?)  # not of a decimal
      | (?<=\p{{L}}{{2}})(?P<glued>[1-9][0-9]{{0,2}})
      | (?<=(?:[\p{{L}})\]”"’]|\b(?:1[5-9]|20)[0-9]{{2}})[,;:.])(?P<after>[1-9][0-9]{{0,2}})
      | (?<=\b(?:1[5-9]|20)[0-9]{{2}})(?P<year>[1-9][0-9]?)
      | (?<=[0-9];)(?P<after>[1-9][0-9]?)
      | (?<=[0-9]\.)(?P<stop>[1-9][0-9]?)(?=\s+\p{{Lu}})
      | (?<=\)[,;:.]?)(?P<closed>[1-9][0-9]{{0,2}})
    )
    (?=$|[\s,;:.)\]”"—–])""",
    regex.VERBOSE,
)
LONGEST_QUOTATION = 2_000
"""Characters before a glyph in which a quotation that it may close is sought; a line may hold many more."""
SAID = 400
"""Characters before a glyph that hold the words before it."""
CROWD, APART = 60, 15
"""Places in a line from which on they are too many, where on average fewer characters than that part them."""
YEAR, NEAR = 8, 40
"""Characters before and after a glyph that tell what it touches."""
_KINDS = ("odd", "glued", "after", "year", "stop", "closed")
_DETACHED = regex.compile(rf"(?<=[\p{{L}}\p{{N}})][,;:.]?)\s(?P<odd>[{ODD}]{{1,2}})(?=\s|$)")
_LABEL = regex.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3})+\.?|\(?(?:\d{1,3}|[ivxlcIVXLC]{1,6}|\p{L})[).]|\d{1,3}\.?)(?:\d{1,3}\b)?\s?[|_—–]?"
)
"""An enumerator that begins a line, with a speck beside it: "1.2", "(ix) |" hold no mark."""
_STROKES = "!|1"
"""Glyphs that stand for a letter l that ends a word, too: "coa!" is coal."""
_LETTER = regex.compile(r"\b\p{L}{3,}(?P<odd>[lIStJ])(?=$|[\s,;:.)])")
_POWER = regex.compile(r"\d\s?(?:[xX]|[^\w\s,.;:()\[\]–—-])\s?10\s?$")
"""What stands before an exponent: a number, a sign of multiplication however misread, ten."""
_POSSESSIVE = regex.compile(r"['’][?!]{0,2}")
"""What follows the s of many owners, also where they end a question or an exclamation."""
_YEAR = regex.compile(r"\b(?:1[5-9]|20)\d\d[,;:.]?$")
_OPEN_QUOTES = "“‘„"
_CLOSES = ("”", '"')
"""What ends a quotation before a mark stands…"""
_ENDS_QUOTATION = "'\"”’?!"
"""… and what may all belong to its end."""
_CLOSING = regex.compile(r"(?<![\p{L}])’")
_STRAIGHT_OPENING = regex.compile(r'(?<=^|[\s(\[])"(?=\S)')
_STRAIGHT_CLOSING = regex.compile(r'(?<=\S)"(?=$|[\s,;:.)])')
_WORD = regex.compile(r"[\p{L}\p{N}/.-]*[\p{L}\p{N}]")
_LAST_WORD = regex.compile(r"\p{L}*$")
_NUMBER = regex.compile(r"[0-9]{1,3}")
_SUPERSCRIPTS = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a note mark may stand: `start:end` of a line, and the evidence."""

    key: Key
    start: int
    end: int
    glyphs: str
    contexts: tuple[str, ...]  # from the widest to the narrowest, see Costs.mark
    words: tuple[str, ...] = ()  # the words before it, the nearest last
    raised: bool = False  # seen to be small and raised: a page with geometry
    fixed: str = ""  # the label, where a person wrote one
    seen: Seen = ()  # what a look at the image says, see `Word.seen`


def candidates(lines: Sequence[Line], words: Words) -> tuple[Candidate, ...]:
    """All candidates in reading order. `words` tell a word with a letter too many, or with one lost."""
    found: list[Candidate] = []
    quotes = 0
    for position, line in enumerate(lines):
        if line.gap:
            quotes = 0
        before = lines[position - 1].text if position and not line.gap else ""
        following = lines[position + 1].text if position + 1 < len(lines) and not lines[position + 1].gap else ""
        for start, end, glyphs, fixed, seen in _sparse(line, tuple(_places(line, words))):
            pending = quotes + _pending(line.text[max(0, start - LONGEST_QUOTATION) : start])
            if pending > 0 and glyphs[:1] in _CLOSES and not fixed and glyphs[1:].strip(_ENDS_QUOTATION):
                start, glyphs, pending = start + 1, glyphs[1:], pending - 1
            elif glyphs in _CLOSES and line.text[end : end + 1] == ")":
                pending += 1  # of a term that a bracket defines: the opening quote may be lost
            said = tuple(words_of(f"{before} {line.text[max(0, start - SAID) : start]}"[-SAID:])[-8:])
            contexts = _contexts(line.text, start, end, glyphs, following, pending > 0)
            raised = any(
                word.raised and start <= word.start <= end <= word.start + len(word.text) for word in line.words
            )
            found.append(Candidate(line.key, start, end, glyphs, contexts, said, raised, fixed, seen))
        quotes = max(0, quotes + _pending(line.text))
    return tuple(found)


def _sparse(line: Line, places: Sequence[_Place]) -> Sequence[_Place]:
    """The places of a line; of one crowded with them only those that a person marked: it is data and no text."""
    crowded = len(places) > CROWD and len(places) * APART > len(line.text)
    return tuple(each for each in places if each.fixed) if crowded else places


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: with their capitals, which tell a title from a phrase."""
    found: list[str] = _WORD.findall(text)
    return found


class _Place(NamedTuple):
    """Where in a line a mark may stand, its glyphs, the label a person wrote, and what was seen in the image."""

    start: int
    end: int
    glyphs: str
    fixed: str = ""
    seen: Seen = ()


def _places(line: Line, words: Words) -> Iterator[_Place]:
    """The places of a line from left to right, none overlapping; what was seen in the image comes first."""
    seen = [
        _Place(*_with_space(line.text, word), word.text, "", word.seen) for word in line.words if _is_seen(word)
    ]
    taken = 0
    for place in sorted((*seen, *_all_places(line, words)), key=lambda each: (each.start, -len(each.seen))):
        hidden = not place.seen and any(place.start <= each.end and place.end >= each.start for each in seen)
        if (
            place.start >= taken
            and not hidden
            and not _POWER.search(line.text[max(0, place.start - NEAR) : place.start])
        ):
            yield place if place.seen else place._replace(seen=_seen_at(line, place))
            taken = max(place.end, taken)


def _is_seen(word: Word) -> bool:
    """Whether the image shows a raised number here, after other text."""
    return word.raised and bool(word.seen) and word.start > 0


def _with_space(text: str, word: Word) -> tuple[int, int]:
    """The place of a raised number, with the white space that parts it from its word."""
    return len(text[: word.start].rstrip()), word.start + len(word.text)


def _seen_at(line: Line, place: _Place) -> Seen:
    """What the image shows where the text alone would have a mark."""
    there = (word for word in line.words if word.seen and word.start <= place.start <= word.start + len(word.text))
    return next((word.seen for word in there), ())


def _all_places(line: Line, words: Words) -> Iterator[_Place]:
    for written in MARK.finditer(line.text):
        yield _Place(written.start(), written.end(), written[1], written[1])
    if any(word.size for word in line.words):  # the page says what is raised: nothing is guessed
        yield from (_Place(word.start, word.start + len(word.text), word.text) for word in _raised(line))
        return
    label = _LABEL.match(line.text)
    begin = label.end() if label else 0
    for found in _CANDIDATE.finditer(line.text):
        glyphs = next(found[name] for name in _KINDS if found[name])
        start = found.end() - len(glyphs)
        if start >= begin and not (
            glyphs in _STROKES and _lacks_an_l(line.text[max(0, start - NEAR) : start], words)
        ):
            yield _Place(start, found.end(), glyphs.translate(_SUPERSCRIPTS))
    for found in _DETACHED.finditer(line.text):
        if found.end() > begin:
            yield _Place(found.start(), found.end(), found["odd"])
    for found in _LETTER.finditer(line.text):
        if _is_glued(found[0], words):
            yield _Place(found.end() - 1, found.end(), found["odd"])


def _is_glued(word: str, words: Words) -> bool:
    """Whether a word is one of the text with a letter too many: a mark read as a letter."""
    return words.seen(word) <= 1 and words.seen(word[:-1]) > 1 and not words.known(word)


def _lacks_an_l(before: str, words: Words) -> bool:
    """Whether a text ends in a word that is none, but is one with an l."""
    word = _LAST_WORD.search(before)
    stem = word[0] if word else ""
    return bool(stem) and not words.known(stem) and bool(words.known(f"{stem}l"))


def _raised(line: Line) -> Iterator[Word]:
    """The raised words of a line that may be marks: small numbers, not at the line's start."""
    for word in line.words:
        if word.raised and word.start and _NUMBER.fullmatch(word.text):
            yield word


def _pending(text: str) -> int:
    """How many quotations a text opens more than it closes."""
    opened = sum(map(text.count, _OPEN_QUOTES))
    closed = text.count("”") + (len(_CLOSING.findall(text)) if "’" in text else 0)
    straight = len(_STRAIGHT_OPENING.findall(text)) - len(_STRAIGHT_CLOSING.findall(text)) if '"' in text else 0
    return opened - closed + straight


def _contexts(text: str, start: int, end: int, glyphs: str, following: str, pending: bool) -> tuple[str, ...]:
    """Descriptions of a glyph and its neighbours, the widest first."""
    shape = _shape(glyphs, pending)
    before, after = _before(text[max(0, start - YEAR) : start], glyphs), _after(text[end : end + NEAR], following)
    return (shape, f"{shape} {before}", f"{shape} {before} {after}")


def _shape(glyphs: str, pending: bool) -> str:
    if glyphs.isdigit():
        return "digits"
    if glyphs.isalpha():
        return f"letter {glyphs}"
    kinds = "".join(
        "'" if each in "'’‘" else '"' if each in '"“”' else "9" if each.isdigit() else each for each in glyphs
    )
    if len(kinds) > 1 and pending and set(kinds) <= set("'\"?!"):
        return "closing"
    if len(kinds) > 1:
        kinds = "quotes" if set(kinds) <= {"'", '"'} else "several"
    return f"{kinds} pending" if pending and ("'" in kinds or '"' in kinds or kinds == "quotes") else kinds


def _before(text: str, glyphs: str) -> str:
    if _YEAR.search(text):
        return "year"
    last = text[-1:]
    if last and last in "lI" and glyphs == "!":
        return "l"  # may be the l again
    if last.isalpha():
        return "s" if last in "sS" and _POSSESSIVE.fullmatch(glyphs) else "letter"
    if last.isdigit():
        return "digit"
    if last in ".,;:":
        return f"number {last}" if text[-2:-1].isdigit() else last
    return "close" if last in ")]}" else "quote" if last in '”"’' else last


def _after(text: str, following: str) -> str:
    if text[:1] in ',;:.)]—–”"' and text[:1]:
        return "punctuation"
    rest = (text or f" {following}").lstrip()
    if not rest:
        return "end"
    return "lower" if rest[0].islower() else "upper" if rest[0].isupper() else "other"
