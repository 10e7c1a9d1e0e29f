"""How the ends of lines are joined: by a space, but not inside an address, a range or the symbol of a document."""

from __future__ import annotations

import pytest

from convert.document import Text
from convert.page import Line
from convert.structure.inlines import inlines


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("see A/", "AC.105/1162, and", "see A/AC.105/1162, and"),
        ("decision XIII/", "12.", "decision XIII/12."),
        ("listed at example.org/", "licences, approved", "listed at example.org/licences, approved"),
        ("at https://example.org/", "a", "at https://example.org/a"),
        ("the years 1933–", "1940", "the years 1933–1940"),
        ("the Board and/", "or the clerk", "the Board and/ or the clerk"),
        ("the part A/", "of the report", "the part A/ of the report"),
    ],
)
def test_lines_are_joined(above: str, below: str, expected: str) -> None:
    found = inlines([Line(1, 1, above), Line(1, 2, below)], None)
    assert "".join(node.text for node in found if isinstance(node, Text)) == expected
