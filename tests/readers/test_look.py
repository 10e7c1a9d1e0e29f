"""The second look: raised digits are found and told in a picture; what only looks like one is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

np = pytest.importorskip("numpy")
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

from convert.page import (  # noqa: E402
    Box,
    Line,
    Reading,
)
from convert.pipeline import recover_pages  # noqa: E402
from convert.readers import read  # noqa: E402
from convert.readers.ocr.layout import pages_of  # noqa: E402
from convert.readers.ocr.raised import with_numbers  # noqa: E402
from convert.readers.ocr.shapes import shapes, threshold  # noqa: E402
from convert.readers.ocr.tokens import Row, Sheet, Token  # noqa: E402
from convert.source import Source  # noqa: E402

FONT = next(Path("/usr/share/fonts").rglob("LiberationSerif-Regular.ttf"), None)
pytestmark = pytest.mark.skipif(FONT is None, reason="Liberation Serif is not installed")
EM = 33  # pixels: 12 points at 200 dpi


def sheet(*lines: str, size: int = EM) -> tuple[Sheet, Image.Image]:
    """A page of these lines. "^12" is a raised number, read by the recogniser as what is in the brackets after it:
    "Korea,^2(?)"."""
    assert FONT
    image = Image.new("L", (1400, 200 + 50 * len(lines)), 255)
    pen = ImageDraw.Draw(image)
    text, small = ImageFont.truetype(str(FONT), size), ImageFont.truetype(str(FONT), round(0.62 * size))
    rows = []
    for number, line in enumerate(lines):
        x, baseline, tokens = 100.0, 150 + 50 * number, []
        for word in line.split():
            plain, _, rest = word.partition("^")
            digits, _, read = rest.partition("(")
            pen.text((x, baseline), plain, 0, text, anchor="ls")
            end = x + pen.textlength(plain, text)
            if digits:
                pen.text((end + 1, baseline - 0.36 * size), digits, 0, small, anchor="ls")
                end += 1 + pen.textlength(digits, small)
            left, top, right, bottom = pen.textbbox((x, baseline), plain or "1", text, anchor="ls")
            said = plain + read.rstrip(")")
            tokens.append(Token(said, Box(left, top, max(right, end if read else right), bottom), 0.9))
            x = end + 0.27 * size
        rows.append(Row(tuple(tokens)))
    return Sheet(1, *image.size, tuple(rows), dpi=200), image.point(lambda gray: 255 * (gray > 140))


def looked_at(*texts: str) -> Sheet:
    page, image = sheet(*texts)
    gray = np.asarray(image, np.float32)
    return with_numbers(page, gray, threshold(gray))


def lines(*texts: str) -> tuple[Line, ...]:
    pages, _ = pages_of([looked_at(*texts)])
    return pages[0].lines


def raised(*texts: str) -> list[tuple[str, str]]:
    """What the recogniser read for each raised number, and what it most likely is."""
    return [
        (word.text, next(text for text, _ in word.seen if text))
        for line in lines(*texts)
        for word in line.words
        if word.raised
    ]


def test_a_raised_number_is_told_whatever_the_recogniser_read() -> None:
    assert raised("of the Republic of Korea,^2(?) and of the other States^14('*) concerned") == [
        ("?", "2"),
        ("'*", "14"),
    ]


def test_a_number_that_the_recogniser_dropped_is_found() -> None:
    assert raised("the report of the fact-finding mission^8 to the Gulf") == [("", "8")]


def test_a_number_at_the_start_of_a_line_is_found() -> None:
    assert raised("^7(*) Resolution of the General Assembly") == [("*", "7")]


@pytest.mark.parametrize(
    "text",
    [
        "Did the Member States’ delegates say “yes” to the plan? And if!",
        "in résumé from 2014 to 2015 10,000 people left 62 of 25",
        "the plaintiff’s claims; its national courts (all of them)",
    ],
)
def test_quotation_marks_accents_and_digits_on_the_line_are_no_marks(text: str) -> None:
    likely = [word for line in lines(text) for word in line.words if word.raised and word.seen[0][0]]
    assert likely == []


def test_the_numbers_seen_are_the_numbers_of_the_notes() -> None:
    texts = (
        "The Board recalls the Charter^1(') and its own rules^2(?) of procedure",
        "and takes note of the reports^3(*) that were before it, and of the rules^2(?)",
    )
    pages, _ = pages_of([looked_at(*texts)])
    recovered = recover_pages(Reading(pages), Source())
    edits = sorted(recovered.ledger.edits, key=lambda edit: (edit.key, edit.start))
    assert [edit.after[1] for edit in edits if edit.rule == "notes.mark"] == ["1", "2", "3", "2"]


def test_shapes_that_touch_at_a_corner_are_one() -> None:
    ink = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 1]], bool)
    found, labels = shapes(ink)
    assert sorted((shape.x0, shape.top, shape.x1, shape.bottom, shape.pixels) for shape in found) == [
        (0, 0, 2, 2, 2),
        (3, 0, 4, 3, 3),
    ]
    assert labels[0, 0] == labels[1, 1] != labels[0, 3]


def test_images_beside_an_hocr_file_are_looked_at(tmp_path: Path) -> None:
    page, image = sheet("the report of the fact-finding mission^8 to the Gulf")
    words = "".join(
        f"<span class='ocrx_word' title='bbox {' '.join(str(round(side)) for side in token.box)}'>"
        f"{token.text}</span> "
        for token in page.rows[0].tokens
        if token.box
    )
    size = f"bbox 0 0 {image.width} {image.height}"
    (tmp_path / "a.hocr").write_text(
        f"<html><body><div class='ocr_page' title='image \"/home/me/a.png\"; {size}; scan_res 200 200'>"
        f"<span class='ocr_line' title='bbox 1 1 9 9'>{words}</span></div></body></html>"
    )
    image.save(tmp_path / "a.png")
    (line,) = read(tmp_path / "a.hocr").pages[0].lines
    assert [word.seen[0][0] for word in line.words if word.raised] == ["8"]
