"""Notes at the feet of columns: the text goes on from column to column, and so do the notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.glyphs.rows import DROP
from convert.readers.pdf.layout.areas import Part

NOTE_SIZE = 0.93
"""Notes at the foot of a column are smaller than its text at least by this factor."""
GOOD_PART = 0.2
"""Share of the characters that are in the size of the text at least."""
_MARK = re.compile(r"\W?(?:\d{1,3}|[a-z]|[*\u2020\u2021\u00a7\u00b6]+)\W?")
"""What a note begins with, if no rule stands above it."""


def notes_last(sides: Sequence[list[Part]], bars: Sequence[Box]) -> Iterator[Part]:
    """The columns, then the notes at their feet: the text goes on from column to column, and so do the notes."""
    size = _text_size([piece for side in sides for part in side for piece in part.pieces])
    notes: list[Part] = []
    for side in sides:
        for number, part in enumerate(side):
            body, foot = part, None
            if part.atom is None and number + 1 == len(side):
                body, foot = _split(part, size, bars)
            if body.pieces or body.atom is not None:
                yield body
            if foot:
                notes.append(foot)
    yield from notes


def _split(part: Part, size: float, bars: Sequence[Box]) -> tuple[Part, Part | None]:
    """The part without the smaller lines at its foot that are notes to the text above them, and those."""
    top = max((p.baseline for p in part.pieces if p.size > NOTE_SIZE * size), default=None)
    foot = [p for p in part.pieces if top is not None and p.baseline > top + p.size * DROP]
    if top is None or not foot or _main_size(foot) > NOTE_SIZE * size:
        return part, None
    first = min(foot, key=lambda piece: (piece.baseline, piece.start))
    if not _MARK.fullmatch(first.text) and not any(
        top < bar.top < first.baseline and bar.x0 <= first.end and bar.x1 >= first.start for bar in bars
    ):
        return part, None
    known = set(map(id, foot))
    return Part(tuple(p for p in part.pieces if id(p) not in known)), Part(tuple(foot))


def _text_size(found: Sequence[Piece]) -> float:
    """The largest size that a good part of the text has: there may be more notes than text."""
    sizes: Counter[float] = Counter()
    for piece in found:
        sizes[piece.size] += len(piece.text)
    return max((size for size, count in sizes.items() if count >= GOOD_PART * sizes.total()), default=0.0)


def _main_size(found: Iterable[Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in found:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
