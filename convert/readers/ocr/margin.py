"""Labels that the recogniser did not read: ink left of a line that belongs to no word is looked at again.

A column of enumerators beside the text is often taken for dirt, all of it. Each such piece of ink is cut out,
enlarged and recognised alone, with the alphabet of enumerators only; it is taken where it reads as one. Numbers
inside the text are the business of `look`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from convert.page import Box
from convert.readers.ocr import engine
from convert.readers.ocr.level import Level, level, skew_of
from convert.readers.ocr.openings import LABEL
from convert.readers.ocr.shapes import Gray, Ink, Shape, shapes
from convert.readers.ocr.tokens import Row, Sheet, Token

FAR, NEAR = 6.0, 0.1
"""Em left of a line between which its label stands."""
ABOVE, BELOW = 0.95, 0.35
"""Em above and below the baseline that are looked at."""
HEIGHT, WIDTH = (0.3, 1.0), (0.1, 3.0)
"""Em of the tallest shape of a label, and of its width."""
LEGIBLE = 48
"""Pixels of the height below which a picture of one line is read better when it is twice as large."""
WHITE = 0.35
"""Pixels of paper around a label that is recognised alone, in em."""


def with_labels(sheet: Sheet, gray: Gray, ink: Ink) -> tuple[Sheet, int]:
    """The sheet with labels that were not read put before their lines, and how many they are."""
    skew = skew_of(sheet.rows)
    taken = [token.box for row in sheet.rows for token in row.tokens if token.box]
    rows, count = [], 0
    for row in sheet.rows:
        levelled = level(row, skew, letters=False)
        box = left_over(levelled, skew, ink, taken) if row.tokens and row.tokens[0].box else None
        token = _read(box, levelled.size, gray) if box else None
        if token:
            rows.append(Row((token, *row.tokens), row.box, row.block))
            count += 1
        else:
            rows.append(row)
    return replace(sheet, rows=tuple(rows)), count


def left_over(row: Level, skew: float, ink: Ink, taken: Sequence[Box]) -> Box | None:
    """The box of the ink left of a row, on its baseline, that belongs to no word; None where there is none."""
    if not (row.size and row.box and row.letters > 2):
        return None
    em = row.size
    x1 = round(row.box.x0 - row.baseline * skew - NEAR * em)
    baseline = row.baseline + skew * x1
    top, bottom = round(baseline - ABOVE * em), round(baseline + BELOW * em)
    beside = [
        box.x1 for box in taken if box.bottom > baseline - 0.6 * em and box.top < baseline and box.x1 <= x1 + 2
    ]
    x0 = round(max(0, x1 - FAR * em, *(side + 0.5 * em for side in beside)))
    if top < 0 or x1 - x0 < WIDTH[0] * em:
        return None
    found = [
        shape
        for shape in shapes(ink[top:bottom, x0:x1])[0]
        if shape.pixels > 3 and shape.top > 0 and shape.height <= HEIGHT[1] * em
    ]
    found = _last_group(found, em)
    if not found:
        return None
    left, right = min(each.x0 for each in found), max(each.x1 for each in found)
    tallest = max(each.height for each in found)
    if tallest < HEIGHT[0] * em or not WIDTH[0] * em <= right - left <= WIDTH[1] * em or not left:
        return None
    return Box(
        x0 + left, top + min(each.top for each in found), x0 + right, top + max(each.bottom for each in found)
    )


def _last_group(found: Sequence[Shape], em: float) -> list[Shape]:
    """The shapes nearest to the line, up to a white space wider than one within a label."""
    group: list[Shape] = []
    for shape in sorted(found, key=lambda each: -each.x1):
        if group and min(each.x0 for each in group) - shape.x1 > 0.5 * em:
            break
        group.append(shape)
    return group


def _read(box: Box, em: float, gray: Gray) -> Token | None:
    text, confidence = read_alone(box, em, gray)
    return Token(text, box, confidence) if LABEL.fullmatch(text) else None


def read_alone(box: Box, em: float, gray: Gray) -> tuple[str, float]:
    """What stands in a box, recognised alone with the characters of labels, and how surely."""
    from PIL import Image as Pillow

    part = gray[int(box.top) : int(box.bottom), int(box.x0) : int(box.x1)]
    padded = np.pad(part, round(WHITE * em), constant_values=255.0)
    picture = Pillow.fromarray(padded.astype(np.uint8))
    if picture.height < LEGIBLE:
        picture = picture.resize((picture.width * 2, picture.height * 2))
    return engine.label(picture)
