"""Specks: dots of dirt that stand alone are made white, where there are so many that a page is poorly read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from convert.readers.ocr.shapes import shapes, threshold

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST = 0.02
"""Inches of the largest speck: the stop of a text of 12 points is as large, but stands beside a letter."""
ALONE = 0.025
"""Inches around a speck in which nothing larger stands."""
MANY = 60
"""Specks on a page below which they do no harm."""
USUAL_DPI = 200.0


def without_specks(image: Image, dpi: float) -> Image | None:
    """The picture without specks that stand alone; None where they are few."""
    from PIL import Image as Pillow

    gray = np.asarray(image, np.float32)
    ink = gray < threshold(gray)
    found, labels = shapes(ink)
    most, around = LARGEST * (dpi or USUAL_DPI), round(ALONE * (dpi or USUAL_DPI))
    small = [each for each in found if max(each.width, each.height) <= most]
    if len(small) < MANY:
        return None
    large = ink & ~np.isin(labels, [each.label for each in small])
    # how much ink stands in the square around each pixel, by sums from the corner
    sums = np.pad(large, ((around + 1, around), (around + 1, around))).cumsum(0, np.int32).cumsum(1, np.int32)
    side = 2 * around + 1
    near = (sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]) > 0
    specks = [each.label for each in small if not near[each.top : each.bottom, each.x0 : each.x1].any()]
    if len(specks) < MANY:
        return None
    return Pillow.fromarray(np.where(np.isin(labels, specks), 255, gray).astype(np.uint8))
