"""What a sheet shows beside its text: straight rules, filled areas, curves, pictures. Points from the top left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from convert.page import Box


class Ruling(NamedTuple):
    """A straight line along an axis; a filled box up to 3 points thick is one too."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Fill(NamedTuple):
    """A filled rectangle; `color` is 0xRRGGBB."""

    box: Box
    color: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The paths and pictures of a sheet, each path already split into its subpaths."""

    rulings: tuple[Ruling, ...] = ()
    fills: tuple[Fill, ...] = ()  # white ones left out
    curves: tuple[Box, ...] = ()  # around each path that is neither
    images: tuple[Box, ...] = ()
    painted: tuple[Box, ...] = ()  # whatever is not white: fills, filled curves, images, shadings
