"""Shapes of ink to glyphs: a thin stroke may have broken in scanning, its parts lie over or beside one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convert.readers.ocr.shapes import Gray, Shape

BROKEN, CRACK = 0.3, 0.12
"""Share of its width that one part of a broken glyph lies over another; the white between them at most, in em."""


@dataclass(frozen=True, slots=True)
class Glyph(Shape):
    """Shapes that make one glyph: a thin stroke may have broken in scanning."""

    labels: tuple[int, ...] = ()


def glyphs_of(made: Sequence[Shape], em: float) -> list[Glyph]:
    """The shapes above the baseline, those over and under one another put together."""
    glyphs: list[Glyph] = []
    for shape in sorted(made, key=lambda each: each.top):
        glyph = Glyph(shape.x0, shape.top, shape.x1, shape.bottom, shape.pixels, shape.label, (shape.label,))
        for other in [each for each in glyphs if _belong_together(each, shape, em)]:
            glyphs.remove(other)
            glyph = joined(glyph, other)
        glyphs.append(glyph)
    return glyphs


def _belong_together(upper: Shape, lower: Shape, em: float) -> bool:
    shared = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    return shared >= BROKEN * min(upper.width, lower.width) and lower.top - upper.bottom <= CRACK * em


def joined(one: Glyph, other: Glyph) -> Glyph:
    return Glyph(
        min(one.x0, other.x0),
        min(one.top, other.top),
        max(one.x1, other.x1),
        max(one.bottom, other.bottom),
        one.pixels + other.pixels,
        one.label,
        one.labels + other.labels,
    )


def alone(glyph: Glyph, part: Gray, labels: NDArray[np.int32]) -> Gray:
    """A glyph cut out, its neighbours left white."""
    box = slice(glyph.top, glyph.bottom), slice(glyph.x0, glyph.x1)
    mine = np.isin(labels[box], (0, *glyph.labels))
    made: Gray = np.where(mine, part[box], np.float32(255.0))
    return made
