"""Notes of pages that show what is raised and what is small; furniture of one page."""

from __future__ import annotations

import pytest

from convert.document import Document, NoteRef, plain, walk
from convert.page import Page
from tests.structure.sheets import Row, page, prose, recovered

LINES = ("The clerk reads the books of the library, and closes the doors of the", "great hall for the night.")


def marks(document: Document) -> list[str]:
    return [node.id for block in document.children for node in walk(block) if isinstance(node, NoteRef)]


def notes(document: Document) -> list[str]:
    return [f"{note.id}: {'missing' if note.missing else plain(note)}" for note in document.notes]


def sheet(text: str, *feet: str, number: int = 1) -> Page:
    """A page with a line of text above two plain ones, and lines set small at its foot."""
    foot = prose(50, 700, *feet, size=8)
    return page(*prose(50, 100, text, *LINES), *prose(50, 300, *LINES * 4), *foot, number=number)


@pytest.mark.parametrize(
    ("title", "text", "feet", "expected_marks", "expected_notes"),
    [
        ("a raised number", "It met in May^1^ and", ("^1^ Book of May.",), ["1"], ["1: Book of May."]),
        ("a symbol", "It met in May* and", ("* Book of May.",), ["*"], ["*: Book of May."]),
        ("a letter", "It met in May^a^ and", ("^a^ Book of May.",), ["a"], ["a: Book of May."]),
        ("two marks together", "It met^1,2^ and", ("^1^ A.", "^2^ B."), ["1", "2"], ["1: A.", "2: B."]),
        ("a note over two lines", "It met^1^ and", ("^1^ Book of", "May."), ["1"], ["1: Book of May."]),
        ("an exponent beside a mark", "It has 10 m^2^ now^2^ and", ("^2^ A.",), ["2"], ["2: A."]),
        ("an exponent alone", "It has 10 m^2^ now and", (), [], []),
        ("an ordinal", "It met on the 1^st^ of May and", (), [], []),
        ("a note that is cut off", "It met^1^ in May^2^ and", ("^1^ A.",), ["1", "2"], ["1: A.", "2: missing"]),
        ("small print without labels", "It met in May and", ("Printed in May.",), [], []),
    ],
)
def test_marks_and_notes_are_paired(
    title: str, text: str, feet: tuple[str, ...], expected_marks: list[str], expected_notes: list[str]
) -> None:
    document = recovered(sheet(text, *feet)).document
    assert (marks(document), notes(document)) == (expected_marks, expected_notes), title


def test_numbers_that_start_again_on_each_page_get_its_number() -> None:
    first = sheet("It met^1^ and", "^1^ A.")
    document = recovered(first, sheet("It rose^1^ and", "^1^ B.", number=2)).document
    assert marks(document) == ["p1-1", "p2-1"]
    assert notes(document) == ["p1-1: A.", "p2-1: B."]
    assert [note.label for note in document.notes] == ["1", "1"]


def test_a_note_goes_on_with_a_paragraph_of_its_own_right_above_the_next_label() -> None:
    first = sheet("It met^1^ and", "^1^ Book of May.")
    document = recovered(first, sheet("It rose^2^ and", "Read by the clerk.", "^2^ B.", number=2)).document
    assert notes(document) == ["1: Book of May. Read by the clerk.", "2: B."]


def test_small_print_that_white_parts_from_the_notes_is_no_note() -> None:
    small = prose(50, 600, "Read by the clerk.", size=8)
    first = sheet("It met^1^ and", "^1^ Book of May.")
    last = page(
        *prose(50, 100, "It rose^2^ and", *LINES),
        *prose(50, 300, *LINES * 4),
        *small,
        *prose(50, 700, "^2^ B.", size=8),
        number=2,
    )
    assert notes(recovered(first, last).document) == ["1: Book of May.", "2: B."]


def test_a_note_goes_on_at_the_foot_of_the_next_page() -> None:
    first = sheet("It met^1^ and", "^1^ Book of May, read by")
    document = recovered(first, sheet("It rose^2^ and", "the clerk.", "^2^ B.", number=2)).document
    assert notes(document) == ["1: Book of May, read by the clerk.", "2: B."]


def test_endnotes_are_found_below_their_heading() -> None:
    text = sheet("It met^1^ in May^2^ and rose^3^ and")
    end = page(Row(50, 100, "Notes", 14), *prose(50, 130, "1. Book A.", "2. Book B.", "3. Book C."), number=2)
    document = recovered(text, end).document
    assert marks(document) == ["1", "2", "3"]
    assert notes(document) == ["1: Book A.", "2: Book B.", "3: Book C."]


def test_a_numbered_list_is_no_endnotes() -> None:
    text = sheet("It met^1^ in May^2^ and rose^3^ and")
    listed = page(*prose(50, 130, "The Board shall:", "1. Read;", "2. Rise;", "3. Close."), number=2)
    assert notes(recovered(text, listed).document) == []


def test_a_note_without_a_mark_is_asked_about() -> None:
    queries = recovered(sheet("It met^1^ and", "^1^ A.", "^2^ B.")).ledger.queries
    assert [query.rule for query in queries] == ["notes.lost"]


def test_a_job_number_at_the_height_of_running_feet_is_furniture() -> None:
    texts = (LINES, ("A reader asked", "for maps."), ("Then it rose", "and was gone."))
    feet = ("17-12345 (E)", "Board of Harrow", "Board of Harrow")
    pages = [
        page(*prose(50, 700, *text), Row(50, 800, foot), number=number)
        for number, (text, foot) in enumerate(zip(texts, feet, strict=True), 1)
    ]
    assert [each.text for each in recovered(*pages).ledger.moved] == [*feet[1:], feet[0]]
