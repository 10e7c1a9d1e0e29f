"""Tables and figures between the blocks: cells, captions, parts over page ends, text that goes on around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from convert.conservation import check_conservation
from convert.document import (
    Cell,
    Document,
    Figure,
    Meta,
    Node,
    PageBreak,
    Paragraph,
    Row,
    Span,
    Table,
    Text,
    plain,
    rewrite,
    walk,
)
from convert.draft import Draft
from convert.errors import Internal
from convert.markdown import write
from convert.page import Box, CellPlace, Grid, Line, Page, Picture, Place, Reading
from convert.pipeline import Recovered, recover_pages
from convert.source import Source
from convert.structure.blocks import group_blocks
from convert.structure.build import build
from convert.structure.floats import find_floats, with_floats, without
from convert.structure.floats.captions import Target, bind, caption_kind, habits, is_continued

Rows = Sequence[Sequence[str | tuple[str, int, int]]]

SENTENCE = "The Board, which met in the great hall in May, decided to read the books of the library and to"


def table(rows: Rows, head: int = 1, index: int = 0) -> tuple[Grid, list[tuple[str, CellPlace]]]:
    """A grid and its lines: a cell is its text, with lines parted by "/", or that with spans; "^" is covered."""
    cells = []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            text, across, down = cell if isinstance(cell, tuple) else (cell, 1, 1)
            cells.extend(
                (part, CellPlace(index, number, column, across, down))
                for part in text.split("/")
                if part.strip("^")
            )
    return Grid(head=head, rows=len(rows), columns=max(map(len, rows))), cells


def page(number: int, *content: str | tuple[Grid, list[tuple[str, CellPlace]]] | Picture) -> Page:
    lines: list[Line] = []
    grids: list[Grid] = []
    pictures: list[Picture] = []
    for each in content:
        if isinstance(each, str):
            lines.append(Line(number, len(lines) + 1, each, gap=1.0))
        elif isinstance(each, Picture):
            pictures.append(replace(each, before=len(lines) + 1))
        else:
            grid, cells = each
            for text, place in cells:
                lines.append(Line(number, len(lines) + 1, text, cell=place._replace(table=len(grids))))
            grids.append(grid)
    return Page(number, None, tuple(lines), tables=tuple(grids), pictures=tuple(pictures))


def made(*pages: Page, keep_furniture: bool = False) -> Recovered:
    return recover_pages(Reading(pages), Source({"language": "en"}), keep_furniture=keep_furniture)


def the_table(recovered: Recovered) -> Table:
    (found,) = (block for block in recovered.document.children if isinstance(block, Table))
    return found


def texts(found: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row.children] for row in found.children]


STATES: Rows = (("State", "2016", "2017"), ("Chile", "1", "2"), ("Peru", "", "4"))


def test_lines_with_cells_become_a_table() -> None:
    found = the_table(made(page(1, "Before it.", table(STATES), "After it.")))
    assert texts(found) == [list(row) for row in STATES]
    assert (found.head, found.alignments) == (1, (None, "right", "right"))


def test_merged_cells_keep_their_spans() -> None:
    rows: Rows = ((("State", 1, 2), ("Amounts", 2, 1), "^"), ("^", "2016", "2017"), ("Chile", "1", "2"))
    found = the_table(made(page(1, table(rows, head=2), "After it.")))
    assert found.children[0] == Row((Cell((Text("State"),), 1, 2), Cell((Text("Amounts"),), 2, 1)))
    assert [plain(cell) for cell in found.children[1].children] == ["2016", "2017"]


def test_the_lines_of_a_cell_join_and_a_divided_word_with_them() -> None:
    found = the_table(made(page(1, table((("Name", "What"), ("A long/name", "the govern-/ment"))))))
    assert texts(found)[1] == ["A long name", "the government"]


def test_a_number_in_a_cell_is_no_enumerator() -> None:
    rows: Rows = (("No.", "What"), ("1.", "Books"), ("3.", "Maps"), ("2.", "Prints"))
    recovered = made(page(1, "1. First item.", table(rows), "2. Second item."))
    assert [row[0] for row in texts(the_table(recovered))] == ["No.", "1.", "3.", "2."]


def test_a_paragraph_goes_on_around_a_table() -> None:
    document = made(page(1, SENTENCE, table(STATES), "close them.")).document
    assert [type(block) for block in document.children] == [Paragraph, Table]
    assert plain(document.children[0]) == f"{SENTENCE} close them."


def test_sentences_before_and_after_a_table_stay_apart() -> None:
    document = made(page(1, "The figures are these:", table(STATES), "They are provisional.")).document
    assert [type(block) for block in document.children] == [Paragraph, Table, Paragraph]


@pytest.mark.parametrize("above", [True, False])
def test_a_caption_is_bound_above_or_below(above: bool) -> None:
    caption = "Table 2. Contributions by State"
    parts = (caption, table(STATES)) if above else (table(STATES), caption)
    recovered = made(page(1, "A sentence stands here.", *parts, "After it all was said."))
    assert plain(Paragraph(the_table(recovered).caption)) == caption
    assert [type(block) for block in recovered.document.children] == [Paragraph, Table, Paragraph]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Table 2. Contributions", "table"),
        ("TABLE IV", "table"),
        ("Tableau 3 : Contributions", "table"),
        ("Cuadro 1.2 Aportes", "table"),
        ("Figure A-1 The board", "figure"),
        ("Fig. 3: The board", "figure"),
        ("Gráfico 2. Los aportes", "figure"),
        ("Table 2 shows that States pay", None),
        ("Tables were set in the hall", None),
        ("Figure it out", None),
        ("Maps of the library", None),
    ],
)
def test_a_caption_is_known_by_its_first_words(text: str, kind: str | None) -> None:
    assert caption_kind(text) == kind


def test_only_a_line_that_says_no_more_is_a_continuation() -> None:
    assert all(map(is_continued, ("Table 2 (continued)", "(cont.)", "Tableau 3 (suite)", "continued")))
    assert not any(map(is_continued, ("Table 2. Continued efforts of the Board", "The work continued.")))


# ── over page ends ───────────────────────────────────────────────────────────────────────────────────

MORE: Rows = (("State", "2016", "2017"), ("Spain", "5", "6"), ("Togo", "7", "8"))


def test_a_table_over_a_page_end_is_one_table_and_its_repeated_head_is_furniture() -> None:
    recovered = made(
        page(1, "Before it.", table(STATES)), page(2, "Table 1 (continued)", table(MORE), "After it.")
    )
    assert [row[0] for row in texts(the_table(recovered))] == ["State", "Chile", "Peru", "Spain", "Togo"]
    moved = [each.text for each in recovered.ledger.moved]
    assert moved == ["Table 1 (continued)", "State", "2016", "2017"]
    breaks = [node.number for node in walk(the_table(recovered)) if isinstance(node, PageBreak)]
    assert breaks == [2]


def test_rows_that_go_on_without_a_head_are_joined_whole() -> None:
    recovered = made(page(1, table(STATES)), page(2, table(MORE[1:], head=0), "After it."))
    assert len(the_table(recovered).children) == 5
    assert recovered.ledger.moved == ()


def test_tables_with_text_between_them_stay_apart() -> None:
    document = made(page(1, table(STATES), "It is said."), page(2, table(MORE), "After it.")).document
    assert sum(isinstance(block, Table) for block in document.children) == 2


def test_tables_of_other_columns_stay_apart() -> None:
    document = made(page(1, table(STATES)), page(2, table((("a", "b"), ("c", "d"))), "After it.")).document
    assert sum(isinstance(block, Table) for block in document.children) == 2


def test_furniture_kept_keeps_the_repeated_head() -> None:
    recovered = made(page(1, table(STATES)), page(2, table(MORE), "After it."), keep_furniture=True)
    assert len(the_table(recovered).children) == 6


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────

SQUARE = Picture(Box(0, 0, 9, 9), 0, "square.png", b"x")


@pytest.mark.parametrize("below", [True, False])
def test_the_side_of_captions_is_that_of_the_document(below: bool) -> None:
    """Between two tables a caption belongs to the one on whose side the document's other captions stand."""

    def target(number: int, top: float) -> Target:
        return Target(Place(1, number), "table", Box(50, top, 250, top + 100), (), number)

    def caption(number: int, top: float) -> Line:
        return Line(1, number, f"Table {number}. Visits", box=Box(50, top, 200, top + 10), size=10.0)

    alone = [([target(0, 300)], [caption(1, 405 if below else 285)]) for _ in range(2)]
    both, between = [target(0, 100), target(1, 220)], [caption(3, 205)]
    habit = habits([*alone, (both, between)])
    assert habit["table"] == ("below" if below else "above")
    assert list(bind(both, between, habit)) == [0 if below else 1]


