"""The second look: a recognised sheet and its picture to the same sheet with what the picture says once more.

In order: labels that were not read (`margin`), raised numbers (`raised`), labels that were misread (`openings`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from convert.readers.ocr import engine
from convert.readers.ocr.margin import with_labels
from convert.readers.ocr.openings import with_openings
from convert.readers.ocr.raised import with_numbers
from convert.readers.ocr.tokens import Sheet

if TYPE_CHECKING:
    from PIL.Image import Image


def look(sheet: Sheet, image: Image) -> tuple[Sheet, int]:
    """The sheet as its picture shows it, and how many labels were found that nobody had read.

    The picture has the pixels of the sheet. Labels are looked for only where Tesseract is installed.
    """
    if not engine.is_installed():
        return with_numbers(sheet, image), 0
    sheet, count = with_labels(sheet, image)
    return with_openings(with_numbers(sheet, image), image), count
