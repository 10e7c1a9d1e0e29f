"""Note marks in the text and note bodies at the foot of pages, decoded together as one sequence.

A mark alone cannot be numbered, a body's number may be damaged too; but marks count up, bodies count up, and what
is marked on a page stands at its foot. So one decoder walks through all candidates of both kinds in reading order,
and knows at each step the last number seen in the text and the last seen at the foot. All weights are in nats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from math import exp, inf, log
from operator import itemgetter
from typing import Literal, NamedTuple, TypeAlias

import regex

from convert.page import Key, Line
from convert.structure.costs import NEVER, Costs
from convert.structure.notes.bodies import LONGEST, BodyStart, begins_a_column, body_start, measure_of
from convert.structure.notes.citations import NOTHING_TOLD, Link, Told, hearsay, links_of
from convert.structure.notes.glyphs import Habits, habits_of
from convert.structure.notes.marks import Candidate, candidates
from convert.structure.notes.seen import chance_of_number, cost_of, with_odds
from convert.structure.sequences import Move, Reading, Step, decode, least_cost
from convert.words import Words

MOST = 8
"""How many places are kept in mind at once for what is cited again."""
FARTHEST = 20
"""How many numbers back a mark may refer again: those farther away would make the work grow with the square."""
LOST_AT_ONCE = 3
"""How many marks in a row may have left no trace."""
RAISED = 0.997
"""Probability that a small raised number on a page with geometry is a note mark."""
_SEEN = {"body raised": RAISED, "body small": 0.9}
"""… and that a number which opens a line is a note's: raised, or on a line that is set smaller than the text."""
REPEAT_SEEN = 1.2
"""Cost, in nats, of a mark that refers again to a note, where the image shows its number."""
CARRIED_UNSEEN = 6.0
"""… and of a note on the page after its mark where only glyphs tell numbers, as it is too easy a way out."""
MOST_SAID = 20.0
"""Odds at most by which odd glyphs in the text, where marks stand, make likelier what the image shows unsurely."""
NEGLIGIBLE = 3.0
"""Readings this costly, in nats, teach nothing about the habits of a recogniser."""
HOPELESS = 0.003
"""Probability below which a context is not that of a mark, or of a line that opens the foot of a page."""
LIKELY = 0.5
BEAM = 40


class Weights(NamedTuple):
    """What the moves of the decoder cost, in nats; found by `benchmarks/accuracy/tune.py`, which says how."""

    # a mark carries the next number
    new: float = 0.1
    # a mark has left no trace in the text, for each
    lost: float = 1.9
    # the series does not begin at 1, on top of the marks lost
    late: float = 2.0
    # a mark refers again to a note, after words that are never written without a mark
    again: float = 0.5
    # … after words that tell nothing
    repeat: float = 3.2
    # … for the choice among the earlier notes, times the logarithm of their count
    choice: float = 0.5
    # the body of a note marked on this page is not at its foot, though others are
    body_lost: float = 3.0
    # … though the foot ends before it
    last_lost: float = 4.5
    # a page with marks has no notes at its foot at all
    no_foot: float = 1.5
    # … for each of the marks, where other pages have notes
    no_foot_each: float = 0.7
    # the note of the last mark of a page stands at the foot of the next one
    carried: float = 3.0
    # how far the costs of glyphs are believed
    glyphs: float = 1.0
    # how far the contexts of marks are believed
    context: float = 1.0
    # how far the contexts of bodies are believed
    body: float = 0.7
    # the text goes on below a note, in another column
    leave: float = 1.5
    # what a rare word before a mark is worth that stands in the note, too
    by_note: float = 1.0
    # … and before an earlier mark of that note
    by_mark: float = 2.0


Memory: TypeAlias = tuple[tuple[int, int], ...]
"""Earlier candidates by their number among the events, each with the number it was given."""
_NOTHING: Mapping[int, float] = {}
_cost = itemgetter(1)


class State(NamedTuple):
    """Where the decoder stands in the series."""

    text: int = 0  # the highest number marked so far
    foot: int = 0  # the number of the last body
    inside: bool = False  # among the notes at the foot of the page
    memory: Memory = ()  # numbers of earlier candidates that later ones may repeat


