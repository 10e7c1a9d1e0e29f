"""Recognised sheets to pages: rows set upright, in points, with sizes, white space, columns and raised words.

All recognisers' formats, and our own recognition of scans, come through here, so that the same page looks alike
whoever recognised it. Everything is measured on the boxes of words; boxes of characters are used where given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

import regex

from convert.page import Box, Finding, Line, Page, Pages, Scan, Word
from convert.readers.ocr.tokens import Letter, Row, Sheet, Token, row_text

# Heights above the baseline in em, of common text faces (Times, Liberation, Charis): what a word's box tells of
# its size depends on which letters it holds.
CAPITAL, T_HEIGHT, X_HEIGHT, DESCENT = 0.67, 0.57, 0.46, 0.21
_TALL = regex.compile(r"[\p{Lu}\p{N}bdfhijklßþ()\[\]/|&%§?!“”‘’\"'ÀÉÈàéèìíòóñ]")
_DEEP = regex.compile(r"[gjpqyçQ()\[\]/|§þ;,]")
_LETTER = regex.compile(r"[\p{L}\p{N}]")

USUAL_SIZE = 10.5
"""Points that text is most often set in: the measure where a file does not say its resolution."""
RESOLUTIONS = (72, 96, 100, 120, 150, 200, 240, 300, 400, 600, 1200)
SAME_SIZE = 0.07
"""Share by which the measured sizes of two lines in one size differ at most; they scatter by 0.03."""
APART = 0.1
"""Share by which two sizes of one document differ at least; notes are set 0.15 to 0.2 smaller than text."""
FAR = 0.2
"""Share by which a line must differ from all sizes found to have one of its own."""
SHORT = 12
"""Letters below which a line's own size is a poor measure."""
RAISED_FROM = 0.2
"""Height above the baseline, in em, at which the foot of a raised glyph stands at least; marks stand at 0.3."""
RAISED_HEIGHT = (0.3, 0.55)
"""Heights of raised digits, in em; a quotation mark has 0.25, a capital 0.67."""
BLOCKS = 0.8
"""Share of the lines of a sheet whose words are all equally high, if it is the recogniser that made them so."""
MIN_FEET = 4
"""Words on a line that tell its slope."""
MIN_SLOPES = 3
"""Lines that tell the slope of their page."""
PRINTED = (4.0, 36.0)
"""Points in which the text of a page is set; a resolution that makes it smaller or larger is a default."""
LEADING = 1.2
"""Leading in em where a document is too short to show its own."""
MOST_LEADING = 3.0
"""Leading in em beyond which two lines are not neighbours."""
UNEVEN = 0.6
"""Points by which advances of one leading scatter: a pixel and a half at 200 dpi."""
USUAL = 0.25
"""A leading is normal for a size if it is this often as frequent as the most frequent one."""
MIN_SEEN = 2
"""Times that an advance is seen before it counts as a leading."""
SMALL_GAP = 0.18
"""Extra leading, in lines, that is unevenness of boxes and not white space."""
LABEL = 6
"""Characters of the longest enumerator that may stand in a column of its own."""
LABEL_GAP = 6.0
"""Em between an enumerator and its line at most."""
BESIDE = 0.5
"""Share of its height by which a label overlaps the line it belongs to."""
COLUMN = 0.5
"""Em by which a line stands above the end of the line before where a new column begins."""


@dataclass(frozen=True, slots=True)
class Level:
    """A row set level, its boxes still in pixels: its size in pixels to the em, and how many letters tell it."""

    row: Row
    box: Box | None = None
    size: float = 0.0
    baseline: float = 0.0
    letters: int = 0


def pages_of(sheets: Sequence[Sheet]) -> tuple[Pages, tuple[Finding, ...]]:
    """The pages of recognised sheets, and what was assumed or should be known."""
    skews = [skew_of(sheet.rows) for sheet in sheets]
    levels = [
        _joined([level(row, skew, _are_blocks(sheet.rows)) for row in sheet.rows])
        for sheet, skew in zip(sheets, skews, strict=True)
    ]
    guess = _guessed_resolution([each for rows in levels for each in rows])
    dpis = [_plausible(sheet.dpi, rows) or guess for sheet, rows in zip(sheets, levels, strict=True)]
    sizes = iter(
        _settled(
            [(each.size / dpi * 72, each.letters) for rows, dpi in zip(levels, dpis, strict=True) for each in rows]
        )
    )
    pages = tuple(
        _page(sheet, Scan(dpi, skew, image=sheet.image, frame=sheet.frame), [(each, next(sizes)) for each in rows])
        for sheet, skew, rows, dpi in zip(sheets, skews, levels, dpis, strict=True)
    )
    return _with_gaps(pages), tuple(_findings(sheets, dpis))


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


