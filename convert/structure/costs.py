"""What recognisers make of note numbers and enumerators, as costs in nats, from counts in `costs.json`.

The counts were learned from real recognition with known truth by `benchmarks/accuracy/learn.py`, which says how;
the file names its origin. Unseen pairs get what is left by add-constant smoothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from math import exp, log
from typing import Any

from convert.structure.notes.glyphs import Glyphs

_AFTER = (" lower", " upper", " end", " punctuation")
_WORD_ENDS = ("letter", "year", "digit", "close", "quote")
BELIEFS: Mapping[str, tuple[int, int]] = {
    **{f"{sign} s{after}": (0, 20) for sign in ("'", "' pending") for after in ("", *_AFTER)},
    "several s upper": (0, 60),
    "several s end": (0, 60),
    **{f"closing {before}{after}": (0, 60) for before in ("s", *_WORD_ENDS) for after in _AFTER},
    **{
        f"{sign} {before} {after}": (0, 60) for sign in "?!" for before in _WORD_ENDS for after in ("upper", "end")
    },
    "° digit": (0, 20),
    "digits number . upper": (0, 10),
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
    **{
        f"body {shape} gap ended foot brief {tail}": (3, 3)
        for shape in ("date", "glued digit")
        for tail in ("noted", "small")
    },
}
"""Counts (marks, others) added to contexts for which the learned counts are too few. Anywhere plural possessives,
questions, exclamations, degrees and decimals are commoner than there; a word of the text with a thin stroke too
many, or a digit that touches a word or its comma within a sentence, is hardly anything but a mark. Where a
quotation is open, quotes with a question or an exclamation close it. Figures apart above notes may well be one."""
WHOLE_PRIOR = 20.0
"""Weight of the strokes of an enumerator against the counts of the whole, in observations."""
LONGER = 2
"""Characters by which what was printed for an enumerator may differ from it in length."""
RUN_TOGETHER: Mapping[str, str] = {"L": "I.", "l": "I."}
RUN = 1.5
"""What the end of a label is printed as where its last two glyphs touch, and that in nats: a quarter of the
labels "I." in `labels.json`."""
NEVER = 30.0
"""The cost of what is not believed at all, in nats."""
CONTEXT_PRIOR = 5.0
"""Weight of a wider context against the counts of a narrower one, in observations."""


@dataclass(frozen=True)
class Costs:
    """Costs of readings, from counts. Pure: the same counts give the same costs."""

    raised: Glyphs  # numbers of marks
    foot: Glyphs  # numbers before notes
    contexts: Mapping[str, tuple[int, int]]  # context of a glyph -> how often a mark, how often not
    strokes: Mapping[str, Mapping[str, int]]  # character of an enumerator -> what was printed -> how often
    labels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # enumerator -> printed -> how often
    _seen: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def mark(self, contexts: tuple[str, ...]) -> float:
        """The probability that a glyph is a note mark, by its contexts from the widest to the narrowest."""
        chance = 0.5
        for context in contexts:
            marks, others = self.contexts.get(context, (0, 0))
            marks, others = marks + BELIEFS.get(context, (0, 0))[0], others + BELIEFS.get(context, (0, 0))[1]
            chance = (marks + CONTEXT_PRIOR * chance) / (marks + others + CONTEXT_PRIOR)
        return min(max(chance, 0.002), 0.998)

    def label(self, printed: str, label: str) -> float:
        """-log of the likelihood that an enumerator was printed so: counts of the whole, else its strokes."""
        key = ("label", printed, label)
        if key not in self._seen:
            alike = abs(len(printed) - len(label)) <= LONGER
            strokes = exp(-self._strokes(printed, label)) if alike else exp(-NEVER)
            counts = self.labels.get(label, {})
            chance = counts.get(printed, 0) + WHOLE_PRIOR * strokes
            self._seen[key] = -log(chance / (sum(counts.values()) + WHOLE_PRIOR))
        cost: float = self._seen[key]
        return cost

    def _strokes(self, printed: str, label: str) -> float:
        """The distance, also that where the last glyph is two that touch."""
        apart = RUN_TOGETHER.get(printed[-1:])
        own = self._distance(printed, label)
        return min(own, RUN + self._distance(printed[:-1] + apart, label)) if apart else own

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
_FAMILIES = ("1lIi|!tj", "IlLTJ1", "0oOQ°", "({[", ")}]", ".,;:", "5sS", "8B", "vVyu", "cCe", "2zZ", "6b", "9gq")
"""Shapes that print alike at small sizes: weak beliefs for what was not counted."""


@cache
def learned() -> Costs:
    """The costs from the counts that come with the program."""
    return from_data(_data("costs.json"))


def from_data(data: Mapping[str, Any]) -> Costs:
    """Costs from counts as `costs.json` holds them, and for whole enumerators from what was learned by drawing."""
    contexts = {context: (marks, others) for context, (marks, others) in data["contexts"].items()}
    raised, foot = (Glyphs(data[where]["digits"], data[where]["wholes"]) for where in ("raised", "foot"))
    return Costs(raised, foot, contexts, data["strokes"], _data("labels.json")["labels"])


@cache
def _data(name: str) -> Any:
    return json.loads(files("convert.structure").joinpath(name).read_text(encoding="utf-8"))
