"""The second look at enumerators: what opens a line and was read doubtfully is asked of the picture again.

A recogniser that knows words reads "(l)" as "(dy" and "c)" as "(9)". So what opens a line, is short and is no sure
label is cut out and recognised alone, with the characters of enumerators only, in several renderings. They vote:
what comes out is evidence for the decoder that knows the order of labels, each reading with its cost in nats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import log
from typing import TYPE_CHECKING

import numpy as np

from convert.page import Box
from convert.readers.ocr import engine
from convert.readers.ocr.level import em_of
from convert.readers.ocr.tokens import Row, Sheet, Token

if TYPE_CHECKING:
    from PIL.Image import Image

SURE = 0.8
"""Confidence from which what is a label as it stands is not asked about."""
LONGEST = 7
"""Characters of what may be a label."""
WIDEST, HIGHEST, LOWEST = 3.2, 1.6, 0.3
"""Em of the width of what may be a label, and of its height."""
AROUND = 0.15
"""Em around a word that are looked at too: its box may cut off a thin bracket."""
PAPER = 0.3
"""Em of white around what is recognised alone."""
RENDERINGS = ((64, 0), (96, 0))
"""Those always asked: pixels to the em, and the gray that parts ink from paper, 0 for grays as they are."""
DISPUTED = ((64, 110), (64, 170), (128, 0))
"""Further ones where those disagree: thinner, fatter, larger."""
OWN = 0.5
"""Weight of the recogniser's own reading against that of one rendering, where it is no label; of a label 1."""
LEAST_VOTE = 0.05
"""Weight of a reading without any confidence."""
SOURCES = 2
"""Lines of a sheet that open in square brackets, so that what opens in others may be such numbers misread."""
DOUBT = 0.04
"""Probability that none of the readings is right."""

LABEL = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,2})*|[a-z]{1,2}|[ivxlcdm]{1,6}|[A-Z]|[IVXLCDM]{1,6})[.)\]]{1,2}")
"""What an enumerator looks like."""
_NUMBER = re.compile(r"[\d.,/]*\d|\d{4}\W?")
"""Numbers without a stop at their end; they are no enumerators, or headings and cells whose stop nobody misses."""
_WORD = re.compile(r"\W?(?![ivxlIVXL]+\W)[^\W\d_]{3,}\W{0,2}|[^\W\d_]{1,2}|[^\w(){}|!©®@]+")
"""Words and dashes, hardly labels; one that is poorly read may be one still."""
POOR = 0.6
"""Confidence below which that is asked too."""
_BRACKETS = re.compile(r"[(){}]")


def with_openings(sheet: Sheet, image: Image) -> Sheet:
    """The sheet with what its picture shows where a line opens with what may be a label that was misread."""
    sources = sum(1 for row in sheet.rows if row.tokens and _names_source(row.tokens[0].text))
    em = em_of(sheet.rows)
    rows = list(sheet.rows if em else ())
    for at, row in enumerate(rows):
        bracketed = sources >= SOURCES and row.tokens and _BRACKETS.search(row.tokens[0].text)
        if row.tokens and not bracketed and _is_doubtful(row.tokens[0], em):
            opening = replace(row.tokens[0], opening=_read(row, em, image))
            rows[at] = replace(row, tokens=(opening, *row.tokens[1:]))
    return replace(sheet, rows=tuple(rows)) if em else sheet


def _is_doubtful(token: Token, em: float) -> bool:
    """Whether a word that opens a line may be a label that was misread."""
    box, sure = token.box, token.confidence or 0.0
    if not box or len(token.text) > LONGEST or any(mark.box and not mark.start for mark in token.marks):
        return False
    if _names_source(token.text) or _NUMBER.fullmatch(token.text):
        return False
    if box.x1 - box.x0 > WIDEST * em or not LOWEST * em <= box.bottom - box.top <= HIGHEST * em:
        return False
    if _is_label(token.text):
        return sure < SURE
    return not _WORD.fullmatch(token.text) or sure < POOR


def _is_label(text: str) -> bool:
    return bool(LABEL.fullmatch(text)) and not _names_source(text)


def _names_source(text: str) -> bool:
    """Whether a text stands in square brackets, as the number of a source does, or begins or ends so."""
    return text[:1] == "[" or text[-1:] == "]"


def _read(row: Row, em: float, image: Image) -> tuple[tuple[str, float], ...]:
    """The labels that the word that opens a row is read as, and the recogniser's own reading, with their costs.

    Nothing where no rendering is read as a label: it is hardly one.
    """
    own = row.tokens[0]
    first = [_rendered(row, em, image, *each) for each in RENDERINGS]
    if not any(_is_label(text) for text, _ in first) or any(_names_source(text) for text, _ in first):
        return ()
    agreed = len({text for text, _ in first}) == 1
    further = [] if agreed else [_rendered(row, em, image, *each) for each in DISPUTED]
    votes = {own.text: (1.0 if _is_label(own.text) else OWN) * max(own.confidence or 0.0, LEAST_VOTE)}
    for text, confidence in (*first, *further):
        text = text if _is_label(text) else own.text
        votes[text] = votes.get(text, 0.0) + max(confidence, LEAST_VOTE)
    return tuple(_costs(votes))


def _costs(votes: dict[str, float]) -> Iterator[tuple[str, float]]:
    total = sum(votes.values())
    for text, vote in sorted(votes.items(), key=lambda each: (-each[1], each[0])):
        yield text, round(-log((1 - DOUBT) * vote / total), 2)


def _rendered(row: Row, em: float, image: Image, pixels: int, parted: int) -> tuple[str, float]:
    """The word that opens a row, recognised alone as large as is asked, on white paper."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    box = _around(row, em, image)
    scale = pixels / em
    size = round((box.x1 - box.x0) * scale), round((box.bottom - box.top) * scale)
    part = image.resize(size, Pillow.Resampling.BICUBIC, box=(box.x0, box.top, box.x1, box.bottom))
    if parted:
        part = Pillow.fromarray(np.where(np.asarray(part) < parted, 0, 255).astype(np.uint8))
    return engine.label(ImageOps.expand(part, round(PAPER * pixels), 255))


def _around(row: Row, em: float, image: Image) -> Box:
    """The place of the word that opens a row, a little more than its box, but nothing of the next word."""
    own, after = row.tokens[0].box, row.tokens[1].box if len(row.tokens) > 1 else None
    assert own
    more = AROUND * em
    x1 = min(own.x1 + more, max(own.x1, after.x0 - 1) if after else own.x1 + more, image.width)
    return Box(max(0.0, own.x0 - more), max(0.0, own.top - more), x1, min(own.bottom + more, image.height))
