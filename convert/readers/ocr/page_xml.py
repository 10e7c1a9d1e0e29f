"""PAGE XML, 2010 to 2019, to sheets: lines, words, glyphs, in its reading order.

The schema: https://github.com/PRImA-Research-Lab/PAGE-XML
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from convert.page import Box
from convert.readers.ocr.tokens import Letter, Row, Sheet, Token, cleaned
from convert.readers.ocr.xml import Element, elements, local, named, number, text_of


def sheets(path: Path) -> Iterator[Sheet]:
    """The pages of a PAGE file. Raises BadInput where it is not well-formed."""
    for count, page in enumerate(elements(path, named("Page")), 1):
        dpi = number(page.get("imageXResolution"))
        per_cm = (page.get("imageResolutionUnit") or "PPI") == "PPCM"
        yield Sheet(
            number=count,
            width=number(page.get("imageWidth")),
            height=number(page.get("imageHeight")),
            rows=tuple(_rows(page)),
            dpi=dpi * 2.54 if per_cm else dpi,
            image=page.get("imageFilename") or "",
        )


def _rows(page: Element) -> Iterator[Row]:
    order = [each.get("regionRef") for each in page.iter() if local(each).startswith("RegionRef")]
    regions = [each for each in page.iter() if local(each) == "TextRegion"]
    ranks = {name: rank for rank, name in reversed(tuple(enumerate(order)))}
    regions.sort(key=lambda region: ranks.get(region.get("id"), len(ranks)))  # stable: the rest as they stand
    for block, region in enumerate(regions, 1):
        lines = [each for each in region if local(each) == "TextLine"]
        nested = any(local(each) == "TextRegion" for each in region)
        for line in lines or ([] if nested else [region]):
            tokens = tuple(_tokens(line))
            if tokens:
                yield Row(tokens, _box(line), block)


def _tokens(line: Element) -> Iterator[Token]:
    words = [each for each in line if local(each) == "Word"]
    for word in words:
        for token in _said(word):
            yield Token(token.text, _box(word), token.confidence, _letters(word, token.text), others=token.others)
    if not words:
        for token in _said(line):
            yield from (Token(text, None, token.confidence) for text in token.text.split())


def _said(element: Element) -> Iterator[Token]:
    """What an element says: the first of its readings (the one of index 0 or 1), the others beside it."""
    texts = [each for each in element if local(each) == "TextEquiv"]
    texts.sort(key=lambda each: number(each.get("index")))
    said = [(" ".join(cleaned(_unicode(each)).split()), each.get("conf")) for each in texts]
    said = [each for each in said if each[0]]
    if said:
        confidence = min(max(number(said[0][1]), 0.0), 1.0) if said[0][1] else None
        yield Token(said[0][0], None, confidence, others=tuple(text for text, _ in said[1:]))


def _unicode(equivalent: Element) -> str:
    return next((text_of(each) for each in equivalent if local(each) == "Unicode"), "")


def _letters(word: Element, text: str) -> tuple[Letter, ...]:
    found = []
    for glyph in word:
        box = _box(glyph) if local(glyph) == "Glyph" else None
        for said in _said(glyph) if box else ():
            assert box
            found.append(Letter(said.text, box, said.confidence, tuple((each, 0.0) for each in said.others)))
    return tuple(found) if "".join(letter.text for letter in found) == text else ()


def _box(element: Element) -> Box | None:
    """The box around the polygon of an element: `points="x,y x,y …"`, or Point elements in the oldest version."""
    coords = next((each for each in element if local(each) == "Coords"), None)
    if coords is None:
        return None
    if coords.get("points"):
        pairs = [each.split(",") for each in coords.get("points", "").split()]
        points = [(number(pair[0]), number(pair[1])) for pair in pairs if len(pair) == 2]
    else:
        points = [(number(each.get("x")), number(each.get("y"))) for each in coords if local(each) == "Point"]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))
