"""The paths and images of a page to its `Drawing`: paths split into subpaths, each told for what it is.

One path object of a PDF may hold a whole table: dozens of rectangles painted at once. What nobody sees (white,
transparent, off the page) is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing, Fill, Ruling
from convert.readers.pdf.drawings.seen import Cover, Painting
from convert.readers.pdf.glyphs import pdfium
from convert.readers.pdf.glyphs.characters import FAINT, Frame
from convert.readers.pdf.glyphs.pdfium import IDENTITY, Handle, Matrix

THIN = 3.0
"""Points up to which a filled box is a line; table rules are drawn up to 3 points thick."""
STRAIGHT = 0.5
"""Points by which the ends of a line along an axis may differ: rounding of the programs that draw."""
SHORTEST = 1.0
"""Points; what is shorter is a dot."""
PALE = 0xFA
"""Each of red, green and blue from this on is white to the eye."""
MAX_DEPTH = 12
"""Forms within forms; honest files have three or four."""
MAX_OBJECTS = 200_000
"""Objects that are looked at on one page; maps and scatter plots reach tens of thousands."""
MAX_SEGMENTS = 20_000
"""Segments of one path that are looked at; longer ones are outlines of maps."""

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
LINE, CURVE, MOVE = 0, 1, 2

Point = tuple[float, float]


@dataclass(slots=True)
class _Sketch:
    """What was seen so far."""

    frame: Frame
    rulings: list[Ruling] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    curves: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    painted: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)


class Drawn(NamedTuple):
    """What is on a page beside its text, and how its text objects lie among it."""

    drawing: Drawing
    lost: list[Box]  # text objects that were not read
    painting: Painting


def drawing_of(page: Handle, frame: Frame, read: Collection[Handle | None] = (), own: int | None = None) -> Drawn:
    """All paths and images of a page, and its text objects, those that were `read` and others.

    Of the objects behind its `own` ones, which come of annotations, only images are looked at, and text.
    PDFium leaves out a text object that is drawn a second time on nearly the same place, as is done for bold.
    """
    sketch = _Sketch(frame)
    lost: list[Box] = []
    orders: dict[Handle, int] = {}
    clips: dict[Handle, Box] = {}
    for number, (kind, handle, matrix, beside) in enumerate(_objects(page, own)):
        if number >= MAX_OBJECTS:
            break
        if kind == PATH:
            if not beside:
                _look(sketch, handle, matrix, number)
        elif kind == TEXT:
            if handle in read:
                orders[handle] = number
                if area := _clip(frame, handle, matrix):
                    clips[handle] = area
            elif (box := _shown(frame, handle, matrix)) and box.bottom > box.top:
                lost.append(box)  # one without height is white space
        elif box := _shown(sketch.frame, handle, matrix):
            sketch.painted.append(box)
            sketch.covers.append(Cover(number, box))
            if kind == IMAGE:
                _image(sketch, box)
    drawing = Drawing(
        tuple(sketch.rulings),
        tuple(sketch.fills),
        tuple(sketch.curves),
        tuple(sketch.images),
        tuple(sketch.painted),
    )
    return Drawn(drawing, lost, Painting(orders, sketch.covers, clips))


def _objects(page: Handle, own: int | None) -> Iterator[tuple[int, Handle, Matrix, bool]]:
    """Each object with the matrix of the forms around it, and whether it comes of an annotation."""
    for index in range(pdfium.count_objects(page)):
        if handle := pdfium.page_object(page, index):
            yield from _with_inner(handle, IDENTITY, 0, own is not None and index >= own)


def _with_inner(
    handle: Handle, around: Matrix, depth: int, beside: bool
) -> Iterator[tuple[int, Handle, Matrix, bool]]:
    kind = pdfium.object_type(handle)
    if kind in (TEXT, PATH, IMAGE, SHADING):
        yield kind, handle, around, beside
    elif kind == FORM and depth < MAX_DEPTH:
        inner = pdfium.within(around, pdfium.matrix_of_object(handle))
        for index in range(pdfium.count_form_objects(handle)):
            if part := pdfium.form_object(handle, index):
                yield from _with_inner(part, inner, depth + 1, beside)


def _shown(frame: Frame, handle: Handle, around: Matrix) -> Box | None:
    """The box around an object, cut to the page; None if it is not on it."""
    bounds = pdfium.bounds_of_object(handle)
    if bounds is None:
        return None
    left, bottom, right, top = bounds
    corners = [_through(around, (x, y)) for x in (left, right) for y in (bottom, top)]
    return _cut(frame, _around(frame, corners))


def _is_broad(box: Box) -> bool:
    """Whether something is more than a line, which hides no text."""
    return min(box.x1 - box.x0, box.bottom - box.top) > THIN


def _clip(frame: Frame, handle: Handle, around: Matrix) -> Box | None:
    """What is left of the page by the paths that an object is clipped by; None where there are none."""
    clip = pdfium.clip_of_object(handle)
    left = None
    for path in range(max(0, pdfium.count_clips(clip)) if clip else 0):
        segments = range(min(pdfium.count_clip_segments(clip, path), MAX_SEGMENTS))
        found = [pdfium.clip_segment(clip, path, at) for at in segments]
        points = [_through(around, pdfium.point_of_segment(each)) for each in found if each]
        if points:
            box = _around(frame, points)
            left = box if left is None else _both(left, box)
    return left


def _both(one: Box, other: Box) -> Box:
    """What two boxes share; a box of no extent beside them where they share nothing."""
    x0, x1 = max(one.x0, other.x0), min(one.x1, other.x1)
    top, bottom = max(one.top, other.top), min(one.bottom, other.bottom)
    return Box(x0, top, x1, bottom) if x0 <= x1 and top <= bottom else Box(-1.0, -1.0, -1.0, -1.0)


def _image(sketch: _Sketch, box: Box) -> None:
    """A picture, or a rule: some programs draw rules as pictures of one dot stretched."""
    width, height = box.x1 - box.x0, box.bottom - box.top
    if min(width, height) > THIN:
        sketch.images.append(box)
    elif max(width, height) > 2 * THIN:
        sketch.rulings.append(Ruling(box.x0, box.top, box.x1, box.bottom))


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────


def _look(sketch: _Sketch, path: Handle, around: Matrix, order: int) -> None:
    """Put a path where it belongs, each of its subpaths for itself."""
    filled, stroked = pdfium.draw_mode(path)
    fill, fill_opacity = pdfium.fill_color(path) if filled else (0, 0)
    if fill_opacity >= FAINT and (whole := _shown(sketch.frame, path, around)) and _is_broad(whole):
        sketch.covers.append(Cover(order, whole))
    pen, pen_opacity = pdfium.stroke_color(path) if stroked else (0, 0)
    filled = fill_opacity >= FAINT and not is_pale(fill)
    stroked = pen_opacity >= FAINT and not is_pale(pen)
    if not filled and not stroked:
        return
    matrix = pdfium.within(around, pdfium.matrix_of_object(path))
    width = pdfium.stroke_width(path) * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
    for points, curved in _subpaths(path):
        shown = [_point(sketch.frame, matrix, point) for point in points]
        box = _cut(sketch.frame, _box(shown))
        if box is None:
            continue
        if filled:
            sketch.painted.append(box)
        if not curved and _is_straight(shown):
            _straight(sketch, shown, box, fill if filled else None, pen, width if stroked else 0.0)
        else:
            sketch.curves.append(box)


def _subpaths(path: Handle) -> Iterator[tuple[list[Point], bool]]:
    """The points of each subpath, closed ones back at their beginning, and whether any part of it is curved."""
    points: list[Point] = []
    curved = False
    count = pdfium.count_segments(path)
    for index in range(min(count, MAX_SEGMENTS)):
        segment = pdfium.path_segment(path, index)
        if not segment:
            continue
        kind = pdfium.segment_type(segment)
        if kind == MOVE:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        points.append(pdfium.point_of_segment(segment))
        curved = curved or kind == CURVE
        if pdfium.segment_closes(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, curved or count > MAX_SEGMENTS


def _is_straight(points: list[Point]) -> bool:
    """Whether each side lies along an axis."""
    return all(_near(x0, x1) or _near(y0, y1) for (x0, y0), (x1, y1) in pairwise(points))


def _straight(sketch: _Sketch, points: list[Point], box: Box, fill: int | None, pen: int, width: float) -> None:
    """A subpath along the axes: a line, a filled box, a frame; a filled box that is no rectangle is a curve."""
    across, down = box.x1 - box.x0, box.bottom - box.top
    if min(across, down) <= THIN and (fill is not None or min(across, down) <= STRAIGHT):
        if width > THIN and max(across, down) > SHORTEST:
            sketch.fills.append(Fill(_thickened(box, width), pen))  # a bar drawn with a broad pen
        elif max(across, down) >= SHORTEST:
            sketch.rulings.append(Ruling(box.x0, box.top, box.x1, box.bottom))
        return
    if fill is not None:
        if _is_rectangle(points, box):
            sketch.fills.append(Fill(box, fill))
        else:
            sketch.curves.append(box)
    if width:
        for one, other in pairwise(points):
            side = _cut(sketch.frame, _box([one, other]))
            if side and max(side.x1 - side.x0, side.bottom - side.top) >= SHORTEST:
                sketch.rulings.append(Ruling(side.x0, side.top, side.x1, side.bottom))


def _thickened(box: Box, width: float) -> Box:
    half = width / 2
    if box.x1 - box.x0 >= box.bottom - box.top:
        return Box(box.x0, round(box.top - half, 2), box.x1, round(box.bottom + half, 2))
    return Box(round(box.x0 - half, 2), box.top, round(box.x1 + half, 2), box.bottom)


def _is_rectangle(points: list[Point], box: Box) -> bool:
    return len(points) <= 6 and all(
        (_near(x, box.x0) or _near(x, box.x1)) and (_near(y, box.top) or _near(y, box.bottom)) for x, y in points
    )


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= STRAIGHT


@lru_cache(maxsize=256)
def is_pale(color: int) -> bool:
    """Whether a colour is white to the eye."""
    return min(color >> 16, color >> 8 & 0xFF, color & 0xFF) >= PALE


# ── places ───────────────────────────────────────────────────────────────────────────────────────────


def _point(frame: Frame, matrix: Matrix, point: Point) -> Point:
    return frame.point(*_through(matrix, point))


def _through(matrix: Matrix, point: Point) -> Point:
    (a, b, c, d, e, f), (x, y) = matrix, point
    return a * x + c * y + e, b * x + d * y + f


def _around(frame: Frame, points: list[Point]) -> Box:
    return _box([frame.point(*point) for point in points])


def _box(points: list[Point]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return Box(round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def _cut(frame: Frame, box: Box) -> Box | None:
    """The part of the box that is on the page."""
    width, height = frame.size
    x0, x1 = max(0.0, box.x0), min(width, box.x1)
    top, bottom = max(0.0, box.top), min(height, box.bottom)
    return Box(x0, top, x1, bottom) if x0 <= x1 and top <= bottom else None
