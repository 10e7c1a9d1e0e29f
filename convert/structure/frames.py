"""The frames in which text runs: the edges of each column, where a page shows them.

A run is a stretch of lines read from top to bottom in one column. All measures of paragraphs are taken against the
frame of their run, never against the sheet: a page may have columns, side notes and bands of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convert.page import Box, Key, Line

LARGE = 8
"""Lines from which on a run shows its own right edge; smaller ones borrow that of a frame around them."""
FLUSH = 1.5
"""Points by which the ends of lines set flush may differ."""
JUSTIFIED = 0.55
"""Share of the lines that end at the right edge where text is justified; the last lines of paragraphs do not."""
HANGING = 0.8
"""Em by which a line that hangs out begins further left."""
ALIGNED = 1.0
"""Em by which edges of frames may differ and still be one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of a column in points, whether its lines fill it, and its size of text."""

    left: float
    right: float
    justified: bool
    em: float
    lines: int = 0

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)


def frames(lines: Sequence[Line]) -> dict[Key, Frame]:
    """The frame of each line that has a box."""
    found = tuple(runs(lines))
    own = [_frame(run) for run in found]
    large = [(run[0].page, frame) for run, frame in zip(found, own, strict=True) if frame.lines >= LARGE]
    return {
        line.key: frame
        for run, each in zip(found, own, strict=True)
        for frame in [each if each.lines >= LARGE else _borrowed(each, run[0].page, large)]
        for line in run
    }


def same_run(before: Line, line: Line) -> bool:
    """Whether a line stands below the one before it in the same column."""
    if before.page != line.page or before.region != line.region or not before.box or not line.box:
        return False
    apart = line.box.x0 > before.box.x1 or line.box.x1 < before.box.x0
    return line.box.bottom > before.box.bottom and not (apart and line.box.top < before.box.bottom)


def runs(lines: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The lines with boxes in stretches of one column each."""
    run: list[Line] = []
    for line in lines:
        if not line.box:
            continue
        if run and not same_run(run[-1], line):
            yield tuple(run)
            run = []
        run.append(line)
    if run:
        yield tuple(run)


def _frame(run: Sequence[Line]) -> Frame:
    boxes = [line.box for line in run if line.box]
    left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
    if len(boxes) >= LARGE:  # one line that hangs out is not the edge
        left = sorted(box.x0 for box in boxes)[len(boxes) // 20]
        right = sorted(box.x1 for box in boxes)[-1 - len(boxes) // 20]
    flush = sum(abs(box.x1 - right) <= FLUSH for box in boxes)
    sizes = Counter(line.size or 0.0 for line in run)
    return Frame(
        left,
        right,
        justified=len(boxes) > 2 and flush >= JUSTIFIED * len(boxes),
        em=sizes.most_common(1)[0][0] or 10.0,
        lines=len(boxes),
    )


def _borrowed(frame: Frame, page: int, large: Sequence[tuple[int, Frame]]) -> Frame:
    """A small run's frame with the edges of the narrowest large frame around it, one of its own page first."""
    slack = ALIGNED * frame.em
    around = [
        (number != page, each.width, each)
        for number, each in large
        if each.left <= frame.left + slack and each.right >= frame.right - slack
    ]
    if not around:
        return frame
    _, _, best = min(around, key=lambda found: found[:2])
    return Frame(min(best.left, frame.left), max(best.right, frame.right), best.justified, frame.em, frame.lines)


def indent(line: Line, frame: Frame) -> float:
    """How far a line begins right of its frame's edge, in em."""
    return (line.box.x0 - frame.left) / frame.em if line.box else 0.0


def hangs_out(before: Line | None, line: Line) -> bool:
    """Whether a line begins well left of the one before it in its column."""
    if before is None or not before.box or not line.box or not same_run(before, line):
        return False
    return line.box.x0 < before.box.x0 - HANGING * (line.size or 10.0)


def is_centred(line: Line, frame: Frame) -> bool:
    """Whether a line stands in the middle of its frame, with room on both sides."""
    box = line.box or Box(0, 0, 0, 0)
    before, after = box.x0 - frame.left, frame.right - box.x1
    return min(before, after) > 1.5 * frame.em and abs(before - after) < max(frame.em, 0.1 * (before + after))


def is_bold(line: Line) -> bool:
    """Whether all words of a line are bold, marks aside."""
    words = [word for word in line.words if not word.raised and any(each.isalnum() for each in word.text)]
    return bool(words) and all(word.bold for word in words)


Frames = Mapping[Key, Frame]
