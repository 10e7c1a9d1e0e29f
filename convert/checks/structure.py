"""What the field's checkers cannot see in a page: whether notes lead back, contents are complete, pages in order,
labels their own address, languages told. HTML and the pages of an EPUB are checked alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from urllib.parse import unquote

from convert.checks.markup import HEADINGS, Element, local
from convert.checks.verdict import Fault
from convert.letters import SCRIPTS, script_of

RUN = 4
"""Letters of a foreign script in a row that must have their language told; fewer are a symbol, α or μΩ."""

OF_LANGUAGE = {
    language: {name for name, script in SCRIPTS.items() if language in script.languages.split()}
    for each in SCRIPTS.values()
    for language in each.languages.split()
}
LATIN = frozenset(
    ("ca cs cy da de en es et eu fi fr ga gl hr hu is it la lt lv nb nl nn no pl pt ro sk sl sv sw tr vi").split()  # noqa: SIM905
)
RIGHT_TO_LEFT = ("ARABIC", "HEBREW")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def check_page(root: Element, place: str) -> Iterator[Fault]:
    """What can be told from one page alone."""
    yield from _check_popovers(root, place)
    yield from _check_labels(root, place)
    yield from _check_headers(root, place)
    yield from _check_languages(root, place, "", "ltr")


def check_pages(roots: Sequence[Element]) -> Iterator[Fault]:
    """What concerns all pages of an edition, in reading order."""
    yield from _check_notes(roots)
    yield from _check_page_order(roots)


def having(root: Element, name: str, value: str) -> Iterator[Element]:
    """The elements with this word in this attribute."""
    return (element for element in root.iter() if value in (element.get(name) or "").split())


def text_of(element: Element) -> str:
    """What is written in an element."""
    return "".join(element.itertext())


def fragment(address: str | None) -> str:
    """The name of a place in its page."""
    return unquote((address or "").partition("#")[2])


# ── one page ─────────────────────────────────────────────────────────────────────────────────────────


def _check_popovers(root: Element, place: str) -> Iterator[Fault]:
    """A button that opens a note opens one that is there and says something."""
    there = {element.get("id"): element for element in root.iter() if element.get("popover") is not None}
    for button in (element for element in root.iter() if element.get("popovertarget")):
        target = there.get(button.get("popovertarget"))
        if target is None or not text_of(target).strip():
            yield Fault("popover", f"{button.get('aria-label')!r} opens nothing", place)


def _check_labels(root: Element, place: str) -> Iterator[Fault]:
    """An item with a printed label can be cited, and a label that is a link leads to its own item."""
    shown_again = {id(inner) for each in having(root, "class", "pop") for inner in each.iter()}
    for list_ in having(root, "class", "labelled"):
        for item in list_ if id(list_) not in shown_again else ():
            name = item.get("id")
            own = list(item)[:1]  # the paragraph that the label heads
            links = [link for each in own for link in having(each, "class", "label") if local(link) == "a"]
            if not name and "bullet" not in (item.get("class") or "").split():
                yield Fault("label", "an item with a printed label has no anchor", place, text=text_of(item)[:80])
            elif links and links[0].get("role") != "doc-backlink" and fragment(links[0].get("href")) != name:
                yield Fault(
                    "label", f"the label {text_of(links[0])!r} leads elsewhere", place, text=text_of(item)[:80]
                )


def _check_headers(root: Element, place: str) -> Iterator[Fault]:
    """A heading of a table says whether it is one of a column or of a row (WCAG technique H63)."""
    for header in root.iter():
        if local(header) == "th" and header.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
            yield Fault(
                "header-scope", f"the table heading {text_of(header)!r} has no scope", place, text=text_of(header)
            )


def _check_languages(element: Element, place: str, language: str, way: str) -> Iterator[Fault]:
    """A stretch in another script is marked with its language, and runs its own way (WCAG 2.2, 3.1.2)."""
    if not local(element) or local(element) in ("style", "script"):
        return
    language = element.get("lang") or element.get(_XML_LANG) or language
    way = element.get("dir") or way
    for text in (element.text or "", *((child.tail or "") for child in element)):
        for script, run in _runs(text):
            primary = language.split("-")[0].lower()
            known = primary in LATIN or primary in OF_LANGUAGE
            if known and script not in OF_LANGUAGE.get(primary, ()):
                message = f"{run!r} is {script.title()}, and its language is said to be {language!r}"
                yield Fault("language-of-parts", message, place, text=text.strip()[:80])
            elif script in RIGHT_TO_LEFT and way != "rtl":
                yield Fault("direction", f"{run!r} does not run from right to left", place, text=text.strip()[:80])
    for child in element:
        yield from _check_languages(child, place, language, way)


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """The first run of each script but Latin in a text."""
    if text.isascii():
        return
    seen: set[str] = set()
    script, run = "", ""
    for letter in (*text, " "):
        kind = script_of(letter)
        if kind == script:
            run += letter
            continue
        if script in SCRIPTS and len(run) >= RUN and script not in seen:
            seen.add(script)
            yield script, run
        script, run = kind, letter


# ── all pages ────────────────────────────────────────────────────────────────────────────────────────


def _check_notes(roots: Sequence[Element]) -> Iterator[Fault]:
    """Each reference leads to a note that leads back to it, and each way back to a reference to its own note."""
    marks = {
        mark.get("id"): mark for root in roots for mark in having(root, "role", "doc-noteref") if mark.get("id")
    }
    backs: dict[str, set[str]] = {}
    for root in roots:
        for note in (element for element in root.iter() if (element.get("id") or "").startswith("fn-")):
            ways = {fragment(back.get("href")) for back in having(note, "role", "doc-backlink")}
            backs.setdefault(note.get("id"), set()).update(ways)
    for name, mark in marks.items():
        if name not in backs.get(fragment(mark.get("href")), ()):
            yield Fault("note-back", f"the note of {mark.get('aria-label')!r} does not lead back to {name!r}")
    for note_name, ways in backs.items():
        for way in sorted(ways & marks.keys()):
            if fragment(marks[way].get("href")) != note_name:
                yield Fault("note-back", f"{note_name!r} leads back to {way!r}, which refers to another note")


def _check_page_order(roots: Sequence[Element]) -> Iterator[Fault]:
    """The pages of the source begin one after another; those that begin inside a note are left out."""
    markers = [marker for root in roots for marker in page_markers(root)]
    numbers = [int(name.split("-")[1]) for name in markers if name.split("-")[1].isdigit()]
    for before, after in pairwise(numbers):
        if after <= before:
            yield Fault("page-order", f"page {after} of the source begins after page {before}")


def page_markers(root: Element) -> list[str]:
    """The anchors of the pages that begin in the text."""
    texts = having(root, "class", "text")
    return [str(marker.get("id")) for text in texts for marker in having(text, "role", "doc-pagebreak")]


def headings(root: Element) -> list[str]:
    """The anchors of the headings in the text, without the title."""
    texts = having(root, "class", "text")
    found = (element for text in texts for element in text.iter() if HEADINGS.get(local(element), 1) > 1)
    return [str(heading.get("id")) for heading in found]


def check_listed(kind: str, wanted: Sequence[str], listed: Sequence[str]) -> Iterator[Fault]:
    """A list of contents or pages has all there is, in order."""
    known = set(listed)
    missing = [name for name in wanted if name not in known]
    if missing:
        yield Fault(kind, f"{len(missing)} of {len(wanted)} are not listed, first {missing[0]!r}")
    elif [name for name in listed if name in set(wanted)] != list(wanted):
        yield Fault(kind, "what is listed is not in the order of the text")
