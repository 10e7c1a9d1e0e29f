"""Lines to list items: which lines begin with an enumerator, what it says, and how deep it stands.

"(1)" after "(a) …:" and before "(ii)" is "(i)"; the same "(i)" is a letter after "(h)" and a numeral after ":".
So the labels of a document are decoded as one sequence over a stack of open lists. All weights are in nats.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import exp
from operator import itemgetter
from typing import NamedTuple, TypeAlias

import regex

from convert.ledger import MARK, Alternative, Edit, Query
from convert.page import Key, Line
from convert.structure.costs import Costs
from convert.structure.frames import hangs_out
from convert.structure.lists.labels import INSERTED, SCHEMES, Label, Scheme, below, readings
from convert.structure.notes.bodies import measure_of
from convert.structure.sequences import Move, Reading, Step, decode

NEXT = 0.1
"""The label that follows the last of an open list."""
POP = 0.25
"""… of an outer list, for each list that is closed."""
SKIP = 4.0
"""A label is missing from the sequence, for each."""
LONGEST_SKIP = 2
LOST = 1.5
"""… where as many paragraphs without a label stand before: the recogniser dropped theirs."""
LONGEST_LOSS = 6
PUT_IN = 0.5
"""One that was put in later follows, 4A after 4."""
JUMP = 5.0
"""A label that was typed stands anywhere else in its series."""
NEW_AFTER_COLON = 0.6
"""A list begins within an item or after a paragraph that announces it."""
NEW_AFTER_STOP = 3.2
NEW_AFTER_SEMICOLON = 6.0
"""… after a text that ends so: its neighbours are items of the same list."""
UNUSUAL = 1.0
"""A list of a scheme that does not usually stand inside the one around it."""
RESTART = 3.0
"""A list begins again at one."""
MID_SERIES = 4.0
"""A list begins in the midst of its numbers, as when its start was lost."""
NOT_FRESH = 2.5
"""An enumerator inside a running line of text."""
PLAIN_CLEAR, PLAIN_ODD, PLAIN_WORD, PLAIN_RUNNING = 6.5, 6.0, 2.5, 0.3
"""What looks like an enumerator is none: a clear one, an odd glyph, a short word; anything within running text."""
PLAIN_BRACKETED, PLAIN_SMALL, PLAIN_NUMBER = 5.0, 5.0, 4.0
"""… some glyphs and a bracket, "{b)"; before a capital a word in small letters, a number without its stop."""
PLAIN_ALONE = 3.0
"""… one that stands alone on its line, on top."""
PLAIN_AFTER_ITEM = 2.0
"""… one after a semicolon, where an item ended and the next should begin, on top."""
STRANGE, STRANGE_CLEAR = 6.0, 7.5
"""The label that must follow was printed as something never seen; as the label of another kind of list."""
STRANGEST = 2
"""Characters by which such a thing may be longer than the label."""
PLAIN_OPENING = 3.5
"""… a clear one within running text, with a stop or a bracket, before a word with a capital."""
SHORT = 0.72
"""Share of the measure that a line may fill and still be the last of its block, as a heading is."""
GLYPHS, GLYPHS_CLEAR = 0.6, 0.8
"""How far the costs of glyphs are believed against those of the sequence; of a clear label that is another."""
UNLIKE = 10.0
"""What is printed is not taken for a label that would cost more than this, in nats."""
WIDEST = 200.0
"""Characters of the widest measure that tells whether a line is short; text without line ends has none."""
DEEPEST = 6
LIKELY = 0.5
"""Probability from which a clear label is taken as one, although it is unsure of which list."""
MAYBE = 4.5
"""Nats below which an odd glyph that was left may still be a label, if that is missing in its list."""
HABIT_SURE = 0.9
"""How sure a reading gets at most by standing in several places."""
LEVEL_SURE = 0.7
"""Confidence below which the depth or kind of a label that stays as printed is asked about."""
BEAM = 24

_LATIN = rf"(?:{'|'.join(INSERTED)})"
_TOKEN = regex.compile(
    rf"\s*(?P<token>\d{{1,4}} {_LATIN}[.)]|\d{{1,4}}° {_LATIN}|\S{{1,9}})(?=\s+(?P<next>\S)|\s*$)"
)
_FURTHER = regex.compile(r"\s+(?P<token>\(\w{1,2}\))(?=\s+(?!(?:and|or|et|ou|y|e|o|u|to) )(?P<next>[\p{L}(\"“«]))")
"""Another label on the line; not where labels are only named, "(a) and (b)"."""
_LABEL_LIKE = regex.compile(
    rf"\d{{1,4}}(?: ?(?:[A-Z]{{1,2}}|{_LATIN})[.)]|° {_LATIN})|"
    r"[\[({]?[\w°@|!]{0,6}[\])}][.,;:]?|\d{1,3}(?:\.\d{1,3})*[.,;:-]?|(?:\p{L}{1,2}|[ivxIVXLTHl1|]{1,6})[.,-]"
)
_BRACKETED = regex.compile(r"[\[({]?[^\s\[\](){}]{1,3}[\])}][.,;:]?")
_LONG = regex.compile(r"\d{3}")
_DATE = regex.compile(r"\s*\d{1,2}\.?\s+(?:de\s+)?\p{L}{3,}\.?\s+(?:de\s+)?\d{4}\b")
_GLYPHS = regex.compile(r"[\w@©®|!()\[\]{}]")
_SIGNS = regex.compile(r"\(\)|[@©®][.)]?")  # what a letter between brackets becomes
_LEADS_ON = regex.compile(r"[;,] (?:and|or|et|ou|y|o)$")
_CAPITAL = regex.compile(r"\s*\p{Lu}\p{Ll}")
_ODD = regex.compile(r"[^\p{Ll}\s]{1,3}|\p{Lu}?\p{Ll}{1,2}")
_SPECK = regex.compile(r"\s*\S+(?P<speck>\s+[|_—–-]{1,2}_?(?=\s))")
_USUAL_INSIDE = {
    "decimal": ("lower", "dotted", "roman", "decimal"),
    "lower": ("roman",),
    "roman": ("upper", "lower"),
}

Stack: TypeAlias = tuple[Label, ...]


class Place(NamedTuple):
    """What a label is and how deep it stands, from 0."""

    label: str
    depth: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may begin with an enumerator, and the evidence for it."""

    key: Key
    start: int
    token: str
    fresh: bool  # a block may begin here
    alone: bool  # nothing else stands on the line
    upper: bool  # the text after it begins like a sentence
    opening: float  # what it costs to begin a list here
    capital: bool = False  # the text after it begins with a capital letter
    silent: int = 0  # blocks without a label since the last clear one
    further: bool = False  # it follows another on its line, and so begins a list within that item
    typed: bool = False  # so that it is what it says
    seen: tuple[
        tuple[str, float], ...
    ] = ()  # what its image was read as, each with its cost; nothing if not asked

    @property
    def shown(self) -> str:
        """The likeliest of what it was read as."""
        return self.seen[0][0] if self.seen else self.token


