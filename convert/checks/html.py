"""Own checks of an HTML page: it parses, its links and note references lead somewhere, nothing is fetched, its
contents are complete and its structure is whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from convert.checks.markup import (
    Element,
    check_headings,
    check_names,
    check_note_references,
    identifiers,
    local,
)
from convert.checks.structure import (
    check_listed,
    check_page,
    check_pages,
    fragment,
    having,
    headings,
    page_markers,
)
from convert.checks.verdict import Fault

FETCHING = {"img": "src", "script": "src", "iframe": "src", "link": "href", "object": "data", "source": "src"}


def check_html(path: Path) -> tuple[Fault, ...]:
    """What is wrong with the page."""
    import tinyhtml5  # type: ignore[import-untyped]

    data = path.read_bytes()
    if not data.lstrip()[:15].lower().startswith(b"<!doctype html"):
        return (Fault("no-doctype", "does not begin with <!DOCTYPE html>"),)
    root = tinyhtml5.parse(data.decode("utf-8", "replace"))
    return (
        *check_names(root, ""),
        *check_headings(root, ""),
        *check_note_references(root, ""),
        *_check_fragments(root),
        *_check_files(root, path),
        *check_page(root, ""),
        *check_pages([root]),
        *_check_lists(root),
        *_check_main(root),
        *_check_fetches(root),
    )


def _check_fragments(root: Element) -> Iterator[Fault]:
    known = set(identifiers(root))
    for element in root.iter():
        target = element.get("href") or ""
        if local(element) == "a" and target.startswith("#") and unquote(target[1:]) not in known:
            yield Fault("link-to-nowhere", f"there is nothing named {target[1:]!r}", text=f'href="{target}"')


def _check_files(root: Element, path: Path) -> Iterator[Fault]:
    """Links to other files lead to files that are there, and to places that are in them."""
    import tinyhtml5

    places: dict[Path, set[str]] = {}
    for element in root.iter():
        target = element.get("href") or ""
        if local(element) != "a" or not target or target.startswith("#") or urlsplit(target).scheme:
            continue
        file, name = path.parent / unquote(target.partition("#")[0]), fragment(target)
        if file.suffix == ".html" and name and file.is_file() and file not in places:
            places[file] = set(identifiers(tinyhtml5.parse(file.read_text(encoding="utf-8"))))
        if not file.exists() or (name and name not in places.get(file, (name,))):
            yield Fault("link-to-nowhere", f"there is nothing at {target!r}", text=f'href="{target}"')


def _check_lists(root: Element) -> Iterator[Fault]:
    """The contents list every heading, and the list of pages every page; both may be on another page of a book."""
    for kind, there in (("contents", headings(root)), ("pages", page_markers(root))):
        lists = list(having(root, "class", kind))
        split = any(element.get("rel") in ("next", "prev") for element in root.iter())
        if lists and not split:
            links = [fragment(link.get("href")) for list_ in lists for link in list_.iter() if local(link) == "a"]
            yield from check_listed(kind, there, links)
        elif not lists and not split and len(there) > 1:
            yield Fault(kind, f"there are {len(there)} to list, and no list")


def _check_main(root: Element) -> Iterator[Fault]:
    mains = sum(local(element) == "main" for element in root.iter())
    if mains != 1:
        yield Fault("main", f"there are {mains} main elements, one is wanted")


def _check_fetches(root: Element) -> Iterator[Fault]:
    for element in root.iter():
        target = element.get(FETCHING.get(local(element), "")) or ""
        if target.startswith(("http:", "https:", "//")):
            yield Fault("fetches", f"<{local(element)}> fetches {target}")
