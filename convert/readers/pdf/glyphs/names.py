"""Glyphs that PDFium cannot name, by the names that the font's own encoding gives them.

A simple font may say that code 8 is the glyph `T_h` and give no map to characters. The Adobe Glyph List and its
rules (https://github.com/adobe-type-tools/agl-specification) make "Th" of that name; PDFium does not apply them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from convert.readers.pdf.objects import Objects, with_forms

MAX_DEPTH = 4
"""Forms within forms whose fonts are looked at."""
MAX_FONTS = 500
"""Fonts of one page that are looked at."""


@dataclass(slots=True)
class Names:
    """The names of the glyphs of a file."""

    objects: Objects
    _failed: bool = False
    _known: dict[int, dict[tuple[str, int], str]] = field(default_factory=dict)  # of the last page asked for

    def text(self, number: int, font: str, code: int) -> str:
        """The characters of a glyph on a sheet, "" if its font gives it no name that means any."""
        if number not in self._known:
            self._known = {number: self._of_page(number)}
        return self._known[number].get((font, code), "")

    def _of_page(self, number: int) -> dict[tuple[str, int], str]:
        if self._failed:
            return {}
        found = self.objects.ask(lambda pdf: _unambiguous(pdf.pages[number - 1].resources), None)
        self._failed = found is None  # a file that qpdf cannot follow; its glyphs stay without characters
        return found or {}


def _unambiguous(resources: Any) -> dict[tuple[str, int], str]:
    """Font and code to characters, where all fonts of one name agree."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for count, font in enumerate(_fonts(resources)):
        if count >= MAX_FONTS:
            break
        name = str(font.get("/BaseFont", "")).lstrip("/")
        name = name[7:] if name[6:7] == "+" else name
        for code, text in _differences(font):
            found[name, code].add(text)
    return {key: next(iter(texts)) for key, texts in found.items() if len(texts) == 1}


def _fonts(resources: Any) -> Iterator[Any]:
    for each in with_forms(resources, MAX_DEPTH):
        yield from dict(each.get("/Font", {})).values()


def _differences(font: Any) -> Iterator[tuple[int, str]]:
    """The codes that a font's encoding names anew (PDF 32000-1, 9.6.6.1), with their characters."""
    import pikepdf
    from fontTools import agl

    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Dictionary) or "/Differences" not in encoding:
        return
    code = 0
    for item in encoding["/Differences"]:
        if isinstance(item, int):
            code = item
            continue
        if text := agl.toUnicode(str(item).lstrip("/")):
            yield code, text
        code += 1