@dataclass(frozen=True, slots=True)
class Enumerators:
    """What was decided: proposals, what to ask, and the depth of each line that begins with a label."""

    edits: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    depths: dict[Key, int] = field(default_factory=dict)
    doubtful: dict[Key, tuple[str, ...]] = field(default_factory=dict)  # what odd glyphs may be that were left
    further: dict[Key, int] = field(default_factory=dict)  # how many labels follow the first on its line


def decode_enumerators(lines: Sequence[Line], costs: Costs, typed: Collection[int] = ()) -> Enumerators:
    """The enumerators of a document from the lines of its text, notes and furniture left out.

    On the sheets `typed`, whose characters were not recognised, a label is what it says; only its list is decoded.
    """
    found = tuple(replace(each, typed=each.key.page in typed) for each in _candidates(lines))
    if not found:
        return Enumerators()
    printed = Printed(costs)
    steps: Iterator[Step[Stack, Place | None]] = (_Moves(each, printed) for each in found)
    start: Stack = ()
    read = decode(steps, start, BEAM)
    texts = {line.key: line.text for line in lines}
    edits: list[Edit] = []
    queries: list[Query] = []
    depths: dict[Key, int] = {}
    doubtful: dict[Key, tuple[str, ...]] = {}
    further: dict[Key, int] = {}
    for candidate, reading in zip(found, map(_likeliest, found, read), strict=True):
        if not readings(candidate.shown) and (maybe := _maybe(reading)):
            doubtful[candidate.key] = maybe
        if reading.choice is None:
            continue
        if candidate.further:
            further[candidate.key] = further.get(candidate.key, 0) + 1
            continue
        depths[candidate.key] = reading.choice.depth
        if reading.choice.label != candidate.token:
            edits.append(_label_edit(candidate, reading))
        elif reading.confidence < LEVEL_SURE:
            queries.append(_level_query(candidate, reading))
        edits.extend(_speck_edit(candidate, texts[candidate.key]))
    return Enumerators(_with_habits(edits), tuple(queries), depths, doubtful, further)


