"""The decoder against brute force on lattices small enough to walk every path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.structure.sequences import Move, Step, decode

STATES = range(3)
MOVE = st.tuples(st.sampled_from(STATES), st.sampled_from("abc"), st.floats(0, 2.5))
TABLE = st.fixed_dictionaries({state: st.lists(MOVE, min_size=1, max_size=3) for state in STATES})
TABLES = st.lists(TABLE, min_size=1, max_size=4)
"""At most four steps of at most 2.5 nats: no path is hopelessly far behind another."""

Table = dict[int, list[Move[int, str]]]


def _moves(table: Table, state: int, most: float) -> list[Move[int, str]]:
    return table[state]


def steps(tables: list[Table]) -> list[Step[int, str]]:
    return [partial(_moves, table) for table in tables]


def paths(tables: list[Table], state: int = 0) -> Iterator[tuple[str, float]]:
    """Every path as its choices and its cost."""
    if not tables:
        yield "", 0.0
        return
    for to, choice, cost in tables[0][state]:
        for choices, further in paths(tables[1:], to):
            yield choice + choices, cost + further


def shares(tables: list[Table], step: int) -> dict[str, float]:
    """For each choice at a step, the share of all paths that make it."""
    weights: dict[str, float] = {}
    for choices, cost in paths(tables):
        weights[choices[step]] = weights.get(choices[step], 0.0) + exp(-cost)
    return {choice: weight / sum(weights.values()) for choice, weight in weights.items()}


@given(TABLES)
def test_what_is_read_is_the_cheapest_path(tables: list[Table]) -> None:
    read = "".join(reading.choice for reading in decode(steps(tables), 0))
    cheapest = min(cost for _, cost in paths(tables))
    assert min(cost for choices, cost in paths(tables) if choices == read) == pytest.approx(cheapest)


@given(TABLES)
def test_confidences_are_shares_of_all_paths(tables: list[Table]) -> None:
    for number, reading in enumerate(decode(steps(tables), 0)):
        expected = shares(tables, number)
        assert {choice: exp(-cost) for choice, cost in reading.alternatives} == pytest.approx(expected)
        assert reading.confidence == pytest.approx(expected[reading.choice])


@given(TABLES, st.integers(1, 3))
def test_the_alternatives_share_one_and_come_best_first_however_narrow_the_beam(
    tables: list[Table], beam: int
) -> None:
    for reading in decode(steps(tables), 0, beam=beam):
        costs = [cost for _, cost in reading.alternatives]
        assert sum(exp(-cost) for cost in costs) == pytest.approx(1)
        assert costs == sorted(costs)
        assert reading.choice in dict(reading.alternatives)


@given(TABLES)
def test_decoding_twice_gives_the_same(tables: list[Table]) -> None:
    assert decode(steps(tables), 0) == decode(steps(tables), 0)


@given(st.floats(-500, 5000), st.integers(1, 300))
def test_shares_do_not_depend_on_what_all_moves_of_a_step_cost(cost: float, count: int) -> None:
    def step(_: int, most: float) -> list[Move[int, str]]:
        return [(0, "near", cost), (0, "far", cost + 1.0)]

    for reading in decode([step] * count, 0):
        assert reading.choice == "near"
        assert reading.confidence == pytest.approx(1 / (1 + exp(-1.0)))


def test_a_run_that_might_as_well_be_shifted_by_one_is_not_sure() -> None:
    """Two coherent readings of a whole run: each step agrees with its neighbours, and none is certain."""

    def step(state: int, most: float) -> list[Move[int, int]]:
        starts = [(1, 1, 0.7), (2, 2, 0.7)]
        return starts if not state else [(state + 1, state + 1, 0.0), (state + 2, state + 2, 9.0)]

    assert all(reading.confidence < 0.6 for reading in decode([step] * 5, 0))


def test_a_step_without_a_move_is_an_error_that_names_the_step() -> None:
    with pytest.raises(ValueError, match="step 1 leaves no move"):
        decode([lambda *_: [(0, "a", 0.0)], lambda *_: []], 0)


def test_nothing_to_decode_is_nothing_read() -> None:
    assert decode([], 0) == ()
