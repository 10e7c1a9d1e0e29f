"""pdfplumber's characters to glyphs: upright, rotated by their angle, and hidden ones apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Any, TypeAlias

from convert.page import Box
from convert.readers.pdf.layout import Glyph

if TYPE_CHECKING:
    from pdfplumber.page import Page as PdfPage

TINY = 1.0
"""Points; nobody can read text smaller than this."""
WHITE = 0.98
"""Lightness from which on text is taken for white."""

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|slanted|cmti|-it\b", re.IGNORECASE)
# What pdfminer writes for a glyph without a character, and control codes that stand for one.
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f\x7f]")

Character: TypeAlias = Mapping[str, Any]
"""A character as pdfplumber gives it (https://github.com/jsvine/pdfplumber#char-properties)."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The glyphs of a page by what a reader sees of them."""

    upright: tuple[Glyph, ...]
    rotated: Mapping[int, tuple[Glyph, ...]]  # by angle in degrees
    hidden: tuple[Glyph, ...]


def glyphs(page: PdfPage) -> Glyphs:
    """All glyphs of the page, places measured from its crop box."""
    characters = page.chars
    descents = _descents(characters)
    seen: defaultdict[int, list[Glyph]] = defaultdict(list)
    hidden = []
    for character in characters:
        angle = _angle(character)
        glyph = _glyph(character, descents, page.cropbox)
        if not glyph.text.isspace() and _is_hidden(character, glyph, page):
            hidden.append(glyph)
        else:
            seen[angle].append(glyph)
    upright = tuple(seen.pop(0, ()))
    return Glyphs(upright, {angle: tuple(found) for angle, found in sorted(seen.items())}, tuple(hidden))


def _glyph(character: Character, descents: Mapping[str, float], crop: tuple[float, float, float, float]) -> Glyph:
    a, b, _, _, x, y = character["matrix"]
    scale = hypot(a, b) or 1.0
    along, across = a / scale, b / scale
    size = _size(character, along, across)
    # pdfminer leaves the text rise (PDF 32000-1, 9.3.7) out of the matrix, but not out of the box.
    rise = _descent(character, size) - descents[character["fontname"]] if not across else 0.0
    font = character["fontname"].partition("+")[2] or character["fontname"]
    start = x * along + y * across
    return Glyph(
        text=_UNMAPPED.sub("\ufffd", character["text"]),
        start=start,
        end=start + character["adv"] * scale,
        baseline=x * across - y * along - rise * size,
        size=round(size, 2),
        font=font,
        bold=bool(_BOLD.search(font)),
        italic=bool(_ITALIC.search(font)),
        box=Box(
            round(character["x0"] - crop[0], 2),
            round(character["top"] - crop[1], 2),
            round(character["x1"] - crop[0], 2),
            round(character["bottom"] - crop[1], 2),
        ),
    )


def _angle(character: Character) -> int:
    """The writing direction in whole degrees, 0 for upright text."""
    return round(degrees(atan2(character["matrix"][1], character["matrix"][0]))) % 360


def _size(character: Character, along: float, across: float) -> float:
    """The size in points: the box's extent across the writing direction, whatever that direction is."""
    if not across:
        return float(character["height"])
    length = character["adv"] * hypot(*character["matrix"][:2])
    if abs(along) > abs(across):
        return float((character["height"] - length * abs(across)) / abs(along))
    return float((character["width"] - length * abs(along)) / abs(across))


def _descents(characters: Sequence[Character]) -> Mapping[str, float]:
    """How far each font's box reaches below the baseline, in em: what most of its characters show."""
    shown: defaultdict[str, Counter[float]] = defaultdict(Counter)
    for character in characters:
        shown[character["fontname"]][_descent(character, float(character["height"]))] += 1
    return {font: counter.most_common(1)[0][0] for font, counter in shown.items()}


def _descent(character: Character, size: float) -> float:
    return round(float(character["y0"] - character["matrix"][5]) / (size or 1.0), 2)


def _is_hidden(character: Character, glyph: Glyph, page: PdfPage) -> bool:
    """Whether nobody sees it: off the page, too small, or white on nothing darker."""
    x, y = (glyph.box.x0 + glyph.box.x1) / 2, (glyph.box.top + glyph.box.bottom) / 2
    left, top, right, bottom = page.cropbox
    if not (0 <= x <= right - left and 0 <= y <= bottom - top) or glyph.size < TINY:
        return True
    return _is_white(character["non_stroking_color"]) and not _on_dark(character, page)


def _on_dark(character: Character, page: PdfPage) -> bool:
    x, y = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    fills = (shape for shape in (*page.rects, *page.curves) if shape["fill"])
    dark = [*page.images, *(shape for shape in fills if not _is_white(shape["non_stroking_color"]))]
    return any(item["x0"] <= x <= item["x1"] and item["top"] <= y <= item["bottom"] for item in dark)


def _is_white(color: object) -> bool:
    """Whether a colour of one (gray), three (RGB) or four (CMYK) components is white."""
    if not isinstance(color, (tuple, list)) or not all(isinstance(part, (int, float)) for part in color):
        return False
    if len(color) == 4:
        return all(part <= 1 - WHITE for part in color)
    return len(color) in (1, 3) and all(part >= WHITE for part in color)
