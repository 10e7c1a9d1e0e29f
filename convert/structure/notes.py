"""Note marks in the text and note bodies at the foot of pages, decoded together as one sequence.

A mark alone cannot be numbered, a body's number may be damaged too; but marks count up, bodies count up, and what
is marked on a page stands at its foot. So one decoder walks through all candidates of both kinds in reading order,
and knows at each step the last number seen in the text and the last seen at the foot. All weights are in nats.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby, pairwise, takewhile
from math import exp, log
from typing import NamedTuple, TypeAlias

import regex

from convert.ledger import MARK, MARK_CLOSE, Alternative, Edit, Query, mark
from convert.page import Key, Line
from convert.structure.costs import Costs, Habits, habits_of
from convert.structure.marks import ODD, Candidate, candidates, words_of
from convert.structure.sequences import Move, Reading, decode

NEW = 0.2
"""A mark carries the next number."""
AGAIN = 0.9
"""A mark refers again to a note, after words that are never written without a mark."""
REPEAT = 4.0
"""A mark refers again to a note, after words that tell nothing."""
LOST = 4.5
"""A mark has left no trace in the text, for each."""
LATE_START = 3.0
"""The series does not begin at 1, on top of the marks lost."""
BODY_LOST = 1.5
"""The body of a note marked on this page is not at its foot, though others are."""
NO_FOOT = 1.5
"""A page with marks has no notes at its foot at all: they were cut off, or stand elsewhere."""
LOST_AT_ONCE = 3
"""How many marks in a row may have left no trace."""
RAISED = 0.997
"""Probability that a small raised number on a page with geometry is a note mark."""
_SEEN = {"body raised": RAISED, "body small": 0.9}
"""… and that a number which opens a line is a note's: raised, or on a line that is set smaller than the text."""
SAME_WORDS = 3
"""How many words before two marks must agree for the second to be taken as the same citation again."""
NUMBER_SURE = 0.85
"""Confidence from which a number is said as certain; below it the mark is shown as uncertain, with a query."""
FOOT_SURE = 0.9
"""Confidence from which lines are moved from the text into a note."""
LONGEST = 14
"""Lines of the longest note on a page that is believed to have blank lines in it."""
SHORT = 0.8
"""Share of the longest line that a line may fill and still count as the last of its note."""
SAME_SIZE = 0.3
"""Points by which the lines of one note may differ in size."""
NEGLIGIBLE = 3.0
"""Readings this costly, in nats, teach nothing about the habits of a recogniser."""
PASSES = 2
BEAM = 100

