"""A document as one accessible HTML page that needs no script and no other file (WCAG 2.2 AA).

The page is XHTML in form and HTML in use. `body` renders what EPUB and PDF share with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from convert.document import Document, Meta
from convert.writers import Options
from convert.writers.anchors import Counts, Entry, Index, Section, counts, index
from convert.writers.markup import Markup, Notes, inert
from convert.writers.pictures import data_address
from convert.writers.styles import stylesheet
from convert.writers.words import Words, counted, is_date, long_date, words_for
from convert.writers.xml import escape, language_tag, web_address

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{hash}'; img-src data:; \
base-uri 'none'; form-action 'none'"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
{meta}<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#text"{ours}>{skip}</a>
<main>
{body}</main>
</body>
</html>
"""

FACTS = ("identifier", "date", "creator", "publisher", "source", "subject", "description", "rights")
"""The facts of the title block, in the order of a title page."""


def write(document: Document, options: Options) -> bytes:
    """The document as one HTML page."""
    words = words_for(document.meta.language)
    found = index(document)
    style = stylesheet("tokens.css", "screen.css")
    return PAGE.format(
        language=page_language(document.meta, words),
        hash=style_hash(style),
        meta=_meta(document.meta),
        title=escape(found.title_text or words.untitled),
        style=style,
        ours=markup_of(document, found, "end", options).ours,
        skip=words.skip,
        body=body(document, options=options, found=found),
    ).encode()


def body(
    document: Document,
    notes: Notes = "end",
    options: Options | None = None,
    contents: bool = True,
    about: bool = True,
    found: Index | None = None,
) -> str:
    """All that stands in <main>: title block, contents, text, notes, and what is to be said of the edition."""
    found = found or index(document)
    markup = markup_of(document, found, notes, options or Options())
    blocks = document.children[1:] if found.title else document.children
    parts = [
        title_block(document, markup),
        contents_list(markup) if contents else "",
        f'<div id="text" class="text" tabindex="-1">\n{markup.blocks(blocks)}</div>\n',
        notes_section(markup, tuple(entry for entry in found.entries if notes != "foot" or not entry.cited)),
        about_section(document, markup) if about else "",
    ]
    return "".join(parts)


def markup_of(document: Document, found: Index, notes: Notes, options: Options) -> Markup:
    """What renders the nodes of this document."""
    words = words_for(document.meta.language)
    return Markup(
        found,
        words,
        page_language(document.meta, words),
        notes,
        picture=partial(data_address, resources=options.resources),
    )


def page_language(meta: Meta, words: Words) -> str:
    """The language of the document; where it is not told, that of the words around it."""
    return language_tag(meta.language) or words.language


# ── parts of the page ────────────────────────────────────────────────────────────────────────────────


def title_block(document: Document, markup: Markup) -> str:
    """The title, as the one h1, and the facts about the document."""
    title = markup.index.title
    words = markup.words
    if title:
        heading = markup.heading(title)
    elif markup.index.title_text:
        heading = f"<h1>{escape(markup.index.title_text)}</h1>"
    else:
        heading = f"<h1{markup.ours}>{words.untitled}</h1>"
    return f'<header class="edition">\n{heading}\n{facts(document.meta, markup)}</header>\n'


def facts(meta: Meta, markup: Markup) -> str:
    """What is known of the document, name by name."""
    rows = "".join(
        f"<div><dt{markup.ours}>{getattr(markup.words, name)}</dt><dd>{_fact(name, value, markup)}</dd></div>\n"
        for name in FACTS
        if (value := getattr(meta, name).strip())
    )
    return f'<dl class="facts">\n{rows}</dl>\n' if rows else ""


def _fact(name: str, value: str, markup: Markup) -> str:
    if name == "date" and is_date(value):
        return f'<time datetime="{value}"{markup.ours}>{long_date(value, markup.words)}</time>'
    address = web_address(value) if name in ("source", "identifier", "rights") and " " not in value else None
    return f'<a href="{escape(address)}">{escape(value)}</a>' if address else escape(value)


