"""What stands in made tables: cells with their places and spans, drawn from a few independent choices.

A table has a stub (the column of row headings), columns of a kind each, a head of up to three levels, and perhaps
groups, a total, empty cells. `Content.traits` names what was chosen, so that results can be told apart by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from benchmarks.tables.words import HEADS, NOUNS, NUMBERS, PLACES, WORDS, label, sentence


class Entry(NamedTuple):
    """A cell of the truth: its place, its spans, its words."""

    row: int
    column: int
    across: int
    down: int
    text: str


Truth = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Cells, the number of head rows, how each column is aligned, rows that stand out, what was chosen."""

    cells: Truth
    rows: int
    columns: int
    head: int
    alignments: tuple[str, ...]
    indents: frozenset[int]  # rows whose heading is indented
    groups: frozenset[int]  # rows that name the rows after them
    totals: frozenset[int]
    traits: tuple[str, ...]
    rules: frozenset[tuple[int, int, int]] = frozenset()  # above a row, from a column to another
    gaps: frozenset[int] = frozenset()  # rows with white space above
    leaders: frozenset[int] = frozenset()  # rows with dots behind their heading
    shares: tuple[float, ...] = ()  # of the width for each column, where it is fixed
    needs_sides: bool = False  # can be read only if all cells are ruled

    def with_gaps(self, rows: Iterable[int]) -> Content:
        return replace(self, gaps=frozenset(rows))

    def with_leaders(self, rows: Iterable[int]) -> Content:
        return replace(self, leaders=frozenset(rows))

    def only_with_sides(self) -> Content:
        return replace(self, needs_sides=True)


STUBS = ("names", "names", "names", "numbered", "indented", "wrapped", "grouped", "none")
HEAD_LEVELS = (0, 1, 1, 1, 1, 2, 2, 3)


def content(random: Random) -> Content:
    """A table drawn at random."""
    stub = random.choice(STUBS)
    levels = random.choice(HEAD_LEVELS) if stub != "none" else 1
    lead = {"grouped": 2, "none": 0, "numbered": 2}.get(stub, 1)
    kinds = _kinds(random, levels)
    rows = random.choice((3, 4, 5, 6, 8, 10, 14))
    head = list(_head(random, lead, len(kinds), levels, stub))
    start = max((cell.row + cell.down for cell in head), default=0)
    groups = _group_rows(random, stub, rows)
    total = stub in ("names", "indented") and not groups and random.random() < 0.25
    empty = random.choice((0.0, 0.0, 0.0, 0.1, 0.35))
    body: list[Entry] = []
    left = 0  # rows of the group that is open
    for at in range(rows):
        row = start + at
        if at in groups:
            body.append(Entry(row, 0, lead + len(kinds), 1, f"{random.choice(PLACES)} {random.choice(NOUNS)}s"))
            continue
        if stub == "grouped" and not left:
            left = min(random.randrange(2, 4), rows - at)
            body.append(Entry(row, 0, 1, left, random.choice(PLACES)))
        left -= 1
        body.extend(_stub(random, stub, row, at, total and at == rows - 1))
        for column, kind in enumerate(kinds, lead):
            if random.random() >= empty or column == lead:
                body.append(Entry(row, column, 1, 1, {**NUMBERS, **WORDS}[kind](random)))
    traits = (
        f"stub {stub}",
        f"head {levels}",
        *(("group rows",) if groups else ()),
        *(("total",) if total else ()),
        *(("empty cells",) if empty else ()),
        *sorted({f"column {kind}" for kind in kinds}),
    )
    indents = frozenset(start + at for at in range(rows) if stub == "indented" and at % 3)
    return Content(
        tuple(cell for cell in (*head, *body) if cell.text),
        start + rows,
        lead + len(kinds),
        start,
        (*["left"] * lead, *_aligned(random, kinds)),
        indents,
        frozenset(start + at for at in groups),
        frozenset({start + rows - 1} if total else ()),
        traits,
    )


def _kinds(random: Random, levels: int) -> list[str]:
    """What the columns hold: numbers of one kind, words, or some of each."""
    count = random.choice((4, 6)) if levels > 1 else random.choice((1, 2, 2, 3, 3, 4, 5, 7))
    form = random.randrange(4)
    if form == 0:
        return [random.choice(list(NUMBERS))] * count
    if form == 1 and levels < 2:
        return [random.choice(list(WORDS)) for _ in range(min(count, 4))]
    kinds = [random.choice(list(NUMBERS)) for _ in range(count)]
    if form == 2 and levels < 2:
        kinds[-1] = random.choice(list(WORDS))
    return kinds


def _aligned(random: Random, kinds: list[str]) -> list[str]:
    numbers = random.choice(("right", "right", "center", "point"))
    words = random.choice(("left", "left", "left", "center"))
    return [
        ("right" if kind not in ("point", "signed") and numbers == "point" else numbers)
        if kind in NUMBERS
        else words
        for kind in kinds
    ]


def _group_rows(random: Random, stub: str, rows: int) -> set[int]:
    """The rows that name a group."""
    if stub not in ("names", "indented") or rows < 5 or random.random() < 0.7:
        return set()
    return {0, rows // 2} if random.random() < 0.7 else {rows // 2}


def _stub(random: Random, stub: str, row: int, at: int, total: bool) -> Iterator[Entry]:
    if total:
        yield Entry(row, 0, 1, 1, "Total")
    elif stub == "numbered":
        yield Entry(row, 0, 1, 1, f"{at + 1}")
        yield Entry(row, 1, 1, 1, label(random))
    elif stub == "wrapped":
        yield Entry(row, 0, 1, 1, sentence(random, random.choice((2, 6, 9))))
    elif stub == "grouped":
        yield Entry(row, 1, 1, 1, label(random))
    elif stub != "none":
        yield Entry(row, 0, 1, 1, label(random))


def _head(random: Random, lead: int, columns: int, levels: int, stub: str) -> Iterator[Entry]:
    """The headings: over two columns each on the second level, over all but the stub on the third."""
    if not levels:
        return
    names = random.sample(HEADS, lead + columns)
    if stub in ("names", "indented", "wrapped") and random.random() < 0.3:
        names[0] = ""  # nothing above the row headings
    for column in range(lead):
        yield Entry(0, column, 1, levels, names[column])
    if levels == 3:
        yield Entry(0, lead, columns, 1, sentence(random, 3))
    if levels > 1:
        for column in range(0, columns, 2):
            words = f"{random.choice(NOUNS).capitalize()} {1990 + column}"
            yield Entry(levels - 2, lead + column, 2, 1, words)
    pair = random.choice((("Count", "Share"), ("Men", "Women"), ("2019", "2020"), ("Number", "Per cent")))
    for column in range(columns):
        name = pair[column % 2] if levels > 1 else names[lead + column]
        yield Entry(levels - 1, lead + column, 1, 1, name)
