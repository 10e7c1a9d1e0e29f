"""Recognised sheets to pages: rows set upright, in points, with sizes, white space, columns and raised words.

All recognisers' formats, and our own recognition of scans, come through here, so that the same page looks alike
whoever recognised it. Everything is measured on the boxes of words; boxes of characters are used where given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from convert.boxes import around
from convert.page import Box, Finding, Grid, Line, Page, Pages, Role, Scan, Word
from convert.readers.ocr.extents import measured, weighted_median
from convert.readers.ocr.gaps import with_gaps
from convert.readers.ocr.level import Level, level, resized, set_level, skew_of
from convert.readers.ocr.order import in_order
from convert.readers.ocr.sizes import Measured, settled
from convert.readers.ocr.tables import Placed, Tabled, in_place, tabled
from convert.readers.ocr.tokens import Letter, Row, Sheet, Token, row_text

USUAL_SIZE = 10.5
"""Points that text is most often set in: the measure where a file does not say its resolution."""
RESOLUTIONS = (72, 96, 100, 120, 150, 200, 240, 300, 400, 600, 1200)
RAISED_FROM = 0.2
"""Height above the baseline, in em, at which the foot of a raised glyph stands at least; marks stand at 0.3."""
RAISED_HEIGHT = (0.3, 0.55)
"""Heights of raised digits, in em; a quotation mark has 0.25, a capital 0.67."""
LONGEST = 4
"""Characters of the longest raised number with its signs."""
BLOCKS = 0.8
"""Share of the lines of a sheet whose words are all equally high, if it is the recogniser that made them so."""
PRINTED = (4.0, 36.0)
"""Points in which the text of a page is set; a resolution that makes it smaller or larger is a default."""
BELOW_RULE = 2.0
"""Em below the rule above the notes within which their first line stands."""
COLUMN = 0.5
"""Em by which a line stands above the end of the line before where a new column begins."""


def pages_of(sheets: Sequence[Sheet]) -> tuple[Pages, tuple[Finding, ...]]:
    """The pages of recognised sheets, and what was assumed or should be known."""
    skews = [skew_of(sheet.rows) for sheet in sheets]
    blocks = [_are_blocks(sheet.rows) for sheet in sheets]
    flat = [
        [level(row, skew, block) for row in sheet.rows]
        for sheet, skew, block in zip(sheets, skews, blocks, strict=True)
    ]
    guess = _guessed_resolution([each for rows in flat for each in rows])
    dpis = [_plausible(sheet.dpi, rows) or guess for sheet, rows in zip(sheets, flat, strict=True)]
    without = [
        tabled(rows, sheet.rulings, skew, dpi, block)
        for sheet, rows, skew, dpi, block in zip(sheets, flat, skews, dpis, blocks, strict=True)
    ]
    placed = [
        in_place(in_order(each.rows, sheet.height), each) for sheet, each in zip(sheets, without, strict=True)
    ]
    levels = _in_own_face([[each.row for each in rows] for rows in placed], blocks)
    sizes = iter(settled([each for at, rows in enumerate(levels) for each in _in_points(rows, dpis[at], at)]))
    pages = tuple(
        _page(
            sheet,
            Scan(dpi, skew, image=sheet.image, frame=sheet.frame),
            [(replace(each, row=row), next(sizes)) for each, row in zip(places, rows, strict=True)],
            tables.grids,
        )
        for sheet, skew, places, rows, dpi, tables in zip(
            sheets, skews, placed, levels, dpis, without, strict=True
        )
    )
    return with_gaps(pages), (*_findings(sheets, dpis), *_doubts(sheets, without))


def _findings(sheets: Sequence[Sheet], dpis: Sequence[float]) -> Iterator[Finding]:
    guessed = [(sheet, dpi) for sheet, dpi in zip(sheets, dpis, strict=True) if not sheet.dpi]
    if guessed and any(sheet.rows for sheet in sheets):
        message = (
            f"the file does not say its resolution; by the size of its text it is about {guessed[0][1]:.0f} dpi"
        )
        yield Finding("resolution", message)
    for sheet in sheets:
        yield from (Finding("ocr", note, sheet.number) for note in sheet.notes)
        if not sheet.rows:
            yield Finding("empty-page", "nothing on this page", sheet.number)


def _doubts(sheets: Sequence[Sheet], found: Sequence[Tabled]) -> Iterator[Finding]:
    for sheet, tables in zip(sheets, found, strict=True):
        if tables.doubts:
            message = "some lines may be a table; they are kept as lines, row by row"
            yield Finding("ocr-table", message, sheet.number, level="warning")


def _are_blocks(rows: Sequence[Row]) -> bool:
    """Whether the words of a sheet have the height of their lines: their boxes tell nothing of their letters."""
    extents = [[(token.box.top, token.box.bottom) for token in row.tokens if token.box] for row in rows]
    told = [each for each in extents if len(each) > 2]
    return bool(told) and sum(1 for each in told if len(set(each)) == 1) > BLOCKS * len(told)


def _in_own_face(sheets: Sequence[Sequence[Level]], blocks: Sequence[bool]) -> list[Sequence[Level]]:
    """The rows with sizes as the typeface of the document tells them, where its boxes tell anything of it."""
    told = list(zip(sheets, blocks, strict=True))
    extents = measured(row.row.tokens for rows, block in told if not block for row in rows)
    return [rows if block else [resized(row, extents) for row in rows] for rows, block in told]


def _in_points(rows: Sequence[Level], dpi: float, sheet: int) -> Iterator[Measured]:
    scale = 72 / dpi
    for row in rows:
        yield Measured(row.size * scale, row.letters, _scaled(row.box, scale), sheet)


def _guessed_resolution(rows: Sequence[Level]) -> float:
    """The common resolution at which the text would have its usual size."""
    measured = [(each.size, each.letters) for each in rows if each.size]
    if not measured:
        return float(RESOLUTIONS[3])
    dpi = 72 * weighted_median(measured) / USUAL_SIZE
    return float(min(RESOLUTIONS, key=lambda each: max(each / dpi, dpi / each)))


def _plausible(dpi: float, rows: Sequence[Level]) -> float:
    """The resolution that the file says, 0 where its text would then be of no size that is printed."""
    measured = [(each.size, each.letters) for each in rows if each.size]
    if dpi <= 0 or not measured:
        return max(dpi, 0.0)
    points = weighted_median(measured) / dpi * 72
    return dpi if PRINTED[0] <= points <= PRINTED[1] else 0.0


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────


def _page(sheet: Sheet, scan: Scan, rows: Sequence[tuple[Placed, float | None]], tables: tuple[Grid, ...]) -> Page:
    scale = 72 / scan.dpi
    lines: list[Line] = []
    region = 0
    last: Level | None = None
    table: int | None = None
    places = [place for place, _ in rows]
    below = [_first_below(foot, scan.skew, places) for foot in sheet.feet]
    for number, (place, size) in enumerate(rows, 1):
        row, inside = place.row, place.cell.table if place.cell else None
        if inside != table or (
            last and last.box and row.box and row.box.top < last.box.top - COLUMN * row.size and inside is None
        ):
            region += 1
        last, table = row if row.box else last, inside
        text, starts = row_text(row.row)
        words = tuple(
            word
            for token, start in zip(row.row.tokens, starts, strict=True)
            for word in _words(token, start, row, scale, scan.skew)
        )
        box = _scaled(row.box, scale)
        role: Role = "hidden" if place.apart else "body"
        line = Line(sheet.number, number, text, 0.0, role, box, size, words, region, place.cell)
        lines.append(replace(line, ruled=True) if number - 1 in below else line)
    width, height = (round(each * scale, 2) or None for each in (sheet.width, sheet.height))
    return Page(sheet.number, None, tuple(lines), width, height, tables, scan=scan)


def _first_below(foot: Box, skew: float, rows: Sequence[Placed]) -> int | None:
    """Which row stands next below the rule that parts notes from the text; None where none is near."""
    x, y = (foot.x0 + foot.x1) / 2, (foot.top + foot.bottom) / 2
    y -= x * skew
    found = [
        (box.top, at, row.size)
        for at, row, box in ((at, place.row, place.row.box) for at, place in enumerate(rows) if not place.apart)
        if box and box.x1 > foot.x0 and box.x0 < foot.x1 and (box.top + box.bottom) / 2 > y
    ]
    top, at, size = min(found, default=(0.0, None, 0.0))
    return at if top - y <= BELOW_RULE * size else None


def _words(token: Token, start: int, row: Level, scale: float, skew: float) -> Iterator[Word]:
    """A token as one word, or as several where some of its letters are raised."""
    whole = Word(
        token.text,
        start,
        _scaled(token.box, scale),
        bold=token.bold,
        italic=token.italic,
        raised=token.raised,
        confidence=token.confidence,
        opening=token.opening,
    )
    if any(mark.box for mark in token.marks):
        yield from _seen_words(whole, token, scale, skew)
        return
    if token.marks:  # looked at, and nothing raised was seen
        yield replace(whole, seen=token.marks[0].seen)
        return
    flags = [_is_raised(letter, row) for letter in token.letters]
    if sum(flags) > LONGEST:  # a word of small print beside large, not a number
        flags = [False] * len(flags)
    if not any(flags) or all(flags):
        yield replace(whole, raised=whole.raised or any(flags))
        return
    at = 0
    for raised, group in groupby(zip(flags, token.letters, strict=True), key=lambda each: each[0]):
        letters = [letter for _, letter in group]
        box = _scaled(around(letter.box for letter in letters), scale)
        text = "".join(letter.text for letter in letters)
        yield replace(whole, text=text, start=start + at, box=box, raised=raised)
        at += len(text)


def _seen_words(whole: Word, token: Token, scale: float, skew: float) -> Iterator[Word]:
    """A word, its raised numbers as words of their own; one that the recogniser dropped has no text."""
    at = 0
    for mark in (*token.marks, None):
        begin, end = (mark.start, mark.end) if mark else (len(token.text), len(token.text))
        if begin > at:
            yield replace(whole, text=token.text[at:begin], start=whole.start + at)
        if mark:
            box = _scaled(set_level(mark.box, skew), scale)
            yield replace(
                whole, text=token.text[begin:end], start=whole.start + begin, box=box, raised=True, seen=mark.seen
            )
        at = end


def _is_raised(letter: Letter, row: Level) -> bool:
    """Whether a character is small and its foot high above the baseline; quotation marks are too small."""
    height = letter.box.bottom - letter.box.top
    foot = row.baseline - letter.box.bottom
    return foot >= RAISED_FROM * row.size and RAISED_HEIGHT[0] * row.size <= height <= RAISED_HEIGHT[1] * row.size


def _scaled(box: Box | None, scale: float) -> Box | None:
    if box is None:
        return None
    return Box(*(round(side * scale, 2) for side in (box.x0, box.top, box.x1, box.bottom)))
