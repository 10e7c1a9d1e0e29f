"""Which lines are the caption of which table or picture: told by their first words, by place and by style.

A caption begins with the name and number of its kind ("Table 2", "Fig. 3.") and stands right above or below what
it names, or, where no places are known, is the neighbour of it in the order of lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from convert.page import Box, Line, Place
from convert.structure.tagged import are_one, opening_tag

NEAR = 4.0
"""White space, in em of the caption, between it and what it names; the common cases have under 2."""
LONGEST = 8
"""Lines of the longest caption."""
GAP = 0.5
"""White space above a line, in lines, that ends a caption."""
SAME_SIZE = 0.5
"""Points by which the lines of a caption may differ in size."""
OUT = 12.0
"""Points that a caption may begin left of what it names."""

_NUMBER = r"(?:[A-Z]{0,2}[.\-–]?\d{1,3}(?:[.\-–]\d{1,3}){0,3}[a-z]?|[IVXL]{1,6}|[A-Z])"
_TABLE = r"tables?|tableaux?|tablas?|cuadros?|quadros?|tabellen?|tabelas?|tabella|tab\.|таблица"
_FIGURE = (
    r"figures?|figs?\.?|figuras?|abbildung(?:en)?|abb\.|gr[aá]ficos?|graphiques?|grafik|charts?|graphs?|diagrams?|"
    r"maps?|mapas?|plates?|photos?|images?|exhibits?|schemes?|ilustraci[oó]n|рисунок|рис\."
)
_STARTS = {
    "table": regex.compile(rf"(?i:{_TABLE})\s*(?:n[o°.]\s*)?{_NUMBER}(?![\w])"),
    "figure": regex.compile(rf"(?i:{_FIGURE})\s*(?:n[o°.]\s*)?{_NUMBER}(?![\w])"),
}
_SENTENCE = regex.compile(r"\s*(?:\([a-z]\))?[,;)]?\s*\p{Ll}")
"""What follows the number in a sentence that only speaks of a table: "Table 2 shows"."""
_CONTINUED = regex.compile(
    rf"(?i)[(\[]?\s*(?:(?:{_TABLE})\s*{_NUMBER}[.:,]?\s*[-–—(\[]*\s*)?"
    r"(?:continued|cont(?:inued|['’]?d|\.)?|suite|continuaci[oó]n|fortsetzung|forts\.)\s*(?:from [\w ]+)?[)\].]*"
)

Kind = Literal["table", "figure"]
Side = Literal["above", "below"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a caption may belong to: its kind, its box where known, the lines inside it, where it stands."""

    place: Place
    kind: Kind
    box: Box | None
    lines: tuple[Line, ...]
    start: int  # the number of its first line, or of the line that it stands before


def caption_kind(text: str) -> Kind | None:
    """What a line names as a caption does, if it does."""
    text = text.strip()
    for kind in ("table", "figure"):
        found = _STARTS[kind].match(text)
        if found and not _SENTENCE.match(text[found.end() :]):
            return "table" if kind == "table" else "figure"
    return None


def is_continued(text: str) -> bool:
    """Whether a line says no more than that a table goes on."""
    return _CONTINUED.fullmatch(text.strip()) is not None


USUAL: Mapping[Kind, Side] = {"table": "above", "figure": "below"}
"""Where captions stand unless the document shows another habit."""


def habits(pages: Iterable[tuple[Sequence[Target], Sequence[Line]]]) -> Mapping[Kind, Side]:
    """On which side of its tables, and of its pictures, a document sets captions.

    Only what has a caption on one side alone tells; each page gives its targets and the lines beside them.
    """
    votes: Counter[tuple[Kind, Side]] = Counter()
    for targets, lines in pages:
        named = [line for line in lines if caption_kind(line.text)]
        for target in targets:
            sides = {
                side
                for line in named
                if caption_kind(line.text) == target.kind and (side := _side(line, target)) is not None
            }
            if len(sides) == 1:
                votes[target.kind, sides.pop()] += 1
    other: Mapping[Side, Side] = {"above": "below", "below": "above"}
    return {
        kind: other[side] if votes[kind, other[side]] > votes[kind, side] else side for kind, side in USUAL.items()
    }


