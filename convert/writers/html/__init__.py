"""A document as one accessible HTML page that needs no script and no other file (WCAG 2.2 AA).

The page is XHTML in form and HTML in use. `body` renders what EPUB and PDF share with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from convert.document import Document, Meta
from convert.writers import Options
from convert.writers.accessibility import accessibility, counted_sentences
from convert.writers.anchors import Entry, Index, Section, counts, index
from convert.writers.html.frame import framed
from convert.writers.html.metadata import metadata
from convert.writers.language import spoken
from convert.writers.markup import Markup, Notes, inert
from convert.writers.pictures import data_address, find
from convert.writers.styles import stylesheet
from convert.writers.words import Words, is_date, long_date, words_for
from convert.writers.xml import escape, language_tag, web_address

FACTS = ("identifier", "date", "creator", "publisher", "source", "subject", "description", "rights")
"""The facts of the title block, in the order of a title page."""

MANY = 30
"""Entries from which a list of contents or pages is closed until it is wanted: more than a screen of them."""

LARGE = 2_000
"""Places that can be linked to from which a text is large: about 250 pages. With 1,200 pages Chromium spends 1.4 s
instead of 3.8 until the page is there, and 0.8 instead of 3.3 when its width changes."""


def write(document: Document, options: Options) -> bytes:
    """The document as one HTML page."""
    document = spoken(document)
    words = words_for(document.meta.language)
    found = index(document)
    markup = markup_of(document, found, "end", options)
    inside = _body(document, markup)
    return framed(
        inside,
        title=found.title_text or words.untitled,
        language=page_language(document.meta, words),
        style=stylesheet("tokens.css", "screen.css"),
        skip=words.skip,
        ours=markup.ours,
        metadata=head_metadata(document, found, words, options),
        after=markup.popovers(found.entries),
    )


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
    return _body(document, markup_of(document, found, notes, options or Options()), contents, about)


def _body(document: Document, markup: Markup, contents: bool = True, about: bool = True) -> str:
    found = markup.index
    blocks = document.children[1:] if found.title else document.children
    parts = [
        title_block(document, markup),
        contents_list(markup) if contents else "",
        f'<div id="text" class="{text_classes(found)}" tabindex="-1">\n{markup.blocks(blocks)}</div>\n',
        notes_section(markup, at_end(markup)),
        about_section(document, markup) if about else "",
    ]
    return "".join(parts)


def text_classes(found: Index) -> str:
    """The classes of the text; of a large one a browser lays out only what is near the screen."""
    return "text large" if len(found.stream) > LARGE else "text"


def markup_of(document: Document, found: Index, notes: Notes, options: Options) -> Markup:
    """What renders the nodes of this document, its pictures inside the page."""
    words = words_for(document.meta.language)
    return Markup(
        found,
        words,
        page_language(document.meta, words),
        notes,
        picture=partial(data_address, resources=options.resources),
    )


def head_metadata(document: Document, found: Index, words: Words, options: Options) -> str:
    """The facts about the document, and what is true of its accessibility, for the head of a page."""
    said = accessibility(document, found, words, partial(find, resources=options.resources))
    language = page_language(document.meta, words)
    return metadata(document.meta, found.title_text or words.untitled, language, said)


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


def contents_list(markup: Markup, *, split: bool = False) -> str:
    """The headings as nested links, and the pages of the source; nothing where there is nothing to choose. On the
    first of many pages the contents stand open, and list no notes, for these are with their chapters."""
    found, words = markup.index, markup.words
    parts = []
    if len(found.outline) > 1:
        items = outline_list(found.outline, lambda section: markup.link_to(section.anchor))
        ends = [("notes", words.notes)] * (not split and bool(at_end(markup))) + [("about", words.about)]
        more = "".join(f'<li><a href="#{anchor}"{markup.ours}>{name}</a></li>\n' for anchor, name in ends)
        inside = f"{items.rstrip().removesuffix('</ol>')}{more}</ol>\n"
        parts.append(folded("contents", words.contents, inside, split or len(found.outline) <= MANY, markup.ours))
    if len(found.pages) > 1:
        links = "".join(
            f'<li><a href="{escape(markup.link_to(page.anchor))}"'
            f' aria-label="{escape(words.page.format(label=page.label))}"{markup.ours}>'
            f"{escape(page.label)}</a></li>\n"
            for page in found.pages
        )
        inside = f'<ul role="list">\n{links}</ul>\n'
        parts.append(folded("pages", words.pages, inside, len(found.pages) <= MANY, markup.ours))
    return "".join(parts)


def folded(name: str, heading: str, inside: str, opened: bool, ours: str) -> str:
    """A list of links that opens and closes without a script."""
    open_ = ' open="open"' if opened else ""
    return (
        f'<nav class="{name}" aria-labelledby="{name}"><details{open_}>\n'
        f'<summary><h2 id="{name}"{ours}>{heading}</h2></summary>\n{inside}</details></nav>\n'
    )


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


def at_end(markup: Markup) -> tuple[Entry, ...]:
    """The notes that stand at the end: all, or those that no foot of a page has because no text cites them."""
    return tuple(entry for entry in markup.index.entries if markup.notes != "foot" or not entry.cited)


def notes_section(markup: Markup, entries: Sequence[Entry]) -> str:
    """The notes at the end."""
    if not entries:
        return ""
    return (
        f'<section class="notes" role="doc-endnotes" aria-labelledby="notes">\n'
        f"{notes_heading(markup)}\n{markup.endnotes(entries)}\n</section>\n"
    )


def notes_heading(markup: Markup) -> str:
    """What stands above the notes."""
    return f'<h2 id="notes"{markup.ours}>{markup.words.notes}</h2>'


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
