"""How far a page lies askew, told from its picture before it is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from convert.readers.ocr.shapes import threshold

if TYPE_CHECKING:
    from PIL.Image import Image

SLANTED = 1.5
"""Degrees from which on a page is set level; at 1 hardly a word is lost, at 3 a third of all."""
MOST = 6.0
"""Degrees beyond which a page is not askew, but something else."""
SHARPER = 1.2
"""By how much the rows of a page must part more clearly when it is turned."""
COARSE, FINE = 0.25, 0.05
"""Steps in degrees."""
WIDTH, STRIPS = 800, 40
"""Pixels and strips to the width of a page on which its slant is measured."""

_Strips = NDArray[np.float64]
"""How many dark pixels each row of each strip has."""


def tilt_of(image: Image) -> float:
    """Degrees against the clock by which a page must be turned to run level; 0 where that is little or not clear.

    Lines of text make the profile of dark rows steepest where they run level (W. Postl, ICPR 1986).
    """
    height = round(image.height * WIDTH / image.width)
    if height < WIDTH // 4:  # no page, and too low to be moved
        return 0.0
    gray = np.asarray(image.resize((WIDTH, height)), np.float32)
    dark = gray < threshold(gray)
    strips = dark.reshape(height, STRIPS, -1).sum(axis=2, dtype=np.float64).T
    best = max(np.arange(-MOST, MOST + COARSE, COARSE), key=lambda angle: _steepness(strips, float(angle)))
    near = np.arange(best - COARSE, best + COARSE + FINE, FINE)
    best = float(max(near, key=lambda angle: _steepness(strips, float(angle))))
    if abs(best) < SLANTED or _steepness(strips, best) < SHARPER * _steepness(strips, 0.0):
        return 0.0
    return round(best, 2)


def _steepness(strips: _Strips, angle: float) -> float:
    """How steeply dark rows rise and fall when each strip is moved as that angle says."""
    height = strips.shape[1]
    slope = np.tan(np.radians(angle)) * WIDTH / STRIPS
    moved = np.zeros(height)
    for number, strip in enumerate(strips):
        by = round(slope * (number - STRIPS / 2))  # what lies to the right is lifted by a turn against the clock
        if by >= 0:
            moved[: height - by] += strip[by:]
        else:
            moved[-by:] += strip[:by]
    return float((np.diff(moved) ** 2).sum())


def levelled(image: Image, tilt: float) -> Image:
    """The picture turned by so many degrees against the clock, white where nothing was."""
    from PIL import Image as Pillow

    return image.rotate(tilt, Pillow.Resampling.BICUBIC, expand=True, fillcolor=255)
