"""Running heads, feet, folios and mastheads of pages with geometry, told by place and repetition together.

A line is furniture if it stands in a margin, nothing but furniture is between it and the edge, white space parts
it from the text, and other sheets have its like at the same height: the same words, its numbers equal or counting
with the sheets; or other words and a number at one end that counts; or any words, in a style that is not the
text's. A line that opens with a raised label is a note and never furniture. What a first page has in its stead
shares a code with them: the symbol or job number of the document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import TypeAlias

from convert.page import Line, Page, Pages, Role

MARGIN = 0.13
"""Part of the height of a page in which furniture is looked for, at the head and at the foot."""
MASTHEAD = 0.25
"""Part of the height of a first page that its masthead may take."""
APART = 0.5
"""White space, in em of the furniture, that parts it from the text; normal leading leaves about 0.2."""
SPLIT = 3.0
"""White space within a line, in em, between the two parts of a masthead."""
WELL_APART, MAX_EDGE = 1.0, 4
"""White space as above and number of lines, where a code is all that tells."""
LARGER = 1.1
"""Times the size of the text that a title is set in, and no running head."""
BAND = 2.5
"""White space below a masthead, in em of its last line."""
SAME_HEIGHT = 4.0
"""Points; furniture keeps its height to less than half of this."""
MAX_NUMBERS = 4
"""Numbers in a line that are tried as counting with the sheets; lines with more only as equal."""
REPEATED, COUNTED, PLACED = 2, 3, 4
"""Sheets on which a line stands at its height: with the same words, with a number that counts, with any words."""
USUAL = 0.5
"""… and the share of the sheets that have text, where only the place tells."""
CODE = 5
"""Letters and digits of the shortest token with a digit that names a document: 73/15 is a date as well."""

_NUMBER = re.compile(r"\d+")
_END_NUMBER = re.compile(r"(?:\W{0,2}(\d{1,5})\b(?!\s*[.)]\s).*|.*\b(?<![.,/-])(\d{1,5})\W{0,2})")
_ROMAN = re.compile(r"\W*(?=[ivxlc])(c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))\W*", re.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_FOLIO = re.compile(
    r"\W*(?:(?:page|p\.|seite|página|страница)\s*)?\d+\W*(?:(?:of|de|sur|von|из)\s*)?\d*\W*", re.IGNORECASE
)
_NOTE = re.compile(r"\s*(\d{1,3})\W{0,2}\s*[^\W\d]")
_UNDERSCORES = re.compile(r"\s*[_\u2014\u2015\u2500-]{6,}\s*")

Key: TypeAlias = tuple[object, ...]


def label_furniture(pages: Pages) -> Pages:
    """The pages with the roles of their running heads, feet, folios and mastheads set."""
    styles = _styles(pages)
    sheets: defaultdict[Key, set[int]] = defaultdict(set)
    for page in pages:
        for line in _outer(page):
            for key in _keys(line, page, styles):
                sheets[key].add(page.number)
    filled = sum(bool(page.lines) for page in pages)
    repeated = frozenset(key for key, numbers in sheets.items() if len(numbers) >= _needed(key, filled))
    labelled = tuple(_labelled(page, repeated, styles) for page in pages)
    codes = _codes(labelled)
    return tuple(_with_drawn_rules(_with_codes(page, codes)) for page in labelled)


def _needed(key: Key, filled: int) -> float:
    """On how many sheets a key must be found."""
    match key[0]:
        case "words":
            return REPEATED
        case "count":
            return COUNTED
    return max(PLACED, USUAL * filled)


def _labelled(page: Page, repeated: frozenset[Key], styles: frozenset[Key]) -> Page:
    return _with_roles(
        page, {**_peeled(page, repeated, styles, "head"), **_peeled(page, repeated, styles, "foot")}
    )


def _with_roles(page: Page, roles: Mapping[int, Role]) -> Page:
    if not roles:
        return page
    return replace(page, lines=tuple(replace(line, role=roles.get(line.number, line.role)) for line in page.lines))


def _peeled(page: Page, repeated: frozenset[Key], styles: frozenset[Key], side: Role) -> dict[int, Role]:
    """The furniture of one side by line number, taken from the edge inwards."""
    inward = _inward(page, side)
    peeled: list[Line] = []
    for line in inward:
        if not any(key in repeated and key[1] == side for key in _keys(line, page, styles)):
            break
        peeled.append(line)
    while peeled and len(peeled) < len(inward) and not _apart(peeled[-1], inward[len(peeled)]):
        peeled.pop()
    return {line.number: "folio" if is_folio(line.text) else side for line in peeled}


def _inward(page: Page, side: Role) -> list[Line]:
    body = [line for line in page.lines if line.role == "body" and line.box]
    return sorted(body, key=_middle, reverse=side == "foot")


def _outer(page: Page) -> Iterator[Line]:
    return (line for line in page.lines if line.role == "body" and _side(line, page))


def _opens_note(line: Line, page: Page) -> bool:
    """Whether a line at the foot counts as notes do: words after a number that is raised in the text above."""
    label = _NOTE.match(line.text)
    if label is None or _side(line, page) != "foot":
        return False
    return any(word.raised and word.text == label[1] for other in page.lines for word in other.words)


def is_folio(text: str) -> bool:
    return bool(_FOLIO.fullmatch(text) or _ROMAN.fullmatch(text))


# ── what repeats ─────────────────────────────────────────────────────────────────────────────────────


def _keys(line: Line, page: Page, styles: frozenset[Key]) -> Iterator[Key]:
    """What another sheet must have: side and height, and words, a number's lead on the sheet, or style."""
    side = _side(line, page)
    told = line.tag is not None and line.tag.sure  # the file says that it is of the text
    if side is None or line.role != "body" or line.is_float or line.opens_raised or told:
        return
    words, numbers = _NUMBER.sub("#", line.text), [int(number) for number in _NUMBER.findall(line.text)]
    if roman := _ROMAN.fullmatch(line.text):
        words, numbers = "#", [_roman(roman[1])]
    readings = [[("=", number), ("+", number - page.number)] for number in numbers]
    if len(numbers) > MAX_NUMBERS:
        readings = [reading[:1] for reading in readings]
    height = _middle(line) / SAME_HEIGHT
    counts = not _opens_note(line, page)
    # Two grids half a step apart, so that a height near the edge of one cell is in the middle of the other.
    for grid, cell in enumerate((int(height), int(height + 0.5))):
        for reading in product(*readings):
            yield ("words", side, grid, cell, words, reading)
        if counts and (end := _END_NUMBER.fullmatch(line.text)):
            for number in end.groups():
                if number:
                    yield ("count", side, grid, cell, int(number) - page.number)
        style = _style(line)
        if counts and style not in styles:
            yield ("place", side, grid, cell, style)


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text.lower()]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _styles(pages: Pages) -> frozenset[Key]:
    """The styles that the text is set in, away from the margins."""
    seen = (_style(line) for page in pages for line in page.lines if line.role == "body" and not _side(line, page))
    return frozenset(style for style, count in Counter(seen).items() if count >= PLACED)


