"""Rows that are written from right to left: parted where the direction changes, and put in the order of reading.

A PDF has glyphs where they stand; which way a stretch of them is read, their characters tell, as in the
bidirectional algorithm (https://www.unicode.org/reports/tr9/), whose reordering is undone here for one level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeAlias
from unicodedata import bidirectional, normalize

from convert.readers.pdf.glyphs.pieces import Piece, Row, Run

Side: TypeAlias = Literal["left", "right", "number", "neither"]
"""Which way a stretch is read: to the left, to the right, to the right as a number, as what is around it."""

_SIDES: dict[str, Side] = {"R": "left", "AL": "left", "NSM": "left", "L": "right", "EN": "number", "AN": "number"}
_UNIT = re.compile(
    r"[^\W\d_](?:[^\s()\[\]{}«»]*\w)?"  # a word of another script, with signs inside
    r"|[$€£¥#]?\d+(?:[.,:/]\d+)*[%°]?"  # a number
    r"|.",
    re.DOTALL,
)
_HEBREW_UNIT = re.compile(_UNIT.pattern.replace("[.,:/]", "[.,:/+-]"), re.DOTALL)
"""Signs between numbers go with them, but not after Arabic letters (rules W2, W4)."""
_OPENS = dict(zip(")]}»", "([{«", strict=True))
_CLOSES = {opening: closing for closing, opening in _OPENS.items()}
_FORMS = re.compile("[\ufb1d-\ufdfb\ufe70-\ufefc]")
"""Characters for the shapes that letters take in a word, kept in Unicode for old fonts alone."""


def is_leftward(text: str) -> bool:
    """Whether it is written from right to left. PDFium gives such glyphs one by one, in an order of its own."""
    return text[0] >= "\u0590" and bidirectional(text[0]) in ("R", "AL")


def has_forms(run: Run) -> bool:
    """Whether it is written in shapes of letters."""
    return run.text >= "\ufb1d" and bool(_FORMS.search(run.text))


def without_forms(run: Run) -> Run:
    """The run in the letters that its shapes of letters stand for."""
    return run._replace(text=_FORMS.sub(lambda found: normalize("NFKC", found[0]), run.text))


def reads_leftward(items: Sequence[Run] | Sequence[Piece]) -> bool:
    """Whether most letters of some text are written from right to left."""
    if not any(is_leftward(item.text) for item in items):
        return False
    words = filter(_has_letters, items)
    return sum(len(word.text) if is_leftward(word.text) else -len(word.text) for word in words) > 0


def stands_leftward(items: Sequence[Run] | Sequence[Piece], around: bool) -> bool:
    """Whether a row is to be read from the right; `around` tells whether the text around it is.

    A row of few such letters belongs to that text, and so does one of signs and numbers alone.
    """
    if not around:
        return reads_leftward(items)
    return any(is_leftward(item.text) for item in items) or not any(map(_has_letters, items))


def _has_letters(item: Run | Piece) -> bool:
    return any(map(str.isalpha, item.text))


def side_of(text: str) -> Side:
    """Which way a stretch of one direction is read."""
    return _SIDES.get(bidirectional(text[0]), "neither")


def is_arabic(runs: Sequence[Run]) -> bool:
    """Whether some letters are of the Arabic script or one that is written as it is."""
    return any(run.text[0] >= "\u0600" and bidirectional(run.text[0]) == "AL" for run in runs)


def units(run: Run, arabic: bool) -> Iterator[Run]:
    """A run parted where the direction may change; the places inside are guessed, as if letters were as wide."""
    pattern = _UNIT if arabic else _HEBREW_UNIT
    found = pattern.findall(run.text) if side_of(run.text) != "left" else [run.text]
    advance, at = (run.end - run.start) / len(run.text), run.start
    for unit in found:
        end = at + advance * len(unit)
        whole = len(found) == 1
        box = run.box if whole else run.box._replace(x0=round(at, 2), x1=round(end, 2))
        yield run._replace(text=unit, start=at, end=run.end if whole else end, box=box, spaced=False, closed=False)
        at = end


def are_apart(before: Run, after: Run) -> bool:
    """Whether two runs that touch are read in ways of their own."""
    one, other = side_of(before.text), side_of(after.text)
    return one != other or one == "neither"


def in_order(row: Sequence[Piece], parted: Callable[[Piece, Piece], bool]) -> Row:
    """The pieces of a row, given from left to right, in the order of reading; brackets as they are meant.

    `start` and `end` of each then tell where it would stand if all of the row were written to the right, so that
    the white space between two is that on the page. `parted` tells whether there is any.
    """
    groups: list[list[Piece]] = []  # from the right; in each, pieces that are read to the right
    rightward: list[Piece] = []  # such a group, from its end
    open_: list[Piece] = []  # what may belong to it
    for piece in reversed(row):
        side = side_of(piece.text)
        if side == "right":
            if rightward or _is_number(open_):
                rightward = [*rightward, *open_, piece]
            else:
                groups.extend([each] for each in open_)
                rightward = [piece]
            open_ = []
        elif side == "left":
            groups.extend([rightward[::-1], *([each] for each in open_), [piece]])
            rightward, open_ = [], []
        else:
            open_.append(piece)
    groups.extend([rightward[::-1], *([each] for each in open_)])
    return tuple(_brackets(list(_laid_out([group for group in groups if group])), parted))


def _laid_out(groups: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
    """The pieces of groups that stand one left of the other, placed one right of the other."""
    at = min(group[0].start for group in groups)
    before: Sequence[Piece] = ()
    for group in groups:
        at += before[0].start - group[-1].end if before else 0.0
        for piece in group:
            start = at + piece.start - group[0].start
            yield piece._replace(start=start, end=start + piece.end - piece.start)
        at += group[-1].end - group[0].start
        before = group


def _is_number(open_: Sequence[Piece]) -> bool:
    """Whether a number is the last word of a stretch that is read to the right: "Act 2" among Hebrew."""
    return len(open_) == 1 and side_of(open_[0].text) == "number"


def _brackets(ordered: Sequence[Piece], parted: Callable[[Piece, Piece], bool]) -> Iterator[Piece]:
    """Brackets by what they touch: one opens that touches what follows it, and closes what stands before it."""
    depth = 0
    for at, piece in enumerate(ordered):
        text = piece.text
        if text not in _OPENS and text not in _CLOSES:
            yield piece
            continue
        before = at > 0 and not parted(ordered[at - 1], piece)
        follower = ordered[at + 1] if at + 1 < len(ordered) else None
        after = follower is not None and side_of(follower.text) != "neither" and not parted(piece, follower)
        closes = before and (not after or depth > 0)
        depth = max(0, depth - 1) if closes else depth + 1
        yield piece._replace(text=_CLOSES.get(text, text) if closes else _OPENS.get(text, text))
