"""ABBYY FineReader XML, schemas 6 to 10, to sheets: characters with boxes, sizes, styles, variants.

The schema: https://support.abbyy.com/hc/en-us/articles/360017270020 ; `charParams` may be left out, then a line's
text stands in its `formatting` elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from convert.boxes import around
from convert.page import Box
from convert.readers.ocr.tokens import Letter, Row, Sheet, Token, cleaned
from convert.readers.ocr.xml import Element, elements, local, named, number, text_of


class _Style(NamedTuple):
    bold: bool
    italic: bool
    raised: bool
    size: float | None


class _Character(NamedTuple):
    text: str
    letter: Letter | None
    style: _Style


def sheets(path: Path) -> Iterator[Sheet]:
    """The pages of a FineReader file. Raises BadInput where it is not well-formed."""
    for count, page in enumerate(elements(path, named("page")), 1):
        yield Sheet(
            number=count,
            width=number(page.get("width")),
            height=number(page.get("height")),
            rows=tuple(_rows(page)),
            dpi=number(page.get("resolution")),
        )


def _rows(page: Element) -> Iterator[Row]:
    block = 0
    for element in page.iter():
        match local(element):
            case "block" | "cell":
                block += 1
            case "line":
                tokens = tuple(_tokens(element))
                if tokens:
                    yield Row(tokens, _box(element), block)


def _tokens(line: Element) -> Iterator[Token]:
    """The words of a line: white space parts them, and so does a change to raised or back, without a space."""
    spaced = True
    for (blank, raised), group in groupby(
        _characters(line), key=lambda each: (each.text.isspace(), each.style.raised)
    ):
        run = tuple(group)
        if blank:
            spaced = True
            continue
        letters = tuple(each.letter for each in run if each.letter)
        sure = [letter.confidence for letter in letters if letter.confidence is not None]
        whole = len(letters) == len(run)
        yield Token(
            text="".join(each.text for each in run),
            box=around([letter.box for letter in letters]) if letters else None,
            confidence=sum(sure) / len(sure) if sure else None,
            letters=letters if whole else (),
            spaced=spaced,
            bold=run[0].style.bold,
            italic=run[0].style.italic,
            raised=raised,
            size=run[0].style.size,
        )
        spaced = False


def _characters(line: Element) -> Iterator[_Character]:
    for formatting in line:
        if local(formatting) != "formatting":
            continue
        said = formatting.get
        style = _Style(
            bold=said("bold") in ("true", "1"),
            italic=said("italic") in ("true", "1"),
            raised=said("superscript") in ("true", "1"),
            size=number(said("fs"), 0.0) or None,
        )
        signs = [each for each in formatting if local(each) == "charParams"]
        for sign in signs:
            yield from _character(sign, style)
        if not signs:
            yield from (_Character(each, None, style) for each in cleaned(text_of(formatting)))


def _character(sign: Element, style: _Style) -> Iterator[_Character]:
    variants = next((each for each in sign if local(each) == "charRecVariants"), None)
    others = tuple(
        (cleaned(text_of(each)).strip(), _confidence(each.get("charConfidence")) or 0.0)
        for each in (variants if variants is not None else ())
    )
    own = sign.text if variants is None else (sign.text or "").strip() or (variants.tail or "").strip()
    text = cleaned(own or "") or " "
    box = _box(sign)
    confidence = _confidence(sign.get("charConfidence"))
    for each in text:
        yield _Character(
            each, Letter(each, box, confidence, others) if box and not each.isspace() else None, style
        )


def _confidence(text: str | None) -> float | None:
    """0 to 100 in the file, 255 or -1 where FineReader does not say."""
    value = number(text, -1.0)
    return value / 100 if 0 <= value <= 100 else None


def _box(element: Element) -> Box | None:
    if element.get("l") is None:
        return None
    return Box(*(number(element.get(side)) for side in ("l", "t", "r", "b")))