def _candidates(lines: Sequence[Line]) -> Iterator[Candidate]:
    before, last, measure, silent = "", None, measure_of(lines), 0
    short = SHORT * measure if measure < WIDEST else 0.0
    for line in lines:
        found = _TOKEN.match(line.text)
        silent += line.gap > 0 and bool(_CAPITAL.match(line.text))
        if found and not _DATE.match(line.text):
            token, alone = found["token"], found["next"] is None
            seen = _seen(line, token)
            upper = alone or not found["next"].islower()
            fresh = (
                not before
                or line.gap > 0
                or before[-1:] in ".;:"
                or hangs_out(last, line)
                or (line.box is None and len(before) < short)
                or bool(_LEADS_ON.search(before[-8:]))
            )
            odd = fresh and (
                (upper and _ODD.fullmatch(token) and _GLYPHS.search(token)) or _SIGNS.fullmatch(token)
            )
            if _LABEL_LIKE.fullmatch(token) or odd or any(readings(text) for text, _ in seen):
                start, capital = found.start("token"), not alone and found["next"].isupper()
                opening = _opening(before)
                candidate = Candidate(
                    line.key, start, token, fresh, alone, upper, opening, capital, silent, seen=seen
                )
                yield candidate
                if fresh and readings(candidate.shown):
                    silent = 0
                    yield from _further(line, found.end("token"))
        before = MARK.sub("", line.text).rstrip().rstrip("’'\"”") or before
        last = line


def _seen(line: Line, token: str) -> tuple[tuple[str, float], ...]:
    """What the image of a label was read as, where it was asked."""
    return line.words[0].opening if line.words and line.words[0].text == token else ()


def _further(line: Line, place: int) -> Iterator[Candidate]:
    """Labels after the first of a line, "(1) (a)" after "5.", each the first of its list."""
    while found := _FURTHER.match(line.text, place):
        token, capital = found["token"], found["next"].isupper()
        if not any(label.value == 1 for label in readings(token)):
            return
        start, place = found.span("token")
        yield Candidate(line.key, start, token, True, False, True, NEW_AFTER_COLON, capital, further=True)


def _opening(before: str) -> float:
    if before.endswith(":") or not before:
        return NEW_AFTER_COLON
    return NEW_AFTER_SEMICOLON if before.endswith((";", "; and", "; or")) else NEW_AFTER_STOP


# ── the moves ────────────────────────────────────────────────────────────────────────────────────────


