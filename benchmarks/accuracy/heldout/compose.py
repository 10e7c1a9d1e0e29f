"""A made-up law with its truth: divisions, articles, lists in lists, notes of one system or another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from benchmarks.accuracy.made.compose import Block, Composer
from benchmarks.accuracy.made.words import TONGUES
from convert.structure.lists.labels import INSERTED, Label, Scheme

System: TypeAlias = Literal["none", "running", "page", "symbols", "end", "chapter"]
"""How notes are numbered, and where they stand."""

Level: TypeAlias = tuple[str, str, str]  # of a scheme: open, kind, close; "dotted" counts below its parent


class Design(NamedTuple):
    """What a document is made of: how divisions are called, the labels of each depth, its notes."""

    name: str
    language: str
    levels: tuple[Level, ...]
    system: System
    division: str = ""  # "Article {}" stands above each list, and counts
    first: str = ""  # what the first is called
    inserted: Sequence[str] = ()  # labels that were put in later: A, B or bis, ter
    gaps: float = 0.0  # the share of numbers that are repealed
    resumed: float = 0.0  # the share of lists after which their item goes on
    quoted: bool = False  # items may quote a list of the same scheme


_DECIMAL, _ROUND = ("", "decimal", "."), ("(", "decimal", ")")
_A, _I, _CAPITAL, _ROMAN = ("(", "lower", ")"), ("(", "roman", ")"), ("(", "upper", ")"), ("(", "ROMAN", ")")
_DOTTED, _HALF, _HALF_A, _DEGREE = (
    ("", "dotted", ""),
    ("", "decimal", ")"),
    ("", "lower", ")"),
    ("", "decimal", "°"),
)

DESIGNS = (
    Design("code", "en", (_ROUND, _CAPITAL, _I, _ROMAN, _A), "running", "Section {}", resumed=0.3),
    Design("act", "en", (_ROUND, _A, _I, _CAPITAL), "page", "Section {}", inserted="AB", gaps=0.15, resumed=0.3),
    Design("rules", "en", (_DECIMAL, _DOTTED, _DOTTED, _A), "end", resumed=0.3),
    Design("treaty", "en", (_DECIMAL, _A, _I), "symbols", "Article {}", gaps=0.1),
    Design("order", "en", (_DECIMAL, _A, _I), "chapter", "Chapter {}", quoted=True, gaps=0.1),
    Design("resolution", "en", (_DECIMAL, _A, _I), "page", resumed=0.4, quoted=True),
    Design("loi", "fr", (_DEGREE, _HALF_A), "page", "Article {}", "Article premier", inserted=INSERTED[:2]),
    Design("accord", "fr", (_DECIMAL, _HALF_A, ("", "roman", ")")), "symbols", "Article {}", "Article premier"),
    Design("décret", "fr", (("", "ROMAN", "."), _DEGREE, _HALF_A), "running", gaps=0.1, resumed=0.3),
    Design("ley", "es", (_DECIMAL, _HALF_A, _HALF), "page", "Artículo {}", inserted=INSERTED[:1], gaps=0.1),
    Design("estatuto", "es", (_HALF_A, ("", "roman", ")")), "end", "Artículo {}", resumed=0.3),
    Design("acuerdo", "es", (_DECIMAL, _DOTTED, _HALF_A), "none"),
)

REPEALED = {"en": "[Repealed]", "fr": "(Abrogé)", "es": "(Derogado)"}
AND = {"en": "; and", "fr": " ; et", "es": "; y"}
NOTES = {"en": "Notes", "fr": "Notes", "es": "Notas"}


@dataclass(frozen=True, slots=True)
class Law:
    """A document: its design, title, blocks with marks as `[^n]` in running numbers, notes, chapter ends."""

    design: Design
    name: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    ends: tuple[tuple[int, int], ...]  # before which block notes stand that are collected, and up to which


class Writer(Composer):
    """Blocks of a law from a seed."""

    def __init__(self, design: Design, number: int) -> None:
        super().__init__(f"held {design.name} {number}", TONGUES[design.language])
        self.design = design
        self.density = 0.0 if design.system == "none" else max(self.density, 0.45)
        if design.system != "running":
            self.repeats = 0.0  # where numbers begin again a note is not referred to twice
        self.ends: list[tuple[int, int]] = []
        self.written: list[Block] = []

    def law(self, pages: int) -> None:
        """Divisions until the pages are full; each ends its chapter where notes stand at chapter ends."""
        design, number = self.design, 0
        while sum(len(block.text) for block in self.written) < pages * 2000:
            number += 1
            if design.division:
                title = design.first if number == 1 and design.first else design.division.format(number)
                self.written.append(Block("heading", title))
            elif number > 1:
                self.written.append(Block("heading", self.fill(self.random.choice(self.tongue.titles))))
            if self.random.random() < 0.4:
                self.written.append(Block("para", self.sentence()))
            self.written.extend(self.items(0, (), top=not design.division))
            if design.system == "chapter":
                self.ends.append((len(self.written), len(self.notes)))
        if design.system == "end":
            self.ends.append((len(self.written), len(self.notes)))

    def items(self, depth: int, stem: tuple[int, ...], *, top: bool = False) -> Iterator[Block]:
        """A list with its lists inside; one at the top of a document without divisions is longer."""
        random, design = self.random, self.design
        open_, kind, close = design.levels[depth]
        scheme = Scheme(open_, kind, close, stem if kind == "dotted" else ())  # type: ignore[arg-type]
        count = random.randint(2, 9 if top else 5 if depth < 2 else 3)
        for value in range(1, count + 1):
            label = Label(scheme, value)
            if depth == 0 and value > 1 and random.random() < design.gaps:
                if random.random() < 0.6:  # else it is gone without a trace
                    yield Block("list_item", REPEALED[design.language], label.text, depth)
                continue
            yield from self.item(label, depth, last=value == count)
            if design.inserted and scheme.kind == "decimal" and value > 1 and random.random() < 0.2:
                for inserted in design.inserted[: random.randint(1, 2)]:
                    spaced = f" {inserted}" if inserted in INSERTED else inserted
                    yield from self.item(Label(label.scheme, label.value, spaced), depth, last=value == count)

    def item(self, label: Label, depth: int, *, last: bool) -> Iterator[Block]:
        random, design = self.random, self.design
        stop = "." if depth == 0 or last else random.choice((";", ";", AND[design.language]))
        deeper = depth + 1 < len(design.levels) and random.random() < (0.4 if depth == 0 else 0.45)
        if not deeper:
            yield Block("list_item", self.sentence(stop), label.text, depth)
            return
        yield Block("list_item", self.sentence(":"), label.text, depth)
        stem = (*label.scheme.stem, label.value) if label.scheme.kind in ("decimal", "dotted") else ()
        yield from self.quotation(label) if design.quoted and depth == 0 and random.random() < 0.4 else ()
        yield from self.items(depth + 1, stem)
        if random.random() < design.resumed:
            yield Block("para", self.sentence(), "", depth)

    def quotation(self, label: Label) -> Iterator[Block]:
        """Items of another text under labels of the same scheme, and what follows them."""
        for value in range(1, self.random.randint(3, 4)):
            yield Block("list_item", self.sentence(), Label(label.scheme, value).text, 1)
        yield Block("para", self.sentence(":"), "", 0)


def compose(design: Design, number: int, pages: int) -> Law:
    """The document of this design and number; the same arguments give the same one."""
    writer = Writer(design, number)
    writer.law(pages)
    title = writer.fill(writer.random.choice(writer.tongue.titles))
    blocks = (Block("heading", title), *writer.written)
    ends = tuple((at + 1, upto) for at, upto in writer.ends)
    return Law(design, f"{design.name}-{number}", title, blocks, tuple(writer.notes), ends)
