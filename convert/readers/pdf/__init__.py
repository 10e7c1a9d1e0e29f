"""Born-digital PDF to pages: words, lines with sizes and white space, raised marks, furniture by place.

What it does not handle (scans, doubtful columns, hidden or rotated text, glyphs without a character) it says as a
finding; the text lines are kept in any case. The file is parsed by PDFium in a child process within limits.
"""

from __future__ import annotations

from pathlib import Path

from convert.errors import BadInput
from convert.page import Finding, Reading
from convert.readers.limits import ChildFailed, Limits, run_limited

MAX_BYTES = 256 * 1024**2
MAX_PAGES = 3000
LIMITS = Limits()

END_WINDOW = 2048
"""Bytes at the end of the file in which `%%EOF` must stand; readers accept 1024, some writers pad."""
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


def parse(path: Path) -> Reading:
    """The work of the child: as `read`, without limits."""
    from convert.readers.pdf.document import opened
    from convert.readers.pdf.lines import Setting, leadings_of, page_of, set_in_rows
    from convert.readers.pdf.margins import label_furniture
    from convert.readers.pdf.order import regions_of
    from convert.readers.pdf.said import OCR, findings_of
    from convert.readers.pdf.sheets import sheets_of

    with opened(path) as document:
        _count(path, document.count)
        settings: list[Setting] = []
        findings: list[Finding] = []
        if document.has_form():
            findings.append(_FORM)
        for sheet in sheets_of(document):
            regions = regions_of(sheet)
            settings.append(set_in_rows(sheet, regions))
            findings.extend(findings_of(sheet, regions))
        meta, outline = document.meta(), tuple(document.outline())
    if not any(setting.regions or setting.rotated for setting in settings):
        raise BadInput("has no text layer on any page", file=path, place="all pages", remedy=OCR)
    leadings = leadings_of(region for setting in settings for region in setting.regions)
    pages = tuple(page_of(setting, leadings) for setting in settings)
    return Reading(label_furniture(pages), tuple(findings), meta, outline)


_FORM = Finding("pdf-form", "the file has form fields: what was filled in is not read", level="warning")


def _count(path: Path, pages: int) -> None:
    """Refuse a file without pages, or with too many."""
    if not pages:
        raise BadInput("has no pages", file=path, remedy="get the whole file again")
    if pages > MAX_PAGES:
        raise BadInput(
            f"has more than {MAX_PAGES} pages",
            file=path,
            place=f"{pages} pages",
            remedy="split the file into parts",
        )
