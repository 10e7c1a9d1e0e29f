"""The second look at raised numbers: a sheet and its picture to the same sheet with what its raised glyphs are.

A recogniser reads a raised number as a quotation mark, a letter, or not at all. Here each end of a word and each
start of a line is looked at in the picture itself: shapes that stand high above the baseline and are as tall as a
raised digit are told by `numbers` in several renderings. What comes out is evidence, never a
verdict: digits and what each costs, for the decoder that also knows the order of notes. Where a word was looked
at and nothing is raised, that is said too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np

from convert.page import Box
from convert.readers.ocr.glyphs import Glyph, glyphs_of
from convert.readers.ocr.level import Level, level, skew_of
from convert.readers.ocr.numbers import LONGEST, numbers_of
from convert.readers.ocr.shapes import Gray, Ink, Shape, shapes
from convert.readers.ocr.tokens import Mark, Sheet, Token

# A raised digit, in em of the text: its foot above the baseline, its top, its height. Marks are set at 0.58 to 0.7
# of the size, raised by 0.3 to 0.4 em; an apostrophe is 0.25 em high, the hook of a question mark is over a dot.
FOOT, TOP, HEIGHT = (0.13, 0.52), (0.5, 1.1), (0.27, 0.62)
NARROWEST, WIDEST = 0.05, 0.95
"""Width of a shape that may be a digit, or several that touch, in em."""
TOGETHER = 0.22
"""White space between two digits of one number at most, in em."""
TAIL, BEYOND, ABOVE, BELOW = 1.7, 0.75, 1.15, 0.3
"""Em of a word's end that are looked at, what lies beyond it, above and below its baseline."""
ODD_BEFORE = 0.35
"""Em before a lone sign that are looked at too."""
LOWEST = 0.08
"""Em above the baseline at which the lowest part of a raised glyph stands."""
COLUMN = 0.15
"""Em of the highest column of ink of a raised digit at least."""
UNDER = 0.5
"""Share of the narrower of two shapes that lies under the other."""
ON_LINE = 0.09
"""Em within which a shape stands on the baseline; a comma reaches 0.14 below it."""
UNSEEN = 0.03
"""Probability that a raised number stands where nothing was seen: it may touch the letter before it."""
NOTHING = (("", round(-log(1 - UNSEEN), 3)), ("#", round(-log(UNSEEN), 2)))
_PUNCTUATION = ",;:.)]"


@dataclass(frozen=True, slots=True)
class _Found:
    """A raised number in the picture: its box in pixels, and what it may be."""

    box: Box
    seen: tuple[tuple[str, float], ...]
    over: bool  # whether a comma or a stop stands before or under it


def with_numbers(sheet: Sheet, gray: Gray, limit: float) -> Sheet:
    """The sheet with what its picture tells of raised numbers; what is darker than a gray is ink."""
    picture = _Picture(_evened(gray), limit)
    skew = skew_of(sheet.rows)
    rows = []
    for row in sheet.rows:
        levelled = level(row, skew, letters=False)
        tokens = list(row.tokens)
        if levelled.size and levelled.box and all(token.box for token in tokens):
            for at, token in enumerate(tokens):
                limits = _limits(tokens, at, levelled)
                found = picture.raised(levelled, skew, token, limits)
                tokens[at] = replace(token, marks=tuple(_placed(token, found)))
                if at and found and _is_odd(token):  # what was seen there is no part of the word before
                    tokens[at - 1] = _without_tail(tokens[at - 1], found[0].box.x0)
        rows.append(replace(row, tokens=tuple(tokens)))
    return replace(sheet, rows=tuple(rows))


def _evened(gray: Gray) -> Gray:
    """The picture with its ink black and its paper white."""
    dark, light = np.percentile(gray[::4, ::4], (0.5, 60))
    if light - dark < 30:
        return gray
    made: Gray = np.clip((gray - dark) * (255 / (light - dark)), 0, 255).astype(np.float32)
    return made


