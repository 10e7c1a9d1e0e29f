"""The editions for reading programs, as an OPDS 2 feed, and for search engines, as a sitemap."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from convert.site.cards import Shelf
from convert.writers.words import is_date
from convert.writers.xml import escape, language_tag

MEDIA_TYPES = {".epub": "application/epub+zip", ".pdf": "application/pdf", ".html": "text/html"}
ACQUIRE = "http://opds-spec.org/acquisition/open-access"
PLAIN_COVER = "cover.png"
WIDTH, HEIGHT, BAND = 300, 450, 12  # pixels
PAPER, BLUE = b"\xff\xfe\xfb", b"\x1d\x4a\x7a"


def opds(shelves: Sequence[Shelf], address: str) -> bytes:
    """The feed (https://drafts.opds.io/opds-2.0); its links are relative where nobody said where it will be."""
    feed = {
        "metadata": {"title": "Documents", "numberOfItems": len(shelves)},
        "links": [{"rel": "self", "href": _at(address, "opds.json"), "type": "application/opds+json"}],
        "publications": [
            {"metadata": dict(_facts(shelf)), "links": links, "images": [_image(address)]}
            for shelf in shelves
            if (links := list(_links(shelf, address)))
        ],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _facts(shelf: Shelf) -> Iterator[tuple[str, object]]:
    facts = shelf.facts
    yield "@type", "http://schema.org/CreativeWork"
    yield "title", shelf.title
    if language := language_tag(facts.get("language", "")):
        yield "language", language
    if is_date(facts.get("date", "")):
        yield "published", facts["date"]
    named = {"author": "creator", "publisher": "publisher", "description": "description", "subject": "subject"}
    yield from ((name, facts[fact]) for name, fact in named.items() if fact in facts)


def _links(shelf: Shelf, address: str) -> Iterator[dict[str, object]]:
    """What can be read, the book first: it is the publication itself."""
    files = {file.suffix: file for file in shelf.files}
    there = [suffix for suffix in MEDIA_TYPES if suffix in files]
    for suffix in there:
        rel = ["self", ACQUIRE] if suffix == there[0] else ACQUIRE
        file = files[suffix]
        size = {} if file.further else {"size": file.size}  # that of this file, not of those it leads to
        yield {"rel": rel, "href": _at(address, file.address), "type": MEDIA_TYPES[suffix], **size}


def _image(address: str) -> dict[str, object]:
    return {"href": _at(address, PLAIN_COVER), "type": "image/png", "width": WIDTH, "height": HEIGHT}


def plain_cover() -> bytes:
    """A sheet of paper with a blue band: a feed must offer a picture of pixels, and says the title beside it."""
    rows = [b"\0" + (BLUE if row < BAND else PAPER) * WIDTH for row in range(HEIGHT)]
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(rows), 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def sitemap(shelves: Sequence[Shelf], address: str) -> bytes:
    """Every page of every HTML edition (https://www.sitemaps.org/protocol.html)."""
    editions = (file for shelf in shelves for file in shelf.files if file.suffix == ".html")
    pages = ["index.html", *(page for file in editions for page in (file.address, *file.further))]
    urls = "".join(f"<url><loc>{escape(_at(address, page))}</loc></url>\n" for page in pages)
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n{urls}</urlset>\n'.encode()


def _at(address: str, place: str) -> str:
    return urljoin(address.rstrip("/") + "/", place) if address else place
