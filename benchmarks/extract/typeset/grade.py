"""Grade what a tool made of a document against the manuscript that it was set from.

All figures are shares from 0 to 1 (F1 where both finding and not inventing count), but for leaks, a count a page.

    order    trios of words of the body that are once in truth, which stand in the result in the same order
    block    paragraphs and items cut where the truth cuts them: over pages, columns and notes (F1)
    head     headings by their text (F1)
    level    headings by text and level, all levels of a document moved by the same number if that helps (F1)
    mark     note marks where they stand (F1; the label counts where numbers run through the document)
    note     marks of the truth that lead to the text of their note
    label    items that begin with their printed label (references in a list of works count)
    nest     items that are list items at their depth
    teds     tables: tree edit distance similarity of rows and cells, mean over the tables of the truth
    capt     captions that are a block of their own or a table's or figure's caption
    emph     words in italics and bold (F1)
    page     sheets with the right page label
    lost     words of the truth that are not in the result
    added    words of the result that are not in the truth, as a share of the truth
    leak     running heads, page numbers and line numbers left in the text, a page
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Indel, Levenshtein

from benchmarks.extract.typeset.shape import Rows, Shape, letters

FIGURES = (
    "order",
    "block",
    "head",
    "level",
    "mark",
    "note",
    "label",
    "nest",
    "teds",
    "capt",
    "emph",
    "page",
    "lost",
    "added",
    "leak",
)
Bag = Counter[Any]
Grades = dict[str, float | None]
"""A value for each figure; None where the truth has nothing of the kind."""

HEAD = 40
"""Letters that tell an item."""
ALIKE = 0.97
"""Similarity from which a text counts as the same: a word in a long paragraph may differ, not a sentence."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a document as it was set: its shape, and what the pages add."""

    shape: Shape
    contents: tuple[str, ...] = ()  # entries of the table of contents
    furniture: tuple[str, ...] = ()  # running heads as printed
    labels: tuple[str, ...] = ()  # printed page numbers, sheet by sheet
    folios: tuple[str, ...] = ()  # as printed, with what is around the number
    labelled_notes: bool = True  # whether the printed label of a note is known
    line_numbers: bool = False


def grade(truth: Truth, made: Shape) -> Grades:
    """The grades of a result."""
    want, pages = truth.shape, max(1, len(truth.labels))
    level = max(_f1(_headings(want, 0), _headings(made, shift)) or 0 for shift in range(-2, 3))
    marks = lambda shape: Counter(  # noqa: E731
        (reference.before, reference.label if truth.labelled_notes else "") for reference in shape.references
    )
    lost, added = _words(truth, made)
    return {
        "order": _order(want, made),
        "block": _blocks(truth, made),
        "head": _f1(Counter(text for text, _ in _headings(want, 0).elements()), _texts(made, "heading")),
        "level": level if _headings(want, 0) else None,
        "mark": _f1(marks(want), marks(made)),
        "note": _notes(want, made),
        "label": _share(_labelled(want), _heads(made)),
        "nest": _share(_depths(want), _depths(made)),
        "teds": _tables(want, made),
        "capt": _share(_texts(want, "caption"), _texts(made, "caption", "paragraph")),
        "emph": _f1(_emphases(want), _emphases(made)),
        "page": _page_labels(truth, made),
        "lost": lost,
        "added": added,
        "leak": _leaks(truth, made) / pages,
    }


def _f1(want: Bag, got: Bag) -> float | None:
    """F1 of two bags; None where there is nothing to find."""
    if not want:
        return None
    return 2 * (want & got).total() / (want.total() + got.total())


def _share(want: Bag, got: Bag) -> float | None:
    return (want & got).total() / want.total() if want else None


def _texts(shape: Shape, *kinds: str) -> Bag:
    return Counter(letters(piece.text) for piece in shape.pieces if piece.kind in kinds)


