"""What recognisers print for the number of a note: costs in nats, from counts of digits and of whole numbers.

A raised number in the text and the number before a note at the foot are printed unalike, so each has its own
counts. One printing and one recogniser have their habits, too, which the document itself shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log
from typing import Any, TypeAlias

DIGIT_PRIOR = 12.0
"""Weight of what is printed for digits at large against the counts of one digit, in observations."""
WHOLE_PRIOR = 100.0
"""Weight of what its digits say against the counts of a whole number of several digits, in observations: these owe
too much to the few documents in which a number was printed."""
PLACE_PRIOR = 8.0
"""Weight of a digit anywhere against the counts of it at its place in a longer number, in observations."""
ONE_PRIOR = 10.0
"""Weight of glyphs at large against those that stand alone for several digits, in observations."""
ANY_ONE, FIRST_ONE = 0.2, 0.4
"""A glyph that stands alone for several digits: the share of any, and of that which the first one is printed as;
the rest is the last one's. These priors by the likelihood of true numbers among their neighbours."""
ANY_EACH = 0.1
"""Share of numbers with a glyph for each digit whose glyphs have nothing to do with them: "®®" for 10."""
OWN_GLYPHS = 1.0
"""Weight of one odd glyph of the document at hand among what is printed at large."""
HABIT = 10.0
"""Weight of what is printed for a digit at large against what this document shows, in observations."""
UNSEEN = 0.02
"""Share of glyphs that were never printed for a digit before."""
CLEAN = 2.0
"""Observations added for a digit read as itself: a clean scan prints it so, whatever the counts came from."""
ALIKE = {"1": "'‘’!|lIi", "2": "?zZ", "5": "$sS", "8": "&B", "0": "oO", "4": "A", "6": "b", "9": "gq"}
"""Glyphs of one shape with a digit, which stand for it where no count says otherwise."""
ALIKE_SEEN = 0.5
"""Observations added for each of them."""
SWALLOWED = 0.02
"""Probability that one digit of a longer number leaves nothing on the paper."""
SEVERAL = "##"
"""Under this name among the digits stands what is printed as one glyph for a number of several digits."""
IMPLAUSIBLE = 6.0
"""Note numbers that cost this much more than the likeliest for their glyphs are not tried, in nats."""
HIGHEST = 99
"""Note numbers beyond this count as this when the frequency of a glyph over all numbers is wanted."""

