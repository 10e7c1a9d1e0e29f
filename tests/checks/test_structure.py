"""Own checks of HTML and EPUB: nothing is found in what we write, and each planted fault is."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from convert.checks.epub import check_epub
from convert.checks.html import check_html
from convert.document import Document, Heading, List, Meta, Note, NoteRef, PageBreak, Row, Span, Table, Text
from convert.writers import Options
from convert.writers.epub import write as write_epub
from convert.writers.html import write as write_html
from convert.writers.html.by_chapter import write_chapters
from tests.writers.samples import DECISIONS, cell, para

BOOK = Document(
    (
        Heading(1, (Text("Report"),)),
        para(PageBreak(1, "i"), "Opening", NoteRef("1"), " and ", Span((Text("Народы мира"),), "ru"), "."),
        para(Span((Text("ميثاق الأمم"),), "ar")),
        Heading(2, (Text("First"),)),
        para(PageBreak(2, "ii"), "The angle α is small", NoteRef("2"), "."),
        Heading(3, (Text("Second"),)),
        List(DECISIONS.children[:1]),
        Table((Row((cell("Year"), cell("Sum"))), Row((cell("1901"), cell("7"))))),
        para(PageBreak(4, "iv"), "End."),
    ),
    (
        Note("1", (para("One"),)),
        Note("2", (para("Two"), List(DECISIONS.children[1:2]))),
        Note("7", (para("Uncited"),)),
    ),
    Meta(title="Report", language="en"),
)
PAGE = write_html(BOOK, Options()).decode()

HTML_FAULTS = {
    "popover": ('popovertarget="pop-1"', 'popovertarget="pop-9"'),
    "label": ('class="label" href="#para-1"', 'class="label" href="#para-9"'),
    "header-scope": (' scope="col"', ""),
    "language-of-parts": (' lang="ru"', ""),
    "direction": (' dir="rtl"', ""),
    "note-back": ('role="doc-backlink" href="#fnref-1-1"', 'role="doc-backlink" href="#fnref-2-1"'),
    "page-order": ('id="page-4"', 'id="page-0"'),
    "contents": ('<a href="#second">Second</a>', "Second"),
    "pages": ('<li><a href="#page-2"', '<li><a href="#page-1"'),
    "heading-skipped": ('<h3 id="second">Second</h3>', '<h5 id="second">Second</h5>'),
    "id-twice": ('id="para-1"', 'id="first"'),
    "link-to-nowhere": ('href="#fn-1"', 'href="gone.html"'),
}


def faults(page: str, folder: Path) -> set[str]:
    (folder / "page.html").write_text(page)
    return {fault.rule for fault in check_html(folder / "page.html")}


def test_nothing_is_found_in_a_page_as_written(tmp_path: Path) -> None:
    assert not faults(PAGE, tmp_path)


@pytest.mark.parametrize("rule", HTML_FAULTS)
def test_a_planted_fault_is_found(rule: str, tmp_path: Path) -> None:
    before, after = HTML_FAULTS[rule]
    assert before in PAGE
    assert rule in faults(PAGE.replace(before, after), tmp_path)


def test_a_list_of_contents_that_is_missing_is_found(tmp_path: Path) -> None:
    without = re.sub(r'<nav class="contents".*?</nav>', "", PAGE, flags=re.DOTALL)
    assert "contents" in faults(without, tmp_path)


def test_chapters_are_checked_with_the_pages_they_link_to(tmp_path: Path) -> None:
    for suffix, data in write_chapters(BOOK, Options(), "book").items():
        (tmp_path / f"book{suffix}").write_bytes(data)
    assert not check_html(tmp_path / "book.html") + check_html(tmp_path / "book-2.html")
    (tmp_path / "book-2.html").unlink()
    assert {fault.rule for fault in check_html(tmp_path / "book.html")} == {"link-to-nowhere"}


EPUB_FAULTS = {
    "note-back": ("EPUB/text.xhtml", 'href="text.xhtml#fnref-1-1"', 'href="text.xhtml#fnref-2-1"'),
    "contents": ("EPUB/nav.xhtml", '<a href="text.xhtml#second">Second</a>', "<span>Second</span>"),
    "pages": ("EPUB/nav.xhtml", 'href="text.xhtml#page-2"', 'href="text.xhtml#page-1"'),
    "claims": ("EPUB/package.opf", ">pageNavigation<", ">readingOrder<"),
    "direction": ("EPUB/text.xhtml", ' dir="rtl"', ""),
    "link-to-nowhere": ("EPUB/text.xhtml", "text.xhtml#fn-1", "text.xhtml#fn-9"),
}


def book_faults(folder: Path, name: str = "", before: str = "", after: str = "") -> set[str]:
    """The faults of the book with one thing in one file replaced."""
    with (
        zipfile.ZipFile(BytesIO(write_epub(BOOK, Options()))) as old,
        zipfile.ZipFile(folder / "book.epub", "w") as new,
    ):
        for info in old.infolist():
            data = old.read(info)
            if info.filename == name:
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode())
            new.writestr(info, data)
    return {fault.rule for fault in check_epub(folder / "book.epub")}


def test_nothing_is_found_in_a_book_as_written(tmp_path: Path) -> None:
    assert not book_faults(tmp_path)


@pytest.mark.parametrize("rule", EPUB_FAULTS)
def test_a_fault_planted_in_a_book_is_found(rule: str, tmp_path: Path) -> None:
    assert rule in book_faults(tmp_path, *EPUB_FAULTS[rule])
