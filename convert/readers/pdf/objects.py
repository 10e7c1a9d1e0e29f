"""The objects of a file as qpdf sees them, for what PDFium does not tell: structure, annotations, encodings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

if TYPE_CHECKING:
    import pikepdf

MAX_PARENTS = 32
"""Fields within fields from which a value is inherited; honest forms have four or five."""

_JOINERS = "\u200c\u200d"
"""Signs without ink that belong to the spelling of a word."""


@dataclass(slots=True)
class Objects:
    """A file opened a second time, by qpdf, when first asked for."""

    path: Path
    _pdf: pikepdf.Pdf | None = None
    _failed: bool = False

    def pdf(self) -> pikepdf.Pdf | None:
        """The file, None where qpdf cannot open it."""
        import pikepdf

        if self._pdf is None and not self._failed:
            try:
                self._pdf = pikepdf.open(self.path)
            except (pikepdf.PdfError, RuntimeError, ValueError, OSError):
                self._failed = True
        return self._pdf


def inherited(thing: Any, key: str) -> Any:
    """What a dictionary says under a key, or the nearest that it stands in does; None where none does."""
    import pikepdf

    for _ in range(MAX_PARENTS):
        if not isinstance(thing, pikepdf.Dictionary):
            return None
        if key in thing:
            return thing[key]
        thing = thing.get("/Parent")
    return None


def text_of(thing: Any) -> str:
    """A text of a PDF, a string or a stream, with its line ends and without other control codes; else ""."""
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        thing = pikepdf.String(thing.read_bytes())
    if not isinstance(thing, pikepdf.String):
        return ""
    lines = str(thing).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join("".join(map(_clean, line)).strip() for line in lines).strip()


def _clean(letter: str) -> str:
    """A character as text: none for signs that steer the writing, a space for other control codes."""
    match category(letter):
        case "Cf" if letter not in _JOINERS:
            return ""
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cs" | "Cn":
            return "\ufffd"
    return letter