def _labelled(shape: Shape) -> Bag:
    """The head of each labelled item as printed; bullets have no label to lose."""
    return Counter(letters(piece.printed)[:HEAD] for piece in shape.pieces if piece.label)


def _heads(shape: Shape) -> Bag:
    """The head of each item and paragraph as printed, whatever the tool takes for a label."""
    return Counter(letters(piece.printed)[:HEAD] for piece in shape.pieces if piece.kind in ("item", "paragraph"))


def _depths(shape: Shape) -> Bag:
    return Counter((piece.level, letters(piece.printed)[:HEAD]) for piece in shape.pieces if piece.kind == "item")


def _headings(shape: Shape, shift: int) -> Counter[tuple[str, int]]:
    return Counter((letters(piece.text), piece.level + shift) for piece in shape.pieces if piece.kind == "heading")


def _emphases(shape: Shape) -> Bag:
    return Counter((kind, letters(words)) for kind, words in shape.emphases if letters(words))


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────


def _body_words(shape: Shape) -> list[str]:
    return [word for piece in shape.pieces for part in piece.printed.split() if (word := letters(part))]


def _order(want: Shape, made: Shape) -> float:
    """The longest run of trios in order, by the longest increasing subsequence of their places in the result."""
    trios = lambda words: list(zip(words, words[1:], words[2:], strict=False))  # noqa: E731
    ours, theirs = trios(_body_words(want)), trios(_body_words(made))
    once = {trio for trio, count in Counter(ours).items() if count == 1}
    place = {trio: number for number, trio in enumerate(theirs)}
    tails: list[int] = []
    for trio in ours:
        if trio in once and (number := place.get(trio)) is not None:
            at = bisect_left(tails, number)
            tails[at : at + 1] = [number]
    return len(tails) / max(1, len(once))


def _words(truth: Truth, made: Shape) -> tuple[float, float]:
    """Shares of words lost and added. What the page adds (contents, running heads) is neither."""
    split = lambda texts: Counter(word for text in texts for part in text.split() if (word := letters(part)))  # noqa: E731
    want = split([*(piece.printed for piece in truth.shape.pieces), *truth.shape.notes])
    got = split([*(piece.printed for piece in made.pieces), *made.notes])
    page = split([*truth.contents, *truth.furniture * len(truth.labels), *truth.folios])
    extra = got - want - page
    return (want - got).total() / want.total(), extra.total() / want.total()


def _blocks(truth: Truth, made: Shape) -> float | None:
    """F1 of paragraphs and items. What is on the page beside the text is left out of what was found."""
    kinds = ("paragraph", "item")
    want = [letters(piece.printed) for piece in truth.shape.pieces if piece.kind in kinds]
    want = [text for text in want if text]
    beside = [*truth.contents, *truth.furniture, *truth.folios, *truth.shape.notes]
    beside += [piece.text for piece in truth.shape.pieces if piece.kind in ("caption", "table", "heading", "code")]
    known = "\n".join(letters(text) for text in beside)
    got = [text for piece in made.pieces if piece.kind in kinds and (text := letters(piece.printed))]
    found = _pairs(want, got)
    spare = sum(text not in known for number, text in enumerate(got) if number not in found.values())
    return 2 * len(found) / max(1, len(want) + len(found) + spare) if want else None


def _pairs(want: Sequence[str], got: Sequence[str]) -> dict[int, int]:
    """Which text of the result is which of the truth: the same, or else alike and not yet taken."""
    free: dict[str, list[int]] = {}
    for number, text in enumerate(got):
        free.setdefault(text, []).append(number)
    pairs = {number: free[text].pop() for number, text in enumerate(want) if free.get(text)}
    rest = {number: got[number] for numbers in free.values() for number in numbers}
    for number, text in enumerate(want):
        if number in pairs or not rest:
            continue
        best = process.extractOne(text, rest, scorer=Indel.normalized_similarity, score_cutoff=ALIKE)
        if best is not None:
            pairs[number] = best[2]
            del rest[best[2]]
    return pairs


