"""Words of a page cut into regions that are read one after the other: columns, panels, and what spans them.

The best gutter cuts a page into what is above, left, right and below, each cut again; text side by side without a
sure gutter (a table, a form) stays in rows and is reported. Tables and panels are atoms: nothing cuts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from convert.boxes import contains
from convert.page import Box
from convert.readers.pdf.glyphs.pieces import MARK_SIZE, Piece
from convert.readers.pdf.glyphs.rows import DROP, RISE
from convert.readers.pdf.layout.areas import Area, Atom, Part, Regions, atoms_in, taken
from convert.readers.pdf.layout.gutters import Gutter, best_gutter
from convert.readers.pdf.layout.page_edges import edges
from convert.readers.pdf.layout.panels import choose_panels
from convert.readers.pdf.layout.stretches import slices, stretches
from convert.readers.pdf.margins.column_notes import notes_last

__all__ = ["Part", "Regions", "cut"]

DEPTH = 12
"""Cuts within cuts; no honest page has more."""


@dataclass(slots=True)
class _Log:
    """What holds for all cuts of a page, and what a person should know of them."""

    columns: bool = False
    unsure: bool = False
    bars: Sequence[Box] = field(default_factory=tuple)
    careful: bool = False


def cut(
    found: Sequence[Piece],
    atoms: Sequence[Box] = (),
    panels: Sequence[Box] = (),
    bars: Sequence[Box] = (),
    pictures: Sequence[Box] = (),
    height: float = 0.0,
    careful: bool = False,
) -> Regions:
    """The words in regions: above the best gutter, left of it, right of it, below it, each cut again.

    `atoms` are boxes whose words stay together in rows (tables), `panels` boxes that may hold a text of their own,
    `bars` rules and pictures that no gutter passes through, `pictures` fill a column where text would stand.
    `careful` is for text that may still hold tables.
    """
    log = _Log(bars=bars, careful=careful)
    free, held = taken(found, atoms)
    tables = tuple(
        Atom(box, (Part(tuple(inside), index),))
        for index, (box, inside) in enumerate(zip(atoms, held, strict=True))
    )
    images = tuple(Atom(box, ()) for box in pictures)
    head, text, foot = edges(free, atoms, height)
    parts = tuple(_cut(Area(text, (*tables, *images)), tuple(panels), log, DEPTH))
    if not log.columns and len(parts) == 1 and parts[0].atom is None:
        whole = [piece for part in (*head, *parts, *foot) for piece in part.pieces]
        return Regions((Part(tuple(whole)),), unsure=log.unsure)
    return Regions((*head, *parts, *foot), log.columns, log.unsure)


def _cut(area: Area, panels: Sequence[Box], log: _Log, depth: int) -> Iterator[Part]:
    if panels and depth:
        area = _with_panels(area, panels, log, depth)
    text = [*stretches(area.pieces), *(slice for atom in area.atoms for slice in slices(atom.box, area.pieces))]
    best, unsure = best_gutter(text, log.bars, log.careful) if depth else (None, False)
    log.unsure = log.unsure or unsure
    if best is None:
        yield from _in_rows(area)
        return
    log.columns = True
    above, left, right, below = _parted(area, best)
    yield from _cut(above, (), log, depth - 1)
    sides = [list(_cut(side, (), log, depth - 1)) for side in (left, right)]
    yield from notes_last(sides, log.bars)
    yield from _cut(below, (), log, depth - 1)


def _with_panels(area: Area, panels: Sequence[Box], log: _Log, depth: int) -> Area:
    """The area with each panel that holds a text of its own made an atom, its inside cut for itself."""
    chosen = choose_panels(area, panels)
    if not chosen:
        return area
    free, held = taken(area.pieces, chosen)
    outside, inside = atoms_in(area.atoms, chosen)
    made = []
    for box, words, atoms in zip(chosen, held, inside, strict=True):
        inner = [panel for panel in panels if panel != box and contains(box, panel)]
        made.append(Atom(box, tuple(_cut(Area(tuple(words), tuple(atoms)), inner, log, depth - 1))))
    return Area(tuple(free), (*outside, *made))


def _parted(area: Area, gutter: Gutter) -> tuple[Area, Area, Area, Area]:
    """Above the gutter, left of it, right of it, below it; marks and indices go with their lines."""
    pieces: tuple[list[Piece], ...] = ([], [], [], [])
    atoms: tuple[list[Atom], ...] = ([], [], [], [])
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
    above, left, right, below = (Area(tuple(p), tuple(a)) for p, a in zip(pieces, atoms, strict=True))
    return above, left, right, below


def _in_rows(area: Area) -> Iterator[Part]:
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
