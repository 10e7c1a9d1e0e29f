"""Drop capitals: before the first word of the line whose top they share; other large letters are left alone."""

from __future__ import annotations

import pytest

from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.glyphs.rows import rows, text_of
from convert.readers.pdf.layout.initials import MOST, set_in
from tests.work import Work

LEADING = 12.0


def word(text: str, x: float, baseline: float, size: float = 10.0, *, spaced: bool = True) -> Piece:
    width = 0.5 * size * len(text)
    box = Box(x, baseline - 0.75 * size, x + width, baseline + 0.25 * size)
    return Piece(text, x, x + width, baseline, size, "Serif", False, False, box, spaced)


def line(text: str, x: float, number: int, *, spaced: bool = False) -> list[Piece]:
    """A line of words on its baseline; whether a space was set before the first."""
    made: list[Piece] = []
    for each in text.split():
        made.append(word(each, x, 100 + LEADING * number, spaced=bool(made) or spaced))
        x = made[-1].end + 3
    return made


def initial(letter: str, lines: int, size: float = 26.0) -> Piece:
    baseline = 100 + LEADING * (lines - 1)
    return word(letter, 50, baseline, size)._replace(box=Box(50, 92.5, 50 + size / 2, baseline))


def read(pieces: list[Piece]) -> list[str]:
    return [text_of(row)[0] for row in rows(set_in(pieces))]


@pytest.mark.parametrize(
    ("letter", "first", "spaced", "expected"),
    [
        pytest.param("T", "he clerk read the books", False, "The clerk read the books", id="the word goes on"),
        pytest.param("T", "HE CLERK read the books", False, "THE CLERK read the books", id="in capitals"),
        pytest.param("A", "clerk read the books of", True, "A clerk read the books of", id="a word of its own"),
        pytest.param("A", "Clerk read the books of", False, "A Clerk read the books of", id="before a capital"),
    ],
)
def test_an_initial_opens_the_line_whose_top_it_shares(
    letter: str, first: str, spaced: bool, expected: str
) -> None:
    page = [
        initial(letter, 2),
        *line(first, 65, 0, spaced=spaced),
        *line("of the hall and closed", 65, 1),
        *line("the doors at night when it was done", 50, 2),
    ]
    assert read(page) == [expected, "of the hall and closed", "the doors at night when it was done"]


def test_lines_beside_an_initial_begin_where_it_does() -> None:
    page = [
        initial("T", 2),
        *line("he clerk read", 65, 0),
        *line("the books", 65, 1),
        *line("of the hall.", 50, 2),
    ]
    assert {row[0].box.x0 for row in rows(set_in(page))} == {50}


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            [initial("A", 1, 20.0), *line("clerk read it", 65, 0), *line("and left", 50, 1)], id="one line"
        ),
        pytest.param([initial("A", 2), *line("far from", 300, 0), *line("all of it", 300, 1)], id="far off"),
        pytest.param([word("7", 50, 112, 26.0), *line("books read", 65, 0), *line("in May", 65, 1)], id="number"),
    ],
)
def test_other_large_letters_are_left_alone(page: list[Piece]) -> None:
    assert set_in(page) == page


def work(initials: int) -> int:
    """What it takes to set so many initials in, each beside lines of its own."""
    page = []
    for at in range(initials):
        here = [initial("T", 2), *line("he clerk read", 65, 0), *line("of the hall", 65, 1)]
        page += [
            each._replace(baseline=each.baseline + 40 * at, box=moved_down(each.box, 40 * at)) for each in here
        ]
    with Work() as done:
        set_in(page)
    return done.lines


def moved_down(box: Box, by: float) -> Box:
    return box._replace(top=box.top + by, bottom=box.bottom + by)


def test_the_work_of_setting_initials_in_does_not_grow_with_the_square_of_their_number() -> None:
    assert work(80) < 2.5 * 4 * work(20)  # with its square it would be 16
    assert work(2 * MOST) < work(40)  # so many are none
