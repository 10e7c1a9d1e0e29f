"""Enumerators are read as they are printed, in every scheme, and an ambiguous one is read in all its ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.structure.lists.labels import SCHEMES, Label, Scheme, below, readings

HIGHEST = {"decimal": 9999, "dotted": 999, "lower": 52, "upper": 52, "roman": 27, "ROMAN": 27}
"""The last place of each kind that is printed and read: a list does not outgrow zz or, for now, xxvii."""

dotted = st.builds(
    Scheme,
    st.just(""),
    st.just("dotted"),
    st.sampled_from(("", ".")),
    st.lists(st.integers(0, 999), min_size=1, max_size=4).map(tuple),
)
labels = (st.sampled_from(SCHEMES) | dotted).flatmap(
    lambda scheme: st.builds(Label, st.just(scheme), st.integers(1, HIGHEST[scheme.kind]), st.just(""))
)


def kinds(text: str) -> set[tuple[str, int]]:
    return {(label.scheme.kind, label.value) for label in readings(text)}


@given(labels)
def test_a_printed_label_is_read_back(label: Label) -> None:
    assert label in readings(label.text)


@given(labels)
def test_all_readings_of_a_label_print_alike(label: Label) -> None:
    assert {each.text for each in readings(label.text)} == {label.text}


@pytest.mark.parametrize(
    ("text", "after"), [("4A.", "4."), ("4B.", "4A."), ("4AA.", "4Z."), ("1 bis.", "1."), ("1 ter.", "1 bis.")]
)
def test_what_was_put_in_later_follows_what_it_was_put_after(text: str, after: str) -> None:
    (late,), (early,) = readings(text), (label for label in readings(after) if label.scheme.kind == "decimal")
    assert late.text == text
    assert late.follows(early)
    assert not early.follows(late)


@given(labels)
def test_the_next_label_is_one_on_and_of_the_same_scheme(label: Label) -> None:
    assert label.next() == Label(label.scheme, label.value + 1)
    assert label.next(2) == label.next().next()
    assert label.next().text != label.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(i)", {("lower", 9), ("roman", 1)}),
        ("(v)", {("lower", 22), ("roman", 5)}),
        ("(iv)", {("roman", 4)}),
        ("(ii)", {("lower", 35), ("roman", 2)}),
        ("(aa)", {("lower", 27)}),
        ("(zz)", {("lower", 52)}),
        ("(X)", {("upper", 24), ("ROMAN", 10)}),
        ("12.", {("decimal", 12)}),
        ("3°", {("decimal", 3)}),
        ("3.2", {("dotted", 2)}),
        ("3.2.", {("dotted", 2)}),
        ("b)", {("lower", 2)}),
    ],
)
def test_a_label_is_read_in_all_its_ways(text: str, expected: set[tuple[str, int]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text", ["", "()", "(ab)", "(iiii)", "(aaa)", "(1", "1)(", "12", "(2.1)", "(Iv)", "a", "."]
)
def test_what_is_no_label_has_no_reading(text: str) -> None:
    assert readings(text) == ()


@pytest.mark.xfail(strict=True, reason="a count of more than five letters is not read")
@pytest.mark.parametrize("text", ["(xxviii)", "(xxxiii)", "XXXVIII."])
def test_a_long_roman_numeral_is_read(text: str) -> None:
    assert kinds(text)


def test_after_z_comes_aa() -> None:
    (z,) = readings("(z)")
    assert [z.next(each).text for each in range(3)] == ["(z)", "(aa)", "(bb)"]


def test_dotted_labels_nest() -> None:
    (three,) = readings("3.")
    first = below(three)
    assert first
    assert (first.text, first.next().text) == ("3.1", "3.2")
    inner = below(first)
    assert inner
    assert inner.text == "3.1.1"


def test_nothing_stands_below_a_letter() -> None:
    assert all(below(label) is None for label in readings("(a)"))
