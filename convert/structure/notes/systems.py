"""How the notes of a document are numbered: on through all of it, anew on each page, by signs, or collected.

Nobody says which; each system is tried on the whole document, and the one that explains best what was printed is
taken: that whose series costs least. Numbers that run on are the rule, so another system must explain more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Literal, NamedTuple, TypeAlias

import regex

from convert.page import Line
from convert.structure.costs import Costs
from convert.structure.notes.bodies import BodyStart
from convert.structure.notes.collected import Zone
from convert.structure.notes.glyphs import Glyphs, Habits
from convert.structure.notes.marks import Candidate
from convert.structure.notes.series import Collected, Event, PageEnd, Weights, cost_of_series

Name: TypeAlias = Literal["running", "page", "signs", "collected"]
"""As `source.SYSTEMS` has them, which a person may name."""

SIGNS: tuple[tuple[str, ...], ...] = (
    ("*", "†", "‡", "§", "‖", "¶", "**", "††", "‡‡", "§§", "‖‖", "¶¶"),  # Oxford Guide to Style, 15.14
    ("*", "†", "‡", "§", "**", "††", "‡‡", "§§", "***", "†††", "‡‡‡", "§§§"),  # Chicago Manual of Style, 14.25
    ("*", "**", "***", "****", "*****"),
)
"""The orders in which signs follow each other on a page."""
LIKE_SIGNS: Mapping[str, str] = {
    "*": "“”\"'’‘°®",
    "†": "+tfT'’|",
    "‡": "+t#{iI$",
    "§": "8$S",
    "‖": '|"l',
    "¶": "{J9",
}
"""Glyphs that recognisers print for a sign, by their shapes."""
SIGN_CLEAN, SIGN_LIKE, SIGN_OTHER = 0.9, 0.09, 0.0005
"""Probabilities that a sign is printed as itself, as one of the glyphs like it, as any other glyph."""
BETTER = 6.0
"""Nats by which another system must explain the document better than numbers that run on."""
ONE = 3.0
"""Nats up to which a glyph before a note may be read as 1, so that it is worth while to try whether notes begin
again there; found as what keeps all documents with such notes."""
LIKELY = 0.5
"""Probability from which a line is taken for the start of a note, when signs and digits are counted there."""
AGAIN = 2
"""Pages whose notes may begin with 1, or with a sign, before that is tried."""

SAID: Mapping[Name, str] = {
    "page": "the numbers of notes begin again on each page",
    "signs": "notes are marked by signs, which begin again on each page",
    "collected": "notes stand together, under a heading of their own",
}
BY = " (by {nats:.0f} nats; `notes` in the TOML of the document names another system)"

_SIGN = regex.compile(r"[*†‡§‖¶]{1,4}")


class Model(NamedTuple):
    """A system as the decoder reads it: the events, the costs, the labels, how it was chosen."""

    name: Name
    events: tuple[Event, ...]
    costs: Costs
    labels: tuple[str, ...] = ()  # of signs, by their order on a page
    nats: float = 0.0  # how much better than numbers that run on

    @property
    def said(self) -> str:
        """What a person should know of it; nothing of the usual system."""
        return f"{SAID[self.name]}{BY * bool(self.nats)}".format(nats=self.nats) if self.name in SAID else ""

    def label(self, number: int) -> str:
        """The label that is printed for a number."""
        return self.labels[(number - 1) % len(self.labels)] if self.labels else str(number)


def find_system(
    events: Sequence[Event],
    lines: Sequence[Line],
    costs: Costs,
    weights: Weights,
    zones: Sequence[Zone] = (),
    named: str = "",
) -> Model:
    """The system of a document, the one that a person named or else the one that explains it best.

    `zones` are where notes stand together, if there are such places; their lines are not among the events.
    """
    running = Model("running", tuple(events), costs)
    if named == "collected" or (zones and not named):
        return Model("collected", tuple(_collected(events, zones)), costs)
    tried = [each for each in _others(running) if each.name == named or (not named and _is_possible(each))]
    if not tried:
        return running
    usual = cost_of_series(running.events, lines, costs, weights)
    priced = [
        each._replace(nats=usual - cost_of_series(each.events, lines, each.costs, weights)) for each in tried
    ]
    best = max(priced, key=lambda each: each.nats)
    return best if named or best.nats > BETTER else running


def _others(running: Model) -> Iterator[Model]:
    """The systems that begin again on each page."""
    events = tuple(replace(each, then="again") if isinstance(each, PageEnd) else each for each in running.events)
    yield Model("page", events, running.costs)
    for signs in SIGNS:
        costs = replace(
            running.costs, raised=_signs(running.costs.raised, signs), foot=_signs(running.costs.foot, signs)
        )
        yield Model("signs", events, costs, signs)


def _is_possible(model: Model) -> bool:
    """Whether enough pages have what may be the first note of a page by this system."""
    starts = [each for each in model.events if isinstance(each, BodyStart)]
    if model.labels:
        marks = [each for each in model.events if isinstance(each, Candidate)]
        if any(each.seen for each in marks) or any(each.seen for each in starts):
            return False  # an image shows numbers as such: what looks like signs is what they are misread as
        opening = [each.glyphs for each in starts if model.costs.mark(each.opening) > LIKELY]
        signs = sum(any(_SIGN.fullmatch(each) for each in glyphs) for glyphs in opening)
        digits = sum(any(each.isdigit() for each in glyphs) for glyphs in opening)
        return signs > digits and any(_SIGN.fullmatch(each.glyphs) for each in marks)
    first = {
        each.key.page
        for each in starts
        if each.opens and any(glyphs and model.costs.foot.number(glyphs, 1) < ONE for glyphs in each.glyphs)
    }
    return len(first) >= AGAIN


def _collected(events: Sequence[Event], zones: Sequence[Zone]) -> Iterator[Event]:
    """The marks alone, and after the last mark before each zone that its notes are there."""
    waiting = list(zones)
    for event in events:
        while waiting and event.key > waiting[0].key:
            yield Collected(waiting[0].key, waiting.pop(0).last)
        if isinstance(event, PageEnd):
            yield replace(event, then="pass")
        elif isinstance(event, Candidate):
            yield event
    yield from (Collected(zone.key, zone.last) for zone in waiting)


@dataclass(frozen=True)
class Signs(Glyphs):
    """What is printed for the first, second, … sign of a page."""

    signs: tuple[str, ...] = ()

    def number(self, glyphs: str, number: int, without: Habits = ()) -> float:
        """-log of how much likelier `glyphs` is for this sign than for any number, as numbers are costed."""
        key = ("sign", glyphs, number)
        if key not in self._seen:
            self._seen[key] = log(self._anywhere(glyphs)) - log(_chance(glyphs, self.signs, number))
        cost: float = self._seen[key]
        return cost

    def for_document(self, glyphs: object, habits: object = ()) -> Signs:
        """The same: the document's habits with digits tell nothing of signs."""
        return self


def _signs(glyphs: Glyphs, signs: tuple[str, ...]) -> Signs:
    return Signs(glyphs.digits, glyphs.wholes, glyphs.own, glyphs.habits, signs=signs)


def _chance(glyphs: str, signs: Sequence[str], number: int) -> float:
    """Probability that the sign of this number is printed so; beyond the last there is none."""
    if number > len(signs):
        return 1e-9
    sign = signs[number - 1]
    if glyphs == sign:
        return SIGN_CLEAN
    alike = len(glyphs) == len(sign) and all(
        printed == each or printed in LIKE_SIGNS[each] for printed, each in zip(glyphs, sign, strict=True)
    )
    return SIGN_LIKE / len(LIKE_SIGNS[sign[0]]) if alike else SIGN_OTHER
