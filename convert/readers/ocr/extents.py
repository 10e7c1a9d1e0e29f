"""How far the letters of a word reach above and below its baseline, so that the height of its box tells its size.

A word of small letters is two thirds as high as one with a capital. The usual extents are those of common text
faces; where a document has words enough of a kind, its own typeface is measured against its words with ascenders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from statistics import median
from typing import TypeAlias

import regex

from convert.page import Box
from convert.readers.ocr.tokens import Token

Reach: TypeAlias = tuple[str, str]
"""What kinds of letters reach highest and deepest in a word."""
Extents: TypeAlias = Mapping[Reach, float]

CAPITAL, DESCENT = 0.67, 0.21
"""Em above and below the baseline in Times, Liberation, Charis."""
TOPS = {"bracket": 0.67, "ascender": CAPITAL, "capital": CAPITAL, "dot": 0.63, "t": 0.57, "x": 0.46}
FEET = {"bracket": 0.14, "deep": DESCENT, "comma": 0.12, "": 0.0}
USUAL: Extents = {(top, foot): high + low for top, high in TOPS.items() for foot, low in FEET.items()}
_WEIGHTS = {"bracket": 0.2, "ascender": 1.0, "capital": 1.0, "dot": 0.6, "t": 0.5, "x": 0.3}
"""How well words of a kind tell their size: an error of one pixel is a larger share of a small letter."""
ENOUGH = 8
"""Words of a kind, beside words with ascenders, from which on the typeface is measured."""

LETTER = regex.compile(r"[\p{L}\p{N}]")
_BRACKET = regex.compile(r"[()\[\]{}/|§]")
_ASCENDER = regex.compile(r"[bdfhklßþàáâãäèéêëìíîïñòóôõöùúûü]")
_CAPITAL = regex.compile(r"[\p{Lu}\p{N}&%?!“”‘’\"']")
_KINDS = (
    ("ascender", _ASCENDER),
    ("capital", _CAPITAL),
    ("dot", regex.compile(r"[ij]")),
    ("t", regex.compile(r"t")),
)
"""From the highest."""
_DEEP = regex.compile(r"[gjpqyçQ]")
_COMMA = regex.compile(r"[,;]")


@cache
def reach(text: str) -> Reach:
    """What kinds of letters reach highest and deepest."""
    bracket = bool(_BRACKET.search(text))
    foot = "bracket" if bracket else "deep" if _DEEP.search(text) else "comma" if _COMMA.search(text) else ""
    if bracket:
        return "bracket", foot
    return next((name for name, kind in _KINDS if kind.search(text)), "x"), foot


def reaches_below(text: str) -> bool:
    """Whether anything in a word reaches below the baseline."""
    return bool(reach(text)[1])


def measured(rows: Iterable[Sequence[Token]]) -> Extents:
    """The extents of the typeface of a document, from its rows set level."""
    shares: defaultdict[Reach, list[float]] = defaultdict(list)
    for tokens in rows:
        heights = [(reach(token.text), _height(token)) for token in tokens if _is_telling(token)]
        capitals = [height for kind, height in heights if kind == ("ascender", "")]
        for kind, height in heights if len(capitals) > 1 else ():
            shares[kind].append(height / median(capitals))
    known = {kind: CAPITAL * median(found) for kind, found in shares.items() if len(found) >= ENOUGH}
    return {**USUAL, **known, ("ascender", ""): CAPITAL}


def size_of(tokens: Sequence[Token], box: Box, extents: Extents) -> float:
    """Pixels to the em of a row of words."""
    found = [
        (_height(token) / extents[kind], len(token.text) * _WEIGHTS[kind[0]])
        for token in tokens
        if _is_telling(token)
        for kind in (reach(token.text),)
    ]
    if found:
        return weighted_median(found)
    return (box.bottom - box.top) / extents[reach("".join(token.text for token in tokens))]


def _height(token: Token) -> float:
    return token.box.bottom - token.box.top if token.box else 0.0


def _is_telling(token: Token) -> bool:
    """Whether the box of a word is that of its letters alone."""
    marked = any(mark.box for mark in token.marks)
    return bool(token.box and LETTER.search(token.text)) and not (marked or token.raised)


def crowds(values: Iterable[tuple[float, int]], alike: Callable[[float, float], bool]) -> dict[float, int]:
    """For each of these values the weight of all that are like it, in time that does not grow with their square.

    What is like a value must be so with all that lies between.
    """
    ordered = sorted(values)
    sums = [0, *accumulate(weight for _, weight in ordered)]
    found: dict[float, int] = {}
    first = last = 0
    for value, _ in ordered:
        while not alike(value, ordered[first][0]):
            first += 1
        while last < len(ordered) and alike(value, ordered[last][0]):
            last += 1
        found[value] = sums[last] - sums[first]
    return found


def weighted_median(values: Sequence[tuple[float, float]]) -> float:
    """The value in the midst of values with weights."""
    half = sum(weight for _, weight in values) / 2
    for value, weight in sorted(values):
        half -= weight
        if half <= 0:
            return value
    return values[-1][0]