def bind(
    targets: Sequence[Target], lines: Sequence[Line], habit: Mapping[Kind, Side] = USUAL
) -> dict[int, tuple[Line, ...]]:
    """The caption of each target that has one, by the target's position; each line is given once."""
    pairs = sorted(
        (distance, number, at)
        for at, line in enumerate(lines)
        for number, target in enumerate(targets)
        if (kind := _kind(lines, at, target.kind))
        if (distance := _distance(line, kind, target, habit[target.kind])) is not None
    )
    found: dict[int, tuple[Line, ...]] = {}
    used: set[int] = set()
    for _, number, at in pairs:
        if number not in found and at not in used:
            found[number] = tuple(_whole(lines, at, targets[number]))
            used.add(at)
    return found


def _kind(lines: Sequence[Line], at: int, near: Kind) -> Kind | None:
    """What a line names; where the file's structure says that a caption begins there, what it is near to."""
    opens = opening_tag(lines[at], lines[at - 1] if at else None)
    return caption_kind(lines[at].text) or (near if opens and opens.kind == "caption" else None)


def _distance(line: Line, kind: Kind, target: Target, usual: Side) -> float | None:
    """How far a caption's first line is from a target, in lines; None where it cannot belong to it."""
    if kind == "figure" and target.kind == "table":
        return None
    other_kind = 0.5 if kind != target.kind else 0.0  # a table that is a picture
    if line.box is None or target.box is None or _is_turned(line):
        steps = target.start - line.number if line.number < target.start else line.number - _end(target)
        return other_kind + steps / 4 if 0 < steps <= NEAR else None
    side = _side(line, target)
    if side is None:
        return None
    size = line.size or line.box.bottom - line.box.top
    white = target.box.top - line.box.bottom if side == "above" else line.box.top - target.box.bottom
    return max(white, 0.0) / size + other_kind + (side != usual)


def _side(line: Line, target: Target) -> Side | None:
    """The side of a target on which a caption's first line stands; None where it is too far off."""
    if line.box is None or target.box is None:
        return None
    size = line.size or line.box.bottom - line.box.top
    if line.box.x1 < target.box.x0 or line.box.x0 > target.box.x1 or line.box.x0 < target.box.x0 - OUT * 6:
        return None
    if -size < target.box.top - line.box.bottom <= _reach(True, size):
        return "above"
    return "below" if -size < line.box.top - target.box.bottom <= _reach(False, size) else None


def _is_turned(line: Line) -> bool:
    """Whether a line runs up or down the sheet: what is above it there is beside it on the page."""
    box = line.box
    return box is not None and box.bottom - box.top > box.x1 - box.x0 and len(line.text) > 3


def _reach(above: bool, size: float) -> float:
    """How far off the first line may be, in points: above, the caption's other lines stand between."""
    return (NEAR + (LONGEST / 2 if above else 0)) * size


def _end(target: Target) -> int:
    return max((line.number for line in target.lines), default=target.start - 1)


def _whole(lines: Sequence[Line], at: int, target: Target) -> Iterator[Line]:
    """The caption that begins with a line: it and the lines that go on with it, up to its target."""
    before = lines[at]
    yield before
    for line in lines[at + 1 : at + LONGEST]:
        if (same := are_one(before, line)) is not None:
            if not same:
                return
            yield line
            before = line
            continue
        if line.number != before.number + 1 or line.region != before.region or line.gap > GAP:
            return
        if caption_kind(line.text) or not _goes_on(before, line):
            return
        yield line
        before = line


def _goes_on(before: Line, line: Line) -> bool:
    if line.size and before.size and abs(line.size - before.size) > SAME_SIZE:
        return False
    if before.box and line.box:
        leading = line.box.top - before.box.top
        return 0 < leading <= 1.8 * (before.size or leading)
    return True
