"""What each rule did to a text, judged by the truth: proposed, applied, right, wrong, harm.

A mark or a note is right when its number is the true one at its place (an uncertain mark: when there is one); an
enumerator when the truth has it before the same words; any other change when the word it makes stands in the
truth. It is harm when the word was right before. What cannot be judged, such as spaces, counts as applied only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from benchmarks.accuracy.learn import align, gold_words, spelled, words
from convert.ledger import MARK, MARK_DOUBT, SOFT_HYPHEN, Edit
from convert.page import Key, lines_of
from convert.pipeline import Recovered

COLUMNS = ("proposed", "applied", "right", "wrong", "harm")


@dataclass
class Deeds:
    """Counts of one rule, and for each judged change how sure it was and whether it was right."""

    counts: Counter[str] = field(default_factory=Counter)
    judged: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, other: Deeds) -> None:
        self.counts.update(other.counts)
        self.judged.extend(other.judged)


def judge(result: Recovered, gold: dict[str, Any]) -> dict[str, Deeds]:
    """What each rule did."""
    deeds: defaultdict[str, Deeds] = defaultdict(Deeds)
    truth = _Truth(result, gold)
    lines = {line.key: line.text for line in lines_of(result.raw, furniture=True)}
    following = _following(result)
    for edit in result.ledger.edits:
        mine = deeds[edit.rule]
        mine.counts.update(("proposed", "applied"))
        verdict, harm = truth.verdict(edit, lines[edit.key], lines.get(following.get(edit.key, edit.key), ""))
        lines[edit.key] = lines[edit.key][: edit.start] + edit.after + lines[edit.key][edit.end :]
        if verdict is not None:
            mine.counts["right" if verdict else "wrong"] += 1
            mine.counts["harm"] += harm
            mine.judged.append((edit.confidence, verdict))
    for query in result.ledger.queries:
        deeds[query.rule].counts["proposed"] += 1
    return dict(deeds)


def _following(result: Recovered) -> dict[Key, Key]:
    keys = [line.key for line in lines_of(result.raw)]
    return dict(pairwise(keys))


class _Truth:
    """The true words, marks, notes and enumerators, and where they stand in the text as it came."""

    def __init__(self, result: Recovered, gold: dict[str, Any]) -> None:
        said, marks = gold_words(gold)
        notes: Mapping[str, Any] = gold["footnotes"]
        lines = [line for line in lines_of(result.raw) if (line.page, line.number) not in _moved(result)]
        places = align(lines, said)
        self.marks: defaultdict[Key, list[tuple[int, int]]] = defaultdict(list)
        for each in marks:
            if each.word in places:
                key, _, end = places[each.word]
                self.marks[key].append((end + each.between, each.note))
        self.notes = {label: spelled(note["text"]) for label, note in notes.items() if not note.get("missing")}
        self.vocabulary = set(_tokens(" ".join(_texts(gold))))
        self.labels = {
            (block["enumerator"], *_first_words(re.sub(r"\[\^\d+\]", "", block["text"] or "")))
            for block in gold["blocks"]
            if block.get("enumerator")
        }

    def verdict(self, edit: Edit, line: str, following: str) -> tuple[bool | None, bool]:
        """Whether a change is right, None where it cannot be told; and whether it spoils what was right."""
        match edit.rule.split("."):
            case ["notes", "mark"]:
                return self._mark(edit), False
            case ["notes", "body"]:
                return self._body(edit, line), False
            case ["enumerators", "sequence" | "lost"]:
                after = _first_words(line[edit.end :])
                right = (edit.after.strip(), *after) in self.labels
                return right, not right and (edit.before, *after) in self.labels
            case ["spacing" | "enumerators", _]:
                return None, False
        before = _word_at(line, edit.start, edit.end, following)
        changed = line[: edit.start] + edit.after + line[edit.end :]
        after_ = _word_at(changed, edit.start, edit.start + len(edit.after), following)
        if not after_ or before == after_:
            return None, False
        right = all(word in self.vocabulary for word in after_)
        return right, not right and all(word in self.vocabulary for word in before)

    def _mark(self, edit: Edit) -> bool:
        near = [note for place, note in self.marks[edit.key] if abs(place - edit.start) <= 3]
        found = MARK.match(edit.after)
        uncertain = MARK_DOUBT in edit.after
        return bool(found) and (bool(near) if uncertain else int(found[1]) in near)

    def _body(self, edit: Edit, line: str) -> bool:
        found = MARK.match(edit.after)
        said = self.notes.get(found[1], "") if found else ""
        printed = spelled(line[edit.end :])
        size = min(len(said), len(printed))
        return size > 3 and SequenceMatcher(None, printed[:size], said[:size]).ratio() > 0.7


def _moved(result: Recovered) -> set[tuple[int, int]]:
    return {(each.page, each.line) for each in result.ledger.moved}


def _texts(gold: dict[str, Any]) -> Iterator[str]:
    for block in gold["blocks"]:
        yield re.sub(r"\[\^\d+\]", " ", block["text"] or "")
        yield from (cell for row in block.get("rows") or [] for cell in row)
    for note in gold["footnotes"].values():
        yield note["text"]


def _tokens(text: str) -> Iterator[str]:
    for token in re.findall(r"[^\s]+", text):
        bare = token.strip(".,;:()[]{}“”\"’'«»!?")
        yield from {bare, *re.split("[’']", bare)}


def _first_words(text: str) -> tuple[str, ...]:
    return tuple(word for word, _, _ in words(text))[:2]


def _word_at(line: str, start: int, end: int, following: str) -> tuple[str, ...]:
    """The words that a change touches; a word that is divided at the end of the line is put together."""
    left = re.search(r"\S*$", line[:start])
    right = re.match(r"\S*", line[end:])
    assert left
    assert right
    whole = left[0] + line[start:end] + right[0]
    if not line[end:].strip() and whole.endswith(("-", SOFT_HYPHEN)):
        first = (following.split() or [""])[0]
        whole = whole.removesuffix(SOFT_HYPHEN) + first
    return tuple(word for each in whole.split() if (word := _bare(MARK.sub("", each))))


def _bare(word: str) -> str:
    return word.strip(".,;:()[]{}“”\"’'«»!?")
