"""Numbers inside the text whose glyphs were confused, where a word before them proves that a number stands there.

"chap. 1V" is chapter IV and "vol. l89" is volume 189; without its keyword "1V" stays what it is. What already is a
valid number stays, however unlikely it looks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from convert.ledger import Alternative, Edit
from convert.repairs.passage import Flow, Passages, edit
from convert.words import Words

Kind: TypeAlias = Literal["roman", "digits"]

KEYWORDS: Mapping[str, Mapping[str, str]] = {
    "both": {
        "en": "chap chapter sect section part annex appendix title book vol volume art article para paragraph",
        "fr": "chap chapitre sect section partie annexe appendice titre livre tome vol volume art article",
        "es": "cap capítulo secc sección parte anexo apéndice título libro tomo vol volumen art artículo",
    },
    "digits": {"en": "no nos p pp", "fr": "no nos n° p pp", "es": "núm núms n.º p pp pág págs"},
}
"""What a number follows, and whether it may be roman. Plural forms with s count as well."""

_ROMAN = re.compile(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", re.IGNORECASE)
_TO_ROMAN = str.maketrans("1l|!i", "IIIII")
_TO_DIGITS = str.maketrans("lI|OoSZ", "1110052")
_TOKEN = r"(?=[|!]*[0-9A-Za-z])[0-9A-Za-z|!]{0,8}[0-9A-Za-z|]"  # strokes alone, and a last "!", are punctuation
_LIKE_ROMAN = re.compile(r"[IVXLCDMivxlcdm1|!]+")
_LIKE_DIGITS = re.compile(r"[0-9lI|OoSZ]+")


class _Number(NamedTuple):
    keyword: str
    token: str
    start: int  # of the token, in its flow
    standard: bool  # the keyword is abbreviated or begins with a capital: a number is what it introduces


def confused(passages: Passages, words: Words) -> Iterator[Edit]:
    """Roman numerals and digits after "chap.", "vol.", "Part" … whose glyphs were confused."""
    pattern, digits_only = _pattern(words.tongue)
    found = [(flow, number) for flow in map(Flow.of, passages) for number in _numbers(flow, pattern)]
    habits = Counter((number.keyword, kind) for _, number in found if (kind := _kind(number.token)))
    for flow, number in found:
        readings = _readings(number, number.keyword in digits_only, habits)
        if readings:
            after, confidence, reason = readings[0]
            line, start = flow.place(number.start)
            others = tuple(Alternative(text, float(cost)) for cost, (text, _, _) in enumerate(readings))
            name = f"numerals.{_kind(after)}"
            yield edit(
                line, start, number.token, after, name, reason, confidence, others[: 3 if len(others) > 1 else 0]
            )


def is_roman(token: str) -> bool:
    """Whether this is a roman numeral in one case, in the form that stands for its value."""
    return _ROMAN.fullmatch(token) is not None and (token.isupper() or token.islower())


def _kind(token: str) -> Kind | None:
    return "digits" if token.isdecimal() else "roman" if is_roman(token) and token != "l" else None


def _pattern(language: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """What finds a keyword and the token after it, and the keywords that take digits only."""
    named = {
        kind: {word for tongue, words in table.items() if language in ("", tongue) for word in words.split()}
        for kind, table in KEYWORDS.items()
    }
    words = "|".join(sorted(map(re.escape, named["both"] | named["digits"]), key=lambda word: (-len(word), word)))
    pattern = rf"\b(?P<keyword>{words})(?P<dot>s?\.?)\s(?P<token>{_TOKEN})(?=[\s,;:.)\]!?]|$)"
    return re.compile(pattern, re.IGNORECASE), frozenset(named["digits"])


def _numbers(flow: Flow, pattern: re.Pattern[str]) -> Iterator[_Number]:
    for found in pattern.finditer(flow.text):
        keyword, after = found["keyword"], flow.text[found.end() : found.end() + 2]
        ends = not (after[:1].isspace() and after[1:].islower())  # "the part l played" goes on
        standard = ("." in found["dot"] or keyword[:1].isupper()) and ends
        yield _Number(keyword.casefold(), found["token"], found.start("token"), standard)


def _readings(
    number: _Number, digits_only: bool, habits: Counter[tuple[str, Kind]]
) -> list[tuple[str, float, str]]:
    """What the token may stand for, the likeliest first: reading, confidence, reason; nothing for a number."""
    token, keyword = number.token, number.keyword
    if _kind(token):
        return []
    after = f"a number stands after “{keyword}” and “{token}” is none"
    roman, digits = _as_roman(token), _as_digits(token)
    if set(token) <= set("lI|!"):  # nothing but strokes: either kind
        return _strokes(number, digits_only, habits, after)
    if roman and not digits_only and re.search("[IVXLCDM]", token):
        return [(roman, 0.95, after)]
    if digits and re.search("[0-9]", token) and not (roman and not digits_only):
        return [(digits, 0.95, after)]
    return []


def _strokes(
    number: _Number, digits_only: bool, habits: Counter[tuple[str, Kind]], reason: str
) -> list[tuple[str, float, str]]:
    count = len(number.token)
    roman, digits = habits[number.keyword, "roman"], habits[number.keyword, "digits"]
    if not number.standard or count > 3:
        return []
    if digits_only or (digits and not roman):
        return [("1" * count, 0.92, f"{reason}; here its numbers are digits")]
    if (roman and not digits) or number.token[0] == "I":
        why = "its numbers are roman" if roman else "its first glyph is a capital I"
        return [("I" * count, 0.92, f"{reason}; here {why}")]
    return [("I" * count, 0.6, reason), ("1" * count, 0.4, reason)]


def _as_roman(token: str) -> str:
    """The roman numeral that the token may stand for, "" if none."""
    if not _LIKE_ROMAN.fullmatch(token):
        return ""
    upper = token.translate(_TO_ROMAN).upper()
    for candidate in (upper, re.sub("(?<=I)L|L(?=I*$)", "I", upper)):
        if _ROMAN.fullmatch(candidate):
            return candidate
    return ""


def _as_digits(token: str) -> str:
    return token.translate(_TO_DIGITS) if _LIKE_DIGITS.fullmatch(token) else ""
