"""Words that a mark shares with a note or an earlier mark are evidence for its number; common ones are none."""

from __future__ import annotations

from convert.structure.notes.citations import NOTHING_TOLD, hearsay
from convert.structure.notes.series import events_of
from convert.words import Words
from tests.structure.samples import pages_of

TEXT = """The Board recalls the Navigation Compact,? and welcomes the Lagoon Convention.* It
asks all members of the Board to read the reports of the members of the Board,
and the members of the Board to answer them. It was asked again under the
Navigation Compact’ to do so.

1 Treaty on the Lagoon, vol. 12, chapter 3.
2 Reports of the members of the Board."""


def told(text: str, numbers: dict[str, dict[int, float]]) -> dict[str, dict[int, tuple[float, float]]]:
    """For each glyph what is told of its numbers, given the numbers of a first reading by what was printed."""
    lines = [line for page in pages_of(text) for line in page.lines]
    events = events_of(lines, Words())
    printed = ["".join(getattr(event, "glyphs", ("",))) for event in events]
    heard = hearsay(events, [numbers.get(glyphs, {}) for glyphs in printed], lines)
    return {
        glyphs: {note: (each.by_note, each.by_mark) for note, each in heard.get(at, {}).items()}
        for at, glyphs in enumerate(printed)
    }


def test_a_rare_word_of_the_note_speaks_for_its_number_and_one_on_every_line_does_not() -> None:
    heard = told(TEXT, {"*": {1: 0.5, 2: 0.5}, "1": {1: 1.0}, "2": {2: 1.0}})
    assert heard["*"][1][0] > 0.3
    assert heard["*"].get(2, (0.0, 0.0))[0] < heard["*"][1][0]


def test_the_same_name_speaks_for_the_number_of_its_first_mark() -> None:
    heard = told(TEXT, {"?": {1: 0.9}, "’": {1: 0.3, 2: 0.3}})
    assert heard["’"][1][1] > 0.5
    assert heard["’"].get(2, (0.0, 0.0))[1] == NOTHING_TOLD.by_mark


def test_a_first_reading_that_is_unsure_tells_nothing() -> None:
    heard = told(TEXT, {"?": {1: 0.4, 2: 0.4}, "’": {1: 0.3, 2: 0.3}})
    assert heard["’"].get(1, (0.0, 0.0))[1] == 0.0
