"""The sizes of recognised lines: what the crowds are among measured values."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from convert.page import Box
from convert.readers.ocr.extents import crowds
from convert.readers.ocr.sizes import Measured, settled

VALUES = st.lists(st.tuples(st.integers(1, 60).map(lambda each: each / 4), st.integers(1, 9)), max_size=30)


def near(one: float, other: float) -> bool:
    return abs(one - other) <= 0.6


@given(VALUES)
def test_a_crowd_weighs_what_all_values_like_it_weigh(values: list[tuple[float, int]]) -> None:
    assert crowds(values, near) == {
        value: sum(weight for other, weight in values if near(value, other)) for value, _ in values
    }


def test_a_crowd_asks_of_each_value_a_few_others_only() -> None:
    asked = 0

    def counted(one: float, other: float) -> bool:
        nonlocal asked
        asked += 1
        return near(one, other)

    crowds(((number / 100, 1) for number in range(10_000)), counted)
    assert asked <= 4 * 10_000, "it grows with the square"


def test_text_and_notes_have_the_two_sizes_of_their_document() -> None:
    measured = [(10.4, 60), (10.6, 55), (10.5, 58), (8.4, 50), (8.6, 52)]
    lines = [
        Measured(size, letters, Box(50, 60 + 30 * at, 400, 70 + 30 * at), 1)
        for at, (size, letters) in enumerate(measured)
    ]
    assert settled(lines) == [10.5, 10.5, 10.5, 8.5, 8.5]
