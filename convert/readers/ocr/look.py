"""The second look: a recognised sheet and its picture to the same sheet with what the picture says once more.

In order: the rules of tables and notes (`rulings`), labels that were not read (`margin`), raised numbers
(`raised`), numbers of notes in a column of their own (`hanging`), labels that were misread (`openings`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from convert.readers.ocr import engine
from convert.readers.ocr.hanging import with_hanging
from convert.readers.ocr.level import em_of
from convert.readers.ocr.margin import with_labels
from convert.readers.ocr.openings import with_openings
from convert.readers.ocr.raised import with_numbers
from convert.readers.ocr.rulings import foot_rules, rulings_of
from convert.readers.ocr.shapes import threshold
from convert.readers.ocr.tokens import Sheet

if TYPE_CHECKING:
    from PIL.Image import Image


def look(sheet: Sheet, image: Image) -> tuple[Sheet, int]:
    """The sheet as its picture shows it, and how many labels were found that nobody had read.

    The picture has the pixels of the sheet. Labels are looked for only where Tesseract is installed.
    """
    gray = np.asarray(image, np.float32)
    limit = threshold(gray)
    ink = gray < limit
    em = em_of(sheet.rows)
    rulings = rulings_of(ink, em) if em else ()
    sheet = replace(sheet, rulings=rulings, feet=foot_rules(rulings, *image.size, em))
    if not engine.is_installed():
        return with_numbers(sheet, gray, limit), 0
    sheet, count = with_labels(sheet, gray, ink)
    sheet = with_hanging(with_numbers(sheet, gray, limit), gray, ink)
    return with_openings(sheet, image), count
