"""The rendering that HTML, EPUB and PDF share."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from lxml import etree

from convert.document import (
    Cell,
    Document,
    Heading,
    Meta,
    Note,
    NoteRef,
    Row,
    Span,
    Table,
    Text,
    plain,
)
from convert.writers import WRITERS, Options
from convert.writers.html import body
from convert.writers.numbering import numbering
from convert.writers.xml import direction, visible, web_address
from tests.writers.samples import EVERY_KIND, documents, para

OURS = (
    "//*[@class='label' or @role='doc-noteref' or @role='doc-pagebreak' or @role='doc-backlink' or @class='said']"
    "|//*[@class='footnote']"
)


def tree(markup: str) -> etree._Element:
    """Markup as XML; fails where it is not well formed."""
    return etree.fromstring(f'<body xmlns:epub="x">{markup}</body>'.encode())


def read_aloud(element: etree._Element) -> str:
    """The document's own characters in some markup, white space apart."""
    for ours in element.xpath(OURS):
        tail = ours.tail or ""
        previous = ours.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            ours.getparent().text = (ours.getparent().text or "") + tail
        ours.getparent().remove(ours)
    return squeezed("".join(element.itertext()))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("notes", ["end", "foot", "aside"])
@given(document=documents)
def test_any_text_in_any_place_gives_well_formed_markup(notes: str, document: Document) -> None:
    page = tree(body(document, notes=notes))  # type: ignore[arg-type]
    ids = Counter(page.xpath("//@id"))
    assert not [name for name, count in ids.items() if count > 1]
    assert {address[1:] for address in page.xpath("//a/@href") if address.startswith("#")} <= set(ids)
    assert len(page.xpath("//h1")) == 1
    assert not page.xpath("//script|//@style|//@onload|//@onclick")


@given(document=documents)
def test_the_text_of_the_page_is_the_text_of_the_document(document: Document) -> None:
    page = tree(body(document))
    text = page.xpath("//div[@id='text']")[0]
    for figure in text.xpath(".//figure/p"):  # what is said of pictures that are not there
        figure.getparent().remove(figure)
    first = document.children[:1]
    titled = isinstance(first[0], Heading) and first[0].level == 1 and plain(first[0]).strip() if first else False
    blocks = document.children[1:] if titled else document.children
    assert read_aloud(text) == squeezed(visible(" ".join(map(plain, blocks))))


@given(document=documents)
def test_heading_levels_leave_none_out(document: Document) -> None:
    levels = [int(heading.tag[1]) for heading in tree(body(document)).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@given(document=documents)
def test_every_reference_has_one_way_back(document: Document) -> None:
    page = tree(body(document))
    references = page.xpath("//a[@role='doc-noteref']/@id")
    backs = page.xpath("//a[@role='doc-backlink']/@href")
    assert sorted(backs) == sorted(f"#{name}" for name in references)


@given(document=documents)
def test_accessible_names_of_ways_back_differ_within_a_note(document: Document) -> None:
    for note in tree(body(document)).xpath("//section[@role='doc-endnotes']/ol/li"):
        names = note.xpath("./p/a[@role='doc-backlink']/@aria-label")
        assert len(set(names)) == len(names)


def test_each_printed_label_is_text() -> None:
    page = tree(body(EVERY_KIND))
    labels = [label.text for label in page.xpath("//div[@id='text']//*[@class='label']")]
    assert labels == ["1.", "2.", "(a)", "(b)", "(i)", "(ii)", "4A."]


def test_an_uncertain_mark_is_shown_and_said_as_uncertain() -> None:
    link = tree(body(EVERY_KIND)).xpath("//a[@id='fnref-2-1']")[0]
    assert (link.text, link.get("aria-label")) == ("2?", "Note 2, number uncertain")


def test_a_certain_mark_is_not() -> None:
    link = tree(body(EVERY_KIND)).xpath("//a[@id='fnref-1-1']")[0]
    assert (link.text, link.get("aria-label")) == ("1", "Note 1")


@pytest.mark.parametrize(
    ("anchor", "said"),
    [
        ("fn-2", "The text of this note is not in the source."),
        ("fn-4", "No reference to this note was found in the text."),
        ("fn-9", "The text refers to this note, but the document has no such note."),
    ],
)
def test_what_is_wrong_with_a_note_is_said_at_the_note(anchor: str, said: str) -> None:
    assert tree(body(EVERY_KIND)).xpath(f"string(//li[@id='{anchor}']//span[@class='said'])") == said


def test_a_whole_note_has_nothing_to_say() -> None:
    assert not tree(body(EVERY_KIND)).xpath("//li[@id='fn-1']//span[@class='said']")


def test_a_footnote_stands_once_behind_its_first_reference() -> None:
    page = tree(body(EVERY_KIND, notes="foot"))
    note = page.xpath("//span[@class='footnote' and @id='fn-1']")
    assert len(note) == 1
    assert note[0].getprevious().xpath("string(a/@id)") == "fnref-1-1"
    assert [item.get("id") for item in page.xpath("//section[@role='doc-endnotes']/ol/li")] == ["fn-4"]


def test_only_allowed_schemes_are_followed() -> None:
    page = tree(body(EVERY_KIND))
    assert not [address for address in page.xpath("//a/@href") if address.startswith("javascript")]
    assert page.xpath("string(//a[.='charter']/@href)") == "https://example.org/a?b=1&c=2"
    assert page.xpath("//a[.='findings']/@href") == ["#findings"]
    assert not page.xpath("//a[.='nowhere']")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("HTTP://example.org/%", "HTTP://example.org/%25"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", None),
        ("//example.org", None),
        (" https://example.org", None),
        ("data:text/html,x", None),
    ],
)
def test_web_addresses(target: str, address: str | None) -> None:
    assert web_address(target) == address