@dataclass(frozen=True, slots=True)
class Column:
    """A line below a blank one and far from the end of its sheet, where the text may go on below a note."""

    key: Key
    sure: bool = False  # the head of a column on a page with geometry


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The end of a sheet, where marks and bodies should have met; numbers may begin again, or go on."""

    key: Key
    then: Literal["on", "again", "pass"] = "on"


@dataclass(frozen=True, slots=True)
class Collected:
    """A place where notes stand together, the last with the number `last`; numbers begin again after it."""

    key: Key
    last: int


_ORDINAL = regex.compile(r"\s*(\d{1,2})°(?: (?:bis|ter|quater))?\s")

Event: TypeAlias = Candidate | BodyStart | Column | PageEnd | Collected


WEIGHTS = Weights()


def read_series(
    events: Sequence[Event], lines: Sequence[Line], costs: Costs, weights: Weights = WEIGHTS
) -> tuple[Reading[int], ...]:
    """For each event the number it has, 0 for none."""
    kept = [number for number, counts in enumerate(_count(events, costs)) if counts]
    read = _read_kept([events[number] for number in kept], lines, costs, weights)
    readings = [Reading(0, 1.0, ((0, 0.0),))] * len(events)
    for number, reading in zip(kept, read, strict=True):
        readings[number] = reading
    return tuple(readings)


def _count(events: Sequence[Event], costs: Costs) -> Iterator[bool]:
    """Which events the series could turn on: not a hopeless candidate, nor what matters only below a note."""
    below = False
    for event in events:
        match event:
            case Candidate():
                yield bool(event.raised or event.fixed or event.seen) or costs.mark(event.contexts) > HOPELESS
            case BodyStart():
                known = bool(event.fixed or event.seen or event.odds > 1)
                opens = event.opens and (known or costs.mark(event.opening) > HOPELESS)
                below = below or opens
                yield below
            case Column():
                yield below
            case _:
                below = False
                yield True


def cost_of_series(
    events: Sequence[Event], lines: Sequence[Line], costs: Costs, weights: Weights = WEIGHTS
) -> float:
    """What the likeliest series costs, in nats: how well it explains what was printed."""
    kept = [event for event, counts in zip(events, _count(events, costs), strict=True) if counts]
    links, weights = links_of(kept, lines), _fitting(kept, costs, weights)
    steps = (_step(number, event, links, costs, weights, (), {}) for number, event in enumerate(kept))
    return least_cost(steps, State(), BEAM)


def _fitting(events: Sequence[Event], costs: Costs, weights: Weights) -> Weights:
    """The weights for a text whose notes were all cut off, and for one without an image."""
    if not any(isinstance(event, BodyStart) and costs.mark(event.opening) > LIKELY for event in events):
        weights = weights._replace(no_foot_each=0.0)
    if not any(event.seen for event in events if isinstance(event, Candidate)):
        weights = weights._replace(carried=CARRIED_UNSEEN)
    return weights


def _read_kept(
    events: Sequence[Event], lines: Sequence[Line], costs: Costs, weights: Weights
) -> tuple[Reading[int], ...]:
    """The series read twice: the second time knowing how this document prints the digits read before."""
    links = links_of(events, lines)
    weights = _fitting(events, costs, weights)
    glyphs = [event.glyphs for event in events if isinstance(event, Candidate)]

    def read(habits: Mapping[int, Habits], heard: Mapping[int, Mapping[int, Told]]) -> tuple[Reading[int], ...]:
        known = replace(costs, raised=costs.raised.for_document(glyphs, habits.values()))
        steps = (
            _step(number, event, links, known, weights, habits.get(number, ()), heard.get(number, {}))
            for number, event in enumerate(events)
        )
        return decode(steps, State(), BEAM)

    first = read({}, {})
    habits = {
        number: habits_of(event.glyphs, _shares(reading))
        for number, (event, reading) in enumerate(zip(events, first, strict=True))
        if isinstance(event, Candidate)
    }
    if any(
        isinstance(event, Collected) or (isinstance(event, PageEnd) and event.then == "again") for event in events
    ):
        return read(habits, {})  # one number is that of many notes
    shares = [{note: exp(-cost) for note, cost in reading.alternatives if note} for reading in first]
    return read(habits, hearsay(events, shares, lines))


def _shares(reading: Reading[int]) -> list[tuple[int, float]]:
    """The numbers a mark may have, with their probabilities."""
    return [(note, round(exp(-cost), 3)) for note, cost in reading.alternatives if note and cost < NEGLIGIBLE]


# ── the events, in reading order ─────────────────────────────────────────────────────────────────────


def events_of(lines: Sequence[Line], words: Words) -> tuple[Event, ...]:
    """What may be a mark or start a note, and the ends of sheets, in reading order."""
    return tuple(_events(lines, candidates(lines, words)))


def _events(lines: Sequence[Line], found: Iterable[Candidate]) -> Iterator[Event]:
    measure = measure_of(lines)
    ordinals = frozenset(_ordinals(lines))
    marks: dict[Key, list[Candidate]] = {}
    for candidate in found:
        marks.setdefault(candidate.key, []).append(candidate)
    for _, group in groupby(lines, key=lambda line: line.page):
        page = tuple(group)
        for position, line in enumerate(page):
            start = None if line.key in ordinals else body_start(page, position, measure)
            if position and line.gap and len(page) - position > LONGEST:
                yield Column(line.key)
            elif begins_a_column(page, position):
                yield Column(line.key, sure=True)
            if start:
                yield start
            begin = start.start + 3 if start else 3 if line.key in ordinals else 0
            yield from (each for each in marks.get(line.key, []) if each.start >= begin)
        yield PageEnd(page[-1].key)


def _ordinals(lines: Sequence[Line]) -> Iterator[Key]:
    """The lines that begin with an enumerator such as "1°", in a text that counts so: 2° stands in it, too."""
    found = {line.key: each[1] for line in lines if (each := _ORDINAL.match(line.text))}
    if {"1", "2"} <= {*found.values()}:
        yield from found


# ── the moves ────────────────────────────────────────────────────────────────────────────────────────


def _step(
    number: int,
    event: Event,
    links: Mapping[int, Link],
    costs: Costs,
    weights: Weights,
    own: Habits,
    heard: Mapping[int, Told],
) -> Step[State, int]:
    match event:
        case Candidate():
            return _MarkStep(number, event, links, costs, weights, own, heard)
        case BodyStart():
            return _BodyStep(event, costs, weights)
        case Column():
            return partial(_column_moves, 0.0 if event.sure else weights.leave)
        case Collected():
            return partial(_collected, weights, event.last)
        case PageEnd():
            return partial(_page_end, weights, event.then)


class _MarkStep:
    """Not a mark; a new note, perhaps after lost ones; an old note again. The choice is its number, 0 for none."""

    def __init__(
        self,
        number: int,
        candidate: Candidate,
        links: Mapping[int, Link],
        costs: Costs,
        weights: Weights,
        own: Habits,
        heard: Mapping[int, Told],
    ) -> None:
        self.number, self.links, self.weights, self.heard = number, links, weights, heard
        self.link = links.get(number, Link())
        chance = _chance_of_mark(candidate, costs)
        self.plain = -weights.context * log(1 - chance) if chance < 1.0 else None
        self.marked = -weights.context * log(chance)
        self.numbers = partial(_numbers, candidate, costs, own)
        self.shown = bool(candidate.seen and candidate.raised)
        # an image that shows the number leaves no choice
        self.repeat, self.choice = (REPEAT_SEEN, 0.0) if self.shown else (weights.repeat, weights.choice)
        self.remembered = self.link.last_use > number
        self.after: dict[int, list[tuple[int, float]]] = {}
        self.recalled: dict[Memory, tuple[Mapping[int, float], Memory]] = {}

    def __call__(self, state: State, most: float) -> Iterator[Move[State, int]]:
        text, foot, inside, memory = state
        again, kept = self._recalled(memory) if memory else (_NOTHING, memory)
        if inside:
            yield (state if kept is memory else State(text, foot, inside, kept)), 0, 0.0
            return
        if self.plain is not None:
            yield (state if kept is memory else State(text, foot, inside, kept)), 0, self.plain
        costs = self.after.get(text)
        if costs is None:
            costs = self.after[text] = sorted(self._costs(text), key=_cost)
        nearer = self.weights.again - self.repeat
        limit = most - min(0.0, nearer) if again else most
        for note, cost in costs:
            if cost > limit:
                break
            if note in again:
                cost += again[note] * nearer
            if cost <= most:
                seen = (*kept, (self.number, note))[-MOST:] if self.remembered else kept
                yield State(note if note > text else text, foot, False, seen), note, cost

    def _recalled(self, memory: Memory) -> tuple[Mapping[int, float], Memory]:
        """The notes that are remembered after the same words, and what later places may still look back at."""
        found = self.recalled.get(memory)
        if found is None:
            earlier, links = self.link.earlier, self.links
            again = {note: earlier[event] for event, note in memory if event in earlier}
            kept = tuple(each for each in memory if links[each[0]].last_use > self.number)
            found = self.recalled[memory] = again, memory if len(kept) == len(memory) else kept
        return found

    def _costs(self, last: int) -> Iterator[tuple[int, float]]:
        """What each number costs after the last one, whatever words stand before it."""
        weights = self.weights
        for note, glyphs in self.numbers(max(1, last - FARTHEST), last + 1 + LOST_AT_ONCE):
            told = self.heard.get(note, NOTHING_TOLD)
            cost = self.marked + weights.glyphs * glyphs
            cost -= weights.by_note * told.by_note + weights.by_mark * told.by_mark
            if note > last:
                lost = note - last - 1
                yield note, cost + weights.new + weights.lost * lost + (weights.late if lost and not last else 0.0)
            else:
                yield note, cost + self.repeat + self.choice * log(last)


def _numbers(
    candidate: Candidate, costs: Costs, own: Habits, lowest: int, highest: int
) -> Sequence[tuple[int, float]]:
    """The numbers a candidate may have, each with the cost of its glyphs; the one a person wrote is certain."""
    if candidate.fixed.isdigit():
        return [(int(candidate.fixed), 0.0)]
    if candidate.seen and candidate.raised:
        costly = [(note, cost_of(candidate.seen, note)) for note in range(1, highest + 1)]
        return [(note, cost) for note, cost in costly if cost < NEVER]
    return costs.raised.plausible(candidate.glyphs, lowest, highest, own)


def _chance_of_mark(candidate: Candidate, costs: Costs) -> float:
    """The probability that a candidate is a mark: by the image where it was looked at, else by its context."""
    if candidate.fixed:
        return 1.0
    if candidate.seen:
        seen, said = chance_of_number(candidate.seen), costs.mark(candidate.contexts)
        if not candidate.raised:
            return seen * said
        return with_odds(seen, max(1.0, min(said / (1 - said), MOST_SAID))) if candidate.glyphs else seen
    return RAISED if candidate.raised else costs.mark(candidate.contexts)


class _BodyStep:
    """Not the start of a note; or the next body of the series, perhaps after lost ones."""

    def __init__(self, start: BodyStart, costs: Costs, weights: Weights) -> None:
        self.start, self.costs, self.weights = start, costs, weights
        self.seen = 1.0 if start.fixed else _SEEN.get(start.opening[0])
        if start.seen:
            self.seen = chance_of_number(start.seen)
        self.chances = tuple(
            with_odds(self.seen or costs.mark(contexts), start.odds)
            for contexts in (start.opening, start.further or start.opening)
        )
        self.plain = tuple(-weights.body * log(1 - chance) if chance < 1.0 else 0.0 for chance in self.chances)
        self.body = tuple(-weights.body * log(chance) for chance in self.chances)
        self.glyphs: dict[int, float] = {}

    def __call__(self, state: State, most: float) -> Iterator[Move[State, int]]:
        start, weights = self.start, self.weights
        text, foot, inside, memory = state
        if not start.fixed:
            yield state, 0, self.plain[inside]
        if not start.opens and not inside:
            return  # a line without a number does not open the foot of a page, unless it is set smaller
        highest = max(text, foot) + 1 + LOST_AT_ONCE
        if start.glyphs == ("",) and not (start.seen or inside):
            highest = text  # … and then only as the note of a mark that was seen
        first, each_lost, each_unseen = self.body[inside], weights.lost, weights.body_lost
        for note in range(foot + 1, highest + 1):
            glyphs = self.glyphs.get(note)
            if glyphs is None:
                glyphs = self.glyphs[note] = self._number(note)
            cost = first + glyphs + each_unseen * max(0, min(note - 1, text) - foot)
            if note > text:
                cost += each_lost * (note - text) + (0.0 if text else weights.late)
            if cost <= most:
                yield State(note if note > text else text, note, True, memory), note, cost

    def _number(self, note: int) -> float:
        """What it costs that the number is printed so; the one that a person wrote is no other."""
        if self.start.fixed:
            return 0.0 if self.start.fixed == str(note) else inf
        if self.start.seen:
            return self.weights.glyphs * cost_of(self.start.seen, note)
        if self.start.glyphs == ("",):
            return 0.0
        return self.weights.glyphs * min(self.costs.foot.number(each, note) for each in self.start.glyphs)


def _column_moves(leave: float, state: State, most: float) -> Iterator[Move[State, int]]:
    """Below a note the text goes on, or does not; where that costs nothing it is sure."""
    if leave or not state.inside:
        yield state, 0, 0.0
    if state.inside:
        yield state._replace(inside=False), 0, leave


def _collected(weights: Weights, last: int, state: State, most: float) -> Iterator[Move[State, int]]:
    """All marks have met their notes; what is missing was lost, and what is too much has no note."""
    missing = last - state.text
    yield State(), 0, weights.lost * missing if missing > 0 else -weights.body_lost * missing


def _page_end(weights: Weights, then: str, state: State, most: float) -> Iterator[Move[State, int]]:
    """Marks and bodies meet: what is still without a body will not get one, unless it is the last mark's."""
    if then == "pass":
        yield state, 0, 0.0
        return
    missing = state.text - state.foot
    if missing == 1 and then == "on":
        yield State(state.text, state.foot, False, state.memory), 0, weights.carried
    absent = weights.no_foot * (missing > 0) + weights.no_foot_each * missing
    cost = weights.last_lost * missing if state.inside else absent
    after = State() if then == "again" else State(state.text, state.text, False, state.memory)
    yield after, 0, cost
