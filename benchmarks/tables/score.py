"""How like the tables that were found are to those that are there, and in what they differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.extract.typeset.grade import teds
from benchmarks.tables.content import Truth
from convert.document import Document, Table, plain

Cells = frozenset[tuple[int, int, int, int, str]]
"""Row, column, columns and rows covered, letters."""


@dataclass(frozen=True, slots=True)
class Score:
    """F1 over the cells, 1 where nothing is wrong; TEDS, which forgives a shift; the causes of what is wrong."""

    cells: float
    teds: float
    causes: tuple[str, ...]


def cells_of(table: Table) -> Cells:
    """The cells of a table that hold words, with their places."""
    found = set()
    covered: dict[tuple[int, int], bool] = {}
    for row, entries in enumerate(table.children):
        column = 0
        for cell in entries.children:
            while covered.get((row, column)):
                column += 1
            for r in range(row, row + cell.down):
                for c in range(column, column + cell.across):
                    covered[r, c] = True
            if text := letters(plain(cell)):
                found.add((row, column, cell.across, cell.down, text))
            column += cell.across
    return _plain_groups(found)


def letters(text: str) -> str:
    """The words without leaders and what hyphenation and line ends change."""
    joined = "".join(text.replace("\u00ad", "").replace("-", "").replace("‐", "").split())
    return re.sub(r"\.{3,}", "", joined)


def _plain_groups(cells: set[tuple[int, int, int, int, str]]) -> Cells:
    """The cells; how far the only one of a row goes nobody can see, nor does it matter."""
    count = Counter(row for row, *_ in cells)
    return frozenset(
        (row, column, 1 if count[row] == 1 else across, down, text) for row, column, across, down, text in cells
    )


def scores(truths: Sequence[Truth], document: Document) -> Iterator[Score]:
    """A score for each table of the truth, with the table of the document that is most like it."""
    found = [cells_of(block) for block in document.children if isinstance(block, Table)]
    for truth in truths:
        want = _plain_groups(
            {(cell.row, cell.column, cell.across, cell.down, letters(cell.text)) for cell in truth}
        )
        best = max(found, key=lambda got: (_f1(want, got), _shared(want, got)), default=frozenset())
        value = _f1(want, best)
        alike = max((teds(_rows(want), _rows(got)) for got in found), default=0.0)
        yield Score(value, alike, () if value == 1 else tuple(_causes(want, best, found)))


def _rows(cells: Cells) -> list[list[tuple[str, int, int]]]:
    """The cells row by row, the empty ones too."""
    if not cells:
        return []
    rows, columns = _size(cells)
    covered = {
        (r, c) for row, column, a, d, _ in cells for r in range(row, row + d) for c in range(column, column + a)
    }
    placed = {(row, column): (text, across, down) for row, column, across, down, text in cells}
    return [
        [
            placed.get((row, column), ("", 1, 1))
            for column in range(columns)
            if (row, column) in placed or (row, column) not in covered
        ]
        for row in range(rows)
    ]


def _f1(want: Cells, got: Cells) -> float:
    return 2 * len(want & got) / (len(want) + len(got))


def _shared(want: Cells, got: Cells) -> int:
    return (Counter(cell[-1] for cell in want) & Counter(cell[-1] for cell in got)).total()


def _causes(want: Cells, got: Cells, found: Sequence[Cells]) -> Iterator[str]:
    """What is wrong, in words that can be counted."""
    if not got or _letters(got).total() < 0.3 * _letters(want).total():
        yield "missed"
        return
    if sum(bool(_shared(want, each) > 1) for each in found) > 1:
        yield "cut in parts"
    missing, extra = _letters(want) - _letters(got), _letters(got) - _letters(want)
    if missing.total() > 2:
        yield "words missing"
    if extra.total() > 2:
        yield "words too many"
    rows, columns = _size(want), _size(got)
    if rows[0] != columns[0]:
        yield "rows split" if columns[0] > rows[0] else "rows joined"
    if rows[1] != columns[1]:
        yield "columns split" if columns[1] > rows[1] else "columns joined"
    if rows == columns and not missing and not extra:
        same = {(row, column, text) for row, column, _, _, text in want} == {
            (row, column, text) for row, column, _, _, text in got
        }
        yield "spans" if same else "places"


def _letters(cells: Cells) -> Counter[str]:
    return Counter(letter for cell in cells for letter in cell[-1])


def _size(cells: Cells) -> tuple[int, int]:
    return (
        max(row + down for row, _, _, down, _ in cells),
        max(column + across for _, column, across, _, _ in cells),
    )
