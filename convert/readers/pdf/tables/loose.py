"""A region without a full grid to columns, rows and cells."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median

from convert.boxes import around
from convert.readers.pdf.tables.columns import columns_of
from convert.readers.pdf.tables.heads import head_lines, head_rows, levels
from convert.readers.pdf.tables.lines import Column, Line, fine_lines_in, lines_in
from convert.readers.pdf.tables.model import FoundTable
from convert.readers.pdf.tables.regions import FEWEST, Region
from convert.readers.pdf.tables.rows import body_rows
from convert.readers.pdf.tables.spans import cells_of, with_spans

SMALLER = 0.93
"""How much smaller than a table its notes are."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A region as lines of parts, before lines are joined to rows."""

    region: Region
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def lay_out(region: Region) -> Layout | None:
    """The columns of a region and its lines in them; None where there is but one column."""
    columns = columns_of(region.bands)
    if len(columns) < 2:
        return None
    lines = lines_in(region.bands, columns)
    if region.kind == "lines" and (kept := _without_notes(lines)) != lines:
        box = region.box._replace(bottom=kept[-1].band.bottom)
        region, lines = replace(region, bands=tuple(line.band for line in kept), box=box), kept
    return Layout(region, columns, lines)


def _without_notes(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without those at the end that run over several columns or are set smaller: its notes, the text."""
    size = median(line.band.size for line in lines)
    while len(lines) > FEWEST and len(lines[-1]) == 1:
        (part,) = lines[-1]
        if part.first == part.last and lines[-1].band.size > SMALLER * size:
            break
        lines = lines[:-1]
    return lines


def to_table(layout: Layout, score: float) -> FoundTable:
    """The table: lines joined to rows, the head found."""
    lines, region = layout.lines, layout.region
    count = head_lines(lines, region)
    upper = [part for line in lines[:count] for part in levels(line, layout.columns)]
    head = head_rows(upper, lines[0].band.size, layout.columns, region.parts)
    body = fine_lines_in([line.band for line in lines[count:]], layout.columns)
    groups = [*head, *body_rows(body, lines[0].band.size, region.rules)]
    cells = [cell for number, group in enumerate(groups) for cell in cells_of(number, group)]
    box = region.box
    if region.kind == "lines":
        box = around(piece.box for cell in cells for piece in cell.pieces)
    table = FoundTable(box, len(groups), len(layout.columns), len(head), tuple(cells), False, score)
    return with_spans(table, layout.columns, region.parts)
