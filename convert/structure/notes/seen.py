"""What a look at the image of a page says of a raised number, as costs for the decoder; and what is small print.

`Word.seen` holds numbers with their costs in nats: "12", or "##" for any of two digits, and "" for none at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log
from typing import TypeAlias

from convert.page import Line
from convert.structure.costs import NEVER

Seen: TypeAlias = tuple[tuple[str, float], ...]

SUREST = 0.997
"""Probability of what seems certain in an image."""
SMALLER = 0.93
"""Share of the size of the text below which a line is small print."""
SMALL_PRINT, LAST_PRINT, FULL_SIZE = 20.0, 100.0, 0.3
"""Odds by which a line of recognised text is likelier to open a note because it is set smaller than the text, and
nothing else follows in its column; or less likely, as large as the text: nearly all notes are set smaller."""
UNRAISED = 0.25
"""Odds that a line opens a note although its image shows no raised number before it."""
PARTED = 0.8
"""White space above the notes of a page, in lines, where the first of them shows no number."""


def chance_of_number(seen: Seen) -> float:
    """The probability that a raised number stands there at all."""
    return min(max(1 - exp(-dict(seen).get("", NEVER)), 1 - SUREST), SUREST)


def cost_of(seen: Seen, note: int) -> float:
    """What it costs, in nats, that what stands there is this number, if it is any."""
    costs, digits = dict(seen), str(note)
    wild = costs.get("#" * len(digits), NEVER) + len(digits) * log(10)
    return min(costs.get(digits, NEVER), wild) + log(chance_of_number(seen))


def is_small(page: Sequence[Line], line: Line) -> bool:
    """Whether a line is set smaller than the text of its page, whose size is that of the most characters."""
    sizes: Counter[float] = Counter()
    for each in page:
        sizes[each.size or 0.0] += len(each.text)
    return 0 < (line.size or 0.0) < SMALLER * max(sizes, key=lambda size: (sizes[size], size))


def odds_of_note(page: Sequence[Line], position: int) -> float:
    """By how much the size of a recognised line makes it likelier to open a note; 1 where no size is known."""
    line = page[position]
    if not line.size or not line.words or line.words[0].size:
        return 1.0
    first = line.words[0]
    looked = UNRAISED if first.seen and not first.raised else 1.0
    if not is_small(page, line):
        return FULL_SIZE * looked
    column = [each for each in page[position:] if each.region == line.region]
    return looked * (LAST_PRINT if all(is_small(page, each) for each in column) else SMALL_PRINT)


def with_odds(chance: float, odds: float) -> float:
    """A probability after evidence that changes its odds."""
    if odds == 1.0:
        return chance
    return min(max(chance * odds / (1 - chance + chance * odds), 1 - SUREST), SUREST)
