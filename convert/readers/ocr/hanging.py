"""Numbers of notes that hang in a column of their own, which a recogniser reads as one word running down, or not.

Below the rule that parts the notes from the text, ink left of a line is cut out and recognised alone with the
alphabet of labels. What reads as a number is evidence for the decoder, as a raised number is. The word that ran
down the column is set apart: it is no text of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import log

from convert.boxes import overlap
from convert.page import Box
from convert.readers.ocr.level import Level, level, skew_of
from convert.readers.ocr.margin import left_over, read_alone
from convert.readers.ocr.shapes import Gray, Ink
from convert.readers.ocr.tokens import Mark, Sheet, Token

RUNS_DOWN = 2.0
"""How many times higher than wide a word is that runs down a column of numbers."""
LEAST_SURE, DOUBT = 0.3, 0.02
"""Confidence of a number at least; probability that none stands where one was read."""

_NUMBER = re.compile(r"\d{1,3}")


def with_hanging(sheet: Sheet, gray: Gray, ink: Ink) -> Sheet:
    """The sheet with the numbers that hang left of its notes; `sheet.feet` are the rules above these."""
    if not sheet.feet:
        return sheet
    skew = skew_of(sheet.rows)
    down = [row for row in sheet.rows if row.box and _runs_down(row.box) and _is_at_foot(row.box, sheet)]
    taken = [token.box for row in sheet.rows if row not in down for token in row.tokens if token.box]
    rows, found = [], []
    for row in sheet.rows:
        number = None
        if row not in down and row.tokens and row.box and _is_at_foot(row.box, sheet):
            number = _number(level(row, skew, letters=False), skew, gray, ink, taken)
        rows.append(replace(row, tokens=(number, *row.tokens)) if number else row)
        found += [number.box] if number and number.box else []
    gone = [row for row in down if row.box and any(overlap(row.box, box) for box in found)]
    return replace(sheet, rows=tuple(replace(row, apart=True) if row in gone else row for row in rows))


def _runs_down(box: Box) -> bool:
    return box.bottom - box.top > RUNS_DOWN * (box.x1 - box.x0)


def _is_at_foot(box: Box, sheet: Sheet) -> bool:
    """Whether a line stands below a rule of its column."""
    return any(box.top >= rule.top and box.x1 > rule.x0 and box.x0 < rule.x1 for rule in sheet.feet)


def _number(row: Level, skew: float, gray: Gray, ink: Ink, taken: list[Box]) -> Token | None:
    box = left_over(row, skew, ink, taken)
    if box is None:
        return None
    text, confidence = read_alone(box, row.size, gray)
    if not _NUMBER.fullmatch(text) or confidence < LEAST_SURE:
        return None
    return Token(text, box, confidence, marks=(Mark(0, len(text), box, tuple(_seen(text, confidence))),))


def _seen(text: str, confidence: float) -> Iterator[tuple[str, float]]:
    """The number with its cost, and what it costs that it is another, or none."""
    sure = min(confidence, 1 - DOUBT)
    yield text, round(-log(sure * (1 - DOUBT)), 2)
    yield "#" * len(text), round(-log((1 - sure) * (1 - DOUBT)), 2)
    yield "", round(-log(DOUBT), 2)