_BODY = regex.compile(
    rf"""^\s*(?!\d{{1,3}}(?:\.\d+)*[.)](?:\s|$))              # not an enumerator
    (?P<number>(?:[{ODD}]|[0-9]){{1,3}})(?P<space>\s*)
    (?=[\p{{Lu}}\p{{N}}(\[{{“\"‘«*]|(?:de|at|see|p\.)\s)""",
    regex.VERBOSE,
)
_DATE = regex.compile(r"^\s*\d{1,2}\.?\s+(?:de\s+)?\p{L}+\.?\s+(?:de\s+)?\d{4}[.\s]*$")
_SYMBOL = regex.compile(r"\d/\p{Lu}?\d|\p{Lu}/\p{L}*\.?\d")
_CITES = regex.compile(
    r"^\W*(?:see|ibid|cf|op\. cit|resolution|united nations|official|report|document|[A-Z]+/|voir|véa(?:n)?se)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BodyStart:
    """A line on which a note body may begin: its possible numbers, as glyphs, each with its end in the line."""

    key: Key
    start: int
    glyphs: tuple[str, ...]  # "" where the number is lost
    contexts: tuple[str, ...]
    fixed: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """What was decided: proposals for marks and bodies, what to ask, and which lines stand at the foot."""

    edits: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    foot: frozenset[Key] = frozenset()


class State(NamedTuple):
    """Where the decoder stands in the series."""

    text: int = 0  # the highest number marked so far
    foot: int = 0  # the number of the last body
    inside: bool = False  # among the notes at the foot of the page
    memory: tuple[tuple[int, int], ...] = ()  # numbers of earlier candidates that later ones may repeat


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The end of a sheet, where marks and bodies should have met."""

    key: Key


def decode_notes(lines: Sequence[Line], costs: Costs, is_glued: Callable[[str], bool]) -> Notes:
    """The notes of a document from its lines, furniture left out."""
    events = tuple(_events(lines, candidates(lines, is_glued)))
    if not any(isinstance(event, Candidate | BodyStart) for event in events):
        return Notes()
    readings = _read(events, lines, costs)
    return _notes(lines, events, readings)


Event: TypeAlias = "Candidate | BodyStart | PageEnd"


def _read(events: Sequence[Event], lines: Sequence[Line], costs: Costs) -> tuple[Reading[int], ...]:
    """The series read twice: the second time knowing how this document prints the digits read before."""
    links = _links(events, lines)
    glyphs = [event.glyphs for event in events if isinstance(event, Candidate)]
    habits: dict[int, Habits] = {}
    for _ in range(PASSES):
        known = costs.for_document(glyphs, habits.values())
        steps = [_step(number, event, links, known, habits.get(number, ())) for number, event in enumerate(events)]
        readings = decode(steps, State(), BEAM)
        habits = {
            number: habits_of(event.glyphs, _shares(reading))
            for number, (event, reading) in enumerate(zip(events, readings, strict=True))
            if isinstance(event, Candidate)
        }
    return readings


def _shares(reading: Reading[int]) -> list[tuple[int, float]]:
    """The numbers a mark may have, with their probabilities."""
    return [(note, round(exp(-cost), 3)) for note, cost in reading.alternatives if note and cost < NEGLIGIBLE]


# ── the events, in reading order ─────────────────────────────────────────────────────────────────────


def _events(lines: Sequence[Line], found: Iterable[Candidate]) -> Iterator[Candidate | BodyStart | PageEnd]:
    marks: dict[Key, list[Candidate]] = {}
    for candidate in found:
        marks.setdefault(candidate.key, []).append(candidate)
    for _, group in groupby(lines, key=lambda line: line.page):
        page = tuple(group)
        for position, line in enumerate(page):
            start = body_start(page, position)
            if start:
                yield start
            yield from (each for each in marks.get(line.key, []) if not start or each.start >= start.start + 3)
        yield PageEnd(page[-1].key)


def body_start(page: Sequence[Line], position: int) -> BodyStart | None:
    """The possible start of a note body on a line of a page, if it has the shape of one."""
    line = page[position]
    if line.is_float:
        return None
    text = line.text
    written = MARK.match(text.lstrip())
    indent = len(text) - len(text.lstrip())
    if written:
        return BodyStart(line.key, indent, (written[0],), ("body fixed",), written[1])
    if line.words and line.words[0].size:
        return _raised_start(line, page, position)
    found = _BODY.match(text)
    if found and position and not _is_quotation(text.strip()):
        number = found["number"]
        glyphs = tuple(number[:size] for size in range(1, len(number) + 1)) if not found["space"] else (number,)
        return BodyStart(line.key, indent, glyphs, _body_contexts(page, position, number, bool(found["space"])))
    if position and text.lstrip()[:1].isupper() and (line.gap or _ends_short(page, position - 1)):
        return BodyStart(line.key, indent, ("",), _body_contexts(page, position, "", False))
    return None


def _is_quotation(text: str) -> bool:
    """Whether a line opens with a quotation mark that is closed again: no number stands there."""
    return text[:1] in '“‘"' and {"“": "”", "‘": "’ ", '"': '"'}[text[0]] in text[1:]


def _ends_short(page: Sequence[Line], position: int) -> bool:
    """Whether a line ends a sentence well before the edge of the page."""
    text = page[position].text.rstrip()
    return text.endswith((".", ")")) and len(text) < SHORT * max(len(line.text) for line in page)


def _raised_start(line: Line, page: Sequence[Line], position: int) -> BodyStart | None:
    """A body start on a page with geometry: a raised number, or any number of a line set small, opens it."""
    first = line.words[0]
    if not regex.fullmatch(r"[0-9]{1,3}", first.text) or not (first.raised or _smaller(page, line)):
        return None
    return BodyStart(line.key, first.start, (first.text,), ("body raised",) if first.raised else ("body small",))


def _body_contexts(page: Sequence[Line], position: int, number: str, space: bool) -> tuple[str, ...]:
    """Descriptions of a line that may open a note, the widest first."""
    line = page[position]
    shape = "none" if not number else "clean" if number.isdigit() else "odd"
    if _DATE.match(line.text):
        shape = "date"
    elif number.isdigit() and not space:
        shape = "glued digit" if line.text.lstrip()[len(number) :][:1].isdigit() else "glued"
    ended = (
        page[position - 1].text.rstrip()[-1:] not in ",-" and not page[position - 1].text.rstrip()[-1:].isalpha()
    )
    zone = "foot" if (len(page) - position) <= max(3, 0.4 * len(page)) else "middle"
    cites = "cites" if _CITES.match(line.text[len(number) :].lstrip()) else "plain"
    place = f"{'gap' if line.gap else 'tight'} {'ended' if ended else 'open'}"
    return (
        f"body {shape}",
        f"body {shape} {place}",
        f"body {shape} {place} {zone}",
        f"body {shape} {place} {zone} {cites}",
    )


@dataclass(frozen=True, slots=True)
class Link:
    """Earlier candidates after the same words; for each, on which share of their occurrences those bear a mark."""

    earlier: Mapping[int, float] = field(default_factory=dict)
    last_use: int = 0  # the last event that looks back at this one


Phrase: TypeAlias = tuple[str, ...]


def _links(events: Sequence[Event], lines: Sequence[Line]) -> dict[int, Link]:
    """For each candidate after words that bear candidates more than once, its link to the earlier ones."""
    bearers: dict[Phrase, list[int]] = {}
    for number, event in enumerate(events):
        if isinstance(event, Candidate):
            for phrase in _phrases(event.words):
                bearers.setdefault(phrase, []).append(number)
    said = _occurrences(lines)
    earlier: dict[int, dict[int, float]] = {}
    for phrase, numbers in bearers.items():
        telling = min(1.0, len(numbers) / max(1, said[phrase]))
        for place, number in enumerate(numbers if len(numbers) > 1 else ()):
            known = earlier.setdefault(number, {})
            known.update({each: max(telling, known.get(each, 0.0)) for each in numbers[:place]})
    last = {each: number for number, known in sorted(earlier.items()) for each in known}
    return {number: Link(known, last.get(number, 0)) for number, known in earlier.items()}


def _phrases(words: Sequence[str]) -> Iterator[Phrase]:
    """What may be cited again: the last words before a mark, and any document symbol among them."""
    if len(words) >= SAME_WORDS:
        yield tuple(words[-SAME_WORDS:])
    yield from {(word,) for word in words if _SYMBOL.search(word)}


def _occurrences(lines: Sequence[Line]) -> Counter[Phrase]:
    """How often each phrase and each symbol stands in the text."""
    words = [word for line in lines for word in words_of(line.text)]
    phrases = Counter(zip(*(words[offset:] for offset in range(SAME_WORDS)), strict=False))
    phrases.update((word,) for word in words if _SYMBOL.search(word))
    return phrases


# ── the moves ────────────────────────────────────────────────────────────────────────────────────────


def _step(
    number: int, event: object, links: Mapping[int, Link], costs: Costs, own: Habits
) -> Callable[[State], Iterable[Move[State, int]]]:
    match event:
        case Candidate():
            return partial(_mark_moves, number, event, links, costs, own)
        case BodyStart():
            return partial(_body_moves, event, costs)
        case _:
            return _page_end


def _mark_moves(
    number: int, candidate: Candidate, links: Mapping[int, Link], costs: Costs, own: Habits, state: State
) -> Iterator[Move[State, int]]:
    """Not a mark; a new note, perhaps after lost ones; an old note again. The choice is its number, 0 for none."""
    link = links.get(number, Link())
    memory = tuple((event, note) for event, note in state.memory if links[event].last_use > number)
    if state.inside:
        yield Move(state._replace(memory=memory), 0, 0.0)
        return
    chance = RAISED if candidate.raised else 1.0 if candidate.fixed else costs.mark(candidate.contexts)
    if chance < 1.0:
        yield Move(state._replace(memory=memory), 0, -log(1 - chance))
    again = {note: link.earlier[event] for event, note in state.memory if event in link.earlier}
    remember = link.last_use > number
    for note, glyphs in _numbers(candidate, costs, own, state.text + 1 + LOST_AT_ONCE):
        cost = -log(chance) + glyphs
        if note > state.text:
            lost = note - state.text - 1
            cost += NEW + LOST * lost + (LATE_START if lost and not state.text else 0.0)
        else:
            cost += REPEAT + (again[note] * (AGAIN - REPEAT) if note in again else 0.3 * log(state.text))
        seen = (*memory, (number, note)) if remember else memory
        yield Move(State(max(state.text, note), state.foot, False, seen), note, cost)


def _numbers(candidate: Candidate, costs: Costs, own: Habits, highest: int) -> Sequence[tuple[int, float]]:
    """The numbers a candidate may have, each with the cost of its glyphs; the one a person wrote is certain."""
    if candidate.fixed.isdigit():
        return [(int(candidate.fixed), 0.0)]
    return costs.plausible(candidate.glyphs, highest, own)


def _body_moves(start: BodyStart, costs: Costs, state: State) -> Iterator[Move[State, int]]:
    """Not the start of a note; or the next body of the series, perhaps after lost ones."""
    chance = 1.0 if start.fixed else _SEEN.get(start.contexts[0]) or costs.mark(start.contexts)
    if not start.fixed:
        yield Move(state, 0, -log(1 - chance))
    if start.glyphs == ("",) and not state.inside:
        return  # a line without a number never opens the foot of a page
    for note in range(state.foot + 1, max(state.text, state.foot) + 2 + LOST_AT_ONCE):
        if start.fixed and start.fixed != str(note):
            continue
        number = (
            0.0 if start.fixed or start.glyphs == ("",) else min(costs.number(each, note) for each in start.glyphs)
        )
        unmarked = max(0, note - state.text)
        late = LATE_START if unmarked and not state.text else 0.0
        unseen = max(0, min(note, state.text + 1) - state.foot - 1)
        cost = -log(chance) + number + LOST * unmarked + late + BODY_LOST * unseen
        yield Move(State(max(state.text, note), note, True, state.memory), note, cost)


def _page_end(state: State) -> Iterator[Move[State, int]]:
    """Marks and bodies meet: what is still without a body will not get one."""
    missing = state.text - state.foot
    cost = BODY_LOST * missing if state.inside else NO_FOOT * (missing > 0)
    yield Move(State(state.text, state.text, False, state.memory), 0, cost)


# ── what was read ────────────────────────────────────────────────────────────────────────────────────


def _notes(lines: Sequence[Line], events: Sequence[Event], readings: Sequence[Reading[int]]) -> Notes:
    edits: list[Edit] = []
    queries: list[Query] = []
    texts = {line.key: line.text for line in lines}
    marked: set[int] = set()
    opened: dict[int, int] = {}  # sheet -> the line on which its foot begins
    for event, reading in zip(events, readings, strict=True):
        if isinstance(event, PageEnd) or not reading.choice:
            continue
        if isinstance(event, BodyStart):
            if _chance(reading) >= FOOT_SURE:
                opened.setdefault(event.key.page, event.key.line)
                edits.append(_body_edit(event, reading, texts[event.key]))
                queries.extend(_doubtful_number(event, reading, edits[-1]))
                queries.extend(_lost_marks(event, reading.choice, marked))
            else:
                queries.append(_doubtful_body(event, reading, texts[event.key]))
        elif event.key.line < opened.get(event.key.page, event.key.line + 1):
            reading = _likeliest(reading)
            marked.add(reading.choice)
            proposal, doubt = _mark_edit(event, reading, texts[event.key])
            edits.append(proposal)
            queries.extend(doubt)
    return Notes(
        tuple(edits),
        tuple(queries),
        frozenset(_foot(lines, {edit.key for edit in edits if edit.rule == "notes.body"})),
    )


def _foot(lines: Sequence[Line], starts: Collection[Key]) -> Iterator[Key]:
    """The lines of the notes: each from its start to the next, or to the end of the page if that is near.

    A note that would run on too long ends at the first blank line: text of another column stands there.
    """
    unfinished = False
    for _, group in groupby(lines, key=lambda line: line.page):
        page = tuple(group)
        begins = [position for position, line in enumerate(page) if line.key in starts]
        if begins and unfinished:
            yield from (line.key for line in _continued(page[: begins[0]], _smaller(page, page[begins[0]])))
        for begin, end in pairwise([*begins, len(page)]):
            note = page[begin:end]
            size = _smaller(page, note[0])
            if size is not None:
                note = tuple(takewhile(partial(_is_set_in, size), note))
            elif len(note) > LONGEST:
                note = note[: next((at for at, line in enumerate(note) if at and line.gap), LONGEST)]
            yield from (line.key for line in note)
            unfinished = note[-1].text.rstrip()[-1:].isalpha() or note[-1].text.rstrip().endswith((",", "-"))


def _continued(above: Sequence[Line], size: float | None) -> Sequence[Line]:
    """The lines just above the first note of a page that finish the note before it.

    They are set in the size of notes, where sizes are known; else they stand apart and begin with a small letter.
    """
    if size is not None:
        return tuple(takewhile(partial(_is_set_in, size), reversed(above)))[::-1]
    begin = max((position for position, line in enumerate(above) if line.gap), default=0)
    chunk, text = above[begin:], above[:begin]
    finished = text and text[-1].text.rstrip().rstrip(ODD + MARK_CLOSE).endswith((".", ";", ":"))
    return chunk if finished and len(chunk) <= LONGEST and chunk[0].text.lstrip()[:1].islower() else ()


def _is_set_in(size: float, line: Line) -> bool:
    return abs((line.size or 0.0) - size) < SAME_SIZE


def _smaller(page: Sequence[Line], note: Line) -> float | None:
    """The size of a note, if it is known and smaller than the largest on its page, so that it tells."""
    sizes = [line.size for line in page if line.size]
    return note.size if note.size and note.size < max(sizes) - SAME_SIZE else None


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
    reason = f"a raised number printed as {before.strip()!r}, read as note {reading.choice} by the order of notes"
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
