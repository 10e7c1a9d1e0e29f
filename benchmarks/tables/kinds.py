"""Tables of kinds that the world is full of and chance seldom makes: accounts, timetables, prose in cells, forms.

Each is drawn at random within its kind. What `content.py` combines freely is not repeated here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from benchmarks.tables.content import Content, Entry
from benchmarks.tables.words import HEADS, LONG_HEADS, NOUNS, NUMBERS, PLACES, label, prose, sentence

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def _amount(random: Random) -> str:
    """An amount as accounts have it: thousands, losses in brackets, a dash for none."""
    value = random.choice((random.randrange(10, 999), random.randrange(1000, 99999)))
    return random.choice((f"{value:,}", f"{value:,}", f"{value:,}", f"({value:,})", "–"))


def accounts(random: Random) -> Content:
    """A statement: sections, items moved in, sums under a short rule, years at the top, amounts in one unit."""
    years = random.choice((2, 2, 3, 4))
    note, units = random.random() < 0.4, random.random() < 0.6
    lead = 2 if note else 1
    cells = [Entry(0, lead + at, 1, 1, str(2023 - at)) for at in range(years)]
    if note:
        cells.append(Entry(0, 1, 1, 1, "Note"))
    head = 1
    if units:
        unit = random.choice(("£m", "$’000", "EUR million"))
        cells += [Entry(1, lead + at, 1, 1, unit) for at in range(years)]
        head = 2
    row, indents, totals, groups, rules = head, set(), set(), set(), set()
    for _ in range(random.choice((1, 2, 3))):
        cells.append(Entry(row, 0, 1, 1, f"{random.choice(NOUNS).capitalize()} {random.choice(NOUNS)}s"))
        groups.add(row)
        row += 1
        for at in range(random.choice((2, 3, 5))):
            text = label(random) if random.random() < 0.8 else sentence(random, 8)
            cells.append(Entry(row, 0, 1, 1, text))
            if note and random.random() < 0.5:
                cells.append(Entry(row, 1, 1, 1, str(at + 3)))
            cells += [Entry(row, lead + year, 1, 1, _amount(random)) for year in range(years)]
            indents.add(row)
            row += 1
        cells.append(Entry(row, 0, 1, 1, f"Total {random.choice(NOUNS)}s"))
        cells += [Entry(row, lead + year, 1, 1, _amount(random)) for year in range(years)]
        rules |= {(row, lead, lead + years), (row + 1, lead, lead + years)}
        totals.add(row)
        row += 1
    return Content(
        tuple(cells),
        row,
        lead + years,
        head,
        ("left", *["center"] * note, *["right"] * years),
        frozenset(indents),
        frozenset(groups),
        frozenset(totals),
        ("kind accounts",),
        rules=frozenset(rules),
    )


def prose_cells(random: Random) -> Content:
    """Columns of sentences: duties, findings and answers, comparisons."""
    columns, rows = random.choice((2, 3, 3, 4)), random.choice((2, 3, 5))
    most = {2: 60, 3: 30, 4: 16}[columns]
    names = random.sample(HEADS, columns)
    cells = [Entry(0, column, 1, 1, names[column]) for column in range(columns)]
    for row in range(1, rows + 1):
        first = label(random) if random.random() < 0.8 else prose(random, most // 3)
        cells.append(Entry(row, 0, 1, 1, first))
        for column in range(1, columns):
            cells.append(Entry(row, column, 1, 1, prose(random, random.randrange(4, most))))
    return _plain(cells, rows + 1, columns, 1, ("left",) * columns, "prose")


def wrapped_head(random: Random) -> Content:
    """Narrow columns of numbers under headings of several lines."""
    columns, rows = random.choice((3, 4, 5, 6)), random.choice((4, 6, 9))
    names = random.sample(LONG_HEADS, columns)
    cells = [Entry(0, 1 + at, 1, 1, names[at]) for at in range(columns)]
    if random.random() < 0.7:
        cells.append(Entry(0, 0, 1, 1, random.choice(HEADS)))
    kinds = [random.choice(("whole", "point", "percent", "small", "signed")) for _ in range(columns)]
    for row in range(1, rows + 1):
        cells.append(Entry(row, 0, 1, 1, label(random)))
        cells += [Entry(row, 1 + at, 1, 1, NUMBERS[kind](random)) for at, kind in enumerate(kinds)]
    aligned = ("left", *[random.choice(("right", "center"))] * columns)
    return _plain(cells, rows + 1, columns + 1, 1, aligned, "wrapped head", (2.0, *[1.0] * columns))


def numbered_columns(random: Random) -> Content:
    """A row of numbers in brackets, or of units, between the head and the body."""
    columns, rows = random.choice((3, 4, 5)), random.choice((4, 6, 9))
    names = random.sample(HEADS, columns)
    cells = [Entry(0, at, 1, 1, names[at]) for at in range(columns)]
    if random.random() < 0.6:
        cells += [Entry(1, at, 1, 1, f"({at + 1})") for at in range(columns)]
    else:
        cells += [Entry(1, at, 1, 1, random.choice(("(%)", "(km)", "(£m)", "(no.)"))) for at in range(1, columns)]
    kinds = [random.choice(list(NUMBERS)) for _ in range(columns - 1)]
    for row in range(2, rows + 2):
        cells.append(Entry(row, 0, 1, 1, label(random)))
        cells += [Entry(row, 1 + at, 1, 1, NUMBERS[kind](random)) for at, kind in enumerate(kinds)]
    return _plain(cells, rows + 2, columns, 2, ("left", *["right"] * (columns - 1)), "numbered columns")


def folded(random: Random) -> Content:
    """A long list of names and numbers in two halves side by side under the same headings."""
    rows = random.choice((4, 6, 9))
    names = random.sample(HEADS, 2)
    kind = random.choice(("whole", "year", "point", "percent"))
    cells = [Entry(0, at, 1, 1, names[at % 2]) for at in range(4)]
    for row in range(1, rows + 1):
        for half in (0, 2):
            if row == rows and half:
                continue
            cells.append(Entry(row, half, 1, 1, label(random)))
            cells.append(Entry(row, half + 1, 1, 1, NUMBERS[kind](random)))
    return _plain(cells, rows + 1, 4, 1, ("left", "right", "left", "right"), "folded")


def spaced_groups(random: Random) -> Content:
    """Rows in groups that only white space sets apart."""
    columns, rows = random.choice((2, 3, 4)), random.choice((6, 8, 9))
    names = random.sample(HEADS, columns + 1)
    cells = [Entry(0, at, 1, 1, names[at]) for at in range(columns + 1)]
    kinds = [random.choice(list(NUMBERS)) for _ in range(columns)]
    for row in range(1, rows + 1):
        cells.append(Entry(row, 0, 1, 1, label(random)))
        cells += [Entry(row, 1 + at, 1, 1, NUMBERS[kind](random)) for at, kind in enumerate(kinds)]
    found = _plain(cells, rows + 1, columns + 1, 1, ("left", *["right"] * columns), "spaced groups")
    return found.with_gaps(range(4, rows, 3))


def leaders(random: Random) -> Content:
    """Dots from the name to its numbers, as older tables have them."""
    columns, rows = random.choice((1, 2, 3)), random.choice((4, 6, 9))
    names = random.sample(HEADS, columns)
    cells = [Entry(0, 1 + at, 1, 1, names[at]) for at in range(columns)]
    kind = random.choice(("whole", "point", "money"))
    for row in range(1, rows + 1):
        cells.append(Entry(row, 0, 1, 1, label(random)))
        cells += [Entry(row, 1 + at, 1, 1, NUMBERS[kind](random)) for at in range(columns)]
    found = _plain(cells, rows + 1, columns + 1, 1, ("left", *["right"] * columns), "leaders")
    return found.with_leaders(range(1, rows + 1))


def sparse(random: Random) -> Content:
    """A matrix with signs in few of its cells, or numbers below its diagonal."""
    size = random.choice((4, 5, 6, 7))
    below = random.random() < 0.5
    names = [f"{place[:3]}{at}" if random.random() < 0.5 else place for at, place in enumerate(PLACES[:size])]
    cells = [Entry(0, 1 + at, 1, 1, name) for at, name in enumerate(names)]
    for row, name in enumerate(names, 1):
        cells.append(Entry(row, 0, 1, 1, name))
        for at in range(size):
            if below and at < row:
                cells.append(Entry(row, 1 + at, 1, 1, "1" if at == row - 1 else f"{random.random():.2f}"))
            if not below and random.random() < 0.4:
                cells.append(Entry(row, 1 + at, 1, 1, random.choice(("X", "x", "✓", "•"))))
    return _plain(cells, size + 1, size + 1, 1, ("left", *["center"] * size), "sparse")


def timetable(random: Random) -> Content:
    """Hours and days; some entries go over several of either. Only rules on all sides show how far."""
    days, hours = random.choice((4, 5, 6)), random.choice((4, 6, 8))
    cells = [Entry(0, 0, 1, 1, "Time"), *(Entry(0, 1 + at, 1, 1, DAYS[at]) for at in range(days))]
    cells += [Entry(row, 0, 1, 1, f"{8 + row}.00–{9 + row}.00") for row in range(1, hours + 1)]
    taken: set[tuple[int, int]] = set()
    for row in range(1, hours + 1):
        for day in range(1, days + 1):
            if (row, day) in taken or random.random() < 0.15:
                continue
            across = random.choice((1, 1, 1, 2)) if day < days else 1
            down = random.choice((1, 1, 2)) if row < hours and across == 1 else 1
            own = {(row + r, day + c) for r in range(down) for c in range(across)}
            if own & taken:
                across, down, own = 1, 1, {(row, day)}
            taken |= own
            cells.append(Entry(row, day, across, down, sentence(random, random.choice((1, 2)))))
    found = _plain(cells, hours + 1, days + 1, 1, ("left", *["center"] * days), "timetable")
    return found.only_with_sides()


def pairs(random: Random) -> Content:
    """Names and what they are, in two columns without a head: facts about a project, a form that was filled in."""
    rows = random.choice((4, 6, 9))
    cells = []
    for row in range(rows):
        cells.append(Entry(row, 0, 1, 1, random.choice(HEADS)))
        text = random.choice((label, lambda r: sentence(r, 5), lambda r: prose(r, 20), NUMBERS["date"]))
        cells.append(Entry(row, 1, 1, 1, text(random)))
    return _plain(cells, rows, 2, 0, ("left", "left"), "pairs", (1.0, 2.0))


def few_numbers(random: Random) -> Content:
    """Two columns: a year, a name, and one number."""
    rows = random.choice((4, 6, 10))
    names = random.sample(HEADS, 2)
    by_year = random.random() < 0.5
    kind = random.choice(("whole", "point", "percent", "money"))
    cells = [Entry(0, at, 1, 1, names[at]) for at in range(2)]
    for row in range(1, rows + 1):
        cells.append(Entry(row, 0, 1, 1, str(2000 + row) if by_year else label(random)))
        cells.append(Entry(row, 1, 1, 1, NUMBERS[kind](random)))
    return _plain(cells, rows + 1, 2, 1, ("left", "right"), "few numbers")


def _plain(
    cells: Sequence[Entry],
    rows: int,
    columns: int,
    head: int,
    alignments: tuple[str, ...],
    name: str,
    shares: tuple[float, ...] = (),
) -> Content:
    nothing: frozenset[int] = frozenset()
    traits = (f"kind {name}",)
    return Content(tuple(cells), rows, columns, head, alignments, nothing, nothing, nothing, traits, shares=shares)


KINDS: tuple[Callable[[Random], Content], ...] = (
    *(accounts, accounts, prose_cells, prose_cells, wrapped_head, wrapped_head, numbered_columns, folded),
    *(spaced_groups, leaders, sparse, timetable, pairs, few_numbers),
)


def of_a_kind(random: Random) -> Content:
    """A table of a kind drawn at random."""
    return random.choice(KINDS)(random)
