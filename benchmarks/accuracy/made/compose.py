"""A made-up document: its text with marks, its notes, as the truth that `learn` and `tune` read.

A mark follows what is cited; what is cited again, by its name or called in short, bears its number again, or none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.accuracy.made.words import NAMES, TONGUES, Tongue

CITED_AGAIN = 0.35
"""Share of citations that name what was cited before."""
REPEATS = (0.0, 0.1, 0.2, 0.4)
"""How many of those bear the mark again, a choice for each document: of all marks about one in six is a repeat
then, as in the documents of the corpus and the sample (19 of 112)."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph or item: its label, its text with marks as `[^n]`, how deep it stands."""

    kind: str
    text: str
    label: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """A document: language, title, blocks, and the texts of its notes in order."""

    name: str
    language: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    apart: bool = False  # nothing is to be learned from it

    @property
    def truth(self) -> dict[str, object]:
        """The document as `gold.json` holds it."""
        return {
            "metadata": {"title": self.title, "lang": self.language},
            "blocks": [
                {"type": block.kind, "level": 1, "enumerator": block.label or None, "text": block.text}
                for block in self.blocks
            ],
            "footnotes": {str(number): {"text": text} for number, text in enumerate(self.notes, 1)},
        }


class Composer:
    """Blocks from a seed; it counts the notes and remembers what was cited."""

    def __init__(self, seed: str, tongue: Tongue) -> None:
        self.random = Random(seed)
        self.tongue = tongue
        self.notes: list[str] = []
        self.cited: list[tuple[str, str, int]] = []  # name, short name, number of the note
        self.density = self.random.uniform(0.15, 0.75)
        self.repeats = self.random.choice(REPEATS)
        self.after = self.random.random() < 0.85  # the mark stands after the punctuation

    def fill(self, pattern: str) -> str:
        out, rest = "", pattern
        while "{" in rest:
            before, _, rest = rest.partition("{")
            slot, _, rest = rest.partition("}")
            out += before + self.slot(slot)
        return out + rest

    def slot(self, name: str) -> str:
        random, tongue = self.random, self.tongue
        number = {"year": (1880, 2015), "later": (2016, 2035), "session": (48, 79), "number": (10, 320),
                  "small": (2, 9), "volume": (100, 2900), "serial": (970, 51000)}  # fmt: skip
        if name in number:
            return str(random.randint(*number[name]))
        match name:
            case "Name":
                return random.choice(NAMES)
            case "roman":
                return random.choice(("I", "II", "III", "IV"))
            case "date":
                return f"{random.randint(1, 28)} {random.choice(tongue.months)} {random.randint(1950, 2018)}"
            case "work":
                return "{work}"
        plural = name.endswith("s")
        words = tongue.nouns if "noun" in name.lower() else tongue.adjectives
        word = random.choice(words) + ("s" if plural else "")
        return word[:1].upper() + word[1:] if name[0].isupper() else word

    def citation(self) -> tuple[str, str]:
        """What is cited, and its mark: new, again, or nothing."""
        random = self.random
        if self.cited and random.random() < CITED_AGAIN:
            name, short, number = random.choice(self.cited[-8:])
            called = short if random.random() < 0.5 else name
            return called, f"[^{number}]" if random.random() < self.repeats else ""
        name, short, note = (self.fill(part) for part in random.choice(self.tongue.works))
        if random.random() > self.density:
            return name, ""
        if random.random() < 0.25:
            note = self.fill(random.choice(self.tongue.remarks))
        elif self.notes and random.random() < 0.2:
            note = self.fill(random.choice(self.tongue.ibid))
        self.notes.append(note)
        self.cited.append((name, short, len(self.notes)))
        return name, f"[^{len(self.notes)}]"

    def sentence(self, ends: str = ".") -> str:
        """Clauses, each of which cites something, with their marks and stops."""
        random = self.random
        count = random.choice((1, 1, 2, 2, 3))
        out = random.choice(self.tongue.openings)
        for turn in range(count):
            stop = ends if turn == count - 1 else random.choice((",", ",", ";", ""))
            work, mark = self.citation()
            clause = self.fill(random.choice(self.tongue.clauses))
            before, _, behind = clause.partition("{work}")
            if not behind:
                clause = before + work + (stop + mark if self.after else mark + stop)
            else:
                clause = before + work + mark + behind + stop
            out += f" {clause}"
        return out

    def blocks(self, pages: int) -> Iterator[Block]:
        random = self.random
        style = random.choice(("resolution", "judgment", "report", "plain"))
        letters = random.choice(("({})", "{})", "{}."))
        size, number = 0, 0
        while size < pages * 2300:
            if random.random() < 0.12:
                yield Block("heading", self.fill(random.choice(self.tongue.titles)))
            number += 1
            label = {
                "resolution": f"{number}.",
                "judgment": f"[{number}]",
                "report": f"{number // 6 + 1}.{number % 6 + 1}",
            }
            text = " ".join(self.sentence() for _ in range(random.choice((1, 1, 2, 3))))
            numbered = style in label and (style != "resolution" or number > 5)
            size += len(text)
            if random.random() < 0.25:
                yield Block(
                    "list_item" if numbered else "para", text.rstrip(".") + ":", label[style] if numbered else ""
                )
                for letter in "abcde"[: random.randint(2, 5)]:
                    item = self.sentence(random.choice(";;,"))
                    size += len(item)
                    yield Block("list_item", item, letters.format(letter), 1)
            else:
                yield Block("list_item" if numbered else "para", text, label[style] if numbered else "")


def compose(name: str, language: str, pages: int, *, apart: bool = False) -> Made:
    """The document of this name; the same name gives the same one."""
    new = Composer(f"{name} apart" if apart else name, TONGUES[language])
    blocks = tuple(new.blocks(pages))
    title = new.fill(new.random.choice(new.tongue.titles))
    return Made(name, language, title, (Block("heading", title), *blocks), tuple(new.notes), apart)
