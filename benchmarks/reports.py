"""Long reports made up for benchmarks: headings, numbered paragraphs, notes, nested lists, tables.

The words come from a table here, chosen by a counter: always the same, and no text of others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from convert.document import (
    Block,
    Cell,
    Document,
    Emphasis,
    Heading,
    Item,
    Link,
    List,
    Meta,
    Note,
    NoteRef,
    Paragraph,
    Row,
    Span,
    Table,
    Text,
)

WORDS = """
harbour committee inspection lantern ordinance quarterly expenditure warehouse municipal registry lighthouse
navigation commissioner engineer dredging boundary agreement appendix surveyor treasurer passenger regulation
provisional estimate maintenance correspondence schedule foundation reservoir embankment timber ironwork
contractor tonnage pilotage customs quarantine vessel mooring breakwater of the and in for with under by from
which was has been may shall not all such that each other between after before upon
"""


def report(sections: int) -> Document:
    """A report of this many sections, each about a page."""
    words = sentence_maker()
    notes: list[Note] = []
    blocks: list[Block] = [Heading(1, (Text("Report on the harbours of the coast"),))]
    numbers = count(1)
    for number in range(1, sections + 1):
        blocks += section(number, numbers, words, notes)
    meta = Meta(title="Report on the harbours of the coast", identifier="H/1", date="1901-12-19", language="en")
    return Document(tuple(blocks), tuple(notes), meta)


def section(number: int, numbers: Iterator[int], words: Iterator[str], notes: list[Note]) -> Iterator[Block]:
    """A heading, a list of numbered paragraphs with two notes and a list inside, each fifth time a table."""
    level = 2 if number % 5 == 1 else 3
    yield Heading(level, (Text(f"{number}. {next(words)[:40].strip()}"),))
    paragraphs = []
    for place in range(4):
        inside: tuple[Block, ...] = (
            Paragraph((Text(" ".join(next(words) for _ in range(4))), *cite(notes, words, place))),
        )
        if place == 2:
            items = tuple(Item(f"({letter})", (Paragraph((Text(next(words)),)),)) for letter in "abc")
            inside = (*inside, List(items))
        paragraphs.append(Item(f"{next(numbers)}.", inside))
    yield List(tuple(paragraphs))
    if number > 3 and number % 3 == 0:
        back = Link((Text("section 1"),), "#1-harbour")
        yield Paragraph((Text("See "), back, Text(" and the "), Span((Text("procès-verbal"),), "fr"), Text(".")))
    if number % 5 == 0:
        head = Row(tuple(Cell((Text(name),)) for name in ("Port", "Vessels", "Tonnage")))
        rows = (Row(tuple(Cell((Text(f"{row * 7 + place}"),)) for place in range(3))) for row in range(8))
        yield Table((head, *rows), caption=(Text(f"Traffic, table {number}"),))


def cite(notes: list[Note], words: Iterator[str], place: int) -> tuple[NoteRef, ...]:
    """A mark and its note, for two paragraphs in each section."""
    if place not in (0, 3):
        return ()
    label = str(len(notes) + 1)
    notes.append(Note(label, (Paragraph((Text(next(words)), Emphasis((Text(next(words)),)))),)))
    return (NoteRef(label),)


def sentence_maker() -> Iterator[str]:
    """Sentences of 14 words, each new."""
    words = WORDS.split()
    state = 1
    while True:
        chosen = []
        for _ in range(14):
            state = (state * 1_103_515_245 + 12_345) % 2**31  # the generator of the C standard's example
            chosen.append(words[state // 65_536 % len(words)])
        yield (" ".join(chosen) + ". ").capitalize()