def _style(line: Line) -> Key:
    first = line.words[0] if line.words else None
    capitals = line.text.isupper()
    return (line.size, first and first.font, first and first.bold, first and first.italic, capitals)


def _side(line: Line, page: Page) -> Role | None:
    if line.box is None or page.height is None:
        return None
    if line.box.bottom <= MARGIN * page.height:
        return "head"
    return "foot" if line.box.top >= (1 - MARGIN) * page.height else None


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2 if line.box else 0.0


def _apart(outer: Line, inner: Line) -> bool:
    return _white(outer, inner) >= APART * (outer.size or 0.0)


def _white(one: Line, other: Line) -> float:
    """White space between two lines in points, negative where they stand side by side."""
    if one.box is None or other.box is None:
        return 0.0
    return max(one.box.top - other.box.bottom, other.box.top - one.box.bottom)


def _with_drawn_rules(page: Page) -> Page:
    return _with_roles(page, {line.number: "foot" for line in _drawn_rules(page)})


def _drawn_rules(page: Page) -> Iterator[Line]:
    """Rules made of characters that stand above notes: the next line is smaller, and nothing is larger below."""
    body = [line for line in page.lines if line.role == "body"]
    for at, line in enumerate(body):
        below = body[at + 1 :]
        if below and _UNDERSCORES.fullmatch(line.text) and line.box and page.height:
            above = max((each.size or 0.0 for each in body[:at]), default=0.0)
            if line.box.top > page.height / 3 and (below[0].size or above) < above:
                yield line


