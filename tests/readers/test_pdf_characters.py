"""PDF characters to words: what fonts and programs do to them, each trap with a page that has it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name, String

from convert.page import Line, Reading
from convert.readers.pdf import parse
from tests.readers.test_pdf import codes, parsed, typeset

HELVETICA = {"Type": Name.Font, "Subtype": Name.Type1, "BaseFont": Name.Helvetica}


def made(folder: Path, content: str, image: bool = False, **entries: object) -> Path:
    """A PDF with one A6 page: a content stream, Helvetica with `entries` as /F1, a gray picture as /I1."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(298, 420))
        page.Resources = Dictionary(Font=Dictionary(F1=Dictionary(**HELVETICA, **entries)))
        if image:
            picture = pdf.make_stream(b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
            picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
            page.Resources.XObject = Dictionary(I1=picture)
        page.Contents = pdf.make_stream(content.encode("latin-1"))
        pdf.save(folder / "made.pdf")
    return folder / "made.pdf"


def shown(text: str, size: int = 12, at: str = "50 300 Td") -> str:
    """A content stream that shows a PDF string."""
    return f"BT /F1 {size} Tf {at} {text} ET\n"


def texts(reading: Reading, role: str = "body") -> list[str]:
    return [line.text for page in reading.pages for line in page.lines if line.role == role]


def words(line: Line) -> list[str]:
    return [word.text for word in line.words]


# ── glyphs ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_glyph_that_the_encoding_names_by_its_parts_is_spelled_out(tmp_path: Path) -> None:
    encoding = Dictionary(Type=Name.Encoding, Differences=[1, Name("/T_h"), Name("/f_f_i"), Name("/g17")])
    reading = parse(made(tmp_path, shown("(\\001e o\\002ce of \\003) Tj"), Encoding=encoding))
    assert texts(reading) == ["The office of \ufffd"]  # a name that means nothing stays unmapped
    assert "pdf-unmapped" in codes(reading)


def test_bullets_of_symbol_fonts_are_bullets_and_other_private_codes_are_said(tmp_path: Path) -> None:
    unicode_map = (
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
        b"2 beginbfchar <41> <f0b7> <42> <e123> endbfchar endcmap"
    )
    for font, first in (("/Symbol", "\u2022"), ("/Helvetica", "\uf0b7")):
        path = made(tmp_path, shown("(A) Tj 20 0 Td (B) Tj"))
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].Resources.Font.F1.BaseFont = Name(font)
            pdf.pages[0].Resources.Font.F1.ToUnicode = pdf.make_stream(unicode_map)
            pdf.save(path)
        reading = parse(path)
        assert texts(reading) == [f"{first} \ue123"]
        assert "pdf-private" in codes(reading)


def test_characters_beyond_the_basic_plane_are_whole(tmp_path: Path) -> None:
    reading = parsed(tmp_path, "The set $bb(A)$ and $cal(B)$ of $mu$.")
    assert "\U0001d538" in texts(reading)[0]
    assert not any("\ud800" <= character < "\ue000" for character in texts(reading)[0])


def test_ligatures_are_letters_without_spaces_between(tmp_path: Path) -> None:
    reading = parsed(tmp_path, "Significant office affairs, difficult flow.")
    assert texts(reading) == ["Significant office affairs, difficult flow."]


def test_an_accent_set_as_a_glyph_of_its_own_stands_on_its_letter(tmp_path: Path) -> None:
    # as TeX sets it: the accent drawn over the letter, back by its width
    reading = parse(made(tmp_path, shown("[(J)(\\250)333(ager)] TJ"), Encoding=Name.WinAnsiEncoding))
    assert texts(reading) == ["Jäger"]


def test_the_annotation_characters_of_the_program_never_come_from_a_file(tmp_path: Path) -> None:
    unicode_map = (
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <fff9> endbfchar endcmap"
    )
    path = made(tmp_path, shown("(AB) Tj"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.Font.F1.ToUnicode = pdf.make_stream(unicode_map)
        pdf.save(path)
    assert "\ufff9" not in texts(parse(path))[0]


# ── words ────────────────────────────────────────────────────────────────────────────────────────────


def test_letter_spaced_titles_are_words(tmp_path: Path) -> None:
    reading = parsed(tmp_path, "#text(tracking: 6pt)[HOW CAN] and a b c d stays.")
    assert texts(reading) == ["HOW CAN and a b c d stays."]


def test_single_letters_with_common_spaces_stay_apart(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, shown("(a b c d e f) Tj")))
    assert texts(reading) == ["a b c d e f"]


def test_kerned_letters_are_one_word_and_a_wide_gap_without_a_space_parts(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, shown("[(A)80(V)80(A)-500(next)] TJ")))
    assert words(reading.pages[0].lines[0]) == ["AVA", "next"]


def test_a_space_parts_words_however_narrow_it_is(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, "-2.9 Tw " + shown("(of Medical) Tj")))
    assert words(reading.pages[0].lines[0]) == ["of", "Medical"]


