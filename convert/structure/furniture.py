"""Lines of the page, not of the text: running heads, running feet and folios, by place and repetition.

Nothing is thrown away: such a line is labelled and moved to its own layer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

import regex

from convert.ledger import Moved
from convert.page import Line, Pages, Role

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
FOLIO_LENGTH = 28
"""Characters of the longest folio, "Page 12 of 240" with a document number beside it."""

_FOLIO_WORDS = regex.compile(r"\b(?:page|página|pagina|pág|seite|of|de|sur)\b", regex.IGNORECASE)
_PAGE_NUMBER = regex.compile(r"(?<![\d/-])([0-9]{1,4})(?:\s*(?:/|of|de|sur)\s*\d+)?(?![\d/-])", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What was found: the lines to move, and the printed number of each sheet that shows one."""

    moved: tuple[Moved, ...]
    labels: dict[int, str]


def find_furniture(pages: Pages) -> Furniture:
    """The furniture of a document, lines that a reader labelled already left alone."""
    edges = {page.number: (_edge(page.lines[:TOP]), _edge(page.lines[::-1][:BOTTOM])) for page in pages}
    folios = _folios(edges)
    moved: list[Moved] = []
    for page in pages:
        others = [
            line for number, each in edges.items() if number != page.number for edge in each for line in edge
        ]
        needed = max(REPEATED * (len(pages) - 1), 2 if len(pages) > 3 else 1)
        top, bottom = edges[page.number]
        moved.extend(_furniture_of(top, "head", folios, others, needed))
        moved.extend(_furniture_of(bottom, "foot", folios, others, needed))
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
    return tuple(line for line in lines if not line.is_furniture and not line.is_float)


def _furniture_of(
    edge: Sequence[Line], role: Role, folios: dict[Line, str], others: Sequence[Line], needed: float
) -> Iterator[Moved]:
    """The lines of an edge that are furniture, from the outside in; the first line of text ends it."""
    for line in edge:
        if line in folios:
            yield Moved(line.page, line.number, line.text, "folio", "a page number that counts up with the sheets")
            continue
        pages = {other.page for other in others if _alike(line.text, other.text)}
        if len(_letters(line.text) + _digits(line.text)) < SHORTEST or len(pages) < needed:
            return
        yield Moved(line.page, line.number, line.text, role, f"stands at the edge of {len(pages) + 1} pages")


def _alike(left: str, right: str) -> bool:
    """Whether two lines are the same running head: their letters nearly, their digits even more nearly."""
    return _ratio(_letters(left), _letters(right)) >= ALIKE and _same_digits(_digits(left), _digits(right))


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
    return regex.sub(r"[^\p{L}]", "", text.lower())


@cache
def _digits(text: str) -> str:
    return regex.sub(r"\D", "", text)


def _folios(edges: dict[int, tuple[tuple[Line, ...], tuple[Line, ...]]]) -> dict[Line, str]:
    """Lines of an edge that hold little but numbers, one of which counts up with the sheets, and that number."""
    shaped = {line for each in edges.values() for edge in each for line in edge[:3] if _is_shaped(line.text)}
    offsets = Counter(number - line.page for line in shaped for number in {*_numbers(line.text)})
    if not offsets:
        return {}
    offset, count = max(offsets.items(), key=lambda each: (each[1], -abs(each[0])))
    if count < 2:
        return {}
    total = len(edges) + offset
    return {
        line: str(line.page + offset)
        for line in shaped
        if line.page + offset in _numbers(line.text)
        or regex.sub(r"\D", "", line.text).startswith(f"{line.page + offset}{total}")
    }


def _is_shaped(text: str) -> bool:
    return (
        len(text) <= FOLIO_LENGTH
        and bool(regex.search(r"\d", text))
        and not regex.search(r"\p{L}{2}", _FOLIO_WORDS.sub("", text))
    )


def _numbers(text: str) -> list[int]:
    return [int(found[1]) for found in _PAGE_NUMBER.finditer(text)]


def _labels(pages: Pages, folios: dict[Line, str]) -> dict[int, str]:
    """Printed page numbers; between two that agree, the sheets that show none are counted."""
    shown = {line.page: int(number) for line, number in folios.items()}
    if not shown:
        return {}
    offset = next(iter(shown.values())) - next(iter(shown))
    return {page.number: str(page.number + offset) for page in pages if page.number + offset > 0}
