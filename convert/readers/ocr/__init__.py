"""Other people's OCR to pages: hOCR, ALTO, PAGE XML and FineReader XML, told apart by their outermost element.

The file is parsed in a child process within limits; `layout` makes lines of its boxes, for all formats alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias

from convert.errors import BadInput
from convert.page import Finding, Reading
from convert.readers.limits import ChildFailed, Limits, run_limited
from convert.readers.ocr.beside import image_of
from convert.readers.ocr.tokens import Sheet

Parser: TypeAlias = Callable[[Path], Iterator[Sheet]]

LIMITS = Limits()
MAX_PAGES = 20_000
"""More than the longest official report."""
MAX_ROWS = 3000
"""Lines on a page: more is not a page, but a dump of data."""
END = 1024
"""Bytes at the end of a file in which HTML is closed."""

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>html|alto|PcGts|document)\b(?P<rest>[^>]*)", re.IGNORECASE)
_HOCR = re.compile(r"""\bocr_page\b|name\s*=\s*["']ocr-""")
_REASONS = {
    "memory": "needs more memory than a document may use",
    "time": "takes longer than a document may take",
    "output": "gives more text than a document may give",
    "crash": "made the XML parser crash",
}


def _hocr(path: Path) -> Iterator[Sheet]:
    from convert.readers.ocr import hocr

    return hocr.sheets(path)


def _alto(path: Path) -> Iterator[Sheet]:
    from convert.readers.ocr import alto

    return alto.sheets(path)


def _page(path: Path) -> Iterator[Sheet]:
    from convert.readers.ocr import page_xml

    return page_xml.sheets(path)


def _abbyy(path: Path) -> Iterator[Sheet]:
    from convert.readers.ocr import abbyy

    return abbyy.sheets(path)


FORMATS: Mapping[str, tuple[str, Parser]] = {
    "html": ("hOCR", _hocr),
    "alto": ("ALTO", _alto),
    "pcgts": ("PAGE XML", _page),
    "document": ("FineReader XML", _abbyy),
}
"""By the name of the outermost element: what the format is called, and its parser."""


def read(path: Path, limits: Limits = LIMITS) -> Reading:
    """The pages of a file that a recogniser wrote.

    Raises BadInput for a file in none of the formats, one that is broken, declares entities or exceeds a limit.
    """
    try:
        reading = run_limited("convert.readers.ocr:parse", (path,), limits)
    except ChildFailed as failure:
        raise BadInput(_REASONS[failure.reason], file=path, remedy="split the file into parts") from failure
    assert isinstance(reading, Reading)
    return reading


def parse(path: Path) -> Reading:
    """The work of the child: as `read`, without limits."""
    from convert.readers.ocr.layout import pages_of

    name, sheets = recognised(path)
    sheets, looked = _looked_at(path, sheets)
    pages, findings = pages_of(sheets)
    if not any(page.lines for page in pages):
        raise BadInput("holds no text on any page", file=path, remedy="recognise the pages again")
    count = f"{len(pages)} page{'s' if len(pages) > 1 else ''}"
    found = [Finding("ocr-format", f"read as {name}, {count}"), *looked, *findings]
    if name == "hOCR" and not _is_closed(path):
        message = "the file ends in the midst of its HTML: what may have followed is not in the result"
        found.append(Finding("ocr-cut", message, len(pages), level="warning"))
    return Reading(pages, tuple(found))


def _looked_at(path: Path, sheets: tuple[Sheet, ...]) -> tuple[tuple[Sheet, ...], list[Finding]]:
    """The sheets after a second look at their images, which lie beside the file or in a folder of its name."""
    made, count, labels = list(sheets), 0, 0
    for at, sheet in enumerate(sheets):
        image = _image(path, sheet)
        if image:
            from convert.readers.ocr.look import look
            from convert.readers.scan.images import frames

            (frame,) = frames(image, iter((sheet.frame,)))
            if _fits(frame.image.size, sheet):
                sheet = replace(sheet, image=str(image.relative_to(path.parent)))
                made[at], found = look(sheet, frame.image)
                labels += found
                count += 1
    message = f"the images of {count} of {len(sheets)} pages were looked at again"
    if labels:
        message += f"; enumerators found that the recogniser had left out: {labels}"
    said = [Finding("second-look", message)]
    return tuple(made), said if count else []


def _image(path: Path, sheet: Sheet) -> Path | None:
    return image_of(path, sheet.image) if find_spec("numpy") else None


def _fits(size: tuple[int, int], sheet: Sheet) -> bool:
    return abs(size[0] - sheet.width) <= 2 and abs(size[1] - sheet.height) <= 2


def _is_closed(path: Path) -> bool:
    """Whether HTML ends as it should; a parser of HTML takes what is cut off without a word."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - END))
        return b"</html" in file.read().lower().replace(b"\x00", b"")


def recognised(path: Path) -> tuple[str, tuple[Sheet, ...]]:
    """The name of the format of a file, and its sheets. Raises BadInput."""
    name, parser = _format(path)
    sheets: list[Sheet] = []
    for sheet in parser(path):
        sheets.append(sheet)
        if len(sheets) > MAX_PAGES or len(sheet.rows) > MAX_ROWS:
            what = f"more than {MAX_PAGES:,} pages" if len(sheets) > MAX_PAGES else f"more than {MAX_ROWS:,} lines"
            raise BadInput(
                f"has {what}", file=path, place=f"page {len(sheets)}", remedy="split the file into documents"
            )
    if not sheets:
        raise BadInput(f"has no pages, though it says it is {name}", file=path, remedy="export it anew")
    return name, tuple(sheets)


def is_recognised(path: Path) -> bool:
    """Whether a file is OCR by its content, whatever its name."""
    from convert.readers.ocr.xml import prologue

    try:
        return _kind(prologue(path)) in FORMATS
    except BadInput:
        return False


def _kind(head: str) -> str:
    """The outermost element, in small letters, "html" only where it is hOCR; else what it is."""
    root = _ROOT.search(head)
    name = root["name"].lower() if root else ""
    if name == "document" and "abbyy" not in (root["rest"] if root else "").lower():
        return ""
    return "html, but not hOCR" if name == "html" and not _HOCR.search(head) else name


def _format(path: Path) -> tuple[str, Parser]:
    from convert.readers.ocr.xml import prologue

    name = _kind(prologue(path))
    if name.startswith("html,"):
        raise BadInput(
            "is HTML, but not hOCR: no element of it is an ocr_page",
            file=path,
            remedy="give the hOCR, ALTO, PAGE or FineReader file that the recogniser wrote",
        )
    if name not in FORMATS:
        raise BadInput(
            "is XML of no kind that is read here",
            file=path,
            place="the outermost element",
            remedy="give hOCR, ALTO, PAGE XML or FineReader XML",
        )
    return FORMATS[name]
