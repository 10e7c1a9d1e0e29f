"""The EPUB package."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from posixpath import join
from unittest.mock import patch

import pytest
from hypothesis import given
from lxml import etree
from PIL import Image

from convert.document import Document, Figure, Heading, Meta, NoteRef, Text
from convert.writers import Options
from convert.writers.epub import LONG, cover, write
from tests.writers.samples import EVERY_KIND, documents, para

LONG_BOOK = Document(
    (
        Heading(1, (Text("Book"),)),
        Heading(2, (Text("One"),)),
        para("a " * LONG, NoteRef("1")),
        Heading(2, (Text("Two"),)),
        para("b", NoteRef("1")),
    ),
    meta=Meta(language="en"),
)


def unpacked(document: Document, options: Options = Options()) -> dict[str, bytes]:  # noqa: B008
    with zipfile.ZipFile(io.BytesIO(write(document, options))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def metadata(document: Document, name: str, options: Options = Options()) -> list[str]:  # noqa: B008
    package = etree.fromstring(unpacked(document, options)["EPUB/package.opf"])
    return [str(text) for text in package.xpath(f"//*[@property='{name}']/text()")]


def test_the_type_comes_first_unpacked_and_undated() -> None:
    made = write(EVERY_KIND, Options())
    assert made[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("document", [EVERY_KIND, LONG_BOOK], ids=["every kind", "long"])
def test_every_link_leads_somewhere(document: Document) -> None:
    check_links(unpacked(document))


@given(document=documents)
def test_every_link_leads_somewhere_in_any_book(document: Document) -> None:
    with patch.object(cover, "as_png", return_value=None):  # a tenth of a second each time
        check_links(unpacked(document))


def check_links(files: dict[str, bytes]) -> None:
    pages = {name: etree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")}
    anchors = {(name, str(id)) for name, root in pages.items() for id in root.xpath("//@id")}
    for name, root in pages.items():
        for address in map(str, root.xpath("//@href|//@src")):
            if address.startswith(("http", "mailto:", "HTTP")):
                continue
            file, _, anchor = address.partition("#")
            target = join("EPUB", file) if file else name
            assert target in files, address
            assert not anchor or (target, anchor) in anchors, address


def test_a_long_book_is_split_at_its_chapters_and_a_short_one_is_not() -> None:
    def texts(document: Document) -> list[str]:
        return [name for name in unpacked(document) if "text" in name]

    assert texts(LONG_BOOK) == ["EPUB/text-001.xhtml", "EPUB/text-002.xhtml"]
    assert texts(EVERY_KIND) == ["EPUB/text.xhtml"]


def test_the_time_of_modification_is_told_not_taken_from_the_clock() -> None:
    assert metadata(EVERY_KIND, "dcterms:modified") == ["1901-12-19T00:00:00Z"]
    assert metadata(Document(()), "dcterms:modified") == ["2000-01-01T00:00:00Z"]
    assert metadata(EVERY_KIND, "dcterms:modified", Options(source_date_epoch=0)) == ["1970-01-01T00:00:00Z"]


def test_libraries_are_shown_a_cover_in_pixels_where_a_font_has_its_letters() -> None:
    drawn = unpacked(Document((para("x"),), meta=Meta(title="Hafen", identifier="H/1", language="de")))
    shown = Image.open(io.BytesIO(drawn["EPUB/cover.png"]))
    assert shown.size == (cover.WIDTH, cover.HEIGHT)
    assert len(shown.convert("L").getcolors() or []) > 3  # paper, band, and letters with their edges
    assert b'href="cover.png" media-type="image/png" properties="cover-image"' in drawn["EPUB/package.opf"]
    unknown = unpacked(Document((para("x"),), meta=Meta(title="Hafen \U0001368c")))
    assert "EPUB/cover.png" not in unknown
    assert b'href="cover.svg" media-type="image/svg+xml" properties="cover-image"' in unknown["EPUB/package.opf"]


def test_other_content_is_another_book() -> None:
    def identifier(document: Document) -> str:
        return str(etree.fromstring(unpacked(document)["EPUB/package.opf"]).xpath("string(//*[@id='id'])"))

    assert identifier(EVERY_KIND) != identifier(LONG_BOOK)


def test_features_are_claimed_only_where_the_book_has_them(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    name, folder = "schema:accessibilityFeature", Options(resources=tmp_path)
    described, undescribed = (Document((Figure("a.png", alt),)) for alt in ("A quay", ""))
    assert "alternativeText" in metadata(described, name, folder)
    assert "alternativeText" not in metadata(undescribed, name, folder)
    assert metadata(described, "schema:accessModeSufficient", folder) == ["textual"]
    assert metadata(undescribed, "schema:accessModeSufficient", folder) == ["textual,visual"]
    assert "pageNavigation" in metadata(EVERY_KIND, name)
    assert "pageNavigation" not in metadata(Document(()), name)
    assert metadata(EVERY_KIND, "pageBreakSource") == ["https://example.org/h-7-1"]


def test_nothing_claims_conformance() -> None:
    package = unpacked(EVERY_KIND)["EPUB/package.opf"]
    assert b"conformsTo" not in package
    assert b"certified" not in package


def test_a_note_nothing_cites_is_not_hidden_as_a_pop_up() -> None:
    notes = etree.fromstring(unpacked(EVERY_KIND)["EPUB/text.xhtml"])
    assert notes.xpath("local-name(//*[@id='fn-4'])") == "div"
    assert notes.xpath("local-name(//*[@id='fn-1'])") == "aside"
