"""Scans to pages: TIFF, PNG, JPEG, JPEG 2000 and WebP, recognised by Tesseract, several pages at a time.

Recognised pages are kept (`cache`), so that an interrupted run goes on where it stopped. The images are decoded
and recognised in child processes within limits; `convert.readers.ocr.layout` makes lines of what comes back.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from queue import Queue
from threading import Event, Thread

from convert.errors import BadInput
from convert.page import Finding, Pages, Reading
from convert.readers.limits import ChildFailed, Limits, stream_limited
from convert.readers.ocr import engine
from convert.readers.ocr.layout import pages_of
from convert.readers.scan.work import BLANK, Recognised

LIMITS = Limits(memory=6 * 1024**3, cpu=24 * 3600, wall=24 * 3600.0, pause=900.0)
"""A page of 150 million pixels needs about 2 GB, and a long report hours."""
DOUBTFUL = 0.7
"""Mean confidence below which what was recognised is hardly what is printed: handwriting, a photograph."""
_REASONS = {
    "memory": "needs more memory than a document may use",
    "time": "takes longer than a document may take",
    "output": "gives more text than a document may give",
    "crash": "made the image decoder or the recogniser crash",
}


def read(path: Path, language: str = "") -> Reading:
    """The pages of an image file, recognised in the language given, or in the one that each page shows.

    Raises MissingDependency without Tesseract, BadInput for what is no whole image, too large, or without text.
    """
    engine.require(path)
    (count,) = _streamed(path, [("convert.readers.scan.work:count", (path,))])
    assert isinstance(count, int)
    pages, findings = laid_out(recognise(path, range(count), language))
    if not any(page.lines for page in pages):
        remedy = "look whether the scan shows any"
        raise BadInput("no text was recognised on any page", file=path, remedy=remedy)
    return Reading(pages, findings)


def recognise(path: Path, numbers: Sequence[int], language: str) -> list[Recognised]:
    """The frames with these numbers, from 0, in parallel; with no language given, in that of the first."""
    first: list[Recognised] = []
    if not language and len(numbers) > 1:
        first = list(_recognise(path, [numbers[:1]], ""))
        language, numbers = first[0].language, numbers[1:]
    several = max(1, min(len(numbers), len(os.sched_getaffinity(0))))
    shares = [numbers[start::several] for start in range(several)]
    found = [*first, *_recognise(path, shares, language)]
    return sorted(found, key=lambda each: each.sheet.number)


def laid_out(found: Sequence[Recognised]) -> tuple[Pages, tuple[Finding, ...]]:
    """What was recognised as pages, and what a person should know of it."""
    pages, findings = pages_of([each.sheet for each in found])
    pages = tuple(
        replace(page, scan=replace(page.scan, turned=each.turned, tilt=each.tilt) if page.scan else None)
        for page, each in zip(pages, found, strict=True)
    )
    said = [finding for finding in findings if finding.code != "empty-page"]
    return pages, (*said, *(finding for each in found for finding in _said(each)))


def _said(found: Recognised) -> Iterator[Finding]:
    number, words = found.sheet.number, any(row.tokens for row in found.sheet.rows)
    if not words and found.ink <= BLANK:
        yield Finding("scan-blank", "nothing is on the page", number)
    elif not words:
        message = "something is on the page, but no text was recognised: it is not in the result"
        yield Finding("scan-no-text", message, number, level="warning")
    else:
        share = f"recognised in {found.language} with a confidence of {found.confidence:.0%}"
        if found.confidence < DOUBTFUL:
            share += ": hardly what is printed; it may be a picture, handwriting or a bad scan"
        yield Finding("scan", share, number, level="warning" if found.confidence < DOUBTFUL else "info")
    if found.labels:
        message = f"enumerators beside the text that only a second look found: {found.labels}"
        yield Finding("second-look", message, number)
    if found.turned:
        yield Finding("scan-turned", f"turned upright by {found.turned} degrees", number)
    if found.cleaned:
        yield Finding("scan-specks", "many specks: recognised without those that stand alone", number)
    if found.tilt:
        yield Finding("scan-level", f"set level, by {abs(found.tilt)} degrees", number)


def _recognise(path: Path, shares: Sequence[Sequence[int]], language: str) -> Iterator[Recognised]:
    calls = [("convert.readers.scan.work:work", (path, tuple(each), language)) for each in shares]
    total = sum(len(share) for share in shares)
    try:
        for done, found in enumerate(_streamed(path, calls), 1):
            assert isinstance(found, Recognised)
            yield found
            _show(f"{path.name}: {done} of {total} pages recognised" if total > 1 else "")
    finally:
        _show("")


def _streamed(path: Path, calls: Sequence[tuple[str, tuple[object, ...]]]) -> Iterator[object]:
    """What the calls yield, each in a child of its own, all at a time; when one fails, the others are stopped."""
    results: Queue[tuple[str, object]] = Queue()
    stop = Event()
    for target, arguments in calls:
        Thread(target=_pump, args=(target, arguments, results, stop), daemon=True).start()
    running = len(calls)
    try:
        while running:
            kind, value = results.get()
            if kind == "item":
                yield value
            elif isinstance(value, ChildFailed):
                remedy = "save the file anew, or split it into parts"
                raise BadInput(_REASONS[value.reason], file=path, remedy=remedy) from value
            elif isinstance(value, BaseException):
                raise value
            else:
                running -= 1
    finally:
        stop.set()


def _pump(target: str, arguments: tuple[object, ...], results: Queue[tuple[str, object]], stop: Event) -> None:
    """Hand on what a child yields, and at last how it ended."""
    end: BaseException | None = None
    stream = stream_limited(target, arguments, LIMITS)
    try:
        for item in stream:
            results.put(("item", item))
            if stop.is_set():
                break
    except Exception as error:  # raised again by the one who waits
        end = error
    results.put(("end", end))


def _show(text: str) -> None:
    """On a terminal, how far the work is; nothing clears the line."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
