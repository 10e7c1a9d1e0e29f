"""A gray picture to connected shapes, and a shape to the digit it may be. Needs numpy.

The digits are told by a small network, learned from glyphs drawn in many fonts by `benchmarks/digits.py`, which
says how; no scan of anybody went into it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import starmap
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
    edges = np.diff(padded, axis=1).ravel()
    row = width + 1
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    labels = np.zeros(ink.shape, np.int32)
    if not len(starts):
        return [], labels
    # a run touches those of the row above that end at its start or later and start at its end or before
    first, last = np.searchsorted(ends, starts - row), np.searchsorted(starts, ends - row, "right")
    own = np.array(_joined(first.tolist(), last.tolist()))
    labels[ink] = np.repeat(own + 1, ends - starts)
    order = np.argsort(own, kind="stable")
    cuts = np.flatnonzero(np.diff(own[order], prepend=-1))
    tops = starts // row
    boxes = zip(
        np.minimum.reduceat(starts[order] % row, cuts).tolist(),
        tops[order][cuts].tolist(),
        np.maximum.reduceat(ends[order] % row, cuts).tolist(),
        (np.maximum.reduceat(tops[order], cuts) + 1).tolist(),
        np.add.reduceat((ends - starts)[order], cuts).tolist(),
        (own[order][cuts] + 1).tolist(),
        strict=True,
    )
    return list(starmap(Shape, boxes)), labels


def _joined(first: Sequence[int], last: Sequence[int]) -> list[int]:
    """For each run the first run that it hangs together with; it touches those from `first` up to `last`."""
    parent = list(range(len(first)))
    for at, (begin, end) in enumerate(zip(first, last, strict=True)):
        for other in range(begin, end):
            mine, its = at, other
            while parent[mine] != mine:
                mine = parent[mine]
            while parent[its] != its:
                parent[its] = its = parent[parent[its]]
            if mine < its:
                parent[its] = mine
            elif its < mine:
                parent[mine] = its
    for at, above in enumerate(parent):
        parent[at] = parent[above]
    return parent


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
