"""A gray picture to connected shapes, and a shape to the digit it may be. Needs numpy.

The digits are told by a small network, learned from glyphs drawn in many fonts by `benchmarks/digits.py`, which
says how; no scan of anybody went into it.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Gray: TypeAlias = NDArray[np.float32]
"""Rows of pixels, 0 for ink to 255 for paper."""
Ink: TypeAlias = NDArray[np.bool_]
Chances: TypeAlias = NDArray[np.float64]
"""The probability of each digit, and last that it is none."""

SIDE = 16
"""Pixels of the square that a shape is brought to before it is told."""
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Shape:
    """Pixels that hang together: their box in a picture, the far sides not included, and how many they are."""

    x0: int
    top: int
    x1: int
    bottom: int
    pixels: int
    label: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.bottom - self.top


def threshold(gray: Gray) -> float:
    """The gray that parts ink from paper best (Otsu, https://doi.org/10.1109/TSMC.1979.4310076)."""
    counts = np.bincount(gray[::2, ::2].astype(np.uint8).ravel(), minlength=256).astype(float)
    below = np.cumsum(counts)
    mass = np.cumsum(counts * np.arange(256))
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (mass[-1] * below / below[-1] - mass) ** 2 / (below * above)
    best = np.nan_to_num(between)
    # between two peaks far apart the measure is flat: the middle of the plateau
    plateau = np.flatnonzero(best >= best.max() * 0.999)
    return float(plateau.mean()) if len(plateau) else 127.0


def shapes(ink: Ink) -> tuple[list[Shape], NDArray[np.int32]]:
    """The connected shapes of a small picture (8 neighbours), and for each pixel the label of its shape, or 0."""
    height, width = ink.shape
    padded = np.zeros((height, width + 2), np.int8)
    padded[:, 1:-1] = ink
    edges = np.diff(padded, axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    runs = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    parent = list(range(len(runs)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    above = 0
    for at, (row, start, end) in enumerate(runs):
        while above < at and (runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < start)):
            above += 1
        look = above
        while look < at and runs[look][0] == row - 1 and runs[look][1] <= end:
            parent[root(look)] = root(at)
            look += 1
    labels = np.zeros((height, width), np.int32)
    found: dict[int, list[int]] = {}
    for at, (row, start, end) in enumerate(runs):
        own = root(at)
        box = found.setdefault(own, [start, row, end, row + 1, 0])
        box[0], box[2], box[3] = min(box[0], start), max(box[2], end), row + 1
        box[4] += end - start
        labels[row, start:end] = own + 1
    return [
        Shape(x0, top, x1, bottom, pixels, own + 1) for own, (x0, top, x1, bottom, pixels) in found.items()
    ], labels


def square(gray: Gray) -> NDArray[np.float32]:
    """A shape as the network sees it: darkness, as high as the square, its width in proportion, in the middle."""
    dark = 1 - np.clip(gray, 0, 255) / 255
    coarse = max(1, dark.shape[0] // SIDE)
    if coarse > 1 and dark.shape[1] >= coarse:
        high, wide = (side // coarse * coarse for side in dark.shape)
        dark = dark[:high, :wide].reshape(high // coarse, coarse, -1, coarse).mean((1, 3))
    height, width = dark.shape
    across = max(1, min(SIDE, round(width * SIDE / height)))
    upper, lower, down = _between(height, SIDE)
    left, right, along = _between(width, across)
    down = down[:, None]
    made = (
        dark[upper][:, left] * (1 - down) * (1 - along)
        + dark[lower][:, left] * down * (1 - along)
        + dark[upper][:, right] * (1 - down) * along
        + dark[lower][:, right] * down * along
    )
    whole = np.zeros((SIDE, SIDE), np.float32)
    begin = (SIDE - across) // 2
    whole[:, begin : begin + across] = made
    return whole.ravel()


def _between(size: int, wanted: int) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """For each of the wanted places the two pixels it lies between, and how far towards the second."""
    at = (np.arange(wanted) + 0.5) * size / wanted - 0.5
    first = np.clip(np.floor(at), 0, size - 1).astype(np.intp)
    return first, np.minimum(first + 1, size - 1), np.clip(at - first, 0, 1)


def chances(squares: NDArray[np.float32]) -> Chances:
    """For each square what it may be."""
    inner, inner_bias, outer, outer_bias = _network()
    scores = np.maximum(squares @ inner + inner_bias, 0) @ outer + outer_bias
    scores = np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float64)
    made: Chances = scores / scores.sum(axis=1, keepdims=True)
    return made


@cache
def _network() -> tuple[NDArray[np.float32], ...]:
    data = json.loads(files("convert.readers.ocr").joinpath("digits.json").read_text(encoding="utf-8"))
    return tuple(
        np.frombuffer(base64.b64decode(layer["data"]), np.float16).astype(np.float32).reshape(layer["shape"])
        for layer in data["layers"]
    )
