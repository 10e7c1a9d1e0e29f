"""Words of a page cut into regions that are read one after the other: columns, panels, and what spans them.

A gutter is white space with text on both sides over several lines. It is looked for on the words, for columns may
stand less than an em apart. It is taken where both sides read like prose, or where the lines of the two sides pay
no heed to each other; text side by side that does neither (a table, a form) stays in rows and is reported. Tables
and panels are atoms: nothing is cut through them. Numbers are in em of the text concerned unless said otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import fmean, median
from typing import NamedTuple

from convert.page import Box
from convert.readers.pdf.layout import DROP, MARK_SIZE, RISE, Piece

JOIN = 0.35
"""White space up to which two words are one stretch; justified lines have wider ones, and gutters begin here."""
MIN_STARTS = 3
"""Stretches that begin at the same place before it is tried as the right side of a gutter."""
WIDE = 1.0
"""White space that no justified line has."""
EDGE = 1.0
"""Points by which lines that begin or end together may differ."""
ACROSS = 0.6
"""Share of the lines that may stand across a place that is tried."""
CROSSED = 3
"""Stretches that may stand across white space of an em for its end to be tried."""
LINES_BY_WIDTH = ((1.0, 3), (0.7, 5), (0.5, 8), (0.35, 14))
"""Lines that a gutter of a width has at least: chance and justified text leave no longer river (100 pages)."""
PROSE_CHARACTERS = 16
"""Characters that a line of prose has at least on average; below that it is a list or a table."""
FULL, OFTEN = 0.75, 0.45
"""Prose fills its measure to this share, on this share of its lines."""
LABEL_CHARACTERS = 6
"""Text shorter than this on average is a column of enumerators or folios, which reads row by row."""
ALIGNED = 0.1
"""Baselines this near are one line."""
HEEDLESS = 0.5
"""Two sides with a smaller share of common baselines are no rows of a table."""
BESIDE = 0.7
"""Baselines of neighbouring columns differ by up to half a leading."""
BAND = 2.5
"""White space across both columns from which on what lies above and below is not one pair of columns."""
DEEP_BAND = 6.0
"""… and up to which it may be the space above the notes of both."""
EDGE_ZONE, EDGE_WHITE, SAME_LINE = 0.09, 0.8, 0.35
"""Share of the height of a page, white space and differences of baselines of a line that is a head or a foot."""
TWO_PARTS = 2.0
"""White space between the parts of a head."""
ASCENT = 0.8
"""Height of letters above the baseline."""
RUN_ON = 1.9
"""Leading up to which lines beside nothing still belong to their column, at its head …"""
RUN_OUT = 3.0
"""… and at its foot, where one column may be longer, a paragraph's space included."""
NOTE_SIZE = 0.93
"""Notes at the foot of a column are smaller than its text at least by this factor."""
GOOD_PART = 0.2
"""Share of the characters that are in the size of the text at least."""
MIN_PANEL, MAX_PANEL = 0.01, 0.6
"""Share of the text's area that a panel, a box with text of its own, takes."""
PANEL_LINES = 2
"""Lines that a panel has at least; a coloured row of a table has one."""
_MARK = re.compile(r"\W?(?:\d{1,3}|[a-z]|[*\u2020\u2021\u00a7\u00b6]+)\W?")
"""What a note begins with, if no rule stands above it."""
MAX_STRETCHES = 4000
"""Stretches among which gutters are sought; the page of a newspaper has 2,000, more is made to cost time."""
DEPTH = 12
"""Cuts within cuts; no honest page has more."""


class Stretch(NamedTuple):
    """Text on one baseline without a gap that could be a gutter, or a slice of an atom."""

    start: float
    end: float
    baseline: float
    size: float
    characters: int
    solid: bool = False  # a slice of an atom


class Part(NamedTuple):
    """Words to be read in rows; `atom` is the index of the atom that holds them, None outside of all."""

    pieces: tuple[Piece, ...]
    atom: int | None = None


@dataclass(frozen=True, slots=True)
class Regions:
    """The parts of a page in reading order; `columns` if a gutter was cut, `unsure` if one was left.

    `asides` if the last parts are notes that stand in the margins.
    """

    parts: tuple[Part, ...] = ()
    columns: bool = False
    unsure: bool = False
    asides: bool = False


