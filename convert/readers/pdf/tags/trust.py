"""Whether the structure that a PDF says it has is to be believed, page by page, by what the page itself shows.

Believed is what nearly all characters belong to, what leaves nothing of the page out, and what parts the page
where white space and sizes part it, too. All else is as if it were not there: the page is read by its geometry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from convert.readers.pdf.glyphs import pdfium
from convert.readers.pdf.glyphs.pieces import Piece, Row
from convert.readers.pdf.glyphs.rows import main_baseline, main_size
from convert.readers.pdf.tags import Owner

if TYPE_CHECKING:
    from convert.readers.pdf.lines import Region

COVERED = 0.98
"""Share of the characters that must be marked content of the structure, or artifacts."""
KNOWN = 0.5
"""Share of the characters that must be of blocks that say what they are."""
MOST_ARTIFACTS = 0.3
"""Share of the characters of a page that may be none of its text …"""
FEW = 300
"""… and their number, where a page has hardly any text: two running heads and a folio."""
WRONG = 0.1
"""Share of the joints of lines at which structure and geometry may say clearly different things."""
LEAST_WRONG = 1
"""… joints that may be wrong on a page of few."""
WIDE = 1.9
"""An advance in em, from which on two lines are two blocks."""
OTHER_SIZE = 0.15
"""Part by which the sizes of lines of one block may differ."""


def owned(found: Sequence[Piece], marks: Mapping[int, Owner | None] | None) -> tuple[Piece, ...] | None:
    """The pieces with their owners; None where the structure leaves too much out."""
    if not marks or not found:
        return None
    total = covered = known = unseen = 0
    made = []
    for piece in found:
        owner = marks.get(piece.mark)
        count = len(piece.text)
        total += count
        covered += count * (piece.mark in marks)
        known += count * (owner is not None)
        unseen += count * (piece.mark == pdfium.ARTIFACT)
        made.append(piece._replace(owner=owner) if owner else piece)
    if covered + unseen < COVERED * total or unseen > max(FEW, MOST_ARTIFACTS * total) or known < KNOWN * covered:
        return None
    return tuple(made)


def artifacts(found: Iterable[Piece]) -> dict[int, Piece]:
    """The pieces that are none of the text, as their place shows, too: beside, above or below it; by identity."""
    found = tuple(found)
    text = [piece.box for piece in found if piece.mark >= 0 and not (piece.owner and piece.owner.part == "aside")]
    apart = [piece for piece in found if piece.mark == pdfium.ARTIFACT]
    if not text or not apart:
        return {}
    left, right = min(box.x0 for box in text), max(box.x1 for box in text)
    top, bottom = min(box.top for box in text), max(box.bottom for box in text)

    def outside(piece: Piece) -> bool:
        box = piece.box
        middle = (box.top + box.bottom) / 2
        return middle < top or middle > bottom or box.x1 <= left or box.x0 >= right

    return {id(piece): piece for piece in apart if outside(piece)}


def agrees(regions: Iterable[Region]) -> bool:
    """Whether the blocks of a page part and join its lines as white space, sizes and sentences do."""
    joints = wrong = 0
    for region in regions:
        for (above, one), (below, other) in pairwise(zip(region.rows, region.tags, strict=False)):
            if one is None or other is None:
                continue
            joints += 1
            wrong += _is_torn(above, below) if one.block == other.block else _is_cut(above, below)
    return wrong <= max(LEAST_WRONG, WRONG * joints)


def _is_torn(above: Row, below: Row) -> bool:
    """Whether two lines that are said to be of one block are clearly not."""
    sizes = sorted((main_size(above), main_size(below)))
    advance = main_baseline(below) - main_baseline(above)
    return advance > WIDE * sizes[1] or sizes[0] < (1 - OTHER_SIZE) * sizes[1]


def _is_cut(above: Row, below: Row) -> bool:
    """Whether two lines said to be of two blocks are clearly one sentence: of a size, close, unfinished."""
    size = main_size(above)
    advance = main_baseline(below) - main_baseline(above)
    close = 0 < advance < 1.5 * size and abs(main_size(below) - size) < 0.1 * size
    start, end = below[0].text, above[-1].text
    level = abs(below[0].start - above[0].start) < size / 2
    return close and level and start[:1].islower() and end[-1:].isalnum()
