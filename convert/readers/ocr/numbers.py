"""A group of raised glyphs to the numbers that it may be, each with its cost in nats: evidence, no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import log

import numpy as np
from numpy.typing import NDArray

from convert.readers.ocr.glyphs import CRACK, Glyph, alone, joined
from convert.readers.ocr.shapes import DIGITS, Chances, Gray, chances, square

LONGEST = 3
"""Digits of the longest number."""
MOST_PARTS = 3
"""Parts into which one digit may have broken, side by side."""
DIGIT_WIDTH = 0.42
"""Em of the widest digit."""
PRIOR, DIGITS_DRAWN = 0.18, 3.0
"""Odds that a raised glyph at the end of a word is no digit; and how much commoner digits were than others among
the glyphs drawn for the network, whose opinion is freed from it."""
ONE_DIGIT = 0.85
"""Width for its height up to which a shape is one digit; wider ones may be two that touch."""
LIFTS = (np.float32(40), np.float32(110))
"""By how much two of the renderings make a glyph fatter and thinner, in grays."""
UNLIKELY = 7.0
"""Readings that cost more, in nats, are not kept."""
DOUBT = 0.005
"""Probability that what looks like a raised number is none, and that the network is wrong altogether."""


def numbers_of(
    group: Sequence[Glyph], em: float, part: Gray, labels: NDArray[np.int32]
) -> tuple[tuple[str, float], ...]:
    """What a group says in the best of the ways to put neighbours together: a broken 0 is two thin arcs."""
    told = [_told([alone(each, part, labels) for each in way]) for way in _partings(tuple(group), em)]
    return min((each for each in told if each), key=_cost_of_number, default=())


def _cost_of_number(seen: tuple[tuple[str, float], ...]) -> float:
    return next((cost for text, cost in seen if text and text[0] != "#"), UNLIKELY)


def _partings(group: tuple[Glyph, ...], em: float) -> Iterator[tuple[Glyph, ...]]:
    if not group:
        yield ()
        return
    first = group[0]
    for size in range(1, min(len(group), MOST_PARTS) + 1):
        if size > 1:
            if group[size - 1].x0 - group[size - 2].x1 > CRACK * em:
                break
            first = joined(first, group[size - 1])
            if first.width > DIGIT_WIDTH * em:
                break
        for rest in _partings(group[size:], em):
            yield (first, *rest)


def _told(parts: Sequence[Gray]) -> tuple[tuple[str, float], ...]:
    """What a row of shapes may say, with costs; nothing where it is too long to be a number."""
    if not 1 <= len(parts) <= LONGEST:
        return ()
    ways = [sorted(_readings(part), key=lambda each: -each[1]) for part in parts]
    odds = PRIOR  # of none against a number; both are hypotheses of the whole group, not of each glyph
    for way in ways:
        digit = sum(chance for _, chance in way)
        odds *= (1 - digit) / max(digit, 1e-6) * DIGITS_DRAWN
    none = min(max(odds / (1 + odds), DOUBT), 1 - DOUBT)
    sums: dict[str, float] = {}
    for choice in product(*(way[:12] for way in ways)):
        text = "".join(digits for digits, _ in choice)
        if len(text) <= LONGEST and text[0] != "0":
            chance = 1.0
            for _, share in choice:
                chance *= share
            sums[text] = sums.get(text, 0.0) + chance
    total = sum(sums.values())
    if not total:
        return ()
    wild = "#" * len(max(sums, key=lambda text: sums[text]))
    seen = [("", none), *((text, (1 - none) * (1 - DOUBT) * chance / total) for text, chance in sums.items())]
    costs = [(text, -log(max(chance, 1e-9))) for text, chance in (*seen, (wild, (1 - none) * DOUBT))]
    return tuple(
        (text, round(cost, 2)) for text, cost in sorted(costs, key=lambda each: each[1]) if cost <= UNLIKELY
    )


def _readings(part: Gray) -> Iterator[tuple[str, float]]:
    """One shape as a digit, or as two that touch, with probabilities."""
    height, width = part.shape
    alone = _vote(part)
    two = 0.0
    if width > ONE_DIGIT * height:
        pair = _cut(part)
        # believed by how much better two halves are digits than the whole is
        whole, halves = 1 - alone[-1], (1 - pair[0][-1]) * (1 - pair[1][-1])
        two = (
            halves / max(halves + whole, 1e-9)
            if width > 1.15 * height
            else 0.6 * halves / max(halves + whole, 1e-9)
        )
        for (one, left), (other, right) in product(enumerate(pair[0][:10]), enumerate(pair[1][:10])):
            yield DIGITS[one] + DIGITS[other], float(two * left * right)
    for digit, chance in enumerate(alone[:10]):
        yield DIGITS[digit], float((1 - two) * chance)


def _cut(part: Gray) -> tuple[Chances, Chances]:
    """The cut through a shape that makes the best two digits."""
    width = part.shape[1]
    best: tuple[float, tuple[Chances, Chances]] | None = None
    dark = (255 - part).sum(axis=0)
    middle = range(max(2, round(0.3 * width)), min(width - 2, round(0.7 * width)) + 1)
    for cut in sorted(middle, key=lambda each: dark[each])[:4]:
        pair = (_vote(_trimmed(part[:, :cut])), _vote(_trimmed(part[:, cut:])))
        worth = (1 - pair[0][-1]) * (1 - pair[1][-1])
        if best is None or worth > best[0]:
            best = worth, pair
    if best is None:
        none = np.zeros(11)
        none[-1] = 1.0
        return none, none
    return best[1]


def _trimmed(part: Gray) -> Gray:
    """Without the white rows and columns around it."""
    dark = part < 128
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return part
    return part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _vote(part: Gray) -> Chances:
    """The mean opinion on several renderings of a shape: as it is, softened, thinner, fatter."""
    padded = np.pad(part, 1, constant_values=255.0)
    soft: Gray = (
        4 * padded[1:-1, 1:-1] + padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
    ) / np.float32(8)
    views: list[Gray] = [part, soft, *(np.clip(soft * np.float32(1.5) - shift, 0, 255) for shift in LIFTS)]
    opinions = np.log(chances(np.stack([square(view) for view in views])) + 1e-6)
    told: NDArray[np.float64] = np.exp(opinions.mean(axis=0))
    return np.asarray(told / told.sum())