# ── codes ────────────────────────────────────────────────────────────────────────────────────────────


def _codes(pages: Pages) -> frozenset[str]:
    """Symbols and job numbers that stand in the margins of two sheets or more."""
    sheets: defaultdict[str, set[int]] = defaultdict(set)
    for page in pages:
        for line in page.lines:
            if line.is_furniture or _side(line, page):
                for code in _codes_in(line.text):
                    sheets[code].add(page.number)
    return frozenset(code for code, numbers in sheets.items() if len(numbers) >= REPEATED)


def _codes_in(text: str) -> Iterator[str]:
    for token in text.split():
        code = "".join(filter(str.isalnum, token)).upper()
        if len(code) >= CODE and any(map(str.isdigit, code)) and not re.search(r"[a-z]{3}", token):
            yield code


def _with_codes(page: Page, codes: frozenset[str]) -> Page:
    """A page without a head or foot like the others: its masthead, and what has a code at its edges."""
    if not codes or page.height is None:
        return page
    roles: dict[int, Role] = {}
    shown = {line.role for line in page.lines}
    if "head" not in shown:
        found = _masthead(page, codes) or _coded_edge(page, codes, "head")
        roles |= {line.number: "head" for line in found}
    if not {"foot", "folio"} & shown:
        roles |= {line.number: "foot" for line in _coded_edge(page, codes, "foot")}
    return _with_roles(page, roles)


def _coded_edge(page: Page, codes: frozenset[str], side: Role) -> list[Line]:
    """The few lines at an edge, well apart from the text, of which the last or one before it has a code."""
    inward = _inward(page, side)
    for count in range(1, MAX_EDGE + 1):
        group, rest = inward[:count], inward[count:]
        if len(group) < count or _side(group[-1], page) != side:
            return []
        if side == "head" and (group[-1].size or 0.0) > LARGER * _main_size(page):
            return []  # a title
        if _has_code(group, codes) and _parted(group[-1], rest):
            return group
    return []


def _masthead(page: Page, codes: frozenset[str]) -> list[Line]:
    """The lines above broad white space, if one has a code: those of its column, and those beside others."""
    if page.number != 1:
        return []
    group: list[Line] = []
    for line in _inward(page, "head"):
        white = min((_white(line, other) for other in group), default=0.0)
        if white > BAND * (group[-1].size or 0.0 if group else 0.0) and _has_code(group, codes):
            break
        group.append(line)
        if line.box and page.height and line.box.bottom > MASTHEAD * page.height:
            return []
    parts = [
        line
        for line in group
        if _is_split(line, page) or any(_white(line, other) < 0 for other in group if other is not line)
    ]
    coded = {line.region for line in parts if _has_code([line], codes)}
    return [line for line in group if line.region in coded or line in parts] if coded else []


def _is_split(line: Line, page: Page) -> bool:
    """Whether a line stands in the right half alone, or has a gap within that no sentence has."""
    if line.box is None or page.width is None or line.box.x0 > page.width / 2:
        return True
    boxes = [word.box for word in line.words if word.box]
    return any(after.x0 - before.x1 > SPLIT * (line.size or 0.0) for before, after in pairwise(boxes))


def _main_size(page: Page) -> float:
    """The size in which most characters of a page are set."""
    sizes: Counter[float] = Counter()
    for line in page.lines:
        sizes[line.size or 0.0] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _parted(line: Line, inner: Sequence[Line]) -> bool:
    """Whether more than a paragraph's white space parts a line from what is next to it."""
    return not inner or _white(line, inner[0]) >= WELL_APART * (line.size or 0.0)


def _has_code(group: Sequence[Line], codes: frozenset[str]) -> bool:
    return any(code in codes for line in group for code in _codes_in(line.text))
