"""Text in places where PDFium reads none: in the cells of a pattern that an area is filled with, in soft masks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from convert.readers.pdf.objects import Objects, with_forms

MAX_DEPTH = 4
"""Forms within forms whose resources are looked at."""
MAX_LOOKED = 200
"""Patterns and masks of one page that are looked at."""
MAX_CONTENT = 1_000_000
"""Bytes of the drawing of a cell that are looked at."""

_SHOWN = re.compile(rb"[\])>]\s*(?:T[jJ]|'|\")(?![A-Za-z])")
"""An operator that shows text (PDF 32000-1, 9.4.3)."""


def unread_texts(objects: Objects, number: int) -> int:
    """How many patterns and masks of a sheet hold text."""
    return objects.ask(
        lambda pdf: sum(map(_shows_text, islice(_drawings(pdf.pages[number - 1].resources), MAX_LOOKED))), 0
    )


def _drawings(resources: Any) -> Iterator[Any]:
    for each in with_forms(resources, MAX_DEPTH):
        yield from dict(each.get("/Pattern", {})).values()
        for state in dict(each.get("/ExtGState", {})).values():
            mask = state.get("/SMask")
            if hasattr(mask, "get") and "/G" in mask:
                yield mask.G


def _shows_text(drawing: Any) -> bool:
    import pikepdf

    return isinstance(drawing, pikepdf.Stream) and bool(_SHOWN.search(drawing.read_bytes()[:MAX_CONTENT]))
