"""What is cited again: places after the same words, whose marks bear one number, and what the notes speak of.

The decoder sees here only candidates; that two stand after the same words is evidence, never proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import TypeAlias

import regex

from convert.page import Key, Line
from convert.structure.notes.bodies import BodyStart
from convert.structure.notes.marks import Candidate, words_of

SAME_WORDS = 4
"""How many words before two marks must agree for the second to be taken as the same citation again."""
REMEMBERED = 4
"""How many places after the same words a later one looks back at."""

NEAREST = 4
"""How many words before a mark name what it cites, where it may be cited again."""
NOTE_LINES = 3
"""Lines of a note that are compared with the text."""
SHORTEST, STEM = 4, 7
"""Characters of the shortest word that tells something, and of a word without its ending."""
MOST_TOLD = 2.0
"""The most that shared words may count: two rare ones are as good as many."""
CREDIBLE = 0.6
"""Probability of a number from which a first reading is believed."""

_SYMBOL = regex.compile(r"\d/\p{Lu}?\d|\p{Lu}/\p{L}*\.?\d")


@dataclass(frozen=True, slots=True)
class Link:
    """Earlier candidates after the same words; for each, on which share of their occurrences those bear a mark."""

    earlier: Mapping[int, float] = field(default_factory=dict)
    last_use: int = 0  # the last event that looks back at this one


Phrase: TypeAlias = tuple[str, ...]


def links_of(events: Sequence[object], lines: Sequence[Line]) -> dict[int, Link]:
    """For each candidate after words that bear candidates more than once, its link to the earlier ones."""
    bearers: dict[Phrase, list[int]] = {}
    for number, event in enumerate(events):
        if isinstance(event, Candidate):
            for phrase in _phrases(event.words):
                bearers.setdefault(phrase, []).append(number)
    said = _occurrences(lines)
    earlier: dict[int, dict[int, float]] = {}
    for phrase, numbers in bearers.items():
        telling = min(1.0, len(numbers) / max(1, said[phrase]))
        for place, number in enumerate(numbers if len(numbers) > 1 else ()):
            known = earlier.setdefault(number, {})
            near = numbers[max(0, place - REMEMBERED) : place]
            known.update({each: max(telling, known.get(each, 0.0)) for each in near})
    last = {each: number for number, known in sorted(earlier.items()) for each in known}
    return {number: Link(known, last.get(number, 0)) for number, known in earlier.items()}


def _phrases(words: Sequence[str]) -> Iterator[Phrase]:
    """What may be cited again: the last words before a mark, and any document symbol among them."""
    if len(words) >= SAME_WORDS:
        yield tuple(words[-SAME_WORDS:])
    yield from {(word,) for word in words if _SYMBOL.search(word)}


def _occurrences(lines: Sequence[Line]) -> Counter[Phrase]:
    """How often each phrase and each symbol stands in the text."""
    words = [word for line in lines for word in words_of(line.text)]
    phrases = Counter(zip(*(words[offset:] for offset in range(SAME_WORDS)), strict=False))
    phrases.update((word,) for word in words if _SYMBOL.search(word))
    return phrases


@dataclass(frozen=True, slots=True)
class Told:
    """How far the words before a place are those of a note, and those before an earlier mark of it; 0 to 2."""

    by_note: float = 0.0
    by_mark: float = 0.0


NOTHING_TOLD = Told()


class Hearsay:
    """What the words before marks and those of notes tell of each other, once a first reading has numbered both.

    Rare words count: what stands on one line in the whole document counts 1, what stands on every line nothing.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        stems = [frozenset(_stems(line.text)) for line in lines]
        self.places = {line.key: number for number, line in enumerate(lines)}
        self.stems = stems
        self.frequency = Counter(stem for each in stems for stem in each)
        self.rarest = log(max(2, len(lines)))

    def note_at(self, key: Key, end: int) -> frozenset[str]:
        """The rare words of a note that begins on a line, before the next begins on line number `end`."""
        begin = self.places[key]
        return frozenset().union(*self.stems[begin : min(end, begin + NOTE_LINES)])

    def shared(self, some: Collection[str], others: Collection[str]) -> float:
        """How many words two passages share, each by its rarity."""
        both = [stem for stem in some if stem in others]
        rarities = (1 - log(self.frequency[stem] or 1) / self.rarest for stem in both)
        return min(MOST_TOLD, sum(rarities))


def hearsay(
    events: Sequence[object], numbers: Sequence[Mapping[int, float]], lines: Sequence[Line]
) -> dict[int, dict[int, Told]]:
    """What is told of the numbers of each candidate, by a first reading: `numbers` with their shares."""
    known = Hearsay(lines)
    notes = _notes_said(events, numbers, known)
    heard: dict[int, dict[int, Told]] = {}
    marks: dict[int, frozenset[str]] = {}  # the words before the first mark of each note, so far
    for place, (event, shares) in enumerate(zip(events, numbers, strict=True)):
        if not isinstance(event, Candidate):
            continue
        said = frozenset(_stems(" ".join(event.words)))
        near = frozenset(_stems(" ".join(event.words[-NEAREST:])))
        told = {}
        for note in shares:
            each = Told(known.shared(said, notes.get(note, ())), known.shared(near, marks.get(note, ())))
            if each != NOTHING_TOLD:
                told[note] = each
        if told:
            heard[place] = told
        likeliest = max(shares, key=lambda note: shares[note], default=0)
        if shares.get(likeliest, 0.0) >= CREDIBLE:
            marks.setdefault(likeliest, said)
    return heard


def _notes_said(
    events: Sequence[object], numbers: Sequence[Mapping[int, float]], known: Hearsay
) -> dict[int, frozenset[str]]:
    """The rare words of each note whose number a first reading is rather sure of."""
    starts = []
    for event, shares in zip(events, numbers, strict=True):
        note = max(shares, key=lambda each: shares[each], default=0)
        if isinstance(event, BodyStart) and shares.get(note, 0.0) >= CREDIBLE:
            starts.append((note, event.key))
    ends = (*(known.places[key] for _, key in starts[1:]), len(known.stems))
    return {note: known.note_at(key, end) for (note, key), end in zip(starts, ends, strict=False)}


def _stems(text: str) -> Iterator[str]:
    """The words of a text that may tell something, without their endings."""
    for word in words_of(text):
        if len(word) >= SHORTEST:
            yield word.casefold()[:STEM]
