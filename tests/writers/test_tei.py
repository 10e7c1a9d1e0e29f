"""TEI: what it says of pages, notes, changes, doubt; with REISSUE_TEI_SCHEMA, that the official schema holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from lxml import etree

from convert.checks.tei import SCHEMA, check_tei
from convert.document import Document, Heading, Meta, Note, NoteRef, Text
from convert.writers import Change, Options
from convert.writers.tei import write
from tests.pdf_sample import EVERYTHING, p
from tests.writers.samples import EVERY_KIND, documents

NAMES = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"
CHANGES = (
    Change(3, 7, "c1ause & <b>", "clause & <b>", "characters.digit", "a letter read as a digit", 0.97),
    Change(4, 1, "I0", "10", "numerals.digits", "", 0.5),
)


def tei(document: Document) -> Any:
    return etree.fromstring(write(document, Options(changes=CHANGES)))


def find(root: Any, path: str) -> list[Any]:
    found: list[Any] = root.xpath(path, namespaces=NAMES)
    return found


def test_pages_of_the_source_are_marked_where_they_begin() -> None:
    breaks = find(tei(EVERY_KIND), "//t:pb")
    assert [(each.get("n"), each.get(ID)) for each in breaks] == [("2", "id-page-2"), ("iii", "id-page-3")]


def test_note_stands_where_it_is_first_cited_and_is_pointed_to_after() -> None:
    root = tei(EVERY_KIND)
    notes = {note.get("n"): note for note in find(root, "//t:note")}
    assert set(notes) == {"1", "2", "3", "4", "9", "*"}
    assert notes["1"].getparent().tag.endswith("head")
    assert [ref.get("target") for ref in find(root, "//t:ref[@type='note']")] == ["#id-fn-2", "#id-fn-1"]


def test_note_that_nothing_cites_is_kept_apart() -> None:
    (note,) = find(tei(EVERY_KIND), "//t:div[@type='notes']//t:note")
    assert "".join(note.itertext()).strip() == "A note that nothing cites."


def test_lost_note_is_a_gap_and_an_unsure_mark_has_low_certainty() -> None:
    document = Document((p("x", NoteRef("1", uncertain=True), NoteRef("2")),), (Note("1", missing=True),))
    first, second = find(tei(document), "//t:note")
    assert (first.get("cert"), second.get("cert")) == ("low", None)
    assert [child.tag.rpartition("}")[2] for child in first] == ["gap"]


def test_each_change_is_told_as_sic_and_corr() -> None:
    first, second = find(tei(EVERY_KIND), "//t:revisionDesc//t:change")
    assert first.get("n") == "3.7"
    assert first.findtext(".//t:sic", namespaces=NAMES) == "c1ause & <b>"
    assert first.findtext(".//t:corr", namespaces=NAMES) == "clause & <b>"
    assert [change.find(".//t:corr", NAMES).get("cert") for change in (first, second)] == ["high", "low"]


def test_headings_open_divisions_in_one_another() -> None:
    heads = [Heading(level, (Text(name),)) for level, name in ((1, "T"), (2, "A"), (4, "A1"), (2, "B"))]
    root = tei(Document((heads[0], p("x"), heads[1], p("x"), heads[2], p("x"), heads[3])))
    (a,) = find(root, "//t:body/t:div[t:head='A']")
    assert [child.findtext("t:head", namespaces=NAMES) for child in find(a, "t:div")] == ["A1"]
    assert [each.text for each in find(root, "//t:body/t:head | //t:body/t:div/t:head")] == ["T", "A", "B"]


def test_printed_labels_stand_before_their_items() -> None:
    labels = [each.text for each in find(tei(EVERYTHING), "//t:label[following-sibling::t:item]")]
    assert labels[:4] == ["1.", "(a)", "(a)", "(i)"]  # the second is in the note


def test_facts_stand_in_the_header() -> None:
    root = tei(EVERY_KIND)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert find(root, "//t:sourceDesc//t:date/@when") == ["1901-12-19"]
    assert find(root, "//t:sourceDesc//t:idno/text()") == ["H/7/1"]


@given(document=documents)
def test_any_document_is_well_formed_and_its_pointers_lead_somewhere(document: Document) -> None:
    root = tei(document)
    names = [element.get(ID) for element in root.iter() if element.get(ID)]
    assert len(names) == len(set(names))
    inner = [target[1:] for target in find(root, "//t:ref/@target") if target.startswith("#")]
    assert set(inner) <= set(names)


def test_check_finds_a_lost_word_and_a_pointer_to_nowhere(tmp_path: Path) -> None:
    from convert.markdown import write as write_markdown

    path = tmp_path / "a.xml"
    path.with_suffix(".md").write_text(write_markdown(EVERYTHING))
    data = write(EVERYTHING, Options())
    path.write_bytes(data)
    assert check_tei(path) == ()
    path.write_bytes(data.replace(b"A quotation", b"Quotation").replace(b'target="#id-fn-1"', b'target="#x"'))
    assert {fault.rule for fault in check_tei(path)} == {"not-the-master", "link-to-nowhere"}
    path.write_bytes(data[:-9])
    assert [fault.rule for fault in check_tei(path)] == ["not-well-formed"]


@pytest.mark.skipif(SCHEMA not in os.environ, reason=f"needs {SCHEMA}: the path of tei_all.rng")
def test_the_official_schema_holds() -> None:
    relaxng = etree.RelaxNG(etree.parse(os.environ[SCHEMA]))

    @given(document=documents)
    @example(document=EVERY_KIND)
    @example(document=EVERYTHING)
    @example(document=Document((), (), Meta()))
    def holds(document: Document) -> None:
        assert relaxng.validate(tei(document)), relaxng.error_log

    holds()
