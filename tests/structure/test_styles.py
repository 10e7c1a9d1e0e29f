"""Bold, italic, raised, lowered and linked words as inline nodes, kept in step with the edits of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.ledger import Edit
from convert.markdown import write
from convert.page import Line, Word
from convert.structure.styles import settled
from tests.structure.sheets import Row, page, prose, recovered

TEXT = prose(50, 300, *("The clerk reads the books of the library, and closes the doors of the hall.",) * 3)


def written(row: Row) -> str:
    """The first paragraph of a page on which this row stands above plain text."""
    return write(recovered(page(row, *TEXT)).document).split("---\n")[-1].strip().split("\n\n")[0]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("italic words", "It ~noted with regret~ the report.", "It *noted with regret* the report."),
        ("bold words", "It |shall| read the report.", "It **shall** read the report."),
        ("bold italic", "It |~shall~| read the report.", "It [*shall*]{.strong} read the report."),
        ("an exponent", "It has 10^3^ books in it.", "It has 10^3^ books in it."),
        ("an ordinal", "On the 1^st^ of May it met.", "On the 1^st^ of May it met."),
        ("an index", "It holds H_2_O in its cellar.", "It holds H~2~O in its cellar."),
        ("one slanted letter in a word is the printer's", "It re~a~ds the report.", "It reads the report."),
        ("nothing", "It reads the report.", "It reads the report."),
    ],
)
def test_styles_become_inlines(title: str, text: str, expected: str) -> None:
    assert written(Row(50, 200, text)) == expected, title


def test_a_style_stays_with_its_words_when_the_text_before_them_is_edited() -> None:
    assert written(Row(50, 200, "It ﬁrst ~noted~ the report.")) == "It first *noted* the report."


def test_a_style_goes_on_over_a_line_end() -> None:
    rows = (Row(50, 200, "It read ~the report of the library and~"), Row(50, 212, "~its~ annex."))
    document = recovered(page(*rows, *TEXT)).document
    assert "*the report of the library and its* annex." in write(document)


def test_a_heading_is_not_bold_inside_but_may_be_italic_in_part() -> None:
    assert written(Row(50, 200, "Of the ~Ibid~ case", bold=True)) == "# Of the *Ibid* case"


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3), st.text("xyz", max_size=3)), max_size=4),
    st.integers(0, 9),
)
def test_words_stand_in_the_text_where_they_are_said_to(edits: list[tuple[int, int, str]], start: int) -> None:
    text = raw = "The clerk reads the books."
    made = []
    for at, length, after in edits:
        at = min(at, len(text))
        before = text[at : at + length]
        made.append(Edit(1, 1, at, at + len(before), before, after, "test", "", 1.0))
        text = text[:at] + after + text[at + len(before) :]
    word = Word(raw[start : start + 5], start)
    (line,) = settled([Line(1, 1, text, words=(word,))], made)
    for each in line.words:
        assert each.text
        assert text.startswith(each.text, each.start)
