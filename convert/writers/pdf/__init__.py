"""A document as PDF that claims PDF/UA-1 and PDF/A-2a: HTML and print.css through WeasyPrint, with our own tags.

Nothing is fetched from outside: figures come from the folder that the caller names, fonts from the system.
A long document is laid out in parts, several at a time, so that time and memory grow with its pages and no faster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from convert.document import Document, Meta
from convert.writers import Options
from convert.writers.anchors import index
from convert.writers.language import spoken
from convert.writers.pdf.engine import complaints, patient_collector, refuse
from convert.writers.pdf.glyphs import code, in_codes, lacking
from convert.writers.pdf.layout import lay_out, number, paint
from convert.writers.pdf.page import html_page, stylesheets
from convert.writers.pdf.parts import Part, divide, pieces
from convert.writers.words import words_for

TOLD = 10  # characters without a glyph, or notes at the end, that are named


def write(document: Document, options: Options) -> bytes:
    """The document as PDF; raises MissingDependency or BadInput where it would be wrong or incomplete."""
    document = spoken(document)
    found = index(document)
    meta = replace(document.meta, title=document.meta.title or found.title_text)
    parts = divide(pieces(document, found, options))
    if len(parts) == 1:
        return publish(parts[0].html, meta, options)
    return publish_parts(parts, meta, options)


def publish(body: str, meta: Meta, options: Options) -> bytes:
    """The body of an HTML page, its notes where they are first cited, as PDF."""
    divided = "\u2010" not in body
    coded = without_glyph(body, meta, options)
    with patient_collector(), complaints() as said:
        styles = stylesheets(shown(meta, coded), opening=True, whole=True, divided=divided, coded=coded)
        pages = lay_out(html_page(body, meta, options), styles, meta.language, coded)
        number(pages, first=1)
        written = paint(pages, meta, mend_hyphens=divided)
    refuse(said)
    tell_of_notes(pages.at_end, options)
    return written


def publish_parts(parts: tuple[Part, ...], meta: Meta, options: Options) -> bytes:
    """Parts of the body of an HTML page as one PDF."""
    from convert.writers.pdf.merge import merge
    from convert.writers.pdf.workers import Job, print_all

    divided = not any("\u2010" in part.html for part in parts)
    coded = without_glyph("".join(part.html for part in parts), meta, options)
    jobs = [
        Job(
            name=f"{place}-",
            html=html_page(part.html, meta, options),
            styles=stylesheets(shown(meta, coded), opening=place == 0, whole=False, divided=divided, coded=coded),
            meta=meta,
            mend_hyphens=divided,
            coded=coded,
        )
        for place, part in enumerate(parts)
    ]
    printed = print_all(jobs)
    tell_of_notes([label for part in printed for label in part.at_end], options)
    return merge(zip(parts, printed, strict=True))


def tell_of_notes(labels: Sequence[str], options: Options) -> None:
    """Say which notes do not stand where a reader looks for them."""
    if labels:
        named = ", ".join(labels[:TOLD]) + (f" and {len(labels) - TOLD} more" if len(labels) > TOLD else "")
        what = "notes do" if len(labels) > 1 else "note does"
        options.tell(f"the PDF has {named} at its end, under a heading: the {what} not fit at the foot of a page")


def without_glyph(body: str, meta: Meta, options: Options) -> str:
    """The characters of the document that no installed font has; it is told which."""
    text = unescape(body) + meta.title + meta.identifier
    found = lacking(text + words_for(meta.language).folio)
    if shown_as_codes := [character for character in found if character in text]:
        named = ", ".join(f"{character} {code(character)}" for character in shown_as_codes[:TOLD])
        more = f" and {len(shown_as_codes) - TOLD} more" if len(shown_as_codes) > TOLD else ""
        options.tell(
            f"no installed font has {named}{more}: the PDF shows the codes; install a font that has them, "
            "for example: apt install fonts-noto-core fonts-noto-cjk"
        )
    return found


def shown(meta: Meta, coded: str) -> Meta:
    """The facts as running heads can show them."""
    return replace(meta, title=in_codes(meta.title, coded), identifier=in_codes(meta.identifier, coded))
