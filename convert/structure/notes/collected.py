"""Notes that stand together: at the end of the document or of each chapter, under a heading that names them.

Their numbers count up line by line, so they are read as the labels of one list; a damaged one is what follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import regex

from convert.page import Key, Line
from convert.structure.costs import Costs
from convert.structure.sequences import Move, Reading, decode

SHORTEST, HEADING = 3, 60
"""Characters between which a heading is that ends them, where no white space is known."""
NEXT, SKIPPED, PLAIN, PLAIN_NUMBER = 0.1, 4.0, 0.3, 5.0
"""Costs, in nats: the next number; each that is missing before it; a line of a note that begins with what is no
number, or with one."""
MOST_SKIPPED, MOST_HEADLESS = 2, 8
"""Numbers that may be missing in the midst; at the start, where the first were set apart from their notes."""
SERIES = 4
"""Notes that follow such a start at least; what stands before them stays in the text."""
UNLIKE = 8.0
"""Nats beyond which what is printed is not taken for a number."""
CLOSED = 0.5
"""Share of the lines with a number that close it in one way."""
LONGEST = 40
"""Lines of the longest note."""
BEAM = 12

HEADINGS = regex.compile(
    r"\W*(?:end\s?notes?|notes?|notes and references|notes? de fin|notas?(?: finales| al final)?)\W*",
    regex.IGNORECASE,
)
"""What stands above notes that are collected, in English, French and Spanish."""
_NUMBER = regex.compile(r"\s*(?P<token>[\[(]?[\w|!°@®©*'’]{1,4}(?P<close>[.)\]]{0,2}))(?=\s+\S)")
_CLEAN = regex.compile(r"[\[(]?(\d{1,3})([.)\]]?)")


@dataclass(frozen=True, slots=True)
class Start:
    """The line on which a note begins: what was printed for its number, at `start:end`, and which it is."""

    key: Key
    start: int
    end: int
    number: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Zone:
    """Notes that stand together: their starts and all their lines."""

    starts: tuple[Start, ...]
    lines: frozenset[Key]

    @property
    def key(self) -> Key:
        """Where they begin."""
        return self.starts[0].key

    @property
    def last(self) -> int:
        """The number of the last."""
        return self.starts[-1].number

    def page(self, number: int) -> int:
        """The sheet on which the note of this number begins; for one that is not there, that of the zone."""
        return next((each.key.page for each in self.starts if each.number == number), self.key.page)


def find_zones(lines: Sequence[Line], costs: Costs) -> tuple[Zone, ...]:
    """The places where notes stand together, each up to the next heading or the end of the document."""
    heads = [at for at, line in enumerate(lines) if HEADINGS.fullmatch(line.text)]
    found = (
        _zone(lines[head + 1 : end], costs) for head, end in zip(heads, (*heads[1:], len(lines)), strict=False)
    )
    return tuple(zone for zone in found if zone)


def _zone(lines: Sequence[Line], costs: Costs) -> Zone | None:
    """The notes that begin with the first of these lines, if they do, up to the next heading."""
    lines = lines[: next((at for at in range(1, len(lines)) if _ends(lines[at - 1], lines[at])), len(lines))]
    candidates = [(at, found) for at, line in enumerate(lines) if (found := _NUMBER.match(line.text))]
    if not candidates:
        return None
    clean = [found for _, found in candidates if _CLEAN.fullmatch(found["token"])]
    closes = [found["close"] for found in clean]
    close = max(sorted({*closes}), key=closes.count, default=".")
    if not closes or closes.count(close) < CLOSED * len(closes):
        return None
    read = decode((partial(_moves, found["token"], close, costs) for _, found in candidates), 0, BEAM)
    starts = list(_starts(lines, candidates, read))
    places = [at for at, _ in starts]
    if not starts or (places[0] == 0) != (starts[0][1].number == 1) or (places[0] and len(starts) < SERIES):
        return None
    if any(end - at > LONGEST for at, end in pairwise((*places, len(lines)))):
        return None  # a list of the text
    return Zone(tuple(start for _, start in starts), frozenset(line.key for line in lines[places[0] :]))


def _moves(token: str, close: str, costs: Costs, last: int, most: float) -> Iterator[Move[int, int]]:
    """Not a number; the next; one after some that are missing."""
    yield last, 0, PLAIN_NUMBER if _CLEAN.fullmatch(token) and token.endswith(close) else PLAIN
    for missing in range((MOST_SKIPPED if last else MOST_HEADLESS) + 1):
        glyphs = costs.label(token, f"{last + 1 + missing}{close}")
        if glyphs < UNLIKE:
            yield last + 1 + missing, last + 1 + missing, NEXT + SKIPPED * min(missing, MOST_SKIPPED) + glyphs


def _starts(
    lines: Sequence[Line], candidates: Sequence[tuple[int, regex.Match[str]]], read: Sequence[Reading[int]]
) -> Iterator[tuple[int, Start]]:
    for (at, found), reading in zip(candidates, read, strict=True):
        if reading.choice:
            yield at, Start(lines[at].key, *found.span("token"), reading.choice, round(1.0 - reading.share(0), 3))


def _ends(before: Line, line: Line) -> bool:
    """Whether notes end above a line: the one before it ends a sentence, and this is a heading."""
    finished = before.text.rstrip().endswith((".", ")", "”", '"', "»"))
    text = line.text.strip()
    short = text[:1].isupper() and SHORTEST < len(text) < HEADING and not text.endswith((".", ",", ";", ":"))
    return finished and short and not _NUMBER.match(line.text)
