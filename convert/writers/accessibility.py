"""What an edition may truly say of its own accessibility, computed from the document.

The names are those of https://www.w3.org/community/reports/publishingcg/CG-FINAL-schema-a11y-vocab/. No
conformance is claimed: that is for whoever has checked the finished edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from convert.document import Document, Figure, walk
from convert.writers.anchors import Counts, Index, counts
from convert.writers.words import Words, counted


def accessibility(
    document: Document, found: Index, words: Words, shown: Callable[[str], object]
) -> Iterator[tuple[str, str]]:
    """Names and values; `shown` tells whether a figure is part of the edition."""
    figures = [node for node in walk(document) if isinstance(node, Figure) and shown(node.source)]
    described = all(figure.alt.strip() for figure in figures)
    modes = ["textual", *(["visual"] if figures else [])]
    yield from (("accessMode", mode) for mode in modes)
    yield "accessModeSufficient", "textual" if described else "textual,visual"
    yield from (("accessibilityFeature", name) for name in features(found, bool(figures) and described))
    yield "accessibilityHazard", "none"
    yield "accessibilitySummary", " ".join(summary(counts(document, found), found, words))


def features(found: Index, described: bool) -> Iterable[str]:
    """What helps to read it."""
    there = {
        "ARIA": True,
        "alternativeText": described,
        "displayTransformability": True,
        "pageBreakMarkers": bool(found.pages),
        "pageNavigation": bool(found.pages),
        "readingOrder": True,
        "structuralNavigation": bool(found.outline),
        "tableOfContents": True,
    }
    return (name for name, is_there in there.items() if is_there)


def summary(told: Counts, found: Index, words: Words) -> Iterator[str]:
    """The same in sentences, and what is uncertain or missing."""
    if found.outline:
        yield words.linked_outline
    if found.entries:
        yield words.linked_notes
    if found.pages:
        yield words.linked_pages
    yield from counted_sentences(told, words) if any(told) else (words.nothing_open,)


def counted_sentences(told: Counts, words: Words) -> Iterator[str]:
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
