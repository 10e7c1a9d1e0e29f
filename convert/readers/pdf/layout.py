"""Runs of glyphs to rows of text: words, the rows they stand on, raised marks.

Works along the writing direction, so that rotated text passes through the same functions. The numbers of
this file are in em of the size concerned unless said otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from statistics import mode
from typing import NamedTuple, TypeAlias, TypeVar
from unicodedata import bidirectional, normalize

from convert.page import Box

WORD_GAP = 0.15
"""White space, in em of the advance, from which on words part, real space or not (0.14 to 0.16 on 100 pages).
Glyphs that overlap by as much are no neighbours either: kerning is less."""
MARK_GAP = 0.28
"""A raised mark closer than this to its word touches it."""
MARK_INDENT = 1.6
"""The mark of a note body may stand this far before its text."""
MARK_SIZE = 0.8
"""A mark has at most this part of the size of its neighbour."""
RISE = (0.1, 0.75)
"""How far above its neighbour's baseline a mark stands."""
DROP = 0.4
"""How far below it an index may stand."""
SAME_ROW = 0.3
"""Baselines closer than this belong to one row if the pieces do not overlap."""
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
BASELINE_SLACK = 0.6
"""Points by which glyphs of one baseline may differ."""


_ACCENTS = {
    "`": "\u0300",
    "\u00b4": "\u0301",
    "\u02c6": "\u0302",
    "^": "\u0302",
    "\u02dc": "\u0303",
    "~": "\u0303",
    "\u00af": "\u0304",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u02da": "\u030a",
    "\u02dd": "\u030b",
    "\u02c7": "\u030c",
    "\u00b8": "\u0327",
    "\u02db": "\u0328",
}
"""Accents that are set as glyphs of their own, and the characters that join them to a letter."""


class Style(NamedTuple):
    """How the glyphs of a text object look."""

    font: str
    size: float  # points as shown
    bold: bool
    italic: bool
    color: int  # 0xRRGGBB
    unseen: bool = False  # drawn with nothing: render mode 3 or 7, or fully transparent


class Run(NamedTuple):
    """Glyphs of one text object without white space between them; `start` and `end` lie along the writing."""

    text: str
    start: float
    end: float
    baseline: float
    box: Box
    style: Style
    angle: int  # of the writing direction as shown, degrees counter-clockwise, 0..359
    spaced: bool  # a real space stands before it
    closed: bool  # … and behind it


class Piece(NamedTuple):
    """Runs of one style and one baseline without white space between them: a word or a part of one.

    `start` and `end` lie along the writing, `baseline` across it, in points of the page as shown.
    """

    text: str
    start: float
    end: float
    baseline: float
    size: float
    font: str
    bold: bool
    italic: bool
    box: Box
    spaced: bool  # a real space stands before it
    raised: bool = False
    color: int = 0  # 0xRRGGBB
    link: str | None = None
    small_caps: bool = False


Row: TypeAlias = tuple[Piece, ...]
"""Pieces that read as one line, from left to right."""

Placed = TypeVar("Placed", Run, Piece)


def pieces(runs: Iterable[Run]) -> list[Piece]:
    """Runs written in one direction joined to words, cut where the style changes."""
    return [piece for cluster in _by_baseline(runs) for piece in _closed_up(list(_joined(_undoubled(cluster))))]


def rows(found: Iterable[Piece]) -> list[Row]:
    """The pieces in rows from top to bottom; marks and indices join the row of their neighbour."""
    made: list[list[Piece]] = []
    clusters = _by_baseline(found)
    for cluster in sorted(
        clusters, key=lambda cluster: (-max(piece.size for piece in cluster), cluster[0].baseline)
    ):
        near = [row for row in made if abs(row[0].baseline - cluster[0].baseline) <= row[0].size]
        alone: list[Piece] = []
        for piece in sorted(cluster, key=lambda piece: piece.start):
            host, raised = _host(piece, near)
            (alone if host is None else host).append(piece._replace(raised=raised))
        if alone:
            made.append(alone)
    made.sort(key=lambda row: row[0].baseline)
    return [_in_reading_order(sorted(row, key=_start_of)) for row in made]


def _in_reading_order(row: list[Piece]) -> Row:
    """The pieces from left to right, or as the letters say: words of the other direction turned round among them.

    The places tell the visual order; that is undone here for one level of direction within another, as in the
    last rule of the bidirectional algorithm (https://www.unicode.org/reports/tr9/#L2).
    """
    if not any(is_leftward(piece.text) for piece in row):
        return tuple(row)
    letters = sum(
        len(piece.text) if is_leftward(piece.text) else -len(piece.text)
        for piece in row
        if any(map(str.isalpha, piece.text))
    )
    base = letters > 0
    ordered: list[Piece] = []
    for leftward, group in groupby(reversed(row) if base else row, key=lambda piece: is_leftward(piece.text)):
        words = list(group)
        ordered.extend(words if leftward == base else words[::-1])
    return tuple(ordered)


def text_of(row: Row) -> tuple[str, tuple[int, ...]]:
    """The row's text, and where in it each piece begins."""
    text, starts = "", []
    for number, piece in enumerate(row):
        if number and _space_between(row[number - 1], piece, first=number == 1):
            text += " "
        starts.append(len(text))
        text += piece.text
    return text, tuple(starts)


def main_size(row: Row) -> float:
    """The most frequent size of a row by characters, in points."""
    sizes: Counter[float] = Counter()
    for piece in row:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0]


