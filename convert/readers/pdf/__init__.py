"""Born-digital PDF to pages: words, lines with sizes and white space, raised marks, furniture by place.

First form, for one column of text. What it does not handle (scans, tables, doubtful columns, hidden or rotated
text, glyphs without a character) it says as a finding; the text lines are kept in any case. The file is parsed
by pdfplumber in a child process within limits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from convert.errors import BadInput
from convert.page import Finding, Line, Page, Reading, Role, Word
from convert.readers.limits import ChildFailed, Limits, run_limited
from convert.readers.pdf.columns import Regions, cut
from convert.readers.pdf.glyphs import Glyphs, glyphs
from convert.readers.pdf.layout import Glyph, Piece, Row, around, main_baseline, main_size, pieces, rows, text_of
from convert.readers.pdf.margins import label_furniture

if TYPE_CHECKING:
    from pdfplumber.page import Page as PdfPage
    from pdfplumber.pdf import PDF

Level: TypeAlias = Literal["info", "warning"]

MAX_BYTES = 256 * 1024**2
MAX_PAGES = 3000
LIMITS = Limits()

END_WINDOW = 2048
"""Bytes at the end of the file in which `%%EOF` must stand; readers accept 1024, some writers pad."""
COVERS = 0.8
"""Part of the page that a picture covers when the page is a scan."""
LEADING = 1.2
"""Leading in em where a document is too short to show its own."""
USUAL = 0.25
"""A leading is normal for a size if it is this often as frequent as the most frequent one."""

MIN_SEEN = 2
"""Times that an advance is seen before it counts as a leading."""
SMALL = 0.12
"""Extra leading, in lines, that is rounding and not white space."""
RULE = 3.0
"""Points up to which a rectangle is a ruled line, and within which two lines meet."""
QUOTED = 40
"""Characters of a doubtful text that a finding quotes."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DUBLIN_CORE = {"Title": "title", "Author": "creator"}

_OCR = "recognise the text first, for example with: ocrmypdf IN.pdf OUT.pdf"
_REASONS = {
    "memory": ("needs more memory than a document may use", "split the file into parts"),
    "time": ("takes longer than a document may take", "split the file into parts"),
    "output": ("gives more text than a document may give", "split the file into parts"),
    "crash": ("made the PDF parser crash", "repair the file, for example with: qpdf IN.pdf OUT.pdf"),
}


def read(path: Path, limits: Limits = LIMITS) -> Reading:
    """The pages of the PDF at `path`, what was found on the way, and its title, creator and language.

    Raises BadInput for a file that is not a whole PDF, is locked, has no pages or no text, or exceeds a limit.
    """
    _check(path)
    try:
        reading = run_limited("convert.readers.pdf:parse", (path,), limits)
    except ChildFailed as failure:
        message, remedy = _REASONS[failure.reason]
        raise BadInput(message, file=path, remedy=remedy) from failure
    assert isinstance(reading, Reading)
    return reading


def _check(path: Path) -> None:
    """Refuse what is no whole PDF before a parser sees it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(1024)
            file.seek(max(0, size - END_WINDOW))
            end = file.read()
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror}", file=path, remedy="check its name and rights"
        ) from error
    if size > MAX_BYTES:
        raise BadInput(
            f"is larger than {MAX_BYTES // 1024**2} MB",
            file=path,
            place=f"{size} bytes",
            remedy="split the file into parts",
        )
    if b"%PDF-" not in start:
        raise BadInput("is not a PDF", file=path, place="first 1024 bytes", remedy="give the file its true ending")
    if b"%%EOF" not in end:
        raise BadInput(
            "is not whole: the end of a PDF is missing",
            file=path,
            place=f"byte {size}",
            remedy="get the whole file again, or save what is left with: qpdf IN.pdf OUT.pdf",
        )


# ── in the child ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as parsed: rows of text in reading order by region, then what is not read as text."""

    number: int
    label: str | None
    width: float
    height: float
    regions: tuple[tuple[Row, ...], ...]
    hidden: tuple[Row, ...] = ()
    rotated: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()


def parse(path: Path) -> Reading:
    """The work of the child: as `read`, without limits."""
    pdf = _opened(path)
    sheets = [_sheet(page) for page in _pages(pdf, path)]
    if not any(sheet.regions or sheet.rotated for sheet in sheets):
        raise BadInput("has no text layer on any page", file=path, place="all pages", remedy=_OCR)
    leadings = _leadings(region for sheet in sheets for region in sheet.regions)
    pages = tuple(_page(sheet, leadings) for sheet in sheets)
    findings = (*_document_findings(pdf), *(finding for sheet in sheets for finding in sheet.findings))
    return Reading(label_furniture(pages), findings, _meta(pdf))


