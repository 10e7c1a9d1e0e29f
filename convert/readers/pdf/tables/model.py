"""What the table finders share: bands and runs of words, cells, tables, and what counts as a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece

_NUMBER = re.compile(
    r"[(\[<>≤≥~±+\-–−]{0,2}[$€£¥]?\d[\d.,:'’/  –-]*(?:[%‰°*†‡§a-dkKMB]|[eE×x]|pts?|bn|m)?[)\]]?[*†‡%]*"
)
_NUMBERED = r"\s*(?:n[o°.]\s*)?[\dIVXA-Z]"
TABLE = re.compile(rf"(?i)(?:tables?|tableau|tabla|cuadro|quadro|tabelle|tabela|tabella|tab\.){_NUMBERED}")
FIGURE = re.compile(
    rf"(?i)(?:figure|fig\.?|figura|abbildung|abb\.|gr[aá]fico|graphique|chart|graph|map|exhibit|diagram){_NUMBERED}"
)
_YEAR = re.compile(r"(?:FY ?)?(?:1[789]|20)\d\d(?:\s?[-–/]\s?(?:(?:1[789]|20)?\d\d))?")
_PLACEHOLDER = re.compile(r"[-–—−.…*]+|[nN][./]?[aA]\.?|[Nn]il|NA|ND|[xX✓✔✗●○]")


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its place, its spans, its words."""

    row: int
    column: int
    across: int
    down: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table with all its cells that hold words; the first `head` rows are headings."""

    box: Box
    rows: int
    columns: int
    head: int
    cells: tuple[TableCell, ...]
    ruled: bool
    score: float = 0.0
    lines: tuple[float, ...] = ()  # where the columns of a grid meet, its sides included
    tag: int | None = None  # its number in the file's own structure
    angle: int = 0  # of its words, degrees counter-clockwise

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(piece for cell in self.cells for piece in cell.pieces)


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line with no gap between them that could part cells."""

    pieces: tuple[Piece, ...]
    start: float
    end: float

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Band:
    """Lines too close to be rows of their own: one line, or lines of neighbouring cells set half a line apart."""

    runs: tuple[Run, ...]
    top: float
    bottom: float
    baseline: float  # of its last line
    first: float  # baseline of its first line
    size: float


def is_number(text: str) -> bool:
    """Whether a cell holds a number, or a sign that stands for none."""
    text = text.strip()
    return bool(_NUMBER.fullmatch(text) or _PLACEHOLDER.fullmatch(text))


def has_digits(text: str) -> bool:
    """Whether most of a cell's characters are digits: amounts with units, years, ranges."""
    digits = sum(character.isdigit() for character in text)
    letters = sum(character.isalpha() for character in text)
    return digits > letters


def is_year(text: str) -> bool:
    """Whether it names a year or a span of years, as heads of columns do."""
    return bool(_YEAR.fullmatch(text.strip()))


def em(pieces: Sequence[Piece]) -> float:
    """The usual size of the words, in points."""
    return median(piece.size for piece in pieces) if pieces else 10.0


ONE_LINE = 0.35
"""Em by which the baselines of one line may differ: marks and indices."""
INDEX = 0.85
"""The size of a mark or an index, at most, as a share of its neighbours'."""
IN_RULES = 0.55
"""Em of white space that may part cells where a table is known to stand."""
CHAIN = 0.75
"""Baselines nearer than this, in em, belong to one band; the closest leading in use is 1."""


def bands(pieces: Iterable[Piece], gap: float) -> list[Band]:
    """The words in bands from top to bottom, each in runs parted by at least `gap` em."""
    found: list[list[Piece]] = []
    last = float("-inf")
    for piece in sorted(pieces, key=_baseline):
        if not found or piece.baseline - last > CHAIN * min(piece.size, found[-1][-1].size):
            found.append([])
        found[-1].append(piece)
        last = piece.baseline
    return [_band(group, gap) for group in found]


