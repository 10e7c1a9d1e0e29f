"""A document cut into chapters: nothing lost, notes with the chapters that cite them, links that cross."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from lxml import etree

from convert.document import Document, Heading, Item, Link, List, Meta, Note, NoteRef, PageBreak, Text, plain
from convert.writers import Options
from convert.writers.anchors import index
from convert.writers.chapters import HUGE, chapters
from convert.writers.html.by_chapter import write_chapters
from tests.writers.samples import documents, para

BOOK = Document(
    (
        Heading(1, (Text("Book"),)),
        para("Opening.", PageBreak(1, "i")),
        Heading(2, (Text("One"),)),
        para("a", NoteRef("1"), " see ", Link((Text("two"),), "#para-7")),
        Heading(2, (Text("Two"),)),
        List((Item("7.", (para("b", NoteRef("2"), NoteRef("1"), PageBreak(2, "ii")),)),)),
    ),
    (
        Note("1", (para("first"),)),
        Note("2", (para("see ", NoteRef("3")),)),
        Note("3", (para("third"),)),
        Note("4"),
    ),
    Meta(title="Book", language="en"),
)


def pages(document: Document = BOOK) -> dict[str, etree._Element]:
    return {name: etree.fromstring(data) for name, data in write_chapters(document, Options(), "a b").items()}


def test_each_chapter_has_the_notes_it_cites_and_the_last_those_that_nothing_cites() -> None:
    noted = [[entry.note.id for entry in chapter.entries] for chapter in chapters(BOOK, index(BOOK))]
    assert noted == [[], ["1"], ["1", "2", "3", "4"]]


def test_first_page_has_the_contents_and_each_chapter_leads_to_its_neighbours() -> None:
    made = pages()
    assert list(made) == [".html", "-2.html", "-3.html"]
    assert made[".html"].xpath("//nav[@class='contents']//a/@href")[:2] == ["a%20b-2.html#one", "a%20b-3.html#two"]
    ways = {suffix: root.xpath("//nav[@class='chapters']//a/@href") for suffix, root in made.items()}
    assert ways["-2.html"] == ["a%20b.html", "a%20b.html#contents", "a%20b-3.html"]
    assert ways[".html"] == ["a%20b-2.html"]
    assert ways["-3.html"] == ["a%20b-2.html", "a%20b.html#contents"]


def test_links_across_chapters_lead_to_the_page_where_their_anchor_is() -> None:
    assert pages()["-2.html"].xpath("string(//a[.='two']/@href)") == "a%20b-3.html#para-7"


def test_a_way_back_to_a_reference_in_another_chapter_leads_there() -> None:
    backs = pages()["-3.html"].xpath("//li[@id='fn-1']//a[@role='doc-backlink']/@href")
    assert backs == ["a%20b-2.html#fnref-1-1", "a%20b-3.html#fnref-1-2"]


@given(document=documents)
def test_every_link_leads_somewhere_and_no_page_has_an_anchor_twice(document: Document) -> None:
    made = {f"a b{suffix}": root for suffix, root in pages(document).items()}
    for name, root in made.items():
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids))
        for address in root.xpath("//a/@href"):
            if not address.lower().startswith(("http", "mailto")):
                file, _, anchor = address.partition("#")
                target = made[unquote(file) or name]
                assert not anchor or anchor in target.xpath("//@id")


@given(document=documents)
def test_chapters_together_are_the_document(document: Document) -> None:
    found = index(document)
    cut = chapters(document, found)
    assert tuple(block for chapter in cut for block in chapter.blocks) == document.children
    assert {entry.anchor for chapter in cut for entry in chapter.entries} == {e.anchor for e in found.entries}


def test_a_chapter_without_headings_that_is_too_long_is_cut_between_blocks() -> None:
    long = Document((para("a" * HUGE), para("b"), para("c")))
    assert [len(plain(chapter.blocks[0])) for chapter in chapters(long, index(long))] == [HUGE, 1]


@pytest.mark.parametrize("whole", [True, False])
def test_an_empty_document_is_one_chapter(whole: bool) -> None:
    empty = Document(())
    assert len(chapters(empty, index(empty), whole=whole)) == 1
