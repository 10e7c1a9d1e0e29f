"""Learn the costs of marks, note numbers and enumerators from real recognition with known truth.

    python -m benchmarks.accuracy.learn CORPUS [--without DOC] > convert/structure/costs.json

CORPUS holds one folder a document, each with `gold.json` (blocks with notes as `[^n]`, footnotes) and the
recogniser's text at several resolutions, `ocr-*.txt`. What is counted: what was printed for each digit of a
note number; how often a glyph in a given context is a mark, or a line of a given shape the start of a note;
what was printed for each character of an enumerator. `--without` leaves documents out, for figures that owe
nothing to the document they are measured on.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from convert.page import Key, Line, lines_of
from convert.readers import text as text_reader
from convert.structure.costs import SEVERAL
from convert.structure.marks import candidates
from convert.structure.notes import body_start

FORMS = ("150", "200", "300", "clean200")
Place = tuple[Key, int, int]


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Words as letters and digits in lower case, with their place in the text."""
    for found in re.finditer(r"[^\W_]+", text):
        yield found[0].lower(), found.start(), found.end()


def gold_words(gold: dict[str, Any]) -> tuple[list[str], dict[int, int]]:
    """The words of the true text, and for each word that carries a mark the note's number."""
    said: list[str] = []
    marked: dict[int, int] = {}
    for block in gold["blocks"]:
        text = block["text"] or " ".join(" ".join(row) for row in block.get("rows") or [])
        for piece in re.split(r"(\[\^\d+\])", text):
            if piece.startswith("[^"):
                marked[len(said) - 1] = int(piece[2:-1])
            else:
                said.extend(word for word, _, _ in words(piece))
    return said, marked


def align(lines: Sequence[Line], said: Sequence[str]) -> dict[int, Place]:
    """For each true word, where it stands in the recognised lines; words that cannot be told are left out."""
    places = [(word, (line.key, start, end)) for line in lines for word, start, end in words(line.text)]
    matcher = SequenceMatcher(None, [word for word, _ in places], said, autojunk=False)
    found: dict[int, Place] = {}
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and a1 - a0 == b1 - b0):
            found.update({b0 + step: places[a0 + step][1] for step in range(a1 - a0)})
    return found


def learn_marks(lines: Sequence[Line], gold: dict[str, Any], tally: Tally) -> None:
    """Count each candidate for a mark as one or not, and what was printed for each number."""
    said, marked = gold_words(gold)
    places = align(lines, said)
    ends = {(*places[word][0:1], places[word][2]): note for word, note in marked.items() if word in places}
    known = _word_list(gold["metadata"]["lang"])
    vocabulary = {word for line in lines for word, _, _ in words(line.text)}
    for candidate in candidates(lines, lambda word: word[:-1].lower() in vocabulary and word.lower() not in known):
        note = next(
            (
                ends[candidate.key, end]
                for end in range(candidate.start - 2, candidate.end + 1)
                if (candidate.key, end) in ends
            ),
            None,
        )
        for context in candidate.contexts:
            tally.contexts[context][0 if note else 1] += 1
        if note:
            tally.number(candidate.glyphs, note)


@cache
def _word_list(language: str) -> frozenset[str]:
    from wordfreq import get_frequency_dict

    return frozenset(get_frequency_dict(language, wordlist="small"))


def learn_bodies(lines: Sequence[Line], gold: dict[str, Any], tally: Tally) -> None:
    """Count each line that may begin a note as one or not."""
    notes = {int(n): "".join(w for w, _, _ in words(note["text"]))[:14] for n, note in gold["footnotes"].items()}
    for _, group in groupby(lines, key=lambda line: line.page):
        page = tuple(group)
        for position, line in enumerate(page):
            start = body_start(page, position)
            if not start:
                continue
            note, glyphs = _body_note(line.text[start.start :], start.glyphs, notes)
            for context in start.contexts:
                tally.contexts[context][0 if note else 1] += 1
            if note and glyphs:
                tally.number(glyphs, note)


def _body_note(text: str, numbers: Sequence[str], notes: dict[int, str]) -> tuple[int | None, str]:
    for glyphs in numbers:
        printed = "".join(word for word, _, _ in words(text[len(glyphs) :]))[:14]
        for note, said in notes.items():
            if len(printed) > 3 and SequenceMatcher(None, printed, said).ratio() > 0.8:
                return note, glyphs
    return None, ""


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


class Tally:
    """The counts as they grow."""

    def __init__(self) -> None:
        self.digits: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.contexts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.strokes: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def number(self, glyphs: str, note: int) -> None:
        """Count a printed number digit by digit, where as many glyphs as digits stand, or one digit has two."""
        digits = str(note)
        if len(digits) > 1:
            self.digits[SEVERAL][glyphs if len(glyphs) == 1 else ""] += 1
        if len(digits) == len(glyphs):
            for digit, glyph in zip(digits, glyphs, strict=True):
                self.digits[digit][glyph] += 1
        elif len(digits) == 1 and len(glyphs) == 2:
            self.digits[digits][glyphs] += 1

    def add(self, other: Tally) -> None:
        """Count what another tally counted."""
        for mine, others in ((self.digits, other.digits), (self.strokes, other.strokes)):
            for key, counts in others.items():
                mine[key].update(counts)
        for context, (marks, rest) in other.contexts.items():
            self.contexts[context][0] += marks
            self.contexts[context][1] += rest


def count(folder: Path) -> Tally:
    """What one document teaches, in all its forms."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    tally = Tally()
    for form in FORMS:
        lines = tuple(lines_of(text_reader.read(folder / f"ocr-{form}.txt").pages))
        learn_marks(lines, gold, tally)
        learn_bodies(lines, gold, tally)
        learn_labels(lines, gold, tally)
    return tally


def count_all(corpus: Path) -> dict[str, Tally]:
    """What each document of a corpus teaches."""
    return {path.parent.name: count(path.parent) for path in sorted(corpus.glob("d*/gold.json"))}


def total(tallies: Mapping[str, Tally], without: Collection[str] = ()) -> dict[str, Any]:
    """The counts over all documents but those left out, as `costs.json` holds them."""
    taken = {name: tally for name, tally in tallies.items() if name not in without}
    tally = Tally()
    for each in taken.values():
        tally.add(each)
    return {
        "about": f"counted by benchmarks/accuracy/learn.py over {len(taken)} documents of Tesseract 5.3",
        "digits": {digit: dict(sorted(counts.items())) for digit, counts in sorted(tally.digits.items())},
        "contexts": dict(sorted(tally.contexts.items())),
        "strokes": {
            character: dict(sorted(counts.items())) for character, counts in sorted(tally.strokes.items())
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--without", action="append", default=[])
    arguments = parser.parse_args()
    counts = total(count_all(arguments.corpus), arguments.without)
    json.dump(counts, sys.stdout, ensure_ascii=False, indent=0, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
