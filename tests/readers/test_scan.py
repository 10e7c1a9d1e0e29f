"""Scans: recognised page by page, kept, turned upright; what is no whole image is refused with a remedy."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from convert.errors import BadInput, MissingDependency
from convert.readers import read
from convert.readers.ocr import engine
from convert.readers.scan import cache
from convert.readers.scan.crop import cut_out
from convert.readers.scan.specks import without_specks
from convert.readers.scan.tilt import tilt_of

FONT = next(Path("/usr/share/fonts").rglob("LiberationSerif-Regular.ttf"), None)
needs_engine = pytest.mark.skipif(not (FONT and engine.is_installed()), reason="Tesseract is not installed")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REISSUE_CACHE", str(tmp_path / "cache"))


def sheet(*lines: str) -> Image.Image:
    """A page of 200 dpi, black on white."""
    assert FONT
    image = Image.new("L", (1000, 100 + 60 * len(lines)), 255)
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((60, 50 + 60 * number), line, 0, ImageFont.truetype(str(FONT), 34))
    return image


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.file == path
    assert caught.value.remedy
    return str(caught.value)


TEXT = (
    "The Board met in March and resolved",
    "that its rules of procedure shall be",
    "published in all languages.",
)


@needs_engine
def test_each_page_of_a_tiff_is_recognised_and_kept(tmp_path: Path) -> None:
    first, second = sheet("The Board met in March."), sheet("It met again in May.")
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second], dpi=(200, 200))
    reading = read(tmp_path / "a.tif", "en")
    assert [[line.text for line in page.lines] for page in reading.pages] == [
        ["The Board met in March."],
        ["It met again in May."],
    ]
    scan = reading.pages[1].scan
    assert scan is not None
    assert (scan.frame, scan.dpi) == (1, 200)
    assert len(list(cache.folder().rglob("*.hocr.gz"))) == 2
    assert read(tmp_path / "a.tif", "en") == reading


@needs_engine
def test_a_page_upside_down_is_turned(tmp_path: Path) -> None:
    sheet(*TEXT * 4).rotate(180).save(tmp_path / "a.png", dpi=(200, 200))
    (page,) = read(tmp_path / "a.png", "en").pages
    assert page.lines[0].text == TEXT[0]
    assert page.scan is not None
    assert page.scan.turned == 180


@needs_engine
@pytest.mark.parametrize("degrees", [90, 270])
def test_a_page_on_its_side_is_turned(tmp_path: Path, degrees: int) -> None:
    sheet(*TEXT * 4).rotate(degrees, expand=True).save(tmp_path / "a.png", dpi=(200, 200))
    (page,) = read(tmp_path / "a.png", "en").pages
    assert page.lines[0].text == TEXT[0]
    assert page.scan is not None
    assert page.scan.turned == degrees


@needs_engine
def test_a_slanted_page_is_set_level_and_its_places_are_cut_out_so(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    sheet(*TEXT * 6).rotate(-3, Image.Resampling.BICUBIC, expand=True, fillcolor=255).save(path, dpi=(200, 200))
    (page,) = read(path, "en").pages
    assert [line.text for line in page.lines[:3]] == list(TEXT)
    assert page.scan is not None
    assert page.scan.tilt == pytest.approx(3, abs=0.3)
    assert page.lines[0].box is not None
    crop = Image.open(io.BytesIO(cut_out(path, page.scan, 1, page.lines[0].box))).convert("L")
    rows = np.asarray(crop)[:, crop.width // 4 : crop.width // 2].min(axis=1) < 100
    assert 20 < rows.sum() < 60  # one line of text, level, and the frame around it


@pytest.mark.parametrize(("angle", "expected"), [(0, 0), (1, 0), (2, -2), (-4, 4), (30, 0)])
def test_the_slant_of_a_page_is_measured_where_it_is_harmful(angle: float, expected: float) -> None:
    page = Image.new("L", (1000, 1400), 255)
    for number in range(30):
        ImageDraw.Draw(page).line([(100, 100 + 40 * number), (900 - number * 9, 100 + 40 * number)], 0, 12)
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    assert tilt_of(turned) == pytest.approx(expected, abs=0.15)


@pytest.mark.skipif(FONT is None, reason="Liberation Serif is not installed")
def test_specks_that_stand_alone_are_taken_off_and_stops_are_not() -> None:
    image = sheet("The Board met. It rose.", "", "")
    clean, pen = image.copy(), ImageDraw.Draw(image)
    for at in range(90):
        pen.ellipse((60 + 10 * at, 200, 62 + 10 * at, 202), 0)
    mended = without_specks(image, 200)
    assert mended
    assert mended.tobytes() == clean.tobytes()
    assert without_specks(clean, 200) is None


def test_a_strip_of_a_page_has_no_slant() -> None:
    assert tilt_of(Image.new("L", (2000, 40), 255)) == 0.0


@needs_engine
def test_a_photograph_of_a_page_is_read(tmp_path: Path) -> None:
    """In perspective, in uneven light, with noise."""
    paper = sheet(*TEXT * 4)
    width, height = paper.size
    corners = (-30, -40, -50, height + 60, width + 70, height + 20, width + 40, -30)
    seen = paper.transform((width + 100, height + 80), Image.Transform.QUAD, corners, fillcolor=60)
    light = np.linspace(1, 0.6, seen.width)
    noise = np.random.default_rng(1).normal(0, 6, (seen.height, seen.width))
    gray = np.clip(np.asarray(seen) * light + noise, 0, 255)
    Image.fromarray(gray.astype(np.uint8)).save(tmp_path / "a.jpg", quality=85)
    (page,) = read(tmp_path / "a.jpg", "en").pages
    assert TEXT[1] in [line.text for line in page.lines]


@needs_engine
def test_handwriting_is_warned_of(tmp_path: Path) -> None:
    rng, page = random.Random(1), sheet(*[""] * 12)
    for row in range(10):
        points = [(60 + 7 * at, 80 + 70 * row + rng.randint(-18, 18)) for at in range(120)]
        ImageDraw.Draw(page).line(points, 20, 4, "curve")
    page.save(tmp_path / "a.png", dpi=(200, 200))
    try:
        said = [
            finding.message for finding in read(tmp_path / "a.png", "en").findings if finding.level == "warning"
        ]
    except BadInput as refused:  # where nothing at all is recognised
        said = [str(refused)]
    assert any("handwriting" in each or "no text" in each for each in said)


@needs_engine
def test_a_blank_page_is_said_to_be_blank(tmp_path: Path) -> None:
    pages = [sheet("The Board met in March."), sheet("")]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:], dpi=(200, 200))
    reading = read(tmp_path / "a.tif", "en")
    assert [finding.page for finding in reading.findings if finding.code == "scan-blank"] == [2]


@needs_engine
def test_an_image_without_text_is_refused(tmp_path: Path) -> None:
    sheet("").save(tmp_path / "a.png")
    assert "no text was recognised" in refusal(tmp_path / "a.png")


@needs_engine
def test_a_page_of_a_pdf_without_text_is_recognised_and_said_to_be(tmp_path: Path) -> None:
    sheet("The Board met in March.").save(tmp_path / "a.pdf", resolution=200)
    reading = read(tmp_path / "a.pdf", "en")
    assert [line.text for line in reading.pages[0].lines] == ["The Board met in March."]
    assert [finding.page for finding in reading.findings if finding.code == "scan-taken"] == [1]
    assert not [finding for finding in reading.findings if finding.code == "pdf-no-text"]


def layered(path: Path, *layers: str) -> None:
    """A PDF of pages that all show `TEXT`, each with its own unseen text layer."""
    pages = [sheet(*TEXT * 4) for _ in layers]
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=200)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for page, layer in zip(pdf.pages, layers, strict=True):
            font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
            font.BaseFont = pikepdf.Name.Helvetica
            page.obj.Resources.Font = pikepdf.Dictionary(F1=pdf.make_indirect(font))
            rows = "".join(f"({row}) Tj 0 -21 Td " for row in layer.split("/"))
            content = f"BT 3 Tr /F1 12 Tf 20 250 Td {rows}ET"
            page.contents_add(pdf.make_stream(content.encode()))
        pdf.save(path)


@needs_engine
def test_a_poor_text_layer_is_weighed_against_fresh_recognition_page_by_page(tmp_path: Path) -> None:
    good = "/".join(TEXT * 4)
    poor = good.translate(str.maketrans("aeorn", "4c0ii"))
    layered(tmp_path / "a.pdf", good, poor)
    reading = read(tmp_path / "a.pdf", "en")
    assert [page.lines[1].text for page in reading.pages] == [TEXT[1]] * 2
    assert [page.scan is None for page in reading.pages] == [True, False]
    (said,) = (finding for finding in reading.findings if finding.code == "scan-taken")
    assert said.page == 2
    assert "the text layer is poor" in said.message


def test_a_pdf_without_text_needs_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    Image.new("L", (99, 99)).save(tmp_path / "a.pdf")
    with pytest.raises(MissingDependency):
        read(tmp_path / "a.pdf")


@needs_engine
def test_a_giant_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    (tmp_path / "a.png").write_bytes(data)
    assert "has 30,000 × 30,000 pixels" in refusal(tmp_path / "a.png")


@needs_engine
def test_a_tiff_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    sheet(*["The Board met in March."] * 9).save(tmp_path / "whole.tif")
    (tmp_path / "a.tif").write_bytes((tmp_path / "whole.tif").read_bytes()[:4000])
    assert "a.tif" in refusal(tmp_path / "a.tif")


@needs_engine
def test_a_tiff_that_is_cut_off_in_a_later_page_is_refused(tmp_path: Path) -> None:
    page = sheet(*TEXT * 4)
    page.save(tmp_path / "whole.tif", save_all=True, append_images=[page])
    whole = (tmp_path / "whole.tif").read_bytes()
    (tmp_path / "a.tif").write_bytes(whole[: int(0.7 * len(whole))])
    assert "a.tif" in refusal(tmp_path / "a.tif")


@needs_engine
def test_what_is_no_image_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("The Board met in March.")
    assert "is no TIFF, PNG, JPEG, JPEG 2000 or WebP image" in refusal(tmp_path / "a.jpg")


def test_without_tesseract_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "is_installed", lambda: False)
    Image.new("L", (9, 9)).save(tmp_path / "a.png")
    with pytest.raises(MissingDependency) as caught:
        read(tmp_path / "a.png")
    assert caught.value.remedy == engine.NEEDS[1]


@needs_engine
def test_a_place_is_cut_out_of_the_image_that_it_was_read_from(tmp_path: Path) -> None:
    sheet("The Board met in March.", "", "", "It met again in May.").save(tmp_path / "a.png", dpi=(200, 200))
    (page,) = read(tmp_path / "a.png", "en").pages
    line = page.lines[1]
    assert line.box is not None
    data = cut_out(tmp_path / "a.png", page.scan, 1, line.box)
    with Image.open(io.BytesIO(data)) as picture:
        dark = picture.convert("L").point(lambda gray: 255 * (gray < 100)).getbbox()
        assert dark is not None
        assert picture.height < 120  # the line and what is around it, not the page
