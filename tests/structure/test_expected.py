"""Numbers at the foot by their shares: those of most paths, and always rising."""

from __future__ import annotations

from math import exp, log

from hypothesis import given
from hypothesis import strategies as st

from convert.page import Key
from convert.structure.notes.bodies import BodyStart
from convert.structure.notes.expected import most_expected
from convert.structure.sequences import Reading


def start(line: int) -> BodyStart:
    return BodyStart(Key(1, line), 0, ("*",), ("body odd",))


def reading(choice: int, shares: dict[int, float]) -> Reading[int]:
    costs = tuple(sorted(((note, -log(share)) for note, share in shares.items()), key=lambda each: each[1]))
    return Reading(choice, shares[choice], costs)


def numbers(readings: list[Reading[int]]) -> list[int]:
    events = [start(line) for line in range(len(readings))]
    return [each.choice for each in most_expected(events, readings)]


def test_a_shifted_path_gives_way_to_what_most_paths_say() -> None:
    shifted = [reading(3, {3: 0.35, 4: 0.6, 0: 0.05}), reading(4, {4: 0.4, 5: 0.6}), reading(6, {6: 1.0})]
    assert numbers(shifted) == [4, 5, 6]


def test_numbers_that_do_not_rise_are_not_chosen_together() -> None:
    assert numbers([reading(1, {1: 0.45, 2: 0.55}), reading(2, {2: 0.9, 3: 0.1})]) == [1, 2]


def test_what_is_decided_stays() -> None:
    decided = [reading(1, {1: 1.0}), reading(0, {0: 0.9, 2: 0.1}), reading(2, {2: 0.95, 3: 0.05})]
    assert numbers(decided) == [1, 0, 2]


@given(st.lists(st.lists(st.integers(1, 9), min_size=6, max_size=6), max_size=8))
def test_numbers_rise_and_no_other_choice_is_expected_to_be_right_more_often(weights: list[list[int]]) -> None:
    shares = [{note: weight / sum(each) for note, weight in enumerate(each)} for each in weights]
    found = numbers([reading(0, each) for each in shares])
    notes = [note for note in found if note]
    assert notes == sorted(set(notes))
    expected = sum(each[note] for each, note in zip(shares, found, strict=True))
    assert expected >= sum(each[0] for each in shares) - 1e-9
    rising = [place if place < 6 else 0 for place in range(1, len(shares) + 1)]
    assert expected >= sum(each[note] for each, note in zip(shares, rising, strict=True)) - 1e-9


def test_confidence_is_the_share_of_the_number_chosen() -> None:
    (found,) = most_expected([start(1)], [reading(1, {1: 0.4, 2: 0.6})])
    assert (found.choice, round(found.confidence, 6)) == (2, round(exp(log(0.6)), 6))