def main_baseline(row: Row) -> float:
    """The baseline that the row stands on, whatever is raised above it."""
    return max(row, key=lambda piece: (not piece.raised, piece.size)).baseline


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all."""
    x0, top, x1, bottom = zip(*((box.x0, box.top, box.x1, box.bottom) for box in boxes), strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


def _start_of(item: Run | Piece) -> float:
    return item.start


def _baseline_of(item: Run | Piece) -> float:
    return item.baseline


def _by_baseline(items: Iterable[Placed]) -> list[list[Placed]]:
    clusters: list[list[Placed]] = []
    last = float("-inf")
    for item in sorted(items, key=_baseline_of):
        if item.baseline - last > BASELINE_SLACK:
            clusters.append([])
        clusters[-1].append(item)
        last = item.baseline
    return clusters


def _undoubled(cluster: Iterable[Run]) -> Iterator[Run]:
    """The runs from left to right; one drawn twice on nearly the same place is one bold run."""
    last: Run | None = None
    for run in sorted(cluster, key=_start_of):
        if last and run.text == last.text and run.start - last.start < DOUBLED * run.style.size:
            spaced, closed = run.spaced and last.spaced, run.closed and last.closed
            last = last._replace(style=last.style._replace(bold=True), spaced=spaced, closed=closed)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last


def _joined(runs: Iterable[Run]) -> Iterator[Piece]:
    """The runs of one baseline as words."""
    word: list[Run] = []
    for run in runs:
        if word and _parts(word[-1], run):
            yield _piece(word)
            word = []
        word.append(run)
    if word:
        yield _piece(word)


def _closed_up(row: list[Piece]) -> Iterator[Piece]:
    """The words of one baseline; letter-spaced ones are put together, and so are the dots of leaders."""
    for run in _of_single_signs(row):
        gaps = sorted(after.start - before.end for before, after in pairwise(run))
        between = WIDER * gaps[len(gaps) // 2] if gaps else 0.0
        leaders = run[0].text == "."
        # letters with real spaces between are letter-spaced only if other spaces part the words
        even = all(piece.spaced for piece in run[1:]) and gaps[-1:] < [between] and not leaders
        if len(run) < LEAST_SPACED or even:
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


def _parts(before: Run, after: Run) -> bool:
    """Whether a word ends between two runs of one baseline."""
    one, other = before.style, after.style
    spaced = (before.closed or after.spaced) and not is_leftward(after.text)
    if spaced or (one.bold, one.italic) != (other.bold, other.italic):
        return True
    least, most = sorted((one.size, other.size))
    if least < MARK_SIZE * most and not (before.text[-1].isalpha() and after.text[0].isalpha()):
        return True
    gap = after.start - before.end
    return gap >= WORD_GAP * least or gap <= -OVERPRINT * least


def _piece(word: list[Run]) -> Piece:
    first = word[0]
    if len(word) == 1:
        text, style, box, small = first.text, first.style, first.box, False
    else:
        text = _spelled(word)
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
        small or bool(_SMALL_CAPS.search(style.font)),
    )


def _spelled(word: list[Run]) -> str:
    """The text of the runs of a word: accents put on their letters, right-to-left letters in reading order."""
    if any(is_leftward(run.text) for run in word):
        return "".join(run.text for run in reversed(word))
    text, end = word[0].text, word[0].end
    for run in word[1:]:
        over = end - run.start >= WORD_GAP * run.style.size
        text = _accented(text, run.text) if over else text + run.text
        end = run.end
    return text


def is_leftward(text: str) -> bool:
    """Whether it is written from right to left. PDFium gives such glyphs one by one, in an order of its own."""
    return text[0] >= "\u0590" and bidirectional(text[0]) in ("R", "AL")


def _accented(before: str, after: str) -> str:
    """Two runs that overlap: an accent of its own before or after its letter becomes one character with it."""
    if before[-1] in _ACCENTS:
        letter = normalize("NFC", after[0] + _ACCENTS[before[-1]])
        if len(letter) == 1:
            return before[:-1] + letter + after[1:]
    if after[0] in _ACCENTS:
        letter = normalize("NFC", before[-1] + _ACCENTS[after[0]])
        if len(letter) == 1:
            return before[:-1] + letter + after[1:]
    return before + after


def _host(piece: Piece, near: list[list[Piece]]) -> tuple[list[Piece] | None, bool]:
    """The row that a piece belongs to, if any, and whether it stands there as a raised mark."""
    for row in near:
        level = [other for other in row if not other.raised]
        neighbour = min(level, key=lambda other: _distance(piece, other))
        rise = neighbour.baseline - piece.baseline
        close = min(_distance(piece, other) for other in row) <= MARK_INDENT * neighbour.size
        if close and piece.size <= MARK_SIZE * neighbour.size:
            if RISE[0] * neighbour.size <= rise <= RISE[1] * neighbour.size:
                return row, True
            if 0 < -rise <= DROP * neighbour.size:
                return row, False
        overlaps = any(_distance(piece, other) < 0 for other in row)
        if abs(rise) <= SAME_ROW * min(piece.size, neighbour.size) and not overlaps:
            return row, False
    return None, False


def _distance(one: Piece, other: Piece) -> float:
    """White space between two pieces along the line, negative where they overlap."""
    return max(one.start, other.start) - min(one.end, other.end)


def _space_between(before: Piece, after: Piece, first: bool) -> bool:
    if after.spaced or (first and before.raised):
        return True
    gap = WORD_GAP * min(before.size, after.size)
    if after.raised and not before.raised:
        gap = MARK_GAP * before.size
    return after.start - before.end >= gap or before.start - after.end >= gap
