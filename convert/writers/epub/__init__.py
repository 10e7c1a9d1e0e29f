"""A document as EPUB 3.3: chapters, notes for pop-ups, page list, accessibility metadata computed from the book.

The package is the same bytes each time: entries in a fixed order, no clock, an identifier made from the content.
What is required: https://www.w3.org/TR/epub-33/ and https://www.w3.org/TR/epub-a11y-11/. No conformance is
claimed here; that is for whoever has checked the finished book.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from time import gmtime, strftime
from uuid import NAMESPACE_URL, uuid5

from convert.document import Document, Figure, Meta, plain, walk
from convert.writers import Options
from convert.writers.accessibility import accessibility
from convert.writers.anchors import Index, index
from convert.writers.chapters import Chapter, Places, chapters, places
from convert.writers.epub import cover
from convert.writers.html import about, notes_heading, outline_list, page_language, title_block
from convert.writers.language import spoken
from convert.writers.markup import Markup, inert
from convert.writers.pictures import Picture, find
from convert.writers.styles import mirrored, settled
from convert.writers.words import Words, is_date, words_for
from convert.writers.xml import direction, escape

LONG = 40_000
"""Characters from which a book is split into chapters; readers lay out a file of this size at once."""
NO_DATE = "2000-01-01"
"""Stands as the time of modification where neither the caller nor the document tells a date."""
COVER, ABOUT = "cover.xhtml", "about.xhtml"

OLD_COVER = '<meta name="cover" content="{}"/>'
"""Where readers made for EPUB 2 look for the cover (https://www.w3.org/TR/epub-33/#sec-opf2-meta)."""
COVERS = ("cover.png", "cover.svg")
"""The pictures of the cover: the first that is there is the one that libraries show."""

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="{language}" \
xml:lang="{language}"{direction}>
<head>
<title>{title}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}</body>
</html>
"""

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="{language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
{metadata}</metadata>
<manifest>
{manifest}</manifest>
<spine{progression}>
{spine}</spine>
</package>
"""


@dataclass(frozen=True, slots=True)
class Book:
    """All that the parts of the package are made from."""

    document: Document
    found: Index
    words: Words
    language: str
    places: Places
    pictures: Mapping[str, tuple[str, Picture]]  # by the figure's source: file name and content

    @property
    def title(self) -> str:
        return self.found.title_text or self.words.untitled

    @property
    def direction(self) -> str:
        return direction(self.language)


def write(document: Document, options: Options) -> bytes:
    """The document as an EPUB package."""
    book = _book(spoken(document), options)
    files = dict(_files(book))
    files["EPUB/package.opf"] = _package(book, files, options).encode()
    return _packed(files)


def _book(document: Document, options: Options) -> Book:
    found, words = index(document), words_for(document.meta.language)
    language = page_language(document.meta, words)
    sources = dict.fromkeys(node.source for node in walk(document) if isinstance(node, Figure))
    pictures: dict[str, tuple[str, Picture]] = {}
    for source in sources:
        if got := find(source, options.resources):
            pictures[source] = (f"images/{len(pictures) + 1:03}.{got.media_type.rpartition('/')[2]}", got)
    cut = chapters(document, found, whole=len(plain(document)) <= LONG)
    names = [f"text-{number:03}.xhtml" for number in range(1, len(cut) + 1)] if len(cut) > 1 else ["text.xhtml"]
    return Book(document, found, words, language, places(cut, tuple(names)), pictures)


# ── content ──────────────────────────────────────────────────────────────────────────────────────────


def _files(book: Book) -> Iterator[tuple[str, bytes]]:
    """Each file of the book but the package document."""
    markup = Markup(
        book.found,
        book.words,
        book.language,
        "aside",
        picture=lambda source: book.pictures[source][0] if source in book.pictures else None,
    )
    yield "META-INF/container.xml", CONTAINER.encode()
    style = settled("tokens.css", "epub.css")
    yield "EPUB/style.css", (mirrored(style) if book.direction == "rtl" else style).encode()
    yield from _covers(book)
    yield f"EPUB/{COVER}", _page(book, book.title, _cover(book, markup))
    for number, (name, chapter) in enumerate(zip(book.places.names, book.places.chapters, strict=True)):
        markup.link_to = partial(book.places.address, here=number)
        title = plain(chapter.section.heading) if chapter.section else book.title
        yield f"EPUB/{name}", _page(book, title, _chapter(book, chapter, markup, first=number == 0))
    yield f"EPUB/{ABOUT}", _page(book, book.words.about, _about(book, markup))
    yield "EPUB/nav.xhtml", _page(book, book.title, _nav(book, markup))
    for name, picture in book.pictures.values():
        yield f"EPUB/{name}", picture.data


