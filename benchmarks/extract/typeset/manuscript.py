"""A manuscript: the document that is set, which is the truth, and what the page adds to it.

Each kind of document (report, paper, statute …) is a function that composes blocks from a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.extract.typeset.prose import PLACES, Prose
from convert.document import (
    Block,
    Cell,
    CodeBlock,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    List,
    Meta,
    Note,
    NoteRef,
    Paragraph,
    Quote,
    Row,
    Strong,
    Superscript,
    Table,
    Text,
    plain,
)

CONTENTS = "Contents"
"""The heading below which a producer prints the table of contents."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document to be set. `entries` are the contents as printed (level, text), `short` is for running heads."""

    name: str
    document: Document
    short: str
    entries: tuple[tuple[int, str], ...] = ()

    @property
    def notes(self) -> dict[str, Note]:
        return {note.id: note for note in self.document.notes}


def text(words: str) -> tuple[Inline, ...]:
    return (Text(words),)


def roman(number: int) -> str:
    """A small roman number below 40."""
    return "x" * (number // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]


class Composer:
    """Blocks from a seed; it counts notes, tables and figures and keeps the texts of the notes."""

    def __init__(self, seed: str) -> None:
        self.prose = Prose(seed)
        self.random = self.prose.random
        self.notes: list[Note] = []
        self.numbered = self.tables = self.figures = 0

    def note(self, label: str | None = None, *, long: bool = False) -> NoteRef:
        """A reference to a new note; a long one runs over a page end if it stands low enough."""
        if label is None:
            self.numbered += 1
            label = str(self.numbered)
        say = self.prose
        first = say.fill("See {initial}. {surname}, ")
        work: Inline = Emphasis(text(say.title()))
        rest = say.fill(", {year}, pp. {number}–1{number}.")
        if self.random.random() < 0.3:
            body: tuple[Inline, ...] = text(" ".join(say.sentences(1, 2)))
        else:
            body = (Text(first), work, Text(rest))
        if long:
            body = (*body, Text(" " + " ".join(say.sentences(14, 18))))
        self.notes.append(Note(label, (Paragraph(body),)))
        return NoteRef(label)

    def runs(self, least: int, most: int, *, notes: float = 0.0, styled: float = 0.12) -> tuple[Inline, ...]:
        """The inlines of a paragraph: sentences, some with a note, a word in italics or bold, a power."""
        out: list[Inline] = []
        for place, sentence in enumerate(self.prose.sentences(least, most)):
            space = " " if place else ""
            if self.random.random() < 0.06:
                power = self.random.choice("236")
                sentence = self.prose.fill("Some {small}.{digit} × 10")
                unit = Text(self.prose.fill(" m were {verb} by the {noun}."))
                out += [Text(space + sentence), Superscript(text(power)), unit]
            elif self.random.random() < styled and len(sentence.split()) > 8:
                words = sentence.split(" ")
                start = self.random.randint(1, len(words) - 5)
                kind = self.random.choice((Emphasis, Emphasis, Strong))
                middle = " ".join(words[start : start + self.random.randint(1, 3)])
                before, after = sentence.split(middle, 1)
                out += [Text(space + before), kind(text(middle)), Text(after)]
            else:
                out.append(Text(space + sentence))
            if self.random.random() < notes:
                out.append(self.note(long=self.numbered % 9 == 4))
        return tuple(inline for inline in out if inline != Text(""))

    def paragraph(self, least: int = 3, most: int = 8, *, notes: float = 0.0) -> Paragraph:
        return Paragraph(self.runs(least, most, notes=notes))

    def paragraphs(self, least: int, most: int, *, notes: float = 0.0) -> Iterator[Paragraph]:
        for _ in range(self.random.randint(least, most)):
            yield self.paragraph(notes=notes)

    def quote(self) -> Quote:
        return Quote((Paragraph(text(" ".join(self.prose.sentences(3, 5)))),))

    def items(
        self, labels: Sequence[str | None], *, nested: Sequence[str] = (), deeper: Sequence[str] = ()
    ) -> List:
        """A list with these labels; some items hold a list with the labels `nested`, and these `deeper`."""
        out = []
        for label in labels:
            clause = self.prose.clause()
            below = bool(nested) and self.random.random() < 0.5
            children: tuple[Block, ...] = (Paragraph(text(clause + (":" if below else ";"))),)
            if below:
                children = (*children, self.items(nested, nested=deeper))
            out.append(Item(label, children))
        return List(tuple(out))

    def table(self, rows: int, columns: int = 4, *, words: bool = False, spans: bool = False) -> Table:
        """A table of figures with names at the left; `words`: a column of text; `spans`: a head of two rows."""
        say = self.prose
        self.tables += 1
        titles = [say.fill("{Noun}"), *(say.fill("{Adjective} {nouns}") for _ in range(columns - 1))]
        head = [Row(tuple(Cell(text(title)) for title in titles))]
        if spans:
            top = (Cell(text(titles[0]), down=2), Cell(text(say.fill("{Noun}, {year}")), across=columns - 1))
            head = [Row(top), Row(tuple(Cell(text(title)) for title in titles[1:]))]
        body = []
        for number in range(rows):
            name = say.fill("{Noun} ") + PLACES[number % len(PLACES)]
            cells = [name, *(say.number() for _ in range(columns - 1))]
            if words:
                cells[1] = say.sentence()
            body.append(Row(tuple(Cell(text(cell)) for cell in cells)))
        caption = text(f"Table {self.tables}. " + say.fill("{Nouns} {verb} between {year} and {later}"))
        return Table((*head, *body), head=len(head), caption=caption)

    def figure(self) -> Figure:
        self.figures += 1
        return Figure(
            "", "", text(f"Figure {self.figures}. " + self.prose.fill("{Adjective} {nouns} of the {noun}"))
        )

    def references(self, count: int) -> List:
        """Works as a list with labels [1], [2] …"""
        say = self.prose
        entries = []
        for number in range(1, count + 1):
            work = (
                Text(f"{say.name()} and {say.name()}. "),
                Emphasis(text(say.title())),
                Text(say.fill(". {Noun} {noun} {number}, {year}, pp. {number}–1{number}.")),
            )
            entries.append(Item(f"[{number}]", (Paragraph(work),)))
        return List(tuple(entries))


def heading(level: int, words: str) -> Heading:
    return Heading(level, text(words))


def report(new: Composer, title: str) -> Iterator[Block]:
    """Contents, numbered headings of three levels, tables (one over pages), figures, notes, works cited."""
    yield heading(1, title)
    yield heading(2, CONTENTS)
    for chapter in range(1, 6):
        yield heading(2, f"{chapter} {new.prose.title()}")
        yield from new.paragraphs(1, 3, notes=0.1)
        for part in range(1, new.random.randint(2, 4)):
            yield heading(3, f"{chapter}.{part} {new.prose.title(long=(chapter, part) == (2, 1))}")
            yield from new.paragraphs(2, 3, notes=0.12)
            if part == 1:
                yield heading(4, f"{chapter}.{part}.1 {new.prose.title()}")
                yield new.paragraph(notes=0.1)
                yield new.figure() if chapter % 2 else new.table(5, spans=chapter == 4)
                yield new.paragraph()
            if part == 2:
                yield new.items([f"({letter})" for letter in "abcd"], nested=["(i)", "(ii)", "(iii)"])
                yield new.paragraph()
        if chapter == 3:
            yield new.table(52)
            yield new.quote()
    yield heading(2, "References")
    yield new.references(14)


def paper(new: Composer, title: str) -> Iterator[Block]:
    """Abstract, sections and subsections, notes, a figure, tables, works cited; made for two columns."""
    yield heading(1, title)
    yield Paragraph(text(f"{new.prose.name()} and {new.prose.name()}"))
    yield heading(2, "Abstract")
    yield new.paragraph(5, 6)
    for section in range(1, 6):
        yield heading(2, f"{section} {new.prose.title()}")
        yield from new.paragraphs(2, 4, notes=0.08)
        if section in (2, 3):
            yield heading(3, f"{section}.1 {new.prose.title()}")
            yield from new.paragraphs(2, 3, notes=0.06)
            yield new.table(7, 3) if section == 2 else new.figure()
            yield heading(3, f"{section}.2 {new.prose.title()}")
            yield from new.paragraphs(1, 3)
        if section == 4:
            yield new.items([None] * 4)
            yield new.paragraph()
    yield heading(2, "References")
    yield new.references(22)


def statute(new: Composer, title: str) -> Iterator[Block]:
    """Parts and sections; provisions (1), (a), (i) of three levels, and a schedule that is a long table."""
    yield heading(1, title)
    yield Paragraph(text(new.prose.fill("An Act to make provision about the {noun} and for connected purposes.")))
    section = 0
    for part in range(1, 4):
        yield heading(2, f"Part {roman(part).upper()} {new.prose.title()}")
        for _ in range(4):
            section += 1
            yield heading(3, f"{section}. {new.prose.title()}")
            count = new.random.randint(2, 4)
            labels = [f"({number})" for number in range(1, count + 1)]
            yield new.items(labels, nested=["(a)", "(b)", "(c)"], deeper=["(i)", "(ii)"])
            if section % 3 == 0:
                yield new.paragraph(2, 4)
    yield heading(2, "Schedule " + new.prose.title())
    yield new.table(34, 3, words=True)


def judgment(new: Composer, title: str) -> Iterator[Block]:
    """Numbered paragraphs under headings in capitals, long quotations, notes."""
    yield heading(1, title)
    number = 0
    for part in range(5):
        yield heading(2, new.prose.title().upper())
        for turn in range(new.random.randint(4, 6)):
            number += 1
            if turn == 2:
                yield heading(3, f"{chr(65 + part)}. {new.prose.title()}")
            yield List((Item(f"{number}.", (Paragraph(new.runs(3, 7, notes=0.12)),)),))
            if turn in (1, 3):
                yield new.quote()
    yield Paragraph(text(new.prose.fill("Given at Vårsund on {day} {month} {year}.")))


def resolution(new: Composer, title: str) -> Iterator[Block]:
    """Preamble in italics, operative paragraphs with sublists, notes: a star at the title, then numbers."""
    yield Heading(1, (Text(title), new.note("*")))
    yield Paragraph((Emphasis(text("The Assembly")), Text(",")))
    for _ in range(9):
        opening = new.random.choice(("Recalling", "Noting with concern", "Reaffirming", "Bearing in mind"))
        clauses = [new.prose.clause() for _ in range(new.random.randint(2, 4))]
        yield Paragraph((Emphasis(text(opening)), Text(" that " + ", and that ".join(clauses) + ","), new.note()))
    for number in range(1, 17):
        verb = Emphasis(text(new.random.choice(("Requests", "Decides", "Calls upon", "Urges"))))
        tail = " that " + ", and that ".join(new.prose.clause() for _ in range(new.random.randint(1, 4)))
        below = number % 4 == 2
        refs = (new.note(long=number == 5),) if number % 3 == 0 or number == 5 else ()
        lead = Paragraph((verb, Text(tail + (":" if below else ";")), *refs))
        sub = (new.items([f"({letter})" for letter in "abcde"], nested=["(i)", "(ii)", "(iii)"]),) if below else ()
        yield List((Item(f"{number}.", (lead, *sub)),))
    yield heading(2, "Annex")
    yield heading(3, new.prose.title())
    yield from new.paragraphs(2, 3, notes=0.2)
    yield new.table(8, 3)


def minutes(new: Composer, title: str) -> Iterator[Block]:
    """Points of an agenda, bullets, statements, a vote over pages."""
    yield heading(1, title)
    yield Paragraph(text(new.prose.fill("Held at Vårsund on {day} {month} {year}, in the office of the {noun}.")))
    yield heading(2, "Present")
    yield List(
        tuple(Item(None, (Paragraph(text(f"{new.prose.name()}, {new.prose.fill('{noun}')}")),)) for _ in range(7))
    )
    for point in range(1, 7):
        yield heading(2, f"Item {point}: {new.prose.title()}")
        yield from new.paragraphs(2, 3)
        if point in (2, 5):
            yield new.items([f"{point}.{number}" for number in range(1, 5)])
            yield new.paragraph()
        if point == 3:
            yield new.table(44, 5)
        if point == 4:
            yield heading(3, "Decision")
            yield Paragraph((Strong(text("Decided")), Text(" that " + new.prose.clause() + ".")))
    yield Paragraph(text("The meeting rose at 5.40 p.m."))


def bulletin(new: Composer, title: str) -> Iterator[Block]:
    """News in narrow columns: many short articles under headings, a small table."""
    yield heading(1, title)
    for article in range(11):
        yield heading(2, new.prose.title())
        yield from new.paragraphs(2, 4)
        if article == 4:
            yield new.table(6, 2)
        if article == 7:
            yield new.quote()
            yield new.paragraph()


def manual(new: Composer, title: str) -> Iterator[Block]:
    """Instructions: numbered steps, code, figures, a table with a column of text."""
    yield heading(1, title)
    yield heading(2, CONTENTS)
    for chapter in range(1, 5):
        yield heading(2, f"Chapter {chapter}. {new.prose.title()}")
        yield from new.paragraphs(1, 3)
        yield heading(3, new.prose.title())
        yield new.items([f"{number}." for number in range(1, 6)], nested=["a)", "b)"])
        yield new.paragraph()
        lines = [new.prose.fill("    {noun} --{adjective}={number} {noun}.txt") for _ in range(3)]
        yield CodeBlock("\n".join([new.prose.fill("open {noun}:"), *lines, new.prose.fill("close {noun}")]))
        yield new.paragraph()
        yield new.figure()
        yield heading(3, new.prose.title())
        yield from new.paragraphs(2, 3)
    yield new.table(16, 3, words=True)


KINDS: dict[str, Callable[[Composer, str], Iterator[Block]]] = {
    kind.__name__: kind for kind in (report, paper, statute, judgment, resolution, minutes, bulletin, manual)
}


def compose(name: str, kind: str, seed: str) -> Manuscript:
    """The manuscript of a kind; the same seed gives the same one."""
    new = Composer(f"{name} {seed}")
    title = new.prose.title(long=kind in ("report", "resolution"))
    blocks = tuple(KINDS[kind](new, title))
    entries = tuple(
        (block.level, plain(block))
        for block in blocks
        if isinstance(block, Heading) and 2 <= block.level <= 3 and plain(block) != CONTENTS
    )
    has_contents = any(isinstance(block, Heading) and plain(block) == CONTENTS for block in blocks)
    document = Document(blocks, tuple(new.notes), Meta(title=title, language="en"))
    short = title if len(title) < 60 else " ".join(title.split()[:5])
    return Manuscript(name, document, short, entries if has_contents else ())
