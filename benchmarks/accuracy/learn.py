"""Learn the costs of marks, note numbers and enumerators from real recognition with known truth.

    python -m benchmarks.accuracy.learn MADE --alone > benchmarks/accuracy/made.json
    python -m benchmarks.accuracy.learn CORPUS [--without DOC] > convert/structure/costs.json

CORPUS holds one folder a document, each with `gold.json` (blocks with notes as `[^n]`, footnotes) and the
recogniser's text at several resolutions, `ocr-*.txt`. What is counted: what was printed for each digit of a
note number; how often a glyph in a given context is a mark, or a line of a given shape the start of a note;
what was printed for each character of an enumerator. `--without` leaves documents out, for figures that owe
nothing to the document they are measured on. What was counted over made-up documents (`benchmarks.accuracy.made`,
recognised here: the first command) is added to all counts of notes; `--alone` leaves it out.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from convert.draft import Draft
from convert.page import Key, Line
from convert.readers import text as text_reader
from convert.structure.furniture import find_furniture
from convert.structure.notes.bodies import BodyStart
from convert.structure.notes.glyphs import SEVERAL
from convert.structure.notes.marks import Candidate
from convert.structure.notes.series import Event, PageEnd, events_of
from convert.words import LINE_END_HYPHEN, words_of

FORMS = ("150", "200", "300", "clean200")
MADE = Path(__file__).with_name("made.json")
Place = tuple[Key, int, int]


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Words as letters and digits in lower case, with their place in the text."""
    for found in re.finditer(r"[^\W_]+", text):
        yield found[0].lower(), found.start(), found.end()


@dataclass(frozen=True, slots=True)
class TrueMark:
    """A mark of the truth: after which word, how many characters of punctuation lie between, the note's number."""

    word: int
    between: int
    note: int


def gold_words(gold: dict[str, Any]) -> tuple[list[str], list[TrueMark]]:
    """The words of the true text, and its marks."""
    said: list[str] = []
    marks: list[TrueMark] = []
    between = 0
    for block in gold["blocks"]:
        text = block["text"] or " ".join(" ".join(row) for row in block.get("rows") or [])
        for piece in re.split(r"(\[\^\d+\])", text):
            if piece.startswith("[^"):
                marks.append(TrueMark(len(said) - 1, between, int(piece[2:-1])))
            else:
                found = list(words(piece))
                said.extend(word for word, _, _ in found)
                between = len(piece) - found[-1][2] if found else len(piece)
    return said, marks


def align(lines: Sequence[Line], said: Sequence[str]) -> dict[int, Place]:
    """For each true word, where it stands in the recognised lines; words that cannot be told are left out."""
    places = list(_placed(lines))
    matcher = SequenceMatcher(None, [word for word, _ in places], said, autojunk=False)
    found: dict[int, Place] = {}
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and a1 - a0 == b1 - b0):
            found.update({b0 + step: places[a0 + step][1] for step in range(a1 - a0)})
    return found


def _placed(lines: Sequence[Line]) -> Iterator[tuple[str, Place]]:
    """The words of lines with their places; one that is divided at the end of a line stands where it ends."""
    begun = ""
    for line, after in zip(lines, (*lines[1:], None), strict=True):
        found = list(words(line.text))
        if begun and found:
            found[0] = (begun + found[0][0], *found[0][1:])
        begun = ""
        goes_on = after and not after.gap and after.text.lstrip()[:1].islower()
        if found and goes_on and LINE_END_HYPHEN.search(line.text):
            begun = found.pop()[0]
        yield from ((word, (line.key, start, end)) for word, start, end in found)


def truth(lines: Sequence[Line], events: Sequence[Event], gold: dict[str, Any]) -> list[int]:
    """For each event of the decoder the number it truly has, 0 for what is no mark and no start of a note."""
    numbers = [0] * len(events)
    said, marks = gold_words(gold)
    places = align(lines, said)
    for mark in marks:
        if mark.word in places:
            key, _, end = places[mark.word]
            near = [
                (abs(event.start - end - mark.between), number)
                for number, event in enumerate(events)
                if isinstance(event, Candidate)
                and event.key == key
                and -2 <= event.start - end <= mark.between + 2
            ]
            if near:
                numbers[min(near)[1]] = mark.note
    notes = {int(n): spelled(note["text"]) for n, note in gold["footnotes"].items() if not note.get("missing")}
    following = {line.key: after.text for line, after in pairwise(lines)}
    texts = {line.key: line.text for line in lines}
    starts = [
        (likeness, number, note)
        for number, event in enumerate(events)
        if isinstance(event, BodyStart)
        for note, likeness in _alike(event, f"{texts[event.key]} {following.get(event.key, '')}", notes)
    ]
    taken: set[int] = set()
    for _, number, note in sorted(starts, key=lambda each: (-each[0], each[1])):
        if note not in taken and not numbers[number]:
            numbers[number] = note
            taken.add(note)
    return numbers


