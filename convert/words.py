"""What is known about words: those that stand in the document itself, and a list for its language.

Both are evidence for a decision and never a rule of their own: correcting by dictionary breaks nine words of an
official document for each two that it mends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from convert.letters import language_of_letters, main_script, scripts
from convert.page import Line

WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
"""Letters, with hyphens between them. An apostrophe parts words: the French article is not part of its noun."""
LINE_END_HYPHEN = re.compile(r"[-\u2010\u00ac\u00ad]\s*$")
"""A mark at the end of a line that may break a word: hyphens, the not sign of old recognisers, a soft hyphen."""

FUNCTION_WORDS: Mapping[str, str] = {
    "en": "the of and to in that for with is by on be as are from which this or its have",
    "fr": "le la les des et du un une est dans pour que qui par au aux sur ce cette ou avec",
    "es": "el la los las de y en del que por con una para se es al como su lo o este",
}
"""The most frequent words of running text, for guessing its language."""
GUESS_SHARE = 0.15
"""At least this share of the words must be function words; in running text it is 0.3 to 0.5."""
GUESS_LEAD = 1.5
"""The language guessed must have this many times the function words of the next; relatives share some."""


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary of one document: how often each word stands in it unbroken, and the list of its language.

    `language` is a BCP 47 tag, or "" where nobody said and nothing could be guessed.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    language: str = ""
    pages: Mapping[str, int] = field(default_factory=dict)  # where each word stands first

    @property
    def tongue(self) -> str:
        """The primary language, "en" of "en-GB"."""
        return self.language.split("-")[0].lower()

    def seen(self, word: str) -> int:
        """How often the word stands in the document unbroken, in any case."""
        return self.counts.get(_key(word), 0)

    def page(self, word: str) -> int | None:
        """The sheet on which the word stands first."""
        return self.pages.get(_key(word))

    def known(self, word: str) -> bool | None:
        """Whether the word list of the language has the word; None where there is no list."""
        listed = word_list(self.tongue)
        return None if listed is None else word.casefold() in listed

    def is_word(self, word: str) -> bool:
        """Whether the word stands in the document or in the word list."""
        return bool(self.seen(word) or self.known(word))


def words_of(lines: Iterable[Line], language: str = "") -> Words:
    """The vocabulary of these lines, in reading order; the language is guessed if it is not given."""
    printed: Counter[str] = Counter()
    sheets: dict[str, int] = {}  # where a word as it is printed stands first
    broken = False
    for line in lines:
        found = WORD.findall(line.text)
        ends_broken = LINE_END_HYPHEN.search(line.text) is not None
        unbroken = found[1 if broken else 0 : len(found) - ends_broken]
        for word in unbroken:
            sheets.setdefault(word, line.page)
        printed.update(unbroken)
        broken = ends_broken
    counts: Counter[str] = Counter()
    pages: dict[str, int] = {}
    for word, count in printed.items():
        for part in _parts(_key(word)):
            counts[part] += count
            pages[part] = min(sheets[word], pages.get(part, sheets[word]))
    return Words(counts, language or language_of(counts), pages)


def counted(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in these texts, for guessing their language."""
    return Counter(_key(word) for text in texts for word in WORD.findall(text))


def share_of_words(counts: Mapping[str, int], tongue: str) -> float | None:
    """Which share of the words stand in the word list of a language; None where there is no list."""
    listed = word_list(tongue.split("-")[0].lower())
    if listed is None:
        return None
    known = sum(count for word, count in counts.items() if word in listed)
    return known / max(1, sum(counts.values()))


def language_of(counts: Mapping[str, int]) -> str:
    """The language of a text by its letters, of Latin ones by its function words; "" if that is not clear."""
    return language_of_letters(counts) if main_script(scripts(counts)) else guess_language(counts)


def guess_language(counts: Mapping[str, int]) -> str:
    """The language of running text by its function words, "" if that is not clear."""
    total = sum(counts.values())
    scores = {
        tongue: sum(counts.get(word, 0) for word in words.split()) for tongue, words in FUNCTION_WORDS.items()
    }
    best, second = sorted(scores, key=lambda tongue: -scores[tongue])[:2]
    sure = scores[best] > GUESS_SHARE * total and scores[best] >= GUESS_LEAD * scores[second]
    return best if sure else ""


def _key(word: str) -> str:
    return word.casefold().replace("\u2010", "-")


def _parts(word: str) -> Iterator[str]:
    """The word; of a compound also its parts, and the pairs of neighbours in it."""
    yield word
    parts = word.split("-")
    if len(parts) > 1:
        yield from parts
    if len(parts) > 2:
        yield from ("-".join(pair) for pair in pairwise(parts))


@cache
def word_list(language: str) -> frozenset[str] | None:
    """The small list of wordfreq: about 30,000 words, those more frequent than one in a million.

    Its file is read directly, which takes 10 ms; the library's own way loads rules for all languages first.
    The large list would not serve better: it holds fragments such as "conditi".
    """
    import gzip
    from importlib.util import find_spec
    from pathlib import Path

    found = find_spec("wordfreq")
    if found is None or not found.submodule_search_locations:
        return None
    file = Path(found.submodule_search_locations[0]) / "data" / f"small_{language}.msgpack.gz"
    if not language.isalpha() or not file.is_file():
        return None
    import msgpack  # type: ignore[import-untyped]

    _, *groups = msgpack.unpackb(gzip.decompress(file.read_bytes()), raw=False)
    return frozenset(word for group in groups for word in group)
