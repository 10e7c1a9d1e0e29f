"""The law of cells: whatever stands on a page, no place of a table is in two cells, and no word is."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from convert.page import Box
from convert.readers.pdf.drawings.drawing import Drawing, Fill, Ruling
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables import find_tables

WORDS = ("Place", "12", "3,404", "of", "Number", "–", "5 %", "a", "Harrow")


def word(text: str, x: float, y: float, bold: bool = False) -> Piece:
    width = 5.0 * len(text)
    return Piece(text, x, x + width, y, 10.0, "F", bold, False, Box(x, y - 8, x + width, y + 2), True)


@st.composite
def pages(draw: st.DrawFn) -> tuple[list[Piece], Drawing]:
    """Rows of words near the columns of a table, some off their place or over two; rules and fills."""
    columns, rows = draw(st.integers(2, 6)), draw(st.integers(2, 9))
    width, height = draw(st.sampled_from((40, 70))), draw(st.sampled_from((12, 18)))
    pieces = []
    for row in range(rows):
        for column in range(columns):
            for _ in range(draw(st.integers(0, 3))):
                x = width * column + draw(st.integers(-20, width))
                y = height * row + 8 + draw(st.sampled_from((0, 0, 0, 4, 6)))
                pieces.append(word(draw(st.sampled_from(WORDS)), x, y, draw(st.booleans())))
    across = [
        Ruling(
            width * draw(st.integers(0, 1)),
            height * row,
            width * draw(st.integers(columns - 1, columns)),
            height * row,
        )
        for row in draw(st.sets(st.integers(0, rows)))
    ]
    down = [
        Ruling(width * column, height * draw(st.integers(0, 1)), width * column, height * rows)
        for column in draw(st.sets(st.integers(0, columns)))
    ]
    fills = [
        Fill(
            Box(width * column, height * row, width * (column + draw(st.integers(1, 3))), height * (row + 1)),
            0xDDDDDD,
        )
        for row in draw(st.sets(st.integers(0, rows - 1)))
        for column in draw(st.sets(st.integers(0, columns - 1)))
    ]
    return pieces, Drawing((*across, *down), tuple(fills))


@given(pages())
def test_cells_of_a_table_never_overlap_and_share_no_word(page: tuple[list[Piece], Drawing]) -> None:
    pieces, drawing = page
    found = find_tables(pieces, drawing).tables
    held = Counter(id(piece) for table in found for piece in table.pieces)
    assert set(held.values()) <= {1}
    assert set(held) <= set(map(id, pieces))
    for table in found:
        places = Counter(
            (cell.row + r, cell.column + c)
            for cell in table.cells
            for r in range(cell.down)
            for c in range(cell.across)
        )
        assert set(places.values()) <= {1}
        assert all(row < table.rows and column < table.columns for row, column in places)
