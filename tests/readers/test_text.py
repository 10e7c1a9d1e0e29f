"""The text reader: what it finds out about a file by itself, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.errors import BadInput, UsageError
from convert.page import Line, Reading, lines_of
from convert.readers import READERS, read
from convert.readers import text as text_reader

BODY = "The Council’s “final” report\nof a committee\n\nDécision n° 5: no change\n"


def reading_of(folder: Path, data: bytes | str, name: str = "report.txt") -> Reading:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path)


def texts(reading: Reading) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in reading.pages]


def said(reading: Reading, code: str) -> list[str]:
    return [finding.message for finding in reading.findings if finding.code == code]


# ── encodings and line ends ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (BODY.encode(), "UTF-8"),
        (BODY.encode("utf-8-sig"), "UTF-8 with a byte order mark"),
        (BODY.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + BODY.encode("utf-16-be"), "UTF-16"),
        (BODY.encode("utf-16-le"), "UTF-16 (little endian, no byte order mark)"),
        (BODY.encode("utf-16-be"), "UTF-16 (big endian, no byte order mark)"),
        (BODY.encode("cp1252"), "Windows-1252, for it is not UTF-8 and its accents and quotation marks fit"),
    ],
)
def test_the_encoding_is_found_and_reported(tmp_path: Path, data: bytes, encoding: str) -> None:
    reading = reading_of(tmp_path, data)
    assert texts(reading) == [[line for line in BODY.split("\n") if line]]
    assert said(reading, "encoding") == [f"read as {encoding}"]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\r\r\n", "\v", "\u2028", "\x85"])
def test_any_line_end_will_do(tmp_path: Path, end: str) -> None:
    reading = reading_of(tmp_path, BODY.replace("\n", end))
    assert texts(reading) == texts(reading_of(tmp_path, BODY))
    assert said(reading, "line-ends")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (BODY.encode().replace(b"\xe2\x80\x99", b"\x80\x99"), "line 1, byte 12"),
        (BODY.encode() + b"\nend\xff", "line 6, byte 83"),
        ("Привет, мир\n".encode("cp1251"), "line 1, byte 1"),
        ("ok\nL'état général a été élevé\n".encode("mac_roman"), "line 2, byte 6"),
        ("ok\nl'état général a été élevé\n".encode("cp850"), "line 2, byte 6"),
        (BODY.encode("utf-16") + b"\x00", "line 5, byte 143"),
    ],
)
def test_a_wrong_encoding_is_an_error_that_names_the_byte(tmp_path: Path, data: bytes, place: str) -> None:
    with pytest.raises(BadInput, match="fits nothing") as caught:
        reading_of(tmp_path, data)
    assert caught.value.place == place
    assert caught.value.remedy == "save the file as UTF-8"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1))
def test_utf8_is_never_taken_for_something_else(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    if not text.strip(" \ufeff\xa0") or text.isspace():
        return
    reading = reading_of(tmp_path_factory.getbasetemp(), "a " + text)
    kept = "".join(line.text for line in lines_of(reading.pages))
    marks = str.maketrans(dict.fromkeys("\ufff9\ufffa\ufffb", "\ufffd"))
    assert "".join(kept.split()) == "".join(("a " + text).translate(marks).split())


def test_the_characters_of_our_own_marks_do_not_come_in(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "one\ntwo \ufff95\ufffb")
    assert texts(reading) == [["one", "two \ufffd5\ufffd"]]
    assert said(reading, "annotation-characters") == [
        "2 of U+FFF9 to U+FFFB became U+FFFD; the first in line 2 of the file"
    ]


# ── lines and pages ──────────────────────────────────────────────────────────────────────────────────


def test_a_line_keeps_its_characters_its_number_and_the_gap_above(tmp_path: Path) -> None:
    (page,) = reading_of(tmp_path, "\n one  two \n\n \t\nthree\n").pages
    assert page.lines == (Line(1, 2, " one  two ", 1), Line(1, 5, "three", 2))
    assert page.label is None


def test_form_feeds_end_pages_and_empty_pages_stay(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, "one\n\ftwo\f\n\f\fthree\n\f")
    assert texts(reading) == [["one"], ["two"], [], [], ["three"]]
    assert [page.number for page in reading.pages] == [1, 2, 3, 4, 5]
    assert said(reading, "pages") == ["5 pages: a form feed ends a page"]
    assert [finding.page for finding in reading.findings if finding.code == "empty-page"] == [3, 4]


def numbered(first: int, last: int) -> str:
    return "".join(f"line {number}\n" for number in range(first, last))


def test_a_lone_space_begins_a_page_where_it_is_rare(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, f" {numbered(1, 20)}\n {numbered(20, 40)} {numbered(40, 60)} ")
    assert [page[0] for page in texts(reading)] == [" line 1", " line 20", " line 40"]
    assert [line.number for line in reading.pages[1].lines][:2] == [1, 2]
    assert said(reading, "pages") == ["3 pages: a line that begins with one space begins a page"]


def test_the_first_page_needs_no_space(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, f"{numbered(1, 20)} {numbered(20, 40)} {numbered(40, 60)}")
    assert [page[0] for page in texts(reading)] == ["line 1", " line 20", " line 40"]


@pytest.mark.parametrize(
    "text",
    [
        f"{numbered(1, 30)} {numbered(30, 60)}",  # once only
        numbered(1, 60).replace("5", "\n 5").replace("line \n", "\n"),  # too often
        f" {numbered(1, 30)}   {numbered(1, 2) * 30} {numbered(30, 60)}".replace("line 1\n", "    line 1\n"),
        numbered(1, 60),
    ],
)
def test_a_lone_space_is_only_a_space_otherwise(tmp_path: Path, text: str) -> None:
    reading = reading_of(tmp_path, text)
    assert said(reading, "pages") == ["1 page: no page breaks found"]


def test_form_feeds_go_before_lone_spaces(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, f"{numbered(1, 20)} {numbered(20, 40)}\f {numbered(40, 60)}")
    assert len(reading.pages) == 2


@given(st.text(" a\n\f\t.\r"))
def test_nothing_but_white_space_is_lost(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    if not text.strip():
        return
    reading = reading_of(tmp_path_factory.getbasetemp(), text)
    assert "".join("".join(line.text for line in lines_of(reading.pages)).split()) == "".join(text.split())
    for page in reading.pages:
        before = 0
        for line in page.lines:
            assert line.number == before + line.gap + 1
            before = line.number


# ── what is refused ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n \f\n", "nothing but white space"),
        (b"\xef\xbb\xbf\n", "nothing but white space"),
        (b"\xff\xfe", "nothing but white space"),
        (b"%PDF-1.7\n%\xe2\xe3", "seems to be a PDF"),
        (b"PK\x03\x04\x14\x00", "seems to be a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "seems to be a PNG image"),
        (b"\xff\xd8\xff\xe0", "seems to be a JPEG image"),
        (b"{\\rtf1\\ansi", "seems to be an RTF file"),
        (b"one\ntwo\x00three\n", "control characters such as U\\+0000"),
        (bytes(range(256)) * 4, "control characters such as U\\+0000"),
        (b"\x01\x02a\x03\n" * 9, "control characters such as U\\+0001"),
    ],
)
def test_what_is_not_text_is_refused_with_a_remedy(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        reading_of(tmp_path, data)
    assert caught.value.file == tmp_path / "report.txt"
    assert caught.value.remedy


def test_a_stray_control_character_is_no_reason_to_refuse(tmp_path: Path) -> None:
    assert texts(reading_of(tmp_path, BODY * 9 + "\x07"))[0][-1] == "\x07"


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)  # a hole, not 100 MB on the disk
    with pytest.raises(BadInput, match="100 MB of text; at most 50 MB"):
        read(path)


@pytest.mark.parametrize(
    ("limit", "data", "message"),
    [
        ("MAX_LINE", "short\n" + "a" * 100, "a line of 100 characters; at most 10"),
        ("MAX_PAGES", "a\f" * 11, "11 pages; at most 10"),
        ("MAX_LINES", "a\n" * 11, "11 lines; at most 10"),
    ],
)
def test_other_limits_have_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, data: str, message: str
) -> None:
    monkeypatch.setattr(text_reader, limit, 10)
    with pytest.raises(BadInput, match=message):
        reading_of(tmp_path, data)


def test_a_file_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.txt")


@pytest.mark.parametrize("name", ["report.docx", "report"])
def test_a_kind_that_no_reader_takes_is_said_with_those_that_are(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        reading_of(tmp_path, "text", name)
    assert all(suffix in caught.value.remedy for suffix in READERS)


def test_the_suffix_may_be_in_capitals(tmp_path: Path) -> None:
    assert texts(reading_of(tmp_path, "text", "REPORT.TXT")) == [["text"]]
