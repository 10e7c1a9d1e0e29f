"""A document as PDF that claims PDF/UA-1 and PDF/A-2a: HTML and print.css through WeasyPrint, with our own tags.

Nothing is fetched from outside: figures come from the folder that the caller names, fonts from the system.
"""

from __future__ import annotations

import gc
import logging
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeAlias

from convert.document import Document, Meta
from convert.errors import BadInput, MissingDependency
from convert.writers import Options
from convert.writers.anchors import index
from convert.writers.styles import stylesheet
from convert.writers.words import is_date, words_for
from convert.writers.xml import escape, language_tag

COLLECTOR = (50_000, 20, 1_000)
"""Garbage collection thresholds during a render: its many boxes live to its end (11 % faster on 231 pages)."""

ROUNDS = 6  # of layout, to find all notes that no page can hold

HYPHEN_FONTS = ("Liberation", "DejaVu")  # whose U+2010 is a glyph of its own, used for nothing but line ends

PDFUA = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The claim of PDF/UA-1, and the schema without which PDF/A-2 may not hold it (ISO 19005-2, 6.6.2.3)."""

DUBLIN_CORE = """<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/">{}</rdf:Description>
"""

FOLIO = {"en": ("Page ", " of "), "fr": ("Page ", " sur "), "es": ("Página ", " de ")}
"""What stands before the number of a page, and between it and the number of pages."""

HEAD_LENGTH = 90  # characters of the title that fit into a running head

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title>{metas}</head>
<body>{body}</body>
</html>
"""

Element: TypeAlias = Any  # xml.etree.ElementTree.Element
Rendering: TypeAlias = Any  # weasyprint.Document
PDF: TypeAlias = Any  # pydyf.PDF


def write(document: Document, options: Options) -> bytes:
    """The document as PDF; raises MissingDependency or BadInput where it would be wrong or incomplete."""
    from convert.writers import html

    found = index(document)
    body = html.body(document, notes="foot", options=options, contents=False, found=found)
    return publish(body, replace(document.meta, title=document.meta.title or found.title_text), options)


def publish(body: str, meta: Meta, options: Options) -> bytes:
    """The body of an HTML page, its notes where they are first cited, as PDF."""
    weasyprint = engine()
    words = words_for(meta.language)
    page = weasyprint.HTML(
        string=html_page(body, meta, options),
        url_fetcher=fetcher(),
    )
    *styles, tight = (weasyprint.CSS(string=css, url_fetcher=page.url_fetcher) for css in stylesheets(body, meta))
    with patient_collector(), complaints() as said:
        rendering = paginate(page, styles, tight, words.notes)
        written = finish(page.etree_element, rendering, meta, body)
    refuse(said)
    return written


