"""Own checks of an HTML page: it parses, its links and note references lead somewhere, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from convert.checks.markup import (
    Element,
    check_headings,
    check_names,
    check_note_references,
    identifiers,
    local,
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
        *_check_main(root),
        *_check_fetches(root),
    )


def _check_fragments(root: Element) -> Iterator[Fault]:
    known = set(identifiers(root))
    for element in root.iter():
        target = element.get("href") or ""
        if local(element) == "a" and target.startswith("#") and unquote(target[1:]) not in known:
            yield Fault("link-to-nowhere", f"there is nothing named {target[1:]!r}", text=f'href="{target}"')


def _check_main(root: Element) -> Iterator[Fault]:
    mains = sum(local(element) == "main" for element in root.iter())
    if mains != 1:
        yield Fault("main", f"there are {mains} main elements, one is wanted")


def _check_fetches(root: Element) -> Iterator[Fault]:
    for element in root.iter():
        target = element.get(FETCHING.get(local(element), "")) or ""
        if target.startswith(("http:", "https:", "//")):
            yield Fault("fetches", f"<{local(element)}> fetches {target}")
