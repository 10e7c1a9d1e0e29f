"""The work on a PDF in parts that pass from the child that parses to the program that puts them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from convert.errors import BadInput
from convert.files import slug
from convert.page import Bookmark, Finding, Reading
from convert.readers.pdf.drawings.naming import name_pictures
from convert.readers.pdf.lines import Ruled, Setting, ruled, set_in_rows, with_gaps
from convert.readers.pdf.margins.furniture import label_furniture

if TYPE_CHECKING:
    from convert.readers.pdf.inserts import Inserts
    from convert.readers.pdf.layout.areas import Regions
    from convert.readers.pdf.sheets import Sheet

OCR = "recognise the text first, for example with: ocrmypdf IN.pdf OUT.pdf"
MOST_SHOWN = 20
"""Bookmarks that a finding names."""
_DOUBTED = "the structure that the file says it has does not fit what the page shows: not used"


class Facts(NamedTuple):
    """What a file says about itself."""

    pages: int
    meta: dict[str, str]
    outline: tuple[Bookmark, ...]
    findings: tuple[Finding, ...] = ()


class Part(NamedTuple):
    """A sheet in rows, and what is to be said about it."""

    number: int
    setting: Setting
    findings: tuple[Finding, ...]
    failed: bool = False


def parts_of(path: Path, most: int, first: int = 1, facts: bool = True) -> Iterator[Facts | Part]:
    """What the file says of itself, then its sheets from number `first` on, one after the other.

    Raises BadInput for a file that cannot be opened, has no pages or more than `most`.
    """
    from convert.readers.pdf.document import opened
    from convert.readers.pdf.drawings.pictures import Cutter
    from convert.readers.pdf.said import findings_of, findings_of_file
    from convert.readers.pdf.sheets import sheets_of, untagged
    from convert.readers.pdf.tags.trust import agrees

    with opened(path) as document:
        _refuse_count(path, document.count, most)
        if facts:
            said = tuple(findings_of_file(document))
            yield Facts(document.count, document.meta(), tuple(document.outline()), said)
        cutter = Cutter(document)
        for sheet in sheets_of(document, first):
            inserts, regions, setting = _laid_out(sheet)
            doubted = sheet.tagged and not agrees(setting.regions)
            if doubted:
                sheet = untagged(sheet)
                inserts, regions, setting = _laid_out(sheet)
            findings = tuple(findings_of(sheet, regions, inserts))
            if doubted:
                findings = (*findings, Finding("pdf-tags", _DOUBTED, sheet.number))
            setting = replace(setting, pictures=cutter.cut(sheet.number, inserts.pictures))
            yield Part(sheet.number, setting, findings, bool(sheet.failure))


def _laid_out(sheet: Sheet) -> tuple[Inserts, Regions, Setting]:
    """What stands between the lines of a sheet, its regions in reading order, and these in rows."""
    from convert.readers.pdf.inserts import inserts_of
    from convert.readers.pdf.layout.order import regions_of

    inserts = inserts_of(sheet)
    regions = regions_of(sheet, inserts.boxes)
    return inserts, regions, set_in_rows(sheet, regions, inserts)


def left_out(number: int, why: str) -> Part:
    """A sheet that could not be read."""
    finding = Finding("pdf-page", f"not read, for it {why}; the other pages are", number, level="warning")
    return Part(number, Setting(number, None, 0.0, 0.0), (finding,), failed=True)


def lost_bookmarks(outline: Iterable[Bookmark], pages: Sequence[Ruled]) -> Iterator[Finding]:
    """What is to be said of bookmarks whose words do not stand on the page that they lead to, or lead nowhere."""
    texts: dict[int, str] = {}
    lost: dict[str, None] = {}
    for mark in outline:
        at = (mark.page or 0) - 1
        if at not in texts:
            near = pages[at : at + 2] if at >= 0 else ()
            texts[at] = _bare("".join(line.text for each in near for line in each.page.lines))
        if _bare(mark.title) not in texts[at]:
            lost[mark.title] = None
    if lost:
        shown = "; ".join(list(lost)[:MOST_SHOWN]) + "; \u2026" * (len(lost) > MOST_SHOWN)
        yield Finding("pdf-outline", f"{len(lost)} bookmarks say what does not stand on their page: {shown}")


def _bare(text: str) -> str:
    """The letters and digits alone."""
    return "".join(filter(str.isalnum, normalize("NFKC", text).casefold()))


def _refuse_count(path: Path, pages: int, most: int) -> None:
    """Refuse a file without pages, or with too many."""
    if not pages:
        raise BadInput("has no pages", file=path, remedy="get the whole file again")
    if pages > most:
        raise BadInput(
            f"has more than {most} pages", file=path, place=f"{pages} pages", remedy="split the file into parts"
        )


def assembled(path: Path, parts: Iterable[Facts | Part]) -> Reading:
    """The parts as one reading. Raises BadInput if no page can be read."""
    facts = Facts(0, {}, ())
    pages: list[Ruled] = []
    findings: list[Finding] = []
    failed = 0
    for part in parts:
        if isinstance(part, Facts):
            facts = part
            continue
        pages.append(ruled(part.setting))
        findings.extend(part.findings)
        failed += part.failed
    if failed and failed == len(pages):
        remedy = "repair the file, for example with: qpdf IN.pdf OUT.pdf"
        raise BadInput("has no page that can be read", file=path, place=findings[0].message, remedy=remedy)
    findings.extend(lost_bookmarks(facts.outline, pages))
    named, said = name_pictures(label_furniture(with_gaps(pages)), slug(path.stem))
    return Reading(named, (*facts.findings, *findings, *said), facts.meta, facts.outline)