def engine() -> Any:
    """WeasyPrint; raises MissingDependency with what to install."""
    try:
        import weasyprint  # type: ignore[import-untyped]

        from convert.writers.pdf_tags import check_contract
    except ImportError as error:
        raise MissingDependency(
            f"WeasyPrint cannot be used: {error}", remedy="pip install 'weasyprint==70.*'"
        ) from error
    except OSError as error:  # a shared library that it opens
        raise MissingDependency(
            f"WeasyPrint does not find Pango: {error}",
            remedy="apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from error
    check_contract()
    return weasyprint


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────


def html_page(body: str, meta: Meta, options: Options) -> str:
    """A whole HTML page around the body, its head holding what goes into the PDF's information."""
    facts = {
        "author": meta.creator,
        "description": meta.description,
        "keywords": meta.subject,
        "generator": "reissue",
    }
    if options.source_date_epoch is not None:
        facts["dcterms.modified"] = datetime.fromtimestamp(options.source_date_epoch, UTC).strftime(
            "%Y-%m-%dT%H:%M:%SZ"
        )
    metas = "".join(f'<meta name="{name}" content="{escape(fact)}">' for name, fact in facts.items() if fact)
    title = meta.title or words_for(meta.language).untitled
    language = language_tag(meta.language) or words_for(meta.language).language
    return PAGE.format(language=escape(language), title=escape(title), metas=metas, body=body)


def stylesheets(body: str, meta: Meta) -> list[str]:
    """The tokens with the page layout, what depends on this document, and last what is for a page too narrow."""
    before, between = FOLIO.get(words_for(meta.language).language, FOLIO["en"])
    title, identifier = (
        textwrap.shorten(text, HEAD_LENGTH, placeholder=" …") for text in (meta.title, meta.identifier)
    )
    return [
        stylesheet("tokens.css", "print.css"),
        f"""@page {{
            @bottom-right {{ content: {css_string(before)} counter(page) {css_string(between)} counter(pages) }}
        }}
        @page {{ @top-left {{ content: {css_string(title)} }} @top-right {{ content: {css_string(identifier)} }} }}
        @page :first {{ @top-left {{ content: none }} @top-right {{ content: none }} }}""",
        "" if "\u2010" not in body else "* { hyphens: manual !important }",  # see mend_text_maps
        stylesheet("tight.css"),
    ]


def css_string(text: str) -> str:
    """A CSS string; each character that is not plain is escaped (https://www.w3.org/TR/css-syntax-3/#escaping)."""
    plain = "".join(
        character if character.isalnum() or character == " " else f"\\{ord(character):x} " for character in text
    )
    return f'"{plain}"'


def fetcher() -> Any:
    """What WeasyPrint may read: data within the page, where the figures are; no file and no network."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped]

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("data",), allow_redirects=False)


# ── layout ───────────────────────────────────────────────────────────────────────────────────────────


def paginate(page: Any, styles: list[Any], tight: Any, heading: str) -> Rendering:
    """Lay the page out so that nothing is lost at its edges.

    WeasyPrint never breaks a note over two pages, but paints what does not fit beyond the edge: such notes are set
    at the end. Tables that are too wide, and lists that are too deep, are set tight.
    """
    for _ in range(ROUNDS):
        rendering = render(page, styles)
        if long := long_notes(rendering):
            set_at_end(page.etree_element, long, heading)
        elif off_page(rendering) and tight not in styles:
            styles = [*styles, tight]
        else:
            break
    if lost := off_page(rendering):
        raise BadInput(
            f"this text does not fit on the page: {lost[:60]!r}",
            remedy="make the table narrower or the lists less deep, or publish as HTML or EPUB",
        )
    for sheet in rendering.pages:
        sheet.links = [link for link in sheet.links if link[3].link]  # not again for each element in a link
    return rendering


def render(page: Any, styles: list[Any]) -> Rendering:
    """One layout of the page."""
    from weasyprint.urls import FatalURLFetchingError

    try:
        return page.render(stylesheets=styles, pdf_variant="pdf/a-2a")
    except FatalURLFetchingError as refused:
        raise BadInput(
            f"the page asks for {str(refused)[:200]!r}, which is outside of it", remedy="take it out"
        ) from None


def long_notes(rendering: Rendering) -> list[Element]:
    """The notes that reach out of the text area of their page, above or below."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox  # type: ignore[import-untyped]

    found = []
    for sheet in rendering.pages:
        page = sheet._page_box
        top, bottom = page.content_box_y() - 1, page.content_box_y() + page.height + 1  # with a pixel for rounding
        notes = [note for area in page.children if isinstance(area, FootnoteAreaBox) for note in area.children]
        for note in notes:
            above, below = note.border_box_y(), note.border_box_y() + note.border_height()
            found += [note.element] if above < top or below > bottom else []
    return found


def set_at_end(root: Element, notes: list[Element], heading: str) -> None:
    """Move these notes from where they are cited to a section at the end, under a heading."""
    body = root.find("body")
    section = body.find("section[@class='long-notes']")
    if section is None:
        section = body.makeelement("section", {"class": "long-notes"})
        title = body.makeelement("h2", {})
        title.text = heading
        section.append(title)
        body.append(section)
    parents = {child: parent for parent in root.iter() for child in parent}
    for note in dict.fromkeys(notes):
        take_out(parents[note], note)
        section.append(note)


def take_out(parent: Element, child: Element) -> None:
    """Remove a child; the text after it stays."""
    place = list(parent).index(child)
    text, child.tail = child.tail or "", None
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(child)


def off_page(rendering: Rendering) -> str:
    """A text that lies, wholly or in part, off its sheet, "" if there is none."""
    for sheet in rendering.pages:
        for box in sheet._page_box.descendants():
            text: str = getattr(box, "text", "")
            if text.strip() and not (
                box.position_x >= 0 <= box.position_y
                and box.position_x + box.width <= sheet.width
                and box.position_y + box.height <= sheet.height
            ):
                return text
    return ""


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────


def finish(root: Element, rendering: Rendering, meta: Meta, body: str) -> bytes:
    """Write the pages with our tags and claims."""
    from convert.writers.pdf_tags import tagging

    def finisher(_: Rendering, pdf: PDF) -> None:
        claim(pdf, meta)
        number_pages(pdf)
        forbid_interpolation(pdf)
        mend_text_maps(pdf, hyphens="\u2010" not in body)

    with tagging(root):
        written: bytes = rendering.write_pdf(finisher=finisher, pdf_variant="pdf/a-2a")
    return written


def referenced(pdf: PDF, reference: bytes) -> Any:
    """The object that a reference, "12 0 R", leads to."""
    return pdf.objects[int(reference.split()[0])]


def claim(pdf: PDF, meta: Meta) -> None:
    """Add to the XMP metadata the claim of PDF/UA-1 and the facts that WeasyPrint leaves out.

    All in its one rdf:RDF, for PDF/A allows no second (ISO 16684-1, 7.4).
    """
    stream = referenced(pdf, pdf.catalog["Metadata"]).stream
    before, end, after = b"\n".join(stream).rpartition(b"</rdf:RDF>")
    stream[:] = [before + (PDFUA + dublin_core(meta)).encode() + end + after]


def dublin_core(meta: Meta) -> str:
    """The facts about the document that have a place of their own in XMP (ISO 16684-1, 8.3)."""
    shapes = {
        "identifier": ("{}", meta.identifier),
        "source": ("{}", meta.source),
        "language": ("<rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag>", language_tag(meta.language) or ""),
        "publisher": ("<rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag>", meta.publisher),
        "date": ("<rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq>", meta.date if is_date(meta.date) else ""),
        "rights": ('<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>', meta.rights),
    }
    facts = (
        f"<dc:{name}>{shape.format(escape(fact))}</dc:{name}>" for name, (shape, fact) in shapes.items() if fact
    )
    return DUBLIN_CORE.format("\n".join(facts))


def number_pages(pdf: PDF) -> None:
    """Give the pages the labels that are printed on them: 1, 2, 3."""
    from pydyf import Array, Dictionary  # type: ignore[import-untyped]

    pdf.catalog["PageLabels"] = Dictionary({"Nums": Array([0, Dictionary({"S": "/D"})])})


def forbid_interpolation(pdf: PDF) -> None:
    """Switch off the smoothing of images, which PDF/A forbids (ISO 19005-2, 6.2.8)."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Subtype") == "/Image":
            item.extra["Interpolate"] = "false"


def mend_text_maps(pdf: PDF, *, hyphens: bool) -> None:
    """Correct what the glyphs are said to mean in the fonts' ToUnicode maps.

    Hyphens at line ends are soft hyphens, so that the words come out whole (ISO 14289-1, 7.2). The one glyph of
    space and no-break space is a space, whichever came first.
    """
    for font in pdf.objects:
        if isinstance(font, dict) and "ToUnicode" in font:
            joined = hyphens and any(name in str(font["BaseFont"]) for name in HYPHEN_FONTS)
            table = referenced(pdf, font["ToUnicode"]).stream
            for place, line in enumerate(table):
                mended = line.replace(b"> <00a0>", b"> <0020>")
                table[place] = mended.replace(b"> <2010>", b"> <00ad>") if joined else mended


# ── around the work ──────────────────────────────────────────────────────────────────────────────────


@contextmanager
def patient_collector() -> Iterator[None]:
    """Collect garbage less often meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTOR)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def complaints() -> Iterator[list[str]]:
    """What WeasyPrint complains about meanwhile, kept from the screen."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before, logger.handlers = logger.handlers, [handler]
    propagate, logger.propagate = logger.propagate, False
    try:
        yield said
    finally:
        logger.handlers, logger.propagate = before, propagate


def refuse(said: list[str]) -> None:
    """Raise an error for complaints that mean that a reader would miss something."""
    for message in said:
        if message.startswith(".notdef glyph"):
            raise MissingDependency(
                f"no installed font has a glyph for {message.rpartition(': ')[2]}",
                remedy="install a font that has it, for example: apt install fonts-noto-core fonts-noto-cjk",
            )
        if message.startswith(("Failed to load image", "Relative URI reference")):
            raise BadInput(message, remedy="mend the picture, or take it out")
