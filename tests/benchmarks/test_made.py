"""Made-up documents: the same name gives the same one, and its marks and notes are one series."""

from __future__ import annotations

import re

import pytest

from benchmarks.accuracy.made.compose import compose
from benchmarks.accuracy.made.press import page_source


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_marks_and_notes_of_a_made_up_document_are_one_series(language: str) -> None:
    made = compose("d7", language, 2)
    assert made == compose("d7", language, 2)
    marks = [int(number) for block in made.blocks for number in re.findall(r"\[\^(\d+)\]", block.text)]
    assert made.notes
    assert list(dict.fromkeys(marks)) == list(range(1, len(made.notes) + 1))
    assert page_source(made).count('class="note"') == len(made.notes)
    assert "{" not in "".join((*made.notes, *(block.text for block in made.blocks)))
