"""The numbers of notes at the foot of pages of which the most are right, by the shares of a decoder.

The cheapest path through a series is often one of many that differ in where one note was missed. The number that
a place has on most paths is better then (https://doi.org/10.1109/5.18626, section III.B), if the numbers rise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import exp
from typing import NamedTuple

from convert.structure.notes.bodies import BodyStart
from convert.structure.notes.series import Collected, Event, PageEnd
from convert.structure.sequences import Reading

SMALLEST = 0.01
"""Shares below this are no choice."""


class _Chain(NamedTuple):
    """Numbers given so far: how many are right by their shares, the last place, its number, what was before."""

    score: float
    place: int = -1
    note: int = 0
    before: _Chain | None = None


def most_expected(events: Sequence[Event], readings: Sequence[Reading[int]]) -> tuple[Reading[int], ...]:
    """The readings, with the choices at the foot for which the expected number of right ones is the highest."""
    best = [_Chain(0.0)]  # by the last number, rising, and so is the score
    lasts = [0]
    for place, (event, reading) in enumerate(zip(events, readings, strict=True)):
        if isinstance(event, Collected) or (isinstance(event, PageEnd) and event.then == "again"):
            best, lasts = [best[-1]], [0]
        elif isinstance(event, BodyStart):
            best, lasts = _further(best, lasts, place, reading)
    chosen: dict[int, int] = {}
    chain: _Chain | None = best[-1]
    while chain and chain.place >= 0:
        chosen[chain.place] = chain.note
        chain = chain.before
    return tuple(
        _with_choice(reading, chosen.get(place, 0)) if isinstance(event, BodyStart) else reading
        for place, (event, reading) in enumerate(zip(events, readings, strict=True))
    )


def _further(
    best: Sequence[_Chain], lasts: Sequence[int], place: int, reading: Reading[int]
) -> tuple[list[_Chain], list[int]]:
    """The best chains after one more place, of those with a higher last number only such as score more."""
    shares = {note: exp(-cost) for note, cost in reading.alternatives}
    none = shares.get(0, 0.0)
    offers = [(last, chain._replace(score=chain.score + none)) for last, chain in zip(lasts, best, strict=True)]
    for note, share in shares.items():
        if note and share >= SMALLEST:
            lower = [chain for last, chain in zip(lasts, best, strict=True) if last < note]
            if lower:
                offers.append((note, _Chain(lower[-1].score + share, place, note, lower[-1])))
    chains: list[_Chain] = []
    kept: list[int] = []
    for last, chain in sorted(offers, key=lambda each: (each[0], -each[1].score)):
        if not chains or chain.score > chains[-1].score:
            chains.append(chain)
            kept.append(last)
    return chains, kept


def _with_choice(reading: Reading[int], note: int) -> Reading[int]:
    if note == reading.choice:
        return reading
    return replace(reading, choice=note, confidence=reading.share(note))
