"""HTML becomes laid out pages by WeasyPrint, with nothing lost at their edges; then painted, with our tags.

The margins are set last: a part of a long document learns only after its layout at which page it begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from convert.document import Meta
from convert.errors import BadInput, Internal
from convert.writers.pdf.breaks import better_breaks
from convert.writers.pdf.clusters import cluster_meanings
from convert.writers.pdf.engine import engine, fetcher
from convert.writers.pdf.glyphs import show_codes
from convert.writers.pdf.misfits import long_notes, lost_notes, make_room, off_page, set_at_end, wide_tables
from convert.writers.styles import stylesheet
from convert.writers.words import words_for

ROUNDS = 8  # of layout, to find all notes that no page can hold, and room for wide tables

Element: TypeAlias = Any  # xml.etree.ElementTree.Element
Rendering: TypeAlias = Any  # weasyprint.Document


class Margins(NamedTuple):
    """What WeasyPrint makes the margins of one page from."""

    context: Any
    page_box: Any
    state: Any


class Bookmark(NamedTuple):
    """An entry of the outline: its level from 1, its text, its page from 0, the place there in points."""

    level: int
    label: str
    page: int
    left: float
    top: float


@dataclass(slots=True)
class Pages:
    """Laid out pages without their margins, and the HTML they came from."""

    root: Element
    rendering: Rendering
    margins: list[Margins]
    at_end: tuple[str, ...] = ()  # labels of the notes that the foot of no page could hold

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The headings, in order."""
        return tuple(
            Bookmark(level, label, number, left * 0.75, (sheet.height - top) * 0.75)
            for number, sheet in enumerate(self.rendering.pages)
            for level, label, (left, top), _ in sheet.bookmarks
        )


# ── layout ───────────────────────────────────────────────────────────────────────────────────────────


def lay_out(html: str, styles: tuple[str, ...], language: str, coded: str = "") -> Pages:
    """Lay the page out so that nothing is lost at its edges; `coded` are characters to show by their codes.

    WeasyPrint never breaks a note over two pages, but paints what does not fit beyond the edge, and it forgets
    some notes whose line it breaks anew: such notes are set at the end. Tables that are too wide are set smaller,
    then on pages on their side; what does not fit there, and lists that are too deep, is set tight.
    """
    weasyprint = engine()
    page = weasyprint.HTML(string=html, url_fetcher=fetcher())
    root = page.etree_element
    show_codes(root, coded)
    name_sections(root)
    link_out(root)
    sheets = [weasyprint.CSS(string=css, url_fetcher=page.url_fetcher) for css in styles]
    tight = weasyprint.CSS(string=stylesheet("tight.css"), url_fetcher=page.url_fetcher)
    at_end: list[str] = []
    for _ in range(ROUNDS):
        pages = render(page, sheets)
        if misplaced := [*long_notes(pages.rendering), *lost_notes(root, pages.rendering)]:
            at_end += set_at_end(root, misplaced, words_for(language))
        elif make_room(wide_tables(pages.rendering)):
            continue
        elif off_page(pages.rendering) and tight not in sheets:
            sheets = [*sheets, tight]
        else:
            break
    if forgotten := lost_notes(root, pages.rendering):
        raise Internal(f"the note {' '.join(forgotten[0].itertext())[:60]!r} is not on any page")
    if lost := off_page(pages.rendering):
        raise BadInput(
            f"this text does not fit on the page: {lost[:60]!r}",
            remedy="make the table narrower or the lists less deep, or publish as HTML or EPUB",
        )
    for sheet in pages.rendering.pages:
        sheet.links = [link for link in sheet.links if link[3].link]  # not again for each element in a link
    return replace(pages, at_end=tuple(at_end))


def render(page: Any, sheets: list[Any]) -> Pages:
    """One layout of the page, its margins empty."""
    from weasyprint.urls import FatalURLFetchingError  # type: ignore[import-untyped]

    with better_breaks(), margins_kept() as margins:
        try:
            rendering = page.render(stylesheets=sheets, pdf_variant="pdf/a-2a")
        except FatalURLFetchingError as refused:
            raise BadInput(
                f"the page asks for {str(refused)[:200]!r}, which is outside of it", remedy="take it out"
            ) from None
    return Pages(page.etree_element, rendering, margins)


@contextmanager
def margins_kept() -> Iterator[list[Margins]]:
    """Have WeasyPrint make no margins meanwhile, but keep what it would make them from."""
    from weasyprint import layout  # type: ignore[import-untyped]

    kept: list[Margins] = []

    def keep(*arguments: Any) -> tuple[()]:
        kept.append(Margins(*arguments))
        return ()

    theirs, layout.make_margin_boxes = layout.make_margin_boxes, keep
    try:
        yield kept
    finally:
        layout.make_margin_boxes = theirs


def number(pages: Pages, first: int) -> None:
    """Set the margins, running heads and folios, of pages of which the first has this number."""
    from weasyprint.layout.background import layout_box_backgrounds  # type: ignore[import-untyped]
    from weasyprint.layout.page import make_margin_boxes  # type: ignore[import-untyped]

    for place, (context, page_box, state) in enumerate(pages.margins):
        context.current_page = place + 1
        state[1]["page"] = [first + place]
        made = tuple(make_margin_boxes(context, page_box, state))
        for box in made:
            layout_box_backgrounds(page_box, box, context.get_image_from_uri)
        page_box.children = (*page_box.children, *made)


# ── before the layout ────────────────────────────────────────────────────────────────────────────────


def name_sections(root: Element) -> None:
    """Give each section's heading the name that the foot of the page shows: its text without note marks."""
    for heading in root.iter("h2"):
        heading.set("data-section", " ".join(spoken(heading).split()))


def spoken(element: Element) -> str:
    """The text of an element without note marks, notes, page marks."""
    silent = ("noteref", "footnote", "pagebreak")
    parts = [element.text or ""]
    for child in element:
        if not any(name in silent for name in child.get("class", "").split()):
            parts.append(spoken(child))
        parts.append(child.tail or "")
    return "".join(parts)


ELSEWHERE = "elsewhere:"
"""The scheme of links that lead to another part of the document, until the parts are joined."""


def link_out(root: Element) -> None:
    """Mark the links to what is not in this part of the document."""
    here = {element.get("id") for element in root.iter()}
    for link in root.iter("a"):
        target = link.get("href", "")
        if target.startswith("#") and target[1:] not in here:
            link.set("href", ELSEWHERE + target[1:])


# ── painting ─────────────────────────────────────────────────────────────────────────────────────────


def paint(pages: Pages, meta: Meta, *, part: str = "", mend_hyphens: bool) -> bytes:
    """Write the pages with our tags and claims; `part` sets the ids of this part apart from those of others."""
    from convert.writers.pdf.finish import claim, forbid_interpolation, mend_text_maps, number_pages
    from convert.writers.pdf.tags import tagging

    def finisher(_: Rendering, pdf: Any) -> None:
        claim(pdf, meta)
        number_pages(pdf)
        forbid_interpolation(pdf)
        mend_text_maps(pdf, hyphens=mend_hyphens)

    with tagging(pages.root, part), cluster_meanings():
        written: bytes = pages.rendering.write_pdf(finisher=finisher, pdf_variant="pdf/a-2a")
    return written
