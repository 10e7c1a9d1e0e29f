"""What recognisers make of note numbers and enumerators, as costs in nats, from counts in `costs.json`.

The counts were learned from real recognition with known truth by `benchmarks/accuracy/learn.py`, which says how;
the file names its origin. Unseen pairs get what is left by add-constant smoothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from math import exp, log
from typing import Any, TypeAlias

DIGIT_PRIOR = 12.0
"""Weight of what is printed for raised digits at large against the counts of one digit, in observations."""
OWN_GLYPHS = 1.0
"""Weight of one odd glyph of the document at hand among what is printed at large."""
HABIT = 10.0
"""Weight of what is printed for a digit at large against what this document shows, in observations."""
_WORD_ENDS = ("letter", "year", "digit", "close", "quote")
BELIEFS: Mapping[str, tuple[int, int]] = {
    "' s": (0, 20),
    "' pending s": (0, 20),
    **{
        f"{sign} {before} {after}": (0, 60) for sign in "?!" for before in _WORD_ENDS for after in ("upper", "end")
    },
    "° digit": (0, 20),
    "closing": (0, 30),
    "letter l": (8, 2),
    "letter I": (8, 2),
    "digits , lower": (12, 1),
    "digits . upper": (6, 1),
    "digits ; lower": (12, 1),
    "digits letter lower": (12, 2),
    "digits letter punctuation": (6, 3),
    "next none gap ended short": (30, 2),
    "next none tight ended short": (10, 3),
    "body none": (0, 40),
}
"""Counts (marks, others) added to contexts for which the learned counts are too few. Anywhere plural possessives,
questions, exclamations and degrees are commoner than there; a word of the text with a thin stroke too many, or a
digit that touches a word or its comma within a sentence, is hardly anything but a mark."""
UNSEEN = 0.02
"""Share of glyphs that were never printed for a raised digit before."""
CLEAN = 2.0
"""Observations added for a digit read as itself: a clean scan prints it so, whatever the counts came from."""
SWALLOWED = 0.02
"""Probability that one digit of a longer number leaves nothing on the paper."""
SEVERAL = "##"
"""Under this name among the digits stands what is printed as one glyph for a number of several digits."""
WHOLE_PRIOR = 20.0
"""Weight of the strokes of an enumerator against the counts of the whole, in observations."""
LONGER = 2
"""Characters by which what was printed for an enumerator may differ from it in length."""
NEVER = 30.0
"""The cost of what is not believed at all, in nats."""
CONTEXT_PRIOR = 5.0
"""Weight of a wider context against the counts of a narrower one, in observations."""
IMPLAUSIBLE = 6.0
"""Note numbers that cost this much more than the likeliest for their glyphs are not tried, in nats."""
HIGHEST = 99
"""Note numbers beyond this count as this when the frequency of a glyph over all numbers is wanted."""


Habits: TypeAlias = tuple[tuple[str, str, float], ...]
"""What was printed for which digit, how surely."""


def habits_of(glyphs: str, numbers: Iterable[tuple[int, float]]) -> Habits:
    """What one printed number tells of its digits, given the numbers it may be and how surely."""
    return tuple(
        (digit, part, sure)
        for number, sure in numbers
        for digit, part in zip(str(number), _parts(glyphs, len(str(number))), strict=False)
    )


def _parts(glyphs: str, digits: int) -> Sequence[str]:
    """Which glyphs belong to each digit, where that is plain."""
    return glyphs if len(glyphs) == digits else (glyphs,) if digits == 1 else ()


@dataclass(frozen=True)
class Costs:
    """Costs of readings, from counts. Pure: the same counts give the same costs."""

    digits: Mapping[str, Mapping[str, int]]  # digit -> what was printed for it -> how often
    contexts: Mapping[str, tuple[int, int]]  # context of a glyph -> how often a mark, how often not
    strokes: Mapping[str, Mapping[str, int]]  # character of an enumerator -> what was printed -> how often
    own: Mapping[str, int] = field(default_factory=dict)  # odd glyphs of the document at hand, how often
    labels: Mapping[str, Mapping[str, int]] = field(
        default_factory=dict
    )  # whole enumerator -> printed -> how often
    habits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # its own digits, as `digits`
    _seen: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def number(self, glyphs: str, number: int, without: Habits = ()) -> float:
        """-log of how much likelier `glyphs` is for this note number than for any number at all.

        `without` names what the habits of the document owe to the very place in question: it may not be its own
        witness.
        """
        key = ("number", glyphs, number, without)
        if key not in self._seen:
            self._seen[key] = log(self._anywhere(glyphs)) - log(self._printed(glyphs, str(number), without))
        cost: float = self._seen[key]
        return cost

    def plausible(
        self, glyphs: str, lowest: int, highest: int, without: Habits = ()
    ) -> tuple[tuple[int, float], ...]:
        """The note numbers in this range that these glyphs may be, and their costs, hopeless ones left out."""
        key = ("plausible", glyphs, lowest, highest, without)
        if key not in self._seen:
            costs = [(number, self.number(glyphs, number, without)) for number in range(lowest, highest + 1)]
            limit = min(cost for _, cost in costs) + IMPLAUSIBLE
            self._seen[key] = tuple(each for each in costs if each[1] <= limit)
        found: tuple[tuple[int, float], ...] = self._seen[key]
        return found

    def mark(self, contexts: tuple[str, ...]) -> float:
        """The probability that a glyph is a note mark, by its contexts from the widest to the narrowest."""
        chance = 0.5
        for context in contexts:
            marks, others = self.contexts.get(context, (0, 0))
            marks, others = marks + BELIEFS.get(context, (0, 0))[0], others + BELIEFS.get(context, (0, 0))[1]
            chance = (marks + CONTEXT_PRIOR * chance) / (marks + others + CONTEXT_PRIOR)
        return min(max(chance, 0.002), 0.998)

    def _anywhere(self, glyphs: str) -> float:
        key = ("any", glyphs)
        if key not in self._seen:
            numbers = range(1, min(HIGHEST, 10 ** len(glyphs) * 2))
            # small numbers are commoner, as every series begins at 1: a weight of 1/n
            self._seen[key] = sum(self._printed(glyphs, str(n)) / n for n in numbers) / sum(1 / n for n in numbers)
        frequency: float = self._seen[key]
        return frequency

    def _printed(self, glyphs: str, digits: str, without: Habits = ()) -> float:
        """Probability that these digits are printed as these glyphs: each digit as none, one or two of them."""
        if len(digits) > 1 and len(glyphs) == 1:
            return self._digit(SEVERAL, glyphs)
        if len(digits) == 1:
            return max(self._digit(digits, glyphs, without), 1e-9)
        ways = {0: 1.0}
        for position, digit in enumerate(digits):
            last = position == len(digits) - 1
            further: dict[int, float] = {}
            for used, chance in ways.items():
                for size in (0, 1, 2):
                    if used + size > len(glyphs) or (last and used + size != len(glyphs)):
                        continue
                    printed = glyphs[used : used + size]
                    further[used + size] = further.get(used + size, 0.0) + chance * self._digit(
                        digit, printed, without
                    )
            ways = further
        return max(ways.get(len(glyphs), 0.0), 1e-9)

    def _digit(self, digit: str, printed: str, without: Habits = ()) -> float:
        key = ("digit", digit, printed, without)
        if key not in self._seen:
            self._seen[key] = self._digit_chance(digit, printed, without) if printed else SWALLOWED
        chance: float = self._seen[key]
        return chance

    def _digit_chance(self, digit: str, printed: str, without: Habits) -> float:
        counts = self.digits.get(digit, {})
        count = counts.get(printed, 0) + (CLEAN if printed == digit else 0)
        at_large = self._at_large.get(printed, 0.0) or UNSEEN / (50 if len(printed) == 1 else 2500)
        chance = (count + DIGIT_PRIOR * at_large) / (sum(counts.values()) + CLEAN + DIGIT_PRIOR)
        habit = self.habits.get(digit, {})
        all_own = sum(sure for each, _, sure in without if each == digit)
        own = sum(sure for each, glyphs, sure in without if each == digit and glyphs == printed)
        return (HABIT * chance + habit.get(printed, 0.0) - own) / (HABIT + sum(habit.values()) - all_own)

    @cached_property
    def _at_large(self) -> dict[str, float]:
        """How often each glyph or pair is printed for a raised digit, digits themselves left out."""
        counts: dict[str, float] = {}
        for printed in self.digits.values():
            for glyphs, count in printed.items():
                if glyphs and not glyphs.isdigit():
                    counts[glyphs] = counts.get(glyphs, 0.0) + count
        for glyphs, count in self.own.items():
            counts[glyphs] = counts.get(glyphs, 0.0) + OWN_GLYPHS * count
        total = sum(counts.values()) or 1.0
        return {glyphs: (1 - UNSEEN) * count / total for glyphs, count in counts.items()}

    def for_document(self, glyphs: Iterable[str], habits: Iterable[Habits] = ()) -> Costs:
        """The costs for a document in which these odd glyphs stand, and in which its digits were printed so.

        One printing and one recogniser have their own habits: a digit is damaged alike throughout.
        """
        own = Counter(glyph for each in glyphs for glyph in each if not glyph.isalnum())
        counts: dict[str, dict[str, float]] = {}
        for digit, printed, sure in (habit for each in habits for habit in each):
            printings = counts.setdefault(digit, {})
            printings[printed] = printings.get(printed, 0.0) + sure
        return replace(self, own=dict(own), habits=counts, _seen={})

    def label(self, printed: str, label: str) -> float:
        """-log of the likelihood that an enumerator was printed so: counts of the whole, else its strokes."""
        key = ("label", printed, label)
        if key not in self._seen:
            alike = abs(len(printed) - len(label)) <= LONGER
            strokes = exp(-self._distance(printed, label)) if alike else exp(-NEVER)
            counts = self.labels.get(label, {})
            chance = counts.get(printed, 0) + WHOLE_PRIOR * strokes
            self._seen[key] = -log(chance / (sum(counts.values()) + WHOLE_PRIOR))
        cost: float = self._seen[key]
        return cost

    def _distance(self, printed: str, label: str) -> float:
        row = [0.0]
        for glyph in printed:
            row.append(row[-1] + self._stroke("", glyph))
        for character in label:
            above = row
            row = [above[0] + self._stroke(character, "")]
            for column, glyph in enumerate(printed, 1):
                ways = [
                    above[column - 1] + self._stroke(character, glyph),
                    above[column] + self._stroke(character, ""),
                    row[column - 1] + self._stroke("", glyph),
                ]
                if column > 1:
                    ways.append(above[column - 2] + self._stroke(character, printed[column - 2 : column]))
                row.append(min(ways))
        return row[-1]

    def _stroke(self, character: str, printed: str) -> float:
        """-log of the likelihood that a character of a label was printed so ("" for lost or for nothing there)."""
        key = (character, printed)
        if key not in self._seen:
            self._seen[key] = self._stroke_cost(character, printed)
        cost: float = self._seen[key]
        return cost

    def _stroke_cost(self, character: str, printed: str) -> float:
        counts = self.strokes.get(character, {})
        total = sum(counts.values()) if character else self._labels
        count = counts.get(printed, 0)
        prior = _STROKE_PRIOR * (1.0 if printed == character else self._likeness(character, printed))
        return -log((count + prior) / (total + 2 * _STROKE_PRIOR))

    @cached_property
    def _labels(self) -> int:
        """How many characters of labels were seen: what inserted glyphs are counted against."""
        return sum(sum(counts.values()) for character, counts in self.strokes.items() if character)

    @staticmethod
    def _likeness(character: str, printed: str) -> float:
        """How freely an unseen confusion is believed: more inside a family of like shapes."""
        if character and printed and any(character in family and printed in family for family in _FAMILIES):
            return 0.2
        return 0.02 if not character or not printed else 0.002


_STROKE_PRIOR = 4.0
_FAMILIES = ("1lIi|!tj", "0oOQ°", "({[", ")}]", ".,;:", "5sS", "8B", "vVyu", "cCe", "2zZ", "6b", "9gq")
"""Shapes that print alike at small sizes: weak beliefs for what was not counted."""


@cache
def learned() -> Costs:
    """The costs from the counts that come with the program."""
    return from_data(_data("costs.json"))


def from_data(data: Mapping[str, Any]) -> Costs:
    """Costs from counts as `costs.json` holds them, and for whole enumerators from what was learned by drawing."""
    contexts = {context: (marks, others) for context, (marks, others) in data["contexts"].items()}
    return Costs(data["digits"], contexts, data["strokes"], labels=_data("labels.json")["labels"])


@cache
def _data(name: str) -> Any:
    return json.loads(files("convert.structure").joinpath(name).read_text(encoding="utf-8"))
