"""Sheets cut into regions become pages of lines, with the white space above each line beyond normal leading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from convert.page import Line, Page, Role, Word
from convert.readers.pdf.columns import Regions
from convert.readers.pdf.layout import Piece, Row, around, main_baseline, main_size, rows, text_of
from convert.readers.pdf.sheets import Sheet

LEADING = 1.2
"""Leading in em where a document is too short to show its own."""
USUAL = 0.25
"""A leading is normal for a size if it is this often as frequent as the most frequent one."""
MIN_SEEN = 2
"""Times that an advance is seen before it counts as a leading."""
SMALL = 0.12
"""Extra leading, in lines, that is rounding and not white space."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One sheet in rows: its regions in reading order, then what is not read as text."""

    number: int
    label: str | None
    width: float
    height: float
    regions: tuple[tuple[Row, ...], ...] = ()
    rotated: tuple[Row, ...] = ()
    hidden: tuple[Row, ...] = ()


def set_in_rows(sheet: Sheet, regions: Regions) -> Setting:
    """The regions of a sheet in rows, turned text direction by direction, hidden text apart."""
    return Setting(
        sheet.number,
        sheet.label,
        sheet.width,
        sheet.height,
        tuple(tuple(rows(part.pieces)) for part in regions.parts),
        tuple(row for turned in sheet.rotated.values() for row in rows(turned)),
        tuple(rows(sheet.hidden)),
    )


def page_of(sheet: Setting, leadings: Mapping[float, float]) -> Page:
    """The sheet as a page: its lines in order, turned and hidden ones after the text."""
    lines = tuple(_line(sheet.number, number, *entry) for number, entry in enumerate(_entries(sheet, leadings), 1))
    return Page(sheet.number, sheet.label, lines, sheet.width, sheet.height)


def _entries(sheet: Setting, leadings: Mapping[float, float]) -> Iterator[tuple[Row, float, Role, int]]:
    """Each row with the white space above it, its layer and its region."""
    for number, region in enumerate(sheet.regions):
        for row, gap in _with_gaps(region, leadings):
            yield row, gap, "body", number
    for row in sheet.rotated:
        yield row, 0.0, "body", len(sheet.regions)
    for row in sheet.hidden:
        yield row, 0.0, "hidden", len(sheet.regions)


def _line(page: int, number: int, row: Row, gap: float, role: Role, region: int) -> Line:
    text, starts = text_of(row)
    words = tuple(_word(piece, start) for piece, start in zip(row, starts, strict=True))
    box = around(piece.box for piece in row)
    return Line(page, number, text, gap, role, box, main_size(row), words, region)


def _word(piece: Piece, start: int) -> Word:
    return Word(
        piece.text,
        start,
        piece.box,
        piece.size,
        piece.font,
        piece.bold,
        piece.italic,
        piece.raised,
        color=piece.color,
        link=piece.link,
    )


def _with_gaps(region: tuple[Row, ...], leadings: Mapping[float, float]) -> Iterator[tuple[Row, float]]:
    """Each row with the white space above it beyond its normal leading, in lines."""
    for number, row in enumerate(region):
        size = _half_points(row)
        normal = leadings.get(size) or leadings[0.0] * size
        extra = _advance(region[number - 1], row) / normal - 1 if number else 0.0
        yield row, round(extra, 2) if extra > SMALL else 0.0


def leadings_of(regions: Iterable[tuple[Row, ...]]) -> dict[float, float]:
    """The normal leading in points for each size in half points; under 0.0 that of the text, in em."""
    seen: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for region in regions:
        for above, below in pairwise(region):
            if _half_points(above) == _half_points(below):
                seen[_half_points(below)][round(_advance(above, below) * 4) / 4] += 1
    known = {size: usual for size, counter in seen.items() if (usual := _usual(counter))}
    if not known:
        return {0.0: LEADING}
    text = max(known, key=lambda size: seen[size].total())
    return {**known, 0.0: known[text] / text}


def _usual(counter: Counter[float]) -> float | None:
    """The least of the frequent advances: text set with space between paragraphs has two."""
    most = max(counter.values())
    return min(
        (advance for advance, count in counter.items() if count >= max(MIN_SEEN, USUAL * most)), default=None
    )


def _advance(above: Row, below: Row) -> float:
    return main_baseline(below) - main_baseline(above)


def _half_points(row: Row) -> float:
    return round(main_size(row) * 2) / 2