@dataclass(frozen=True, slots=True)
class _Atom:
    """A box that is read as one, with its words: a table, or a panel that is cut for itself."""

    box: Box
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Area:
    """What is to be cut: words, atoms among them, and rules that cross."""

    pieces: tuple[Piece, ...]
    atoms: tuple[_Atom, ...] = ()


class _Gutter(NamedTuple):
    """White space at `at` from `top` to `bottom`, between baselines, with text on both sides."""

    at: float
    top: float
    bottom: float
    score: float
    sure: bool


@dataclass(slots=True)
class _Log:
    """What a person should know of the cuts."""

    columns: bool = False
    unsure: bool = False
    bars: Sequence[Box] = field(default_factory=tuple)


def cut(
    found: Sequence[Piece],
    atoms: Sequence[Box] = (),
    panels: Sequence[Box] = (),
    bars: Sequence[Box] = (),
    pictures: Sequence[Box] = (),
    height: float = 0.0,
) -> Regions:
    """The words in regions: above the best gutter, left of it, right of it, below it, each cut again.

    `atoms` are boxes whose words stay together in rows (tables), `panels` boxes that may hold a text of their own,
    `bars` rules and pictures that no gutter passes through, `pictures` fill a column where text would stand.
    """
    log = _Log(bars=bars)
    free, held = _taken(found, atoms)
    tables = tuple(
        _Atom(box, (Part(tuple(inside), index),))
        for index, (box, inside) in enumerate(zip(atoms, held, strict=True))
    )
    images = tuple(_Atom(box, ()) for box in pictures)
    head, text, foot = _edges(free, atoms, height)
    parts = tuple(_cut(_Area(text, (*tables, *images)), tuple(panels), log, DEPTH))
    if not log.columns and len(parts) == 1 and parts[0].atom is None:
        whole = [piece for part in (*head, *parts, *foot) for piece in part.pieces]
        return Regions((Part(tuple(whole)),), unsure=log.unsure)
    return Regions((*head, *parts, *foot), log.columns, log.unsure)


def _edges(
    found: list[Piece], atoms: Sequence[Box], height: float
) -> tuple[tuple[Part, ...], tuple[Piece, ...], tuple[Part, ...]]:
    """The first and the last line of a page that stand apart at its edge, in two parts: no heads of columns."""
    found = sorted(found, key=lambda piece: piece.baseline)
    head, rest = _edge(found, [box.top for box in atoms], EDGE_ZONE * height)
    upward = [piece._replace(baseline=-piece.baseline) for piece in reversed(rest)]
    count = len(_edge(upward, [-box.bottom for box in atoms], (EDGE_ZONE - 1) * height)[0])
    text, foot = rest[: len(rest) - count], rest[len(rest) - count :]
    return (Part(tuple(head)),) if head else (), tuple(text), (Part(tuple(foot)),) if foot else ()


def _edge(found: list[Piece], others: Sequence[float], zone: float) -> tuple[list[Piece], list[Piece]]:
    """The first line, by baseline, if it lies within the zone and white space follows; and the rest."""
    if not found:
        return [], []
    first = found[0].baseline
    count = sum(piece.baseline - first <= SAME_LINE * max(piece.size, found[0].size) for piece in found)
    line, rest = found[:count], found[count:]
    size = max(piece.size for piece in line)
    beyond = min([piece.baseline - ASCENT * piece.size for piece in rest[:1]] + list(others), default=None)
    if beyond is None or line[-1].baseline > zone or beyond - line[-1].baseline < EDGE_WHITE * size:
        return [], found
    across = sorted(line, key=lambda piece: piece.start)
    if all(after.start - before.end < TWO_PARTS * size for before, after in pairwise(across)):
        return [], found  # in one piece, it parts no columns
    return line, rest


