"""Sheets cut into regions become pages of lines, with the white space above each line beyond normal leading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from convert.page import Line, Page, Role, Word
from convert.readers.pdf.layout import Piece, Row, around, main_baseline, main_size, rows, text_of

if TYPE_CHECKING:
    from convert.readers.pdf.columns import Regions
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


class Ruled(NamedTuple):
    """A page, and the advance of each of its lines from the line above in its region, in points (else 0)."""

    page: Page
    advances: tuple[float, ...]


def ruled(setting: Setting) -> Ruled:
    """The sheet as a page: its lines in order, turned and hidden ones after the text."""
    lines, advances = [], []
    for number, (row, advance, role, region) in enumerate(_entries(setting), 1):
        lines.append(_line(setting.number, number, row, role, region))
        advances.append(advance)
    page = Page(setting.number, setting.label, tuple(lines), setting.width, setting.height)
    return Ruled(page, tuple(advances))


def _entries(setting: Setting) -> Iterator[tuple[Row, float, Role, int]]:
    """Each row with its advance, its layer and its region."""
    for number, region in enumerate(setting.regions):
        above: float | None = None
        for row in region:
            baseline = main_baseline(row)
            yield row, 0.0 if above is None else baseline - above, "body", number
            above = baseline
    last = len(setting.regions)
    yield from ((row, 0.0, "body", last) for row in setting.rotated)
    yield from ((row, 0.0, "hidden", last) for row in setting.hidden)


def _line(page: int, number: int, row: Row, role: Role, region: int) -> Line:
    text, starts = text_of(row)
    words = tuple(_word(piece, start) for piece, start in zip(row, starts, strict=True))
    box = around(piece.box for piece in row)
    return Line(page, number, text, 0.0, role, box, main_size(row), words, region)


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


def with_gaps(found: Sequence[Ruled]) -> tuple[Page, ...]:
    """The pages with the white space above each line beyond the normal leading of its size, in lines."""
    normal = _leadings(found)
    return tuple(_with_gaps(page, advances, normal) for page, advances in found)


def _with_gaps(page: Page, advances: tuple[float, ...], normal: Mapping[float, float]) -> Page:
    lines = []
    for line, advance in zip(page.lines, advances, strict=True):
        size = _half_points(line)
        extra = advance / (normal.get(size) or normal[0.0] * size) - 1 if advance else 0.0
        lines.append(replace(line, gap=round(extra, 2)) if extra > SMALL else line)
    return replace(page, lines=tuple(lines))


def _leadings(found: Sequence[Ruled]) -> dict[float, float]:
    """The normal leading in points for each size in half points; under 0.0 that of the text, in em."""
    seen: defaultdict[float, Counter[float]] = defaultdict(Counter)
    for page, advances in found:
        for above, below, advance in zip(page.lines, page.lines[1:], advances[1:], strict=False):
            if advance and _half_points(above) == _half_points(below):
                seen[_half_points(below)][round(advance * 4) / 4] += 1
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


def _half_points(line: Line) -> float:
    return round((line.size or 0.0) * 2) / 2
