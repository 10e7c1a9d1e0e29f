"""The language of an edition: what the document says, else what its words tell, else that it is undetermined.

Text in a wrong language is read with the wrong voice, hyphenated by the wrong rules, and may run the wrong way;
a page without one breaks WCAG 2.2, 3.1.1.
"""

from __future__ import annotations

from dataclasses import replace

from convert.document import Document, plain
from convert.writers.xml import language_tag

UNDETERMINED = "und"
"""The language of what no one can tell (ISO 639-2, https://www.rfc-editor.org/rfc/rfc5646#section-4.1)."""


def spoken(document: Document) -> Document:
    """The document with a language that its pages can carry."""
    if language_tag(document.meta.language):
        return document
    from convert.letters import undetermined
    from convert.words import counted, language_of

    counts = counted(plain(part) for part in (*document.children, *document.notes))
    tag = language_of(counts) or undetermined(counts)
    return replace(document, meta=replace(document.meta, language=tag))


def is_undetermined(document: Document) -> bool:
    """Whether a person must say in which language it is."""
    return spoken(document).meta.language.split("-")[0] == UNDETERMINED