def _taken(found: Iterable[Piece], boxes: Sequence[Box]) -> tuple[list[Piece], list[list[Piece]]]:
    """The words outside of all boxes, and those in each, a word in the first that holds its middle."""
    free: list[Piece] = []
    held: list[list[Piece]] = [[] for _ in boxes]
    for piece in found:
        for box, inside in zip(boxes, held, strict=True):
            if _holds(box, piece.box):
                inside.append(piece)
                break
        else:
            free.append(piece)
    return free, held


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _cut(area: _Area, panels: Sequence[Box], log: _Log, depth: int) -> Iterator[Part]:
    if panels and depth:
        area = _with_panels(area, panels, log, depth)
    stretches = [*_stretches(area.pieces), *(slice for atom in area.atoms for slice in _slices(atom, area.pieces))]
    best = _best_gutter(stretches, log) if depth else None
    if best is None:
        yield from _in_rows(area)
        return
    log.columns = True
    above, left, right, below = _parted(area, best)
    yield from _cut(above, (), log, depth - 1)
    sides = [list(_cut(side, (), log, depth - 1)) for side in (left, right)]
    yield from _notes_last(sides, log.bars)
    yield from _cut(below, (), log, depth - 1)


def _parted(area: _Area, gutter: _Gutter) -> tuple[_Area, _Area, _Area, _Area]:
    """Above the gutter, left of it, right of it, below it; marks and indices go with their lines."""
    pieces: tuple[list[Piece], ...] = ([], [], [], [])
    atoms: tuple[list[_Atom], ...] = ([], [], [], [])
    for piece in area.pieces:
        if piece.baseline < gutter.top - piece.size * RISE[1] / MARK_SIZE:
            pieces[0].append(piece)
        elif piece.baseline > gutter.bottom + piece.size * DROP / MARK_SIZE:
            pieces[3].append(piece)
        else:
            pieces[1 if piece.start + piece.end < 2 * gutter.at else 2].append(piece)
    for atom in area.atoms:
        middle = (atom.box.top + atom.box.bottom) / 2
        if middle < gutter.top or middle > gutter.bottom:
            atoms[0 if middle < gutter.top else 3].append(atom)
        else:
            atoms[1 if atom.box.x0 + atom.box.x1 < 2 * gutter.at else 2].append(atom)
    above, left, right, below = (_Area(tuple(p), tuple(a)) for p, a in zip(pieces, atoms, strict=True))
    return above, left, right, below


def _in_rows(area: _Area) -> Iterator[Part]:
    """An area that is not cut further: its words in rows, an atom after what stands above and left of it."""
    rest = list(area.pieces)
    for atom in sorted(area.atoms, key=lambda atom: (atom.box.top, atom.box.x0)):
        middle = (atom.box.x0 + atom.box.x1) / 2
        before = [
            piece
            for piece in rest
            if piece.baseline <= atom.box.top or (piece.baseline <= atom.box.bottom and piece.end <= middle)
        ]
        if before:
            yield Part(tuple(before))
            known = set(map(id, before))
            rest = [piece for piece in rest if id(piece) not in known]
        yield from (part for part in atom.parts if part.pieces or part.atom is not None)
    if rest:
        yield Part(tuple(rest))


# ── notes at the foot of columns ─────────────────────────────────────────────────────────────────────


def _notes_last(sides: Sequence[list[Part]], bars: Sequence[Box]) -> Iterator[Part]:
    """The columns, then the notes at their feet: the text goes on from column to column, and so do the notes."""
    size = _text_size([piece for side in sides for part in side for piece in part.pieces])
    notes: list[Part] = []
    for side in sides:
        for number, part in enumerate(side):
            body, foot = part, None
            if part.atom is None and number + 1 == len(side):
                body, foot = _split(part, size, bars)
            if body.pieces or body.atom is not None:
                yield body
            if foot:
                notes.append(foot)
    yield from notes


def _split(part: Part, size: float, bars: Sequence[Box]) -> tuple[Part, Part | None]:
    """The part without the smaller lines at its foot that are notes to the text above them, and those."""
    top = max((p.baseline for p in part.pieces if p.size > NOTE_SIZE * size), default=None)
    foot = [p for p in part.pieces if top is not None and p.baseline > top + p.size * DROP]
    if top is None or not foot or _main_size(foot) > NOTE_SIZE * size:
        return part, None
    first = min(foot, key=lambda piece: (piece.baseline, piece.start))
    if not _MARK.fullmatch(first.text) and not any(
        top < bar.top < first.baseline and bar.x0 <= first.end and bar.x1 >= first.start for bar in bars
    ):
        return part, None
    known = set(map(id, foot))
    return Part(tuple(p for p in part.pieces if id(p) not in known)), Part(tuple(foot))


