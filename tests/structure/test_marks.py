"""Places that only look like note marks are not proposed."""

from __future__ import annotations

import pytest

from convert.structure.notes.marks import candidates
from convert.words import Words
from tests.structure.samples import pages_of


@pytest.mark.parametrize(
    ("text", "glyphs"),
    [
        ("The burning of heavy fuel! within two miles was seen by all.", ["!"]),
        ("1.2 Between March and July the archives were visited.", []),
        ("The Act was passed in 1862.2 Between March and July it lapsed.", ["2"]),
        ("He spoke of “the coastal fishery”9 and left.", ["9"]),
        ("He spoke of the “coastal” fishery”9 and left.", ["”", "”9"]),
        ("6.2.1 Reaffirming the Act 194422 of the province.", ["22"]),
        ("No. 31363 of the province.", []),
        ("(ix) | The building of walls", []),
        ("walls | and roofs", ["|"]),
    ],
)
def test_what_may_be_a_mark(text: str, glyphs: list[str]) -> None:
    lines = [line for page in pages_of(text) for line in page.lines]
    assert [each.glyphs for each in candidates(lines, Words(language="en"))] == glyphs