def test_words_carry_colour_and_link(tmp_path: Path) -> None:
    reading = parsed(
        tmp_path,
        '#text(fill: rgb("#aa1100"))[red] plain #link("https://example.org/a")[there] #link(<x>)[here] <x>',
    )
    (line,) = reading.pages[0].lines
    found = {word.text: word for word in line.words}
    assert found["red"].color == 0xAA1100
    assert (found["plain"].color, found["plain"].link) == (0, None)
    assert found["there"].link == "https://example.org/a"
    assert found["here"].link == "#page-1"


def test_a_stretched_text_matrix_gives_the_size_between(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, "BT /F1 1 Tf 9 0 0 16 50 300 Tm (Stretched words) Tj ET"))
    assert reading.pages[0].lines[0].size == 12


# ── directions ───────────────────────────────────────────────────────────────────────────────────────


HEBREW = (
    b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
    b"1 beginbfrange <41> <5a> <05d0> endbfrange endcmap"
)


def test_right_to_left_words_are_in_the_order_of_reading(tmp_path: Path) -> None:
    # drawn from left to right, as most programs do: the last letter of the last word first
    path = made(tmp_path, shown("(DCBA GFE) Tj"))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Resources.Font.F1.ToUnicode = pdf.make_stream(HEBREW)
        pdf.save(path)
    reading = parse(path)
    assert texts(reading) == ["\u05d4\u05d5\u05d6 \u05d0\u05d1\u05d2\u05d3"]
    assert "pdf-direction" in codes(reading)


def test_text_that_the_parser_passes_over_is_said(tmp_path: Path) -> None:
    """A vertical font that is not in the file: PDFium knows where its text stands and nothing else."""
    path = made(
        tmp_path, shown("(Plain text) Tj") + shown("<65e5672c8a9e> Tj", at="200 380 Td").replace("F1", "F2")
    )
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        system = Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=2)
        base = {"Type": Name.Font, "BaseFont": Name("/Ryumin-Light")}
        inner = Dictionary(**base, Subtype=Name.CIDFontType0, CIDSystemInfo=system, DW=1000)
        outer = Dictionary(**base, Subtype=Name.Type0, Encoding=Name("/UniJIS-UCS2-V"), DescendantFonts=[inner])
        pdf.pages[0].Resources.Font.F2 = outer
        pdf.save(path)
    reading = parse(path)
    assert texts(reading) == ["Plain text"]
    assert "pdf-unread" in codes(reading)


# ── hidden ───────────────────────────────────────────────────────────────────────────────────────────


def test_text_drawn_with_nothing_is_hidden(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, shown("(Seen) Tj") + "BT 3 Tr /F1 12 Tf 50 200 Td (Unseen) Tj ET"))
    assert (texts(reading), texts(reading, "hidden")) == (["Seen"], ["Unseen"])
    assert "pdf-hidden" in codes(reading)


def test_unseen_text_over_a_picture_of_the_page_is_the_text_of_a_scan(tmp_path: Path) -> None:
    picture = "q 298 0 0 420 0 0 cm /I1 Do Q "
    reading = parse(made(tmp_path, picture + "BT 3 Tr /F1 12 Tf 50 200 Td (Recognised words) Tj ET", image=True))
    assert texts(reading) == ["Recognised words"]
    assert "pdf-scan" in codes(reading)
    assert "pdf-hidden" not in codes(reading)


def test_text_printed_over_a_background_picture_is_no_scan(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, "q 298 0 0 420 0 0 cm /I1 Do Q " + shown("(On a picture) Tj"), image=True))
    assert texts(reading) == ["On a picture"]
    assert "pdf-scan" not in codes(reading)


def test_tiny_text_is_hidden(tmp_path: Path) -> None:
    reading = parse(made(tmp_path, shown("(Seen) Tj") + "BT /F1 0.5 Tf 50 200 Td (Tiny) Tj ET"))
    assert texts(reading, "hidden") == ["Tiny"]


# ── what the file says of itself ─────────────────────────────────────────────────────────────────────


def test_the_outline_has_titles_levels_and_places(tmp_path: Path) -> None:
    reading = parsed(tmp_path, "= First\ntext\n#pagebreak()\n== Second part\ntext")
    assert [(mark.title, mark.level, mark.page) for mark in reading.outline] == [
        ("First", 1, 1),
        ("Second part", 2, 2),
    ]
    heading = reading.pages[1].lines[0]
    assert heading.box is not None
    assert reading.outline[1].top == pytest.approx(heading.box.top, abs=15)


def test_an_outline_that_goes_in_a_circle_ends(tmp_path: Path) -> None:
    path = typeset(tmp_path, "= First\ntext\n= Second\ntext")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        first = pdf.Root.Outlines.First
        first.Next.Next = first
        first.First = first
        pdf.save(path)
    assert len(parse(path).outline) < 100
