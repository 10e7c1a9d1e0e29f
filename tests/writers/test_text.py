"""The plain text edition."""

from __future__ import annotations

from hypothesis import given

from convert.document import Code, CodeBlock, Document, Item, List, Meta, Note, NoteRef, PageBreak, Text, walk
from convert.writers import Options
from convert.writers.text import write
from convert.writers.xml import visible
from tests.writers.samples import EVERY_KIND, documents, para

EXPECTED = """\
Harbour
=======

Identifier: H/1

1. Asks that:

   (a)  It be swept, and that
        all know;[1]

   (ii) It be[2?] lit [page 2]
        at night.

Notes
-----

[1] See minutes.

[2] (The text of this note
    is not in the source.)

[3] Lost.

    (No reference to this
    note was found in the
    text.)
"""


def test_labels_hang_marks_stand_in_brackets_and_notes_follow() -> None:
    inner = List(
        (
            Item("(a)", (para("It be swept, and that all know;", NoteRef("1")),)),
            Item("(ii)", (para("It be", NoteRef("2", True), " lit ", PageBreak(2, "2"), " at night."),)),
        )
    )
    document = Document(
        (List((Item("1.", (para("Asks that:"), inner)),)),),
        (Note("1", (para("See minutes."),)), Note("2", missing=True), Note("3", (para("Lost."),))),
        Meta(title="Harbour", identifier="H/1", language="en"),
    )
    text = write(document, Options(width=27)).decode()
    assert text.partition("\nAbout this edition")[0] == EXPECTED


def test_lines_keep_to_the_width_and_unwrapped_paragraphs_are_one_line() -> None:
    document = Document((para("word " * 50),))
    wrapped, whole = (write(document, Options(width=width)).decode().splitlines() for width in (40, None))
    assert max(map(len, wrapped)) <= 40
    assert ("word " * 50).strip() in whole


@given(document=documents)
def test_no_character_of_the_text_is_lost(document: Document) -> None:
    text = "".join(write(document, Options()).decode().split())
    for node in walk(document):
        if isinstance(node, (Text, Code, CodeBlock)):
            assert "".join(visible(node.text).split()) in text


def test_tables_are_columns() -> None:
    text = write(EVERY_KIND, Options()).decode()
    assert "Year  Income" in text
