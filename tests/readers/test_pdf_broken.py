"""The PDF reader on files that are broken, locked, empty or made to harm: a clear refusal, never a traceback."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convert.errors import BadInput
from convert.readers import pdf as reader
from convert.readers.limits import ChildFailed, Limits, run_limited
from convert.readers.pdf import parse, read

SAMPLE = Path(__file__).resolve().parents[2] / "sources" / "library-board.pdf"


def made(folder: Path, *contents: str) -> Path:
    """A PDF with one A6 page for each content stream, in Helvetica as /F1."""
    with pikepdf.new() as pdf:
        for content in contents:
            page = pdf.add_blank_page(page_size=(298, 420))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(content.encode("latin-1"))
        pdf.save(folder / "made.pdf")
    return folder / "made.pdf"


def refusal(path: Path) -> str:
    """What the reader says of a file that it refuses; it names the file and a remedy."""
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.file == path
    assert caught.value.remedy
    return caught.value.message


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────


def test_garbage_is_not_a_pdf(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"\x00\xffnonsense" * 100)
    assert refusal(tmp_path / "x.pdf") == "is not a PDF"


def test_an_empty_file_is_not_a_pdf(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").touch()
    assert refusal(tmp_path / "x.pdf") == "is not a PDF"


def test_a_missing_file_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path / "x.pdf").startswith("cannot be read")


def test_a_truncated_file_is_not_whole(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(SAMPLE.read_bytes()[:40_000])
    assert refusal(tmp_path / "x.pdf").startswith("is not whole")


def test_a_file_with_its_middle_gone_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    assert re.match("is damaged|has no pages", refusal(tmp_path / "x.pdf"))


def test_a_locked_file_is_refused_by_its_lock(tmp_path: Path) -> None:
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(tmp_path / "x.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert refusal(tmp_path / "x.pdf") == "is locked by a password"


def test_a_file_that_only_restricts_copying_is_read(tmp_path: Path) -> None:
    with pikepdf.open(SAMPLE) as pdf:
        pdf.save(tmp_path / "x.pdf", encryption=pikepdf.Encryption(user="", owner="secret"))
    assert parse(tmp_path / "x.pdf").pages == parse(SAMPLE).pages


def test_a_file_without_pages_is_refused(tmp_path: Path) -> None:
    assert refusal(made(tmp_path)) == "has no pages"


def test_a_file_without_text_is_refused_with_the_way_to_ocr(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no text layer on any page") as caught:
        read(made(tmp_path, "0 0 100 100 re f", "0 0 m 50 50 l S"))
    assert "ocrmypdf" in caught.value.remedy


def test_too_many_pages_and_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, *["BT /F1 12 Tf 50 300 Td (Text) Tj ET"] * 3)
    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    with pytest.raises(BadInput, match="more than 2 pages"):
        parse(path)
    monkeypatch.setattr(reader, "MAX_BYTES", 100)
    assert refusal(path).startswith("is larger than")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(places=st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 255)), min_size=1, max_size=30))
def test_damaged_bytes_are_read_or_refused_and_nothing_else(tmp_path: Path, places: list[tuple[int, int]]) -> None:
    data = bytearray(made(tmp_path, "BT /F1 12 Tf 50 300 Td (Some words of text) Tj ET").read_bytes())
    for place, value in places:
        data[place % len(data)] = value
    (tmp_path / "x.pdf").write_bytes(data)
    with suppress(BadInput):
        assert parse(tmp_path / "x.pdf").pages


# ── read, and said ───────────────────────────────────────────────────────────────────────────────────


def test_a_page_without_text_among_others_is_said(tmp_path: Path) -> None:
    path = made(tmp_path, "BT /F1 12 Tf 50 300 Td (Text) Tj ET", "0 0 m 9 9 l 20 0 20 20 50 80 c S", "")
    reading = parse(path)
    assert [(finding.page, finding.code) for finding in reading.findings] == [(2, "pdf-no-text"), (3, "pdf-blank")]
    assert [len(page.lines) for page in reading.pages] == [1, 0, 0]


def test_glyphs_without_a_character_are_kept_as_replacement_characters_and_said(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, "BT /F1 12 Tf 50 300 Td (The\\002 end) Tj ET"))
    assert reading.pages[0].lines[0].text == "The\ufffd end"
    assert [finding.code for finding in reading.findings] == ["pdf-unmapped"]


def test_text_off_the_page_is_hidden(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, "BT /F1 12 Tf 50 300 Td (Here) Tj 900 0 Td (Nowhere) Tj ET"))
    assert [(line.text, line.role) for line in reading.pages[0].lines] == [("Here", "body"), ("Nowhere", "hidden")]


def test_text_raised_by_the_text_rise_operator_is_raised(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, "BT /F1 12 Tf 50 300 Td (the Act) Tj /F1 7 Tf 4 Ts (12) Tj ET"))
    (line,) = reading.pages[0].lines
    assert (line.text, line.words[-1].raised) == ("the Act12", True)


def test_places_are_measured_from_the_crop_box(tmp_path: Path) -> None:
    path = made(tmp_path, "BT /F1 12 Tf 60 300 Td (Text) Tj ET")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = [50, 100, 250, 400]
        pdf.save(path)
    (page,) = parse(path).pages
    box = page.lines[0].box
    assert (page.width, page.height) == (200, 300)
    assert box is not None
    assert box.x0 == 10
    assert 85 < box.top < box.bottom < 105


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_document_beyond_a_limit_is_refused() -> None:
    with pytest.raises(BadInput, match="takes longer") as caught:
        read(SAMPLE, Limits(wall=0.01))
    assert caught.value.file == SAMPLE


def test_a_child_that_takes_too_much_memory_is_refused() -> None:
    with pytest.raises(ChildFailed, match="memory"):
        run_limited("builtins:bytearray", (10**9,), Limits(memory=512 * 1024**2))


def test_a_child_that_dies_is_a_crash() -> None:
    with pytest.raises(ChildFailed, match="crash"):
        run_limited("os:abort", (), Limits())


def test_a_child_that_takes_too_long_is_killed() -> None:
    with pytest.raises(ChildFailed, match="time"):
        run_limited("time:sleep", (60,), Limits(wall=1))


def test_a_child_that_says_too_much_is_refused() -> None:
    with pytest.raises(ChildFailed, match="output"):
        run_limited("builtins:bytes", (100_000,), Limits(output=1000))


def test_an_error_of_the_function_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        run_limited("operator:truediv", (1, 0), Limits())


def test_what_the_function_prints_does_not_spoil_its_result() -> None:
    assert run_limited("builtins:print", ("noise",), Limits()) is None
