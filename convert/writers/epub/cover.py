"""The cover of a book, made of its facts: letters on paper, as SVG that any reader can scale."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

from convert.document import Meta
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


def cover(meta: Meta, title: str, words: Words, language: str) -> bytes:
    """The cover: identifier above, title, then author and date."""
    return SVG.format(
        width=WIDTH,
        height=HEIGHT,
        language=language,
        direction=direction(language),
        face=FACE,
        name=escape(words.cover.format(title=title)),
        lines="".join(f"{line}\n" for line in _lines(meta, title, words, language)),
    ).encode()


def _lines(meta: Meta, title: str, words: Words, language: str) -> Iterator[str]:
    x = WIDTH - MARGIN if direction(language) == "rtl" else MARGIN
    y = 260
    if meta.identifier.strip():
        yield from _set(meta.identifier, x, y, 44, 2, ' fill="#5c5850"')
        y += 140
    size, lines = _fitted(title)
    yield from (
        f'<text x="{x}" y="{y + size + number * size * 5 // 4}" font-size="{size}" font-weight="bold">'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    )
    foot = [fact for fact in (meta.creator, long_date(meta.date, words)) if fact.strip()]
    for number, fact in enumerate(reversed(foot)):
        yield from _set(fact, x, HEIGHT - MARGIN - number * 80, 44, 1)


def _set(text: str, x: int, y: int, size: int, most: int, more: str = "") -> Iterator[str]:
    for number, line in enumerate(_wrapped(text, size)[:most]):
        yield f'<text x="{x}" y="{y + number * size * 5 // 4}" font-size="{size}"{more}>{escape(line)}</text>'


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
