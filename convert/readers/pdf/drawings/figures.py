"""Which parts of a page are pictures: images, charts and drawings, each a box with the words inside it.

Looked for before tables: the numbers of an axis, grid lines and bars look like a ruled table. A chart shows itself
by curves, by bars that stand on one line, by an axis of evenly spaced numbers; a table's fills and rules do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from convert.boxes import around, holds, overlap
from convert.page import Box
from convert.readers.pdf.drawings.charts import BARS, is_chart, with_labels
from convert.readers.pdf.drawings.clusters import LARGEST, Cluster, clusters, density
from convert.readers.pdf.drawings.drawing import Drawing
from convert.readers.pdf.glyphs.pieces import Piece

SMALLEST = 24.0
"""Points of the shorter side of an image; what is smaller is a bullet, an icon or an ornament."""
SMALLEST_DRAWN = 40.0
"""… and of a drawing; what is smaller is a word or a formula drawn with curves."""
DENSE = 0.28
"""Share of an area that words cover when it is text with an ornament and not a picture with words."""
TITLE, LEAST_TITLE = 1.4, 18.0
"""How much larger than most words of the page a title is, and its least size in points."""
PROSE, PROSE_LINES = 6, 4
"""Words of a line of running text, and lines that make it one."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the page that is a picture; `is_image` where it is one image and nothing else."""

    box: Box
    is_image: bool = False


def find_pictures(pieces: Sequence[Piece], drawing: Drawing, width: float, height: float) -> tuple[Area, ...]:
    """The pictures of a page from top to bottom; none overlaps another."""
    if not drawing.images and not drawing.curves and len(drawing.fills) < BARS:
        return ()
    page = width * height
    found: list[Area] = []
    for cluster in clusters(drawing, page):
        if not _is_sized(cluster, page):
            continue
        inside = [piece for piece in pieces if holds(cluster.box, piece.box)]
        if density(cluster.box, inside) > DENSE or _is_prose(inside) or _is_display(inside, pieces):
            continue
        if cluster.images:
            found.append(Area(cluster.box, is_image=cluster.images == 1))
        elif is_chart(cluster, inside, pieces):
            found.append(Area(with_labels(cluster.box, pieces)))
    return tuple(sorted(_apart(found), key=lambda area: (area.box.top, area.box.x0)))


def _is_sized(cluster: Cluster, page: float) -> bool:
    width, height = cluster.box.x1 - cluster.box.x0, cluster.box.bottom - cluster.box.top
    least = SMALLEST if cluster.images else SMALLEST_DRAWN
    return min(width, height) >= least and width * height <= LARGEST * page


def _is_prose(inside: Sequence[Piece]) -> bool:
    """Whether most of the words stand in lines of running text: an ornament or a background lies behind them."""
    lines: defaultdict[int, int] = defaultdict(int)
    for piece in inside:
        lines[round(piece.baseline)] += len(piece.text) > 1
    long = [count for count in lines.values() if count >= PROSE]
    return len(long) >= PROSE_LINES and sum(long) > 0.5 * len(inside)


def _is_display(inside: Sequence[Piece], pieces: Sequence[Piece]) -> bool:
    """Whether titles stand inside: a picture behind the text of a poster or a slide, not one in the text."""
    if not inside:
        return False
    usual = median(piece.size for piece in pieces)
    return sum(piece.size >= TITLE * usual and piece.size >= LEAST_TITLE for piece in inside) >= 2


def _apart(areas: Iterable[Area]) -> list[Area]:
    """The areas, those that overlap joined."""
    found: list[Area] = []
    for new in areas:
        for other in [each for each in found if overlap(each.box, new.box)]:
            found.remove(other)
            new = Area(around((new.box, other.box)))
        found.append(new)
    return found
