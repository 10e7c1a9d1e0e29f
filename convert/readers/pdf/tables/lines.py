"""Lines of a table in its columns: which words of a line stand in which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.model import IN_RULES, Band, Run, fine_bands, has_digits, in_order, text_of

ALIGNED = 2.5
"""Points by which a word may begin or end off the edge of the column it belongs to."""


@dataclass(frozen=True, slots=True)
class Column:
    """The extent of a column's words."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Part:
    """Words of one band in one column, or over several."""

    first: int
    last: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return text_of(self.pieces)


@dataclass(frozen=True, slots=True)
class Line:
    """A band in the columns."""

    band: Band
    parts: tuple[Part, ...]

    def __len__(self) -> int:
        return len(self.parts)

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)


def lines_in(bands: Iterable[Band], columns: Sequence[Column]) -> tuple[Line, ...]:
    return tuple(Line(band, line_in(band, columns)) for band in bands)


def fine_lines_in(bands: Iterable[Band], columns: Sequence[Column]) -> tuple[Line, ...]:
    """The lines of bands one by one: cells in the middle of a row may be half a line off their neighbours."""
    return lines_in([line for band in bands for line in fine_bands(band)], columns)


def line_in(band: Band, columns: Sequence[Column]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for run in band.runs:
        parts.extend(_parts(run, columns))
    joined: dict[tuple[int, int], list[Piece]] = {}
    for part in parts:
        joined.setdefault((part.first, part.last), []).extend(part.pieces)
    return tuple(Part(first, last, tuple(in_order(pieces))) for (first, last), pieces in sorted(joined.items()))


def _parts(run: Run, columns: Sequence[Column]) -> list[Part]:
    """A run in the columns that it touches: cut where its words begin or end as a column does."""
    touched = [at for at, column in enumerate(columns) if run.start < column.end and run.end > column.start]
    if not touched:
        middle = (run.start + run.end) / 2
        nearest = min(range(len(columns)), key=lambda at: abs((columns[at].start + columns[at].end) / 2 - middle))
        return [Part(nearest, nearest, run.pieces)]
    if len(touched) == 1:
        return [Part(touched[0], touched[0], run.pieces)]
    cuts = None if _is_centred(run, columns[touched[0]], columns[touched[-1]]) else _cuts(run, columns, touched)
    if cuts is None:
        return [Part(touched[0], touched[-1], run.pieces)]
    found = []
    for at, first, last in cuts:
        found.append(Part(touched[at], touched[at], run.pieces[first:last]))
    return found


def _is_centred(run: Run, first: Column, last: Column) -> bool:
    """Whether a run of closely set words stands in the middle of all the columns that it touches."""
    pieces = run.pieces
    wide = any(two.start - one.end >= IN_RULES * two.size for one, two in pairwise(pieces))
    middle = (run.start + run.end - first.start - last.end) / 2
    inside = first.start + ALIGNED < run.start and run.end < last.end - ALIGNED
    return not wide and inside and abs(middle) <= 0.5 * pieces[0].size


def _cuts(run: Run, columns: Sequence[Column], touched: list[int]) -> list[tuple[int, int, int]] | None:
    """Where a run is cut into its columns, as (which touched, first word, last word); None if it spans them."""
    pieces = run.pieces
    starts = [0]
    for before, after in pairwise(touched):
        left, right = columns[before], columns[after]
        best = None
        for at in range(starts[-1] + 1, len(pieces)):
            one, two = pieces[at - 1], pieces[at]
            if two.start <= one.end:
                continue
            wide = two.start - one.end >= IN_RULES * two.size
            within = one.end <= right.start + ALIGNED and two.start >= left.end - ALIGNED
            begins = abs(two.start - right.start) <= ALIGNED
            ends = abs(one.end - left.end) <= ALIGNED
            if begins or (ends and within) or (wide and within):
                best = at
                break
        if best is None:
            return None
        starts.append(best)
    stops = [*starts[1:], len(pieces)]
    return [(at, first, last) for at, (first, last) in enumerate(zip(starts, stops, strict=True))]


def numeric_columns(lines: Sequence[Line]) -> set[int]:
    """Columns that hold numbers for the most part."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        for part in line:
            if part.first == part.last:
                texts.setdefault(part.first, []).append(part.text)
    return {column for column, said in texts.items() if sum(map(has_digits, said)) >= 0.6 * len(said)}
