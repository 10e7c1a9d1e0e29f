"""Rules are told from a picture, and with them the tables of recognised sheets."""

from __future__ import annotations

from dataclasses import replace

import pytest

np = pytest.importorskip("numpy")
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from convert.page import Box, Line, Page, Reading  # noqa: E402
from convert.pipeline import recover_pages  # noqa: E402
from convert.readers.ocr import engine  # noqa: E402
from convert.readers.ocr.layout import pages_of  # noqa: E402
from convert.readers.ocr.look import look  # noqa: E402
from convert.readers.ocr.rulings import foot_rules, rulings_of  # noqa: E402
from convert.readers.ocr.tokens import Row, Sheet, Token  # noqa: E402
from convert.source import Source  # noqa: E402
from tests.readers.test_look import FONT  # noqa: E402

EM = 28.0  # pixels: 10 points at 200 dpi
PROSE = "The Board met in the port and counted boats and crews of all"
ROWS = (("Port", "Boats", "Crew"), ("Averil", "12", "40"), ("Meyrick", "7", "21"), ("Old Light", "3", "9"))


def rules(*drawn: tuple[float, float, float, float], thick: int = 2, turned: float = 0.0) -> list[tuple[int, int]]:
    """Width and height of the rules found in a picture of these, to the nearest ten pixels."""
    image = Image.new("L", (1000, 600), 255)
    for line in drawn:
        ImageDraw.Draw(image).line(line, 0, thick)
    image = image.rotate(turned, Image.Resampling.BICUBIC, fillcolor=255)
    found = rulings_of(np.asarray(image) < 128, EM)
    return [(round((box.x1 - box.x0) / 10) * 10, round((box.bottom - box.top) / 10) * 10) for box in found]


def test_rules_across_and_down_are_told_from_strokes_and_bars() -> None:
    assert rules((100, 100, 900, 100), (500, 200, 500, 500)) == [(800, 0), (0, 300)]
    assert rules((100, 100, 130, 100)) == []
    assert rules((100, 300, 900, 300), thick=30) == []


def test_a_rule_askew_is_one_rule() -> None:
    ((width, height),) = rules((100, 300, 900, 300), turned=0.6)
    assert width == pytest.approx(800, abs=20)
    assert height == pytest.approx(10, abs=5)


def word(text: str, x: float, baseline: float, size: float = EM) -> Token:
    return Token(text, Box(x, baseline - 0.68 * size, x + 0.5 * size * len(text), baseline), 0.9)


def sheet(*rulings: Box, bars: bool = False) -> Sheet:
    """A sheet of prose with a table of three columns below it; a bar may be read between them."""
    rows = []
    for at in range(6):
        texts = PROSE.split()[at:] + ["again"] * at
        x, tokens = 150.0, []
        for text in texts:
            tokens.append(word(text, x, 200 + 34 * at))
            x += 0.5 * EM * len(text) + 0.3 * EM
        rows.append(Row(tuple(tokens)))
    for at, cells in enumerate(ROWS):
        tokens = [
            word(part, 160 + 300 * column + 0.5 * EM * 4 * nth, 500 + 40 * at)
            for column, text in enumerate(cells)
            for nth, part in enumerate(text.split())
        ]
        if bars:
            tokens.append(word("|", 440, 500 + 40 * at))
        rows.append(Row(tuple(sorted(tokens, key=lambda token: token.box.x0 if token.box else 0.0))))
    return Sheet(1, 1300, 900, tuple(rows), dpi=200, rulings=rulings)


GRID = (
    *(Box(150, 465 + 40 * at, 1050, 467 + 40 * at) for at in range(5)),
    *(Box(x, 465, x + 2, 627) for x in (150, 445, 745, 1050)),
)


def page(made: Sheet) -> Page:
    return pages_of([made])[0][0]


def cells(made: Page) -> dict[tuple[int, int], str]:
    return {(line.cell.row, line.cell.column): line.text for line in made.lines if line.cell}


def test_a_ruled_table_of_a_scan_is_a_table_and_the_bars_between_its_cells_are_none_of_the_text() -> None:
    found = page(sheet(*GRID, bars=True))
    assert cells(found) == {
        (row, column): text for row, texts in enumerate(ROWS) for column, text in enumerate(texts)
    }
    assert [line.text for line in found.lines if line.role == "hidden"] == ["|"] * 4
    assert len(found.tables) == 1
    assert "| Averil | 12 | 40 |" in _markdown(found)


def test_a_bar_where_no_rule_stands_stays_in_the_text() -> None:
    found = page(sheet(bars=True))
    assert not any(line.role == "hidden" for line in found.lines)


def test_a_masthead_between_rules_is_no_table() -> None:
    rows = (
        Row((word("United", 300, 150), word("Nations", 420, 150), word("A/73/3", 1000, 150))),
        Row((word("General", 300, 210, 2 * EM), word("Assembly", 560, 210, 2 * EM), word("Distr.:", 900, 210))),
        Row((word("18", 900, 250), word("May", 950, 250))),
    )
    found = page(replace(sheet(Box(150, 165, 1200, 167), Box(150, 280, 1200, 283)), rows=rows))
    assert cells(found) == {}


def _markdown(made: Page) -> str:
    from convert.markdown import write

    return write(recover_pages(Reading((made,)), Source()).document)


def test_prose_is_no_table() -> None:
    lines: tuple[Line, ...] = page(sheet()).lines
    assert not any(line.cell for line in lines[:6])


def test_the_rule_above_the_notes_is_short_low_and_alone() -> None:
    foot, table = Box(150, 700, 500, 702), (Box(150, 300, 500, 302), Box(150, 360, 500, 362))
    assert foot_rules((foot, *table), 1300, 900, EM) == (foot,)
    assert foot_rules((Box(150, 100, 500, 102), Box(100, 700, 1200, 702)), 1300, 900, EM) == ()


def test_the_first_line_below_that_rule_is_marked() -> None:
    made = replace(sheet(), feet=(Box(150, 475, 500, 477),))
    assert [line.text for line in page(made).lines if line.ruled] == ["Port"]


@pytest.mark.skipif(not (FONT and engine.is_installed()), reason="Tesseract is not installed")
def test_numbers_in_a_column_left_of_the_notes_are_read_one_by_one() -> None:
    image = Image.new("L", (1000, 700), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), 32)
    pen.line((100, 350, 400, 350), 0, 2)
    rows = []
    for number, text in enumerate(("See the report of the Board", "See its letter of May"), 7):
        y = 400 + 45 * (number - 7)
        pen.text((100, y), str(number), 0, font, anchor="ls")
        x, tokens = 150.0, []
        for part in text.split():
            box = Box(*pen.textbbox((x, y), part, font, anchor="ls"))
            pen.text((x, y), part, 0, font, anchor="ls")
            tokens.append(Token(part, box, 0.9))
            x = box.x1 + 9
        rows.append(Row(tuple(tokens), Box(150, y - 24, x, y)))
    column = Row((Token("Ow", Box(98, 375, 118, 450), 0.2),), Box(98, 375, 118, 450))
    found, _ = look(Sheet(1, 1000, 700, (column, *rows), dpi=200), image)
    lines = page(found).lines
    assert [line.text for line in lines if line.role == "body"] == [
        "7 See the report of the Board",
        "8 See its letter of May",
    ]
    assert [line.text for line in lines if line.role == "hidden"] == ["Ow"]
    assert lines[0].words[0].raised
    assert lines[0].words[0].seen[0][0] == "7"
