"""What a file holds beside its pages: layers that are off, values without a place, sheets to be added."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from convert.readers.pdf.objects import MAX_PARENTS, Objects, inherited, text_of

MAX_FIELDS = 20_000
"""Fields of one form that are looked at."""


def layers_off(objects: Objects) -> bool:
    """Whether some of its layers are not shown at first (PDF 32000-1, 8.11.4.3)."""
    return objects.ask(lambda pdf: _layers_off(pdf.Root), False)


def values_without_place(objects: Objects) -> list[str]:
    """The values of form fields that stand on no page."""
    return objects.ask(lambda pdf: list(_loose(pdf.Root)), [])


def templates(objects: Objects) -> int:
    """How many sheets it holds that are none of its pages: a form may add them (12.7.6.5)."""
    return objects.ask(lambda pdf: _templates(pdf.Root), 0)


def _layers_off(root: Any) -> bool:
    layers = root.get("/OCProperties")
    usual = layers.get("/D") if layers is not None else None
    if usual is None:
        return False
    return bool(len(usual.get("/OFF", []))) or str(usual.get("/BaseState", "/ON")) == "/OFF" or "/AS" in usual


def _loose(root: Any) -> Iterator[str]:
    form = root.get("/AcroForm")
    fields = form.get("/Fields") if form is not None else None
    open_ = [(field, 0) for field in fields.as_list()] if fields is not None else []
    for _ in range(MAX_FIELDS):
        if not open_:
            return
        field, depth = open_.pop(0)
        kids = field.get("/Kids")
        inner = kids.as_list() if kids is not None else []
        if inner and depth < MAX_PARENTS:
            open_.extend((kid, depth + 1) for kid in inner)
        elif "/Rect" not in field and (value := text_of(inherited(field, "/V"))):
            yield value


def _templates(root: Any) -> int:
    names = root.get("/Names")
    tree = names.get("/Templates") if names is not None else None
    return len(tree.get("/Names", [])) // 2 if tree is not None else 0
