"""Own checks of an EPUB: the container's order, the manifest, and that every link inside the book resolves."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from convert.checks.markup import (
    Element,
    check_headings,
    check_names,
    check_note_references,
    identifiers,
    local,
)
from convert.checks.structure import check_listed, check_page, check_pages, fragment, headings, page_markers
from convert.checks.verdict import Fault

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
MIMETYPE = b"application/epub+zip"
XML = (".xhtml", ".opf", ".ncx", ".xml")
MAX_BYTES = 1024**3  # unpacked, against archives made to burst


def check_epub(path: Path) -> tuple[Fault, ...]:
    """What is wrong with the book."""
    try:
        with zipfile.ZipFile(path) as book:
            if sum(info.file_size for info in book.infolist()) > MAX_BYTES:
                return (Fault("too-large", f"unpacks to more than {MAX_BYTES} bytes"),)
            return (*_check_container(book), *_check_content(book))
    except zipfile.BadZipFile as error:
        return (Fault("not-a-zip", str(error)),)


def _check_container(book: zipfile.ZipFile) -> Iterator[Fault]:
    """The first file is `mimetype`, stored, with no extra field (https://www.w3.org/TR/epub-33/#sec-zip-container-mime)."""
    first = book.infolist()[0] if book.infolist() else None
    if first is None or first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield Fault("mimetype-order", "`mimetype` is not the first file, stored, without extra field")
    elif book.read(first) != MIMETYPE:
        yield Fault("mimetype", f"`mimetype` holds {book.read(first)[:40]!r}")


def _check_content(book: zipfile.ZipFile) -> Iterator[Fault]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    trees: dict[str, Element] = {}
    for name in book.namelist():
        if name.endswith(XML):
            try:
                trees[name] = etree.fromstring(book.read(name), parser)
            except etree.XMLSyntaxError as error:
                yield Fault("not-well-formed", str(error), name)
    yield from _check_manifest(book, trees)
    names, anchors = set(book.namelist()), {name: set(identifiers(root)) for name, root in trees.items()}
    for name, root in trees.items():
        if name.endswith(".xhtml"):
            yield from check_names(root, name)
            yield from check_headings(root, name)
            yield from check_note_references(root, name)
            yield from check_page(root, name)
            yield from _check_links(name, root, anchors, names)
    yield from _check_whole(trees)


def _check_manifest(book: zipfile.ZipFile, trees: dict[str, Element]) -> Iterator[Fault]:
    package = next((name for name in trees if name.endswith(".opf")), None)
    if package is None:
        yield Fault("no-package", "there is no package document")
        return
    folder = posixpath.dirname(package)
    items = {
        element.get("id"): posixpath.normpath(posixpath.join(folder, unquote(element.get("href", ""))))
        for element in trees[package].iter()
        if local(element) == "item"
    }
    there = {name for name in book.namelist() if name not in ("mimetype", package) and name[:9] != "META-INF/"}
    yield from (Fault("not-in-book", name, package) for name in sorted(set(items.values()) - there))
    yield from (Fault("not-in-manifest", name, package) for name in sorted(there - set(items.values())))
    for element in trees[package].iter():
        if local(element) == "itemref" and element.get("idref") not in items:
            yield Fault("spine", f"no item {element.get('idref')!r}", package)


def _check_whole(trees: dict[str, Element]) -> Iterator[Fault]:
    """The pages in the order of the spine, what navigation lists of them, and what the metadata claim of them."""
    package = next((root for name, root in trees.items() if name.endswith(".opf")), None)
    if package is None:
        return
    items = {element.get("id"): element.get("href") for element in package.iter() if local(element) == "item"}
    spine = [items.get(element.get("idref")) for element in package.iter() if local(element) == "itemref"]
    pages = [trees[f"EPUB/{name}"] for name in spine if f"EPUB/{name}" in trees]
    yield from check_pages(pages)
    navs = [nav for root in trees.values() for nav in root.iter() if local(nav) == "nav"]
    listed: dict[str, list[str]] = {}
    for nav in navs:
        links = [fragment(link.get("href")) for link in nav.iter() if local(link) == "a"]
        listed[nav.get(EPUB_TYPE, "")] = links
    yield from check_listed("contents", [name for root in pages for name in headings(root)], listed.get("toc", []))
    markers = [name for root in pages for name in page_markers(root)]
    yield from check_listed("pages", markers, listed.get("page-list", []))
    yield from _check_claims(package, pages, bool(markers))


def _check_claims(package: Element, pages: list[Element], marked: bool) -> Iterator[Fault]:
    """What the metadata claim is true of the book; the cover is not part of its content."""
    said: dict[str, set[str]] = {}
    for element in package.iter():
        said.setdefault(element.get("property", ""), set()).add(element.text or "")
    features, modes = said.get("schema:accessibilityFeature", set()), said.get("schema:accessMode", set())
    images = [image for root in pages for image in root.iter() if local(image) == "img" and not image.get("role")]
    truths = {
        "pageBreakMarkers": ("pageBreakMarkers" in features, marked),
        "pageNavigation": ("pageNavigation" in features, marked),
        "pageBreakSource": ("pageBreakSource" in said, marked),
        "accessMode visual": ("visual" in modes, bool(images)),
    }
    for name, (claimed, true) in truths.items():
        if claimed != true:
            yield Fault("claims", f"{name} is {'claimed and not true' if claimed else 'true and not claimed'}")


def _check_links(name: str, root: Element, anchors: dict[str, set[str]], names: set[str]) -> Iterator[Fault]:
    for element in root.iter():
        for target in (element.get("href"), element.get("src")):
            if not target or urlsplit(target).scheme:
                continue
            file, place = urldefrag(target)
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file))) if file else name
            lost = path not in names or (place and path in anchors and place not in anchors[path])
            if lost:
                yield Fault("link-to-nowhere", target, name)
