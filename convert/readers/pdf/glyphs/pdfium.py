"""PDFium's functions, bound for speed: handles are plain integers, and a call costs a quarter of a microsecond.

pypdfium2 declares each function with typed pointers, which triples the cost of a call that is made for every
character. Here the same functions take and give integers, so that `map` can run them without a Python frame.
What each does is said in PDFium's headers (https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/).
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from itertools import repeat
from typing import Any, TypeAlias

import pypdfium2.raw as raw

Handle: TypeAlias = int
"""The address of something that PDFium owns; 0 or None where there is none."""

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f as in PDF 32000-1, 8.3.4: x' = ax + cy + e, y' = bx + dy + f."""

_INT, _HANDLE, _FLOAT = ctypes.c_int, ctypes.c_void_p, ctypes.c_float


def _bound(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(raw, name), _HANDLE).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


load_page = _bound("FPDF_LoadPage", _HANDLE, _HANDLE, _INT)
close_page = _bound("FPDF_ClosePage", None, _HANDLE)
page_box = _bound("FPDF_GetPageBoundingBox", _INT, _HANDLE, _HANDLE)
page_rotation = _bound("FPDFPage_GetRotation", _INT, _HANDLE)

count_annotations = _bound("FPDFPage_GetAnnotCount", _INT, _HANDLE)
annotation = _bound("FPDFPage_GetAnnot", _HANDLE, _HANDLE, _INT)
annotation_kind = _bound("FPDFAnnot_GetSubtype", _INT, _HANDLE)
close_annotation = _bound("FPDFPage_CloseAnnot", None, _HANDLE)
remove_annotation = _bound("FPDFPage_RemoveAnnot", _INT, _HANDLE, _INT)
flatten = _bound("FPDFPage_Flatten", _INT, _HANDLE, _INT)

