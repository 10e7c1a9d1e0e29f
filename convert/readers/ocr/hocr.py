"""hOCR 1.1 and 1.2, as Tesseract, OCRopus, kraken and FineReader's converters write it, to sheets.

The properties are those of https://kba.github.io/hocr-spec/1.2/ : bbox, x_bboxes, x_wconf, x_confs, x_conf, image,
scan_res. Kraken parts them by commas instead of semicolons; OCRopus counts pixels from the bottom of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from convert.page import Box
from convert.readers.ocr.tokens import Letter, Row, Sheet, Token, cleaned
from convert.readers.ocr.xml import Element, elements, fragment, local, number, text_of

_PAGE = "ocr_page"
_LINES = {"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line", "ocr_footer"}
_WORDS = {"ocrx_word", "ocr_word"}
_LETTERS = {"ocrx_cinfo", "ocr_cinfo"}
_BLOCKS = {"ocr_carea", "ocrx_block", "ocr_column", "ocr_par"}

_NUMBER = r"(-?\d+(?:\.\d+)?)"
_BOX = re.compile(rf"\b(?:bbox|x_bboxes)\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}\s+{_NUMBER}")
_PROPERTY = re.compile(r"\b(x_wconf|x_confs?|scan_res|x_fsize)\s+([\d.\s]+)")
_IMAGE = re.compile(r"""\b(?:image|file)\s+(?:"([^"]*)"|'([^']*)'|([^;,]*))""")
UPWARDS = 0.8
"""Share of the lines that stand above the line before if the file counts its pixels from the bottom."""


def sheets(path: Path) -> Iterator[Sheet]:
    """The pages of an hOCR file. Raises BadInput where it declares what no page needs."""
    for count, element in enumerate(elements(path, lambda each: _PAGE in _classes(each), lax=True), 1):
        yield _sheet(element, count)


def sheet_of(text: str, number: int) -> Sheet:
    """The page of an hOCR fragment, as our own recogniser gives it."""
    return _sheet(fragment(text), number)


def _classes(element: Element) -> frozenset[str]:
    return frozenset((element.get("class") or "").split()) if isinstance(element.tag, str) else frozenset()


def _sheet(page: Element, count: int) -> Sheet:
    title = page.get("title") or ""
    box = _box(page)
    rows = tuple(_rows(page))
    height = box.bottom if box else max((row.box.bottom for row in rows if row.box), default=0.0)
    width = box.x1 if box else max((row.box.x1 for row in rows if row.box), default=0.0)
    notes: tuple[str, ...] = ()
    if _counts_from_below(rows):
        rows = tuple(_turned(row, height) for row in rows)
        notes = ("the file counts pixels from the bottom of the page, as OCRopus did",)
    image = _IMAGE.search(title)
    resolution = _properties(title).get("scan_res") or (0.0,)
    return Sheet(
        number=count,
        width=width,
        height=height,
        rows=rows,
        dpi=resolution[0],
        image=next((each.strip() for each in image.groups() if each), "") if image else "",
        notes=notes,
    )


def _rows(page: Element) -> Iterator[Row]:
    """The lines of a page; each outermost area or paragraph around lines is a block."""
    blocks: dict[Element, int] = {}
    seen_words = False
    for element in page.iter():
        classes = _classes(element)
        if classes & _LINES and not any(_classes(each) & _LINES for each in element.iterancestors()):
            seen_words = True
            around = [each for each in element.iterancestors() if _classes(each) & _BLOCKS]
            block = blocks.setdefault(around[-1], len(blocks) + 1) if around else 0
            tokens = tuple(_tokens(element))
            if tokens:
                yield Row(tokens, _box(element), block)
    if not seen_words:  # words without lines: a paragraph is all there is
        for element in page.iter():
            if _classes(element) & _WORDS and (tokens := tuple(_word(element))):
                yield Row(tokens, _box(element), 0)


def _tokens(line: Element) -> Iterator[Token]:
    """The words of a line; where a line has none of its own, its text at its white space."""
    words = [each for each in line.iter() if _classes(each) & _WORDS]
    if words:
        for word in words:
            yield from _word(word)
        return
    for text in cleaned(text_of(line)).split():
        yield Token(text)


def _word(element: Element) -> Iterator[Token]:
    text = " ".join(cleaned(text_of(element)).split())
    letters = tuple(_letters(element))
    if letters:
        text = "".join(letter.text for letter in letters)
    if not text.strip():
        return
    properties = _properties(element.get("title") or "")
    marks = {local(each) for each in element.iter()}
    parts = properties.get("x_wconf") or tuple(100 * each for each in properties.get("x_confs", ()))
    yield Token(
        text=text,
        box=_box(element),
        confidence=_share(sum(parts) / len(parts)) if parts else None,
        letters=letters,
        bold=bool(marks & {"strong", "b"}),
        italic=bool(marks & {"em", "i"}),
        raised="sup" in marks,
    )


def _letters(word: Element) -> Iterator[Letter]:
    for element in word.iter():
        text = cleaned(text_of(element)).strip() if _classes(element) & _LETTERS else ""
        box = _box(element) if text else None
        if box:
            confidence = _properties(element.get("title") or "").get("x_conf")
            # a ligature is one glyph of several characters: each gets its box
            yield from (Letter(each, box, _share(confidence[0]) if confidence else None) for each in text)


def _box(element: Element) -> Box | None:
    found = _BOX.search(element.get("title") or "")
    if not found:
        return None
    x0, top, x1, bottom = (number(each) for each in found.groups())
    return Box(min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))


def _properties(title: str) -> dict[str, tuple[float, ...]]:
    return {name: tuple(number(each) for each in values.split()) for name, values in _PROPERTY.findall(title)}


def _share(percent: float) -> float:
    return round(min(max(percent / 100, 0.0), 1.0), 4)


def _counts_from_below(rows: tuple[Row, ...]) -> bool:
    tops = [row.box.top for row in rows if row.box]
    rising = sum(1 for above, below in pairwise(tops) if below < above)
    return len(tops) > 3 and rising > UPWARDS * (len(tops) - 1)


def _turned(row: Row, height: float) -> Row:
    def turned(box: Box | None) -> Box | None:
        return Box(box.x0, height - box.bottom, box.x1, height - box.top) if box else None

    tokens = tuple(replace(token, box=turned(token.box), letters=()) for token in row.tokens)
    return Row(tokens, turned(row.box), row.block)
