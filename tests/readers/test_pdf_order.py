"""The order in which a page is read: short columns, boxes, panels; and rows that only look like columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.page import Reading, lines_of
from tests.readers.test_pdf import PROSE, parsed


def said(reading: Reading) -> str:
    """All words in the order in which they are read."""
    return " ".join(line.text for line in lines_of(reading.pages))


def in_order(reading: Reading, *words: str) -> bool:
    places = [said(reading).find(word) for word in words]
    return -1 not in places and places == sorted(places)


def slide(*columns: tuple[str, str]) -> str:
    cells = ", ".join(f"[#text(fill: blue)[{head}] \\ {body}]" for head, body in columns)
    return f"= A title over all of them\n\n#grid(columns: {len(columns)}, column-gutter: 3em, {cells})"


def test_short_columns_under_heads_of_one_look_are_read_one_after_the_other(tmp_path: Path) -> None:
    reading = parsed(
        tmp_path,
        slide(("Our aim", "Dry cellars for every house."), ("Our way", "Higher quays and wider gates.")),
    )
    assert in_order(reading, "A title", "Our aim", "Dry cellars", "Our way", "Higher quays")


def test_a_head_row_over_cells_stays_rows(tmp_path: Path) -> None:
    rows = "".join(f"[Branch of the river {n}], [A depth of {n}12 metres]," for n in range(1, 9))
    heads = "[#text(fill: blue)[Name of the branch]], [#text(fill: blue)[What was measured]],"
    reading = parsed(tmp_path, f"#grid(columns: (16em, 12em), row-gutter: 1em, {heads}{rows})")
    assert in_order(reading, "river 1", "depth of 112", "river 2", "depth of 212")


def test_terms_stay_with_what_they_mean(tmp_path: Path) -> None:
    rows = "".join(f"[*Term of the river {n}*], [Meaning {n}. {PROSE}]," for n in range(1, 6))
    reading = parsed(tmp_path, f"#grid(columns: (10em, 1fr), row-gutter: 1em, {rows})")
    assert in_order(reading, "Term of the river 1", "Meaning 1", "Term of the river 2", "Meaning 2")


def test_blanks_of_a_form_stay_rows(tmp_path: Path) -> None:
    rows = "".join(f"[Name of the office {n}:], [Date of the office {n}:]," for n in range(1, 7))
    reading = parsed(tmp_path, f"#grid(columns: (1fr, 1fr), row-gutter: 1em, {rows})\n\n{PROSE}")
    assert in_order(reading, "Name of the office 1", "Date of the office 1", "Name of the office 2")


def panel(left: int, top: int, text: str) -> str:
    return f"#place(top + left, dx: {left}mm, dy: {top}mm, block(width: 60mm)[{text}])"


def test_panels_that_nothing_crosses_are_read_one_after_the_other(tmp_path: Path) -> None:
    source = "#set page(width: 240mm, height: 150mm, margin: 10mm)\n" + "".join(
        (
            panel(0, 0, f"#text(20pt)[First panel] \\ {PROSE * 3}"),
            panel(80, 6, "#text(20pt)[Second panel]"),
            panel(80, 70, f"The second ends. {PROSE}"),
            panel(160, 20, "#text(20pt)[Third panel] \\ with a second line"),
        )
    )
    reading = parsed(tmp_path, source)
    assert in_order(reading, "First panel", "Second panel", "The second ends", "Third panel")


@pytest.mark.parametrize(
    ("heights", "order"),
    [
        ((30, 30, 30, 30), ("One.", "Two.", "Three.", "Four.")),
        ((30, 50, 60, 30), ("One.", "Three.", "Two.", "Four.")),
    ],
)
def test_boxes_in_rows_are_read_by_rows_and_staggered_ones_by_columns(
    tmp_path: Path, heights: tuple[int, ...], order: tuple[str, ...]
) -> None:
    text = "The office opens at nine. The mill stands still."
    one, two, three, four = (
        f"#rect(width: 70mm, height: {height}mm, fill: luma(230))[{name} {text} {text}]"
        for name, height in zip(("One.", "Two.", "Three.", "Four."), heights, strict=True)
    )
    reading = parsed(tmp_path, f"#grid(columns: 2, column-gutter: 8mm, [{one} {three}], [{two} {four}])")
    assert in_order(reading, *order)
