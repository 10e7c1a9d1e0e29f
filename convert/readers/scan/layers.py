"""A PDF's own text and what its pages show: where a page has no text, or hardly any words in it, it is recognised.

The better of the two is taken, by the share of their words that are words, and said with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from convert.errors import BadInput
from convert.page import Finding, Page, Reading
from convert.readers.ocr import engine
from convert.readers.scan import laid_out, recognise
from convert.words import counted, guess_language, share_of_words

GARBAGE = 0.75
"""Share of words of the language below which a text layer is looked at again; good ones have 0.9 and more."""
BETTER = 0.05
"""By how much the fresh share must be higher to be taken: a person may have corrected the layer."""
TELLING = 20
"""Words from which a page's share of words tells anything."""


class _Doubt(NamedTuple):
    page: Page
    known: float | None  # share of words in the layer; None where there is no layer


def with_scans(path: Path, reading: Reading, language: str) -> Reading:
    """The reading of a PDF with the pages recognised that have no text of use.

    Raises MissingDependency where no page has text and nothing is there to recognise it, BadInput where that finds
    none either.
    """
    language = language or reading.meta.get("language", "")
    doubts = {doubt.page.number: doubt for doubt in _doubts(reading, language)}
    has_text = any(line.role == "body" for page in reading.pages for line in page.lines)
    if not doubts or (has_text and not engine.is_installed()):
        return _with_text(path, reading)
    engine.require(path)
    found, findings = laid_out(recognise(path, [number - 1 for number in sorted(doubts)], language))
    taken: dict[int, Page] = {}
    said: list[Finding] = []
    for page in found:
        better, why = _better(doubts[page.number], page, language)
        said.append(why)
        if better:
            taken[page.number] = replace(page, label=doubts[page.number].page.label)
    pages = tuple(taken.get(page.number, page) for page in reading.pages)
    kept = [each for each in reading.findings if not (each.code in REPLACED and each.page in taken)]
    new = [each for each in findings if each.page in taken or each.page is None]
    return _with_text(path, replace(reading, pages=pages, findings=(*kept, *said, *new)))


REPLACED = ("pdf-no-text", "pdf-scan", "pdf-image")
"""What was said of a page's text layer and is no longer true once the page is recognised."""


def _doubts(reading: Reading, language: str) -> Iterator[_Doubt]:
    """Pages that show something and have no text, and scans whose layer has few words in it."""
    codes = {(finding.page, finding.code) for finding in reading.findings}
    for page in reading.pages:
        if (page.number, "pdf-no-text") in codes:
            yield _Doubt(page, None)
        elif (page.number, "pdf-scan") in codes:
            known = _known([page], language)
            if known is not None and known < GARBAGE:
                yield _Doubt(page, known)


def _known(pages: Sequence[Page], language: str) -> float | None:
    """The share of words that are words; None where there are too few to tell, or no list of the language."""
    counts = counted(line.text for page in pages for line in page.lines if line.role == "body")
    tongue = language or guess_language(counts) or "en"
    return share_of_words(counts, tongue) if counts.total() >= TELLING else None


def _better(doubt: _Doubt, fresh: Page, language: str) -> tuple[bool, Finding]:
    """Whether the fresh recognition is taken, and why."""
    number = doubt.page.number
    if doubt.known is None:
        return True, Finding("scan-taken", "no text layer: recognised from the picture", number)
    known = _known([fresh], language) or 0.0
    shares = f"{doubt.known:.0%} of its words are words, of those recognised anew {known:.0%}"
    if known > doubt.known + BETTER:
        return True, Finding("scan-taken", f"the text layer is poor ({shares}): recognised anew", number)
    return False, Finding("scan-kept", f"the text layer is poor ({shares}): kept", number, level="warning")


def _with_text(path: Path, reading: Reading) -> Reading:
    if any(line.role == "body" for page in reading.pages for line in page.lines):
        return reading
    engine.require(path)
    remedy = "look whether the pages show any"
    raise BadInput("has no text on any page, and none was recognised", file=path, place="all pages", remedy=remedy)
