"""The PDF writer: what it claims, what it holds, and what it refuses."""

from __future__ import annotations

import gc
import io
import logging
import sys
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.document import (
    Block,
    Cell,
    Document,
    Emphasis,
    Figure,
    Inline,
    Item,
    Link,
    List,
    Meta,
    Note,
    NoteRef,
    Paragraph,
    Row,
    Table,
    Text,
)
from convert.errors import BadInput, MissingDependency
from convert.writers import Options, pdf
from convert.writers.pdf.clusters import shares
from convert.writers.pdf.engine import engine
from convert.writers.pdf.layout import render
from convert.writers.pdf.misfits import lost_notes
from tests.pdf_sample import EVERYTHING, LONG, RED_SQUARE, body, p, t, with_figure
from tests.pdf_structure import Structure, faults, languages


def simple(*blocks: Paragraph, notes: tuple[Note, ...] = ()) -> Document:
    return Document(tuple(blocks), notes, Meta(title="Simple", language="en"))


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    return with_figure(tmp_path_factory.mktemp("figures"))


@pytest.fixture(scope="module")
def everything(options: Options) -> bytes:
    return pdf.write(EVERYTHING, options)


@pytest.fixture(scope="module")
def structure(everything: bytes) -> Structure:
    return Structure(opened(everything))


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


# ── the whole ────────────────────────────────────────────────────────────────────────────────────────


def test_structure_holds_all_that_the_html_holds(everything: bytes, options: Options) -> None:
    """Each paragraph word for word, in order, under the right type, with all it must say of itself."""
    assert faults(everything, body(EVERYTHING, options)) == []


def test_same_document_gives_the_same_bytes(everything: bytes, options: Options) -> None:
    assert pdf.write(EVERYTHING, options) == everything


def test_both_claims_stand_in_one_description(everything: bytes) -> None:
    with opened(everything) as file:
        xmp = file.Root.Metadata.read_bytes()
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:identifier"] == "A/72/1"
    assert xmp.count(b"</rdf:RDF>") == 1


def test_catalog_has_title_language_labels_and_outline(everything: bytes) -> None:
    with opened(everything) as file:
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo.Title) == "The state of the archives"
        assert str(file.Root.Lang) == "en"
        assert file.pages[1].label == "2"
        with file.open_outline() as outline:
            assert outline.root[0].title == "The state of the archives"
            assert "Measures" in [entry.title for entry in outline.root[0].children]


def test_stretch_in_another_language_says_so(structure: Structure) -> None:
    assert languages(structure) == {"en", "fr"}


def test_head_of_a_table_is_read_once(structure: Structure) -> None:
    """The table goes over three pages; its head is repeated for the eye only."""
    assert len(structure.elements("Table")) == len(structure.elements("THead")) == 1
    assert any("Amounts" in text for _, _, text in structure.artifacts)


def test_cells_name_their_headers(structure: Structure) -> None:
    names = {str(head.entries.ID): head.text() for head in structure.elements("TH")}
    chile, one, *_ = structure.elements("TD")
    assert [names[str(header)] for header in one.entries.A.Headers] == ["Amounts", "2016"]
    assert [names[str(header)] for header in chile.entries.A.Headers] == ["State"]


def test_source_pages_are_named(structure: Structure) -> None:
    spans = structure.elements("Span")
    assert [str(span.entries.Alt) for span in spans if "/Alt" in span.entries] == ["Page 4"]


def test_time_is_stamped_only_when_given(everything: bytes) -> None:
    stamped = pdf.write(simple(p("Text.")), Options(source_date_epoch=1_500_000_000))
    with opened(stamped) as file:
        assert str(file.docinfo.ModDate) == "D:20170714024000Z"
    assert b"ModDate" not in everything


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أعيد نشر أُعيد كتاب كِتَابٌ"),  # a letter alone, then with a vowel
        ("ar", "مُحَمَّدٌ محمد"),  # a vowel on a doubled letter
        ("he", "שָׁלוֹם שלום"),
        ("yo", "e\u0331 e Q\u0304 Q"),  # no letter of its own in Unicode
    ],
)
def test_letters_with_marks_are_read_as_they_were_written(language: str, text: str) -> None:
    document = Document((Paragraph((Text(text),)),), meta=Meta(title="Marks", language=language))
    assert faults(pdf.write(document, Options()), body(document)) == []


