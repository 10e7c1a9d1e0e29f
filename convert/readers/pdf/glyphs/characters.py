"""PDFium's characters to runs: the glyphs of one text object between two spaces, with style and place.

PDFium gives characters in the order of the content stream, with spaces and line ends of its own among them. Here
its own are left out, glyphs of several characters are put together, and what has no character is marked as such.
Places are turned into those of the page as it is shown: points from the top left of the crop box.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import repeat
from math import atan2, cos, degrees, radians, sin, sqrt
from typing import TypeAlias

from convert.page import Box
from convert.readers.pdf.glyphs import pdfium
from convert.readers.pdf.glyphs.leftward import is_leftward
from convert.readers.pdf.glyphs.pdfium import Handle
from convert.readers.pdf.glyphs.pieces import WORD_GAP, Run, Style

SLANT = 0.15
"""Shear of the text matrix from which on letters are italic made by hand; fonts lean by 0.2 or more."""
HEAVY = 600
"""Weight of a font from which on it is bold (PDF 32000-1, 9.8.1: FontWeight; 400 is normal, 700 bold)."""
LEAN = -4
"""Degrees; italic fonts lean by 7 to 20, upright ones say 0."""
TALL = 1.8
"""A run this many times as tall as its size is written downwards, or its font's ascent and descent are wrong."""
ASCENT, DESCENT = 0.8, 0.25
"""What most fonts reach above and below the baseline, in em."""
DOWNWARD = 270
"""The angle of text written from top to bottom, its columns from right to left."""
BESIDE = 0.01
"""Part of the width by which an upright text matrix may be turned: rounding."""

SUPERIOR, LOW, HIGH = "0123456789", 0.25, 0.5
"""Digits that a font may draw small and high for marks and powers: the bottom of one is at least this far above
the baseline, and it is at most this tall, in em (Libertinus: 0.36 and 0.34; full digits: 0 and 0.6 to 0.7)."""
SUPERIOR_SIZE, RISE = 0.6, 0.35
"""Size and height of full digits that look the same, in em: such a glyph is taken as one of them, raised."""

FAINT = 13
"""Opacity (0..255) below which nobody sees a colour: 5 %."""
FILL_AND_STROKE, INVISIBLE, CLIP = 2, 3, 7
"""Text render modes (PDF 32000-1, table 106)."""
_ITALIC_FLAG, _FORCE_BOLD_FLAG = 1 << 6, 1 << 18
"""Font flags (PDF 32000-1, table 123)."""

_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|[-,](?:bd|blk|hv)(?![a-z])", re.IGNORECASE)
_NOT_BOLD = re.compile(r"regular|roma|book|light|^(?:\w{6}\+)?(?:cm(?:sy|ex)|msam|msbm)\d", re.IGNORECASE)
"""Names that say more than a weight, which PDFium works out from the width of stems: symbols have thick ones."""
_ITALIC = re.compile(r"italic|oblique|slanted|cmti|cmsl|sfti|-it\b", re.IGNORECASE)

