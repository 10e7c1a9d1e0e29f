"""The dialect on examples: what a master says, what is left alone, what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from convert.document import (
    Block,
    Cell,
    Code,
    Document,
    Emphasis,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Row,
    Strong,
    Superscript,
    Table,
    Text,
    walk,
)
from convert.errors import BadInput
from convert.markdown import read, write
from convert.normal import normalise, split_label

MASTER = Path(__file__).with_name("master.md")


def paragraph(*inlines: Inline) -> Document:
    return Document((Paragraph(inlines),))


def item(label: str | None, text: str) -> Item:
    return Item(label, (Paragraph((Text(text),)),))


def body(document: Document) -> str:
    return write(document).rstrip("\n")


def test_a_master_as_we_write_it_is_written_again_byte_for_byte() -> None:
    text = MASTER.read_text(encoding="utf-8")
    assert write(read(text)) == text


def test_a_master_is_read_to_its_parts() -> None:
    document = read(MASTER.read_text(encoding="utf-8"))
    nodes = list(walk(document))
    assert document.meta.title == "Report on wells: second part"
    assert [node.label for node in nodes if isinstance(node, Item)] == [
        *("12.", "(a)", "(i)", "(ii)", "(b)", "14.", "4A.", "12.", None)
    ]
    assert [note.id for note in document.notes] == ["1", "*", "2"]
    assert document.notes[1] == Note("*", missing=True)
    assert [node for node in nodes if isinstance(node, NoteRef)] == [NoteRef("1"), NoteRef("*", uncertain=True)]
    assert [node for node in nodes if isinstance(node, PageBreak)] == [PageBreak(2, "ii")]
    table = next(node for node in nodes if isinstance(node, Table))
    assert table.head == 2
    assert table.children[0].children[1] == Cell((Text("Depth"),), across=2)
    assert [cell.across for cell in table.children[3].children] == [1, 2]
    assert table.alignments == (None, "right", "right", None)


def test_a_cell_reaches_down_where_the_row_below_says_so() -> None:
    table = read("| a | b |\n|---|---|\n| c | d |\n| e | ^^ |\n").children[0]
    assert isinstance(table, Table)
    assert table.children[1:] == (
        Row((Cell((Text("c"),)), Cell((Text("d"),), down=2))),
        Row((Cell((Text("e"),)),)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 34/24 (2017) [sic], art. 3-4; see p. 12: 5 > 4, A & B, 3 < 4, a|b, +1, snake_case, #4",
        "“Quoted” – and so on… 12.5 per cent",
        "Name: ____ and address: ____ here",
    ],
)
def test_legal_text_is_written_without_a_single_backslash(text: str) -> None:
    assert body(paragraph(Text(text))) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("12. text", r"12\. text"),
        ("12) text", r"12\) text"),
        ("- text", r"\- text"),
        ("+ text", r"\+ text"),
        ("# text", r"\# text"),
        ("> text", r"\> text"),
        (": text", r"\: text"),
        ("---", r"\---"),
        ("[a]: b", r"[a]\: b"),
        ("a*b", r"a\*b"),
        ("<b>", r"\<b>"),
        ("&amp;", r"\&amp;"),
        ("[a](b)", r"[a\](b)"),
        ("_a_", r"\_a\_"),
        ("\u00a0a", "&#160;a"),
    ],
)
def test_text_that_would_be_read_as_a_mark_is_escaped(text: str, written: str) -> None:
    assert body(paragraph(Text(text))) == written
    assert read(written) == paragraph(Text(text))


def test_emphasis_glued_to_a_letter_goes_out_as_a_span() -> None:
    assert body(paragraph(Text("un"), Emphasis((Text("believ"),)), Text("able"))) == "un[believ]{.emphasis}able"
    assert body(paragraph(Emphasis((Text("a "),)), Text("b"))) == "*a* b"
    assert body(paragraph(Emphasis((Text("a"),)), Strong((Text("b"),)))) == "*a*[b]{.strong}"


def test_an_exclamation_mark_before_a_link_makes_no_picture() -> None:
    link = Link((Text("here"),), "https://example.org/a_(b)")
    assert body(paragraph(Text("Stop!"), link)) == r"Stop\![here](https://example.org/a_(b))"


def test_a_reference_and_a_colon_at_the_start_make_no_note() -> None:
    document = paragraph(NoteRef("1"), Text(": so"))
    assert body(document) == r"[^1]\: so"
    assert read(write(document)) == document


def test_a_heading_keeps_its_hash_and_its_line_break() -> None:
    document = Document((Heading(2, (Text("In C"), LineBreak(), Text("or #"))),))
    assert body(document) == r"## In C[]{.break}or \#"
    assert read(write(document)) == document


def test_code_with_a_bar_and_raised_words_go_out_as_spans() -> None:
    assert body(paragraph(Code("a|b"))) == r"[a|b]{.code}"
    assert body(paragraph(Emphasis((Superscript((Text("a"),)),)))) == "[[a]{.superscript}]{.emphasis}"
    assert body(paragraph(Superscript((Text("a b"),)))) == "[a b]{.superscript}"


def test_decimal_items_are_native_and_keep_their_numbers() -> None:
    document = Document((List((item("12.", "a"), item("14.", "b"))),))
    assert body(document) == "12. a\n\n14. b"
    assert read(write(document)) == document


def test_other_labels_stand_behind_a_bullet() -> None:
    document = Document((List((item("(a)", "x"), item("12.", "y"), item(None, "z"))),))
    assert body(document) == "- (a) x\n- 12\\. y\n- z"
    assert read(write(document)) == document


def test_an_item_that_opens_with_a_label_is_labelled() -> None:
    assert normalise(Document((List((item(None, "(iv) x"),)),))) == Document((List((item("(iv)", "x"),)),))


def test_a_label_of_no_known_form_becomes_text() -> None:
    assert normalise(Document((List((item("foo", "x"),)),))) == Document((List((item(None, "foo x"),)),))


@pytest.mark.parametrize(
    "label",
    ["(a)", "(iv)", "4A.", "1 bis.", "i)", "1°", "(aa)", "1.1", "Article 3.", "(1)(a)", "A.", "(12 ter)", "§ 3"],
)
def test_printed_labels_are_known(label: str) -> None:
    assert split_label(f"{label} Text") == (label, "Text")


@pytest.mark.parametrize(
    "text", ["(see above) x", "To report", "12 wells", "a well", "(a)x", "No. 4", "U.N. x", "2017"]
)
def test_words_are_no_labels(text: str) -> None:
    assert split_label(text) == (None, text)


def test_notes_and_references_without_each_other_survive() -> None:
    document = read("a[^7]\n\n[^8]: b\n")
    assert document == Document((Paragraph((Text("a"), NoteRef("7"))),), (Note("8", (Paragraph((Text("b"),)),)),))


@pytest.mark.parametrize(
    "text", ["[a](javascript:1)", "[a](x 'title')", "<b>bold</b>", "[a]{onclick=x}", "[]{.empty}", "[a]: http://b"]
)
def test_what_the_dialect_does_not_have_stays_text(text: str) -> None:
    assert read(text) == paragraph(Text(text))


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitel: a\n---\n",
        "---\ntitle: [a]\n---\n",
        "---\ntitle: a\ntitle: b\n---\n",
        "---\n- a\n---\n",
        "---\ntitle: {\n---\n",
        f"---\ntitle: {'[' * 5000}\n---\n",
        "> " * 500 + "a",
        "- " * 500 + "a",
        "[" * 500 + "a" + "]{.x}" * 500,
        "*a " * 500 + "a*" * 500,
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.remedy


def test_many_brackets_and_marks_are_read_in_linear_time() -> None:
    text = "[" * 20_000 + "^a" * 20_000 + "\\" * 20_000
    found: tuple[Block, ...] = read(text).children
    assert len(found) == 1


def test_emphases_in_emphases_are_written_in_linear_time() -> None:
    text = "*a " * 40 + "b*" * 40
    assert body(read(text)).count("emphasis") > 30


def test_writing_does_not_load_the_parser() -> None:
    code = "import sys, convert.markdown; sys.exit('markdown_it' in sys.modules or 'yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_offers_the_functions_also_after_their_first_use() -> None:
    import convert.markdown

    convert.markdown.read("one")
    assert convert.markdown.read("two") == read("two")


@pytest.mark.parametrize("level", ["> ", "- "])
def test_nesting_beyond_the_limit_is_refused(level: str) -> None:
    with pytest.raises(BadInput, match="levels"):
        read(level * 60 + "deep")
