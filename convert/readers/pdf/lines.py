"""Sheets cut into regions become pages of lines, with the white space above each line beyond normal leading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from convert.boxes import around
from convert.page import CellPlace, Grid, Line, Page, Picture, Role, Tag, Word
from convert.readers.pdf.annotations.found import FIRST_MARK, MAX_ANNOTATIONS
from convert.readers.pdf.glyphs.pieces import Piece, Row
from convert.readers.pdf.glyphs.rows import main_baseline, main_size, rows, text_of
from convert.readers.pdf.layout.initials import set_in
from convert.readers.pdf.margins.furniture import is_folio

if TYPE_CHECKING:
    from convert.readers.pdf.inserts import Inserts
    from convert.readers.pdf.layout.columns import Part, Regions
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
class Region:
    """Rows that are read one after the other: of the text, of a table (each with its cell), inside a picture."""

    rows: tuple[Row, ...]
    cells: tuple[CellPlace, ...] = ()  # of a table: where each row stands
    picture: int | None = None  # which picture of the sheet it is inside of
    tags: tuple[Tag | None, ...] = ()  # of text: the block of each row, where the file says it


@dataclass(frozen=True, slots=True)
class Setting:
    """One sheet in rows: its regions in reading order, then what is not read as text."""

    number: int
    label: str | None
    width: float
    height: float
    regions: tuple[Region, ...] = ()
    rotated: tuple[Row, ...] = ()
    hidden: tuple[Row, ...] = ()
    numbers: tuple[Row, ...] = ()  # of lines, in the margin
    tables: tuple[Grid, ...] = ()
    pictures: tuple[Picture, ...] = ()
    typed: bool = True  # not recognised by a machine
    artifacts: tuple[Row, ...] = ()  # what the file says is none of the text
    asides: tuple[Row, ...] = ()  # … and what stands only beside it


def set_in_rows(sheet: Sheet, regions: Regions, inserts: Inserts) -> Setting:
    """The regions of a sheet in rows, turned text direction by direction, hidden text apart; no pictures yet."""
    asides = [piece for part in regions.parts for piece in part.pieces if _is_aside(piece)]
    turned = [_turned(found, angle, inserts) for angle, found in sheet.rotated.items()]
    beside = {atom: near for _, each in turned for atom, near in each.items()}
    return Setting(
        sheet.number,
        sheet.label,
        sheet.width,
        sheet.height,
        tuple(region for part in regions.parts for region in _regions(part, inserts, beside, sheet.number)),
        tuple(row for alone, _ in turned for row in alone),
        tuple(rows(sheet.hidden)),
        tuple(rows(sheet.numbers)),
        tuple(Grid(table.box, table.head, table.rows, table.columns, table.tag) for table in inserts.tables),
        typed=not sheet.recognised,
        artifacts=tuple(rows(sheet.artifacts)),
        asides=tuple(rows(asides)),
    )


Beside: TypeAlias = dict[int, tuple[list[Row], list[Row]]]
"""For each table set sideways the rows above it and, for the last, those below it."""


def _turned(found: Sequence[Piece], angle: int, inserts: Inserts) -> tuple[list[Row], Beside]:
    """Rows that run at an angle: those with no table among them, and those that stand beside each table."""
    tables = [(at, table) for at, table in enumerate(inserts.tables) if angle and table.angle == angle]
    tables.sort(key=lambda each: min(piece.baseline for piece in each[1].pieces))
    held = {id(piece) for _, table in tables for piece in table.pieces}
    free = rows([piece for piece in found if id(piece) not in held])
    beside: Beside = {}
    for number, (at, table) in enumerate(tables):
        edge = min(piece.baseline for piece in table.pieces)
        above = [row for row in free if main_baseline(row) < edge]
        free = free[len(above) :]
        beside[at] = above, free if number == len(tables) - 1 else []
    return [] if tables else free, beside


def _regions(part: Part, inserts: Inserts, beside: Beside, page: int) -> Iterator[Region]:
    """The rows of a part; those of a table cell by cell, then whatever else stands in its frame."""
    if part.atom is None:
        if pieces := [piece for piece in set_in(part.pieces) if not _is_aside(piece)]:
            yield _by_block(pieces, page)
    elif part.atom >= len(inserts.tables):
        yield Region(tuple(rows(part.pieces)), picture=part.atom - len(inserts.tables))
    else:
        table = inserts.tables[part.atom]
        found = [
            (row, CellPlace(part.atom, cell.row, cell.column, cell.across, cell.down))
            for cell in table.cells
            for row in rows(cell.pieces)
        ]
        above, below = beside.get(part.atom, ((), ()))
        if above:
            yield Region(tuple(above))
        yield Region(tuple(row for row, _ in found), tuple(place for _, place in found))
        if below:
            yield Region(tuple(below))
        used = set(map(id, table.pieces))
        if rest := [piece for piece in part.pieces if id(piece) not in used]:
            yield Region(tuple(rows(rest)))


def _is_aside(piece: Piece) -> bool:
    """Whether the file says that a piece only stands beside the text, as the number of a page that was."""
    return piece.owner is not None and piece.owner.part == "aside"


def _by_block(found: Sequence[Piece], page: int) -> Region:
    """The rows of a part of the text, each of one block; from top to bottom by the first row of each block."""
    blocks: defaultdict[Tag | None, list[Piece]] = defaultdict(list)
    for piece in found:
        blocks[piece.owner.tag if piece.owner and not piece.owner.cell else None].append(piece)
    if len(blocks) == 1:
        made = rows(found)
        return Region(tuple(made), tags=tuple(next(iter(blocks)) or _filled_in(row, page) for row in made))
    stretches: list[tuple[list[Row], Tag | None]] = []
    for tag, pieces in blocks.items():
        made = rows(pieces)
        stretches.extend([(made, tag)] if tag else [([row], _filled_in(row, page)) for row in made])
    stretches.sort(key=lambda stretch: (main_baseline(stretch[0][0]), stretch[0][0][0].start))
    return Region(
        tuple(row for made, _ in stretches for row in made),
        tags=tuple(tag for made, tag in stretches for _ in made),
    )


def _filled_in(row: Row, page: int) -> Tag | None:
    """The block of a row that was filled in or typed onto the page: it does not go on from the row above it."""
    mark = next((piece.mark for piece in row if piece.mark <= FIRST_MARK), None)
    return None if mark is None else Tag(-(page * MAX_ANNOTATIONS - mark), "paragraph")


class Ruled(NamedTuple):
    """A page, and the advance of each of its lines from the line above in its region, in points (else 0)."""

    page: Page
    advances: tuple[float, ...]


def ruled(setting: Setting) -> Ruled:
    """The sheet as a page: its lines in order, turned and hidden ones after the text."""
    beside: list[tuple[Row, Role]] = [(row, _side(row, setting.height)) for row in setting.artifacts]
    heads = [each for each in beside if each[1] == "head"]
    last = len(setting.regions)
    lines = [_line(setting.number, at, row, role, last) for at, (row, role) in enumerate(heads, 1)]
    advances = [0.0 for _ in heads]
    pictures = list(setting.pictures)
    for number, region in enumerate(setting.regions):
        if region.picture is not None:
            pictures[region.picture] = replace(pictures[region.picture], before=len(lines) + 1)
        advances.extend(_advances(region))
        lines.extend(_lines(setting.number, len(lines) + 1, region, number))
    apart: list[tuple[Row, Role]] = [(row, "body") for row in setting.rotated]
    apart.extend((row, "hidden") for row in setting.hidden)
    apart.extend((row, "folio") for row in setting.numbers)
    apart.extend(each for each in beside if each[1] != "head")
    apart.extend((row, "head") for row in setting.asides)
    lines.extend(
        _line(setting.number, at, row, role, last) for at, (row, role) in enumerate(apart, len(lines) + 1)
    )
    advances.extend(0.0 for _ in apart)
    page = Page(setting.number, setting.label, tuple(lines), setting.width, setting.height)
    page = replace(page, tables=setting.tables, pictures=tuple(pictures), typed=setting.typed)
    return Ruled(page, tuple(advances))


def _side(row: Row, height: float) -> Role:
    """The layer of what is none of the text, by the half of the sheet; a number alone is a folio."""
    if is_folio(text_of(row)[0]):
        return "folio"
    return "head" if row[0].baseline < height / 2 else "foot"


def _advances(region: Region) -> Iterator[float]:
    """How far each row of the text stands below the one above it; 0 where that says nothing."""
    above: float | None = None
    for row in region.rows:
        baseline = main_baseline(row)
        text = not region.cells and region.picture is None
        yield baseline - above if text and above is not None else 0.0
        above = baseline


def _lines(page: int, first: int, region: Region, number: int) -> Iterator[Line]:
    """The lines of a region, numbered from `first` on."""
    for at, row in enumerate(region.rows):
        line = _line(page, first + at, row, "body", number)
        if region.cells:
            yield replace(line, cell=region.cells[at])
        elif region.picture is not None:
            yield replace(line, picture=region.picture)
        else:
            yield replace(line, tag=region.tags[at]) if any(region.tags[at : at + 1]) else line


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
        piece.small_caps,
        piece.color,
        piece.link,
        part=piece.owner.part if piece.owner else "",
        language=piece.owner.language if piece.owner else "",
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