Bounds: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in the space of the page, upwards."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is shown of a page, in its own space, and how it is turned (quarters, clockwise)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown, in points."""
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.turns % 2 else (across, up)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The rectangle as shown."""
        if not self.turns and left <= right and bottom <= top:
            here, above = self.left, self.top
            return Box(
                round(left - here, 2), round(above - top, 2), round(right - here, 2), round(above - bottom, 2)
            )
        x0, y0 = self.point(left, top)
        x1, y1 = self.point(right, bottom)
        return Box(round(min(x0, x1), 2), round(min(y0, y1), 2), round(max(x0, x1), 2), round(max(y0, y1), 2))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """The point as shown."""
        match self.turns:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x


def frame_of(page: Handle) -> Frame:
    """What is shown of the page."""
    return Frame(*pdfium.box_of_page(page), pdfium.page_rotation(page) % 4)


class _Texts(dict[int, str | None]):
    """A code to its text: " " for white space, "" for what is dropped, None for what must be looked at."""

    def __missing__(self, code: int) -> str | None:
        text = self[code] = _text_of_code(code)
        return text


def _text_of_code(code: int) -> str | None:
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return None
    if code in _DROPPED:
        return ""
    if code in _ANNOTATION:
        return "\ufffd"
    if code == 0xAD:
        return "-"  # a soft hyphen that is drawn
    text = chr(code)
    return " " if text.isspace() else text


_DROPPED = frozenset({0xFEFF, 0xFFFE, 0xFFFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)})
"""No characters at all, and signs that steer the direction of writing: the places of the glyphs tell it better."""
_ANNOTATION = frozenset({0xFFF9, 0xFFFA, 0xFFFB})
"""The signs that the program itself marks places with; no glyph means them."""
_TEXTS = _Texts()

SYMBOLS = {
    ("symbol", 0x2D): "\u2212",
    ("symbol", 0xA3): "\u2264",
    ("symbol", 0xA7): "\u2663",
    ("symbol", 0xA8): "\u2666",
    ("symbol", 0xAE): "\u2192",
    ("symbol", 0xB0): "\u00b0",
    ("symbol", 0xB1): "\u00b1",
    ("symbol", 0xB3): "\u2265",
    ("symbol", 0xB4): "\u00d7",
    ("symbol", 0xB7): "\u2022",
    ("wingdings", 0x6C): "\u25cf",
    ("wingdings", 0x6E): "\u25a0",
    ("wingdings", 0x6F): "\u25a1",
    ("wingdings", 0x71): "\u2751",
    ("wingdings", 0x75): "\u25c6",
    ("wingdings", 0x76): "\u2756",
    ("wingdings", 0x9F): "\u2022",
    ("wingdings", 0xA7): "\u25aa",
    ("wingdings", 0xA8): "\u25fb",
    ("wingdings", 0xD8): "\u27a2",
    ("wingdings", 0xE0): "\u2192",
    ("wingdings", 0xFB): "\u2717",
    ("wingdings", 0xFC): "\u2713",
    ("wingdings", 0xFE): "\u2611",
}
"""Bullets and signs that Word sets from its symbol fonts with private codes, by the charts of these fonts
(https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt and L2/11-344 for Wingdings)."""


@cache
def symbol_font(name: str) -> str:
    """Which of the symbol fonts a font is, "" if none."""
    return next((known for known in ("wingdings", "symbol") if name.lower().startswith(known)), "")


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a document as they are met: name, bold, italic."""

    known: dict[Handle, tuple[str, bool, bool]] = field(default_factory=dict)

    def look(self, font: Handle) -> tuple[str, bool, bool]:
        """What the font says of itself, by its name, its flags, its weight and its angle."""
        found = self.known.get(font)
        if found is None:
            name, flags = pdfium.name_of_font(font), pdfium.font_flags(font)
            heavy = not _NOT_BOLD.search(name) and pdfium.font_weight(font) >= HEAVY
            bold = _BOLD.search(name) or flags & _FORCE_BOLD_FLAG or heavy
            italic = _ITALIC.search(name) or flags & _ITALIC_FLAG or pdfium.angle_of_font(font) < LEAN
            found = self.known[font] = (name, bool(bold), bool(italic))
        return found


