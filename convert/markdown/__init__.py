"""The Markdown master, both ways: `write` a document to the text that people edit, `read` it back."""

from __future__ import annotations

from ..document import Document
from .printer import write

__all__ = ["read", "write"]


def read(text: str) -> Document:
    """The document in normal form that a master holds; raises BadInput where it cannot be read.

    The parser is imported here, on first use, so that writing stays quick to start.
    """
    from .parser import read_document

    return read_document(text)
