"""What is written for the notes of a damaged text: marks, bodies, questions, by the series as it was decoded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from convert.document import printed_label
from convert.ledger import MARK, THRESHOLDS, Alternative, Edit, Query, mark
from convert.page import Key, Line
from convert.structure.costs import Costs
from convert.structure.notes.bodies import BodyStart, foot_lines
from convert.structure.notes.collected import Start, Zone, find_zones
from convert.structure.notes.expected import most_expected
from convert.structure.notes.marks import Candidate
from convert.structure.notes.series import WEIGHTS, Event, Weights, events_of, read_series
from convert.structure.notes.systems import Model, find_system
from convert.structure.sequences import Reading
from convert.words import Words

NUMBER_SURE = 0.72
"""Confidence from which a number is said as certain; below it the mark is shown as uncertain, with a query."""
LIKELY_MARK = 0.5
"""Probability from which a mark is proposed, or asked about, although the best path has none."""
FOOT_SURE = THRESHOLDS["notes.body"]
"""Confidence from which lines are moved from the text into a note."""
ANSWERED = 0.5
"""Share of the notes that stand together to which the text must have marks."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What was decided: proposals for marks and bodies, what to ask, which lines stand at the foot, and the system
    of the notes, where it is not the usual one."""

    edits: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    foot: frozenset[Key] = frozenset()
    system: str = ""


def decode_notes(
    lines: Sequence[Line], costs: Costs, words: Words, weights: Weights = WEIGHTS, system: str = ""
) -> Notes:
    """The notes of a document from its lines, furniture left out; `system` is one that a person named."""
    zones = find_zones(lines, costs) if system in ("", "collected") else ()
    if zones:
        inside = frozenset().union(*(zone.lines for zone in zones))
        found = _decoded([line for line in lines if line.key not in inside], zones, costs, words, weights, system)
        said = sum(edit.rule == "notes.mark" for edit in found.edits)
        if system or said >= ANSWERED * sum(len(zone.starts) for zone in zones):
            texts = {line.key: line.text for line in lines}
            bodies = [_collected_edit(start, zone, zones, texts) for zone in zones for start in zone.starts]
            marked = {name[1] for edit in found.edits if (name := MARK.match(edit.after))}
            lost = [_lost_collected(body) for body in bodies if MARK.sub(r"\1", body.after) not in marked]
            queries = (*found.queries, *lost)
            return replace(found, edits=(*found.edits, *bodies), queries=queries, foot=found.foot | inside)
    return _decoded(lines, (), costs, words, weights, system)


def _decoded(
    lines: Sequence[Line], zones: Sequence[Zone], costs: Costs, words: Words, weights: Weights, system: str
) -> Notes:
    events = events_of(lines, words)
    if not any(isinstance(event, Candidate | BodyStart) for event in events):
        return Notes()
    model = find_system(events, lines, costs, weights, zones, system)
    readings = most_expected(model.events, read_series(model.events, lines, model.costs, weights))
    named = _Names(model, readings, zones)
    notes = _notes(lines, model.events, readings, named)
    return replace(notes, system=model.said) if notes.edits else notes


class _Names:
    """What the notes of a document are called: by their label, with their page where a label comes again."""

    def __init__(self, model: Model, readings: Sequence[Reading[int]], zones: Sequence[Zone]) -> None:
        self.model, self.zones = model, zones
        pages: dict[int, set[int]] = {}
        for event, reading in zip(model.events, readings, strict=True):
            if reading.choice and model.name in ("page", "signs"):
                pages.setdefault(reading.choice, set()).add(event.key.page)
        self.again = len(zones) > 1 or any(len(each) > 1 for each in pages.values())

    def __call__(self, key: Key, number: int) -> str:
        """The name of the note with this number whose mark or body stands at a place."""
        label = self.model.label(number)
        page = next((zone.page(number) for zone in self.zones if zone.key > key), key.page)
        return f"p{page}-{label}" if self.again else label


def _notes(
    lines: Sequence[Line], events: Sequence[Event], readings: Sequence[Reading[int]], named: _Names
) -> Notes:
    edits: list[Edit] = []
    queries: list[Query] = []
    texts = {line.key: line.text for line in lines}
    read = list(zip(events, readings, strict=True))
    starts = [(event, reading) for event, reading in read if isinstance(event, BodyStart) and reading.choice]
    sure = {event.key for event, reading in starts if _chance(reading) >= FOOT_SURE}
    foot = frozenset(foot_lines(lines, sure))
    marked: set[str] = set()
    for event, reading in read:
        if isinstance(event, Candidate) and _may_be_mark(reading) and event.key not in foot:
            reading = _likeliest(reading)
            marked.add(named(event.key, reading.choice))
            proposal, doubt = _mark_edit(event, reading, texts[event.key], named)
            edits.append(proposal)
            queries.extend(doubt)
        elif isinstance(event, BodyStart) and event.key in sure:
            edits.append(_body_edit(event, reading, texts[event.key], named))
            queries.extend(_doubtful_number(event, reading, edits[-1], named))
            queries.extend(_lost_marks(event, named(event.key, reading.choice), marked))
        elif isinstance(event, BodyStart) and reading.choice:
            queries.append(_doubtful_body(event, reading, texts[event.key], named))
    if not starts and len(edits) == 1 and edits[0].confidence < THRESHOLDS["notes.mark"]:
        return Notes()  # one odd glyph in a text without notes: a trade mark, a possessive
    return Notes(tuple(edits), tuple(queries), foot)


def _collected_edit(start: Start, zone: Zone, zones: Sequence[Zone], texts: Mapping[Key, str]) -> Edit:
    """The number of a note among those that stand together."""
    name = f"p{zone.page(start.number)}-{start.number}" if len(zones) > 1 else str(start.number)
    before = texts[start.key][start.start : start.end]
    reason = (
        f"among the notes that stand together the one whose number is printed {before!r} is note {start.number}"
    )
    return Edit(*start.key, start.start, start.end, before, mark(name), "notes.body", reason, start.confidence)


def _lost_collected(body: Edit) -> Query:
    """A note among those that stand together to which no mark leads."""
    name = MARK.sub(r"\1", body.after)
    reason = f"note {name} stands with others on page {body.page}, but its mark is not in the text"
    return Query(*body.key, body.start, body.start, "", "notes.lost", reason)


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
    return 1.0 - reading.share(0)


def _mark_edit(event: Candidate, reading: Reading[int], text: str, named: _Names) -> tuple[Edit, list[Query]]:
    place, number = _chance(reading), reading.confidence / max(_chance(reading), 1e-9)
    sure = number >= NUMBER_SURE
    others = _alternatives(reading, "no mark", event.key, named)
    before = text[event.start : event.end]
    name = named(event.key, reading.choice)
    after = mark(name, uncertain=not sure)
    printed = f"printed as {before.strip()!r}" if before.strip() else "that was not recognised"
    shown = " and by its image" if event.seen and event.raised else ""
    reason = f"a raised number {printed}, read as note {printed_label(name)} by the order of notes{shown}"
    edit = Edit(*event.key, event.start, event.end, before, after, "notes.mark", reason, round(place, 3), others)
    if sure:
        return edit, []
    doubt = f"a note mark stands here, but its number is not sure: {printed_label(name)} is the likeliest"
    return edit, [
        Query(*event.key, event.start, event.end, before, "notes.number", doubt, round(number, 3), others)
    ]


def _body_edit(event: BodyStart, reading: Reading[int], text: str, named: _Names) -> Edit:
    glyphs = min(event.glyphs, key=lambda each: (abs(len(each) - len(str(reading.choice))), each))
    before = text[event.start : event.start + len(glyphs)]
    name = named(event.key, reading.choice)
    reason = f"the note at the foot of the page whose number is printed {before!r} is note {printed_label(name)}"
    others = _alternatives(reading, "no note", event.key, named)
    after = mark(name) + ("" if text[event.start + len(glyphs) :][:1].isspace() else " ")
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


def _alternatives(reading: Reading[int], none: str, key: Key, named: _Names) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(f"[^{named(key, note)}]" if note else none, round(cost, 2))
        for note, cost in reading.alternatives[:4]
    )


def _doubtful_number(event: BodyStart, reading: Reading[int], edit: Edit, named: _Names) -> Iterator[Query]:
    """A body that is surely a note, but not surely the one it was read as."""
    number = reading.confidence / max(_chance(reading), 1e-9)
    if number < NUMBER_SURE:
        likeliest = printed_label(named(event.key, reading.choice))
        reason = f"a note stands here, but its number is not sure: {likeliest} is the likeliest"
        place = (*event.key, edit.start, edit.end, edit.before)
        yield Query(*place, "notes.number", reason, round(number, 3), edit.alternatives)


def _lost_marks(event: BodyStart, name: str, marked: set[str]) -> Iterator[Query]:
    """A body whose mark is gone from the text is asked about by note and page."""
    if name not in marked:
        page = event.key.page
        reason = f"note {name} stands at the foot of page {page}, but its mark is not in the text"
        yield Query(*event.key, event.start, event.start, "", "notes.lost", reason)


def _doubtful_body(event: BodyStart, reading: Reading[int], text: str, named: _Names) -> Query:
    reason = f"this may be note {printed_label(named(event.key, reading.choice))}, or a line of the text"
    return Query(*event.key, 0, len(text), text, "notes.body", reason, round(_chance(reading), 3))