def runs_of(
    text: Handle,
    frame: Frame,
    fonts: Fonts,
    name: Callable[[str, int], str] = lambda font, code: "",
    mark: Callable[[Handle], int] = lambda handle: pdfium.NO_MARK,
) -> tuple[list[Run], set[Handle | None]]:
    """The runs of a page in the order of its content stream, and the text objects that they come from.

    `name` tells the characters of a glyph that PDFium cannot name, by its font and code; `mark` the
    number of the marked content that a text object is.
    """
    count = pdfium.count_chars(text)
    if count <= 0:
        return [], set()
    codes = list(map(pdfium.char_code, repeat(text), range(count)))
    objects: list[Handle | None] = list(map(pdfium.char_object, repeat(text), range(count)))
    boxes = pdfium.boxes_of_chars(text, count)
    named: dict[int, str] = {}
    for index, wrong in enumerate(map(pdfium.char_unmapped, repeat(text), range(count))):
        if wrong == 1 and (handle := objects[index]):
            font, _, _ = fonts.look(pdfium.text_font(handle) or 0)
            named[index] = name(font, codes[index]) or ("\ufffd" if pdfium.has_ink(text, index) else " ")
            codes[index] = 0

    found: list[Run] = []
    texts = _TEXTS
    letters: list[str] = []
    places: list[Bounds] = []
    current: Handle | None = None
    spaced = False
    start = end = gap = 0.0
    place: _Place = None  # type: ignore[assignment]  # set with the first object
    level: _Place = None  # type: ignore[assignment]  # … and without what its font raises
    superiors = _Superiors(text)

    def finish(closed: bool) -> None:
        nonlocal letters, places, spaced
        if letters:
            found.append(place.run("".join(letters), places, spaced, closed))
            letters, places = [], []
            spaced = False

    for index, (code, handle, box) in enumerate(zip(codes, objects, boxes, strict=True)):
        if not handle:
            continue  # PDFium's own space or line end
        if handle != current:
            finish(False)
            current = handle
            place = level = _place(text, index, handle, frame, fonts, mark(handle))
            gap = WORD_GAP * place.style.size
            along = place.along
        letter = texts[code]
        if letter is None:
            letter = named.get(index) or _odd(text, index, codes)
        if letter == " ":
            finish(True)
            spaced = True
            continue
        if not letter:
            continue
        raised = letter in SUPERIOR and along is None and superiors.found(index, letter, box, level)
        if raised != (place is not level):
            finish(False)
            place = level.superior() if raised else level
        if along:
            left, right = along(index, box)
        else:
            left, _, right, _ = box
        to_left = letter >= "\u0590" and is_leftward(letter)
        if to_left and letters and (left, right) == (start, end):
            letters.insert(0, letter)  # PDFium turns the letters of a ligature round
            continue
        parted = abs(left - end) >= gap or to_left or "\u0590" <= letter <= "\u08ff"
        if parted and letters and (left, right) != (start, end):  # one box for several characters: a ligature
            finish(False)
        if "\uf000" <= letter <= "\uf0ff":
            letter = SYMBOLS.get((symbol_font(place.style.font), ord(letter) - 0xF000), letter)
        letters.append(letter)
        places.append(box)
        start, end = left, right
    finish(False)
    return found, set(objects)


class _Superiors:
    """Which digits of a page are superior glyphs: of the same code, font, size and baseline, but small and high.

    Only the ink tells. What full digits of a font look like is asked once for each digit and advance, since a
    superior glyph is narrower.
    """

    def __init__(self, text: Handle) -> None:
        self._text = text
        self._full: set[tuple[str, float, str, float]] = set()

    def found(self, index: int, digit: str, box: Bounds, place: _Place) -> bool:
        """Whether the glyph at `index` is one."""
        style = place.style
        key = (style.font, style.size, digit, round(box[2] - box[0], 1))
        if key in self._full:
            return False
        _, _, bottom, top = pdfium.ink_of_char(self._text, index)
        _, baseline = pdfium.origin_of_char(self._text, index)
        if bottom - baseline >= LOW * style.size and 0 < top - bottom <= HIGH * style.size:
            return True
        self._full.add(key)
        return False


def _odd(text: Handle, index: int, codes: list[int]) -> str:
    """A code that is no character by itself: half of one, a line-end hyphen, a nameless glyph."""
    code = codes[index]
    if 0xD800 <= code < 0xDC00 and index + 1 < len(codes) and 0xDC00 <= codes[index + 1] < 0xE000:
        return chr(0x10000 + ((code - 0xD800) << 10) + (codes[index + 1] - 0xDC00))
    if 0xDC00 <= code < 0xE000 and index and 0xD800 <= codes[index - 1] < 0xDC00:
        return ""
    if pdfium.char_is_hyphen(text, index) == 1:
        return "-"
    return "\ufffd" if pdfium.has_ink(text, index) else " "