def _page(book: Book, title: str, body: str) -> bytes:
    turned = ' dir="rtl"' if book.direction == "rtl" else ""
    return PAGE.format(language=book.language, direction=turned, title=escape(title), body=body).encode()


def _covers(book: Book) -> Iterator[tuple[str, bytes]]:
    """The cover as SVG, and in pixels where fonts are there to draw it with."""
    lines = cover.lines(book.document.meta, book.title, book.words)
    yield "EPUB/cover.svg", cover.as_svg(lines, book.words.cover.format(title=book.title), book.language)
    if drawn := cover.as_png(lines, book.language):
        yield "EPUB/cover.png", drawn


def _cover(book: Book, markup: Markup) -> str:
    """The cover, with its text for those who do not see it."""
    alt = escape(book.words.cover.format(title=book.title))
    image = f'<img class="cover" role="doc-cover" src="cover.svg" alt="{alt}"{markup.ours}/>'
    return f'<section epub:type="cover">\n{image}\n</section>\n'


def _chapter(book: Book, chapter: Chapter, markup: Markup, first: bool) -> str:
    """A chapter and the notes it cites; the first begins with the title block."""
    head = title_block(book.document, markup) if first else ""
    blocks = chapter.blocks[1:] if first and book.found.title else chapter.blocks
    text = f'<main class="text" epub:type="bodymatter">\n{head}{markup.blocks(blocks)}</main>\n'
    if not chapter.entries:
        return text
    notes = "".join(f"{markup.aside(entry)}\n" for entry in chapter.entries)
    return (
        f'{text}<section class="notes" epub:type="footnotes" aria-labelledby="notes">\n'
        f"{notes_heading(markup)}\n{notes}</section>\n"
    )


def _about(book: Book, markup: Markup) -> str:
    told = escape(" ".join(about(book.document, book.found, book.words)))
    return (
        f'<main><section epub:type="colophon" role="doc-colophon" aria-labelledby="about"{markup.ours}>\n'
        f'<h1 id="about">{book.words.about}</h1>\n<p>{told}</p>\n</section></main>\n'
    )


def _nav(book: Book, markup: Markup) -> str:
    """The table of contents, the landmarks and the pages of the source."""
    words, ours = book.words, markup.ours
    first, *others = book.places.names
    notes = [] if others or not book.found.entries else [(f"{first}#notes", words.notes)]
    title = inert(book.found.title.children) if book.found.title else escape(book.title)
    opening = f'<ol><li><a href="{first}">{title}</a></li></ol>'
    sections = outline_list(book.found.outline, lambda section: book.places.address(section.anchor))
    ends = [*notes, (ABOUT, words.about)]
    closing = "".join(f'<li><a href="{name}"{ours}>{title}</a></li>\n' for name, title in ends)
    toc = _one_list(opening, sections, closing)
    marks = [
        ("cover", COVER, words.cover_name),
        ("bodymatter", first, words.text),
        *(("footnotes", address, name) for address, name in notes),
    ]
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{name}"{ours}>{title}</a></li>\n' for kind, name, title in marks
    )
    parts = [
        f'<nav epub:type="toc" role="doc-toc" aria-labelledby="toc">\n'
        f'<h1 id="toc"{ours}>{words.contents}</h1>\n{toc}</nav>\n',
        f'<nav epub:type="landmarks" aria-label="{words.landmarks}"{ours} hidden="hidden">\n'
        f"<ol>\n{landmarks}</ol>\n</nav>\n",
    ]
    if book.found.pages:
        pages = "".join(
            f'<li><a href="{book.places.address(page.anchor)}">{escape(page.label)}</a></li>\n'
            for page in book.found.pages
        )
        parts.append(
            f'<nav epub:type="page-list" role="doc-pagelist" aria-label="{words.pages}"{ours} hidden="hidden">\n'
            f"<ol>\n{pages}</ol>\n</nav>\n"
        )
    return "".join(parts)


