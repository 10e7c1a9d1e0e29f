"""The HTML page around the text."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from convert.document import Document, Figure, Heading, Item, List, Meta, Note, NoteRef, Text
from convert.writers import Options
from convert.writers.html import MANY, write
from tests.writers.samples import EVERY_KIND, documents, para

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def page(document: Document = EVERY_KIND, options: Options = Options()) -> etree._Element:  # noqa: B008
    return etree.fromstring(write(document, options))


def test_the_policy_allows_this_stylesheet_and_nothing_else() -> None:
    root = page()
    policy = root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    style = root.xpath("string(//style)")
    assert f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_the_page_has_one_main_one_title_a_language_and_a_way_to_skip() -> None:
    root = page()
    assert len(root.xpath("//main")) == 1
    assert len(root.xpath("//h1")) == 1
    assert root.get("lang") == "en"
    assert root.xpath("string(//body/*[1][self::a]/@href)") == "#text"


def test_contents_lead_to_every_heading_but_the_title_and_to_what_follows_the_text() -> None:
    links = page().xpath("//nav[@class='contents']//a/@href")
    assert links == ["#findings", "#accounts-in-old-pounds", "#findings-2", "#notes", "#about"]


def test_a_document_without_headings_has_no_contents_but_its_title_from_the_facts() -> None:
    root = page(Document((para("Only this."),), meta=Meta(title="Alone", language="en")))
    assert root.xpath("string(//h1)") == root.xpath("string(//title)") == "Alone"
    assert not root.xpath("//nav")


def test_every_page_of_the_source_is_listed() -> None:
    assert page().xpath("//nav[@class='pages']//a/@href") == ["#page-2", "#page-3"]


def test_what_is_uncertain_or_missing_is_counted() -> None:
    told = page().xpath("string(//section[@role='doc-colophon'])")
    assert "The number of one note mark is uncertain." in told
    assert "The text of one note is not in the source." in told
    assert "For one note no reference was found in the text." in told
    assert "A question mark after the number of a note means" in told


def test_a_document_with_nothing_open_says_nothing_of_question_marks() -> None:
    told = page(Document((para("Sure."),))).xpath("string(//section[@role='doc-colophon'])")
    assert "uestion mark" not in told


def test_a_figure_is_taken_from_the_folder_and_from_nowhere_else(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.png").write_bytes(PNG)
    (inside / "text.png").write_bytes(b"not a picture")
    (tmp_path / "out.png").write_bytes(PNG)
    sources = ("a.png", "../out.png", str(tmp_path / "out.png"), "https://x.org/a.png", "text.png", "gone.png")
    document = Document(tuple(Figure(source, "seen") for source in sources))
    addresses = page(document, Options(resources=inside)).xpath("//img/@src")
    assert addresses == [f"data:image/png;base64,{b64encode(PNG).decode()}"]


def test_a_picture_without_description_does_not_pass_for_decoration(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    root = page(Document((Figure("a.png", ""),)), Options(resources=tmp_path))
    assert root.xpath("string(//img/@alt)") == "Picture without a description"


def test_a_button_at_each_mark_opens_the_note_in_place_and_is_hidden_where_nothing_can_be_opened() -> None:
    root = page()
    buttons = root.xpath("//sup[@class and a[@role='doc-noteref']]/button")
    assert len(buttons) == len(root.xpath("//a[@role='doc-noteref']"))
    assert {button.get("hidden") for button in buttons} == {"hidden"}
    popovers = {each.get("id"): each for each in root.xpath("//div[@popover]")}
    assert {button.get("popovertarget") for button in buttons} == set(popovers)
    assert "Minutes, vol. 3" in popovers["pop-1"].xpath("string()")


@given(document=documents)
def test_pop_ups_repeat_no_anchor_and_lead_to_their_notes(document: Document) -> None:
    root = page(document)
    assert not root.xpath("//div[@popover]//*/@id")
    ids = root.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert set(root.xpath("//@popovertarget")) <= set(ids)
    assert {name[1:] for name in root.xpath("//p[@class='more']/a/@href")} <= set(ids)


def test_contents_fold_without_a_script_and_long_ones_are_folded() -> None:
    many = Document(tuple(Heading(2, (Text(f"Part {number}"),)) for number in range(MANY + 1)))
    assert page().xpath("//nav[@class='contents']/details/@open") == ["open"]
    assert page(many).xpath("//nav[@class='contents']/details") != []
    assert page(many).xpath("//nav[@class='contents']/details/@open") == []


def test_facts_stand_in_the_head_for_libraries_managers_and_search() -> None:
    root = page()
    tags = {each.get("name"): each.get("content") for each in root.xpath("//meta[@name]")}
    assert tags["dcterms.creator"] == tags["citation_author"] == "Harbour Board"
    assert tags["citation_publication_date"] == "1901/12/19"
    data = json.loads(root.xpath("string(//script[@type='application/ld+json'])"))
    assert data["@type"] == "CreativeWork"
    assert data["creator"] == {"name": "Harbour Board"}
    assert data["accessibilityFeature"][:2] == ["ARIA", "displayTransformability"]


def test_facts_cannot_end_their_block_of_data() -> None:
    made = write(Document((para("x"),), meta=Meta(title="</script><script>alert(1)</script>&")), Options())
    assert b"<script>" not in made
    assert (
        json.loads(etree.fromstring(made).xpath("string(//script)"))["name"]
        == "</script><script>alert(1)</script>&"
    )


def test_an_arabic_page_runs_from_right_to_left() -> None:
    assert page(Document((para("سلام"),), meta=Meta(title="ع", language="ar"))).get("dir") == "rtl"
    assert page().get("dir") is None


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("The report of the committee is on the table for the members to read.", '<html lang="en">'),
        ("مرحبا", '<html lang="und-Arab" dir="rtl">'),
        ("Az ülés megnyitása", '<html lang="und">'),
    ],
)
def test_language_that_nobody_told_is_taken_from_the_words_or_left_undetermined(text: str, opening: str) -> None:
    assert opening in write(Document((para(text),)), Options()).decode()


@pytest.mark.parametrize(("between", "crowded"), [("", True), (", ", True), (" and others", False)])
def test_note_marks_that_one_finger_would_cover_are_kept_apart(between: str, crowded: bool) -> None:
    notes = (Note("1", (para("One"),)), Note("2", (para("Two"),)))
    page = write(Document((para("x", NoteRef("1"), between, NoteRef("2")),), notes), Options()).decode()
    assert ('class="noteref crowded"' in page) == crowded


def test_item_without_label_among_labelled_ones_has_a_bullet() -> None:
    items = (Item("(a)", (para("One"),)), Item("", (para("Two"),)))
    assert '<li class="bullet"><p>Two</p></li>' in write(Document((List(items),)), Options()).decode()
    assert 'class="bullet"' not in write(Document((List(items[1:]),)), Options()).decode()
