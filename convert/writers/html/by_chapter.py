"""A long document as several HTML pages: the first with title, contents and opening, then a page a chapter.

Every anchor is the same as on the one page, and every link leads to the page where its anchor is.
"""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from convert.document import Document, plain
from convert.writers import Options
from convert.writers.anchors import index
from convert.writers.chapters import Chapter, Places, chapters, places
from convert.writers.html import (
    about_section,
    contents_list,
    head_metadata,
    markup_of,
    notes_section,
    page_language,
    title_block,
)
from convert.writers.html.frame import framed
from convert.writers.language import spoken
from convert.writers.markup import Markup
from convert.writers.styles import stylesheet
from convert.writers.words import words_for
from convert.writers.xml import escape


def write_chapters(document: Document, options: Options, name: str) -> dict[str, bytes]:
    """The pages by the suffix of their file, ".html" for the first, then "-2.html"; `name` is what they all begin
    with, since they link to each other."""
    document = spoken(document)
    words, found = words_for(document.meta.language), index(document)
    cut = chapters(document, found)
    suffixes = [".html", *(f"-{number}.html" for number in range(2, len(cut) + 1))]
    where = places(cut, tuple(quote(name + suffix) for suffix in suffixes))
    markup = markup_of(document, found, "end", options)
    title = found.title_text or words.untitled
    style = stylesheet("tokens.css", "screen.css")
    metadata = head_metadata(document, found, words, options)
    pages = {}
    for number, (suffix, chapter) in enumerate(zip(suffixes, cut, strict=True)):
        markup.link_to = partial(where.address, here=number)
        heading = plain(chapter.section.heading) if number and chapter.section else ""
        body = _page(document, markup, where, number)
        pages[suffix] = framed(
            body,
            title=f"{heading} – {title}" if heading else title,
            language=page_language(document.meta, words),
            style=style,
            skip=words.skip,
            ours=markup.ours,
            metadata=metadata + _relations(where, number),
            after=markup.popovers(chapter.entries),
        )
    return pages


def _page(document: Document, markup: Markup, where: Places, number: int) -> str:
    """The inside of <main> of one page."""
    chapter, found = where.chapters[number], markup.index
    blocks = chapter.blocks[1:] if number == 0 and found.title else chapter.blocks
    if number == 0:
        above = title_block(document, markup) + contents_list(markup, split=len(where.names) > 1)
    else:
        title = escape(found.title_text or markup.words.untitled)
        above = f'<header class="work">\n<h1><a href="{where.names[0]}">{title}</a></h1>\n</header>\n'
    return "".join(
        [
            above,
            f'<div id="text" class="text" tabindex="-1">\n{markup.blocks(blocks)}</div>\n',
            notes_section(markup, chapter.entries),
            _neighbours(markup, where, number),
            about_section(document, markup) if number == 0 else "",
        ]
    )


def _neighbours(markup: Markup, where: Places, number: int) -> str:
    """The ways to the chapter before, to the contents, and to the chapter after."""
    words = markup.words
    links = []
    if number:
        links.append(_way("prev", where.names[number - 1], words.previous, where.chapters[number - 1]))
        place = "#contents" if len(markup.index.outline) > 1 else ""
        links.append(f'<li><a href="{where.names[0]}{place}">{words.contents}</a></li>\n')
    if number + 1 < len(where.names):
        links.append(_way("next", where.names[number + 1], words.next, where.chapters[number + 1]))
    if not links:
        return ""
    list_ = f'<ul role="list">\n{"".join(links)}</ul>'
    return f'<nav class="chapters" aria-label="{words.chapters}"{markup.ours}>\n{list_}</nav>\n'


def _way(relation: str, address: str, word: str, chapter: Chapter) -> str:
    name = f": {escape(plain(chapter.section.heading))}" if chapter.section else ""
    return f'<li><a rel="{relation}" href="{address}">{word}{name}</a></li>\n'


def _relations(where: Places, number: int) -> str:
    """The neighbours once more, for browsers and search engines."""
    ways = {"prev": number - 1, "next": number + 1}
    return "".join(
        f'<link rel="{relation}" href="{where.names[place]}"/>\n'
        for relation, place in ways.items()
        if 0 <= place < len(where.names)
    )
