"""Numbers of articles, sections, chapters: each kind is one series, which mends a damaged number or asks.

"Artic1e l2" between Article 11 and Article 13 is Article 12. A clear number that breaks the series may be
a gap, a quotation or a misreading: the series says how likely each is, and what is not sure is asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import regex

from convert.ledger import Alternative, Edit
from convert.page import Key, Line
from convert.structure.costs import Costs
from convert.structure.lists.labels import INSERTED, Label, Scheme
from convert.structure.sequences import Reading, decode

DIVISIONS: Mapping[str, str] = {
    "en": "Article Section Chapter Part Title Rule Regulation Clause Annex Schedule",
    "fr": "Article Section Chapitre Partie Titre Livre Annexe",
    "es": "Artículo Sección Capítulo Parte Título Libro Anexo",
}
"""What divides laws, by language; anything else is not looked at."""
FIRST = frozenset(("premier", "première", "primero", "primera", "único", "única", "unique", "first", "one"))
"""What the number of the first is called in words."""
FEWEST = 3
"""Divisions of a kind whose name and number are clear, before others of the kind are read by them."""
NEXT, SKIP, RESTART, JUMP, UNREAD = 0.1, 3.0, 3.0, 5.0, 7.0
"""Costs in nats: the next number; each one missing; one again; a clear number out of its place; none of these."""
LONGEST_SKIP = 3
LIKELY = 0.5
"""Confidence from which a clear number is asked about that breaks its series."""
BEAM = 16

_LINE = regex.compile(
    r"\s*(?P<name>[\p{L}\d|!]{4,11})\s(?P<number>(?=\S*[\p{L}\d|])[\w|!°]{1,9})"
    rf"(?P<inserted>[ ]?(?:{'|'.join(INSERTED)}))?(?P<rest>\.?[ ]?[—–:.-].*|\.|\s*)$"
)
"""A line that a division opens: its name, its number, and nothing more or what a stop or a dash parts from it."""
_FOLDED = str.maketrans("1I|!iLí0O5éóú", "lllllllooseou")
_NUMBER = regex.compile(r"(?P<count>\d{1,4})(?P<letter>[A-Z]{0,2})")
_ROMAN, _DECIMAL = Scheme("", "ROMAN", ""), Scheme("", "decimal", "")
_ROMANS = {Label(_ROMAN, value).text: value for value in range(1, 40)}


class Division(NamedTuple):
    """A line that a division opens, with the name of its kind; what was printed for its number, and where."""

    key: Key
    name: str
    printed: str
    start: int
    number: str
    at: int
    inserted: bool


@dataclass(frozen=True, slots=True)
class _Moves:
    """The numbers that a division may have after the last of its kind; 0 for one that stays unread."""

    division: Division
    roman: bool
    costs: Costs

    def __call__(self, last: int, most: float) -> Iterator[tuple[int, int, float]]:
        clear = value_of(self.division.number)
        for value, cost in self._offers(last, clear):
            yield value, value, cost + self._glyphs(value, clear)
        yield last, 0, UNREAD

    def _offers(self, last: int, clear: int) -> Iterator[tuple[int, float]]:
        yield last + 1, NEXT
        yield from ((last + 1 + lost, NEXT + SKIP * lost) for lost in range(1, LONGEST_SKIP + 1))
        if last > 1:
            yield 1, RESTART
        if clear and last and self.division.inserted and clear == last:
            yield last, NEXT
        if clear and not (last < clear <= last + 1 + LONGEST_SKIP):
            yield clear, JUMP

    def _glyphs(self, value: int, clear: int) -> float:
        if clear == value:
            return 0.0
        return self.costs.label(self.division.number, text_of(value, self.roman))


def mend_articles(
    lines: Sequence[Line], costs: Costs, language: str, typed: Collection[int] = ()
) -> tuple[Edit, ...]:
    """What to mend in the names and numbers of divisions; nothing on the sheets `typed`."""
    found = [each for line in lines if (each := _division(line, language))]
    edits: list[Edit] = []
    for name in sorted({each.name for each in found}):
        series = [each for each in found if each.name == name]
        clear = [each for each in series if each.printed == each.printed.strip() and value_of(each.number)]
        if len(clear) < FEWEST:
            continue
        roman = 2 * sum(each.number in _ROMANS for each in clear) > len(clear)
        read = decode((_Moves(each, roman, costs) for each in series), 0, BEAM)
        usual = Counter(each.printed for each in clear if _is_name(each.printed, language)).most_common(1)
        for division, reading in zip(series, read, strict=True):
            if division.key.page not in typed:
                edits.extend(_edits(division, reading, roman, usual[0][0] if usual else ""))
    return tuple(edits)


def _division(line: Line, language: str) -> Division | None:
    found = _LINE.match(line.text)
    name = _name(found["name"], language) if found else ""
    if not found or not name:
        return None
    inserted = bool(found["inserted"]) or bool(regex.fullmatch(r"\d+[A-Z]{1,2}", found["number"]))
    return Division(
        line.key, name, found["name"], found.start("name"), found["number"], found.start("number"), inserted
    )


def _names(language: str) -> Iterator[str]:
    for tongue, names in DIVISIONS.items():
        if language in ("", tongue):
            yield from names.split()


def _name(printed: str, language: str) -> str:
    """The name of a division that this is, some glyphs of it perhaps misread; "" if none."""
    folded = printed.translate(_FOLDED).lower()
    return next((name for name in _names(language) if name.translate(_FOLDED).lower() == folded), "")


def _is_name(printed: str, language: str) -> bool:
    return printed.lower() in {name.lower() for name in _names(language)}


def value_of(number: str) -> int:
    """The value of a number that is clear: decimal, with a letter, roman or in words; 0 for what is none."""
    found = _NUMBER.fullmatch(number)
    if found:
        return int(found["count"])
    return 1 if number.lower() in FIRST else _ROMANS.get(number, 0)


def text_of(value: int, roman: bool) -> str:
    """A number as it is printed."""
    return Label(_ROMAN if roman else _DECIMAL, value).text


def _edits(division: Division, reading: Reading[int], roman: bool, usual: str) -> Iterator[Edit]:
    if not reading.choice:
        return
    if usual and regex.search(r"[\d|!]", division.printed):  # an accent may be missing on purpose
        reason = f"“{division.printed}” opens a division and can only be “{usual}”"
        yield _edit(division, division.printed, division.start, usual, reason, 0.95)
    if value_of(division.number) != reading.choice:
        after = text_of(reading.choice, roman)
        reason = f"{division.name} {division.number!r} stands where {division.name} {after} follows"
        others = tuple(
            Alternative(text_of(value, roman) if value else division.number, round(cost, 2))
            for value, cost in reading.alternatives[:4]
        )
        if value_of(division.number) and reading.confidence < LIKELY:
            return  # it may well be meant
        yield _edit(division, division.number, division.at, after, reason, round(reading.confidence, 3), others)


def _edit(
    division: Division,
    before: str,
    start: int,
    after: str,
    reason: str,
    sure: float,
    others: tuple[Alternative, ...] = (),
) -> Edit:
    end = start + len(before)
    return Edit(*division.key, start, end, before, after, "articles.sequence", reason, sure, others)
