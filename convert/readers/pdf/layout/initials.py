"""Drop capitals: a large initial that stands beside two lines or more belongs before the first word of the first.

Its baseline is that of the last line beside it: by its place it would be read there, or as a line of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece, Row
from convert.readers.pdf.glyphs.rows import main_baseline, rows

LARGER = 1.8
"""Times the size of the text that an initial has at least; one over two lines has 2 to 2.6."""
LONGEST = 2
"""Characters: a letter, perhaps behind a quotation mark."""
NEAR = 1.0
"""Em of the text within which the lines beside an initial begin."""
ABOVE = 0.6
"""Em of the text by which an initial may reach above the top of its line, or stay below it."""
FEWEST_LINES = 2
MOST = 100
"""Large letters in one part of a page from which on they are no initials: no paper is so tall."""
REACH = 3.0
"""Times the size of an initial, above it and below, in which the rows beside it are sought."""


def set_in(found: Sequence[Piece]) -> list[Piece]:
    """The words of a part of the text with each initial put into the line that it opens."""
    pieces = list(found)
    usual = sorted(piece.size for piece in pieces)[len(pieces) // 2] if pieces else 0.0
    initials = [piece for piece in pieces if _may_be_initial(piece, usual)]
    for initial in initials if len(initials) <= MOST else ():
        beside = _beside(initial, rows(_around(initial, pieces)))
        if len(beside) >= FEWEST_LINES:
            moved = {(row[0].baseline, row[0].start): _reaching(row[0], initial) for row in beside[1:]}
            others = (piece for piece in pieces if piece is not initial)
            pieces = [moved.get((piece.baseline, piece.start), piece) for piece in others]
            pieces.append(_as_first(initial, beside[0]))
    return pieces


def _may_be_initial(piece: Piece, usual: float) -> bool:
    return (
        piece.size >= LARGER * usual
        and len(piece.text) <= LONGEST
        and piece.text[-1:].isalpha()
        and piece.text[-1:].isupper()
    )


def _around(initial: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The words that may stand in a row with what is beside an initial, itself left out."""
    reach = REACH * initial.size
    above, below = initial.box.top - reach, initial.baseline + reach
    return [piece for piece in pieces if above <= piece.baseline <= below and piece is not initial]


def _beside(initial: Piece, lines: Sequence[Row]) -> list[Row]:
    """The lines right of an initial from that whose top it shares to that whose baseline it shares."""
    found = [
        row
        for row in lines
        if initial.box.top < main_baseline(row) <= initial.baseline + ABOVE * row[0].size / 2
        and 0 <= row[0].start - initial.end + NEAR * row[0].size <= 2 * NEAR * row[0].size
        and row[0].size * LARGER <= initial.size
    ]
    if not found or abs(found[0][0].box.top - initial.box.top) > ABOVE * found[0][0].size:
        return []
    return found if abs(main_baseline(found[-1]) - initial.baseline) <= ABOVE * found[-1][0].size / 2 else []


def _as_first(initial: Piece, row: Row) -> Piece:
    """The initial in the size and on the baseline of the line that it opens; it touches a word that goes on."""
    first, size, baseline = row[0], row[0].size, main_baseline(row)
    end = first.start if _goes_on(first) else min(initial.end, first.start - size / 4)
    box = Box(initial.box.x0, first.box.top, max(initial.box.x0 + 0.1, end), first.box.bottom)
    return initial._replace(size=size, baseline=baseline, end=end, box=box, bold=first.bold, font=first.font)


def _goes_on(first: Piece) -> bool:
    """Whether the word that an initial begins goes on with the line: no space was set, and no sentence begins."""
    opens = first.text[:1].isalpha() and not first.text[:1].islower() and not first.text[:2].isupper()
    return not first.spaced and not opens


def _reaching(piece: Piece, initial: Piece) -> Piece:
    """The first word of a line beside an initial, which begins at the edge of the column as the initial does."""
    return piece._replace(box=piece.box._replace(x0=initial.box.x0))
