"""Annotations that stand on a page as text does, made part of what is drawn on it and so read with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from convert.readers.pdf.annotations.found import MAX_ANNOTATIONS, Annotation
from convert.readers.pdf.drawings.paths import FORM, MAX_DEPTH, TEXT
from convert.readers.pdf.glyphs import pdfium
from convert.readers.pdf.glyphs.pdfium import Handle

LINK, POPUP = 2, 16
"""Kinds of annotations that are looked at elsewhere, or only show another (`fpdf_annot.h`)."""
ON_SCREEN, FLATTENED = 0, 1
"""How annotations become part of a page, and that they have (`fpdf_flatten.h`)."""
_TEXT, _FORM = 1, 5


@dataclass(frozen=True, slots=True)
class Layer:
    """A page with its annotations drawn on it, and which of its text objects each of them is."""

    page: Handle
    own: int | None = None  # objects that are the page's own and come first; None if all are
    marks: dict[Handle, int] = field(default_factory=dict)

    def marker(self, tagged: bool) -> Callable[[Handle], int]:
        """The number that stands for the annotation of a text object, or that of its marked content."""
        if not self.marks:
            return pdfium.mark_of_object if tagged else lambda handle: pdfium.NO_MARK
        return partial(_mark, self.marks, tagged)


def _mark(marks: dict[Handle, int], tagged: bool, handle: Handle) -> int:
    return marks.get(handle) or (pdfium.mark_of_object(handle) if tagged else pdfium.NO_MARK)


def count_of(page: Handle) -> int:
    """How many annotations a page has that are no links."""
    return sum(kind not in (LINK, POPUP) for kind in _kinds(page))


def _kinds(page: Handle) -> Iterator[int]:
    for index in range(min(pdfium.count_annotations(page), MAX_ANNOTATIONS)):
        if handle := pdfium.annotation(page, index):
            yield pdfium.annotation_kind(handle)
            pdfium.close_annotation(handle)


def drawn(document: Handle, number: int, page: Handle, found: Sequence[Annotation]) -> Layer:
    """The page with those annotations drawn on it that are text of it and have a drawing; loaded anew for that."""
    shown = [each for each in found if each.is_content and each.drawn and each.seen and _is_text(each)]
    if not shown:
        return Layer(page)
    kept = {each.index for each in shown}
    for index in reversed(range(pdfium.count_annotations(page))):
        if index not in kept:
            pdfium.remove_annotation(page, index)
    own = pdfium.count_objects(page)
    done = pdfium.flatten(page, ON_SCREEN) == FLATTENED
    pdfium.close_page(page)
    page = pdfium.load_page(document, number - 1)
    return Layer(page, own, _marks(page, own, shown) if page else {}) if done else Layer(page)


def _is_text(annotation: Annotation) -> bool:
    """Whether what is drawn is to be read: boxes to check are read by their state, buttons are no text."""
    return annotation.field not in ("check", "button")


def _marks(page: Handle, own: int, shown: Sequence[Annotation]) -> dict[Handle, int]:
    """The number of each text object that came of an annotation: PDFium draws them in order, each a form."""
    forms = [
        form
        for at in range(own, pdfium.count_objects(page))
        if pdfium.object_type(outer := pdfium.page_object(page, at)) == FORM
        for form in _inner(outer)
    ]
    if len(forms) != len(shown):
        return {}
    return {
        handle: each.mark for form, each in zip(forms, shown, strict=True) for handle in _texts(form, MAX_DEPTH)
    }


def _inner(form: Handle) -> Iterator[Handle]:
    for at in range(pdfium.count_form_objects(form)):
        if handle := pdfium.form_object(form, at):
            yield handle


def _texts(form: Handle, depth: int) -> Iterator[Handle]:
    for handle in _inner(form):
        kind = pdfium.object_type(handle)
        if kind == TEXT:
            yield handle
        elif kind == FORM and depth:
            yield from _texts(handle, depth - 1)
