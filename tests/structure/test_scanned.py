"""What only scanned pages show: numbers seen in the image, odd things at the foot of a page."""

from __future__ import annotations

from dataclasses import replace

from convert.page import Box, Line, Page, Scan, Word
from convert.structure.costs import learned
from convert.structure.furniture.bands import find_bands
from convert.structure.notes.decoded import decode_notes
from convert.structure.notes.marks import candidates
from convert.words import Words

TWO = (("2", 0.02), ("", 4.0))
"""What the image says of a clear raised 2."""


def line(
    number: int, text: str, page: int = 1, raised: str = "", seen: tuple[tuple[str, float], ...] = ()
) -> Line:
    """A line whose last characters are raised, and what was seen of them."""
    start = len(text)
    words = (Word(text, 0), *((Word(raised, start, raised=True, seen=seen),) if seen else ()))
    return Line(page, number, text + raised, words=words)


def marks(*lines: Line) -> list[str]:
    return [edit.after.strip("\ufff9\ufffb") for edit in decode_notes(lines, learned(), Words()).edits]


def test_a_raised_number_after_a_power_of_ten_is_no_mark() -> None:
    power = line(1, "Some 3.4 × 10", raised="?", seen=TWO)
    misread = line(1, "Some 3.4 < 10", raised="?", seen=TWO)
    pages = line(1, "It is on pages 5–10", raised="?", seen=TWO)
    word = line(1, "Some of the 10 members", raised="?", seen=TWO)
    found = [candidates([each], Words()) != () for each in (power, misread, pages, word)]
    assert found == [False, False, True, True]


def test_the_note_of_the_last_mark_of_a_page_may_stand_at_the_foot_of_the_next() -> None:
    one = (("1", 0.02), ("", 4.0))
    body = Line(2, 2, "* See the report.", words=(Word("*", 0, raised=True, seen=one), Word("See the report.", 2)))
    assert marks(line(1, "It met in May.", raised="'", seen=one), line(1, "It rose.", page=2), body) == ["1", "1"]


# ── the foot of a page ───────────────────────────────────────────────────────────────────────────────


def sheet(number: int, *feet: Line) -> Page:
    text = Line(number, 1, "Text of the page that fills a line of it", box=Box(60, 100, 500, 700), size=10.0)
    return Page(number, None, (text, *feet), 600, 800, scan=Scan(200))


def foot(page: int, number: int, text: str, x: float = 60, role: str = "foot") -> Line:
    line = Line(page, number, text, box=Box(x, 750, x + 40, 760), size=10.0)
    return replace(line, role="foot") if role == "foot" else line


def test_what_stands_beside_the_running_foot_of_a_scanned_page_belongs_to_it() -> None:
    misread = foot(1, 3, "18-1689S", 300, role="body")
    pages = (sheet(1, foot(1, 2, "1/2"), misread), sheet(2, foot(2, 2, "2/2")))
    assert [moved.text for moved in find_bands(pages)] == ["18-1689S"]


def test_text_above_the_running_foot_is_left() -> None:
    pages = (sheet(1, foot(1, 2, "1/2")), sheet(2, foot(2, 2, "2/2")))
    assert find_bands(pages) == ()


def test_one_odd_page_does_not_hide_the_band_of_the_feet_of_others() -> None:
    odd = [Line(page, 3, "Pras rept", box=Box(60, 740, 120, 770), size=20.0) for page in (1, 2)]
    pages = tuple(sheet(page, foot(page, 2, f"{page}/9"), *(odd[page - 1 : page])) for page in range(1, 10))
    assert [moved.text for moved in find_bands(pages)] == ["Pras rept", "Pras rept"]