_STROKES = str.maketrans("lItJ", "!!!!")
"""Letters that end a word with one too many: too rare to be counted, and of one shape with what is not."""

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
class Glyphs:
    """Costs of printed numbers, from counts. Pure: the same counts give the same costs."""

    digits: Mapping[str, Mapping[str, int]]  # digit -> what was printed for it -> how often
    wholes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # number of several digits -> the same
    own: Mapping[str, int] = field(default_factory=dict)  # odd glyphs of the document at hand, how often
    habits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # its own digits, as `digits`
    _seen: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def number(self, glyphs: str, number: int, without: Habits = ()) -> float:
        """-log of how much likelier `glyphs` is for this note number than for any number at all.

        `without` names what the habits of the document owe to the very place in question: it may not be its own
        witness.
        """
        glyphs = glyphs.translate(_STROKES)
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

    def _anywhere(self, glyphs: str) -> float:
        key = ("any", glyphs)
        if key not in self._seen:
            numbers = range(1, min(HIGHEST, 10 ** len(glyphs) * 2))
            # small numbers are commoner, as every series begins at 1: a weight of 1/n
            self._seen[key] = sum(self._printed(glyphs, str(n)) / n for n in numbers) / sum(1 / n for n in numbers)
        frequency: float = self._seen[key]
        return frequency

    def _printed(self, glyphs: str, digits: str, without: Habits = ()) -> float:
        """Probability that these digits are printed as these glyphs: one for all, one for each, or otherwise."""
        if len(digits) == 1:
            return max(self._digit(digits, glyphs, without), 1e-9)
        if len(glyphs) == 1:
            chance = self._sizes[1] * self._alone(glyphs, digits, without)
        elif len(glyphs) == len(digits):
            each = any_ = 1.0
            for place, (digit, glyph) in enumerate(zip(digits, glyphs, strict=True)):
                each *= self._at_place(min(place, 1), digit, glyph, without)
                any_ *= self._at_large.get(glyph, UNSEEN / 50)
            chance = self._sizes[2] * (each + ANY_EACH * (any_ - each))
        else:
            chance = self._joined(glyphs, digits, without)
        counts = self.wholes.get(digits)
        if counts:
            chance = (counts.get(glyphs, 0) + WHOLE_PRIOR * chance) / (sum(counts.values()) + WHOLE_PRIOR)
        return max(chance, 1e-9)

    def _alone(self, glyph: str, digits: str, without: Habits) -> float:
        """The same for one glyph, which is left of any of the digits, or is none of theirs."""
        counts = self.digits.get(SEVERAL, {})
        seen = sum(counts.values()) - counts.get("", 0)
        at_large = self._at_large.get(glyph, 0.0) or UNSEEN / 50
        any_one = (counts.get(glyph, 0) + ONE_PRIOR * at_large) / (seen + ONE_PRIOR)
        first = self._at_place(0, digits[0], glyph, without)
        last = self._at_place(1, digits[-1], glyph, without)
        return ANY_ONE * any_one + FIRST_ONE * first + (1 - ANY_ONE - FIRST_ONE) * last

    def _at_place(self, place: int, digit: str, glyph: str, without: Habits) -> float:
        """Probability that the first digit of several, or one behind it, is printed as this glyph."""
        key = ("place", place, digit, glyph, without)
        if key not in self._seen:
            counts = self._places[place].get(digit, {})
            chance = counts.get(glyph, 0) + PLACE_PRIOR * self._counted(digit, glyph)
            chance /= sum(counts.values()) + PLACE_PRIOR
            self._seen[key] = self._by_habit(digit, glyph, chance, without)
        found: float = self._seen[key]
        return found

    @cached_property
    def _places(self) -> tuple[Mapping[str, Mapping[str, int]], ...]:
        """What was printed for the first digit of several, and for one behind it, where each has a glyph."""
        places: tuple[dict[str, Counter[str]], ...] = ({}, {})
        for digits, printings in self.wholes.items():
            for glyphs, count in printings.items():
                for place, (digit, glyph) in enumerate(zip(digits, glyphs, strict=False)):
                    if len(digits) == len(glyphs):
                        places[min(place, 1)].setdefault(digit, Counter())[glyph] += count
        return places

    @cached_property
    def _sizes(self) -> tuple[float, float, float]:
        """How often several digits are printed otherwise, as one glyph, as one glyph each."""
        sizes = [0.5, 0.5, 0.5]
        for digits, printings in self.wholes.items():
            for glyphs, count in printings.items():
                sizes[1 if len(glyphs) == 1 else 2 if len(glyphs) == len(digits) else 0] += count
        return (sizes[0] / sum(sizes), sizes[1] / sum(sizes), sizes[2] / sum(sizes))

    def _joined(self, glyphs: str, digits: str, without: Habits) -> float:
        """The same for several digits and several glyphs, by all ways to share them out."""
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
        return ways.get(len(glyphs), 0.0)

    def _digit(self, digit: str, printed: str, without: Habits = ()) -> float:
        key = ("digit", digit, printed, without)
        if key not in self._seen:
            self._seen[key] = self._digit_chance(digit, printed, without) if printed else SWALLOWED
        chance: float = self._seen[key]
        return chance

    def _digit_chance(self, digit: str, printed: str, without: Habits) -> float:
        return self._by_habit(digit, printed, self._counted(digit, printed), without)

    def _counted(self, digit: str, printed: str) -> float:
        """Probability that a digit is printed so anywhere, by the counts."""
        counts = self.digits.get(digit, {})
        count = counts.get(printed, 0) + (CLEAN if printed == digit else 0)
        at_large = self._at_large.get(printed, 0.0) or UNSEEN / (50 if len(printed) == 1 else 2500)
        alike = ALIKE.get(digit, "")
        count += ALIKE_SEEN if printed and printed in alike else 0
        prior = CLEAN + DIGIT_PRIOR + ALIKE_SEEN * len(alike)
        return (count + DIGIT_PRIOR * at_large) / (sum(counts.values()) + prior)

    def _by_habit(self, digit: str, printed: str, chance: float, without: Habits) -> float:
        """That probability after what the document itself shows of the digit, one of its places left out."""
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

    def for_document(self, glyphs: Iterable[str], habits: Iterable[Habits] = ()) -> Glyphs:
        """The costs for a document in which these odd glyphs stand, and in which its digits were printed so.

        One printing and one recogniser have their own habits: a digit is damaged alike throughout.
        """
        own = Counter(glyph for each in glyphs for glyph in each if not glyph.isalnum())
        counts: dict[str, dict[str, float]] = {}
        for digit, printed, sure in (habit for each in habits for habit in each):
            printings = counts.setdefault(digit, {})
            printings[printed] = printings.get(printed, 0.0) + sure
        return replace(self, own=dict(own), habits=counts, _seen={})