def test_a_picture_stands_where_it_was_with_its_caption_and_its_words() -> None:
    sheet = page(1, "Before it.", SQUARE, "Jan", "Feb", "Figure 1. Two months", "After it all.")
    lines = tuple(replace(line, picture=0) if line.text in ("Jan", "Feb") else line for line in sheet.lines)
    document = made(replace(sheet, lines=lines)).document
    before, figure, inside, after = document.children
    assert (plain(before), plain(after)) == ("Before it.", "After it all.")
    assert isinstance(figure, Figure)
    assert (figure.source, figure.alt, plain(figure)) == ("square.png", "", "Figure 1. Two months")
    assert isinstance(inside, Paragraph)
    assert isinstance(inside.children[0], Span)
    assert plain(inside) == "Jan Feb"
    assert "![](square.png)" in write(document)


def test_a_picture_without_words_is_shown() -> None:
    assert [type(block) for block in made(page(1, "Before it.", SQUARE)).document.children] == [Paragraph, Figure]


# ── the proof ────────────────────────────────────────────────────────────────────────────────────────


def test_two_cells_that_were_exchanged_are_noticed_and_so_is_one_joined_to_another() -> None:

    pages = (page(1, table(STATES), "After it."),)
    draft = Draft(pages)
    floats = find_floats(draft.lines, pages, {})
    blocks = with_floats(group_blocks(without(draft.lines, floats), {}, ()), floats)
    document = build(blocks, pages, Meta())
    check_conservation(pages, draft, blocks, document)

    def joined(node: Node) -> Node:
        if isinstance(node, Row) and plain(node).startswith("Chile"):
            name, first, second = node.children
            return Row((Cell((*name.children, *first.children)), Cell(()), second))
        return node

    changed = rewrite(document, joined)
    with pytest.raises(Internal, match="cell"):
        check_conservation(pages, draft, blocks, changed)  # type: ignore[arg-type]


def test_a_picture_that_is_not_shown_is_noticed() -> None:

    pages = (page(1, "Before it.", SQUARE),)
    draft = Draft(pages)
    floats = find_floats(draft.lines, pages, {})
    blocks = with_floats(group_blocks(without(draft.lines, floats), {}, ()), floats)
    document = build(blocks, pages, Meta())
    with pytest.raises(Internal, match="picture"):
        check_conservation(pages, draft, blocks, Document(document.children[:-1]))
