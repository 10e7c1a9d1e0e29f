"""What the glyphs of a cluster mean, such as a letter and the vowel above it: each its own character.

WeasyPrint 70 takes the first or last glyph of a cluster to mean all of it, and the others nothing, wherever they
come again: so "كِتاب" would be read with letters too few or too many. The meanings are set before it draws a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature
from typing import Any

from convert.errors import MissingDependency

DRAW_LINE = ("stream", "textbox")
"""The first parameters of what we wrap."""
SHADDA = "\u0651"


@contextmanager
def cluster_meanings() -> Iterator[None]:
    """Have the glyphs of clusters mean what they are in what WeasyPrint draws meanwhile."""
    from weasyprint.draw import text  # type: ignore[import-untyped]

    theirs = text.draw_first_line
    if tuple(signature(theirs).parameters)[: len(DRAW_LINE)] != DRAW_LINE:
        raise MissingDependency(
            "this WeasyPrint draws lines in another way than the one we know",
            remedy="pip install 'weasyprint==70.*'",
        )

    def draw(stream: Any, textbox: Any, *rest: Any) -> Any:
        if has_marks(textbox.text):
            tell_meanings(stream, textbox.pango_layout)
        return theirs(stream, textbox, *rest)

    text.draw_first_line = draw
    try:
        yield
    finally:
        text.draw_first_line = theirs


def has_marks(text: str) -> bool:
    return not text.isascii() and any(unicodedata.category(character)[0] == "M" for character in text)


def tell_meanings(stream: Any, layout: Any) -> None:
    """Set what the glyphs of the clusters in the first line mean."""
    from weasyprint.text.ffi import ffi  # type: ignore[import-untyped]

    written = layout.text.encode()
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        font, _ = stream.add_font(item.analysis.font)
        text = written[item.offset : item.offset + item.length]
        starts = list(glyphs.log_clusters[0 : glyphs.num_glyphs])
        ends = dict(zip(sorted(set(starts)), [*sorted(set(starts))[1:], item.length], strict=True))
        for start, end in ends.items():
            places = [place for place, each in enumerate(starts) if each == start]
            if item.analysis.level % 2:  # from right to left
                places.reverse()
            for place, meaning in zip(places, shares(text[start:end].decode(), len(places)), strict=False):
                font.to_unicode[glyphs.glyphs[place].glyph] = meaning
        run = run.next


def shares(text: str, glyphs: int) -> list[str]:
    """What each glyph of a cluster means; nothing where that cannot be told."""
    base, marks = text[:1], text[1:]
    if glyphs < 2 or not all(unicodedata.category(mark)[0] == "M" for mark in marks):
        return []
    if glyphs == len(text):
        return [base, *sorted(marks, key=lambda mark: mark != SHADDA)]  # as HarfBuzz puts marks in order
    return [base, marks] if glyphs == 2 else []
