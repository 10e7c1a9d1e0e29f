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
from convert.checks.verdict import Fault

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
    for name, root in trees.items():
        if name.endswith(".xhtml"):
            yield from check_names(root, name)
            yield from check_headings(root, name)
            yield from check_note_references(root, name)
            yield from _check_links(name, root, trees, set(book.namelist()))


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


def _check_links(name: str, root: Element, trees: dict[str, Element], names: set[str]) -> Iterator[Fault]:
    for element in root.iter():
        for target in (element.get("href"), element.get("src")):
            if not target or urlsplit(target).scheme:
                continue
            file, fragment = urldefrag(target)
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(file))) if file else name
            lost = path not in names or (fragment and path in trees and fragment not in identifiers(trees[path]))
            if lost:
                yield Fault("link-to-nowhere", target, name)
