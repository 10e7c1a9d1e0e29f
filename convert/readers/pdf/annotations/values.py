"""What annotations say beside what they show: values without a drawing set where they stand, others kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from convert.boxes import holds
from convert.page import Box
from convert.readers.pdf.annotations.found import Annotation
from convert.readers.pdf.glyphs.characters import Frame
from convert.readers.pdf.glyphs.leftward import is_leftward
from convert.readers.pdf.glyphs.pieces import Run, Style

CHECKED, UNCHECKED = "\u2612", "\u2610"
SIZES = (4.0, 12.0)
"""Points between which letters without a size of their own are set; forms use 8 to 12."""
HEIGHT, LEADING, WIDTH = 0.7, 1.2, 0.5
"""Size of the letters of a field as a share of its height; the advance of lines and of letters, in em."""
DEPTH = 0.25
"""How far the baseline stands above the foot of a line, in em."""
GAP = 0.05
"""White space between words in em: so little that nobody takes it for that between columns."""
LEAST = 1.2
"""Points; no text is set smaller, or it would count as hidden."""
_PAINTED = ("Stamp", "Watermark")
"""What shows what it shows; its comment is another thing."""


class Settled(NamedTuple):
    """The runs of a page with what its annotations say, and what of that is not seen."""

    runs: list[Run]
    hidden: list[Run]
    set: list[Annotation]  # without a drawing, set by their value
    other: list[tuple[Annotation, str]]  # that show something else than they say, with what they show


def settled(runs: list[Run], found: Sequence[Annotation], frame: Frame) -> Settled:
    """The runs with the values of annotations that do not show them: boxes to check and fields without a drawing.

    A value that its field does not show, all or in part, is hidden text; so is that of an annotation nobody sees.
    """
    made = Settled(list(runs), [], [], [])
    for each in found:
        box = frame.box(*each.rect)
        text = (CHECKED if each.checked else UNCHECKED) if each.field == "check" else each.text
        if not each.is_content or each.field in ("button", "signature") or not text:
            continue
        shown = shown_by(each, runs)
        if not each.seen:
            if each.checked or each.field != "check":
                made.hidden.extend(_set(each, text, box, runs))
        elif each.field == "check":
            made.runs.extend(_set(each, text, box, runs))
        elif _bare(text) in _bare(shown) or (each.drawn and each.kind in _PAINTED) or each.field == "password":
            continue
        elif _bare(shown):
            made.hidden.extend(_set(each, text, box, runs))
            made.other.append((each, shown))
        else:
            made.runs.extend(_set(each, text, box, runs))
            made.set.append(each)
    return made


def shown_by(annotation: Annotation, runs: Sequence[Run]) -> str:
    """What was read of the drawing of an annotation."""
    mark = annotation.mark
    return " ".join(run.text for run in runs if run.mark == mark)


def _bare(text: str) -> str:
    """The text without white space and other shapes of the same letters."""
    return re.sub(r"\s+", "", normalize("NFKC", text))


# ── setting ──────────────────────────────────────────────────────────────────────────────────────────


def _set(annotation: Annotation, text: str, box: Box, runs: Sequence[Run]) -> Iterator[Run]:
    """A text as runs inside a box: on the line that passes through it, else from its top down."""
    beside = _beside(box, runs)
    size = annotation.size or (beside.style.size if beside else HEIGHT * (box.bottom - box.top))
    size = min(max(size, SIZES[0]), max(SIZES[1], annotation.size))
    width = max(box.x1 - box.x0, size)
    lines = [line for each in text.split("\n") for line in _wrapped(each.split(), int(width / (WIDTH * size)))]
    leading = min(LEADING * size, max((box.bottom - box.top) / len(lines), LEADING * LEAST))
    if len(lines) > 1 or not beside:
        beside = None
        size = min(size, leading / LEADING)
    for number, words in enumerate(lines):
        baseline = beside.baseline if beside else box.top + (number + 1) * leading - DEPTH * size
        if len(lines) == 1 and not beside:
            baseline = (box.top + box.bottom) / 2 + (0.5 - DEPTH) * size
        yield from _on_line(annotation, words, box, round(baseline, 2), size)


def _beside(box: Box, runs: Sequence[Run]) -> Run | None:
    """The nearest text on whose line a box stands."""
    level = [
        run for run in runs if not run.angle and not run.style.unseen and box.top < run.baseline <= box.bottom + 1
    ]
    return min(level, key=lambda run: max(run.start - box.x1, box.x0 - run.end), default=None)


def _wrapped(words: Sequence[str], most: int) -> Iterator[list[str]]:
    """Words in lines of so many letters."""
    line: list[str] = []
    for word in words:
        if line and sum(map(len, line)) + len(line) + len(word) > most:
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _on_line(
    annotation: Annotation, words: Sequence[str], box: Box, baseline: float, size: float
) -> Iterator[Run]:
    """The words on a baseline, squeezed where the box is too narrow for them."""
    letters = sum(map(len, words)) + len(words) - 1
    advance = min(WIDTH * size, (box.x1 - box.x0) / letters) or WIDTH * size
    style = Style("", round(size, 2), False, False, 0)
    at = box.x0
    for word in reversed(words) if is_leftward(words[0]) else words:
        end = at + advance * (len(word) + 1) - GAP * size
        area = Box(
            round(at, 2), round(baseline - (1 - DEPTH) * size, 2), round(end, 2), round(baseline + DEPTH * size, 2)
        )
        yield Run(word, area.x0, area.x1, baseline, area, style, 0, True, True, annotation.mark)
        at = end + GAP * size


def beneath(areas: Sequence[Box], runs: Sequence[Run]) -> str:
    """The text that stands in some of the areas."""
    return " ".join(run.text for run in runs if any(holds(area, run.box) for area in areas))
