"""What the cutting of a page works on: areas of words, atoms among them, and the parts that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from convert.boxes import holds
from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece


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
class Atom:
    """A box that is read as one, with its words: a table, or a panel that is cut for itself."""

    box: Box
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """What is to be cut: words, atoms among them, and rules that cross."""

    pieces: tuple[Piece, ...]
    atoms: tuple[Atom, ...] = ()


def taken(found: Iterable[Piece], boxes: Sequence[Box]) -> tuple[list[Piece], list[list[Piece]]]:
    """The words outside of all boxes, and those in each, a word in the first that holds its middle."""
    free: list[Piece] = []
    held: list[list[Piece]] = [[] for _ in boxes]
    for piece in found:
        for box, inside in zip(boxes, held, strict=True):
            if holds(box, piece.box):
                inside.append(piece)
                break
        else:
            free.append(piece)
    return free, held


def atoms_in(atoms: Iterable[Atom], chosen: Sequence[Box]) -> tuple[list[Atom], list[list[Atom]]]:
    outside: list[Atom] = []
    inside: list[list[Atom]] = [[] for _ in chosen]
    for atom in atoms:
        at = next((number for number, box in enumerate(chosen) if holds(box, atom.box)), None)
        (outside if at is None else inside[at]).append(atom)
    return outside, inside
