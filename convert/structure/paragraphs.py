"""Whether a line goes on with the one before it, on pages that show where lines begin and end.

Where a page has geometry nothing has to be guessed from words alone: the next word would have had room, the first
line of a paragraph is moved in or hangs out, white space lies above it, its style changes.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from convert.ledger import MARK, SOFT_HYPHEN
from convert.normal import split_label
from convert.page import Box, Line
from convert.structure.frames import Frame, Frames, indent, is_bold, is_centred, same_run

GAP = 0.3
"""White space above a line, in lines, that begins a block."""
WIDE_GAP = 1.0
"""… that begins one even in the midst of a sentence."""
INDENT = 0.8
"""Em by which a first line is moved in, or hangs out."""
ROOM = 1.0
"""Em that must be left on a line after the next word before it counts as short; justified lines leave none."""
MUCH_ROOM = 0.35
"""Share of the frame left free after the next word on a line that was meant to end there, sentence or not."""
RIGHT = 0.5
"""Share of the width of the frame beyond which nothing is text that runs on."""
SAME_SIZE = 0.08
"""Part by which the sizes of the lines of one block may differ."""
SPACE = 0.25
"""A space between words, in em."""

ENDED = regex.compile(r"[.;:!?…][\"'’”»)\]]*$")
LOWER = regex.compile(r"^[\"'“‘«(\[]*\p{Ll}")


def goes_on(block: Sequence[Line], line: Line, frames: Frames) -> bool:
    """Whether a line with a box goes on with the block before it."""
    before, frame, next_frame = block[-1], frames[block[-1].key], frames[line.key]
    text, following = said(before), MARK.sub("", line.text).lstrip()
    lower, ended = bool(LOWER.match(following)), bool(ENDED.search(text))
    if text.endswith(("-", SOFT_HYPHEN)) and lower:
        return True
    if differs(before, line):
        return False
    room = _room(before, line, frame)
    if not same_run(before, line):
        return _goes_over(line, next_frame, lower, ended, text.endswith(","), room)
    if line.gap > GAP:
        return lower and not ended and room < ROOM and line.gap < WIDE_GAP
    if _begins_by_indent(block, line, frame, lower and not ended, room):
        return False
    if not lower and _set_right(before, frame) and _set_right(line, frame):
        return False
    if lower:
        return True
    if ended or frame.justified:
        return room < ROOM and not (frame.justified and _short(before, frame))
    return room * frame.em < MUCH_ROOM * frame.width


def said(line: Line) -> str:
    """The words of a line, without marks."""
    return MARK.sub("", line.text).rstrip()


def differs(before: Line, line: Line) -> bool:
    """Whether two lines are of different styles: sizes, or one bold as a whole and the other not."""
    sizes = before.size, line.size
    if sizes[0] and sizes[1] and abs(sizes[0] - sizes[1]) > SAME_SIZE * max(sizes[0], sizes[1]):
        return True
    return is_bold(before) != is_bold(line)


def _goes_over(line: Line, frame: Frame, lower: bool, ended: bool, comma: bool, room: float) -> bool:
    """Over the end of a column or a page."""
    if lower:
        return not ended
    indented = frame.lines > 1 and indent(line, frame) > INDENT
    return not (ended or comma or indented) and room < ROOM


def _begins_by_indent(block: Sequence[Line], line: Line, frame: Frame, runs_on: bool, room: float) -> bool:
    """Whether the left edge of a line says that a block begins there."""
    before = block[-1]
    if not before.box or not line.box or (is_centred(before, frame) and is_centred(line, frame)):
        return False
    step = (line.box.x0 - before.box.x0) / frame.em
    if len(block) == 1:  # a second line further right hangs below a label or a first line, if that one is full
        hangs = room < ROOM or split_label(before.text.strip())[0] is not None
        return step > INDENT and not runs_on and not hangs
    return abs(step) > INDENT and not runs_on


def _set_right(line: Line, frame: Frame) -> bool:
    """Whether a line begins beyond the middle of its frame: a day, a signature, each a line of its own."""
    return line.box is not None and line.box.x0 > frame.left + RIGHT * frame.width


def _room(before: Line, line: Line, frame: Frame) -> float:
    """The em that stay free when the next line's first word is put on the line before."""
    if not before.box:
        return 0.0
    return (frame.right - before.box.x1 - first_width(line)) / frame.em - SPACE


def _short(line: Line, frame: Frame) -> bool:
    return line.box is not None and frame.right - line.box.x1 > ROOM * frame.em


def first_width(line: Line) -> float:
    """The width of the first word of a line, of whatever pieces it is made."""
    box = line.box or Box(0, 0, 0, 0)
    first = (line.text.split() or [""])[0]
    start = len(line.text) - len(line.text.lstrip())
    pieces = [word.box for word in line.words if word.box and start <= word.start < start + len(first)]
    if pieces:
        return max(piece.x1 for piece in pieces) - pieces[0].x0
    return (box.x1 - box.x0) * len(first) / max(1, len(line.text))