class _Moves:
    """The moves that a candidate offers from a stack of open lists.

    What may follow a label, or begin inside or in place of its list, is worked out once, cheapest first: many
    stacks hold the same labels.
    """

    def __init__(self, candidate: Candidate, printed: Printed) -> None:
        self.candidate, self.printed = candidate, printed
        self.plain = _plain(candidate)
        self.running = 0.0 if candidate.fresh else NOT_FRESH
        firsts = [(first, candidate.opening) for first in _FIRSTS]
        self.firsts = tuple(self._viable(firsts, announced=True))
        self.outer_firsts = tuple(self._viable(firsts))  # in place of lists that are closed
        self.midst = tuple(_midst(candidate))
        self.following: dict[Label, Sequence[_Offer]] = {}
        self.inside: dict[Label | None, Sequence[_Offer]] = {}
        self.instead: dict[Label, Sequence[_Offer]] = {}

    def __call__(self, stack: Stack, most: float) -> Iterator[Move[Stack, Place | None]]:
        """No enumerator; the next of an open list; a list again from one; the first of a new one."""
        yield stack, None, self.plain
        deep = len(stack)
        for depth in range(deep - 1, -1, -1):
            last, closed = stack[depth], POP * (deep - 1 - depth)
            offers = self.following.get(last)
            if offers is None:
                offers = _sorted(self._viable(_following(self.candidate, last), last.next()))
                self.following[last] = offers
            for label, cost, _ in offers:
                if cost + closed > most:
                    break
                yield (*stack[:depth], label), Place(label.text, depth), cost + closed
        if deep < DEEPEST:
            yield from self._begun(stack, most)
        if deep:
            yield from self._begun_again(stack[0], deep, most)

    def _begun(self, stack: Stack, most: float) -> Iterator[Move[Stack, Place | None]]:
        """A new list inside these."""
        around = stack[-1] if stack else None
        offers = self.inside.get(around)
        if offers is None:
            offers = self.inside[around] = _sorted(self._inside(around))
        used = [label.scheme for label in stack]
        for label, cost, own in offers:
            if cost > most:
                break
            if own or label.scheme not in used:
                yield (*stack, label), Place(label.text, len(stack)), cost

    def _begun_again(self, outermost: Label, deep: int, most: float) -> Iterator[Move[Stack, Place | None]]:
        """A new list in place of all that are open."""
        offers = self.instead.get(outermost)
        if offers is None:
            offers = self.instead[outermost] = _sorted(self._instead(outermost))
        closed = POP * deep
        for label, cost, _ in offers:
            if cost + closed > most:
                break
            yield (label,), Place(label.text, 0), cost + closed

    def _inside(self, around: Label | None) -> Iterator[_Offer]:
        """What may begin inside a list; "3.1" belongs below "3.", whatever other lists are open."""
        yield from _with_usage(self.firsts, around)
        if around and (inner := below(around)):
            yield from (offer._replace(own=True) for offer in self._viable([(inner, NEXT)], announced=True))
        yield from self._viable(self.midst, announced=True)

    def _instead(self, outermost: Label) -> Iterator[_Offer]:
        """What may begin in place of all lists; the label that follows the outermost is known however it looks."""
        yield from _with_usage(self.outer_firsts, None)
        yield from self._viable(self.midst, outermost.next())

    def _viable(
        self, expected: Iterable[tuple[Label, float]], due: Label | None = None, announced: bool = False
    ) -> Iterator[_Offer]:
        """The expected labels that may be printed so; `due` is the next of an open list, however it looks."""
        for label, cost in expected:
            glyphs = self.printed.cost(self.candidate, label)
            if label is due:
                glyphs = min(glyphs, _strange(self.candidate, label))
            elif announced and label.value == 1:
                glyphs = min(glyphs, _strange_first(self.candidate, label))
            if glyphs < UNLIKE:
                yield _Offer(label, self.running + cost + glyphs)


class _Offer(NamedTuple):
    """A label that may stand here, and what it costs to take what is printed for it."""

    label: Label
    cost: float
    own: bool = False  # it may stand there although a list of its scheme is open


def _with_usage(offers: Iterable[_Offer], around: Label | None) -> Iterator[_Offer]:
    """The offers, those dearer that do not usually stand inside such a list."""
    for label, cost, _ in offers:
        yield _Offer(label, cost + _unusual(label.scheme, around))


def _sorted(offers: Iterable[_Offer]) -> Sequence[_Offer]:
    return sorted(offers, key=_cost)


