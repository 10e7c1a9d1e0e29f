"""The objects of a file as qpdf sees them, for what PDFium does not tell: structure, annotations, encodings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import category

if TYPE_CHECKING:
    import pikepdf

MAX_PARENTS = 32
"""Fields within fields from which a value is inherited; honest forms have four or five."""

Result = TypeVar("Result")

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

    def ask(self, question: Callable[[pikepdf.Pdf], Result], otherwise: Result) -> Result:
        """What the file answers; `otherwise` where it cannot be opened, or is damaged where it is asked."""
        import pikepdf

        pdf = self.pdf()
        try:
            return question(pdf) if pdf else otherwise
        except (pikepdf.PdfError, RuntimeError, LookupError, TypeError, ValueError, AttributeError, OverflowError):
            return otherwise


def with_forms(resources: Any, depth: int) -> Iterator[Any]:
    """These resources of a page, and those of the forms that it draws, `depth` forms within forms."""
    if resources is None:
        return
    yield resources
    if depth:
        for form in dict(resources.get("/XObject", {})).values():
            if form.get("/Subtype") == "/Form":
                yield from with_forms(form.get("/Resources"), depth - 1)


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