def _text_size(found: Sequence[Piece]) -> float:
    """The largest size that a good part of the text has: there may be more notes than text."""
    sizes: Counter[float] = Counter()
    for piece in found:
        sizes[piece.size] += len(piece.text)
    return max((size for size, count in sizes.items() if count >= GOOD_PART * sizes.total()), default=0.0)


def _main_size(found: Iterable[Piece]) -> float:
    sizes: Counter[float] = Counter()
    for piece in found:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# ── panels ───────────────────────────────────────────────────────────────────────────────────────────


def _with_panels(area: _Area, panels: Sequence[Box], log: _Log, depth: int) -> _Area:
    """The area with each panel that holds a text of its own made an atom, its inside cut for itself."""
    chosen = _panels(area, panels)
    if not chosen:
        return area
    free, held = _taken(area.pieces, chosen)
    outside, inside = _atoms_in(area.atoms, chosen)
    made = []
    for box, words, atoms in zip(chosen, held, inside, strict=True):
        inner = [panel for panel in panels if panel != box and _contains(box, panel)]
        made.append(_Atom(box, tuple(_cut(_Area(tuple(words), tuple(atoms)), inner, log, depth - 1))))
    return _Area(tuple(free), (*outside, *made))


def _panels(area: _Area, panels: Sequence[Box]) -> list[Box]:
    """The outermost boxes with some lines inside, and no word or atom across their border."""
    boxes = [piece.box for piece in area.pieces] + [atom.box for atom in area.atoms]
    if not boxes:
        return []
    whole = (max(b.x1 for b in boxes) - min(b.x0 for b in boxes)) * (
        max(b.bottom for b in boxes) - min(b.top for b in boxes)
    )
    chosen: list[Box] = []
    for panel in sorted(panels, key=_size, reverse=True):
        if not MIN_PANEL * whole <= _size(panel) <= MAX_PANEL * whole or any(_meet(panel, c) for c in chosen):
            continue
        inside = [box for box in boxes if _holds(panel, box)]
        if len({round(box.bottom) for box in inside}) < PANEL_LINES or len(inside) == len(boxes):
            continue
        if all(_contains(panel, box) for box in inside) and not any(
            _meet(panel, box) for box in boxes if not _holds(panel, box)
        ):
            chosen.append(panel)
    return chosen


def _atoms_in(atoms: Iterable[_Atom], chosen: Sequence[Box]) -> tuple[list[_Atom], list[list[_Atom]]]:
    outside: list[_Atom] = []
    inside: list[list[_Atom]] = [[] for _ in chosen]
    for atom in atoms:
        at = next((number for number, box in enumerate(chosen) if _holds(box, atom.box)), None)
        (outside if at is None else inside[at]).append(atom)
    return outside, inside


def _size(box: Box) -> float:
    return (box.x1 - box.x0) * (box.bottom - box.top)


def _contains(outer: Box, inner: Box, slack: float = 3.0) -> bool:
    return (
        outer.x0 - slack <= inner.x0
        and inner.x1 <= outer.x1 + slack
        and outer.top - slack <= inner.top
        and inner.bottom <= outer.bottom + slack
    )


def _meet(one: Box, other: Box, slack: float = 2.0) -> bool:
    return (
        min(one.x1, other.x1) - max(one.x0, other.x0) > slack
        and min(one.bottom, other.bottom) - max(one.top, other.top) > slack
    )


# ── stretches ────────────────────────────────────────────────────────────────────────────────────────


def _stretches(found: Iterable[Piece]) -> Iterator[Stretch]:
    ordered = sorted(found, key=lambda piece: (round(piece.baseline), piece.start))
    for _, group in groupby(ordered, key=lambda piece: round(piece.baseline)):
        run: list[Piece] = []
        for piece in group:
            if run and piece.start - run[-1].end > JOIN * piece.size:
                yield _stretch(run)
                run = []
            run.append(piece)
        yield _stretch(run)


def _stretch(run: list[Piece]) -> Stretch:
    characters = sum(len(piece.text) for piece in run) + len(run) - 1
    first = run[0]
    return Stretch(first.start, max(piece.end for piece in run), first.baseline, first.size, characters)