def text_lines_of(lines: Sequence[Line], gold: dict[str, Any]) -> set[Key]:
    """The lines that hold words of the text itself, not of notes."""
    found = Counter(key for key, _, _ in align(lines, gold_words(gold)[0]).values())
    return {line.key for line in lines if found[line.key] >= 0.6 * max(1, len(list(words(line.text))))}


def spelled(text: str) -> str:
    """The first letters and digits of a text."""
    return "".join(word for word, _, _ in words(text))[:40]


def _alike(event: BodyStart, text: str, notes: dict[int, str]) -> Iterator[tuple[int, float]]:
    """The notes that a line may be the start of, with their likeness, 0..1."""
    for note, said in notes.items():
        likeness = max(
            SequenceMatcher(None, spelled(text[event.start + len(glyphs) :])[: len(said)], said).ratio()
            for glyphs in event.glyphs
        )
        if likeness > 0.75:
            yield note, likeness


def learn_notes(lines: Sequence[Line], gold: dict[str, Any], tally: Tally) -> None:
    """Count each candidate for a mark, and each line that may begin a note, as one or not."""
    events = events_of(lines, words_of(lines, gold["metadata"]["lang"]))
    inside = False
    texts = {line.key: line.text for line in lines}
    body = text_lines_of(lines, gold)
    for event, note in zip(events, truth(lines, events, gold), strict=True):
        inside = inside and event.key not in body
        match event:
            case Candidate() if not inside:
                tally.seen(event.contexts, bool(note))
                if note:
                    tally.raised.number(event.glyphs, note)
            case BodyStart():
                tally.seen(event.further if inside else event.opening, bool(note))
                inside = inside or bool(note)
                if note:
                    after = lambda glyphs, event=event: spelled(texts[event.key][event.start + len(glyphs) :])  # noqa: E731
                    said = spelled(gold["footnotes"][str(note)]["text"])
                    glyphs = max(event.glyphs, key=lambda each: SequenceMatcher(None, after(each), said).ratio())
                    if glyphs:
                        tally.foot.number(glyphs, note)
            case PageEnd():
                inside = False


def learn_labels(lines: Sequence[Line], gold: dict[str, Any], tally: Tally) -> None:
    """Count what was printed for each character of an enumerator."""
    starts = [
        (line.text.split()[0], [word for word, _, _ in words(" ".join(line.text.split()[1:]))][:3])
        for line in lines
        if line.text.split()
    ]
    for block in gold["blocks"]:
        label = block.get("enumerator")
        said = [word for word, _, _ in words(re.sub(r"\[\^\d+\]", "", block["text"] or ""))][:3]
        if not label or len(said) < 3:
            continue
        for token, following in starts:
            if following == said and len(token) <= len(label) + 2:
                for character, printed in strokes(label, token):
                    tally.strokes[character][printed] += 1
                break


def strokes(label: str, token: str) -> Iterator[tuple[str, str]]:
    """What was printed for each character of a label, by the cheapest alignment."""
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, label, token, autojunk=False).get_opcodes():
        if kind == "replace" and a1 - a0 != b1 - b0 and a1 - a0 > 1:
            yield from zip(label[a0 : a1 - 1], token[b0:b1], strict=False)
            yield label[a1 - 1], token[b0 + a1 - a0 - 1 : b1][:2]
        elif kind == "replace" and a1 - a0 == 1:
            yield label[a0], token[b0:b1][:2]
        elif kind == "insert":
            yield "", token[b0:b1][:1]
        else:
            for step in range(a1 - a0):
                yield label[a0 + step], "" if kind == "delete" else token[b0 + step]


