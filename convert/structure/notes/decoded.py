"""What is written for the notes of a damaged text: marks, bodies, questions, by the series as it was decoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from convert.ledger import THRESHOLDS, Alternative, Edit, Query, mark
from convert.page import Key, Line
from convert.structure.costs import Costs
from convert.structure.notes.bodies import BodyStart, foot_lines
from convert.structure.notes.marks import Candidate
from convert.structure.notes.series import WEIGHTS, Event, Weights, events_of, read_series
from convert.structure.sequences import Reading
from convert.words import Words

NUMBER_SURE = 0.78
"""Confidence from which a number is said as certain; below it the mark is shown as uncertain, with a query."""
LIKELY_MARK = 0.5
"""Probability from which a mark is proposed, or asked about, although the best path has none."""
FOOT_SURE = THRESHOLDS["notes.body"]
"""Confidence from which lines are moved from the text into a note."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What was decided: proposals for marks and bodies, what to ask, and which lines stand at the foot."""

    edits: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    foot: frozenset[Key] = frozenset()


def decode_notes(lines: Sequence[Line], costs: Costs, words: Words, weights: Weights = WEIGHTS) -> Notes:
    """The notes of a document from its lines, furniture left out."""
    events = events_of(lines, words)
    if not any(isinstance(event, Candidate | BodyStart) for event in events):
        return Notes()
    readings = read_series(events, lines, costs, weights)
    return _notes(lines, events, readings)


def _notes(lines: Sequence[Line], events: Sequence[Event], readings: Sequence[Reading[int]]) -> Notes:
    edits: list[Edit] = []
    queries: list[Query] = []
    texts = {line.key: line.text for line in lines}
    read = list(zip(events, readings, strict=True))
    starts = [(event, reading) for event, reading in read if isinstance(event, BodyStart) and reading.choice]
    sure = {event.key for event, reading in starts if _chance(reading) >= FOOT_SURE}
    foot = frozenset(foot_lines(lines, sure))
    marked: set[int] = set()
    for event, reading in read:
        if isinstance(event, Candidate) and _may_be_mark(reading) and event.key not in foot:
            reading = _likeliest(reading)
            marked.add(reading.choice)
            proposal, doubt = _mark_edit(event, reading, texts[event.key])
            edits.append(proposal)
            queries.extend(doubt)
        elif isinstance(event, BodyStart) and event.key in sure:
            edits.append(_body_edit(event, reading, texts[event.key]))
            queries.extend(_doubtful_number(event, reading, edits[-1]))
            queries.extend(_lost_marks(event, reading.choice, marked))
        elif isinstance(event, BodyStart) and reading.choice:
            queries.append(_doubtful_body(event, reading, texts[event.key]))
    if not starts and len(edits) == 1 and edits[0].confidence < THRESHOLDS["notes.mark"]:
        return Notes()  # one odd glyph in a text without notes: a trade mark, a possessive
    return Notes(tuple(edits), tuple(queries), foot)


def _may_be_mark(reading: Reading[int]) -> bool:
    """Whether a mark is proposed: the best path has one here, or most paths do, each with a number of its own."""
    return bool(reading.choice) or (
        _chance(reading) >= LIKELY_MARK and any(note for note, _ in reading.alternatives)
    )


def _likeliest(reading: Reading[int]) -> Reading[int]:
    """The reading with its likeliest number, which need not be on the best path where the series is unsure."""
    note, cost = next((note, cost) for note, cost in reading.alternatives if note)
    return replace(reading, choice=note, confidence=exp(-cost))


def _chance(reading: Reading[int]) -> float:
    """The probability that there is a note at all, whatever its number."""
    return 1.0 - sum(exp(-cost) for choice, cost in reading.alternatives if not choice)


def _mark_edit(event: Candidate, reading: Reading[int], text: str) -> tuple[Edit, list[Query]]:
    place, number = _chance(reading), reading.confidence / max(_chance(reading), 1e-9)
    sure = number >= NUMBER_SURE
    others = tuple(
        Alternative(f"[^{note}]" if note else "no mark", round(cost, 2)) for note, cost in reading.alternatives[:4]
    )
    before = text[event.start : event.end]
    after = mark(str(reading.choice), uncertain=not sure)
    printed = f"printed as {before.strip()!r}" if before.strip() else "that was not recognised"
    shown = " and by its image" if event.seen and event.raised else ""
    reason = f"a raised number {printed}, read as note {reading.choice} by the order of notes{shown}"
    edit = Edit(*event.key, event.start, event.end, before, after, "notes.mark", reason, round(place, 3), others)
    if sure:
        return edit, []
    doubt = f"a note mark stands here, but its number is not sure: {reading.choice} is the likeliest"
    return edit, [
        Query(*event.key, event.start, event.end, before, "notes.number", doubt, round(number, 3), others)
    ]


def _body_edit(event: BodyStart, reading: Reading[int], text: str) -> Edit:
    glyphs = min(event.glyphs, key=lambda each: (abs(len(each) - len(str(reading.choice))), each))
    before = text[event.start : event.start + len(glyphs)]
    reason = f"the note at the foot of the page whose number is printed {before!r} is note {reading.choice}"
    others = tuple(
        Alternative(f"[^{note}]" if note else "no note", round(cost, 2)) for note, cost in reading.alternatives[:4]
    )
    after = mark(str(reading.choice)) + ("" if text[event.start + len(glyphs) :][:1].isspace() else " ")
    return Edit(
        *event.key,
        event.start,
        event.start + len(glyphs),
        before,
        after,
        "notes.body",
        reason,
        round(_chance(reading), 3),
        others,
    )


def _doubtful_number(event: BodyStart, reading: Reading[int], edit: Edit) -> Iterator[Query]:
    """A body that is surely a note, but not surely the one it was read as."""
    number = reading.confidence / max(_chance(reading), 1e-9)
    if number < NUMBER_SURE:
        reason = f"a note stands here, but its number is not sure: {reading.choice} is the likeliest"
        place = (*event.key, edit.start, edit.end, edit.before)
        yield Query(*place, "notes.number", reason, round(number, 3), edit.alternatives)


def _lost_marks(event: BodyStart, note: int, marked: set[int]) -> Iterator[Query]:
    """A body whose mark is gone from the text is asked about by note and page."""
    if note not in marked:
        reason = f"note {note} stands at the foot of page {event.key.page}, but its mark is not in the text"
        yield Query(*event.key, event.start, event.start, "", "notes.lost", reason)


def _doubtful_body(event: BodyStart, reading: Reading[int], text: str) -> Query:
    reason = f"this may be note {reading.choice}, or a line of the text"
    return Query(*event.key, 0, len(text), text, "notes.body", reason, round(_chance(reading), 3))
