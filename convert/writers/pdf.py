"""A document as PDF that claims PDF/UA-1 and PDF/A-2a: HTML and print.css through WeasyPrint, with our own tags.

Nothing is fetched from outside: figures come from the folder that the caller names, fonts from the system.
A long document is laid out in parts, several at a time, so that time and memory grow with its pages and no faster.
"""

from __future__ import annotations

from dataclasses import replace

from convert.document import Document, Meta
from convert.writers import Options
from convert.writers.anchors import index
from convert.writers.pdf_layout import complaints, lay_out, number, paint, patient_collector, refuse
from convert.writers.pdf_page import html_page, stylesheets
from convert.writers.pdf_parts import Part, divide, pieces


def write(document: Document, options: Options) -> bytes:
    """The document as PDF; raises MissingDependency or BadInput where it would be wrong or incomplete."""
    found = index(document)
    meta = replace(document.meta, title=document.meta.title or found.title_text)
    parts = divide(pieces(document, found, options))
    if len(parts) == 1:
        return publish(parts[0].html, meta, options)
    return publish_parts(parts, meta, options)


def publish(body: str, meta: Meta, options: Options) -> bytes:
    """The body of an HTML page, its notes where they are first cited, as PDF."""
    divided = "\u2010" not in body
    with patient_collector(), complaints() as said:
        styles = stylesheets(meta, opening=True, whole=True, divided=divided)
        pages = lay_out(html_page(body, meta, options), styles, meta.language)
        number(pages, first=1)
        written = paint(pages, meta, mend_hyphens=divided)
    refuse(said)
    return written


def publish_parts(parts: tuple[Part, ...], meta: Meta, options: Options) -> bytes:
    """Parts of the body of an HTML page as one PDF."""
    from convert.writers.pdf_merge import merge
    from convert.writers.pdf_workers import Job, print_all

    divided = not any("\u2010" in part.html for part in parts)
    jobs = [
        Job(
            name=f"{place}-",
            html=html_page(part.html, meta, options),
            styles=stylesheets(meta, opening=place == 0, whole=False, divided=divided),
            meta=meta,
            mend_hyphens=divided,
        )
        for place, part in enumerate(parts)
    ]
    return merge(zip(parts, print_all(jobs), strict=True))
