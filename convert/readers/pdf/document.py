"""An open PDF and what it says about itself: page labels, title, language, outline, forms."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw

from convert.errors import BadInput
from convert.page import Bookmark
from convert.readers.pdf.glyphs import pdfium
from convert.readers.pdf.glyphs.characters import frame_of
from convert.readers.pdf.glyphs.pdfium import Handle
from convert.readers.pdf.objects import Objects

MAX_BOOKMARKS = 20_000
"""More than the outline of the longest code of law."""
MAX_ATTACHMENTS = 1000
"""Files in a file that are named."""

_DUBLIN_CORE = {"Title": "title", "Author": "creator", "Subject": "description", "Keywords": "subject"}
_REPAIR = "repair it, for example with: qpdf IN.pdf OUT.pdf"
_UNLOCK = "unlock it, for example with: qpdf --decrypt --password=... IN.pdf OUT.pdf"


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF that PDFium has opened."""

    path: Path
    pdf: pypdfium2.PdfDocument
    objects: Objects = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "objects", Objects(self.path))

    @property
    def handle(self) -> Handle:
        return ctypes.cast(self.pdf.raw, ctypes.c_void_p).value or 0

    @property
    def count(self) -> int:
        return len(self.pdf)

    def label(self, number: int) -> str | None:
        """What the file says is printed on a sheet, None if it says nothing."""
        return _told(partial(self.pdf.get_page_label, number - 1)) or None

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a sheet, (0, 0) where not even that is known."""
        found = raw.FS_SIZEF()
        if not raw.FPDF_GetPageSizeByIndexF(self.pdf, number - 1, found):
            return 0.0, 0.0
        return round(found.width, 2), round(found.height, 2)

    def meta(self) -> dict[str, str]:
        """Title, creator, description, subject, language under their Dublin Core names, as far as it has them."""
        said = {name: _told(partial(self.pdf.get_metadata_value, key)) for key, name in _DUBLIN_CORE.items()}
        return {name: value for name, value in {**said, "language": self._language()}.items() if value}

    def _language(self) -> str:
        length = raw.FPDFCatalog_GetLanguage(self.pdf, None, 0)
        if length <= 2:
            return ""
        room = ctypes.create_string_buffer(length)
        raw.FPDFCatalog_GetLanguage(self.pdf, ctypes.cast(room, ctypes.POINTER(ctypes.c_ushort)), length)
        return _clean(room.raw[:length].decode("utf-16-le", "replace"))

    def is_tagged(self) -> bool:
        """Whether the file says that it has a structure of its own."""
        return bool(raw.FPDFCatalog_IsTagged(self.pdf))

    def has_program(self) -> bool:
        """Whether its form is a program that draws pages of its own (XFA), which other pages stand in for."""
        return self.pdf.get_formtype() in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND)

    def attachments(self) -> list[str]:
        """The names of the files that are in it."""
        count = min(raw.FPDFDoc_GetAttachmentCount(self.pdf), MAX_ATTACHMENTS)
        return [_told(partial(self._attachment, index)) or "without a name" for index in range(count)]

    def _attachment(self, index: int) -> str:
        return self.pdf.get_attachment(index).get_name() or ""

    def outline(self) -> Iterator[Bookmark]:
        """The bookmarks in order; entries without a title or beyond the pages lead nowhere."""
        tops: dict[int, float] = {}
        for count, mark in enumerate(self.pdf.get_toc()):
            if count >= MAX_BOOKMARKS:
                return
            title = _told(mark.get_title)
            if not title:
                continue
            target = mark.get_dest()
            index = target.get_index() if target else None
            if index is None or not 0 <= index < self.count:
                yield Bookmark(title, mark.level + 1, None)
                continue
            yield Bookmark(title, mark.level + 1, index + 1, self._top(index, _height_of(target), tops))

    def _top(self, index: int, y: float | None, tops: dict[int, float]) -> float | None:
        """A height in the space of a page as points from the top of what is shown of it."""
        if y is None:
            return None
        if index not in tops:
            page = pdfium.load_page(self.handle, index)
            tops[index] = frame_of(page).top if page else 0.0
            if page:
                pdfium.close_page(page)
        return round(max(0.0, tops[index] - y), 2)


def _height_of(target: pypdfium2.PdfDest | None) -> float | None:
    """The height that a destination names, if it does (PDF 32000-1, table 151)."""
    if target is None:
        return None
    view, values = target.get_view()
    place = {raw.PDFDEST_VIEW_XYZ: 1, raw.PDFDEST_VIEW_FITH: 0, raw.PDFDEST_VIEW_FITBH: 0}.get(view)
    if place is None or place >= len(values) or values[place] is None:
        return None
    return float(values[place])


def _told(ask: Callable[[], str | None]) -> str:
    """What PDFium tells, in one line; U+FFFD where it is no text."""
    try:
        return _clean(ask())
    except (UnicodeDecodeError, pypdfium2.PdfiumError):
        return "\ufffd"


def _clean(text: str | None) -> str:
    """The text in one line without control codes."""
    return " ".join("".join(c if c.isprintable() else " " for c in text or "").split())


@contextmanager
def opened(path: Path) -> Iterator[Document]:
    """The file opened. Raises BadInput for one that is damaged or locked."""
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise BadInput("is locked by a password", file=path, remedy=_UNLOCK) from None
        pdf = _mended(path)
    try:
        yield Document(path, pdf)
    finally:
        pdf.close()


def _mended(path: Path) -> pypdfium2.PdfDocument:
    """A file that PDFium does not open, as qpdf mends it. Raises BadInput where neither can."""
    import pikepdf

    damaged = BadInput("is damaged beyond what the PDF parser can mend", file=path, remedy=_REPAIR)
    whole = BytesIO()
    try:
        with pikepdf.open(path) as file:
            if not len(file.pages):
                raise BadInput("has no pages", file=path, remedy="get the whole file again")
            file.save(whole)
        return pypdfium2.PdfDocument(whole.getvalue())
    except pikepdf.PasswordError:
        raise BadInput("is locked by a password", file=path, remedy=_UNLOCK) from None
    except (pikepdf.PdfError, pypdfium2.PdfiumError, RuntimeError, ValueError):
        raise damaged from None