def _opened(path: Path) -> PDF:
    """The file opened, its pages counted; refuses a damaged or locked file, none and too many pages."""
    import pdfplumber

    try:
        pdf = pdfplumber.open(path)
        count = len(pdf.pages)
    except Exception as error:
        raise _refused(path, "", error) from None
    if not count:
        raise BadInput("has no pages", file=path, remedy="get the whole file again")
    if count > MAX_PAGES:
        raise BadInput(
            f"has more than {MAX_PAGES} pages",
            file=path,
            place=f"{count} pages",
            remedy="split the file into parts",
        )
    return pdf


def _pages(pdf: PDF, path: Path) -> Iterator[PdfPage]:
    """The pages parsed one after the other, each forgotten once it was used."""
    for page in pdf.pages:
        try:
            page.objects  # noqa: B018 (parses the page)
        except Exception as error:
            raise _refused(path, f"page {page.page_number}", error) from None
        yield page
        page.close()


def _refused(path: Path, place: str, error: Exception) -> BadInput:
    """The parser's refusal, whatever it is, in our words."""
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, MemoryError):
        raise cause
    if type(cause).__name__ in ("PDFPasswordIncorrect", "PDFEncryptionError"):
        remedy = "unlock it, for example with: qpdf --decrypt --password=... IN.pdf OUT.pdf"
        return BadInput("is locked by a password", file=path, place=place, remedy=remedy)
    message = f"is damaged ({type(cause).__name__}: {cause})"
    return BadInput(message, file=path, place=place, remedy="repair it, for example with: qpdf IN.pdf OUT.pdf")


def _sheet(page: PdfPage) -> Sheet:
    """One page in regions and rows, with what is to be said about it."""
    found = glyphs(page)
    regions = cut(tuple(pieces(found.upright)))
    left, top, right, bottom = page.cropbox
    return Sheet(
        number=page.page_number,
        label=page.page_obj.label,
        width=round(float(right - left), 2),
        height=round(float(bottom - top), 2),
        regions=tuple(tuple(rows(part)) for part in regions.parts),
        hidden=tuple(rows(pieces(found.hidden))),
        rotated=tuple(row for turned in found.rotated.values() for row in rows(pieces(turned))),
        findings=tuple(_findings(page, found, regions)),
    )


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────


def _page(sheet: Sheet, leadings: Mapping[float, float]) -> Page:
    """The sheet as a page: its lines in order, hidden and rotated ones after the text."""
    text = [entry for region in sheet.regions for entry in _with_gaps(region, leadings)]
    turned = [(row, 0.0) for row in sheet.rotated]
    body: list[tuple[Row, float, Role]] = [(row, gap, "body") for row, gap in (*text, *turned)]
    hidden: list[tuple[Row, float, Role]] = [(row, 0.0, "hidden") for row in sheet.hidden]
    lines = tuple(_line(sheet.number, number, *entry) for number, entry in enumerate((*body, *hidden), 1))
    return Page(sheet.number, sheet.label, lines, sheet.width, sheet.height)


def _line(page: int, number: int, row: Row, gap: float, role: Role) -> Line:
    text, starts = text_of(row)
    words = tuple(_word(piece, start) for piece, start in zip(row, starts, strict=True))
    box = around(piece.box for piece in row)
    return Line(page, number, text, gap, role, box, main_size(row), words)


def _word(piece: Piece, start: int) -> Word:
    return Word(
        piece.text, start, piece.box, piece.size, piece.font, piece.bold, piece.italic, raised=piece.raised
    )


def _with_gaps(region: tuple[Row, ...], leadings: Mapping[float, float]) -> Iterator[tuple[Row, float]]:
    """Each row with the white space above it beyond its normal leading, in lines."""
    for number, row in enumerate(region):
        size = _half_points(row)
        normal = leadings.get(size) or leadings[0.0] * size
        extra = _advance(region[number - 1], row) / normal - 1 if number else 0.0
        yield row, round(extra, 2) if extra > SMALL else 0.0


def _leadings(regions: Iterable[tuple[Row, ...]]) -> dict[float, float]:
    """The normal leading in points for each size in half points; under 0.0 that of the text, in em."""
    seen: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for region in regions:
        for above, below in pairwise(region):
            if _half_points(above) == _half_points(below):
                seen[_half_points(below)][round(_advance(above, below) * 4) / 4] += 1
    known = {size: usual for size, counter in seen.items() if (usual := _usual(counter))}
    if not known:
        return {0.0: LEADING}
    text = max(known, key=lambda size: seen[size].total())
    return {**known, 0.0: known[text] / text}


def _usual(counter: Counter[float]) -> float | None:
    """The least of the frequent advances: text set with space between paragraphs has two."""
    most = max(counter.values())
    return min(
        (advance for advance, count in counter.items() if count >= max(MIN_SEEN, USUAL * most)), default=None
    )