# ── level ────────────────────────────────────────────────────────────────────────────────────────────


def skew_of(rows: Iterable[Row]) -> float:
    """The slope of the lines of a sheet, in radians, positive where they fall to the right."""
    slopes: list[tuple[float, float]] = []
    for row in rows:
        feet = [
            ((token.box.x0 + token.box.x1) / 2, token.box.bottom)
            for token in row.tokens
            if token.box and len(token.text) > 1 and not _DEEP.search(token.text)
        ]
        if len(feet) >= MIN_FEET and feet[-1][0] > feet[0][0]:
            half = len(feet) // 2
            left, right = feet[:half], feet[-half:]
            run = median(x for x, _ in right) - median(x for x, _ in left)
            if run > 0:
                slopes.append(((median(y for _, y in right) - median(y for _, y in left)) / run, run))
    if len(slopes) < MIN_SLOPES:
        return 0.0
    return round(_weighted_median(slopes), 5)


def _weighted_median(values: Sequence[tuple[float, float]]) -> float:
    half = sum(weight for _, weight in values) / 2
    for value, weight in sorted(values):
        half -= weight
        if half <= 0:
            return value
    return values[-1][0]


def level(row: Row, skew: float, blocks: bool = False, *, letters: bool = True) -> Level:
    tokens = tuple(
        replace(
            token,
            box=_set_level(token.box, skew),
            letters=tuple(
                replace(letter, box=_set_level(letter.box, skew) or letter.box) for letter in token.letters
            )
            if letters
            else (),
        )
        for token in row.tokens
    )
    boxes = [token.box for token in tokens if token.box]
    box = around(boxes) if boxes else _set_level(row.box, skew)
    count = len(_LETTER.findall(row_text(row)[0]))
    # the box of a whole line is a poor measure of its size
    found = Level(Row(tokens, row.box, row.block), box, letters=count if boxes else min(count, SHORT - 1))
    if box is None:
        return found
    if blocks:
        size = (box.bottom - box.top) / (CAPITAL + DESCENT)
        return replace(found, size=size, baseline=box.bottom - DESCENT * size)
    size = _size(tokens, box)
    return replace(found, size=size, baseline=_baseline(tokens, box, size))


