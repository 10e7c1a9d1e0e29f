"""Bullets: lines that open an item without a number, and how deep each item stands, by its indent.

The glyph leaves the text, with an entry in the ledger: the list says what it said. Dots and squares are bullets
wherever they open a line; dashes and asterisks only where several lines with one indent have them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import regex

from convert.ledger import Edit
from convert.page import Key, Line
from convert.structure.frames import Frames, frames
from convert.structure.styles import MONOSPACED

SAME_INDENT = 0.6
"""Em by which the indents of items of one list may differ."""
SURE = 0.97
LIKELY = 0.93
AT_LEAST = 2
"""Lines of one indent that make a dash or asterisk a bullet."""

_SURE = r"[•▪■●○◦‣∙➢➤➔✓✔❖◆◇□▫►▶\uf000-\uf0ff]"
_UNSURE = r"[-–—*·−]"
_BULLET = regex.compile(rf"\s*(?<glyph>{_SURE}|{_UNSURE}|o)(?<space>\s+)(?=\S)|\s*(?<alone>{_SURE})\s*$")


@dataclass(frozen=True, slots=True)
class Bullets:
    """What was found: the edits that take the glyphs away, and the depth of each item."""

    edits: tuple[Edit, ...] = ()
    depths: Mapping[Key, int] = field(default_factory=dict)


def find_bullets(lines: Sequence[Line], labelled: Mapping[Key, int]) -> Bullets:
    """The bullets of a text whose labelled items are known with their depths."""
    found = {line.key: (line, opened) for line in lines if line.key not in labelled and (opened := _opened(line))}
    if not found:
        return Bullets()
    framed = frames(lines)
    indents = {line.key: _indent(line, framed) for line in lines}
    usual = Counter((opened["glyph"], round(indents[key])) for key, (_, opened) in found.items())
    known = {
        key: (line, opened)
        for key, (line, opened) in found.items()
        if not _is_unsure(opened) or _is_tagged(line) or usual[opened["glyph"], round(indents[key])] >= AT_LEAST
    }
    edits = tuple(_edit(line, opened) for line, opened in known.values())
    return Bullets(edits, _depths(lines, labelled, {key: indents[key] for key in known}, indents))


def _opened(line: Line) -> regex.Match[str] | None:
    """How a line opens, if with a glyph that may be a bullet; an "o" only in a font of typewriters."""
    opened = _BULLET.match(line.text)
    if opened and opened["glyph"] == "o":
        first = line.words[0] if line.words else None
        return opened if first and first.text == "o" and MONOSPACED.search(first.font or "") else None
    return opened


def _is_tagged(line: Line) -> bool:
    """Whether the file's own structure says that the line opens with a label."""
    return bool(line.words) and line.words[0].part == "label"


def _is_unsure(opened: regex.Match[str]) -> bool:
    return bool(opened["glyph"]) and regex.fullmatch(_UNSURE, opened["glyph"]) is not None


def _indent(line: Line, framed: Frames) -> float:
    """How far a line is moved in, in em, or about half the spaces before it in plain text."""
    frame = framed.get(line.key)
    if frame and line.box:
        return (line.box.x0 - frame.left) / frame.em
    return (len(line.text) - len(line.text.lstrip())) / 2


def _depths(
    lines: Sequence[Line], labelled: Mapping[Key, int], bullets: Mapping[Key, float], indents: Mapping[Key, float]
) -> dict[Key, int]:
    """The depth of each bullet by the items above it that are still open."""
    depths: dict[Key, int] = {}
    open_: list[tuple[float, int]] = []  # indent, depth
    for line in lines:
        indent = indents[line.key]
        if line.key in labelled:
            open_ = [each for each in open_ if each[1] < labelled[line.key]]
            open_.append((indent, labelled[line.key]))
        elif line.key in bullets:
            while open_ and open_[-1][0] > indent + SAME_INDENT:
                open_.pop()
            if open_ and abs(open_[-1][0] - indent) <= SAME_INDENT:
                depths[line.key] = open_[-1][1]
            else:
                depths[line.key] = open_[-1][1] + 1 if open_ else 0
                open_.append((indent, depths[line.key]))
        elif open_ and line.gap and indent < open_[0][0] + SAME_INDENT:
            open_ = []
    return depths


def _edit(line: Line, opened: regex.Match[str]) -> Edit:
    name = "alone" if opened["alone"] else "glyph"
    end = opened.end() if name == "glyph" else opened.end("alone")
    before = line.text[opened.start(name) : end]
    reason = f"{before.strip()!r} opens an item of a list, which the list itself says"
    confidence = LIKELY if _is_unsure(opened) and not _is_tagged(line) else SURE
    return Edit(*line.key, opened.start(name), end, before, "", "lists.bullet", reason, confidence)
