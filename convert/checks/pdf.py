"""Own checks of a PDF: it opens, and has the structure tree, language and title that PDF/UA-1 asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convert.checks.verdict import Fault

if TYPE_CHECKING:
    from pikepdf import Pdf


def check_pdf(path: Path) -> tuple[Fault, ...]:
    """What is wrong with the file."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            return (*(Fault("syntax", message) for message in pdf.check_pdf_syntax()), *_check_catalogue(pdf))
    except pikepdf.PdfError as error:
        return (Fault("unreadable", str(error)),)


def _check_catalogue(pdf: Pdf) -> Iterator[Fault]:
    """ISO 14289-1: 7.1 (marked, tagged, title shown), 7.2 (language)."""
    root: Any = pdf.Root
    if not pdf.pages:
        yield Fault("no-pages", "there is no page")
    if not _flag(root, "/MarkInfo", "/Marked"):
        yield Fault("not-marked", "MarkInfo does not say that it is tagged")
    if "/StructTreeRoot" not in root:
        yield Fault("no-structure", "there is no structure tree")
    if not str(root.get("/Lang", "")):
        yield Fault("no-language", "the catalogue has no Lang")
    if not _flag(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield Fault("title-not-shown", "DisplayDocTitle is not true")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if not metadata.get("dc:title"):
            yield Fault("no-title", "the metadata has no dc:title")


def _flag(root: Any, dictionary: str, name: str) -> bool:
    return dictionary in root and bool(root[dictionary].get(name, False))
