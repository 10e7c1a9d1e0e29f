"""Recognised rows set level: turned with their page, each with its size and baseline. All in pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from convert.boxes import around
from convert.page import Box
from convert.readers.ocr.extents import (
    CAPITAL,
    DESCENT,
    LETTER,
    USUAL,
    Extents,
    reaches_below,
    size_of,
    weighted_median,
)
from convert.readers.ocr.tokens import Row, Token, row_text

MIN_FEET = 4
"""Words on a line that tell its slope."""
MIN_SLOPES = 3
"""Lines that tell the slope of their page."""
SHORT = 12
"""Letters below which a line's own size is a poor measure."""


@dataclass(frozen=True, slots=True)
class Level:
    """A row set level, its boxes still in pixels: its size in pixels to the em, and how many letters tell it."""

    row: Row
    box: Box | None = None
    size: float = 0.0
    baseline: float = 0.0
    letters: int = 0


def skew_of(rows: Iterable[Row]) -> float:
    """The slope of the lines of a sheet, in radians, positive where they fall to the right."""
    slopes: list[tuple[float, float]] = []
    for row in rows:
        feet = [
            ((token.box.x0 + token.box.x1) / 2, token.box.bottom)
            for token in row.tokens
            if token.box and len(token.text) > 1 and not reaches_below(token.text)
        ]
        if len(feet) >= MIN_FEET and feet[-1][0] > feet[0][0]:
            half = len(feet) // 2
            left, right = feet[:half], feet[-half:]
            run = median(x for x, _ in right) - median(x for x, _ in left)
            if run > 0:
                slopes.append(((median(y for _, y in right) - median(y for _, y in left)) / run, run))
    if len(slopes) < MIN_SLOPES:
        return 0.0
    return round(weighted_median(slopes), 5)


def em_of(rows: Iterable[Row]) -> float:
    """Pixels to the em of most words of a sheet, 0 where it has none."""
    sizes = [(size_of(row.tokens, row.box, USUAL), len(row.tokens)) for row in rows if row.box and row.tokens]
    return weighted_median(sizes) if sizes else 0.0


def level(row: Row, skew: float, blocks: bool = False, *, letters: bool = True) -> Level:
    """A row turned by the skew of its sheet. `blocks`: its words are as high as the line, whatever they hold."""
    tokens = tuple(
        replace(
            token,
            box=set_level(token.box, skew),
            letters=tuple(
                replace(letter, box=set_level(letter.box, skew) or letter.box) for letter in token.letters
            )
            if letters
            else (),
        )
        for token in row.tokens
    )
    boxes = [token.box for token in tokens if token.box]
    box = around(boxes) if boxes else set_level(row.box, skew)
    count = len(LETTER.findall(row_text(row)[0]))
    # the box of a whole line is a poor measure of its size
    found = Level(replace(row, tokens=tokens), box, letters=count if boxes else min(count, SHORT - 1))
    if box is None:
        return found
    if blocks:
        size = (box.bottom - box.top) / (CAPITAL + DESCENT)
        return replace(found, size=size, baseline=box.bottom - DESCENT * size)
    size = size_of(tokens, box, USUAL)
    return replace(found, size=size, baseline=_baseline(tokens, box, size))


def resized(row: Level, extents: Extents) -> Level:
    """A row with its size as the typeface of its document tells it."""
    if row.box is None:
        return row
    size = size_of(row.row.tokens, row.box, extents)
    return replace(row, size=size, baseline=_baseline(row.row.tokens, row.box, size))


def set_level(box: Box | None, skew: float) -> Box | None:
    """A box turned with its page. What a slanted word adds to the height of its box is taken off again."""
    if box is None or not skew:
        return box
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    width, height = box.x1 - box.x0, box.bottom - box.top
    wide, high = max(width - height * abs(skew), width / 2) / 2, max(height - width * abs(skew), height / 2) / 2
    x, y = x + y * skew, y - x * skew
    return Box(x - wide, y - high, x + wide, y + high)


def _baseline(tokens: Sequence[Token], box: Box, size: float) -> float:
    feet = [token.box.bottom for token in tokens if token.box and is_level(token.text)]
    if feet:
        return median(feet)
    deep = reaches_below("".join(token.text for token in tokens))
    return box.bottom - (DESCENT * size if deep else 0.0)


def is_level(text: str) -> bool:
    """Whether a word surely stands on the baseline and does not reach below it."""
    return bool(LETTER.match(text)) and not reaches_below(text)
