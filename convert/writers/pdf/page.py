"""The HTML page that becomes a PDF, and the styles that depend on the document."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, datetime

from convert.document import Meta
from convert.writers import Options
from convert.writers.styles import stylesheet
from convert.writers.words import words_for
from convert.writers.xml import direction, escape, language_tag

HEAD_LENGTH = 90  # characters of the title that fit into a running head

PAGE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><title>{title}</title>{metas}</head>
<body>{body}</body>
</html>
"""


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
    return PAGE.format(
        language=escape(language), direction=direction(language), title=escape(title), metas=metas, body=body
    )


def stylesheets(meta: Meta, *, opening: bool, whole: bool, divided: bool, coded: str = "") -> tuple[str, ...]:
    """The tokens with the page layout, and what depends on this document.

    `opening`: it begins with the title, so its first page has no running head; `whole`: its pages are all pages
    there are, so their number can be told; `divided`: words may be divided at line ends; `coded`: characters that
    no font has.
    """
    title, identifier = (
        textwrap.shorten(text, HEAD_LENGTH, placeholder=" …") for text in (meta.title, meta.identifier)
    )
    bare = " ".join(f"@{box} {{ content: none }}" for box in ("top-left", "top-right", "bottom-left"))
    return (
        stylesheet("tokens.css", "print.css"),
        f"""@page {{ @bottom-right {{ content: {css_folio(meta.language, coded, whole=whole)} }} }}
        @page {{ @top-left {{ content: {css_string(title)} }} @top-right {{ content: {css_string(identifier)} }} }}
        {f"@page :first {{ {bare} }}" if opening else ""}""",
        "" if divided else "* { hyphens: manual !important }",  # see finish.mend_text_maps
    )


def css_folio(language: str, coded: str, *, whole: bool) -> str:
    """The number of a page, and of all pages if they are known, as a style counts them; in English where no font
    has the letters."""
    words = words_for(language)
    if set(coded) & set(words.folio):
        words = words_for("en")
    text = words.folio if whole else words.page.format(label="{page}")
    pieces = re.split(r"\{(\w+)\}", text)
    counted = (f"counter({piece})" if number % 2 else css_string(piece) for number, piece in enumerate(pieces))
    return " ".join(piece for piece in counted if piece != '""')


def css_string(text: str) -> str:
    """A CSS string; each character that is not plain is escaped (https://www.w3.org/TR/css-syntax-3/#escaping)."""
    plain = "".join(
        character if character.isalnum() or character == " " else f"\\{ord(character):x} " for character in text
    )
    return f'"{plain}"'
