"""How a list is numbered, told from its printed labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

Numbering: TypeAlias = Literal[
    "None", "Disc", "Decimal", "UpperRoman", "LowerRoman", "UpperAlpha", "LowerAlpha"
]  # ISO 32000-1, table 347

_BARE = re.compile(r"\W*(\w+?)\W*")
_ROMAN = re.compile(r"m{0,3}(?:c[md]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def numbering(labels: Sequence[str]) -> Numbering:
    """The kind of numbering; "(i)" alone is roman, after "(h)" it is a letter."""
    bare = [match[1] for match in map(_BARE.fullmatch, labels) if match]
    if not bare or len(bare) < len(labels):
        return "None"
    if all(re.match(r"\d", label) for label in bare):
        return "Decimal"
    if not all(label.isalpha() and label.isascii() for label in bare):
        return "None"
    if _is_roman([label.lower() for label in bare]):
        return "UpperRoman" if bare[0].isupper() else "LowerRoman"
    return "UpperAlpha" if bare[0].isupper() else "LowerAlpha"


def _is_roman(labels: Sequence[str]) -> bool:
    """Whether the labels count in roman numerals; single letters are doubtful until they follow each other."""
    if not all(_ROMAN.fullmatch(label) for label in labels):
        return False
    values = [_roman(label) for label in labels]
    follow = all(after == before + 1 for before, after in pairwise(values))
    return values[0] == 1 if len(values) == 1 else follow


def _roman(label: str) -> int:
    values = [_VALUES[letter] for letter in label]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