def contents_list(markup: Markup) -> str:
    """The headings as nested links, and the pages of the source; nothing where there is nothing to choose."""
    found, words = markup.index, markup.words
    parts = []
    if len(found.outline) > 1:
        items = outline_list(found.outline, lambda section: f"#{section.anchor}")
        parts.append(
            f'<nav class="contents" aria-labelledby="contents">\n'
            f'<h2 id="contents"{markup.ours}>{words.contents}</h2>\n{items}</nav>\n'
        )
    if len(found.pages) > 1:
        links = "".join(
            f'<li><a href="#{page.anchor}" aria-label="{escape(words.page.format(label=page.label))}"{markup.ours}'
            f">{escape(page.label)}</a></li>\n"
            for page in found.pages
        )
        parts.append(
            f'<nav class="pages" aria-labelledby="pages"><h2 id="pages"{markup.ours}>{words.pages}</h2>\n'
            f'<ul role="list">\n{links}</ul></nav>\n'
        )
    return "".join(parts)


def outline_list(sections: Sequence[Section], address: Callable[[Section], str]) -> str:
    """The outline as nested ordered lists of links."""
    parts: list[str] = []
    open_: list[int] = []
    for section in sections:
        while len(open_) > 1 and open_[-1] > section.level:
            parts.append("</li></ol>")
            open_.pop()
        if not open_ or section.level > open_[-1]:
            parts.append("<ol>\n")
            open_.append(section.level)
        else:
            parts.append("</li>\n")
        parts.append(f'<li><a href="{escape(address(section))}">{inert(section.heading.children)}</a>')
    return "".join(parts) + "</li></ol>" * len(open_) + "\n"


def notes_section(markup: Markup, entries: Sequence[Entry]) -> str:
    """The notes at the end."""
    if not entries:
        return ""
    return (
        f'<section class="notes" role="doc-endnotes" aria-labelledby="notes">\n'
        f'<h2 id="notes"{markup.ours}>{markup.words.notes}</h2>\n{markup.endnotes(entries)}\n</section>\n'
    )


def about_section(document: Document, markup: Markup) -> str:
    """Who republished this, and what could not be decided: facts of this document only."""
    sentences = about(document, markup.index, markup.words)
    return (
        f'<section class="about" role="doc-colophon" aria-labelledby="about"{markup.ours}>\n'
        f'<h2 id="about">{markup.words.about}</h2>\n<p>{escape(" ".join(sentences))}</p>\n</section>\n'
    )


def about(document: Document, found: Index, words: Words) -> Iterable[str]:
    """The sentences that own up to what is uncertain or missing."""
    yield words.made_by
    if found.pages:
        yield words.source_pages
    told = counts(document, found)
    yield from counted_sentences(told, words)
    if told.uncertain:
        yield words.question_mark


def counted_sentences(told: Counts, words: Words) -> Iterable[str]:
    """A sentence for each kind of thing that is uncertain or missing."""
    forms = (
        words.uncertain,
        words.missing_count,
        words.absent_count,
        words.orphan_count,
        words.no_alt_count,
    )
    for form, n in zip(forms, told, strict=True):
        if n:
            yield counted(form, n)


def _meta(meta: Meta) -> str:
    named = {
        "generator": "reissue",
        "author": meta.creator,
        "description": meta.description,
        "dcterms.identifier": meta.identifier,
        "dcterms.date": meta.date,
    }
    return "".join(
        f'<meta name="{name}" content="{escape(value)}"/>\n' for name, value in named.items() if value.strip()
    )


def style_hash(style: str) -> str:
    """The stylesheet's name in the Content-Security-Policy (https://www.w3.org/TR/CSP3/#match-element-to-source-list)."""
    from base64 import b64encode
    from hashlib import sha256

    return "sha256-" + b64encode(sha256(style.encode()).digest()).decode()