class Printed:
    """Counts of what was printed for numbers, as they grow."""

    def __init__(self) -> None:
        self.digits: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.wholes: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def number(self, glyphs: str, note: int) -> None:
        """Count a printed number digit by digit, where as many glyphs as digits stand, or one digit has two."""
        digits = str(note)
        if len(digits) > 1:
            self.wholes[digits][glyphs] += 1
            self.digits[SEVERAL][glyphs if len(glyphs) == 1 else ""] += 1
        if len(digits) == len(glyphs):
            for digit, glyph in zip(digits, glyphs, strict=True):
                self.digits[digit][glyph] += 1
        elif len(digits) == 1 and len(glyphs) == 2:
            self.digits[digits][glyphs] += 1

    def add(self, data: Mapping[str, Mapping[str, Mapping[str, int]]]) -> None:
        """Count what was counted before, as `data` gives it."""
        _add(self.digits, data["digits"])
        _add(self.wholes, data["wholes"])

    @property
    def data(self) -> dict[str, Any]:
        """The counts as `costs.json` holds them."""
        return {"digits": _sorted(self.digits), "wholes": _sorted(self.wholes)}


class Tally:
    """The counts as they grow."""

    def __init__(self) -> None:
        self.raised, self.foot = Printed(), Printed()
        self.contexts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.strokes: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def seen(self, contexts: Iterable[str], is_one: bool) -> None:
        """Count what stands in these contexts as a mark, or the start of a note, or as neither."""
        for context in contexts:
            self.contexts[context][0 if is_one else 1] += 1

    def add(self, data: Mapping[str, Any]) -> None:
        """Count what was counted before, as `data` gives it."""
        self.raised.add(data["raised"])
        self.foot.add(data["foot"])
        _add(self.strokes, data["strokes"])
        for context, (marks, rest) in data["contexts"].items():
            self.contexts[context][0] += marks
            self.contexts[context][1] += rest

    @property
    def data(self) -> dict[str, Any]:
        """The counts as `costs.json` holds them."""
        return {
            "raised": self.raised.data,
            "foot": self.foot.data,
            "contexts": dict(sorted(self.contexts.items())),
            "strokes": _sorted(self.strokes),
        }


def _add(mine: defaultdict[str, Counter[str]], others: Mapping[str, Mapping[str, int]]) -> None:
    for key, counts in others.items():
        mine[key].update(counts)


def _sorted(counts: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {key: dict(sorted(each.items())) for key, each in sorted(counts.items())}


def text_lines(path: Path) -> tuple[Line, ...]:
    """The lines of a text as the decoder gets them, without furniture."""
    draft = Draft(text_reader.read(path).pages)
    return tuple(draft.move(find_furniture(draft.pages).moved).lines)


def count(folder: Path) -> Tally:
    """What one document teaches, in all its forms."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    tally = Tally()
    for form in FORMS:
        lines = text_lines(folder / f"ocr-{form}.txt")
        learn_notes(lines, gold, tally)
        learn_labels(lines, gold, tally)
    return tally


def count_all(corpus: Path) -> dict[str, Tally]:
    """What each document of a corpus teaches."""
    return {path.parent.name: count(path.parent) for path in sorted(corpus.glob("d*/gold.json"))}


@cache
def made() -> dict[str, Any]:
    """What was counted over made-up documents; enumerators are printed there too well to teach anything."""
    counted: dict[str, Any] = json.loads(MADE.read_text(encoding="utf-8"))
    return {**counted, "strokes": {}}


def total(tallies: Mapping[str, Tally], without: Collection[str] = (), *, alone: bool = False) -> dict[str, Any]:
    """The counts over all documents but those left out, and the made-up ones, as `costs.json` holds them."""
    taken = [tally for name, tally in tallies.items() if name not in without]
    tally = Tally()
    for each in taken:
        tally.add(each.data)
    if not alone:
        tally.add(made())
    others = "" if alone else ", and made-up ones (made.json)"
    about = f"counted by benchmarks/accuracy/learn.py over {len(taken)} documents of Tesseract 5.3{others}"
    return {"about": about, **tally.data}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--alone", action="store_true", help="without the counts over made-up documents")
    arguments = parser.parse_args()
    counts = total(count_all(arguments.corpus), arguments.without, alone=arguments.alone)
    json.dump(counts, sys.stdout, ensure_ascii=False, indent=0, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