_cost = itemgetter(1)
_FIRSTS = tuple(Label(scheme, 1) for scheme in SCHEMES)


class Printed:
    """What it costs to take what is printed for a label; one thing is printed in many places."""

    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        self.known: dict[tuple[str, Label], float] = {}

    def cost(self, candidate: Candidate, label: Label) -> float:
        """The cost in nats, `UNLIKE` at most on a sheet that was typed."""
        token = candidate.token
        if candidate.typed:
            return 0.0 if token == label.text else UNLIKE
        if candidate.seen:
            return min(cost + GLYPHS * self.costs.label(text, label.text) for text, cost in candidate.seen)
        found = self.known.get((token, label))
        if found is None:
            clear = token != label.text and readings(token)
            found = (GLYPHS_CLEAR if clear else GLYPHS) * self.costs.label(token, label.text)
            self.known[token, label] = found
        return found


def _strange(candidate: Candidate, label: Label) -> float:
    """What it costs to take what is printed for the label that must follow, whatever it looks like."""
    token = candidate.shown
    if candidate.typed or not candidate.fresh or len(token) > len(label.text) + STRANGEST or _LONG.search(token):
        return UNLIKE
    clear = readings(token)
    if not clear:
        return STRANGE if _plain(candidate) > PLAIN_WORD else UNLIKE
    same = any((each.scheme.open, each.scheme.close) == (label.scheme.open, label.scheme.close) for each in clear)
    return UNLIKE if same or candidate.opening != NEW_AFTER_SEMICOLON else STRANGE_CLEAR


def _strange_first(candidate: Candidate, label: Label) -> float:
    """… for the first label of a list that a colon announces; what closes it must be there, or be in the sign."""
    token = candidate.shown
    announced = candidate.fresh and candidate.opening == NEW_AFTER_COLON and not candidate.typed
    if not announced or readings(token):
        return UNLIKE
    bracketed = _BRACKETED.fullmatch(token) and label.text.endswith(token[-1])
    sign = _SIGNS.fullmatch(token) and label.text.endswith(")")
    return STRANGE_CLEAR if bracketed or sign else UNLIKE


def _plain(candidate: Candidate) -> float:
    clear = bool(readings(candidate.shown))
    if not candidate.fresh:
        return PLAIN_OPENING if clear and candidate.upper else PLAIN_RUNNING
    after_item = PLAIN_AFTER_ITEM if candidate.opening == NEW_AFTER_SEMICOLON else 0.0
    if clear:
        return PLAIN_CLEAR + PLAIN_ALONE * candidate.alone + after_item
    if _BRACKETED.fullmatch(candidate.shown) or _SIGNS.fullmatch(candidate.shown):
        return PLAIN_BRACKETED + after_item
    if not candidate.upper:
        return PLAIN_RUNNING
    if not candidate.shown.isalnum():
        return PLAIN_ODD + PLAIN_ALONE * candidate.alone + after_item
    if candidate.capital and candidate.shown.islower():
        return PLAIN_SMALL + after_item
    if candidate.capital and candidate.shown.isdecimal():
        return PLAIN_NUMBER + after_item
    return PLAIN_WORD + after_item + PLAIN_ALONE * candidate.alone


def _following(candidate: Candidate, last: Label) -> Iterator[tuple[Label, float]]:
    """The labels that may stand here in an open list, after its last: label, cost of the move."""
    yield last.next(), NEXT
    for lost in range(1, max(LONGEST_SKIP, min(candidate.silent, LONGEST_LOSS)) + 1):
        each = LOST if lost <= candidate.silent and not candidate.typed else SKIP
        yield last.next(1 + lost), NEXT + each * lost
    if last.value > 1:
        yield Label(last.scheme, 1), RESTART
    yield from ((label, PUT_IN) for label in readings(candidate.shown) if label.follows(last))
    if candidate.typed:
        yield from ((label, JUMP) for label in readings(candidate.shown) if label.scheme == last.scheme)
    if last.scheme.kind == "dotted":
        yield Label(last.scheme._replace(stem=_after(last.scheme.stem)), 1), RESTART


