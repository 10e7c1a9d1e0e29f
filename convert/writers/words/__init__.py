"""The words an edition adds to a document, in the document's language: a file for each, such as `fr.toml`.

`{…}` is filled in. A pair is for one and for several; languages with more forms put the number after a colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from convert.months import MONTHS
from convert.writers.xml import language_tag

FOLDER = Path(__file__).parent
LANGUAGES = frozenset(path.stem for path in FOLDER.glob("*.toml"))
ENGLISH = "en"
TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
"""Subtags of Chinese that is not written in the characters of zh.toml."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one language."""

    language: str
    skip: str
    contents: str
    pages: str
    notes: str
    about: str
    text: str
    untitled: str
    cover: str
    cover_name: str
    landmarks: str
    next: str
    previous: str
    chapters: str
    page: str
    page_mark: str
    folio: str
    table: str
    note: str
    note_uncertain: str
    show_note: str
    to_note: str
    back: str
    missing: str
    absent: str
    orphan: str
    no_alt: str
    no_picture: str
    made_by: str
    source_pages: str
    question_mark: str
    uncertain: tuple[str, str]
    missing_count: tuple[str, str]
    absent_count: tuple[str, str]
    orphan_count: tuple[str, str]
    no_alt_count: tuple[str, str]
    nothing_open: str
    linked_outline: str
    linked_notes: str
    linked_pages: str
    identifier: str
    date: str
    creator: str
    source: str
    publisher: str
    rights: str
    subject: str
    description: str
    months: tuple[str, ...]
    day: str
    first_day: str


def load(language: str) -> Words:
    """The words of a language that has a file. Raises ValueError for one with a word too few, too many, or of
    another shape."""
    import tomllib

    entries = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    asked = {each.name: each.type for each in fields(Words)}
    known: dict[str, Any] = {"language": language, "months": MONTHS[language]}
    if odd := (asked.keys() - known.keys()) ^ entries.keys():
        raise ValueError(f"{language}.toml: {', '.join(sorted(odd))} missing, or unknown")
    for name, value in entries.items():
        pair = asked[name] == "tuple[str, str]"
        texts = value if isinstance(value, list) else [value]
        if isinstance(value, list) != pair or len(texts) != 1 + pair or not all(_is_word(text) for text in texts):
            raise ValueError(f"{language}.toml: {name} is not {'a pair of texts' if pair else 'a text'}")
        known[name] = tuple(value) if pair else value
    return Words(**known)


def _is_word(text: object) -> bool:
    return isinstance(text, str) and text == text.strip() != ""


_ISO_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


def words_for(language: str) -> Words:
    """The words in a document's language, English where we have none; `Words.language` tells which."""
    primary, *others = (language_tag(language) or ENGLISH).lower().split("-")
    traditional = primary == "zh" and TRADITIONAL.intersection(others)
    return _loaded(primary if primary in LANGUAGES and not traditional else ENGLISH)


@cache
def _loaded(language: str) -> Words:
    return load(language)


def counted(forms: tuple[str, str], n: int) -> str:
    """The sentence for this many."""
    return forms[0] if n == 1 else forms[1].format(n=n)


def is_date(text: str) -> bool:
    """Whether the text is a whole ISO 8601 date."""
    if not _ISO_DATE.fullmatch(text):
        return False
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:  # 30 February
        return False
    return True


def long_date(text: str, words: Words) -> str:
    """An ISO date as people write it, "19 December 2017"; any other text as it is."""
    match = _ISO_DATE.fullmatch(text)
    if not match:
        return text
    year, month, day = (int(part) for part in match.groups())
    return words.day.format(
        day=words.first_day if day == 1 else day, month=words.months[month - 1], year=f"{year:04}"
    )
