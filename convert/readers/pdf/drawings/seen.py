"""Which text of a page nobody sees: covered, clipped away, of the colour it stands on, of a layer that is off.

What might be so is told by places and the order of painting. Whether it is so, the page itself tells: drawn once
as it is and once without the text in doubt, it looks the same wherever that text is not seen.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pypdfium2.raw as raw

from convert.boxes import holds
from convert.page import Box
from convert.readers.pdf.drawings.drawing import Fill
from convert.readers.pdf.glyphs import pdfium
from convert.readers.pdf.glyphs.characters import FAINT
from convert.readers.pdf.glyphs.pdfium import Handle
from convert.readers.pdf.glyphs.pieces import Run

MAX_COVERS = 2000
"""Painted areas of one page, the last, under which text is looked for."""
SCALE, MAX_PIXELS = 1.0, 2_000_000
"""Pixels a point, and of the whole page; at one pixel a point a letter of 6 points still inks some."""
INKED = 0.02
"""Share of the box of a word that must look different with it; letters ink a tenth of it or more."""
TALLEST = 200.0
"""Points; the tallest text that is looked for under a cover by its top."""


class Cover(NamedTuple):
    """Something that is painted and may hide what is below it: when, and where."""

    order: int
    box: Box


class Painting(NamedTuple):
    """How the text objects of a page lie among what is painted on it."""

    orders: Mapping[Handle, int]  # when each is painted
    covers: Sequence[Cover]
    clips: Mapping[Handle, Box]  # what it is cut to


def in_doubt(runs: Sequence[Run], painting: Painting, fills: Sequence[Fill]) -> list[int]:
    """The places in the list of the runs that may not be seen.

    They lie below a cover that is painted later, outside of the path that clips them, or on their own colour.
    """
    found = set(_below(runs, painting))
    clips = painting.clips
    found.update(
        at for at, run in enumerate(runs) if run.handle in clips and not holds(clips[run.handle], run.box)
    )
    grounds: dict[int, list[Box]] = {}
    for at, run in enumerate(runs) if fills else ():
        color = run.style.color
        if color not in grounds:
            grounds[color] = [fill.box for fill in fills if _is_near(fill.color, color)]
        if any(holds(box, run.box) for box in grounds[color]):
            found.add(at)
    return sorted(found)


def _below(runs: Sequence[Run], painting: Painting) -> Iterator[int]:
    covers, orders = painting.covers[-MAX_COVERS:], painting.orders
    if not covers or not orders or covers[-1].order < min(orders.values()):
        return
    places = sorted(range(len(runs)), key=lambda at: runs[at].box.top)
    tops = [runs[at].box.top for at in places]
    for order, area in covers:
        for at in places[bisect_left(tops, area.top - TALLEST) : bisect_right(tops, area.bottom)]:
            if orders.get(runs[at].handle, order) < order and holds(area, runs[at].box):
                yield at


def _is_near(one: int, other: int) -> bool:
    """Whether two colours are the same to the eye."""
    return all(abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) < FAINT for shift in (16, 8, 0))


def unseen(page: Handle, size: tuple[float, float], runs: Sequence[Run], doubts: Sequence[int]) -> set[int]:
    """Those of the runs in doubt, by their places in the list, without which the page looks the same."""
    width, height = size
    if not doubts or width * height <= 0:
        return set()
    scale = min(SCALE, (MAX_PIXELS / (width * height)) ** 0.5)
    across, down = max(1, int(width * scale)), max(1, int(height * scale))
    handles = {runs[at].handle for at in doubts} - {0}
    shown = _drawn(page, across, down)
    for handle in handles:
        pdfium.set_active(handle, 0)
    without = _drawn(page, across, down)
    for handle in handles:
        pdfium.set_active(handle, 1)
    if not shown or not without:
        return set()
    return {at for at in doubts if not _differ(shown, without, runs[at].box, scale, across, down)}


def _drawn(page: Handle, across: int, down: int) -> bytes:
    """The page on white, four bytes a pixel; nothing where there is no memory for it."""
    bitmap = raw.FPDFBitmap_CreateEx(across, down, raw.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        return b""
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, ctypes.cast(page, raw.FPDF_PAGE), 0, 0, across, down, 0, 0)
        return ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), 4 * across * down)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _differ(one: bytes, other: bytes, box: Box, scale: float, across: int, down: int) -> bool:
    """Whether enough pixels of a box differ to the eye."""
    left, right = max(0, int(box.x0 * scale)), min(across, int(box.x1 * scale) + 1)
    top, bottom = max(0, int(box.top * scale)), min(down, int(box.bottom * scale) + 1)
    enough = max(1.0, INKED * (right - left) * (bottom - top))
    different = 0
    for y in range(top, bottom):
        start, end = 4 * (y * across + left), 4 * (y * across + right)
        if one[start:end] != other[start:end]:
            pairs = zip(one[start:end], other[start:end], strict=True)
            different += sum(abs(a - b) >= FAINT for a, b in pairs)
            if different >= enough:
                return True
    return False
