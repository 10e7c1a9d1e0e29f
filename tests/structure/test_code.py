"""Listings in a typewriter font keep their lines; the text of a typed document does not."""

from __future__ import annotations

from convert.document import CodeBlock
from tests.structure.sheets import Row, page, prose, recovered

TEXT = (
    "The clerk shall read the books of the library, and shall then close the doors of",
    "the great hall for the night, as the Board decided when it met in the month of M",
    "ay.",
)
LISTING = (
    Row(50, 160, "for book in Books:", font="Courier"),
    Row(60, 172, "Read(book)", font="Courier"),
    Row(50, 184, "Close(doors)", font="Courier"),
)


def listings(*rows: Row) -> list[str]:
    found = recovered(page(*rows)).document.children
    return [block.text for block in found if isinstance(block, CodeBlock)]


def test_a_listing_keeps_its_lines_and_indents() -> None:
    rows = (*prose(50, 100, *TEXT), *LISTING, *prose(50, 220, *TEXT))
    assert listings(*rows) == ["for book in Books:\n  Read(book)\nClose(doors)"]


def test_a_typed_document_is_text() -> None:
    assert listings(*(row._replace(font="Courier") for row in prose(50, 100, *TEXT))) == []


def test_one_line_is_no_listing() -> None:
    assert listings(*prose(50, 100, *TEXT), LISTING[0], *prose(50, 220, *TEXT)) == []
