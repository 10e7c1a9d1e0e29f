"""What is to be said of a page, before its number is put to it."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Remark(NamedTuple):
    """A finding of a page whose number is not yet known."""

    code: str
    message: str
    level: Literal["info", "warning"]


def quoted(text: str, most: int) -> str:
    """A text in quotation marks, cut off after so many characters."""
    return f"\u201c{text[:most]}\u2026\u201d" if len(text) > most else f"\u201c{text}\u201d"