def test_a_cluster_is_shared_by_its_glyphs_or_left_alone() -> None:
    assert shares("\u062b\u064e\u0651", 3) == ["\u062b", "\u0651", "\u064e"]
    assert shares("e\u0301", 1) == []  # one glyph for both
    assert shares("ffi", 2) == []  # a ligature, and no marks


@pytest.mark.parametrize(
    ("language", "folio"), [("de", "Seite 1 von 1"), ("zh", "Page 1 of 1"), ("hu", "Page 1 of 1")]
)
def test_a_folio_is_in_the_language_of_the_document_where_a_font_has_its_letters(
    language: str, folio: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "lacking", lambda text: "".join({each for each in text if each > "\u2e7f"}))
    document = Document((p("Text."),), meta=Meta(title="T", language=language))
    structure = Structure(opened(pdf.write(document, Options())))
    assert [text for _, subtype, text in structure.artifacts if subtype == "/Footer"] == [folio]


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────


def test_note_taller_than_the_page_is_set_at_the_end() -> None:
    """WeasyPrint would paint what does not fit below the edge of the page; no glyph may be lost."""
    long = Note("1", (p(LONG * 30), p("The end of it.")))
    document = simple(p("One", NoteRef("1"), " and two.", NoteRef("2")), notes=(long, Note("2", (p("Short."),))))
    told: list[str] = []
    written = pdf.write(document, Options(tell=told.append))
    assert faults(written, body(document)) == []
    assert told == ["the PDF has 1 at its end, under a heading: the note does not fit at the foot of a page"]
    structure = Structure(opened(written))
    assert len(structure.elements("Note")) == 2
    assert any(each.text() == "The end of it." for each in structure.elements("P"))


def test_check_sees_that_a_note_set_at_the_end_is_another() -> None:
    """What stands at the end must be word for word the note that is missing in its place."""
    long = Note("1", (p(LONG * 30),))
    document = simple(p("One", NoteRef("1"), "."), notes=(long,))
    other = simple(p("One", NoteRef("1"), "."), notes=(replace(long, children=(p("Something else."),)),))
    assert any("reads ('P'" in fault for fault in faults(pdf.write(document, Options()), body(other)))


def test_note_that_stands_on_no_page_is_set_at_the_end() -> None:
    """Whatever makes the layout forget a note, it is seen: the note's call alone is not the note."""
    page = engine().HTML(string='<p>x<span class="footnote">seen</span></p>')
    pages = render(page, [])
    assert lost_notes(pages.root, pages.rendering) == []
    forgotten = pages.root.makeelement("span", {"class": "footnote"})
    pages.root.find("body").append(forgotten)
    assert lost_notes(pages.root, pages.rendering) == [forgotten]


@pytest.mark.parametrize("lines", range(5, 12))
def test_note_cited_in_the_last_line_of_a_page_is_kept(lines: int) -> None:
    """WeasyPrint forgets the second note where it sends the first to the next page to make room for the line."""
    note = '<sup>{0}</sup><span class="footnote">note {0} of this page</span>'
    cited = f"One {note.format(1)}<br>and two {note.format(2)}<br>three<br>four<br>five"
    html = f"<p>{'line<br>' * lines}</p><p>{cited}</p>"
    page = engine().HTML(string=html)
    small = """@page { size: 150px 200px; margin: 10px }
    p { margin: 0; orphans: 2; widows: 2; font: 12px/14px serif }
    .footnote { float: footnote; display: block } .footnote::footnote-call { content: none }"""
    pages = render(page, [engine().CSS(string=small)])
    assert lost_notes(pages.root, pages.rendering) == []