def _notes(want: Shape, made: Shape) -> float | None:
    """Marks whose note is linked: the mark at its place, and its text is the note's."""
    if not want.references:
        return None
    linked: dict[str, list[str]] = {}
    for reference in made.references:
        linked.setdefault(reference.before, []).append(letters(reference.body))
    good = sum(
        any(Indel.normalized_similarity(letters(one.body), body) >= ALIKE for body in linked.get(one.before, ()))
        for one in want.references
    )
    return good / len(want.references)


def _page_labels(truth: Truth, made: Shape) -> float | None:
    """Sheets from the second on: the first need have no break before it."""
    sheets = dict(enumerate(truth.labels[1:], 2))
    if not sheets:
        return None
    return sum(made.labels.get(sheet) == label for sheet, label in sheets.items()) / len(sheets)


def _leaks(truth: Truth, made: Shape) -> int:
    """Running heads beyond what the text itself says, page and line numbers that are a block or end one."""
    printed = [*(piece.printed for piece in truth.shape.pieces), *truth.contents]
    want, got = letters("".join(printed)), "".join(letters(piece.printed) for piece in made.pieces)
    count = sum(
        max(0, got.count(text) - want.count(text)) for head in set(truth.furniture) if (text := letters(head))
    )
    folios = {letters(folio) for folio in truth.folios}
    count += sum(letters(piece.printed) in folios for piece in made.pieces)
    if truth.line_numbers:
        numbers = {str(number) for number in range(5, 100, 5)}
        tokens = lambda texts: Counter(word for text in texts for word in text.split() if word in numbers)  # noqa: E731
        count += (tokens(piece.text for piece in made.pieces) - tokens(printed)).total()
    return count


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────


def _tables(want: Shape, made: Shape) -> float | None:
    """Each table of the truth with the table of the result that is most like it and not yet taken."""
    tables = lambda shape: [piece.rows for piece in shape.pieces if piece.kind == "table" and piece.rows]  # noqa: E731
    wanted, found = tables(want), tables(made)
    if not wanted:
        return None
    pairs = sorted(
        ((teds(one, other), n, m) for n, one in enumerate(wanted) for m, other in enumerate(found)), reverse=True
    )
    taken: set[tuple[str, int]] = set()
    total = 0.0
    for value, n, m in pairs:
        if not taken & {("want", n), ("got", m)}:
            taken |= {("want", n), ("got", m)}
            total += value
    return total / len(wanted)


def teds(want: Rows, got: Rows) -> float:
    """Tree edit distance similarity (https://arxiv.org/abs/1911.10683) where rows go to rows, cells to cells."""
    rows = lambda a, b: 0.0 if a == b else _align(a, b, _change, lambda cell: 1.0)  # noqa: E731
    distance = _align(want, got, rows, lambda row: 1.0 + len(row))
    size = lambda table: 1 + sum(1 + len(row) for row in table)  # noqa: E731
    return max(0.0, 1 - distance / max(size(want), size(got)))


def _change(one: tuple[str, int, int], other: tuple[str, int, int]) -> float:
    """What it costs to make one cell of the other."""
    return 1.0 if one[1:] != other[1:] else float(Levenshtein.normalized_distance(one[0], other[0]))


def _align(
    want: Sequence[object], got: Sequence[object], change: Callable[..., float], drop: Callable[..., float]
) -> float:
    """The least cost of making one sequence of the other by changing, dropping and adding."""
    line = [0.0]
    for other in got:
        line.append(line[-1] + drop(other))
    for one in want:
        before, line = line, [line[0] + drop(one)]
        for place, other in enumerate(got, 1):
            line.append(
                min(before[place - 1] + change(one, other), before[place] + drop(one), line[-1] + drop(other))
            )
    return line[-1]


def mean(grades: Iterable[Grades], figure: str) -> float | None:
    """The mean of a figure over the documents that have it."""
    values = [value for one in grades if (value := one[figure]) is not None]
    return sum(values) / len(values) if values else None
