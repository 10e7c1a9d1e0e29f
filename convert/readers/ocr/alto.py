"""ALTO 2 to 4 to sheets (https://www.loc.gov/standards/alto/): strings, hyphens, glyphs, variants, margins too."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from pathlib import Path

from convert.page import Box
from convert.readers.ocr.tokens import Letter, Row, Sheet, Token, cleaned
from convert.readers.ocr.xml import Element, elements, local, named, number, text_of

_PER_INCH = {"mm10": 254.0, "inch1200": 1200.0}
"""Units that say the resolution themselves; "pixel" does not."""


def sheets(path: Path) -> Iterator[Sheet]:
    """The pages of an ALTO file. Raises BadInput where it is not well-formed."""
    dpi, image, count = 0.0, "", 0
    styles: dict[str, Element] = {}
    for element in elements(path, named("MeasurementUnit", "fileName", "TextStyle", "Page")):
        match local(element):
            case "MeasurementUnit":
                dpi = _PER_INCH.get(text_of(element).strip(), 0.0)
            case "fileName":
                image = image or text_of(element).strip()
            case "TextStyle":
                styles[element.get("ID") or ""] = copy(element)  # the parser will forget its own
            case "Page":
                count += 1
                yield _sheet(element, count, dpi, image, styles)


def _sheet(page: Element, count: int, dpi: float, image: str, styles: dict[str, Element]) -> Sheet:
    return Sheet(
        number=count,
        width=number(page.get("WIDTH")),
        height=number(page.get("HEIGHT")),
        rows=tuple(_rows(page, styles)),
        dpi=dpi,
        image=image,
    )


def _rows(page: Element, styles: dict[str, Element]) -> Iterator[Row]:
    """The lines, those in the margins too: what stands there is furniture, and furniture is not thrown away."""
    block = 0
    for element in page.iter():
        match local(element):
            case "TextBlock":
                block += 1
            case "TextLine":
                tokens = tuple(_tokens(element, styles))
                if tokens:
                    yield Row(tokens, _box(element), block)


def _tokens(line: Element, styles: dict[str, Element]) -> Iterator[Token]:
    """The strings of a line. Where a line says its spaces, strings without one between them are one word."""
    says_spaces = any(local(child) == "SP" for child in line)
    spaced = True
    for child in line:
        match local(child):
            case "SP":
                spaced = True
            case "String" | "HYP":
                token = _token(child, spaced, _styles(child, line, styles))
                if token.text.strip():
                    yield token
                    spaced = not says_spaces
    # a hyphen belongs to the string before it, whatever the line says of spaces


def _styles(child: Element, line: Element, styles: dict[str, Element]) -> tuple[Element, ...]:
    block = line.getparent()
    names = " ".join(each.get("STYLEREFS") or "" for each in (child, line, block) if each is not None).split()
    return tuple(styles[name] for name in names if name in styles)


def _token(child: Element, spaced: bool, styles: tuple[Element, ...]) -> Token:
    said = " ".join((child.get("STYLE") or "").split() + [each.get("FONTSTYLE") or "" for each in styles])
    size = next((number(each.get("FONTSIZE")) for each in styles if each.get("FONTSIZE")), 0.0)
    hyphen = local(child) == "HYP"
    content = child.get("CONTENT")
    letters = tuple(_letters(child))
    text = cleaned(content if content is not None else "-" if hyphen else "")
    return Token(
        text=text,
        box=_box(child),
        confidence=_confidence(child.get("WC")),
        letters=letters if "".join(letter.text for letter in letters) == text else (),
        spaced=spaced and not hyphen,
        bold="bold" in said,
        italic="italic" in said,
        raised="superscript" in said,
        size=size or None,
        others=tuple(each.get("CONTENT") or "" for each in child if local(each) == "ALTERNATIVE"),
    )


def _letters(string: Element) -> Iterator[Letter]:
    """The glyphs of a string (ALTO 3.1 and later), with their variants."""
    for glyph in string:
        box = _box(glyph) if local(glyph) == "Glyph" else None
        text = cleaned(glyph.get("CONTENT") or "")
        if box and len(text) == 1:
            others = tuple(
                (cleaned(each.get("CONTENT") or ""), number(each.get("VC")))
                for each in glyph
                if local(each) == "Variant"
            )
            yield Letter(text, box, _confidence(glyph.get("GC")), others)


def _confidence(text: str | None) -> float | None:
    return min(max(number(text), 0.0), 1.0) if text else None


def _box(element: Element) -> Box | None:
    if element.get("HPOS") is None or element.get("VPOS") is None:
        return None
    x0, top = number(element.get("HPOS")), number(element.get("VPOS"))
    return Box(x0, top, x0 + number(element.get("WIDTH")), top + number(element.get("HEIGHT")))