def _midst(candidate: Candidate) -> Iterator[tuple[Label, float]]:
    """The labels with which a list may begin here in the midst of its series: label, cost of the move."""
    for label in readings(candidate.shown) or readings(candidate.shown.rstrip(",;:-") + "."):
        if label.value > 1 and (candidate.typed or label.scheme.kind in ("decimal", "dotted")):
            yield label, candidate.opening + MID_SERIES


def _unusual(scheme: Scheme, around: Label | None) -> float:
    if around is None:
        return 0.0 if scheme.kind in ("decimal", "lower", "ROMAN") else UNUSUAL
    return 0.0 if scheme.kind in _USUAL_INSIDE.get(around.scheme.kind, ()) else UNUSUAL


def _after(stem: tuple[int, ...]) -> tuple[int, ...]:
    return (*stem[:-1], stem[-1] + 1)


# ── what was read ────────────────────────────────────────────────────────────────────────────────────


def _likeliest(candidate: Candidate, reading: Reading[Place | None]) -> Reading[Place | None]:
    """The reading; a clear label that the best path passes over is one if most other paths say so."""
    if reading.choice is not None or not readings(candidate.shown):
        return reading
    place, cost = next(((place, cost) for place, cost in reading.alternatives if place), (None, 0.0))
    if place is None or place.label != candidate.shown or reading.share(None) > 1 - LIKELY:
        return reading
    return replace(reading, choice=place, confidence=exp(-cost))


def _maybe(reading: Reading[Place | None]) -> tuple[str, ...]:
    """The labels that what is printed may be, where it is odd."""
    return tuple(place.label for place, cost in reading.alternatives if place and cost < MAYBE)


def _label_edit(candidate: Candidate, reading: Reading[Place | None]) -> Edit:
    assert reading.choice
    reason = f"the enumerator {candidate.token!r} stands where {reading.choice.label} follows in its list"
    if candidate.seen:
        reason += f"; its image, looked at again, reads {candidate.shown!r}"
    return Edit(
        *candidate.key,
        candidate.start,
        candidate.start + len(candidate.token),
        candidate.token,
        reading.choice.label,
        "enumerators.sequence",
        reason,
        round(_chance_of_label(reading), 3),
        _alternatives(reading),
    )


def _with_habits(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits, those surer that read the same glyphs as the same label in several places.

    One printing damages a label alike throughout: each place is a witness for the others.
    """
    doubts: dict[tuple[str, str], float] = {}
    for each in edits:
        habit = each.before, each.after
        doubts[habit] = doubts.get(habit, 1.0) * (1.0 - each.confidence)
    return tuple(
        replace(
            each, confidence=max(each.confidence, round(min(HABIT_SURE, 1.0 - doubts[each.before, each.after]), 3))
        )
        for each in edits
    )


def _chance_of_label(reading: Reading[Place | None]) -> float:
    """The probability of the label read, at whatever depth."""
    assert reading.choice
    return sum(exp(-cost) for place, cost in reading.alternatives if place and place.label == reading.choice.label)


def _level_query(candidate: Candidate, reading: Reading[Place | None]) -> Query:
    end = candidate.start + len(candidate.token)
    reason = f"the enumerator {candidate.token} may belong to another list, or be none"
    place = (*candidate.key, candidate.start, end, candidate.token)
    return Query(*place, "enumerators.depth", reason, round(reading.confidence, 3), _alternatives(reading))


def _speck_edit(candidate: Candidate, text: str) -> Iterator[Edit]:
    """A speck or rule that the recogniser saw beside the enumerator."""
    found = _SPECK.match(text)
    if found:
        reason = "a stray glyph between an enumerator and its text"
        yield Edit(*candidate.key, *found.span("speck"), found["speck"], "", "enumerators.speck", reason, 0.95)


def _alternatives(reading: Reading[Place | None]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(f"{place.label} at depth {place.depth + 1}" if place else "no enumerator", round(cost, 2))
        for place, cost in reading.alternatives[:4]
    )
