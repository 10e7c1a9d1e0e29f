"""Characters that no installed font can paint: found before the layout, and shown by their code, never as a box.

A reader sees "[U+1368C]" where such a character stands; a program that reads the PDF by its structure, or takes
its text, has the character itself (ActualText: ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from convert.writers.styles import stylesheet
from convert.writers.xml import escape

Element: TypeAlias = Any  # xml.etree.ElementTree.Element

CLASS = "no-glyph"

_COMMON = re.compile("[\0-\u024f\u0370-\u052f\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122\u00ad]+")
"""What Liberation Serif or DejaVu Serif have, which print.css names: Latin, Greek, Cyrillic, punctuation."""

UNPAINTED = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}  # categories of characters that need no glyph

_MISSING = re.compile(r"^\.notdef glyph .*\(U\+([0-9A-F]+)\)$")


def lacking(text: str) -> str:
    """The characters of a text that no installed font has a glyph for, each once."""
    rare = sorted(set(_COMMON.sub("", text)))
    rare = [character for character in rare if unicodedata.category(character) not in UNPAINTED]
    if not rare:
        return ""
    from convert.writers.pdf.engine import complaints, engine, fetcher

    weasyprint = engine()
    page = "".join(f"<p>{escape(character)}</p>" for character in rare)
    with complaints() as said:
        sheet = weasyprint.CSS(string=stylesheet("tokens.css", "print.css"))
        weasyprint.HTML(string=page, url_fetcher=fetcher()).write_pdf(stylesheets=[sheet])
    return "".join(sorted(missing_in(said)))


def missing_in(said: Iterable[str]) -> set[str]:
    """The characters that WeasyPrint complains that no font has."""
    return {chr(int(found[1], 16)) for message in said if (found := _MISSING.match(message))}


def code(character: str) -> str:
    """How a character without a glyph is shown."""
    return f"[U+{ord(character):04X}]"


def in_codes(text: str, characters: str) -> str:
    """A text with these characters as their codes."""
    return text.translate({ord(character): code(character) for character in characters})


def show_codes(root: Element, characters: str) -> None:
    """Put the codes of these characters into the page, each in an element that tells which it is."""
    if not characters:
        return
    pattern = re.compile(f"([{re.escape(characters)}])")
    for parent in list(root.find("body").iter()):
        parent.text, *children = coded(parent, parent.text, pattern)
        for child in list(parent):
            child.tail, *made = coded(parent, child.tail, pattern)
            children += [child, *made]
        parent[:] = children


def coded(parent: Element, text: str | None, pattern: re.Pattern[str]) -> list[Any]:
    """A text cut at characters without a glyph: the text before the first, then elements with their tails."""
    parts = pattern.split(text or "")
    if len(parts) == 1:
        return [text]
    return [parts[0], *elements(parent, parts[1:])]


def elements(parent: Element, parts: list[str]) -> Iterator[Element]:
    for character, after in zip(parts[::2], parts[1::2], strict=True):
        span = parent.makeelement("span", {"class": CLASS, "data-character": character})
        span.text, span.tail = code(character), after
        yield span
