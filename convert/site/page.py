"""The index page: every document with its date, language, editions and open questions, in a plain table.

A small script sorts and searches it; without one, everything is there, by title.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from convert.site.cards import FORMATS, File, Shelf
from convert.site.search import SCRIPT
from convert.writers.html.frame import framed, inline_hash
from convert.writers.styles import stylesheet
from convert.writers.words import long_date, words_for
from convert.writers.xml import direction, escape, language_tag

SEARCH = """<form role="search" hidden="hidden">
<label for="ask">Search titles and texts</label>
<input id="ask" type="search" autocomplete="off"/>
<p id="found" role="status"></p>
</form>
"""
TABLE = """<div id="text" class="text" tabindex="-1">
<div class="table" role="region" tabindex="0" aria-labelledby="documents">
<table class="index">
<caption id="documents">{caption}</caption>
<thead>
<tr><th scope="col" data-sort="text">Title</th><th scope="col" data-sort="text">Number</th>\
<th scope="col" data-sort="text">Date</th><th scope="col" data-sort="text">Language</th>\
<th scope="col">Editions</th><th scope="col" data-sort="text">Questions</th></tr>
</thead>
<tbody>
{rows}</tbody>
</table>
</div>
</div>
"""
DATA = '<script type="application/json" id="starts">{}</script>\n<script>{}</script>\n'
FEED = '<link rel="alternate" type="application/opds+json" title="Catalogue (OPDS)" href="opds.json"/>\n'


def index_page(shelves: Sequence[Shelf], starts: Iterable[str]) -> bytes:
    """The page; the search looks for a word in the file that begins with the last of `starts` before it."""
    script = SCRIPT.read_text(encoding="utf-8")
    inside = json.dumps(list(starts), ensure_ascii=False).replace("<", "\\u003c")
    rows = "".join(_row(place, shelf) for place, shelf in enumerate(shelves))
    number = "1 document" if len(shelves) == 1 else f"{len(shelves)} documents"
    return framed(
        "<h1>Documents</h1>\n" + SEARCH + TABLE.format(caption=number, rows=rows),
        title="Documents",
        language="en",
        style=stylesheet("tokens.css", "screen.css", "index.css"),
        skip="Skip to the list",
        metadata=FEED,
        after=DATA.format(inside, script),
        # A script named by its hash may load others: those of the search, from the file system too.
        policy=f"script-src '{inline_hash(script)}' 'strict-dynamic'; ",
    )


def _row(place: int, shelf: Shelf) -> str:
    facts = shelf.facts
    language = language_tag(facts.get("language", "")) or ""
    way = f' dir="{direction(language)}"' if direction(language) == "rtl" else ""
    marked = f' lang="{language}"{way}' if language and language != "en" else ""
    first = shelf.files[0].address if shelf.files else f"{shelf.name}/"
    date = facts.get("date", "")
    questions = f"{shelf.queries} open" if shelf.queries else "none open"
    return (
        f'<tr data-place="{place}">'
        f'<th scope="row"{marked}><a href="{escape(first)}">{escape(shelf.title)}</a></th>'
        f"<td>{escape(facts.get('identifier', ''))}</td>"
        f'<td data-key="{escape(date)}">{escape(long_date(date, words_for("en")))}</td>'
        f'<td data-head="Language">{escape(language)}</td>'
        f"<td>{_editions(shelf)}</td>"
        f'<td data-head="Questions" data-key="{shelf.queries}">{questions}</td></tr>\n'
    )


def _editions(shelf: Shelf) -> str:
    """Links to the files; each says of which document it is to whoever hears the links alone."""
    links = "".join(f"<li>{_edition(file, shelf.title)}</li>" for file in shelf.files)
    return f'<ul role="list">{links}</ul>'


def _edition(file: File, title: str) -> str:
    pages = f" in {1 + len(file.further)} pages" if file.further else ""
    kind, size = FORMATS[file.suffix] + pages, _size(file.size)
    name = escape(f"{kind}, {size}: {title}")
    return f'<a href="{escape(file.address)}" aria-label="{name}">{kind}, {size}</a>'


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