def _set_level(box: Box | None, skew: float) -> Box | None:
    """A box turned with its page. What a slanted word adds to the height of its box is taken off again."""
    if box is None or not skew:
        return box
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    width, height = box.x1 - box.x0, box.bottom - box.top
    wide, high = max(width - height * abs(skew), width / 2) / 2, max(height - width * abs(skew), height / 2) / 2
    x, y = x + y * skew, y - x * skew
    return Box(x - wide, y - high, x + wide, y + high)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all."""
    x0, top, x1, bottom = zip(*((box.x0, box.top, box.x1, box.bottom) for box in boxes), strict=True)
    return Box(min(x0), min(top), max(x1), max(bottom))


# ── sizes and baselines, from what the letters of a word reach to ────────────────────────────────────


def _size(tokens: Sequence[Token], box: Box) -> float:
    """Pixels to the em."""
    told = [(token.text, token.box) for token in tokens if token.box]
    measures = [
        ((each.bottom - each.top) / _extent(text), _weight(text)) for text, each in told if _LETTER.search(text)
    ]
    if measures:
        return _weighted_median(measures)
    return (box.bottom - box.top) / _extent("".join(token.text for token in tokens))


def _are_blocks(rows: Sequence[Row]) -> bool:
    """Whether the words of a sheet have the height of their lines: their boxes tell nothing of their letters."""
    extents = [[(token.box.top, token.box.bottom) for token in row.tokens if token.box] for row in rows]
    told = [each for each in extents if len(each) > 2]
    return bool(told) and sum(1 for each in told if len(set(each)) == 1) > BLOCKS * len(told)


def _extent(text: str) -> float:
    """From the top of the tallest to the foot of the deepest letter, in em."""
    top = CAPITAL if _TALL.search(text) else T_HEIGHT if "t" in text else X_HEIGHT
    return top + (DESCENT if _DEEP.search(text) else 0.0)


def _weight(text: str) -> float:
    return len(text) * (1.0 if _TALL.search(text) else 0.3)


def _baseline(tokens: Sequence[Token], box: Box, size: float) -> float:
    feet = [token.box.bottom for token in tokens if token.box and _is_level(token.text)]
    if feet:
        return median(feet)
    deep = _DEEP.search("".join(token.text for token in tokens))
    return box.bottom - (DESCENT * size if deep else 0.0)


def _is_level(text: str) -> bool:
    """Whether a word surely stands on the baseline and does not reach below it."""
    return bool(_LETTER.match(text)) and not _DEEP.search(text)


def _guessed_resolution(rows: Sequence[Level]) -> float:
    """The common resolution at which the text would have its usual size."""
    measured = [(each.size, each.letters) for each in rows if each.size]
    if not measured:
        return float(RESOLUTIONS[3])
    dpi = 72 * _weighted_median(measured) / USUAL_SIZE
    return float(min(RESOLUTIONS, key=lambda each: max(each / dpi, dpi / each)))


def _plausible(dpi: float, rows: Sequence[Level]) -> float:
    """The resolution that the file says, 0 where its text would then be of no size that is printed."""
    measured = [(each.size, each.letters) for each in rows if each.size]
    if dpi <= 0 or not measured:
        return max(dpi, 0.0)
    points = _weighted_median(measured) / dpi * 72
    return dpi if PRINTED[0] <= points <= PRINTED[1] else 0.0


def _settled(measured: Sequence[tuple[float, int]]) -> list[float | None]:
    """The size of each line, in half points: lines measured nearly alike are set alike.

    The commonest size is found first, then the commonest among the rest; a short line takes the nearest of them.
    """
    left = [each for each in measured if each[0] and each[1] >= SHORT]
    if not left:
        left = [(_weighted_median(all_), 1) for all_ in [[each for each in measured if each[0]]] if all_]
    found: list[float] = []
    while left:
        centre = max(
            (size for size, _ in left),
            key=lambda size: sum(weight for other, weight in left if _alike(size, other, SAME_SIZE)),
        )
        near = [each for each in left if _alike(centre, each[0], SAME_SIZE)]
        left = [each for each in left if each not in near]
        size = _weighted_median(near)
        if not any(_alike(size, other, APART) for other in found):  # else the edge of a size already found
            found.append(size)
    return [_nearest(size, found) if size else None for size, _ in measured]


def _nearest(size: float, found: Sequence[float]) -> float:
    """The size found that is nearest, in half points; a size far from all stays its own."""
    nearest = min(found, key=lambda each: max(each / size, size / each))
    return round(2 * (nearest if _alike(nearest, size, FAR) else size)) / 2


def _alike(one: float, other: float, share: float) -> bool:
    return abs(one - other) <= share * min(one, other)


# ── order ────────────────────────────────────────────────────────────────────────────────────────────


def _joined(rows: Sequence[Level]) -> list[Level]:
    """The rows, enumerators that stand in a column of their own put before the lines they belong to."""
    hosts: dict[int, int] = {}
    for at, row in enumerate(rows):
        if _is_label(row) and (host := _host(row, at, rows)) is not None:
            hosts[at] = host
    made = []
    for at, row in enumerate(rows):
        if at in hosts:
            continue
        labels = [rows[label] for label, host in hosts.items() if host == at]
        for label in labels:
            tokens = (*label.row.tokens, *row.row.tokens)
            row = replace(row, row=Row(tokens, row.row.box, row.row.block), box=around(_boxes(label, row)))
        made.append(row)
    return made


def _boxes(*rows: Level) -> list[Box]:
    return [row.box for row in rows if row.box]


def _is_label(row: Level) -> bool:
    return (
        len(row_text(row.row)[0]) <= LABEL
        and len(row.row.tokens) == 1
        and bool(_LETTER.search(row_text(row.row)[0]))
    )


def _host(label: Level, at: int, rows: Sequence[Level]) -> int | None:
    """The row just right of a label, on its baseline; None where there is none or text stands left of it too."""
    if label.box is None:
        return None
    beside = [
        (number, row.box)
        for number, row in enumerate(rows)
        if number != at and row.box and not _is_label(row) and _overlap(label.box, row.box) >= BESIDE
    ]
    right = [(box.x0, number) for number, box in beside if box.x0 >= label.box.x1]
    if any(box.x0 < label.box.x1 for _, box in beside) or not right:
        return None
    x0, number = min(right)
    return number if x0 - label.box.x1 <= LABEL_GAP * max(rows[number].size, 1.0) else None


def _overlap(label: Box, other: Box) -> float:
    """Share of the label's height at which the other stands too."""
    shared = min(label.bottom, other.bottom) - max(label.top, other.top)
    return shared / max(label.bottom - label.top, 1.0)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────