def fine_bands(band: Band) -> list[Band]:
    """The lines of a band, one for each baseline; marks and indices stay with the line next to them."""
    pieces = [piece for run in band.runs for piece in run.pieces]
    if band.baseline - band.first <= ONE_LINE * band.size:
        return [band]
    main = [piece for piece in pieces if piece.size >= INDEX * band.size]
    groups = [[piece for piece in main if start <= piece.baseline <= stop] for start, stop in _levels(main)]
    for piece in pieces:
        if piece.size < INDEX * band.size:
            min(groups, key=lambda group: abs(group[0].baseline - piece.baseline)).append(piece)
    return [_band(group, IN_RULES) for group in groups]


def _levels(pieces: Iterable[Piece]) -> list[tuple[float, float]]:
    """The baselines of some words, from the first to the last of each line."""
    found: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=_baseline):
        if found and piece.baseline - found[-1][1] <= ONE_LINE * piece.size:
            found[-1] = (found[-1][0], piece.baseline)
        else:
            found.append((piece.baseline, piece.baseline))
    return found


def _band(group: list[Piece], gap: float) -> Band:
    return Band(
        runs=tuple(runs(group, gap)),
        top=min(piece.box.top for piece in group),
        bottom=max(piece.box.bottom for piece in group),
        baseline=max(piece.baseline for piece in group),
        first=min(piece.baseline for piece in group),
        size=em(group),
    )


def runs(group: Iterable[Piece], gap: float) -> list[Run]:
    """Words in runs: those whose extents, or the small gaps between them, touch; then in reading order."""
    found: list[list[Piece]] = []
    end = float("-inf")
    for piece in sorted(group, key=_start):
        if not found or piece.start - end > gap * piece.size:
            found.append([])
            end = float("-inf")
        found[-1].append(piece)
        end = max(end, piece.end)
    return [
        Run(tuple(in_order(each)), min(piece.start for piece in each), max(piece.end for piece in each))
        for each in found
    ]


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """Words line by line, each line from left to right."""
    lines: list[list[Piece]] = []
    pieces = list(pieces)
    lowest, highest = max(p.baseline for p in pieces), min(p.baseline for p in pieces)
    if lowest - highest <= ONE_LINE * pieces[0].size:  # nearly always
        return sorted(pieces, key=_start)
    for piece in sorted(pieces, key=_baseline):
        if not lines or piece.baseline - lines[-1][-1].baseline > ONE_LINE * piece.size:
            lines.append([])
        lines[-1].append(piece)
    return [piece for line in lines for piece in sorted(line, key=_start)]


def _start(piece: Piece) -> float:
    return piece.start


def _baseline(piece: Piece) -> float:
    return piece.baseline


def text_of(pieces: Iterable[Piece]) -> str:
    return " ".join(piece.text for piece in pieces)


def clusters(values: Iterable[float], slack: float) -> list[float]:
    """The middles of values that lie within `slack` of their neighbour."""
    found: list[list[float]] = []
    for value in sorted(values):
        if not found or value - found[-1][-1] > slack:
            found.append([])
        found[-1].append(value)
    return [sum(group) / len(group) for group in found]


def compact(table: FoundTable) -> FoundTable | None:
    """The table without rows and columns that hold no words at all; None if too little is left."""
    rows = sorted({row for cell in table.cells for row in range(cell.row, cell.row + cell.down)})
    columns = sorted({column for cell in table.cells for column in range(cell.column, cell.column + cell.across)})
    if len(rows) < 2 or len(columns) < 2:
        return None
    row_at, column_at = {row: at for at, row in enumerate(rows)}, {column: at for at, column in enumerate(columns)}
    cells = tuple(
        replace(
            cell,
            row=row_at[cell.row],
            column=column_at[cell.column],
            down=sum(cell.row <= row < cell.row + cell.down for row in rows),
            across=sum(cell.column <= column < cell.column + cell.across for column in columns),
        )
        for cell in table.cells
    )
    head = sum(row < table.head for row in rows)
    lines = (*(table.lines[column] for column in columns), table.lines[columns[-1] + 1]) if table.lines else ()
    return replace(table, rows=len(rows), columns=len(columns), cells=cells, head=head, lines=lines)
