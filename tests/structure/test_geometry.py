"""Headings and paragraphs of pages that show sizes, weights, edges and white space."""

from __future__ import annotations

import pytest

from convert.document import Heading, plain
from convert.page import Bookmark, Page
from tests.structure.sheets import Row, page, prose, recovered

FULL = "The clerk shall read the books of the library, and shall then close the doors of"
"""A line of 80 characters, which fills the frame of 400 points from 50 on."""
TEXT = (FULL, "the great hall for the night, as the Board decided when it met in the month of M", "ay.")


def shown(*pages: Page, outline: tuple[Bookmark, ...] = ()) -> list[str]:
    """The kind and the first words of each block; of a heading its level."""
    return [
        f"{f'h{block.level}' if isinstance(block, Heading) else type(block).__name__}: {plain(block)[:24]}"
        for block in recovered(*pages, outline=outline).document.children
    ]


BODY = prose(50, 200, *TEXT, *TEXT)


@pytest.mark.parametrize(
    ("title", "head", "expected"),
    [
        ("a larger line is a heading", Row(50, 160, "Of the library", 14), True),
        ("a bold line with space around it is a heading", Row(50, 160, "Of the library", bold=True), True),
        ("a line like the text is none", Row(50, 160, "Of the library"), False),
        ("a bold caption is none", Row(50, 160, "Table 3. Books read", bold=True), False),
        ("a line with leaders is none", Row(50, 160, "Of the library ........ 12", bold=True), False),
        ("a large bullet is none", Row(50, 160, "• Of the library", 12), False),
        ("a bold line that leads on is none", Row(50, 160, "Of the library, the clerk,", bold=True), False),
    ],
)
def test_a_heading_is_told_by_how_it_is_set(title: str, head: Row, expected: bool) -> None:
    kinds = shown(page(Row(50, 100, "Report of the year", 20), head, *BODY))
    assert any(kind.startswith("h2") for kind in kinds) is expected, (title, kinds)


def test_a_bookmark_of_the_file_makes_a_plain_line_a_heading() -> None:
    sheet = page(Row(50, 100, "Report of the year", 20), Row(50, 160, "Of the library"), *BODY)
    assert "h2: Of the library" in shown(sheet, outline=(Bookmark("Of the Library", 1, 1),))
    assert "h2: Of the library" not in shown(sheet)


def test_two_lines_of_one_style_are_one_heading() -> None:
    sheet = page(Row(50, 100, "Report of the Board on", 20), Row(50, 124, "the year of the clerk", 20), *BODY)
    assert shown(sheet)[0] == "h1: Report of the Board on t"
    assert len([kind for kind in shown(sheet) if kind.startswith("h")]) == 1


def test_a_paragraph_that_begins_in_bold_is_no_heading() -> None:
    rows = prose(50, 200, "|The clerk| " + FULL[10:], *TEXT[1:])
    assert shown(page(*rows, *prose(50, 260, *TEXT))) == ["Paragraph: The clerk shall read the"] * 2


def test_a_first_line_moved_in_begins_a_paragraph_and_a_full_line_goes_on() -> None:
    rows = [Row(50, 100 + 12 * number, FULL) for number in range(9)]
    moved = rows[4]._replace(x=65, text=FULL[:77])
    assert len(shown(page(*rows))) == 1
    ended = rows[3]._replace(text=FULL[:79] + ".")
    assert len(shown(page(*rows[:3], ended, moved, *rows[5:]))) == 2


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    left = [Row(50, 100 + 12 * number, FULL[:50]) for number in range(9)]
    right = [Row(320, 100 + 12 * number, FULL[:50], region=1) for number in range(9)]
    assert len(shown(page(*left, *right))) == 1
    moved = right[0]._replace(x=335, text=FULL[:47])
    assert len(shown(page(*left, moved, *right[1:]))) == 2


def test_columns_are_measured_each_by_itself() -> None:
    """A line that fills its narrow column is not short, though the sheet is wide."""
    wide = [Row(50, 100 + 12 * number, FULL) for number in range(9)]
    wide[-1] = wide[-1]._replace(text=FULL[:79] + ".")
    narrow = [
        Row(50, 300 + 12 * number, "It was resolved to read the books now.", region=1) for number in range(9)
    ]
    assert len(shown(page(*wide, *narrow))) == 2


def test_lines_set_right_of_the_middle_stand_each_for_itself() -> None:
    text = prose(60, 100, *[FULL] * 9)
    closing = [
        Row(430, 300 + 12 * at, words) for at, words in enumerate(("18th plenary meeting", "10 October 2018"))
    ]
    alone = ["Paragraph: 18th plenary meeting", "Paragraph: 10 October 2018"]
    assert shown(page(*text, *closing))[-2:] == alone
