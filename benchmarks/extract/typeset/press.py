"""The documents of the set, and how each is set: a kind of text, a producer, a design."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from benchmarks.extract.typeset import design as designs
from benchmarks.extract.typeset.design import Design, folio
from benchmarks.extract.typeset.grade import Truth
from benchmarks.extract.typeset.manuscript import Manuscript, compose
from benchmarks.extract.typeset.shape import letters, of_document
from convert.document import Heading, plain

Typeset = Callable[[Manuscript, Design], bytes]


@dataclass(frozen=True, slots=True)
class Title:
    """One document of the set."""

    kind: str
    producer: str
    design: Design

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.producer}"


DOCUMENTS = (
    Title("report", "typst", designs.REPORT),
    Title("paper", "typst", designs.JOURNAL),
    Title("statute", "typst", designs.BILL),
    Title("judgment", "typst", designs.COURT),
    Title("bulletin", "typst", replace(designs.NEWS, drop_cap=False)),
    Title("report", "weasyprint", replace(designs.REPORT, roman_front=False, rules="grid", folio="dashes")),
    Title("statute", "weasyprint", replace(designs.BILL, line_numbers=False)),
    Title("judgment", "weasyprint", designs.COURT),
    Title("manual", "weasyprint", designs.HANDBOOK),
    Title("report", "libreoffice", designs.REPORT),
    Title("resolution", "libreoffice", designs.OFFICIAL),
    Title("minutes", "libreoffice", designs.HANDBOOK),
    Title("bulletin", "libreoffice", replace(designs.NEWS, columns=2)),
    Title("report", "latex", replace(designs.REPORT, serif=True)),
    Title("paper", "latex", designs.JOURNAL),
    Title("minutes", "reportlab", replace(designs.HANDBOOK, head="title")),
    Title("bulletin", "reportlab", replace(designs.NEWS, drop_cap=False)),
)


def is_installed(producer: str) -> bool:
    """Whether the producer is there."""
    program = {"libreoffice": "soffice", "latex": "pdflatex"}.get(producer)
    return which(program) is not None if program else find_spec(producer) is not None


def press(title: Title, seed: str, folder: Path) -> Truth:
    """Set a document as folder/NAME.pdf, unless it is there, and say what is true of it."""
    manuscript = compose(title.name, title.kind, seed)
    target = folder / f"{title.name}.pdf"
    if not target.is_file():
        typeset: Typeset = import_module(f"benchmarks.extract.typeset.by_{title.producer}").typeset
        target.write_bytes(typeset(manuscript, title.design))
    return truth(manuscript, title.design, _page_texts(target))


def truth(manuscript: Manuscript, design: Design, pages: Sequence[str]) -> Truth:
    """What is true of a manuscript in a design, given the texts of its pages (for where the front ends)."""
    front = _front(manuscript, pages) if design.roman_front else 0
    roman = ("i", "ii", "iii", "iv", "v", "vi")
    labels = (*roman[:front], *(str(number + 1) for number in range(len(pages) - front)))
    sections = tuple(
        plain(block) for block in manuscript.document.children if isinstance(block, Heading) and block.level == 2
    )
    heads = {
        "none": (),
        "title": (manuscript.short,),
        "section": sections,
        "alternating": (manuscript.short, *sections),
    }[design.head]
    return Truth(
        shape=of_document(manuscript.document),
        contents=tuple(words for _, words in manuscript.entries),
        furniture=heads,
        labels=labels,
        folios=tuple(folio(design, label, len(pages)) for label in labels),
        labelled_notes=design.notes == "through",
        line_numbers=design.line_numbers,
    )


def _front(manuscript: Manuscript, pages: Sequence[str]) -> int:
    """How many pages stand before the first paragraph."""
    shape = of_document(manuscript.document)
    first = next(letters(piece.text)[:20] for piece in shape.pieces if piece.kind == "paragraph")
    return next((number for number, text in enumerate(pages) if first in letters(text)), 0)


def _page_texts(pdf: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return texts
