"""What opens a line and was read doubtfully is asked of the picture; the decoder weighs what it says."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy")
from PIL import Image, ImageDraw, ImageFont

from convert.page import (
    Box,
    Line,
    Word,
)
from convert.readers.ocr import engine
from convert.readers.ocr.openings import with_openings
from convert.readers.ocr.tokens import Row, Sheet, Token
from convert.structure.costs import learned
from convert.structure.lists.enumerators import decode_enumerators
from tests.readers.test_look import EM, FONT

needs_engine = pytest.mark.skipif(not (FONT and engine.is_installed()), reason="Tesseract is not installed")


def sheet(*lines: tuple[str, str, float]) -> tuple[Sheet, Image.Image]:
    """A page of these lines: what is printed, what its first word was read as, and how surely."""
    image = Image.new("L", (900, 200 + 60 * len(lines)), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), EM)
    rows = []
    for number, (printed, read, sure) in enumerate(lines):
        x, tokens = 100.0, []
        for at, word in enumerate(printed.split()):
            box = Box(*pen.textbbox((x, 150 + 60 * number), word, font, anchor="ls"))
            pen.text((x, 150 + 60 * number), word, 0, font, anchor="ls")
            tokens.append(Token(word if at else read, box, 0.95 if at else sure))
            x = box.x1 + 0.3 * EM
        rows.append(Row(tuple(tokens), Box(100, tokens[0].box.top, x, tokens[0].box.bottom)))  # type: ignore[union-attr]
    return Sheet(1, *image.size, tuple(rows), dpi=200), image


def likeliest(*lines: tuple[str, str, float]) -> list[str]:
    """What the first word of each line most likely is by its image, "" where it was not asked."""
    return [
        row.tokens[0].opening[0][0] if row.tokens[0].opening else "" for row in with_openings(*sheet(*lines)).rows
    ]


@needs_engine
def test_a_label_that_was_misread_is_read_with_its_own_alphabet() -> None:
    found = likeliest(("(k) To restore the habitats", "{ky", 0.4), ("c) Personal técnico propio", "(9)", 0.48))
    assert found == ["(k)", "c)"]


@needs_engine
def test_sure_labels_words_and_numbers_of_sources_are_left_alone() -> None:
    found = likeliest(
        ("(a) To keep the minutes", "(a)", 0.93),
        ("The Board met in May", "The", 0.3),
        ("[3] The Board and the law", "[3]", 0.4),
        ("4.2 The Board and the law", "4.2", 0.4),
    )
    assert found == ["", "", "", ""]


def decoded(*lines: tuple[str, tuple[tuple[str, float], ...]]) -> list[str]:
    """The labels of a list announced by a colon, each line with what its image says of its first word."""
    texts = [Line(1, 1, "The clerk shall:")]
    texts += [
        Line(1, number, text, words=(Word(text.split()[0], 0, opening=seen),))
        for number, (text, seen) in enumerate(lines, 2)
    ]
    found = decode_enumerators(texts, learned())
    after = {edit.key: edit.after for edit in found.edits}
    return [after.get(line.key, line.text.split()[0]) for line in texts[1:] if line.key in found.depths]


def test_what_the_image_says_makes_a_label_of_what_looks_like_none() -> None:
    lost = "(dy Keep the seals;"
    assert decoded(("(a) Keep the keys;", ()), ("(b) Keep the books;", ()), (lost, ())) == ["(a)", "(b)"]
    seen = (("(c)", 0.3), ("(dy", 2.0))
    assert decoded(("(a) Keep the keys;", ()), ("(b) Keep the books;", ()), (lost, seen)) == ["(a)", "(b)", "(c)"]


def test_the_order_of_labels_outweighs_an_image_that_is_not_sure() -> None:
    seen = (("(1)", 0.6), ("(i)", 0.8))
    roman = (("(i) Keep the keys;", seen), ("(ii) Keep the books;", ()), ("(iii) Keep the seals.", ()))
    assert decoded(*roman) == ["(i)", "(ii)", "(iii)"]
