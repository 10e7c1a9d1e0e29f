"""Runs of glyphs to words: parted at spaces and gaps, letter-spaced ones closed up, bold made by hand undone.

Works along the writing direction, so that rotated text passes through the same functions. The numbers of
this file are in em of the size concerned unless said otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from statistics import mode

from convert.boxes import around
from convert.readers.pdf.glyphs.leftward import (
    are_apart,
    is_arabic,
    is_leftward,
    reads_leftward,
    stands_leftward,
    units,
)
from convert.readers.pdf.glyphs.pieces import MARK_SIZE, WORD_GAP, Piece, Run, by_baseline, start_of
from convert.readers.pdf.glyphs.spelling import spelled

DOUBLED = 0.08
"""The same glyph drawn again this near is bold made by hand, not a second letter."""
LEAST_SPACED = 4
"""Letters that a letter-spaced run has at least."""
WIDER = 1.6
"""A space between letter-spaced words is wider than the usual one between letters by this factor."""
WIDEST = 2.0
"""White space that is no letter-spacing."""
SMALL_CAPS = (0.6, 0.88)
"""The size of small capitals made by hand, as a share of their capital."""
_SMALL_CAPS = re.compile(r"small-?caps?|[-_]sc\b|^cmcsc", re.IGNORECASE)
OVERPRINT = 0.5
"""Runs that overlap by this much are not one word."""


def pieces(runs: Iterable[Run]) -> list[Piece]:
    """Runs written in one direction joined to words, cut where the style changes."""
    found = list(runs)
    leftward = reads_leftward(found)
    arabic = leftward and is_arabic(found)
    made: list[Piece] = []
    for cluster in by_baseline(found):
        row = list(_undoubled(cluster))
        if stands_leftward(row, leftward):  # parted where the direction changes
            made.extend(_joined([unit for run in row for unit in units(run, arabic)], are_apart))
        else:
            made.extend(_closed_up(list(_joined(row))))
    return made


def _undoubled(cluster: Iterable[Run]) -> Iterator[Run]:
    """The runs from left to right; one drawn twice on nearly the same place is one bold run."""
    last: Run | None = None
    for run in sorted(cluster, key=start_of):
        if last and run.text == last.text and run.start - last.start < DOUBLED * run.style.size:
            spaced, closed = run.spaced and last.spaced, run.closed and last.closed
            last = last._replace(style=last.style._replace(bold=True), spaced=spaced, closed=closed)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _joined(
    runs: Iterable[Run], apart: Callable[[Run, Run], bool] = lambda before, after: False
) -> Iterator[Piece]:
    """The runs of one baseline as words."""
    word: list[Run] = []
    for run in runs:
        if word and (_parts(word[-1], run) or apart(word[-1], run)):
            yield _piece(word)
            word = []
        word.append(run)
    if word:
        yield _piece(word)


def _parts(before: Run, after: Run) -> bool:
    """Whether a word ends between two runs of one baseline."""
    one, other = before.style, after.style
    spaced = (before.closed or after.spaced) and not is_leftward(after.text)
    if spaced or (one.bold, one.italic) != (other.bold, other.italic):
        return True
    least, most = sorted((one.size, other.size))
    if least < MARK_SIZE * most and not (before.text[-1].isalpha() and after.text[0].isalpha()):
        return True
    if before.mark != after.mark and before.text[-1].isdigit() and after.text[0].isdigit():
        return True  # two note marks
    if before.mark != after.mark and before.text[-1].isalnum() != after.text[0].isalnum():
        return True  # what is said of a word is not said of the stop behind it
    gap = after.start - before.end
    return gap >= WORD_GAP * least or gap <= -OVERPRINT * least


def _piece(word: list[Run]) -> Piece:
    first = word[0]
    if len(word) == 1:
        text, style, box, small = first.text, first.style, first.box, False
    else:
        text = spelled(word)
        sizes = [run.style.size for run in word for _ in run.text]
        style, box = first.style._replace(size=mode(sizes)), around(run.box for run in word)
        small = text.isupper() and SMALL_CAPS[0] * max(sizes) <= min(sizes) <= SMALL_CAPS[1] * max(sizes)
    end = max(run.end for run in word)
    return Piece(
        text,
        first.start,
        end,
        first.baseline,
        style.size,
        style.font,
        style.bold,
        style.italic,
        box,
        first.spaced,
        False,
        style.color,
        None,
        small or _has_small_caps(style.font),
        first.mark,
    )


@lru_cache(maxsize=256)
def _has_small_caps(font: str) -> bool:
    """Whether a font says that its small letters are small capitals."""
    return bool(_SMALL_CAPS.search(font))


def _closed_up(row: list[Piece]) -> Iterator[Piece]:
    """The words of one baseline; letter-spaced ones are put together, and so are the dots of leaders."""
    for run in _of_single_signs(row):
        if len(run) < LEAST_SPACED:
            yield from run
            continue
        gaps = sorted(after.start - before.end for before, after in pairwise(run))
        between = WIDER * gaps[len(gaps) // 2]
        leaders = run[0].text == "."
        # letters with real spaces between are letter-spaced only if other spaces part the words
        even = all(piece.spaced for piece in run[1:]) and gaps[-1:] < [between] and not leaders
        if even:
            yield from run
            continue
        word = [run[0]]
        for piece in run[1:]:
            if not leaders and piece.start - word[-1].end >= between:
                yield _as_one(word)
                word = [piece._replace(spaced=True)]
            else:
                word.append(piece)
        yield _as_one(word)


def _as_one(word: list[Piece]) -> Piece:
    return word[0]._replace(
        text="".join(piece.text for piece in word),
        end=word[-1].end,
        box=around(piece.box for piece in word),
    )


def _of_single_signs(row: list[Piece]) -> Iterator[list[Piece]]:
    """The words in runs: single letters, or dots, of one size no wider apart than letter-spacing; others alone."""
    run: list[Piece] = []
    for piece in row:
        single = len(piece.text) == 1 and (piece.text.isalpha() or piece.text == ".")
        if run and not (single and _goes_on(run[-1], piece)):
            yield run
            run = []
        if single:
            run.append(piece)
        else:
            yield [piece]
    if run:
        yield run


def _goes_on(before: Piece, after: Piece) -> bool:
    same = before.size == after.size and (before.text == ".") == (after.text == ".")
    return same and after.start - before.end <= WIDEST * after.size
