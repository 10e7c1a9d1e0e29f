"""A PDF to sheets: for each page its words, what is drawn beside them, and what is not read as text.

One page is in memory at a time. `read_sheets` parses in this process: hand it no file that you do not trust.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from convert.boxes import area_of, holds
from convert.page import Box
from convert.readers.pdf.annotations.drawn import Layer, count_of, drawn
from convert.readers.pdf.annotations.found import Annotation, annotations_of
from convert.readers.pdf.annotations.said import damaged, remarks
from convert.readers.pdf.annotations.values import settled
from convert.readers.pdf.catalog import layers_off
from convert.readers.pdf.document import Document, opened
from convert.readers.pdf.drawings.drawing import Drawing
from convert.readers.pdf.drawings.paths import drawing_of, is_pale
from convert.readers.pdf.drawings.seen import in_doubt, unseen
from convert.readers.pdf.glyphs import pdfium
from convert.readers.pdf.glyphs.characters import Fonts, Frame, frame_of, runs_of
from convert.readers.pdf.glyphs.leftward import has_forms, without_forms
from convert.readers.pdf.glyphs.names import Names
from convert.readers.pdf.glyphs.pieces import Piece, Run
from convert.readers.pdf.glyphs.words import pieces
from convert.readers.pdf.links import linked, links_of
from convert.readers.pdf.margins.line_numbers import line_numbers
from convert.readers.pdf.objects import Objects
from convert.readers.pdf.remark import Remark
from convert.readers.pdf.tags import Tags, tags_of
from convert.readers.pdf.tags import spoken as spoken_of
from convert.readers.pdf.tags.trust import artifacts, owned
from convert.readers.pdf.unread import unread_texts

TINY = 1.0
"""Points; nobody can read text smaller than this."""
COVERS = 0.8
"""Part of the page that a picture covers when the page is a scan."""
_SHAPED = "shapes of letters (presentation forms of Unicode), read as the letters that they are"
MAX_PAINTED = 500
"""Painted areas, the largest, in which white text is looked for."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as parsed, in points from the top left of what is shown of it."""

    number: int
    label: str | None
    width: float
    height: float
    pieces: tuple[Piece, ...] = ()  # upright words, in no order that means anything
    drawing: Drawing = field(default_factory=Drawing)
    rotated: Mapping[int, tuple[Piece, ...]] = field(default_factory=dict)  # by angle in degrees
    hidden: tuple[Piece, ...] = ()  # what nobody can see
    numbers: tuple[Piece, ...] = ()  # of its lines, in the margin
    recognised: bool = False  # the text lies unseen over a picture of the page: a machine read it
    tagged: bool = False  # its pieces have owners: blocks of the file's own structure
    artifacts: tuple[Piece, ...] = ()  # what that structure says is none of the text
    unread_drawings: int = 0  # patterns and masks with text in them
    unread: int = 0  # pieces of text of which the parser tells nothing but their place
    remarks: tuple[Remark, ...] = ()  # what is to be said of its annotations
    failure: str = ""  # why the page could not be read, "" if it could


def read_sheets(path: Path) -> Iterator[Sheet]:
    """The sheets of a PDF one after the other, for experiments and tests."""
    with opened(path) as document:
        yield from sheets_of(document)


@dataclass(frozen=True, slots=True)
class _File:
    """An open file, and what is known of it from sheet to sheet."""

    document: Document
    objects: Objects
    fonts: Fonts
    names: Names
    tags: Tags | None
    layered: bool  # some of its layers are off


def sheets_of(document: Document, first: int = 1) -> Iterator[Sheet]:
    """The sheets of an open document from number `first` on."""
    objects = document.objects
    tags = tags_of(objects) if document.is_tagged() else None
    file = _File(document, objects, Fonts(), Names(objects), tags, layers_off(objects))
    for number in range(first, document.count + 1):
        yield _read_sheet(file, number)


def _read_sheet(file: _File, number: int) -> Sheet:
    """One sheet; one that cannot be parsed says so in `failure`."""
    document = file.document
    label = document.label(number)
    page = pdfium.load_page(document.handle, number - 1)
    if not page:
        return Sheet(number, label, *document.size(number), failure="its description is damaged")
    links = links_of(document.handle, page, frame_of(page))
    count = count_of(page)
    found = annotations_of(file.objects, number) if count else []
    layer = drawn(document.handle, number, page, found)
    if not layer.page:
        return Sheet(number, label, *document.size(number), failure="its annotations are damaged")
    try:
        sheet = _drawn_sheet(file, number, layer, found, links)
    finally:
        pdfium.close_page(layer.page)
    lost = (damaged(count - len(found)),) if len(found) < count else ()
    return replace(sheet, label=label, remarks=(*sheet.remarks, *lost))