def _is_odd(token: Token) -> bool:
    """Whether a token is nothing but signs, as a raised number parted from its word may be read."""
    return len(token.text) <= LONGEST and not any(each.isalpha() for each in token.text)


def _without_tail(token: Token, x0: float) -> Token:
    kept = tuple(mark for mark in token.marks if mark.box is None or mark.box.x1 <= x0)
    return replace(token, marks=kept or (Mark(len(token.text), len(token.text), None, NOTHING),))


def _limits(tokens: Sequence[Token], at: int, row: Level) -> tuple[float, float]:
    """From where to where in the picture shapes belong to a word: up to its neighbours."""
    box = tokens[at].box
    before = tokens[at - 1].box if at else None
    after = tokens[at + 1].box if at + 1 < len(tokens) else None
    assert box
    left = max(box.x1 - TAIL * row.size, before.x1 if before else 0.0, box.x0 - 1)
    if before and _is_odd(tokens[at]):
        left = min(box.x0, before.x1) - ODD_BEFORE * row.size  # boxes so small are often a little off
    if at == 0:
        left = box.x0 - BEYOND * row.size  # a number at the start of a line may have been dropped
    right = min(box.x1 + BEYOND * row.size, after.x0 if after else float("inf"))
    return left, right


@dataclass(frozen=True, slots=True)
class _Picture:
    gray: Gray
    level: float  # what is darker is ink

    def raised(self, row: Level, skew: float, token: Token, limits: tuple[float, float]) -> list[_Found]:
        """The raised numbers among the shapes of a word, from left to right."""
        em = row.size
        assert token.box
        baseline = row.baseline + skew * (token.box.x1 if limits[0] > token.box.x0 else token.box.x0)
        x0, x1 = max(0, round(limits[0])), min(self.gray.shape[1], round(limits[1]))
        top, bottom = max(0, round(baseline - ABOVE * em)), min(self.gray.shape[0], round(baseline + BELOW * em))
        part = self.gray[top:bottom, x0:x1]
        if part.size == 0:
            return []
        ink = part < self.level
        if not _may_be(ink, round(baseline - top), em):
            return []
        made, labels = shapes(ink)
        glyphs = glyphs_of([each for each in made if baseline - top - each.bottom >= LOWEST * em], em)
        high = [each for each in glyphs if _is_raised(each, baseline - top, em)]
        high = [each for each in high if not _has_foot(each, made, baseline - top, em)]
        inside = token.box.x0 + 1 < x0, token.box.x1 - x0  # cut through the word; where the word ends
        found = []
        for group in _groups(high, em):
            if not _is_at_an_end(group, made, em, *inside):
                continue
            seen = numbers_of(group, em, part, labels)
            if seen:
                box = Box(
                    x0 + group[0].x0,
                    top + min(each.top for each in group),
                    x0 + group[-1].x1,
                    top + max(each.bottom for each in group),
                )
                found.append(_Found(box, seen, _stands_over(group, made, baseline - top, em)))
        return found


def _may_be(ink: Ink, baseline: int, em: float) -> bool:
    """Whether a column of ink ends well above the baseline and is as high as in a digit: most words have none."""
    low = max(0, baseline - round(LOWEST * em))
    above = ink[:low]
    free = ~ink[low : baseline + round(ON_LINE * em)].any(axis=0) & above.any(axis=0)
    if not free.any():
        return False
    columns = above[:, free]
    highest = columns.argmax(axis=0)
    lowest = low - 1 - columns[::-1].argmax(axis=0)
    tall = (lowest - highest >= COLUMN * em) & (baseline - highest >= TOP[0] * em)
    return bool(tall.any())


def _is_raised(shape: Shape, baseline: float, em: float) -> bool:
    foot, top = baseline - shape.bottom, baseline - shape.top
    return (
        FOOT[0] * em <= foot <= FOOT[1] * em
        and TOP[0] * em <= top <= TOP[1] * em
        and HEIGHT[0] * em <= shape.height <= HEIGHT[1] * em
        and NARROWEST * em <= shape.width <= WIDEST * em
    )