def _slices(atom: _Atom, around: Sequence[Piece]) -> Iterator[Stretch]:
    """An atom as lines of a common text, so that it counts as text beside a gutter."""
    size = median(piece.size for piece in around) if around else 10.0
    baseline = atom.box.top + size
    while True:
        yield Stretch(atom.box.x0, atom.box.x1, min(baseline, atom.box.bottom), size, PROSE_CHARACTERS, True)
        baseline += 1.2 * size
        if baseline > atom.box.bottom:
            return


# ── gutters ──────────────────────────────────────────────────────────────────────────────────────────


def _best_gutter(stretches: list[Stretch], log: _Log) -> _Gutter | None:
    """The gutter with the longest columns of nearly equal width, if any is sure."""
    if len(stretches) > MAX_STRETCHES:
        log.unsure = True
        return None
    gutters = list(_gutters(stretches, log.bars))
    best = max((gutter for gutter in gutters if gutter.sure), key=lambda gutter: gutter.score, default=None)
    log.unsure = log.unsure or (best is None and bool(gutters))
    return best


def _gutters(stretches: list[Stretch], bars: Sequence[Box]) -> Iterator[_Gutter]:
    """Each place where text stands on both sides of white space over enough lines."""
    ordered = sorted(stretches, key=lambda item: item.baseline)
    baselines = [item.baseline for item in ordered]
    for at in _candidates(ordered, ACROSS * _lines(ordered)):
        crossing = [item.baseline for item in ordered if item.start < at - EDGE and item.end > at + EDGE]
        crossing += [(bar.top + bar.bottom) / 2 for bar in bars if bar.x0 < at - 12 and bar.x1 > at + 12]
        for above, below in pairwise((float("-inf"), *sorted(crossing), float("inf"))):
            first, last = bisect_right(baselines, above), bisect_left(baselines, below)
            if last - first < 2 * MIN_STARTS or baselines[last - 1] - baselines[first] < ordered[first].size:
                continue  # too few, or all on one line
            for inside in _between_bands(ordered[first:last], at):
                left = [item for item in inside if item.start < at - EDGE]
                right = [item for item in inside if item.start >= at - EDGE]
                gutter = _gutter(left, right)
                if gutter is not None:
                    yield gutter


def _candidates(stretches: Sequence[Stretch], most: float) -> Iterator[float]:
    """Where several stretches begin, or white space begins after several, and at most `most` stand across."""
    text = [item for item in stretches if not item.solid]
    starts, ends = sorted(item.start for item in text), sorted(item.end for item in text)
    places = {*_common(starts), *(place + 2 * EDGE for place in _common(ends))}
    em = WIDE * median(item.size for item in text) if text else 0.0
    # and where white space ends that next to nothing crosses, whatever begins there
    places |= {
        start for start in starts if bisect_left(starts, start - EDGE) - bisect_right(ends, start - em) <= CROSSED
    }
    last = float("-inf")
    for place in sorted(places):
        across = bisect_left(starts, place - EDGE) - bisect_right(ends, place)
        if place - last > EDGE and across <= most:
            yield place
            last = place


def _common(places: Sequence[float]) -> Iterator[float]:
    """The places that several are near to."""
    for first, third in zip(places, places[MIN_STARTS - 1 :], strict=False):
        if third - first <= EDGE:
            yield first


def _between_bands(inside: list[Stretch], at: float) -> list[list[Stretch]]:
    """The lines parted at white space across all of them, unless the same columns go on below it."""
    parts = [inside[:1]]
    for before, after in pairwise(inside):
        white = after.baseline - before.baseline
        if white > BAND * max(before.size, after.size):
            parts.append([])
        parts[-1].append(after)
    joined = parts[:1]
    for part in parts[1:]:
        white = (part[0].baseline - joined[-1][-1].baseline) / max(part[0].size, joined[-1][-1].size)
        on_one_side = len({item.start < at - EDGE for item in part}) == 1
        goes_on = white <= RUN_OUT if on_one_side else white <= DEEP_BAND and _sides(part, at) > 0
        if goes_on and _sides(joined[-1], at) >= MIN_STARTS:
            joined[-1].extend(part)
        else:
            joined.append(part)
    return joined


