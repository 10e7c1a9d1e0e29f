"""The words that open the paragraphs of a resolution, put into a span of class `opening`.

An editorial class and no more: no character changes. Only where a person asks for it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import regex

from convert.document import Document, Node, Paragraph, Span, Text, rewrite

_WORD = regex.compile(r"\p{L}+")


def mark_openings(document: Document, words: Collection[str]) -> Document:
    """The document with the opening words of its paragraphs and items marked."""

    def marked(node: Node) -> Node:
        if not isinstance(node, Paragraph) or not node.children or not isinstance(first := node.children[0], Text):
            return node
        found = _WORD.match(first.text)
        if not found or found[0] not in words:
            return node
        opening, rest = Span((Text(found[0]),), None, ("opening",)), Text(first.text[found.end() :])
        return replace(node, children=(opening, rest, *node.children[1:]))

    made = rewrite(document, marked)
    assert isinstance(made, Document)
    return made
