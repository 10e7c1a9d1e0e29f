"""How the words of the text are set: bold, italic, raised, linked; kept in step with the edits of the text.

Readers give words with their places in the raw line. Edits move them; `settled` moves the words along, so that the
builder finds each word of a line where it stands now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from convert.ledger import MARK_OPEN, Edit
from convert.page import Box, Key, Line, Word

LOWERED_SIZE = 0.85
"""Size of an index against its line, at most."""
LOWERED_BY = 0.02
"""Em by which the box of an index reaches below that of the line's words, at least."""
MONOSPACED = regex.compile(r"mono|courier|consol|typewriter|cmtt|menlo|(?<![a-z])code|fixed", regex.IGNORECASE)
"""Names of fonts whose letters are of one width."""


_LINKED = regex.compile(r"[^\s(\[{“‘«\"'](?:.*[^\s)\]}”’»\"'.,;:])?")


class Style(NamedTuple):
    """The style of a stretch of text, the outermost first."""

    language: str = ""
    bold: bool = False
    italic: bool = False
    small_caps: bool = False
    link: str = ""
    raised: bool = False
    lowered: bool = False
    code: bool = False


PLAIN = Style()


class Stretch(NamedTuple):
    """A stretch `start:end` of a line's text and its style."""

    start: int
    end: int
    style: Style


def settled(lines: Iterable[Line], edits: Iterable[Edit]) -> Iterator[Line]:
    """The lines with their words where the edits moved them; words that are gone are left out."""
    by_line: defaultdict[Key, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_line[edit.key].append(edit)
    for line in lines:
        changes = by_line.get(line.key)
        yield replace(line, words=tuple(_moved(line, changes))) if changes and line.words else line


def _moved(line: Line, edits: Sequence[Edit]) -> Iterator[Word]:
    for word in line.words:
        start, end = word.start, word.start + len(word.text)
        for edit in edits:
            start, end = _shifted(start, edit, opens=True), _shifted(end, edit, opens=False)
        if start < end:
            yield replace(word, start=start, text=line.text[start:end])


def _shifted(at: int, edit: Edit, opens: bool) -> int:
    """Where a place is after an edit; inside of what was exchanged it is that end of it which the word keeps."""
    if at < edit.start or (at == edit.start and opens):
        return at
    after = edit.start + len(edit.after)
    if at >= edit.start + len(edit.before):
        return at - len(edit.before) + len(edit.after)
    return edit.start if opens else after


def from_offset(line: Line, offset: int) -> Line:
    """The line without its first characters, its words still in step."""
    words = (
        replace(word, start=max(0, word.start - offset), text=word.text[max(0, offset - word.start) :])
        for word in line.words
        if word.start + len(word.text) > offset
    )
    return Line(
        line.page,
        line.number,
        line.text[offset:],
        box=line.box,
        size=line.size,
        words=tuple(words),
        cell=line.cell,
    )


def stretches(line: Line, bold: bool = True, italic: bool = True) -> tuple[Stretch, ...]:
    """The styles of a line from left to right, what is plain left out. Recognised words have none."""
    words = [word for word in line.words if word.confidence is None]
    found = [Stretch(word.start, word.start + len(word.text), _style(word, line, bold, italic)) for word in words]
    even = (each for stretch in _evened(found, line.text) for each in _trimmed(stretch, line.text))
    return tuple(each for each in even if each.style != PLAIN)


def _style(word: Word, line: Line, bold: bool, italic: bool) -> Style:
    if MARK_OPEN in word.text:
        return PLAIN
    level = any(not other.raised for other in line.words)
    return Style(
        word.language,
        bold and word.bold,
        italic and word.italic,
        word.small_caps,
        word.link or "",
        word.raised and level and word.start > 0,
        _is_lowered(word, line),
        word.part == "code",
    )


def _is_lowered(word: Word, line: Line) -> bool:
    """Whether a word is an index: smaller than its line and reaching below the words beside it."""
    if word.raised or not (word.size and line.size and word.box) or word.size > LOWERED_SIZE * line.size:
        return False
    beside: list[Box] = [other.box for other in line.words if other.box and other.size == line.size]
    return bool(beside) and word.box.bottom > max(box.bottom for box in beside) + LOWERED_BY * line.size


def _trimmed(stretch: Stretch, text: str) -> Iterator[Stretch]:
    """The stretch, its link without the brackets and stops around it that readers take for part of the word."""
    start, end, style = stretch
    said = text[start:end]
    core = _LINKED.search(said) if style.link else None
    if core is None:
        yield stretch
        return
    unlinked = style._replace(link="")
    for begin, stop, its in (
        (0, core.start(), unlinked),
        (*core.span(), style),
        (core.end(), len(said), unlinked),
    ):
        if begin < stop:
            yield Stretch(start + begin, start + stop, its)


def _evened(found: Sequence[Stretch], text: str) -> Iterator[Stretch]:
    """The stretches with one weight and slant within each run of letters: what most of its letters have."""
    for run in _runs(found, text):
        most = max(run, key=lambda each: each.end - each.start).style
        for each in run:
            yield each._replace(style=each.style._replace(bold=most.bold, italic=most.italic))


def _runs(found: Sequence[Stretch], text: str) -> Iterator[list[Stretch]]:
    """Stretches that touch with a letter on either side."""
    run: list[Stretch] = []
    for each in found:
        touch = run and run[-1].end == each.start and text[each.start - 1].isalpha() and text[each.start].isalpha()
        if run and not touch:
            yield run
            run = []
        run.append(each)
    if run:
        yield run
