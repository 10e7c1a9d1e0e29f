"""Lines joined to paragraphs, items, headings and notes, over line ends, page ends and notes."""

from __future__ import annotations

import pytest

from convert.document import Heading, List, PageBreak, Paragraph, plain, walk
from tests.structure.samples import PAGE, recovered


def shown(text: str) -> list[str]:
    """The kind and the words of each block."""
    return [f"{type(block).__name__}: {plain(block)}" for block in recovered(text).document.children]


SENTENCE = "The Board, which met in the great hall in May, decided to read the books of\nthe library, and to"


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "lines join to a paragraph",
            f"{SENTENCE} close it.\n\nIt rose in June.",
            [f"Paragraph: {SENTENCE} close it.".replace("\n", " "), "Paragraph: It rose in June."],
        ),
        (
            "a paragraph goes on over a page end",
            f"{SENTENCE}\n{PAGE}\nclose it.",
            [f"Paragraph: {SENTENCE} close it.".replace("\n", " ")],
        ),
        (
            "a hyphen at a line end stays in a compound",
            "The Board spoke of people-to-people contact, and of a people-to-\npeople visit as well.",
            ["Paragraph: The Board spoke of people-to-people contact, and of a people-to-people visit as well."],
        ),
        (
            "an item goes on over its lines",
            "The Board shall:\n\n(a) Read the books of\nthe library;\n\n(b) Close it.",
            ["Paragraph: The Board shall:", "List: Read the books of the library; Close it."],
        ),
        (
            "closing lines stay apart",
            f"{SENTENCE} close it.\n\n73rd plenary meeting\n19 December 2017",
            [
                f"Paragraph: {SENTENCE} close it.".replace("\n", " "),
                "Paragraph: 73rd plenary meeting",
                "Paragraph: 19 December 2017",
            ],
        ),
        (
            "a title stands above its text",
            f"The libraries of Harrowmere\n\n{SENTENCE} close it.",
            ["Heading: The libraries of Harrowmere", f"Paragraph: {SENTENCE} close it.".replace("\n", " ")],
        ),
        (
            "a paragraph that opens a page after a comma is not a heading",
            f"Recalling the report of the clerk,\n\n{SENTENCE} close it.",
            [
                "Paragraph: Recalling the report of the clerk,",
                f"Paragraph: {SENTENCE} close it.".replace("\n", " "),
            ],
        ),
    ],
)
def test_lines_become_blocks(title: str, text: str, expected: list[str]) -> None:
    assert shown(text) == expected, title


def test_a_page_break_stands_where_the_page_ended_and_a_single_page_has_none() -> None:
    document = recovered(f"{SENTENCE}\n{PAGE}\nclose it.").document
    assert [node.label for node in walk(document) if isinstance(node, PageBreak)] == ["2"] or [
        node.label for node in walk(document) if isinstance(node, PageBreak)
    ] == ["1", "2"]
    assert not [node for node in walk(recovered(SENTENCE).document) if isinstance(node, PageBreak)]


def test_items_nest_by_depth_and_keep_their_labels() -> None:
    text = "1. The Board shall:\n\n(a) Read:\n\n(i) Books;\n\n(ii) Maps;\n\n(b) Close.\n\n2. It may rise."
    (outer,) = recovered(text).document.children
    assert isinstance(outer, List)
    assert [item.label for item in outer.children] == ["1.", "2."]
    inner = outer.children[0].children[1]
    assert isinstance(inner, List)
    assert [item.label for item in inner.children] == ["(a)", "(b)"]
    innermost = inner.children[0].children[1]
    assert isinstance(innermost, List)
    assert [item.label for item in innermost.children] == ["(i)", "(ii)"]


def test_a_text_of_one_paragraph_has_no_heading() -> None:
    (only,) = recovered("Nothing else was said").document.children
    assert isinstance(only, Paragraph)
    assert not isinstance(only, Heading)