def test_a_link_by_the_class_of_a_span_cannot_look_like_ours() -> None:
    assert tree(body(EVERY_KIND)).xpath("string(//span[.='kept']/@class)") == "is-label"


def test_words_are_in_the_language_of_the_document_or_marked_as_english() -> None:
    french = Document((para("Un", NoteRef("1")),), (Note("1", (para("Deux"),)),), Meta(title="T", language="fr"))
    korean = Document(french.children, french.notes, Meta(title="T", language="ko"))
    assert "Retour à l’appel 1 de la note 1" in body(french)
    assert tree(body(korean)).xpath("string(//h2[.='Notes']/@lang)") == "en"
    assert tree(body(korean)).xpath("string(//a[@role='doc-noteref']/@lang)") == "en"


def test_table_headings_have_a_scope_and_rows_one_width() -> None:
    page = tree(body(EVERY_KIND))
    assert page.xpath("//div[@id='text']//th/@scope") == ["col", "colgroup"]
    assert page.xpath("//div[@class='table']/@aria-labelledby") == ["table-1-caption"]


def test_a_cell_stands_on_the_side_of_its_column_also_beside_one_that_reaches_down() -> None:
    def row(*cells: Cell) -> Row:
        return Row(cells)

    tall, one, two = Cell((Text("x"),), down=2), Cell((Text("1"),)), Cell((Text("2"),))
    table = Table((row(tall, one), row(two)), 0, (None, "right"))
    assert tree(body(Document((table,)))).xpath("//td[@class='right']/text()") == ["1", "2"]


def test_second_headings_of_one_name_have_anchors_of_their_own() -> None:
    assert tree(body(EVERY_KIND)).xpath("//h2[.='Findings']/@id") == ["findings", "findings-2"]


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["1.", "2."], "Decimal"),
        (["4A.", "5."], "Decimal"),
        (["(a)", "(b)"], "LowerAlpha"),
        (["(i)"], "LowerRoman"),
        (["(h)", "(i)", "(j)"], "LowerAlpha"),
        (["(i)", "(ii)", "(iii)"], "LowerRoman"),
        (["(c)", "(d)"], "LowerAlpha"),
        (["IV", "V"], "UpperRoman"),
        (["*"], "None"),
    ],
)
def test_numbering_of_lists(labels: list[str], kind: str) -> None:
    assert numbering(labels) == kind


def everything() -> dict[str, bytes]:
    return {name: WRITERS[name](EVERY_KIND, Options()) for name in ("html", "epub", "text", "json")}


def test_the_same_document_gives_the_same_bytes() -> None:
    assert everything() == everything()


def test_no_bytes_depend_on_the_order_of_hashes() -> None:
    import subprocess
    import sys

    script = (
        "import hashlib; from tests.writers.test_markup import everything;"
        "print([hashlib.sha256(made).hexdigest() for made in everything().values()])"
    )

    def run(seed: str) -> bytes:
        return subprocess.check_output([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed})

    assert run("1") == run("2")


def test_a_printed_label_is_the_link_to_its_own_place() -> None:
    for item in tree(body(EVERY_KIND)).xpath("//div[@id='text']//li[@id]"):
        assert item.xpath("string(./p[1]/a[@class='label']/@href)") == f"#{item.get('id')}"


def test_words_inside_a_foreign_stretch_are_still_marked_as_ours() -> None:
    page = tree(body(Document((para(Span((Text("mot"), NoteRef("1")), "fr"), " word", NoteRef("1")),))))
    assert page.xpath("//a[@role='doc-noteref']/@lang") == ["en"]


def test_a_paragraph_in_another_language_carries_it_and_its_direction_itself() -> None:
    page = tree(body(Document((para(Span((Text("سلام"),), "ar")), para(Span((Text("a"),), "fr"))))))
    assert page.xpath("//div[@id='text']/p/@dir") == ["rtl"]
    assert page.xpath("//div[@id='text']/p/@lang") == ["ar", "fr"]


def test_in_an_arabic_document_english_words_run_from_left_to_right() -> None:
    arabic = Document((para("سلام ", Span((Text("word"),), "en")),), meta=Meta(title="ع", language="ar"))
    assert tree(body(arabic)).xpath("string(//span[@lang='en']/@dir)") == "ltr"


@pytest.mark.parametrize(
    ("tag", "way"),
    [("ar-EG", "rtl"), ("he", "rtl"), ("arn", "ltr"), ("ar-Latn", "ltr"), ("uz-Arab", "rtl"), ("", "ltr")],
)
def test_directions(tag: str, way: str) -> None:
    assert direction(tag) == way
