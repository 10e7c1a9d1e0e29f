"""What a person should know about a page: what was assumed, left out, kept apart or could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, TypeAlias

from convert.boxes import holds
from convert.page import Finding
from convert.readers.pdf.catalog import templates, values_without_place
from convert.readers.pdf.document import Document
from convert.readers.pdf.drawings.drawing import Drawing, Ruling
from convert.readers.pdf.drawings.outlines import rows_of_shapes
from convert.readers.pdf.glyphs.leftward import is_leftward
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.glyphs.rows import rows, text_of
from convert.readers.pdf.inserts import Inserts
from convert.readers.pdf.layout.columns import Regions
from convert.readers.pdf.parts import OCR
from convert.readers.pdf.remark import quoted
from convert.readers.pdf.sheets import Sheet, covers

Level: TypeAlias = Literal["info", "warning"]

MEET = 3.0
"""Points within which two rules meet."""
QUOTED = 40
"""Characters of a doubtful text that a finding quotes."""
_PROGRAM = "its form (XFA) is a program that draws pages of its own: read is what the file holds in their place"
_HIDDEN = (
    "text nobody can see (in the colour of its ground, covered, cut off, off the page, tiny, or of a layer that "
    "is off), kept apart as hidden: "
)

_PRIVATE = re.compile("[\ue000-\uf8ff]")


def findings_of_file(document: Document) -> Iterator[Finding]:
    """What is to be said of a file as a whole."""
    if document.has_program():
        yield Finding("pdf-form", _PROGRAM, level="warning")
    if names := document.attachments():
        said = f"{len(names)} files are in it, not in the result: {', '.join(names)}"
        yield Finding("pdf-attachment", said, level="warning")
    for value in values_without_place(document.objects):
        yield Finding(
            "pdf-field-value", f"a form field that stands on no page says \u201c{value}\u201d", level="warning"
        )
    if count := templates(document.objects):
        said = f"{count} sheets that a form may add to the pages are in it, not in the result"
        yield Finding("pdf-template", said, level="warning")


def findings_of(sheet: Sheet, regions: Regions, inserts: Inserts) -> Iterator[Finding]:
    """The findings of one page, in the order in which they were looked for."""
    for code, message, level in _said(sheet, regions, inserts):
        yield Finding(code, message, sheet.number, level=level)


def _said(sheet: Sheet, regions: Regions, inserts: Inserts) -> Iterator[tuple[str, str, Level]]:
    if sheet.failure:
        yield "pdf-page", f"not read, {sheet.failure}; the other pages are", "warning"
        return
    yield from sheet.remarks
    text = "".join(piece.text for piece in (*sheet.pieces, *chain(*sheet.rotated.values())))
    drawing = sheet.drawing
    if not text and (drawing.images or drawing.curves):
        yield (
            "pdf-no-text",
            "no text layer: whatever is printed on the page is not in the result; " + OCR,
            "warning",
        )
    elif not text and not sheet.unread:
        yield "pdf-blank", "nothing is printed on the page", "info"
    elif sheet.recognised:
        yield (
            "pdf-scan",
            "a picture covers the page: its text was recognised by a machine and may be wrong",
            "warning",
        )
    if small := [image for image in inserts.drawing.images if not covers(image, sheet.width, sheet.height)]:
        count = f"{len(small)} small pictures" if len(small) > 1 else "a small picture"
        yield "pdf-image", f"{count} or ornaments left out", "info"
    if letters := rows_of_shapes(inserts.drawing.curves):
        message = f"{letters} rows of shapes like letters drawn as outlines, not in the result; {OCR}"
        yield "pdf-outlines", message, "warning"
    if regions.columns:
        yield "pdf-columns", "text in columns, read one column after the other", "info"
    if regions.asides:
        yield (
            "pdf-side-notes",
            "notes in the margin, put after the page's text: which lines they belong to is lost",
            "info",
        )
    if regions.unsure:
        yield "pdf-order", "text stands side by side, read row by row: do not trust its order", "warning"
    if _has_grid(inserts.drawing):
        yield "pdf-table", "rules cross as in a table, but no cells can be told: read as lines", "warning"
    for box in inserts.doubts:
        inside = [piece for piece in sheet.pieces if holds(box, piece.box)]
        yield "pdf-table", f"may be a table, read as lines: {_start(inside)}", "info"
    yield from _said_of_words(sheet, text, inserts)


def _said_of_words(sheet: Sheet, text: str, inserts: Inserts) -> Iterator[tuple[str, str, Level]]:
    if sheet.numbers:
        first, last = sheet.numbers[0].text, sheet.numbers[-1].text
        yield "pdf-line-numbers", f"line numbers {first} to {last} in the margin, kept apart from the text", "info"
    if sheet.unread:
        yield (
            "pdf-unread",
            f"{sheet.unread} pieces of text not in the result, their font is missing or damaged; {OCR}",
            "warning",
        )
    if sheet.unread_drawings:
        message = f"{sheet.unread_drawings} patterns or masks hold text, not in the result; {OCR}"
        yield "pdf-unread", message, "warning"
    for angle, turned in sheet.rotated.items():
        where = "put after the page's text"
        if angle and any(table.angle == angle for table in inserts.tables):
            where = "with a table, put where it stands"
        yield "pdf-rotated", f"text turned by {angle} degrees, {where}: {_start(turned)}", "warning"
    if sheet.hidden:
        yield "pdf-hidden", _HIDDEN + _start(sheet.hidden), "warning"
    if any(map(is_leftward, (piece.text for piece in sheet.pieces))):
        yield (
            "pdf-direction",
            "text from right to left: put in the order of reading by the places of its words; a word of another "
            "script with a number beside it may be turned round",
            "warning",
        )
    if unmapped := text.count("\ufffd"):
        yield "pdf-unmapped", f"{unmapped} glyphs have no character, shown as \ufffd", "warning"
    if private := len(_PRIVATE.findall(text)):
        yield "pdf-private", f"{private} characters of a private code, known only to their font", "warning"


def _start(found: Sequence[Piece]) -> str:
    """The beginning of the text, to know it by."""
    return quoted(" ".join(text_of(row)[0] for row in rows(found)), QUOTED)


def _has_grid(drawing: Drawing) -> bool:
    """Whether rules cross as in a table: two or more of each direction, each met by two others."""
    across = [rule for rule in drawing.rulings if rule.is_horizontal]
    down = [rule for rule in drawing.rulings if not rule.is_horizontal]
    down_met = [v for v in down if sum(_meet(h, v) for h in across) >= 2]
    across_met = [h for h in across if sum(_meet(h, v) for v in down) >= 2]
    return len(down_met) >= 2 and len(across_met) >= 2


def _meet(across: Ruling, down: Ruling) -> bool:
    return across.x0 - MEET <= down.x0 <= across.x1 + MEET and down.top - MEET <= across.top <= down.bottom + MEET
