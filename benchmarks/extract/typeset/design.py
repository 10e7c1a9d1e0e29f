"""What a page looks like: the choices that a producer follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Design:
    """The look of a document; a producer that cannot follow a choice is not asked to."""

    paper: tuple[int, int] = (210, 297)  # mm, width and height
    margin: int = 25  # mm
    serif: bool = True
    size: float = 10.5  # points
    columns: int = 1
    justified: bool = True
    indented: bool = False  # paragraphs by an indent; else by white space
    sized_headings: bool = True  # by size and weight; else all of the text's size, bold
    centred: bool = False  # title and main headings
    head: Literal["none", "title", "section", "alternating"] = "title"
    folio: Literal["foot", "outer", "dashes", "of"] = "foot"
    roman_front: bool = False  # title and contents are pages i, ii …
    notes: Literal["through", "page"] = "through"
    line_numbers: bool = False  # every fifth line, in the margin
    drop_cap: bool = False
    rules: Literal["grid", "booktabs", "bands"] = "grid"


def folio(design: Design, label: str, pages: int) -> str:
    """The page number as printed."""
    return {"foot": label, "outer": label, "dashes": f"– {label} –", "of": f"Page {label} of {pages}"}[
        design.folio
    ]


PLAIN = Design()
REPORT = Design(size=10, head="alternating", folio="outer", roman_front=True, rules="booktabs", serif=False)
JOURNAL = Design(
    size=9.5, margin=18, columns=2, indented=True, head="alternating", folio="outer", rules="booktabs"
)
OFFICIAL = Design(size=11, margin=30, head="title", folio="outer", indented=True, notes="through", justified=True)
COURT = Design(
    paper=(148, 210),
    margin=18,
    size=9.5,
    centred=True,
    sized_headings=False,
    head="title",
    folio="dashes",
    notes="page",
)
BILL = Design(size=11, margin=32, centred=True, line_numbers=True, head="section", folio="foot", justified=True)
NEWS = Design(size=8.5, margin=15, columns=3, head="title", folio="of", drop_cap=True, rules="bands", serif=False)
HANDBOOK = Design(size=10, head="section", folio="of", justified=False, serif=False, rules="grid")