load_text = _bound("FPDFText_LoadPage", _HANDLE, _HANDLE)
close_text = _bound("FPDFText_ClosePage", None, _HANDLE)
count_chars = _bound("FPDFText_CountChars", _INT, _HANDLE)
char_code = _bound("FPDFText_GetUnicode", ctypes.c_uint, _HANDLE, _INT)
char_object = _bound("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
char_unmapped = _bound("FPDFText_HasUnicodeMapError", _INT, _HANDLE, _INT)
char_is_hyphen = _bound("FPDFText_IsHyphen", _INT, _HANDLE, _INT)
char_loose_box = _bound("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _HANDLE)
char_tight_box = _bound("FPDFText_GetCharBox", _INT, _HANDLE, _INT, *repeat(_HANDLE, 4))
char_origin = _bound("FPDFText_GetCharOrigin", _INT, _HANDLE, _INT, _HANDLE, _HANDLE)
char_matrix = _bound("FPDFText_GetMatrix", _INT, _HANDLE, _INT, _HANDLE)
char_font_size = _bound("FPDFText_GetFontSize", ctypes.c_double, _HANDLE, _INT)

object_mark_id = _bound("FPDFPageObj_GetMarkedContentID", _INT, _HANDLE)
count_marks = _bound("FPDFPageObj_CountMarks", _INT, _HANDLE)
object_mark = _bound("FPDFPageObj_GetMark", _HANDLE, _HANDLE, ctypes.c_ulong)
mark_name = _bound("FPDFPageObjMark_GetName", _INT, _HANDLE, _HANDLE, ctypes.c_ulong, _HANDLE)

text_font = _bound("FPDFTextObj_GetFont", _HANDLE, _HANDLE)
text_mode = _bound("FPDFTextObj_GetTextRenderMode", _INT, _HANDLE)
font_name = _bound("FPDFFont_GetBaseFontName", ctypes.c_size_t, _HANDLE, _HANDLE, ctypes.c_size_t)
font_flags = _bound("FPDFFont_GetFlags", _INT, _HANDLE)
font_weight = _bound("FPDFFont_GetWeight", _INT, _HANDLE)
font_angle = _bound("FPDFFont_GetItalicAngle", _INT, _HANDLE, _HANDLE)

count_objects = _bound("FPDFPage_CountObjects", _INT, _HANDLE)
page_object = _bound("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
count_form_objects = _bound("FPDFFormObj_CountObjects", _INT, _HANDLE)
form_object = _bound("FPDFFormObj_GetObject", _HANDLE, _HANDLE, ctypes.c_ulong)
object_type = _bound("FPDFPageObj_GetType", _INT, _HANDLE)
set_active = _bound("FPDFPageObj_SetIsActive", _INT, _HANDLE, _INT)
clip_of_object = _bound("FPDFPageObj_GetClipPath", _HANDLE, _HANDLE)
count_clips = _bound("FPDFClipPath_CountPaths", _INT, _HANDLE)
count_clip_segments = _bound("FPDFClipPath_CountPathSegments", _INT, _HANDLE, _INT)
clip_segment = _bound("FPDFClipPath_GetPathSegment", _HANDLE, _HANDLE, _INT, _INT)
object_matrix = _bound("FPDFPageObj_GetMatrix", _INT, _HANDLE, _HANDLE)
object_bounds = _bound("FPDFPageObj_GetBounds", _INT, _HANDLE, *repeat(_HANDLE, 4))
object_fill = _bound("FPDFPageObj_GetFillColor", _INT, _HANDLE, *repeat(_HANDLE, 4))
object_stroke = _bound("FPDFPageObj_GetStrokeColor", _INT, _HANDLE, *repeat(_HANDLE, 4))
object_stroke_width = _bound("FPDFPageObj_GetStrokeWidth", _INT, _HANDLE, _HANDLE)
path_mode = _bound("FPDFPath_GetDrawMode", _INT, _HANDLE, _HANDLE, _HANDLE)
count_segments = _bound("FPDFPath_CountSegments", _INT, _HANDLE)
path_segment = _bound("FPDFPath_GetPathSegment", _HANDLE, _HANDLE, _INT)
segment_type = _bound("FPDFPathSegment_GetType", _INT, _HANDLE)
segment_point = _bound("FPDFPathSegment_GetPoint", _INT, _HANDLE, _HANDLE, _HANDLE)
segment_closes = _bound("FPDFPathSegment_GetClose", _INT, _HANDLE)

_ROOM = ctypes.create_string_buffer(64)
_AT = ctypes.addressof(_ROOM)
_BOUNDS_AT = (_AT, _AT + 4, _AT + 8, _AT + 12)
_TIGHT_AT = (_AT, _AT + 8, _AT + 16, _AT + 24)
_FLOATS2, _FLOATS4, _FLOATS6 = struct.Struct("2f"), struct.Struct("4f"), struct.Struct("6f")
_DOUBLES2, _DOUBLES4, _INTS4 = struct.Struct("2d"), struct.Struct("4d"), struct.Struct("4I")

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def matrix_of_char(text: Handle, index: int) -> Matrix:
    """The text matrix in the space of the page, forms included."""
    return _FLOATS6.unpack_from(_ROOM) if char_matrix(text, index, _AT) else IDENTITY


def origin_of_char(text: Handle, index: int) -> tuple[float, float]:
    """Where the glyph stands on its baseline, in the space of the page."""
    return _DOUBLES2.unpack_from(_ROOM) if char_origin(text, index, _AT, _AT + 8) else (0.0, 0.0)


def has_ink(text: Handle, index: int) -> bool:
    """Whether a glyph draws anything."""
    left, right, bottom, top = ink_of_char(text, index)
    return right > left and top > bottom


def ink_of_char(text: Handle, index: int) -> tuple[float, float, float, float]:
    """What a glyph draws: left, right, bottom, top in the space of the page, all 0 where it draws nothing."""
    return _DOUBLES4.unpack_from(_ROOM) if char_tight_box(text, index, *_TIGHT_AT) else (0.0, 0.0, 0.0, 0.0)


def matrix_of_object(handle: Handle) -> Matrix:
    """The object's matrix in the space of the page or form that it stands in."""
    return _FLOATS6.unpack_from(_ROOM) if object_matrix(handle, _AT) else IDENTITY


def bounds_of_object(handle: Handle) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top in the space of the page or form that it stands in."""
    return _FLOATS4.unpack_from(_ROOM) if object_bounds(handle, *_BOUNDS_AT) else None


def fill_color(handle: Handle) -> tuple[int, int]:
    """0xRRGGBB and opacity (0..255); black where the colour is a pattern."""
    return _color() if object_fill(handle, *_BOUNDS_AT) else (0, 255)


def stroke_color(handle: Handle) -> tuple[int, int]:
    """As `fill_color`, of the pen."""
    return _color() if object_stroke(handle, *_BOUNDS_AT) else (0, 255)


def _color() -> tuple[int, int]:
    red, green, blue, opacity = _INTS4.unpack_from(_ROOM)
    return red << 16 | green << 8 | blue, opacity


def stroke_width(handle: Handle) -> float:
    """The pen's width in the object's own space."""
    return float(_FLOATS2.unpack_from(_ROOM)[0]) if object_stroke_width(handle, _AT) else 0.0


def draw_mode(path: Handle) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    if not path_mode(path, _AT, _AT + 4):
        return False, False
    fill, stroke = _INTS4.unpack_from(_ROOM)[:2]
    return bool(fill), bool(stroke)


def point_of_segment(segment: Handle) -> tuple[float, float]:
    """The end point of a segment, in the path's own space."""
    return _FLOATS2.unpack_from(_ROOM) if segment_point(segment, _AT, _AT + 4) else (0.0, 0.0)


NO_MARK, ARTIFACT = -1, -2
_ARTIFACT = "Artifact\0".encode("utf-16-le")
_NAME = 48  # bytes of the room for a name; behind them its length is put


def mark_of_object(handle: Handle) -> int:
    """The number of the marked content that an object is, `ARTIFACT` for none of the text, or `NO_MARK`."""
    number = object_mark_id(handle)
    if number >= 0:
        return int(number)
    for at in range(count_marks(handle)):
        mark = object_mark(handle, at)
        if mark and mark_name(mark, _AT, _NAME, _AT + _NAME) and _ROOM.raw.startswith(_ARTIFACT):
            return ARTIFACT
    return NO_MARK


def name_of_font(font: Handle) -> str:
    """The base font's name without the prefix of a subset."""
    length = font_name(font, None, 0)
    if not length:
        return ""
    room = ctypes.create_string_buffer(length)
    font_name(font, ctypes.addressof(room), length)
    name = room.value.decode("utf-8", "replace")
    return name[7:] if name[6:7] == "+" else name


def angle_of_font(font: Handle) -> int:
    """The italic angle in degrees, negative for letters that lean forward."""
    return struct.unpack_from("i", _ROOM)[0] if font_angle(font, _AT) else 0


def boxes_of_chars(text: Handle, count: int) -> list[tuple[float, float, float, float]]:
    """The loose box (advance by ascent and descent) of each character: left, top, right, bottom in page space."""
    room = ctypes.create_string_buffer(16 * count)
    start = ctypes.addressof(room)
    for _ in map(char_loose_box, repeat(text), range(count), range(start, start + 16 * count, 16)):
        pass
    return list(_FLOATS4.iter_unpack(room))


def box_of_page(page: Handle) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what is shown of a page: the crop box within the media box."""
    page_box(page, _AT)
    left, top, right, bottom = _FLOATS4.unpack_from(_ROOM)
    return left, bottom, right, top


def within(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that does `inner` first, then `outer`."""
    a, b, c, d, e, f = inner
    A, B, C, D, E, F = outer
    return (
        a * A + b * C,
        a * B + b * D,
        c * A + d * C,
        c * B + d * D,
        e * A + f * C + E,
        e * B + f * D + F,
    )
