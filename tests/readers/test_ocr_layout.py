"""Rows of recognised words become lines in reading order, in the few sizes that their document is set in."""

from __future__ import annotations

from itertools import pairwise

import pytest

from convert.page import Box, Line
from convert.readers.ocr.extents import USUAL, measured, reach
from convert.readers.ocr.layout import pages_of
from convert.readers.ocr.level import level
from convert.readers.ocr.order import in_order
from convert.readers.ocr.sizes import Measured, settled
from convert.readers.ocr.tokens import Row, Sheet, Token
from tests.work import Work

EM = 30.0
"""Pixels, at 200 dpi nearly 11 points."""
PROSE = "words of plain running text that fill a line of it"


def tokens(x: float, baseline: float, text: str, em: float = EM) -> list[Token]:
    made = []
    for word in text.split():
        top, foot = reach(word)
        below = USUAL["x", foot] - USUAL["x", ""]
        width = 0.45 * em * len(word)
        box = Box(x, baseline - em * (USUAL[top, foot] - below), x + width, baseline + em * below)
        made.append(Token(word, box, 0.9))
        x += width + 0.25 * em
    return made


def row(x: float, baseline: float, text: str, em: float = EM) -> Row:
    return Row(tuple(tokens(x, baseline, text, em)))


def lines(*rows: Row) -> tuple[Line, ...]:
    (page,), _ = pages_of([Sheet(1, 1654, 2339, rows, 200.0)])
    return page.lines


def texts(*rows: Row) -> list[str]:
    return [line.text for line in lines(*rows)]


# ── sizes ────────────────────────────────────────────────────────────────────────────────────────────


def column(*sizes: float, room: float = 300.0) -> list[Measured]:
    """Lines of fifty letters, one below the other, in these measured sizes."""
    return [Measured(size, 50, Box(60, 12 * at, room, 12 * at + 10), 0) for at, size in enumerate(sizes)]


def test_a_line_in_the_midst_of_text_that_was_measured_too_small_is_of_the_size_of_the_text() -> None:
    notes = [Measured(8.6, 50, Box(60, 300 + 10 * at, 300, 308 + 10 * at), 0) for at in range(3)]
    measures = [*column(10.4, 10.5, 9.4, 10.6, 10.5), *notes]
    assert settled(measures) == [10.5] * 5 + [8.5] * 3


def test_notes_below_white_space_have_a_size_of_their_own() -> None:
    notes = [Measured(8.5, 50, Box(60, 300 + 10 * at, 300, 308 + 10 * at), 0) for at in range(3)]
    assert settled([*column(*[10.5] * 6), *notes]) == [10.5] * 6 + [8.5] * 3


def test_a_title_directly_above_its_text_stays_larger() -> None:
    assert settled(column(13.5, 13.4, 10.5, 10.4, 10.5, 10.5))[:3] == [13.5, 13.5, 10.5]


def test_where_nothing_was_measured_nothing_is_said() -> None:
    assert settled([Measured(0.0, 0, None, 0)]) == [None]


def test_the_typeface_of_a_document_is_measured_on_its_own_words() -> None:
    def tall(text: str) -> Token:
        return Token(text, Box(0, 100 - (16 if reach(text)[0] == "x" else 20), 9, 100))

    taller = [[tall(word) for word in ("bold", "hall", "sun", "sea")] for _ in range(10)]
    assert measured(taller)["x", ""] == pytest.approx(USUAL["ascender", ""] / 1.25)


# ── order ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_left_column_is_read_before_the_right_one_below_what_crosses_both() -> None:
    title = row(200, 200, "a title that runs across both of the columns of this page here it is")
    left = [row(150, 300 + 40 * at, f"left {at} {PROSE}"[:34]) for at in range(12)]
    right = [row(850, 300 + 40 * at, f"right {at} {PROSE}"[:34]) for at in range(12)]
    read = texts(title, *left[:6], *right[:6], *left[6:], *right[6:])
    assert [text.split()[0] for text in read] == ["a"] + ["left"] * 12 + ["right"] * 12


def test_one_column_with_short_lines_is_left_in_its_order() -> None:
    rows = [row(150, 300 + 40 * at, f"{at} {PROSE}" if at % 3 else f"{at} short") for at in range(20)]
    assert texts(*rows) == [" ".join(token.text for token in each.tokens) for each in rows]


def test_cells_of_a_table_are_no_columns_of_prose() -> None:
    cells = ((150, "cell"), (850, "value"))
    rows = [row(x, 300 + 40 * at, f"{name} {at}") for at in range(12) for x, name in cells]
    assert [text.split()[0] for text in texts(*rows)] == ["cell", "value"] * 12


def test_a_folio_that_was_read_first_goes_last() -> None:
    text = [row(200, 300 + 40 * at, PROSE) for at in range(10)]
    assert texts(row(150, 2250, "4"), *text)[-1] == "4"


def test_text_that_reaches_down_to_the_foot_is_left_in_its_order() -> None:
    text = [row(200, 300 + 40 * at, f"{at} {PROSE}") for at in range(50)]
    numbers = [int(each.split()[0]) for each in texts(*text)]
    assert all(above < below for above, below in pairwise(numbers))


def test_what_stands_side_by_side_on_two_baselines_is_two_lines() -> None:
    whole = Row((*tokens(150, 300, "General Assembly", 40), *tokens(900, 312, "General matters", 24)))
    assert texts(whole) == ["General Assembly", "General matters"]


def test_a_wide_gap_on_one_baseline_parts_nothing() -> None:
    whole = Row((*tokens(150, 300, "Name"), *tokens(900, 300, "Amount")))
    assert texts(whole) == ["Name Amount"]


# ── growth ───────────────────────────────────────────────────────────────────────────────────────────


def work(times: int) -> int:
    """What it takes to order a sheet with so many enumerators in a column, rows beside, and columns of figures."""
    entries = [
        row(x + 3 * at, EM * at, text)
        for at in range(10 * times)
        for x, text in ((0, "(a)"), (200, PROSE), (1200, "12"))
    ]
    with Work() as done:
        in_order([level(each, 0.0) for each in entries], EM * 10 * times)
    return done.lines


def test_the_work_of_ordering_rows_grows_with_their_number() -> None:
    work(1)  # so that what is worked out once is
    assert work(8) < 1.5 * 8 * work(1)