def _has_foot(shape: Shape, made: Sequence[Shape], baseline: float, em: float) -> bool:
    """Whether something on the baseline under it makes it a question mark, or the upper half of a broken digit."""
    for other in made:
        shared = min(shape.x1, other.x1) - max(shape.x0, other.x0)
        under = other.top >= shape.bottom - 1 and shared >= UNDER * min(shape.width, other.width)
        if under and abs(baseline - other.bottom) <= ON_LINE * em:
            return True
    return False


def _groups(high: Sequence[Glyph], em: float) -> Iterator[list[Glyph]]:
    """Shapes side by side: the digits of one number."""
    group: list[Glyph] = []
    for shape in sorted(high, key=lambda each: each.x0):
        if group and shape.x0 - max(each.x1 for each in group) > TOGETHER * em:
            yield group
            group = []
        group.append(shape)
    if group:
        yield group


def _is_at_an_end(group: Sequence[Glyph], made: Sequence[Shape], em: float, cut: bool, end: float) -> bool:
    """Whether the glyphs begin or end their word: nothing but punctuation before them, or after them."""
    x0, x1 = min(each.x0 for each in group), max(each.x1 for each in group)
    if cut and x0 <= 1:
        return False  # the rest of a letter through which the window was cut
    letters = [each for each in made if each.height >= HEIGHT[0] * em and each.label not in _labels(group)]
    after = any(each.x0 >= x1 - 1 and each.x0 < end for each in letters)
    before = cut or any(each.x1 <= x0 + 1 for each in letters)
    return not after or not before


def _labels(group: Sequence[Glyph]) -> frozenset[int]:
    return frozenset(label for each in group for label in each.labels)


def _stands_over(group: Sequence[Shape], made: Sequence[Shape], baseline: float, em: float) -> bool:
    """Whether a comma, a stop or the like stands on the baseline just before or under the number."""
    x0, middle = group[0].x0, (group[0].x0 + group[-1].x1) / 2
    return any(
        other.height <= 0.3 * em
        and other.bottom >= baseline - 0.06 * em
        and x0 - 0.3 * em <= (other.x0 + other.x1) / 2 <= middle
        for other in made
    )


# ── where in the word ────────────────────────────────────────────────────────────────────────────────


def _placed(token: Token, found: Sequence[_Found]) -> Iterator[Mark]:
    """Which characters of a token each raised number is, none where the recogniser dropped it."""
    if not found:
        yield Mark(len(token.text), len(token.text), None, NOTHING)
        return
    taken = 0
    for each in found:
        start, end = _span(token, each)
        if start >= taken:
            yield Mark(start, end, each.box, each.seen)
            taken = max(end, start + 1)


def _span(token: Token, found: _Found) -> tuple[int, int]:
    if not token.letters:
        return _span_by_text(token, found)
    inside = [
        at
        for at, letter in enumerate(token.letters)
        if found.box.x0 - 1 <= (letter.box.x0 + letter.box.x1) / 2 <= found.box.x1 + 1
        and not (letter.text in _PUNCTUATION and (found.over or letter.box.bottom > found.box.bottom + 2))
    ]
    if inside:
        return inside[0], inside[-1] + 1
    middle = (found.box.x0 + found.box.x1) / 2
    after = sum(1 for letter in token.letters if (letter.box.x0 + letter.box.x1) / 2 <= middle)
    if found.over and after < len(token.text) and token.text[after] in _PUNCTUATION:
        after += 1
    return after, after


def _span_by_text(token: Token, found: _Found) -> tuple[int, int]:
    """Without boxes of characters: odd glyphs or digits at the end of the word, else nothing."""
    text = token.text
    end = len(text.rstrip(_PUNCTUATION)) if not found.over else len(text)
    start = end
    while (
        start > 0
        and end - start < LONGEST
        and not text[start - 1].isalpha()
        and text[start - 1] not in _PUNCTUATION
    ):
        start -= 1
    assert token.box
    if (found.box.x0 + found.box.x1) / 2 < (token.box.x0 + token.box.x1) / 2 and start:
        return 0, 0
    return start, end
