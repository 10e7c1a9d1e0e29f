"""The facts about a document in the head of its page: for libraries, search engines and reference managers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from convert.document import Meta, field_names
from convert.writers.words import is_date
from convert.writers.xml import escape, visible, web_address


def metadata(meta: Meta, title: str, language: str, accessibility: Iterable[tuple[str, str]]) -> str:
    """Everything for the <head>: Dublin Core, citation tags, and schema.org as a block of data."""
    tags = (*_plain(meta), *_dublin_core(meta, title, language), *_citation(meta, title, language))
    metas = "".join(
        f'<meta name="{name}" content="{escape(value.strip())}"/>\n' for name, value in tags if value.strip()
    )
    data = json.dumps(dict(_schema(meta, title, language, accessibility)), ensure_ascii=False, indent=1)
    return f'{metas}<script type="application/ld+json">{_inside_script(data)}</script>\n'


def _plain(meta: Meta) -> Iterator[tuple[str, str]]:
    yield "generator", "reissue"
    yield "author", meta.creator
    yield "description", meta.description
    yield "keywords", meta.subject


def _dublin_core(meta: Meta, title: str, language: str) -> Iterator[tuple[str, str]]:
    """https://www.dublincore.org/specifications/dublin-core/dcq-html/"""
    yield "dcterms.title", title
    yield "dcterms.language", language
    for name in field_names(Meta):
        if name not in ("title", "language"):
            yield f"dcterms.{name}", getattr(meta, name)


def _citation(meta: Meta, title: str, language: str) -> Iterator[tuple[str, str]]:
    """The tags that reference managers read (https://scholar.google.com/intl/en/scholar/inclusion.html#indexing)."""
    yield "citation_title", title
    yield "citation_author", meta.creator
    yield "citation_publication_date", meta.date.replace("-", "/") if is_date(meta.date) else meta.date
    yield "citation_publisher", meta.publisher
    yield "citation_technical_report_number", meta.identifier
    yield "citation_language", language


def _schema(
    meta: Meta, title: str, language: str, accessibility: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, object]]:
    """https://schema.org/CreativeWork; whether an author is a person or a body is not known: no type is given."""
    yield "@context", "https://schema.org"
    yield "@type", "CreativeWork"
    yield "name", title
    yield "inLanguage", language
    facts: dict[str, object] = {
        "identifier": meta.identifier,
        "datePublished": meta.date if is_date(meta.date) else "",
        "creator": {"name": meta.creator} if meta.creator.strip() else "",
        "publisher": {"name": meta.publisher} if meta.publisher.strip() else "",
        "about": meta.subject,
        "description": meta.description,
        "license" if web_address(meta.rights) else "copyrightNotice": meta.rights,
        "isBasedOn": meta.source,
    }
    yield from ((name, fact) for name, fact in facts.items() if fact)
    several: dict[str, list[str]] = {}
    for name, value in accessibility:
        several.setdefault(name, []).append(value)
    yield from ((name, values if len(values) > 1 else values[0]) for name, values in several.items())


def _inside_script(data: str) -> str:
    """JSON that can end neither its element nor, read as XML, be anything but text."""
    return visible(data).translate({ord(odd): f"\\u{ord(odd):04x}" for odd in "<>&"})
