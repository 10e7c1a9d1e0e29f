"""What stands in the cells of made tables: words and numbers about nothing, with the truth of their places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import NamedTuple


class Entry(NamedTuple):
    """A cell of the truth: its place, its spans, its words."""

    row: int
    column: int
    across: int
    down: int
    text: str


Truth = tuple[Entry, ...]


NOUNS = (
    *("harbour", "bridge", "council", "library", "river", "district", "school", "archive", "market", "tower"),
    *("orchard", "quarry", "mill", "court", "garden", "station", "chapel", "meadow", "ferry", "castle", "village"),
)
PLACES = (
    "Harrow",
    "Linden",
    "Marlow",
    "Esk",
    "Tavish",
    "Corran",
    "Welby",
    "Ashdon",
    "Orme",
    "Pelham",
    "Quill",
    "Ulva",
)
VERBS = ("opened", "closed", "widened", "surveyed", "repaired", "leased", "bought", "drained", "fenced", "insured")
HEADS = (
    *("Name", "Place", "Area", "Year", "Cost", "Share", "Visits", "Number of books", "Annual change", "Members"),
    *("Total", "Remarks", "Opened", "Staff"),
)
SMALL = ("the", "of", "and", "in", "was", "that", "with", "for", "their", "it")


def prose(random: Random, words: int = 60) -> str:
    """Sentences about nothing."""
    said = []
    for number in range(words):
        word = random.choice(
            (*NOUNS, *VERBS, "the", "of", "and", "in", "was", "that", "with", "for", "their", "it")
        )
        said.append(word.capitalize() if number % 14 == 0 else word + "." * (number % 14 == 13))
    return " ".join(said).rstrip(".") + "."


def number(random: Random) -> str:
    form = random.randrange(5)
    if form == 0:
        return f"{random.uniform(0, 100):.1f}"
    if form == 1:
        return f"{random.randrange(1, 99999):,}"
    if form == 2:
        return f"{random.uniform(0, 100):.0f}%"
    if form == 3:
        return f"{random.uniform(-5, 5):+.2f}".replace("-", "−")
    return str(random.randrange(1, 400))


def label(random: Random) -> str:
    return f"{random.choice(PLACES)} {random.choice(NOUNS)}"


def sentence(random: Random, words: int) -> str:
    return " ".join(
        [random.choice(NOUNS).capitalize(), *(random.choice((*VERBS, *NOUNS)) for _ in range(words - 1))]
    )


# ── the cells ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Content:
    """Cells, the number of head rows, and how each column is aligned."""

    cells: Truth
    rows: int
    columns: int
    head: int
    alignments: tuple[str, ...]


def numeric(random: Random) -> Content:
    """A stub of names and columns of numbers."""
    return _plain(
        random,
        random.randrange(3, 7),
        random.randrange(3, 12),
        lambda r, c: label(random) if c == 0 else number(random),
    )


def wordy(random: Random) -> Content:
    """Columns of words, some cells wrapped over lines."""
    columns = random.randrange(2, 5)

    def cell(_: int, column: int) -> str:
        return label(random) if column == 0 else sentence(random, random.choice((2, 3, 7, 11)))

    return _plain(random, columns, random.randrange(3, 7), cell, left=True)


def mixed(random: Random) -> Content:
    """A number, a name, an amount, a remark; some cells empty."""

    def cell(row: int, column: int) -> str:
        if column == 0:
            return str(row)
        if column == 1:
            return label(random)
        if random.random() < 0.15:
            return ""
        return number(random) if column == 2 else sentence(random, 3)

    return _plain(random, random.choice((3, 4)), random.randrange(4, 10), cell, left=True)


def spanned(random: Random) -> Content:
    """Headings over several columns above the columns' own, a stub heading down two rows."""
    pairs = random.randrange(2, 4)
    columns = 1 + 2 * pairs
    cells = [Entry(0, 0, 1, 2, random.choice(HEADS))]
    for pair in range(pairs):
        cells.append(Entry(0, 1 + 2 * pair, 2, 1, f"{random.choice(NOUNS).capitalize()} {1990 + pair}"))
        cells += [Entry(1, 1 + 2 * pair, 1, 1, "Count"), Entry(1, 2 + 2 * pair, 1, 1, "Share")]
    rows = random.randrange(3, 9)
    for row in range(2, 2 + rows):
        cells.append(Entry(row, 0, 1, 1, label(random)))
        cells += [Entry(row, column, 1, 1, number(random)) for column in range(1, columns)]
    return Content(tuple(cells), 2 + rows, columns, 2, ("left", *["right"] * (columns - 1)))


def grouped(random: Random) -> Content:
    """Rows in groups: the first column names a group and covers its rows."""
    cells = [Entry(0, column, 1, 1, text) for column, text in enumerate(random.sample(HEADS, 3))]
    row = 1
    for _ in range(random.randrange(2, 4)):
        size = random.randrange(2, 4)
        cells.append(Entry(row, 0, 1, size, random.choice(PLACES)))
        for inner in range(size):
            cells += [Entry(row + inner, 1, 1, 1, label(random)), Entry(row + inner, 2, 1, 1, number(random))]
        row += size
    return Content(tuple(cells), row, 3, 1, ("left", "left", "right"))


def _plain(
    random: Random, columns: int, rows: int, cell: Callable[[int, int], str], left: bool = False
) -> Content:
    cells = [Entry(0, column, 1, 1, text) for column, text in enumerate(random.sample(HEADS, columns))]
    for row in range(1, rows + 1):
        cells += [Entry(row, column, 1, 1, cell(row, column)) for column in range(columns)]
    other = "left" if left else random.choice(("right", "center"))
    return Content(tuple(cells), rows + 1, columns, 1, ("left", *[other] * (columns - 1)))


CONTENTS = (numeric, numeric, wordy, mixed, spanned, grouped)