def _drawn_sheet(
    file: _File, number: int, layer: Layer, found: Sequence[Annotation], links: list[tuple[Box, str]]
) -> Sheet:
    """A sheet whose annotations are part of its page."""
    page, tags = layer.page, file.tags
    frame = frame_of(page)
    text = pdfium.load_text(page)
    if not text:
        return Sheet(number, None, *_rounded(frame.size), failure="its text cannot be parsed")
    try:
        runs, read = runs_of(text, frame, file.fonts, partial(file.names.text, number), layer.marker(bool(tags)))
    finally:
        pdfium.close_text(text)
    drawing, lost, painting = drawing_of(page, frame, read, layer.own)
    doubts = range(len(runs)) if file.layered else in_doubt(runs, painting, drawing.fills)
    away = unseen(page, frame.size, runs, doubts)
    runs = [_not_seen(run) if at in away else run for at, run in enumerate(runs)] if away else runs
    unread = sum(not any(holds(area, run.box) for run in runs) for area in lost)
    runs = [_bold(run, lost) for run in runs] if lost else runs
    shaped = sum(map(has_forms, runs))
    runs = [without_forms(run) for run in runs] if shaped else runs
    made = settled(runs, found, frame)
    sheet = _sheet(number, frame, made.runs, drawing, links)
    said = tuple(remarks(found, made, runs, frame))
    if shaped:
        said = (*said, Remark("pdf-forms", f"{shaped} {_SHAPED}", "info"))
    sheet = replace(sheet, unread_drawings=unread_texts(file.objects, number))
    sheet = replace(sheet, unread=unread, hidden=(*sheet.hidden, *pieces(made.hidden)), remarks=said)
    return _tagged(sheet, tags, found) if tags else sheet


def _sheet(number: int, frame: Frame, runs: list[Run], drawing: Drawing, links: list[tuple[Box, str]]) -> Sheet:
    width, height = _rounded(frame.size)
    scanned = any(covers(image, width, height) for image in drawing.images)
    painted = sorted(drawing.painted, key=area_of)[-MAX_PAINTED:]
    seen: defaultdict[int, list[Run]] = defaultdict(list)
    hidden: list[Run] = []
    recognised = 0
    for run in runs:
        if run.style.unseen and scanned and _is_on_page(run.box, width, height):
            recognised += 1
        elif _is_hidden(run, width, height, painted):
            hidden.append(run)
            continue
        seen[run.angle].append(run)
    upright = pieces(seen.pop(0, ()))
    numbers = line_numbers(upright)
    if numbers:
        apart = set(numbers)
        upright = [piece for piece in upright if piece not in apart]
    return Sheet(
        number=number,
        label=None,
        width=width,
        height=height,
        pieces=tuple(linked(upright, links)),
        drawing=drawing,
        rotated={angle: tuple(pieces(turned)) for angle, turned in sorted(seen.items())},
        hidden=tuple(pieces(hidden)),
        numbers=tuple(numbers),
        recognised=2 * recognised > len(runs),
    )


def _tagged(sheet: Sheet, tags: Tags, found: Sequence[Annotation]) -> Sheet:
    """The sheet with the owners of its pieces, as far as the file names them for nearly all; artifacts apart."""
    said = spoken_of.remarks(tags.spoken(sheet.number), sheet.pieces)
    sheet = replace(sheet, remarks=(*sheet.remarks, *said))
    marks = tags.of_page(sheet.number)
    if marks and found:
        marks = {**marks, **{each.mark: tags.of_annotation(each.key) for each in found}}
    pieces = owned(sheet.pieces, marks)
    if pieces is None:
        return sheet
    apart = artifacts(pieces)
    text = tuple(piece for piece in pieces if id(piece) not in apart)
    return replace(sheet, tagged=True, pieces=text, artifacts=tuple(apart.values()))


def untagged(sheet: Sheet) -> Sheet:
    """The sheet as if the file had no structure of its own."""
    pieces = tuple(piece._replace(owner=None) for piece in (*sheet.pieces, *sheet.artifacts))
    return replace(sheet, tagged=False, pieces=pieces, artifacts=())


def _not_seen(run: Run) -> Run:
    return run._replace(style=run.style._replace(unseen=True))


def _bold(run: Run, doubled: Iterable[Box]) -> Run:
    """The run, bold where it is drawn twice."""
    if any(holds(area, run.box) for area in doubled):
        return run._replace(style=run.style._replace(bold=True))
    return run


def covers(image: Box, width: float, height: float) -> bool:
    """Whether a picture covers the page, as a scan does."""
    return area_of(image) >= COVERS * width * height


def _is_hidden(run: Run, width: float, height: float, painted: Iterable[Box]) -> bool:
    """Whether nobody sees it: drawn with nothing, off the page, too small, or white on nothing darker."""
    style, box = run.style, run.box
    if style.unseen or max(style.size, box.bottom - box.top) < TINY or not _is_on_page(box, width, height):
        return True
    return is_pale(style.color) and not any(holds(area, box) for area in painted)


def _is_on_page(box: Box, width: float, height: float) -> bool:
    return 0 <= box.x0 + box.x1 <= 2 * width and 0 <= box.top + box.bottom <= 2 * height


def _rounded(size: tuple[float, float]) -> tuple[float, float]:
    return round(size[0], 2), round(size[1], 2)
