"""Lines of the page, not of the text: running heads, running feet and folios, by place and repetition.

Nothing is thrown away: such a line is labelled and moved to its own layer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import takewhile
from typing import TypeAlias

import regex

from convert.ledger import Moved
from convert.page import Line, Page, Pages, Role
from convert.structure.furniture.masthead import find_masthead, is_junk, is_order, symbol_digits

TOP, BOTTOM = 5, 4
"""How many lines at the head and the foot of a page may be furniture."""
ALIKE = 0.82
"""How alike two lines must be to be the same running head, recognition errors allowed (0..1)."""
SAME_DIGITS = 0.85
"""How alike the digits of the two must be: two treaties differ in nothing else (0..1)."""
REPEATED = 0.25
"""On which share of the other pages a running head must come again, on one at least."""
SHORTEST = 5
"""Letters and digits a running head has at least; shorter lines are only ever folios."""
MOST_LIKE = 100
"""Lines with a few letters in common that a line is compared with at most."""
KEY = 5
"""Letters in a row that two readings of one running head share."""
SHORT = 12
"""Letters below which the digits of a line, and fewer letters, are enough to compare two lines."""
TITLE_ZONE, TITLE = 25, 20
"""Lines of a first page among which its title stands; letters by which a running title is known."""
TITLE_LINES, STOPS = 5, (".", ",", ";", ":")
"""Lines of the longest title; what ends text and no title."""
LARGER = 1.1
"""Times the size of the text that a heading is set in, and no running head."""
SAME_SIZE = 0.35
"""Points by which lines of one size may differ."""
MISREAD = 8
"""Characters of the longest page number of which no digit was read."""
FOLIO_LENGTH = 28
"""Characters of the longest folio, "Page 12 of 240" with a document number beside it."""

_FOLIO_WORDS = regex.compile(r"\b(?:page|página|pagina|pág|seite|of|de|sur)\b", regex.IGNORECASE)
_COUNTED = regex.compile(r"\W*(?:\d\d-\d{4,6}\s+)?\d{1,4}\s*(?:/|of|de|sur)\s*\d{1,4}(?:\s+\d\d-\d{4,6})?\W*")
"""A page number with the count of pages, perhaps with the number of the printing order: no text looks so."""
_OF_ALL = regex.compile(r"(?<!\d)(\d+)\s*/\s*(\d+)(?!\d)")
_DIGIT, _NO_DIGITS = regex.compile(r"\d"), regex.compile(r"\D")
_NO_LETTERS, _TWO_LETTERS = regex.compile(r"[^\p{L}]"), regex.compile(r"\p{L}{2}")
_SYMBOLS = regex.compile(r"^\S*/\S*\d\S*(?=\s)|\s\S*/\S*\d\S*$")
"""The symbol of a document at an end of a line."""
_ROMAN = regex.compile(r"\W*([ivxlc]{1,7})\W*", regex.IGNORECASE)
_NOTE = regex.compile(r"\s*(?:(?P<number>[0-9]{1,3})|[*†‡§]{1,3})\s?(?=[\p{L}“\"(\[])")
"""How a note begins; with a sign it has no number."""
_PAGE_NUMBER = regex.compile(r"(?<![\d/-])([0-9]{1,4})(?:\s*(?:/|of|de|sur)\s*\d+)?(?![\d/-])", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What was found: the lines to move, and the printed number of each sheet that shows one."""

    moved: tuple[Moved, ...]
    labels: dict[int, str]


def find_furniture(pages: Pages) -> Furniture:
    """The furniture of a document, lines that a reader labelled already left alone."""
    edges = {page.number: (_edge(page.lines[:TOP]), _edge(page.lines[::-1][:BOTTOM])) for page in pages}
    folios = _folios(pages, edges)
    heads, feet = (_Repeats(line for each in edges.values() for line in each[side]) for side in (0, 1))
    needed = max(REPEATED * (len(pages) - 1), 2 if len(pages) > 3 else 1)
    moved = list(find_masthead(_edge(pages[0].lines))) if pages else []
    series = _Series(pages, moved)
    size = _text_size(pages)
    titles = frozenset(_letters(each.text) for page in pages for each in page.lines if _is_large(each, size))
    for page in pages:
        top, bottom = edges[page.number]
        top, bottom = _up_to_heading(top, page, size), _up_to_heading(bottom, page, size)
        moved.extend(_sections(top[:1], titles, size))
        moved.extend(_furniture_of(top, "head", folios, heads, series, needed))
        moved.extend(_furniture_of(bottom, "foot", folios, feet, series, needed))
    moved.extend(_folio(line) for line in folios if _COUNTED.fullmatch(line.text))
    moved.extend(_misread_folios(edges, folios))
    unique = {(each.page, each.line): each for each in reversed(moved)}
    return Furniture(
        tuple(sorted(unique.values(), key=lambda each: (each.page, each.line))), _labels(pages, folios)
    )


