"""What the pictures of a document show: from the facts beside it where the master does not say, else asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from convert.document import Document, Figure, Node, rewrite, walk
from convert.page import Finding


def describe(document: Document, descriptions: Mapping[str, str]) -> Document:
    """The document with these descriptions, by file name, at the pictures that have none."""

    def change(node: Node) -> Node:
        if isinstance(node, Figure) and not node.alt.strip() and node.source in descriptions:
            return replace(node, alt=descriptions[node.source])
        return node

    described = rewrite(document, change) if descriptions else document
    assert isinstance(described, Document)
    return described


def undescribed(document: Document, descriptions: Mapping[str, str]) -> Iterator[Finding]:
    """A warning for each picture without a description, and for each description without its picture."""
    figures = [node for node in walk(document) if isinstance(node, Figure)]
    for figure in figures:
        if not figure.alt.strip():
            message = (
                f'the picture {figure.source} has no description: write "{figure.source}" = "…" under [figures]'
            )
            page = figure.origin.page if figure.origin else None
            yield Finding("figure-undescribed", message, page=page, level="warning")
    for name in sorted(descriptions.keys() - {figure.source for figure in figures}):
        message = f"[figures] describes {name}, which is not a picture of this document"
        yield Finding("figure-unknown", message, level="warning")
