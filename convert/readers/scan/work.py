"""The child's side: frames of a file to recognised sheets, one after the other, each kept once it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from convert.readers.ocr import engine, hocr
from convert.readers.ocr.look import look
from convert.readers.ocr.tokens import Sheet, row_text
from convert.readers.scan import cache
from convert.readers.scan.images import Frame, count_frames, frames
from convert.readers.scan.specks import without_specks
from convert.readers.scan.tilt import levelled, tilt_of
from convert.words import counted, guess_language

if TYPE_CHECKING:
    from PIL.Image import Image

POOR = 0.6
"""Mean confidence below which a page may lie on its side or upside down; upright text has 0.85 and more."""
WELL = 0.92
"""Mean confidence from which a page is not looked at for specks; 900 of them made 0.95 to 0.89."""
TELLING = 40
"""Words from which a page tells its language."""


class Recognised(NamedTuple):
    """A page as recognised: the sheet, how far it was turned clockwise, its mean confidence, data, what to say."""

    sheet: Sheet
    turned: int
    confidence: float
    language: str
    ink: float  # share of the page that is dark
    kept: bool
    labels: int = 0  # enumerators that only a second look found
    tilt: float = 0.0  # degrees by which it was turned to be level, against the clock
    cleaned: bool = False  # whether specks were taken off before it was recognised


def count(path: Path) -> int:
    """How many frames a file has."""
    return count_frames(path)


def work(path: Path, numbers: Sequence[int], language: str) -> Iterator[Recognised]:
    """The frames with these numbers, from 0, recognised in this language, "" for the one that each shows."""
    yield from (_recognised(frame, language) for frame in frames(path, iter(numbers)))


def _recognised(frame: Frame, language: str) -> Recognised:
    data = engine.data_of(language or "en") or "eng"
    tilt = tilt_of(frame.image)
    frame = frame._replace(image=levelled(frame.image, tilt)) if tilt else frame
    found = _in_language(frame, data)
    if not language:
        shown = engine.data_of(_shown(found.sheet))
        if shown and shown != data:
            found = _in_language(frame, shown)
    return found._replace(tilt=tilt)


def _shown(sheet: Sheet) -> str:
    """The language that a page shows by its function words, "" where that is not clear."""
    counts = counted(row_text(row)[0] for row in sheet.rows)
    return guess_language(counts) if counts.total() >= TELLING else ""


def _in_language(frame: Frame, data: str) -> Recognised:
    """The page recognised as it lies; where that is poor or runs upwards, turned upright, if it is better then."""
    found = _read(frame.image, frame, data, 0)
    if (found.confidence < POOR and found.ink > BLANK) or _on_its_side(found.sheet):
        turn = engine.upright(frame.image)
        if turn:
            again = _read(frame.image.rotate(-turn, expand=True), frame, data, turn)
            if again.confidence > found.confidence or _on_its_side(found.sheet):
                found = again
    return _despeckled(found, frame, data)


def _despeckled(found: Recognised, frame: Frame, data: str) -> Recognised:
    """The page recognised without its specks, where it is not well read and has many, if it is better then."""
    if found.confidence >= WELL or found.turned or found.ink <= BLANK:
        return found
    image = without_specks(frame.image, frame.dpi)
    again = _read(image, frame, data, 0) if image else found
    return again._replace(cleaned=True) if again.confidence > found.confidence else found


def _on_its_side(sheet: Sheet) -> bool:
    """Whether most words are higher than wide."""
    boxes = [token.box for row in sheet.rows for token in row.tokens if token.box and len(token.text) > 2]
    return 2 * sum(box.bottom - box.top > box.x1 - box.x0 for box in boxes) > max(len(boxes), TELLING // 4)


BLANK = 0.0005
"""Share of dark pixels below which nothing is on a page but dust."""
DARK = 128


def _read(image: Image, frame: Frame, data: str, turned: int) -> Recognised:
    name = cache.key(image, engine.version(), data, round(frame.dpi))
    text = cache.kept(name)
    known = text is not None
    if text is None:
        text = engine.recognise(image, data, frame.dpi)
        cache.keep(name, text)
    sheet = replace(hocr.sheet_of(text, frame.number + 1), dpi=frame.dpi, image="", frame=frame.number)
    histogram = image.histogram()
    ink = sum(histogram[:DARK]) / max(1, sum(histogram))
    sheet, labels = look(sheet, image)
    return Recognised(sheet, turned, round(_confidence(sheet), 3), data, round(ink, 5), known, labels)


def _confidence(sheet: Sheet) -> float:
    """The mean confidence of the words, the long ones counting more."""
    sure = list(_weighed(sheet))
    return sum(share * weight for share, weight in sure) / max(1, sum(weight for _, weight in sure))


def _weighed(sheet: Sheet) -> Iterator[tuple[float, int]]:
    for row in sheet.rows:
        for token in row.tokens:
            if token.confidence is not None:
                yield token.confidence, len(token.text)