def label_pages(pages: Pages, labels: dict[int, str], first_page: int = 1) -> Pages:
    """The pages with their printed numbers; where none is printed or known, the sheet's own number."""
    return tuple(
        replace(page, label=page.label or labels.get(page.number) or str(page.number + first_page - 1))
        for page in pages
    )


def _edge(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(
        line
        for line in lines
        if not (line.is_furniture or line.is_float or line.opens_raised or (line.tag and line.tag.sure))
    )


def _up_to_heading(edge: Sequence[Line], page: Page, size: float) -> tuple[Line, ...]:
    """The lines of an edge before the first that is a heading of the text, whatever running head says the same."""
    return tuple(takewhile(lambda line: not _is_heading(line, page, size), edge))


def _is_heading(line: Line, page: Page, size: float) -> bool:
    """Whether a line is set larger than the text, or stands below a running head of its page, larger or bolder."""
    if line.size is None or not line.words:
        return False
    if line.size > LARGER * size > 0:
        return True
    heads = (other for other in page.lines[: line.number - 1] if other.words and other.role in ("head", "body"))
    above = next(heads, None)
    if above is None or above.size is None:
        return False
    bolder = line.words[0].bold and not above.words[0].bold
    return line.size > above.size + SAME_SIZE or (bolder and line.size >= above.size)


def _text_size(pages: Pages) -> float:
    """The size that most of the text is set in, in points, 0 where sizes are not known."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size or 0.0] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _furniture_of(
    edge: Sequence[Line],
    role: Role,
    folios: dict[Line, str],
    repeats: _Repeats,
    series: _Series,
    needed: float,
) -> Iterator[Moved]:
    """The lines of an edge that are furniture, from the outside in; the first line of text ends it."""
    outer: set[str] = set()
    for line in edge:
        if line in folios:
            yield _folio(line)
            continue
        if reason := series.names(line, role):
            yield Moved(line.page, line.number, line.text, role, reason)
            continue
        letters = _letters(line.text)
        if len(letters + _digits(line.text)) < SHORTEST or letters in outer:
            return  # the title itself stands below a running head that repeats it
        outer.add(letters)
        count = repeats.others(line)
        if count < needed:
            return
        yield Moved(line.page, line.number, line.text, role, f"stands at the edge of {count + 1} pages")


def _is_large(line: Line, size: float) -> bool:
    return line.size is not None and line.size > LARGER * size > 0


def _sections(top: Sequence[Line], titles: Collection[str], size: float) -> Iterator[Moved]:
    """The first line of a page if it is set smaller than the text and says what a heading set larger does."""
    for line in top:
        letters = _letters(line.text)
        if line.size and line.size < size / LARGER and len(letters) >= SHORTEST and letters in titles:
            yield Moved(
                line.page, line.number, line.text, "head", "says the title of a section at the head of a page"
            )


def _folio(line: Line) -> Moved:
    return Moved(line.page, line.number, line.text, "folio", "a page number that counts up with the sheets")


def _misread_folios(
    edges: dict[int, tuple[tuple[Line, ...], tuple[Line, ...]]], folios: dict[Line, str]
) -> Iterator[Moved]:
    """What stands alone at the foot of a sheet without a number, where the others have theirs."""
    numbered = {line.page for line in folios if line in edges[line.page][1]}
    shown = {line.page for line in folios}
    if 2 * len(numbered) < len(edges) or len(numbered) < 3:
        return
    for page, (_, bottom) in edges.items():
        last = bottom[0].text.strip() if bottom and page not in shown else ""
        if last and len(last) <= MISREAD and is_junk(last) and not _digits(last):
            reason = "stands where the other pages have their number"
            yield Moved(page, bottom[0].number, bottom[0].text, "folio", reason)


def _titles(front: Sequence[Line]) -> Iterator[tuple[Line, ...]]:
    """The blocks of a first page that may be its title: a few lines that end no sentence."""
    block: list[Line] = []
    for line in (*front, None):
        if block and (line is None or line.gap or block[-1].text.rstrip().endswith(STOPS)):
            if len(block) <= TITLE_LINES and not block[-1].text.rstrip().endswith(STOPS):
                yield tuple(block)
            block = []
        if line:
            block.append(line)


class _Series:
    """What a masthead and a title on the first page tell of the heads of the pages after it."""

    def __init__(self, pages: Pages, masthead: Sequence[Moved]) -> None:
        self.has_masthead = bool(masthead)
        self.symbols = {digits for each in masthead if len(digits := symbol_digits(each.text)) > 2}
        front = pages[0].lines[:TITLE_ZONE] if pages else ()
        self.first = pages[0].number if pages else 0
        self.titles = tuple("".join(_letters(line.text) for line in block) for block in _titles(front))

    def names(self, line: Line, role: Role) -> str:
        """Why a line at an edge of a page is of the series and not of the text, "" if it is of the text."""
        if self.has_masthead and is_order(line.text):
            return "the number of a printing order"
        if role != "head" or line.page == self.first:
            return ""
        if len(line.text.split()) == 1 and self._is_symbol(line.text):
            return "the symbol of the document"
        letters = _letters(_SYMBOLS.sub("", line.text))  # the symbol stands before the title, or behind it
        return (
            "the title of the document"
            if len(letters) >= TITLE and any(letters in title for title in self.titles)
            else ""
        )

    def _is_symbol(self, text: str) -> bool:
        """Whether this is the symbol in the masthead, one figure of which may be misread as a letter."""
        digits = symbol_digits(text)
        return digits in self.symbols or any(
            len(digits) + 1 == len(symbol) and symbol.endswith(digits) for symbol in self.symbols
        )


class _Repeats:
    """On which sheets a line stands at an edge, misread ones counted in.

    Only lines that share a few letters in a row at the same place are compared, so that the work grows with the
    number of pages and not with its square.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self.pages: dict[_Printed, set[int]] = {}
        self.like: dict[tuple[int, str], set[_Printed]] = {}
        self.near: dict[_Printed, set[int]] = {}  # the sheets of a line and of those like it
        for line in lines:
            printed = (_letters(line.text), _digits(line.text))
            if printed not in self.pages:
                for key in _keys(printed):
                    self.like.setdefault(key, set()).add(printed)
            self.pages.setdefault(printed, set()).add(line.page)

    def _like(self, key: tuple[int, str]) -> Collection[_Printed]:
        """The lines with this key; of many those on most sheets. Heads with a page number differ on each sheet."""
        if len(self.like[key]) > MOST_LIKE:
            often = sorted(self.like[key], key=lambda printed: (-len(self.pages[printed]), printed))
            self.like[key] = set(often[:MOST_LIKE])
        return self.like[key]

    def others(self, line: Line) -> int:
        """On how many other sheets this line stands.

        One that begins as a note does must be the same there but for a number that counts the sheets: notes are
        alike, and their numbers come again.
        """
        printed = (_letters(line.text), _digits(line.text))
        if found := _NOTE.match(line.text):
            number = found["number"] or ""
            rest = printed[1].removeprefix(number)
            same = {
                page
                for key in _keys(printed)
                for other in self._like(key)
                for page in self.pages[other]
                if _alike(printed, other) and other[1] in (printed[1], _counted(number, page - line.page) + rest)
            }
            return len(same - {line.page})
        if printed not in self.near:
            near = {other for key in _keys(printed) for other in self._like(key) if _alike(printed, other)}
            self.near[printed] = set().union(*(self.pages[other] for other in {printed, *near}))
        return len(self.near[printed]) - (line.page in self.near[printed])


_Printed: TypeAlias = tuple[str, str]  # the letters and the digits of a line


def _counted(number: str, pages: int) -> str:
    """A page number so many pages on."""
    return str(int(number) + pages) if number else ""


def _keys(printed: _Printed) -> Iterator[tuple[int, str]]:
    """A few letters from the start, the middle and the end: one of them will not be misread."""
    letters, digits = printed
    for place, start in enumerate((0, max(0, len(letters) // 2 - KEY // 2), max(0, len(letters) - KEY))):
        yield place, letters[start : start + KEY]
    if len(letters) < SHORT:
        yield 3, digits
        yield 4, letters[:2]


def _alike(left: _Printed, right: _Printed) -> bool:
    """Whether two lines are the same running head: their letters nearly, their digits even more nearly."""
    return left == right or (_same_digits(left[1], right[1]) and _ratio(left[0], right[0]) >= ALIKE)


def _same_digits(left: str, right: str) -> bool:
    """Whether two strings of digits are the same; a single one may be a letter misread."""
    return len(left) + len(right) <= 1 or _ratio(left, right) >= SAME_DIGITS


def _ratio(left: str, right: str) -> float:
    if left == right:
        return 1.0
    if abs(len(left) - len(right)) > 2 * (1 - ALIKE) * max(len(left), len(right)):
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


@cache
def _letters(text: str) -> str:
    letters: str = _NO_LETTERS.sub("", text.lower())
    return letters


@cache
def _digits(text: str) -> str:
    digits: str = _NO_DIGITS.sub("", text)
    return digits


def _says_total(line: Line, total: int) -> bool:
    """Whether a line is nothing but the number of its sheet and the count of all."""
    return bool(_COUNTED.fullmatch(line.text)) and bool(
        regex.search(rf"(?<!\d){line.page}\s*(?:/|of|de|sur)\s*{total}(?!\d)", line.text)
    )


def _counts_sheets(line: Line, total: int) -> bool:
    """Whether a line says the number of its sheet and the count of all, with a stroke between."""
    said = _OF_ALL.findall(line.text, overlapped=True) if "/" in line.text else ()
    return (str(line.page), str(total)) in said


def _folios(pages: Pages, edges: dict[int, tuple[tuple[Line, ...], tuple[Line, ...]]]) -> dict[Line, str]:
    """Lines of an edge that hold little but numbers, one of which counts up with the sheets, and that number."""
    shaped = {line for each in edges.values() for edge in each for line in edge if _is_shaped(line.text)}
    shaped |= {line for page in pages for line in _edge(page.lines) if _says_total(line, len(pages))}
    offsets = Counter(number - line.page for line in shaped for number in {*_numbers(line.text)})
    offsets.update(0 for line in shaped if _counts_sheets(line, len(edges)))
    if not offsets:
        return {}
    offset, count = max(offsets.items(), key=lambda each: (each[1], -abs(each[0])))
    if count < 2:
        return {}
    total = len(edges) + offset
    return {line: str(line.page + offset) for line in shaped if _numbered(line, line.page + offset, total)}


def _numbered(line: Line, number: int, total: int) -> bool:
    """Whether a line says this number, perhaps with the total, the stroke between them lost or misread."""
    return number in _numbers(line.text) or bool(
        regex.match(rf"{number}1?{total}(?!\d)|{number}{total}", _digits(line.text))
    )


def _is_shaped(text: str) -> bool:
    return (
        len(text) <= FOLIO_LENGTH
        and bool(_DIGIT.search(text))
        and not _TWO_LETTERS.search(_FOLIO_WORDS.sub("", text))
    )


def _numbers(text: str) -> list[int]:
    return [int(found[1]) for found in _PAGE_NUMBER.finditer(text)]


def _labels(pages: Pages, folios: dict[Line, str]) -> dict[int, str]:
    """Printed page numbers; between two that agree, the sheets that show none are counted.

    Sheets before the first number keep the Roman numeral that they show.
    """
    shown = {line.page: int(number) for line, number in folios.items()} or _read_folios(pages)
    if not shown:
        return {}
    offset, _ = Counter(number - page for page, number in shown.items()).most_common(1)[0]
    romans = {line.page: found[1] for line in _folio_lines(pages) if (found := _ROMAN.fullmatch(line.text))}
    front = {page: roman for page, roman in romans.items() if page + offset <= 0}
    return front | {page.number: str(page.number + offset) for page in pages if page.number + offset > 0}


def _read_folios(pages: Pages) -> dict[int, int]:
    """The numbers of the folios that a reader labelled, where two at least count with the sheets."""
    shown = {line.page: numbers[0] for line in _folio_lines(pages) if (numbers := _numbers(line.text))}
    offsets = Counter(number - page for page, number in shown.items())
    return shown if offsets and offsets.most_common(1)[0][1] >= 2 else {}


def _folio_lines(pages: Pages) -> Iterator[Line]:
    return (line for page in pages for line in page.lines if line.role == "folio")
