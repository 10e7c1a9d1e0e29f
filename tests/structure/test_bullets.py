"""Bullets become plain items, nested by their indent; what only looks like one stays."""

from __future__ import annotations

import pytest

from convert.markdown import write
from tests.structure import samples
from tests.structure.sheets import Row, page, prose, recovered

LINES = ("The clerk reads the books of the library, and closes the doors of the", "great hall for the night.")


def written(*rows: Row) -> str:
    """The Markdown of a page on which these rows stand below plain text."""
    text = write(recovered(page(*prose(50, 100, *LINES), *rows)).document)
    return text.split("great hall for the night.", 1)[1].strip()


@pytest.mark.parametrize(
    ("title", "rows", "expected"),
    [
        (
            "dots",
            (Row(60, 140, "• Books"), Row(60, 152, "• Maps")),
            "- Books\n- Maps",
        ),
        (
            "an item of two lines",
            (
                Row(60, 140, "• All of the books of the library that the clerk read in the month of"),
                Row(70, 152, "May"),
            ),
            "- All of the books of the library that the clerk read in the month of May",
        ),
        (
            "dashes inside of dots",
            (Row(60, 140, "• Books"), Row(80, 152, "– Old"), Row(80, 164, "– New"), Row(60, 176, "• Maps")),
            "- Books\n  - Old\n  - New\n- Maps",
        ),
        (
            "dots inside of letters",
            (Row(60, 140, "(a) Books:"), Row(80, 152, "• Old"), Row(60, 164, "(b) Maps")),
            "- (a) Books:\n  - Old\n- (b) Maps",
        ),
        ("one dash", (Row(50, 140, "– Books, said the clerk."),), "– Books, said the clerk."),
        ("a minus", (Row(50, 140, "-5 degrees were read."),), "-5 degrees were read."),
        (
            "a glyph of a private code",
            (Row(60, 140, "\uf0b7 Books"), Row(60, 152, "\uf0b7 Maps")),
            "- Books\n- Maps",
        ),
        ("a typewriter's o", (Row(60, 140, "o Books", font="Courier"),), "- Books"),
        ("the letter o", (Row(50, 140, "o Books"),), "o Books"),
    ],
)
def test_bullets(title: str, rows: tuple[Row, ...], expected: str) -> None:
    assert written(*rows) == expected, title


def test_bullets_of_plain_text_nest_by_their_spaces() -> None:
    text = "The Board read:\n\n• Books\n    • Old\n    • New\n• Maps"
    assert "- Books\n  - Old\n  - New\n- Maps" in write(samples.recovered(text).document)