# ── where a text object stands ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Place:
    """The style of a text object, the direction it is written in, and its baseline."""

    style: Style
    frame: Frame
    angle: int  # as shown
    baseline: float
    along: Callable[[int, Bounds], tuple[float, float]] | None = None  # None for text that is upright on its page
    mark: int = pdfium.NO_MARK
    handle: Handle = 0

    def superior(self) -> _Place:
        """The same for glyphs that the font draws small and high: as if they were set smaller, and raised."""
        size = self.style.size
        style = self.style._replace(size=round(SUPERIOR_SIZE * size, 2))
        return replace(self, style=style, baseline=round(self.baseline - RISE * size, 2))

    def run(self, text: str, places: list[Bounds], spaced: bool, closed: bool) -> Run:
        lefts, tops, rights, bottoms = zip(*places, strict=True)
        box = self.frame.box(min(lefts), max(tops), max(rights), min(bottoms))
        angle, baseline, size = self.angle, self.baseline, self.style.size
        if not angle and box.bottom - box.top > TALL * size:
            if tops[0] - tops[-1] > size / 2:
                angle, baseline = DOWNWARD, -box.x1  # a column of glyphs
            else:  # the font claims more than it draws
                box = Box(box.x0, round(baseline - ASCENT * size, 2), box.x1, round(baseline + DESCENT * size, 2))
        start, end = _extent(box, angle)
        return Run(text, start, end, baseline, box, self.style, angle, spaced, closed, self.mark, self.handle)


def _place(text: Handle, index: int, handle: Handle, frame: Frame, fonts: Fonts, mark: int) -> _Place:
    """The place of the object whose first character is at `index`."""
    a, b, c, d, _, _ = pdfium.matrix_of_char(text, index)
    name, bold, italic = fonts.look(pdfium.text_font(handle) or 0)
    mode = pdfium.text_mode(handle)
    color, opacity = pdfium.fill_color(handle)
    size = pdfium.char_font_size(text, index) * sqrt(abs(a * d - b * c))
    style = Style(
        font=name,
        size=round(size, 2),
        bold=bold or mode == FILL_AND_STROKE,
        italic=italic or (not b and d != 0 and c / d > SLANT),
        color=color,
        unseen=mode in (INVISIBLE, CLIP) or opacity < FAINT,
    )
    turn = 0 if abs(b) <= BESIDE * a else round(degrees(atan2(b, a))) % 360
    shown = (turn - 90 * frame.turns) % 360
    x, y = frame.point(*pdfium.origin_of_char(text, index))
    baseline = x * sin(radians(shown)) + y * cos(radians(shown))
    along = _ALONG[turn] if turn in _ALONG else partial(_along, text, turn, size)
    return _Place(style, frame, shown, round(baseline, 2), along, mark, handle)


_ALONG: dict[int, Callable[[int, Bounds], tuple[float, float]] | None] = {
    0: None,
    90: lambda _, box: (box[3], box[1]),
    180: lambda _, box: (-box[2], -box[0]),
    270: lambda _, box: (-box[1], -box[3]),
}
"""Where a glyph begins and ends along the writing, in the space of the page, by its turn."""


def _along(text: Handle, turn: int, size: float, index: int, _: Bounds) -> tuple[float, float]:
    """The same for text that stands askew: from its origin, its width guessed as half an em."""
    x, y = pdfium.origin_of_char(text, index)
    start = x * cos(radians(turn)) + y * sin(radians(turn))
    return start, start + size / 2


def _extent(box: Box, angle: int) -> tuple[float, float]:
    """Start and end along the writing of what fills the box, as shown."""
    match angle:
        case 0:
            return box.x0, box.x1
        case 90:
            return -box.bottom, -box.top
        case 180:
            return -box.x1, -box.x0
        case 270:
            return box.top, box.bottom
    x, y = cos(radians(angle)), sin(radians(angle))
    corners = [u * x - v * y for u in (box.x0, box.x1) for v in (box.top, box.bottom)]
    return min(corners), max(corners)