def _one_list(opening: str, sections: str, closing: str) -> str:
    """One ordered list from the book's beginning, its sections and what follows them."""
    inside = "".join(re.sub(r"^\s*<ol>|</ol>\s*$", "", part) for part in (opening, sections))
    return f"<ol>{inside}{closing}</ol>\n"


# ── the package ──────────────────────────────────────────────────────────────────────────────────────


def _package(book: Book, files: Mapping[str, bytes], options: Options) -> str:
    names = [name.removeprefix("EPUB/") for name in sorted(files) if name.startswith("EPUB/")]
    types = {name: picture.media_type for name, picture in book.pictures.values()}
    shown = next(name for name in COVERS if name in names)
    properties = {"nav.xhtml": ' properties="nav"', shown: ' properties="cover-image"'}
    manifest = "".join(
        f'<item id="{_id(name)}" href="{name}" media-type="{types.get(name) or _media_type(name)}"'
        f"{properties.get(name, '')}/>\n"
        for name in names
    )
    order = [COVER, *book.places.names, ABOUT]
    return PACKAGE.format(
        language=book.language,
        metadata="".join(f"{line}\n" for line in (*_metadata(book, options), OLD_COVER.format(_id(shown)))),
        manifest=manifest,
        progression=' page-progression-direction="rtl"' if book.direction == "rtl" else "",
        spine="".join(f'<itemref idref="{_id(name)}"/>\n' for name in order),
    )


def _id(name: str) -> str:
    return "f-" + re.sub(r"[^\w]", "-", name)


def _media_type(name: str) -> str:
    types = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
    return types.get(name[-4:], "application/xhtml+xml")


def _metadata(book: Book, options: Options) -> Iterator[str]:
    meta = book.document.meta
    yield f'<dc:identifier id="id">urn:uuid:{_identifier(book.document)}</dc:identifier>'
    yield f"<dc:title>{escape(book.title)}</dc:title>"
    yield f"<dc:language>{book.language}</dc:language>"
    for name in ("identifier", "creator", "publisher", "source", "subject", "description", "rights"):
        if value := getattr(meta, name).strip():
            yield f"<dc:{name}>{escape(value)}</dc:{name}>"
    if is_date(meta.date):
        yield f"<dc:date>{meta.date}</dc:date>"
    yield f'<meta property="dcterms:modified">{_modified(meta, options)}</meta>'
    for name, value in accessibility(book.document, book.found, book.words, book.pictures.get):
        yield f'<meta property="schema:{name}">{escape(value)}</meta>'
    if book.found.pages:
        source = (meta.source or meta.identifier or book.title).strip()
        yield f'<meta property="pageBreakSource">{escape(source)}</meta>'


def _identifier(document: Document) -> str:
    """A name for this content: the same document has the same, any other another."""
    from convert.writers.json import write as write_json

    return str(uuid5(NAMESPACE_URL, f"urn:sha256:{sha256(write_json(document, Options())).hexdigest()}"))


def _modified(meta: Meta, options: Options) -> str:
    if options.source_date_epoch is not None:
        return strftime("%Y-%m-%dT%H:%M:%SZ", gmtime(options.source_date_epoch))
    return f"{meta.date if is_date(meta.date) else NO_DATE}T00:00:00Z"


def _packed(files: Mapping[str, bytes]) -> bytes:
    """The archive, its type first and unpacked (https://www.w3.org/TR/epub-33/#sec-zip-container-mime)."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_entry("mimetype"), b"application/epub+zip", zipfile.ZIP_STORED)
        for name in sorted(files, key=lambda name: (not name.startswith("META-INF/"), name)):
            archive.writestr(_entry(name), files[name], zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)  # dated 1980-01-01
    entry.create_system = 3  # Unix, whatever system this runs on
    entry.external_attr = 0o644 << 16
    return entry
