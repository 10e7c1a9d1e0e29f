"""What a number is printed as: counts of digits, of whole numbers, and of what the document itself shows."""

from __future__ import annotations

from convert.structure.notes.glyphs import Glyphs, habits_of

COUNTS = {"1": {"'": 20}, "2": {"?": 20}, "5": {"*": 10}, "##": {'"': 5, "": 5}}


def test_a_glyph_is_the_digit_it_was_counted_for() -> None:
    glyphs = Glyphs(COUNTS)
    assert glyphs.number("?", 2) < glyphs.number("?", 1)
    assert glyphs.number("'?", 12) < glyphs.number("'?", 21)


def test_a_shape_that_was_never_counted_is_the_digit_it_resembles() -> None:
    glyphs = Glyphs(COUNTS)
    assert glyphs.number("‘|", 11) < glyphs.number("‘|", 12)
    assert glyphs.number("$", 5) < glyphs.number("$", 2)


def test_the_counts_of_a_whole_number_outweigh_those_of_its_digits() -> None:
    plain, counted = Glyphs(COUNTS), Glyphs(COUNTS, {"12": {"!°": 30}})
    assert counted.number("!°", 12) < plain.number("!°", 12)


def test_a_document_teaches_its_own_habits_and_a_place_is_not_its_own_witness() -> None:
    habit = habits_of("%", [(7, 1.0)])
    taught = Glyphs(COUNTS).for_document(["%"], [habit])
    assert taught.number("%", 7) < taught.number("%", 5)
    assert taught.number("%", 7) < taught.number("%", 7, habit)


def test_one_glyph_for_two_digits_is_what_is_left_of_one_of_them() -> None:
    glyphs = Glyphs(COUNTS, {"12": {"'?": 6, "?": 4}})
    assert glyphs.number("?", 12) < glyphs.number("?", 15)
    assert glyphs.number("'", 15) < glyphs.number("'", 25)


def test_a_letter_too_many_counts_as_a_stroke() -> None:
    glyphs = Glyphs({"1": {"!": 20}, "5": {"*": 10}})
    assert glyphs.number("l", 1) == glyphs.number("!", 1) < glyphs.number("l", 5)
