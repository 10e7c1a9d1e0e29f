"""Tables of contents become lists of links; what only ends in numbers does not."""

from __future__ import annotations

from convert.document import Heading, Item, Link, List, plain, walk
from convert.markdown import write
from tests.structure.sheets import Row, page, prose, recovered

BODY = prose(
    50, 200, *("The clerk reads the books of the library, and closes the doors of the hall", "for the night.") * 4
)
ENTRIES = ("1. Of books ......... 2", "2. Of maps .......... 3", "3. Of doors ......... 3")


def contents(*entries: str) -> tuple[Row, ...]:
    return (Row(50, 100, "Contents", 14), *prose(50, 140, *entries))


def test_entries_lead_to_the_headings_that_they_name_and_keep_their_page_numbers() -> None:
    books = page(Row(50, 100, "1. Of books", 14), *BODY, number=2)
    maps = page(
        Row(50, 100, "2. Of maps", 14), *BODY, Row(50, 500, "3. Of doors", 14), *prose(50, 530, "Shut."), number=3
    )
    text = write(recovered(page(*contents(*ENTRIES)), books, maps).document)
    assert "1. [Of books](#1-of-books) 2" in text
    assert "2. [Of maps](#2-of-maps) 3" in text
    assert "3. [Of doors](#3-of-doors) 3" in text
    assert "....." not in text


def test_an_entry_without_a_heading_leads_to_its_page() -> None:
    text = write(recovered(page(*contents(*ENTRIES)), page(*BODY, number=2), page(*BODY[:3], number=3)).document)
    assert "[Of books](#page-2) 2" in text


def test_entries_are_no_headings_and_their_title_is_one() -> None:
    document = recovered(page(*contents(*ENTRIES), *prose(50, 300, *("It reads and reads.",) * 5))).document
    assert [plain(node) for node in walk(document) if isinstance(node, Heading)] == ["Contents"]


def test_entries_nest_by_their_indent() -> None:
    rows = (Row(50, 140, "Of books ..... 2"), Row(70, 152, "Of maps ..... 3"), Row(50, 164, "Of doors ..... 4"))
    document = recovered(page(Row(50, 100, "Contents", 14), *rows)).document
    (outer,) = [node for node in document.children if isinstance(node, List)]
    assert [len([each for each in item.children if isinstance(each, List)]) for item in outer.children] == [1, 0]


def test_lines_whose_numbers_do_not_rise_are_no_contents() -> None:
    rows = prose(50, 140, "Books read ..... 31", "Maps read ..... 12", "Doors shut ..... 4")
    document = recovered(page(Row(50, 100, "Figures", 14), *rows)).document
    assert not [node for node in walk(document) if isinstance(node, (Item, Link))]
