"""The cover of a book, made of its facts: letters on paper, as SVG that any reader can scale, and in pixels."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Literal, NamedTuple

from convert.document import Meta
from convert.errors import MissingDependency
from convert.writers.words import Words, long_date
from convert.writers.xml import direction, escape

WIDTH, HEIGHT, MARGIN = 1200, 1800, 120
FACE = "Charter, Palatino, 'Noto Serif', 'Liberation Serif', serif"
LETTER = 0.56  # the width of a letter of bold type, in ems; what is wider would run out of the picture
SIZES = (104, 84, 68, 54, 42, 32)
LINES = 9  # of the title, before the next size is tried

SVG = """<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" \
xml:lang="{language}" direction="{direction}" role="img" aria-labelledby="title">
<title id="title">{name}</title>
<rect width="{width}" height="{height}" fill="#fffefb"/>
<rect width="{width}" height="36" fill="#1d4a7a"/>
<g font-family="{face}" fill="#1c1b19">
{lines}</g>
</svg>
"""
SVG_LOOKS = {"plain": "", "bold": ' font-weight="bold"', "quiet": ' fill="#5c5850"'}

HTML = """<html lang="{language}" dir="{direction}">
<style>
@page {{ size: {width}px {height}px; margin: 0; background: #fffefb }}
body {{ margin: 0; border-top: 36px solid #1d4a7a; font-family: {face}; color: #1c1b19 }}
p {{ position: absolute; margin: 0;
  left: {margin}px; right: {margin}px; text-align: {side}; white-space: nowrap; line-height: 1.25 }}
.bold {{ font-weight: bold }}
.quiet {{ color: #5c5850 }}
</style>
{lines}</html>
"""
PIXEL = 96 / 72
"""Dots for each point of the page: one for each of its pixels."""
COLOURS = 32
"""Of paper, ink, band, and the edges of letters between them."""


class Line(NamedTuple):
    """A line of the cover: its text, how far down its foot is, its size, and how it looks."""

    text: str
    foot: int
    size: int
    look: Literal["plain", "bold", "quiet"] = "plain"


def lines(meta: Meta, title: str, words: Words) -> tuple[Line, ...]:
    """The cover: identifier above, title, then author and date."""
    return tuple(_lines(meta, title, words))


def as_svg(lines: Sequence[Line], name: str, language: str) -> bytes:
    """The cover for whatever shows SVG, by this name for whoever does not see it."""
    x = WIDTH - MARGIN if direction(language) == "rtl" else MARGIN
    texts = (
        f'<text x="{x}" y="{line.foot}" font-size="{line.size}" unicode-bidi="plaintext"{SVG_LOOKS[line.look]}>'
        f"{escape(line.text)}</text>\n"
        for line in lines
    )
    return SVG.format(
        width=WIDTH,
        height=HEIGHT,
        language=language,
        direction=direction(language),
        face=FACE,
        name=escape(name),
        lines="".join(texts),
    ).encode()


def as_png(lines: Sequence[Line], language: str) -> bytes | None:
    """The cover for libraries and readers that show no SVG; None where no installed font has its letters.

    It is set as a page, not from the SVG, in which WeasyPrint does not join Arabic letters.
    """
    import pypdfium2
    from PIL.Image import Quantize

    from convert.writers.pdf.engine import complaints, engine, fetcher

    texts = (
        f'<p class="{line.look}" dir="{_way(line.text)}"'
        f' style="top: {line.foot - line.size}px; font-size: {line.size}px">{escape(line.text)}</p>\n'
        for line in lines
    )
    page = HTML.format(
        width=WIDTH,
        height=HEIGHT,
        margin=MARGIN,
        side="right" if direction(language) == "rtl" else "left",
        language=language,
        direction=direction(language),
        face=FACE,
        lines="".join(texts),
    )
    try:
        weasyprint = engine()
    except MissingDependency:
        return None
    with complaints() as said:
        printed = weasyprint.HTML(string=page, url_fetcher=fetcher()).write_pdf()
    if said:
        return None
    drawn = pypdfium2.PdfDocument(printed)[0].render(scale=PIXEL).to_pil()
    out = BytesIO()
    drawn.quantize(COLOURS, Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def _way(text: str) -> str:
    """Which way a line runs: as its first letter does (https://www.unicode.org/reports/tr9/#P2)."""
    ways = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((way for way in ways if way in ("L", "R", "AL")), "L") != "L" else "ltr"


def _lines(meta: Meta, title: str, words: Words) -> Iterator[Line]:
    y = 260
    if meta.identifier.strip():
        for number, text in enumerate(_wrapped(meta.identifier, 44)[:2]):
            yield Line(text, y + number * 55, 44, "quiet")
        y += 140
    size, wrapped = _fitted(title)
    for number, text in enumerate(wrapped):
        yield Line(text, y + size + number * size * 5 // 4, size, "bold")
    foot = [fact for fact in (meta.creator, long_date(meta.date, words)) if fact.strip()]
    for number, fact in enumerate(reversed(foot)):
        yield Line(_wrapped(fact, 44)[0], HEIGHT - MARGIN - number * 80, 44)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines; one that never fits is cut, visibly."""
    for size in SIZES:
        lines = _wrapped(title, size)
        if len(lines) <= LINES:
            return size, lines
    return SIZES[-1], [*lines[: 2 * LINES], "…"] if len(lines) > 2 * LINES else lines


def _wrapped(text: str, size: int) -> list[str]:
    broad = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text) * 2 > len(text)
    width = int((WIDTH - 2 * MARGIN) / (size * (1.0 if broad else LETTER)))
    return textwrap.wrap(text, width) or [""]