def _page(sheet: Sheet, scan: Scan, rows: Sequence[tuple[Level, float | None]]) -> Page:
    scale = 72 / scan.dpi
    lines: list[Line] = []
    region = 0
    last: Level | None = None
    for number, (level, size) in enumerate(rows, 1):
        if last and last.box and level.box and level.box.top < last.box.top - COLUMN * level.size:
            region += 1
        last = level if level.box else last
        text, starts = row_text(level.row)
        words = tuple(
            word
            for token, start in zip(level.row.tokens, starts, strict=True)
            for word in _words(token, start, level, scale, scan.skew)
        )
        box = _scaled(level.box, scale)
        lines.append(Line(sheet.number, number, text, 0.0, "body", box, size, words, region))
    width, height = (round(each * scale, 2) or None for each in (sheet.width, sheet.height))
    return Page(sheet.number, None, tuple(lines), width, height, scan=scan)


def _words(token: Token, start: int, level: Level, scale: float, skew: float) -> Iterator[Word]:
    """A token as one word, or as several where some of its letters are raised."""
    whole = Word(
        token.text,
        start,
        _scaled(token.box, scale),
        bold=token.bold,
        italic=token.italic,
        raised=token.raised,
        confidence=token.confidence,
    )
    if any(mark.box for mark in token.marks):
        yield from _seen_words(whole, token, scale, skew)
        return
    if token.marks:  # looked at, and nothing raised was seen
        yield replace(whole, seen=token.marks[0].seen)
        return
    flags = [_is_raised(letter, level) for letter in token.letters]
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
            box = _scaled(_set_level(mark.box, skew), scale)
            yield replace(
                whole, text=token.text[begin:end], start=whole.start + begin, box=box, raised=True, seen=mark.seen
            )
        at = end


def _is_raised(letter: Letter, level: Level) -> bool:
    """Whether a character is small and its foot high above the baseline; quotation marks are too small."""
    height = letter.box.bottom - letter.box.top
    foot = level.baseline - letter.box.bottom
    return (
        foot >= RAISED_FROM * level.size
        and RAISED_HEIGHT[0] * level.size <= height <= RAISED_HEIGHT[1] * level.size
    )


def _scaled(box: Box | None, scale: float) -> Box | None:
    if box is None:
        return None
    return Box(*(round(side * scale, 2) for side in (box.x0, box.top, box.x1, box.bottom)))


# ── white space ──────────────────────────────────────────────────────────────────────────────────────


def _with_gaps(pages: Pages) -> Pages:
    """The pages with the white space above each line beyond its normal leading, in lines."""
    leadings = _leadings(pages)
    return tuple(
        replace(
            page,
            lines=tuple(
                replace(line, gap=_gap(before, line, leadings))
                for before, line in pairwise((None, *page.lines))
                if line
            ),
        )
        for page in pages
    )


def _gap(before: Line | None, line: Line, leadings: dict[float, float]) -> float:
    if before is None or before.region != line.region or not (before.box and line.box and line.size):
        return 0.0
    normal = leadings.get(line.size) or leadings[0.0] * line.size
    extra = _advance(before, line) / normal - 1
    return round(extra, 2) if extra > SMALL_GAP else 0.0


def _leadings(pages: Pages) -> dict[float, float]:
    """The normal leading in points for each size; under 0.0 that of the text, in em."""
    seen: defaultdict[float, list[float]] = defaultdict(list)
    for page in pages:
        for above, below in pairwise(page.lines):
            if (
                above.region == below.region
                and above.size == below.size
                and below.size
                and above.box
                and below.box
            ):
                advance = _advance(above, below)
                if 0 < advance < MOST_LEADING * below.size:
                    seen[below.size].append(advance)
    known = {size: _usual(advances) for size, advances in seen.items() if len(advances) >= MIN_SEEN}
    if not known:
        return {0.0: LEADING}
    text = max(known, key=lambda size: len(seen[size]))
    return {**known, 0.0: known[text] / text}


def _usual(advances: Sequence[float]) -> float:
    """The least of the frequent advances: text set with space between paragraphs has two."""
    near = {each: sum(1 for other in advances if abs(other - each) <= UNEVEN) for each in advances}
    most = max(near.values())
    least = min(each for each, count in near.items() if count >= min(most, max(MIN_SEEN, USUAL * most)))
    return median(each for each in advances if abs(each - least) <= UNEVEN)


def _advance(above: Line, below: Line) -> float:
    return _foot(below) - _foot(above)


def _foot(line: Line) -> float:
    """The baseline of a line, in points."""
    assert line.box
    feet = [word.box.bottom for word in line.words if word.box and not word.raised and _is_level(word.text)]
    if feet:
        return median(feet)
    return line.box.bottom - (DESCENT * (line.size or 0.0) if _DEEP.search(line.text) else 0.0)