@pytest.mark.parametrize("words", range(1, 9))
def test_no_word_is_divided_over_the_end_of_a_page(words: int) -> None:
    text = "so " * words + "internationalization responsibilities "
    page = engine().HTML(string=f'<html lang="en"><p>{text * 12}</p></html>')
    small = """@page { size: 150px 120px; margin: 10px }
    p { margin: 0; orphans: 1; widows: 1; font: 12px/14px serif; hyphens: auto }"""
    pages = render(page, [engine().CSS(string=small)])
    lines = [
        [box.text for box in sheet._page_box.descendants() if getattr(box, "text", "")]
        for sheet in pages.rendering.pages
    ]
    assert any(text.endswith("\u2010") for texts in lines for text in texts)
    assert [texts[-1] for texts in lines if texts[-1].endswith("\u2010")] == []


def test_many_notes_on_one_page_all_stay_on_paper() -> None:
    labels = [str(number) for number in range(1, 41)]
    document = simple(
        *(p("Text", NoteRef(label), ".") for label in labels),
        notes=tuple(Note(label, (p(LONG),)) for label in labels),
    )
    assert faults(pdf.write(document, Options()), body(document)) == []


def test_note_cited_in_a_note_is_kept() -> None:
    document = simple(
        p("One", NoteRef("1"), " and more."),
        notes=(Note("1", (p("See", NoteRef("2"), " too."),)), Note("2", (p("Inner."),))),
    )
    assert faults(pdf.write(document, Options()), body(document)) == []


# ── pages too narrow ─────────────────────────────────────────────────────────────────────────────────


def test_wide_table_stays_on_paper() -> None:
    cells = tuple(Cell(t(f"considerations{number}")) for number in range(25))
    document = replace(simple(), children=(Table((Row(cells), Row(cells))),))
    assert faults(pdf.write(document, Options()), body(document)) == []


@pytest.mark.parametrize(
    ("columns", "on_their_side"),
    [(6, [False]), (8, [False]), (14, [False, True, False])],
    ids=["fits", "fits smaller", "fits on its side"],
)
def test_wide_table_has_a_page_on_its_side_and_its_words_whole(columns: int, on_their_side: list[bool]) -> None:
    cells = tuple(Cell(t(f"agreement{number}")) for number in range(columns))
    document = replace(simple(), children=(p("Before."), Table((Row(cells), Row(cells))), p("After.")))
    written = pdf.write(document, Options())
    assert faults(written, body(document)) == []
    boxes = [page.mediabox for page in opened(written).pages]
    assert [box[2] > box[3] for box in boxes] == on_their_side


def test_deep_lists_stay_on_paper() -> None:
    block: Block = p("At the bottom.")
    for _ in range(25):
        block = List((Item("(a)", (p("One level"), block)),))
    document = replace(simple(), children=(block,))
    assert faults(pdf.write(document, Options()), body(document)) == []


def test_long_word_is_broken() -> None:
    document = simple(p("x" * 500))
    assert faults(pdf.write(document, Options()), body(document)) == []


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────


def test_hyphens_of_the_text_stay_hyphens() -> None:
    """U+2010 is what the layout puts at line ends; a text that has it itself is not divided."""
    document = simple(p("well\u2010known words, " * 40))
    text = Structure(opened(pdf.write(document, Options()))).elements("P")[0].text()
    assert text == ("well\u2010known words, " * 40).strip()


WORDS = st.text(st.sampled_from("abfilnt -–’“()§éß\u00a0"), min_size=1, max_size=30)
INLINES = st.recursive(
    st.builds(Text, WORDS),
    lambda inside: st.builds(lambda kids: Emphasis(tuple(kids)), st.lists(inside, min_size=1, max_size=3)),
    max_leaves=6,
)


@settings(deadline=None)  # a whole file each time
@given(st.lists(st.lists(INLINES, min_size=1, max_size=12), min_size=1, max_size=4))
def test_any_text_reads_as_in_the_html(paragraphs: list[list[Inline]]) -> None:
    """Words keep their spaces at line ends and between elements, whatever they are."""
    document = simple(*(Paragraph((Text("x"), *inlines, Text("x"))) for inlines in paragraphs))
    assert faults(pdf.write(document, Options()), body(document)) == []