def _sides(part: list[Stretch], at: float) -> int:
    """Lines on the side that has fewer; none for a single line with something left and right."""
    left = {round(item.baseline) for item in part if item.start < at - EDGE}
    right = {round(item.baseline) for item in part if item.start >= at - EDGE}
    return min(len(left), len(right)) if len(left | right) > 1 else 0


def _gutter(left: list[Stretch], right: list[Stretch]) -> _Gutter | None:
    """The gutter between two sides, over the lines where both have text; None if it does not look like one."""
    if len(left) < MIN_STARTS or len(right) < MIN_STARTS:
        return None
    size = median(item.size for item in (*left, *right))
    both_left, both_right = _beside(left, right, size), _beside(right, left, size)
    lines = min(_lines(both_left), _lines(both_right))
    if lines < MIN_STARTS:
        return None
    left, right = _running_on(left, both_left, size), _running_on(right, both_right, size)
    at, end = min(item.start for item in right), max(item.end for item in left)
    if lines < _lines_needed((at - end) / size):
        return None
    lines_left, lines_right = list(_as_lines(left)), list(_as_lines(right))
    if min(_characters(lines_left), _characters(lines_right)) < LABEL_CHARACTERS:
        return None
    baselines = [item.baseline for item in (*left, *right)]
    widths = sorted((end - min(item.start for item in left), max(item.end for item in right) - at))
    return _Gutter(
        (at + end) / 2,
        min(baselines),
        max(baselines),
        lines * widths[0] / widths[1],
        (_is_prose(lines_left) and _is_prose(lines_right)) or _is_heedless(both_left, both_right, size),
    )


def _lines_needed(width: float) -> float:
    return next((lines for least, lines in LINES_BY_WIDTH if width >= least), float("inf"))


def _lines(items: Iterable[Stretch]) -> int:
    return len({round(item.baseline) for item in items})


def _beside(side: list[Stretch], other: list[Stretch], size: float) -> list[Stretch]:
    """The items of a side that have one of the other beside them."""
    baselines = [item.baseline for item in other]
    reach = BESIDE * size
    return [
        item
        for item in side
        if bisect_left(baselines, item.baseline - reach) < bisect_right(baselines, item.baseline + reach)
    ]


def _running_on(side: list[Stretch], both: list[Stretch], size: float) -> list[Stretch]:
    """The lines of a side from the first that has a neighbour to the last, and those that run on from them."""
    first, last = both[0].baseline, both[-1].baseline
    for item in reversed(side):
        if item.baseline < first and first - item.baseline <= RUN_ON * max(size, item.size):
            first = item.baseline
    for item in side:
        if item.baseline > last and item.baseline - last <= RUN_OUT * max(size, item.size):
            last = item.baseline
    return [item for item in side if first <= item.baseline <= last]


def _as_lines(side: list[Stretch]) -> Iterator[Stretch]:
    """The stretches of one baseline put together where nothing wider than in a justified line parts them."""
    line: Stretch | None = None
    for item in sorted(side, key=lambda item: (round(item.baseline), item.start)):
        same = line and round(line.baseline) == round(item.baseline) and not item.solid
        if line and same and item.start - line.end < WIDE * item.size:
            line = line._replace(end=item.end, characters=line.characters + 1 + item.characters)
            continue
        if line:
            yield line
        line = item
    if line:
        yield line


def _characters(side: list[Stretch]) -> float:
    return fmean(item.characters for item in side)


def _is_prose(side: list[Stretch]) -> bool:
    """Whether most lines are long, and as long as each other; atoms count as prose."""
    text = [item for item in side if not item.solid]
    if 2 * len(text) <= len(side):
        return True
    if _characters(text) < PROSE_CHARACTERS:
        return False
    lengths = sorted(item.end - item.start for item in text)
    full = FULL * lengths[int(0.9 * (len(lengths) - 1))]
    return sum(length >= full for length in lengths) > OFTEN * len(lengths)


def _is_heedless(left: list[Stretch], right: list[Stretch], size: float) -> bool:
    """Whether the lines of the two sides stand at heights of their own."""
    fewer, more = sorted((left, right), key=len)
    baselines = [item.baseline for item in more]
    reach = ALIGNED * size
    aligned = sum(
        bisect_left(baselines, item.baseline - reach) < bisect_right(baselines, item.baseline + reach)
        for item in fewer
        if not item.solid
    )
    return aligned < HEEDLESS * len(fewer)
