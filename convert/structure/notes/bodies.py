"""Lines to starts of note bodies: a number, damaged or lost, that opens a line at the foot of a page.

Here the places are only collected, and the lines of the notes once their starts are known; `series` decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, pairwise, takewhile
from math import inf

import regex

from convert.ledger import MARK, MARK_CLOSE
from convert.page import Key, Line
from convert.structure.notes.marks import ODD
from convert.structure.notes.seen import LAST_PRINT, PARTED, UNRAISED, Seen, is_small, odds_of_note

LONGEST = 14
"""Lines of the longest note on a page that is believed to have blank lines in it."""
SHORT = 0.8
"""Share of the longest line that a line may fill and still count as the last of its note."""
FEW = 12
"""Lines of the shortest document whose measure can be told."""
FULL = 0.8
"""The share of lines that are shorter than a full line of the text, or as long."""
WIDER = 1.12
"""How many more characters a line of a note has at least, where it is full; lines of the text vary by a tenth."""
WIDTH_LINES = 3
"""How many lines of a passage are looked at for its width."""
SAME_SIZE = 0.3
"""Points by which the lines of one note may differ in size."""

BELOW_RULE = 20.0
"""Odds by which a line is likelier to open the notes of its page because a short rule stands above it."""

PAGE = 120
"""Lines above and below that are looked at: no page has more, but a text without page breaks is one page."""

_SIGNS = rf"{ODD}$%+#&§¢£¥{{\\"
"""Glyphs that recognisers print for a number at the start of a note, where no word lends them another meaning."""
_BODY = regex.compile(
    rf"""^\s*(?!\d{{1,3}}(?:\.\d+)*[.)](?:\s|$))              # not an enumerator
    (?P<number>(?:[{_SIGNS}]|[0-9]){{1,3}})(?P<space>\s*)
    (?=[\p{{Lu}}\p{{N}}(\[{{“\"‘«*§]|(?:de|at|see|p\.|[fi]bid\b)[\s.])""",
    regex.VERBOSE,
)
_DATE = regex.compile(
    r"^\s*(?:\d{1,2}\.?\s+(?:de\s+)?\p{L}+\.?\s+(?:de\s+)?\d{4}[.\s]*$|(?:1[5-9]|20)\d\d\b|\d{1,3}/\d{1,3}\b|\d\d-\d{4,6}\b)"
)
"""A date, a year, the number of a printing order: figures that begin a line and are no note's."""
_WORDS = regex.compile(r"\p{L}\p{Ll}{2}|\p{L}/|\d/|(?:1[5-9]|20)\d\d(?!\d)")
"""What a line of a note holds at least, a word or a year; the remains of a bar code or an emblem hold none."""
_YEAR = regex.compile(r"\s*(?:1[5-9]|20)\d\d\b")
"""A year, which is all that is left where a note begins with one and its number was lost."""
_CITES = regex.compile(
    r"^\W*(?:see|[fi]bid|cf|op\. cit|vol\. ?\d|pp?\. ?\d|p[áa]gs?\. ?\d|"
    r"resolution|united nations|official|report|document|[A-Z]+/|voir|véa(?:n)?se)\b",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class BodyStart:
    """A line on which a note body may begin: its possible numbers, as glyphs, each with its end in the line."""

    key: Key
    start: int
    glyphs: tuple[str, ...]  # "" where the number is lost
    opening: tuple[str, ...]  # contexts of a line that opens the foot of a page, from the widest to the narrowest
    further: tuple[str, ...] = ()  # … and of one below that
    fixed: str = ""
    seen: Seen = ()  # what a look at the image says of the number
    odds: float = 1.0  # by how much its size makes it likelier to be a note
    parted: bool = False  # white space parts the last small print of its column from the text

    @property
    def opens(self) -> bool:
        """Whether this line may open the foot of a page.

        One without a number does not, unless it is set smaller, or notes with numbers or small print follow.
        """
        return (
            self.glyphs != ("",)
            or self.parted
            or bool(self.seen)
            or bool({"wide", "noted", "small"} & {*self.opening[-1].split()})
        )


def measure_of(lines: Sequence[Line]) -> float:
    """How many characters the full lines of a document have; few of them are notes."""
    lengths = sorted(len(line.text.strip()) for line in lines)
    return float(lengths[int(FULL * (len(lengths) - 1))]) if len(lengths) >= FEW else inf


def body_start(page: Sequence[Line], position: int, measure: float) -> BodyStart | None:
    """The possible start of a note body on a line of a page, if it has the shape of one.

    `measure` is how many characters a full line of the text has: notes are set smaller and have more.
    """
    start = _shaped_start(page, position, measure)
    if start is None or start.fixed:
        return start
    odds = odds_of_note(page, position) * (BELOW_RULE if page[position].ruled else 1.0)
    return replace(start, odds=odds, parted=odds >= UNRAISED * LAST_PRINT and page[position].gap >= PARTED)


def begins_a_column(page: Sequence[Line], position: int) -> bool:
    """Whether the text goes on here at the head of a column, after the notes at the foot of the one before."""
    before, line = page[position - 1], page[position]
    return bool(position and line.size) and line.region != before.region and not is_small(page, line)


def _shaped_start(page: Sequence[Line], position: int, measure: float) -> BodyStart | None:
    line = page[position]
    if line.is_float:
        return None
    text = line.text
    written = MARK.match(text.lstrip())
    indent = len(text) - len(text.lstrip())
    if written:
        return BodyStart(line.key, indent, (written[0],), ("body fixed",), fixed=written[1])
    if line.words and line.words[0].size:
        return _raised_start(line, page, position)
    if line.words and line.words[0].raised and line.words[0].seen:
        first = line.words[0]
        return BodyStart(line.key, first.start, (first.text,), ("body seen",), seen=first.seen)
    found = _BODY.match(text)
    if found and position and not _is_quotation(text.strip()):
        number = found["number"]
        glyphs = tuple(number[:size] for size in range(1, len(number) + 1)) if not found["space"] else (number,)
        if _YEAR.match(text):
            glyphs = ("",)
        return BodyStart(
            line.key, indent, glyphs, *_body_contexts(page, position, measure, number, bool(found["space"]))
        )
    begins = text.lstrip()[:1].isupper() or bool(_CITES.match(text))
    if position and begins and (line.gap or _ends_short(page, position - 1)):
        return BodyStart(line.key, indent, ("",), *_body_contexts(page, position, measure, "", False))
    return None


def _is_quotation(text: str) -> bool:
    """Whether a line opens with a quotation mark that is closed again: no number stands there."""
    return text[:1] in '“‘"' and {"“": "”", "‘": "’ ", '"': '"'}[text[0]] in text[1:]


def _ends_short(page: Sequence[Line], position: int) -> bool:
    """Whether a line ends a sentence well before the edge of the page."""
    text = page[position].text.rstrip()
    near = page[max(0, position - PAGE) : position + PAGE]
    return text.endswith((".", ")")) and len(text) < SHORT * max(len(line.text) for line in near)


def _raised_start(line: Line, page: Sequence[Line], position: int) -> BodyStart | None:
    """A body start on a page with geometry: a raised number, or any number of a line set small, opens it."""
    first = line.words[0]
    if not regex.fullmatch(r"[0-9]{1,3}", first.text) or not (first.raised or _smaller(page, line)):
        return None
    return BodyStart(line.key, first.start, (first.text,), ("body raised",) if first.raised else ("body small",))


def _body_contexts(
    page: Sequence[Line], position: int, measure: float, number: str, space: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Descriptions of a line that may open the foot of a page, and of one that may follow there."""
    line = page[position]
    shape = "none" if not number else "clean" if number.isdigit() else "odd"
    if _DATE.match(line.text):
        shape = "date"
    elif not _WORDS.search(line.text):
        shape = "junk"
    elif number.isdigit() and not space:
        shape = "glued digit" if line.text.lstrip()[len(number) :][:1].isdigit() else "glued"
    before = page[position - 1].text.rstrip()
    ended = before[-1:] not in ",-" and not before[-1:].isalpha()
    zone = "foot" if (len(page) - position) <= max(3, 0.4 * len(page)) else "middle"
    cites = "cites" if _CITES.match(line.text[len(number) :].lstrip()) else "plain"
    place = f"{'gap' if line.gap else 'tight'} {'ended' if ended else 'open'}"
    short = "short" if line.gap or _ends_short(page, position - 1) else "full"
    width = _width(page, position, measure)
    tail = _tail(page, position, measure)
    return (
        _widening("body", shape, place, f"{zone} {width}", tail, cites),
        _widening("next", shape, f"{place} {short}", width, cites),
    )


def _tail(page: Sequence[Line], position: int, measure: float) -> str:
    """What follows on the sheet: "noted" passages, half of them after what may be a number; "small" print
    among them, told by its width, after a line that ends a sentence as notes do; "plain" ones; none."""
    below = range(position + 1, min(len(page), position + PAGE))
    starts = [at for at in below if page[at].gap and not _DATE.match(page[at].text)]
    noted = sum(bool(_BODY.match(page[at].text)) and not _is_quotation(page[at].text.strip()) for at in starts)
    if not starts:
        return "last"
    if 2 * noted >= len(starts):
        return "noted"
    small = any(_width(page, at, measure) == "wide" for at in starts)
    return "small" if small and page[starts[0] - 1].text.rstrip().endswith((".", ")")) else "plain"


def _widening(*parts: str) -> tuple[str, ...]:
    """The contexts that take in ever more of these facts."""
    return tuple(" ".join(parts[: size + 1]) for size in range(1, len(parts)))


def _width(page: Sequence[Line], position: int, measure: float) -> str:
    """How the lines of a passage compare with those of the text: "wide", "text", or "brief" where none is full."""
    passage = [page[position], *takewhile(lambda line: not line.gap, page[position + 1 : position + LONGEST])]
    longest = max(len(line.text.strip()) for line in passage[:WIDTH_LINES])
    return "wide" if longest > WIDER * measure else "text" if longest > measure / WIDER else "brief"


def foot_lines(lines: Sequence[Line], starts: Collection[Key]) -> Iterator[Key]:
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
    if not note.size:
        return None
    sizes = [line.size for line in page if line.size]
    return note.size if note.size < max(sizes) - SAME_SIZE else None