def test_hostile_text_is_only_text() -> None:
    document = replace(
        simple(
            p("</p><script>alert(1)</script><img src='file:///etc/passwd'>", Link(t("x"), "javascript:alert(1)"))
        ),
        meta=Meta(title='"; } </style><img src=x> \\ \n @page { size: 1cm }', identifier="*/ }", language="en"),
    )
    written = pdf.write(document, Options())
    assert faults(written, body(document)) == []
    with opened(written) as file:
        assert [float(corner) for corner in file.pages[0].MediaBox][2:] == pytest.approx(
            [595.276, 841.89], abs=0.01
        )


# ── what it refuses ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "ftp://example.org/x"])
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(BadInput, match="outside"):
        pdf.publish(f'<p>x <img src="{address}" alt="x"></p>', Meta(title="x", language="en"), Options())


def test_picture_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(BadInput, match="image"):
        pdf.publish('<img src="data:image/png;base64,AAAA" alt="x">', Meta(title="x", language="en"), Options())


def test_character_without_a_glyph_is_shown_by_its_code_and_told() -> None:
    """A box in its place would lose it in silence; what reads the structure gets the character itself."""
    told: list[str] = []
    text = ("See \U0001368c, and ", Emphasis(t("so\U0001368d")), "\U0001368c, in the sign list.")
    document = replace(simple(p(*text)), meta=Meta(title="On \U0001368c", identifier="\U0001368c", language="en"))
    written = pdf.write(document, Options(tell=told.append))
    assert faults(written, body(document)) == []
    (message,) = told
    assert "U+1368C" in message
    assert "U+1368D" in message
    file = opened(written)
    structure = Structure(file)
    assert "See [U+1368C], and so[U+1368D][U+1368C], in" in "".join(structure.contents.values())
    assert str(structure.pdf.docinfo.Title) == "On \U0001368c"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "اجتمع المجلس في الميناء عام 1901 وقرر إصلاح المنارة (الفنار). " * 5),
        ("he", "המועצה נפגשה בנמל והחליטה לתקן את המגדלור. " * 5),
        ("el", "Το συμβούλιο συνήλθε στο λιμάνι."),
        ("ru", "Совет собрался в порту и решил починить маяк."),
        ("vi", "Hội đồng đã họp tại bến cảng."),
    ],
)
def test_other_scripts_read_as_written(language: str, text: str) -> None:
    """Also those from right to left, in the order in which they are spoken."""
    document = Document((p(text),), meta=Meta(title=text[:12].strip(), language=language))
    told: list[str] = []
    assert faults(pdf.write(document, Options(tell=told.append)), body(document)) == []
    assert told == []


def test_missing_weasyprint_is_told_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingDependency) as caught:
        pdf.write(simple(p("x")), Options())
    assert "pip install" in caught.value.remedy


def test_another_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.__version__", "71.0")
    with pytest.raises(MissingDependency, match=r"71\.0"):
        pdf.write(simple(p("x")), Options())


def test_weasyprint_with_another_hook_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.pdf.add_tags", lambda pdf, document: None)
    with pytest.raises(MissingDependency):
        pdf.write(simple(p("x")), Options())


def test_what_was_changed_for_the_work_is_put_back() -> None:
    import weasyprint.pdf  # type: ignore[import-untyped]

    logger = logging.getLogger("weasyprint")
    before = (gc.get_threshold(), weasyprint.pdf.add_tags, logger.handlers, logger.propagate)
    with pytest.raises(BadInput):
        pdf.publish('<img src="file:///x" alt="x">', Meta(title="x", language="en"), Options())
    assert (gc.get_threshold(), weasyprint.pdf.add_tags, logger.handlers, logger.propagate) == before


def test_figures_come_only_from_their_folder(tmp_path: Path) -> None:
    (tmp_path / "red.png").write_bytes(RED_SQUARE)
    (tmp_path / "inside").mkdir()
    document = replace(simple(), children=(Figure("../red.png", "A red square"),))
    written = pdf.write(document, Options(resources=tmp_path / "inside"))
    assert Structure(opened(written)).elements("Figure") == []


def test_letters_that_a_font_reshapes_are_read_as_they_were_written() -> None:
    """A Devanagari r is painted after the letters it is spoken before; a font may part an alef from its hamza."""
    document = simple(p("मानव अधिकारों की सार्वभौम घोषणा"), p("رأی مردم"))
    assert faults(pdf.write(document, Options()), body(document)) == []
