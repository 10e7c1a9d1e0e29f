"""Tables and pictures on pages that Typst sets: what must become one, and what must not."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from convert.document import Figure, Table, plain
from convert.page import Reading, lines_of
from convert.pipeline import recover_pages
from convert.readers.pdf import parse
from convert.source import Source
from tests.readers.test_pdf import PROSE, codes, typeset

BOOKTABS = """#table(columns: 3, stroke: none, align: (left, right, right),
table.hline(), [*State*], [*2016*], [*2017*],
table.hline(), [Chile], [1], [22], [Peru], [303], [4], [Togo], [5], [66], table.hline())"""
STATES = [["State", "2016", "2017"], ["Chile", "1", "22"], ["Peru", "303", "4"], ["Togo", "5", "66"]]
SHADED = (
    "= Contents\n#table(columns: (1fr, 3em), stroke: (x, y) => (bottom: 0.5pt), "
    "fill: (x, y) => if calc.odd(y) {luma(230)}, [Preface], [vii], [*Part 1*], [], "
    + ", ".join(f"[The harbour in the year 190{n}], [{3 * n}]" for n in range(1, 8))
    + ")"
)
CELLS = ", ".join(f"[{cell}]" for row in STATES for cell in row)


def tables(reading: Reading) -> list[Table]:
    document = recover_pages(reading, Source({"language": "en"})).document
    return [block for block in document.children if isinstance(block, Table)]


def rows(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row.children] for row in table.children]


def plain_caption(table: Table) -> str:
    return "".join(plain(each) for each in table.caption)


@pytest.mark.parametrize(
    "source",
    [
        f"#table(columns: 3, {CELLS})",
        f"#table(columns: 3, stroke: (x, y) => (left: if x > 0 {{1pt}}, bottom: 1pt), {CELLS})",
        BOOKTABS,
        f"#table(columns: 3, stroke: (x, y) => (bottom: 0.5pt), {CELLS})",
        f"#table(columns: 3, stroke: none, fill: (x, y) => if calc.even(y) {{luma(220)}} else {{none}}, {CELLS})",
        f"#table(columns: 3, stroke: 2pt + white, fill: luma(220), {CELLS})",
        f"*Table 1.* Contributions\n\n#table(columns: 3, stroke: none, {CELLS})",
    ],
    ids=["grid", "open frame", "booktabs", "rules under rows", "zebra", "filled cells", "nothing but a caption"],
)
def test_a_table_of_any_design_is_told_in_cells(tmp_path: Path, source: str) -> None:
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE * 3}\n\n{source}\n\n{PROSE * 3}")))
    assert rows(table) == STATES
    assert table.head == 1


def test_merged_cells_of_a_grid_keep_their_spans(tmp_path: Path) -> None:
    source = """#table(columns: 3, table.cell(rowspan: 2)[State], table.cell(colspan: 2)[Amounts], [2016], [2017],
    [Chile], [1], [2], [Peru], [3], [4])"""
    (table,) = tables(parse(typeset(tmp_path, source)))
    assert [(plain(cell), cell.across, cell.down) for cell in table.children[0].children] == [
        ("State", 1, 2),
        ("Amounts", 2, 1),
    ]
    assert table.head == 2


def test_the_lines_of_a_wrapped_cell_are_one_cell(tmp_path: Path) -> None:
    cell = "A long remark that is broken over several lines of its cell"
    source = f"#table(columns: (3cm, 4cm, 2cm), {CELLS}, [Cuba], [{cell}], [7])"
    (table,) = tables(parse(typeset(tmp_path, source)))
    assert rows(table)[-1] == ["Cuba", cell, "7"]


def test_a_table_over_a_page_end_is_one_table_with_its_head_once(tmp_path: Path) -> None:
    body = ", ".join(f"[Place {n}], [{n}]" for n in range(90))
    source = f"#table(columns: 2, table.header([*Name*], [*Number*]), {body})"
    (table,) = tables(parse(typeset(tmp_path, source)))
    assert rows(table) == [["Name", "Number"], *([f"Place {n}", str(n)] for n in range(90))]


def test_a_table_set_sideways_is_read_where_it_stands_with_its_caption(tmp_path: Path) -> None:
    turned = f"#rotate(-90deg, reflow: true)[#block(width: 15cm)[*Table 3.* Contributions\n\n{BOOKTABS}]]"
    reading = parse(typeset(tmp_path, f"{PROSE * 3}\n\n{turned}\n\n{PROSE * 3}"))
    (table,) = tables(reading)
    assert rows(table) == STATES
    assert plain_caption(table) == "Table 3. Contributions"


def test_headings_over_several_columns_above_the_first_fill_belong_to_the_table(tmp_path: Path) -> None:
    source = """#align(center, table(columns: 5, stroke: none,
    fill: (x, y) => if y > 1 and calc.even(y) {luma(225)},
    [], table.cell(colspan: 2, align: center)[Goods], table.cell(colspan: 2, align: center)[Services],
    [], [2016], [2017], [2016], [2017], [Chile], [1], [22], [31], [42], [Peru], [303], [4], [5], [6],
    [Togo], [5], [66], [7], [88]))"""
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE * 3}\n\n{source}\n\n{PROSE * 3}")))
    assert [(plain(cell), cell.across) for cell in table.children[0].children if plain(cell)] == [
        ("Goods", 2),
        ("Services", 2),
    ]
    assert rows(table)[1] == ["", "2016", "2017", "2016", "2017"]


def test_headings_set_so_close_that_nothing_parts_them_head_their_columns(tmp_path: Path) -> None:
    at = lambda x, y, text: f"#place(dx: {x}pt, dy: {y}pt)[{text}]"  # noqa: E731
    starts = (0, 71, 126, 211)
    body = [["Chile", "24 ml", "0 ml", "4"], ["Peru", "12 ml", "12 ml", "5"], ["Togo", "4 ml", "12 ml", "12"]]
    placed = [at(x, 14 * y, cell) for y, row in enumerate(body, 1) for x, cell in zip(starts, row, strict=True)]
    words = ("Saccharometer", "DI Water", "Glucose Liquid", "Yeast")
    placed += [at(x, 0, f"*{word}*") for x, word in zip(starts, words, strict=True)]
    (table,) = tables(
        parse(typeset(tmp_path, f"{PROSE * 3}\n\n#block(height: 60pt, text(9pt)[{''.join(placed)}])\n\n{PROSE}"))
    )
    assert rows(table) == [list(words), *body]


def test_a_cell_painted_line_by_line_is_one_cell(tmp_path: Path) -> None:
    paint = lambda top: f"#place(dy: {top}pt, rect(width: 80pt, height: 14pt, fill: aqua, stroke: none))"  # noqa: E731
    rule = lambda top: f"#place(dy: {top}pt, line(length: 200pt, stroke: 0.5pt))"  # noqa: E731
    said = [("Parent", "3"), ("cells", ""), ("Divisions", "5"), ("per", ""), ("Daughters", "7"), ("each", "")]
    drawn = "".join(paint(14 * n) for n in range(6)) + "".join(rule(28 * n) for n in range(4))
    drawn += "".join(f"#place(dx: {x}pt, line(end: (0pt, 84pt), stroke: 0.5pt))" for x in (0, 80, 200))
    for line, cells in enumerate(said):
        drawn += "".join(
            f"#place(dx: {3 + 80 * n}pt, dy: {14 * line + 3}pt)[{cell}]" for n, cell in enumerate(cells)
        )
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE * 3}\n\n#block(height: 90pt)[{drawn}]\n\n{PROSE * 3}")))
    assert rows(table) == [["Parent cells", "3"], ["Divisions per", "5"], ["Daughters each", "7"]]


def test_a_line_after_a_word_that_leads_on_is_no_row_of_its_own(tmp_path: Path) -> None:
    cells = "[Place], [Count], "
    cells += "[Waterway near \\ Kiruna], [5], [Mouth of the \\ Sound], [7], [Inventory on both banks], [9]"
    source = f"#table(columns: 2, stroke: none, table.hline(), {cells}, table.hline())"
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE * 3}\n\n*Table 1.* Places\n\n{source}\n\n{PROSE * 3}")))
    assert rows(table)[1:] == [
        ["Waterway near Kiruna", "5"],
        ["Mouth of the Sound", "7"],
        ["Inventory on both banks", "9"],
    ]


def test_columns_between_filled_ones_have_rows_too(tmp_path: Path) -> None:
    body = [row.split(", ") for row in ("Chile, 1, 22", "Peru, 303, 4", "Togo, 5, 66", "Fiji, 8, 9")]
    cells = ", ".join(f"[{cell}]" for row in (["State", "2016", "2017"], *body) for cell in row)
    source = f"#table(columns: 3, stroke: none, fill: (x, y) => if calc.odd(x) {{luma(225)}}, {cells})"
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE * 3}\n\n{source}\n\n{PROSE * 3}")))
    assert rows(table)[1:] == body


@pytest.mark.parametrize(
    "source",
    [
        f"#columns(2)[{PROSE * 20}]",
        "\n".join(f"+ {PROSE}" for _ in range(6)),
        "\n".join(f"Part {n} #box(width: 1fr, repeat[.]) {3 * n} \\" for n in range(1, 9)),
        f"#rect(inset: 1em)[*Note*\n\n{PROSE * 8}]",
        f"#grid(columns: 2, gutter: 1em, rect[{PROSE * 3}], rect[{PROSE * 3}])",
        "$ a = b + c $\n\n$ d = e / f $\n\n$ g = h $",
        SHADED,
        "#grid(columns: (1fr, 1fr), [Anna Ort \\ Clerk \\ Harrow], align(right)[12 May 2018 \\ Marlow \\ No. 7])",
    ],
    ids=["columns", "list", "contents", "framed text", "two frames", "equations", "shaded contents", "addresses"],
)
def test_what_only_looks_like_a_table_stays_text(tmp_path: Path, source: str) -> None:
    assert tables(parse(typeset(tmp_path, f"{PROSE * 2}\n\n{source}\n\n{PROSE * 2}"))) == []


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────


def photograph(folder: Path, name: str = "photo.jpg") -> None:
    """A picture of many colours."""
    picture = Image.linear_gradient("L").resize((300, 200))
    Image.merge("RGB", (picture, picture.rotate(90).resize((300, 200)), picture)).save(folder / name)


CHART = "".join(
    f"#place(bottom + left, dx: {40 * n}pt, rect(width: 20pt, height: {30 + 25 * n}pt, fill: blue))"
    f"#place(bottom + left, dx: -20pt, dy: {-30 * n}pt, text(7pt)[{10 * n}])"
    for n in range(5)
)


def test_an_image_is_taken_as_it_was_stored_with_its_caption(tmp_path: Path) -> None:
    photograph(tmp_path)
    reading = parse(
        typeset(tmp_path, f'{PROSE}\n\n#image("photo.jpg", width: 8cm)\n\nFigure 1. The hall\n\n{PROSE}')
    )
    (picture,) = reading.pages[0].pictures
    assert (picture.name, picture.data) == ("made-1.jpg", (tmp_path / "photo.jpg").read_bytes())
    assert "pdf-image" in codes(reading)
    recovered = recover_pages(reading, Source({"language": "en"}))
    (figure,) = (block for block in recovered.document.children if isinstance(block, Figure))
    assert (figure.source, figure.alt, plain(figure)) == ("made-1.jpg", "", "Figure 1. The hall")
    assert recovered.pictures == {picture.name: picture.data}


def test_a_chart_is_a_picture_and_its_labels_stay_in_the_text(tmp_path: Path) -> None:
    source = f"{PROSE}\n\n#pad(left: 2cm, block(width: 7cm, height: 5cm)[{CHART}])\n\n{PROSE}"
    reading = parse(typeset(tmp_path, source))
    assert tables(reading) == []
    (picture,) = reading.pages[0].pictures
    with Image.open(BytesIO(picture.data)) as shown:
        assert shown.width > 300
    labels = [line.text for line in lines_of(reading.pages) if line.picture == 0]
    assert sorted(labels, key=int) == ["0", "10", "20", "30", "40"]


def test_a_logo_on_every_page_and_an_ornament_are_left_out_and_said(tmp_path: Path) -> None:
    photograph(tmp_path)
    logo = '#set page(header: image("photo.jpg", height: 1cm))'
    reading = parse(
        typeset(tmp_path, f'{logo}\n{f"{PROSE * 9} #pagebreak()" * 4} #image("photo.jpg", width: 3mm)')
    )
    assert not any(picture.name for page in reading.pages for picture in page.pictures)
    assert {finding.level for finding in reading.findings if finding.code == "pdf-image"} == {"info"}


NUMBERS = ", ".join(f"[Place {n}], [{n * 37}], [{n * 91}]" for n in range(1, 7))
NUMBERED = [["Place", "2016", "2017"], *([f"Place {n}", str(n * 37), str(n * 91)] for n in range(1, 7))]


@pytest.mark.parametrize(
    "source",
    [
        f"#table(columns: 3, stroke: (x, y) => (x: 0.5pt, top: if y < 2 {{0.5pt}}), "
        f"[*Place*], [*2016*], [*2017*], {NUMBERS}, table.hline(stroke: 0.5pt))",
        f"#table(columns: 3, stroke: none, table.vline(x: 1, stroke: 0.5pt), [*Place*], [*2016*], [*2017*], "
        f"table.hline(stroke: 0.5pt), {NUMBERS})",
    ],
    ids=["rules between columns and under the head", "a rule beside the stub"],
)
def test_rows_and_columns_without_rules_of_their_own_are_told(tmp_path: Path, source: str) -> None:
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE}\n\n{source}\n\n{PROSE}")))
    assert rows(table) == NUMBERED


def test_lists_side_by_side_in_a_frame_stay_two_cells(tmp_path: Path) -> None:
    left = "For each group: \\ Two tubes \\ \\ A rack \\ Water from the tap"
    right = "A clock \\ Gloves of any size \\ Ice \\ \\ A pen \\ A lamp"
    source = f"#table(columns: (6cm, 6cm), [*Things*], [*Tools*], [{left}], [{right}])"
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE}\n\n{source}\n\n{PROSE}")))
    assert len(table.children) == 2


def test_a_cell_of_several_lines_in_the_middle_of_its_row_is_one_row(tmp_path: Path) -> None:
    long = "the district with its harbour, its market and all of the villages"
    cells = ", ".join(f"[Area {n} of {long}], [{n * 37}], [{n * 91}]" for n in range(1, 5))
    source = f"""#table(columns: (4cm, 2cm, 2cm), stroke: none, align: horizon, table.hline(),
    [*Area*], [*2016*], [*2017*], table.hline(), {cells}, table.hline())"""
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE}\n\n{source}\n\n{PROSE}")))
    assert [row[1:] for row in rows(table)] == [
        ["2016", "2017"],
        *([str(n * 37), str(n * 91)] for n in range(1, 5)),
    ]


def test_the_sign_of_an_amount_is_no_column(tmp_path: Path) -> None:
    cells = ", ".join(f"[Place {n}], [\\$ #h(1fr) {n * 3701}]" for n in range(1, 6))
    source = f"""#table(columns: (4cm, 4cm), stroke: none, table.hline(), [*Place*], [*Cost*],
    table.hline(), {cells}, table.hline())"""
    (table,) = tables(parse(typeset(tmp_path, f"{PROSE}\n\n*Table 1.* Costs\n\n{source}\n\n{PROSE}")))
    assert rows(table) == [["Place", "Cost"], *([f"Place {n}", f"$ {n * 3701}"] for n in range(1, 6))]
