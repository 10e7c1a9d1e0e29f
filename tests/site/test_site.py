"""The site around the editions: index page, search, feed and sitemap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import tinyhtml5  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from convert.document import Document, Meta
from convert.site import write_site
from convert.site.cards import CARD, card, folded, words
from convert.site.feeds import plain_cover
from convert.site.search import SHARD, shards
from tests.writers.samples import EVERY_KIND, para

ARABIC = Document((para("ميناء"),), meta=Meta(title="تقرير", language="ar"))
HOSTILE = Document((para("x"),), meta=Meta(title="</script><img src=x onerror=alert(1)>"))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with three editions."""
    for name, document in {"harbour": EVERY_KIND, "عربي": ARABIC, "odd name": HOSTILE}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / CARD).write_bytes(card(document, name, queries=2 if name == "harbour" else 0))
        for suffix in (".html", ".epub"):
            (tmp_path / name / f"{name}{suffix}").write_bytes(b"x" * 1500)
    return tmp_path


def site(out: Path, address: str = "") -> bool:
    return write_site(out, ["harbour", "عربي", "odd name", "gone"], "program", address)


def rows(out: Path) -> list[Any]:
    root = tinyhtml5.parse((out / "index.html").read_text(), namespace_html_elements=False)
    return list(root.iterfind(".//tbody/tr"))


def test_every_document_is_listed_without_a_script_and_its_links_lead_to_files(out: Path) -> None:
    from urllib.parse import unquote

    site(out)
    links = [link.get("href") for row in rows(out) for link in row.iter("a")]
    assert len(rows(out)) == 3
    assert len(links) == 9
    assert all((out / unquote(link)).is_file() for link in links)


def test_a_row_tells_date_language_size_and_what_is_open(out: Path) -> None:
    site(out)
    row = next(row for row in rows(out) if row.find("th/a").text == "Report on the Harbour")
    assert [cell.text for cell in row.iter("td")] == ["H/7/1", "19 December 1901", "en", None, "2 open"]
    assert [link.text for link in row.iterfind("td//a")] == ["HTML, 2 kB", "EPUB, 2 kB"]


def test_a_title_is_in_its_own_language_and_direction(out: Path) -> None:
    site(out)
    head = next(row.find("th") for row in rows(out) if row.find("th").get("lang") == "ar")
    assert head.get("dir") == "rtl"


def test_a_title_cannot_become_markup(out: Path) -> None:
    site(out)
    assert b"<img" not in (out / "index.html").read_bytes()


def test_nothing_is_written_when_nothing_changed_and_all_when_something_did(out: Path) -> None:
    assert site(out)
    assert not site(out)
    (out / "harbour" / CARD).write_bytes(card(EVERY_KIND, "harbour", queries=0))
    assert site(out)


def test_the_feed_offers_each_book_with_a_picture_and_itself(out: Path) -> None:
    site(out, "https://example.org/docs")
    feed = json.loads((out / "opds.json").read_text())
    assert feed["links"][0] == {
        "rel": "self",
        "href": "https://example.org/docs/opds.json",
        "type": "application/opds+json",
    }
    for each in feed["publications"]:
        assert {"metadata", "links", "images"} <= set(each)
        assert each["links"][0]["type"] == "application/epub+zip"
        assert "self" in each["links"][0]["rel"]
        assert each["images"][0]["type"] == "image/png"


def test_an_edition_in_several_pages_is_one_link_and_each_page_is_in_the_sitemap(out: Path) -> None:
    (out / "harbour" / CARD).write_bytes(card(EVERY_KIND, "harbour", queries=0, further=("-2.html",)))
    (out / "harbour/harbour-2.html").write_bytes(b"x" * 1000)
    site(out, "https://example.org")
    row = next(row for row in rows(out) if row.find("th/a").text == "Report on the Harbour")
    assert [link.text for link in row.iterfind("td//a")] == ["HTML in 2 pages, 2 kB", "EPUB, 2 kB"]
    assert "<loc>https://example.org/harbour/harbour-2.html</loc>" in (out / "sitemap.xml").read_text()
    html = next(
        link
        for each in json.loads((out / "opds.json").read_text())["publications"]
        for link in each["links"]
        if link["href"].endswith("/harbour.html")
    )
    assert "size" not in html  # the page is only the first of what was counted


def test_a_sitemap_needs_an_address_and_has_whole_ones(out: Path) -> None:
    site(out)
    assert not (out / "sitemap.xml").exists()
    site(out, "https://example.org/docs/")
    assert "<loc>https://example.org/docs/odd%20name/odd%20name.html</loc>" in (out / "sitemap.xml").read_text()


def test_the_picture_is_a_png_that_opens() -> None:
    from io import BytesIO

    from PIL import Image

    assert Image.open(BytesIO(plain_cover())).convert("RGB").size == (300, 450)


@given(st.lists(st.lists(st.text("abcé条", min_size=2, max_size=4), max_size=5), max_size=5))
def test_each_word_is_found_in_the_file_that_its_start_tells_of(documents: list[list[str]]) -> None:
    files, starts = shards(documents)
    assert list(starts) == sorted(starts)
    held: dict[str, list[int]] = {}
    for name, data in files.items():
        number, words_ = json.loads(f"[{data.decode().strip().removeprefix('found(').removesuffix(')')}]")
        assert name == f"{number}.js"
        assert min(words_) == starts[number]
        held |= words_
    wanted = {
        word: [at for at, each in enumerate(documents) if word in each] for each in documents for word in each
    }
    assert {word: sorted(set(places)) for word, places in held.items()} == wanted


def test_a_large_index_is_cut() -> None:
    assert len(shards([[f"word{number:06}" for number in range(SHARD // 8)]]).files) > 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L’Été à Paris", ["ete", "paris"]),
        ("条約文", ["条約", "約文"]),
        ("A/RES/72", ["res", "72"]),
        ("مِيناء", ["ميناء"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert list(words(text)) == found


def test_folding_is_the_same_twice() -> None:
    assert folded(folded("ŒUVRE ﬁn É")) == folded("ŒUVRE ﬁn É")