def _advance(above: Row, below: Row) -> float:
    return main_baseline(below) - main_baseline(above)


def _half_points(row: Row) -> float:
    return round(main_size(row) * 2) / 2


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────


def _findings(page: PdfPage, found: Glyphs, regions: Regions) -> Iterator[Finding]:
    """What a person should know about the page."""
    for code, message, level in _said(page, found, regions):
        yield Finding(code, message, page.page_number, level=level)


def _said(page: PdfPage, found: Glyphs, regions: Regions) -> Iterator[tuple[str, str, Level]]:
    text = "".join(glyph.text for glyph in (*found.upright, *chain(*found.rotated.values())))
    covering = any(_covers(image, page) for image in page.images)
    if not text.strip() and (page.images or page.curves):
        yield (
            "pdf-no-text",
            "no text layer: whatever is printed on the page is not in the result; " + _OCR,
            "warning",
        )
    elif not text.strip():
        yield "pdf-blank", "nothing is printed on the page", "info"
    elif covering:
        yield (
            "pdf-scan",
            "a picture covers the page: its text was recognised by a machine and may be wrong",
            "warning",
        )
    if page.images and not covering:
        pictures = f"{len(page.images)} pictures" if len(page.images) > 1 else "a picture"
        yield "pdf-image", f"{pictures} not taken over; text inside pictures is not read", "warning"
    if regions.columns:
        yield "pdf-columns", "text in columns, read one column after the other", "info"
    if regions.unsure:
        yield "pdf-order", "text stands side by side, read row by row: do not trust its order", "warning"
    if _has_grid(page):
        yield "pdf-table", "a table, read row by row as plain lines: its cells are not told apart", "warning"
    yield from _said_of_glyphs(text, found)


def _said_of_glyphs(text: str, found: Glyphs) -> Iterator[tuple[str, str, Level]]:
    for angle, turned in found.rotated.items():
        yield (
            "pdf-rotated",
            f"text turned by {angle} degrees, put after the page's text: {_start(turned)}",
            "warning",
        )
    if found.hidden:
        message = "text nobody can see (white, off the page or tiny), kept apart as hidden: "
        yield "pdf-hidden", message + _start(found.hidden), "warning"
    if unmapped := text.count("\ufffd"):
        yield "pdf-unmapped", f"{unmapped} glyphs have no character, shown as \ufffd", "warning"
    if private := len(_PRIVATE.findall(text)):
        yield "pdf-private", f"{private} characters of a private code, known only to their font", "warning"


def _start(found: tuple[Glyph, ...]) -> str:
    """The beginning of the text, to know it by."""
    text = " ".join(text_of(row)[0] for row in rows(pieces(found)))
    return f"\u201c{text[:QUOTED]}\u2026\u201d" if len(text) > QUOTED else f"\u201c{text}\u201d"


def _document_findings(pdf: PDF) -> Iterator[Finding]:
    form = pdf.doc.catalog.get("AcroForm")
    if form:
        yield Finding("pdf-form", "the file has form fields: what was filled in is not read", level="warning")


def _covers(image: Mapping[str, Any], page: PdfPage) -> bool:
    return bool(image["width"] * image["height"] >= COVERS * page.width * page.height)


def _has_grid(page: PdfPage) -> bool:
    """Whether ruled lines cross as in a table: two or more of each direction, each met by two others."""
    shapes = [*page.lines, *page.rects]
    across = [shape for shape in shapes if shape["height"] <= RULE < shape["width"]]
    down = [shape for shape in shapes if shape["width"] <= RULE < shape["height"]]
    down_met = [v for v in down if sum(_meet(h, v) for h in across) >= 2]
    across_met = [h for h in across if sum(_meet(h, v) for v in down) >= 2]
    return len(down_met) >= 2 and len(across_met) >= 2


def _meet(across: Mapping[str, Any], down: Mapping[str, Any]) -> bool:
    return bool(
        across["x0"] - RULE <= down["x0"] <= across["x1"] + RULE
        and down["top"] - RULE <= across["top"] <= down["bottom"] + RULE
    )


# ── facts ────────────────────────────────────────────────────────────────────────────────────────────


def _meta(pdf: PDF) -> dict[str, str]:
    """What the file says about itself, under Dublin Core names."""
    said = {name: str(pdf.metadata.get(key) or "").strip() for key, name in _DUBLIN_CORE.items()}
    said["language"] = _decoded(pdf.doc.catalog.get("Lang"))
    return {name: value for name, value in said.items() if value}


def _decoded(value: object) -> str:
    from pdfplumber.utils.pdfinternals import resolve_and_decode

    return str(resolve_and_decode(value) or "").strip()
