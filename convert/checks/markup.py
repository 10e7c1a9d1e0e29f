"""Own checks that HTML and the XHTML of an EPUB share: names, links, notes, headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeAlias

from convert.checks.verdict import Fault

Element: TypeAlias = Any  # xml.etree.ElementTree.Element, or lxml's
HEADINGS = {f"h{level}": level for level in range(1, 7)}


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def identifiers(root: Element) -> list[str]:
    """Every id in the tree, in order."""
    return [element.get("id") for element in root.iter() if element.get("id")]


def check_names(root: Element, place: str) -> Iterator[Fault]:
    """No id twice, a language, a title."""
    for name, times in Counter(identifiers(root)).items():
        if times > 1:
            yield Fault("id-twice", f"id {name!r} stands {times} times", place)
    if not (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")):
        yield Fault("no-language", "the root element has no lang", place)
    titles = [element for element in root.iter() if local(element) == "title"]
    if not titles or not "".join(titles[0].itertext()).strip():
        yield Fault("no-title", "there is no title", place)


def check_headings(root: Element, place: str) -> Iterator[Fault]:
    """No heading may be more than one level below the one before it (WCAG technique G141)."""
    levels = [HEADINGS[local(element)] for element in root.iter() if local(element) in HEADINGS]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield Fault("heading-skipped", f"h{below} follows h{above}", place)


def note_references(root: Element) -> Iterator[Element]:
    """The links whose role is a reference to a note."""
    for element in root.iter():
        if local(element) == "a" and "doc-noteref" in (element.get("role") or "").split():
            yield element


def check_note_references(root: Element, place: str) -> Iterator[Fault]:
    """A reference that leads nowhere is no reference."""
    for element in note_references(root):
        if "#" not in (element.get("href") or ""):
            yield Fault("noteref-without-target", f"note reference {''.join(element.itertext())!r}", place)
