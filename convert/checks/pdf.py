"""Own checks of a PDF: what PDF/UA-1 asks for, what veraPDF does not see, and that it holds all of its master."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from convert.checks.pdf_measure import compare
from convert.checks.pdf_rules import off_page, rules
from convert.checks.pdf_structure import Structure
from convert.checks.plain import document_beside
from convert.checks.verdict import Fault

if TYPE_CHECKING:
    from pikepdf import Pdf


def check_pdf(path: Path) -> tuple[Fault, ...]:
    """What is wrong with the file; with a Markdown master beside it, also what it lacks of that."""
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            found = [
                *(Fault("syntax", message) for message in pdf.check_pdf_syntax()),
                *_check_catalogue(pdf),
                *off_page(path.read_bytes()),
            ]
            if "/StructTreeRoot" in pdf.Root:
                structure = Structure(pdf)
                found += [*rules(structure), *_check_against_master(structure, path)]
            return tuple(found)
    except pikepdf.PdfError as error:
        return (Fault("unreadable", str(error)),)


def _check_against_master(structure: Structure, path: Path) -> Iterator[Fault]:
    """The text, in order, and the numbers of things are those of the master."""
    from convert.document import Figure, walk
    from convert.writers import Options
    from convert.writers.anchors import index
    from convert.writers.pdf.parts import joined, pieces
    from convert.writers.pictures import stand_ins

    document = document_beside(path)
    if document is None:
        return
    figures = [node.source for node in walk(document) if isinstance(node, Figure)]
    pictures = len(structure.elements("Figure"))
    if pictures in (0, len(figures)):  # else it is not known here which of them were to be had
        options = Options(resources=stand_ins(figures) if pictures else None)
        yield from compare(structure, joined(pieces(document, index(document), options)))


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
