"""hOCR, ALTO, PAGE XML and FineReader XML become the same pages; what is broken or means harm is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from convert.errors import BadInput
from convert.page import Page
from convert.pipeline import recover_pages
from convert.readers import is_source, read
from convert.readers.ocr import parse
from convert.source import Source

# Two lines at 200 dpi; the second has a raised 2 after its last word.
LINES = (
    ((300, 400, "The"), (360, 400, "Board"), (460, 400, "met")),
    ((300, 440, "in"), (340, 440, "May"), (440, 440, "first?")),
)


def hocr_word(x: int, y: int, text: str) -> str:
    """A word 28 pixels high, its characters 12 wide; a final "?" is small and high as a raised digit is."""
    letters = "".join(
        f"<span class='ocrx_cinfo' title='x_bboxes {x + 12 * n} {y - 4 if each == '?' else y} {x + 12 * n + 11} "
        f"{y + 10 if each == '?' else y + 19}; x_conf 90'>{each}</span>"
        for n, each in enumerate(text)
    )
    bottom = y + (25 if set(text) & set("gy") else 19)
    return (
        f"<span class='ocrx_word' title='bbox {x} {y} {x + 12 * len(text)} {bottom}; x_wconf 90'>{letters}</span>"
    )


def hocr(lines: tuple[tuple[tuple[int, int, str], ...], ...] = LINES, page: str = "scan_res 200 200") -> str:
    rows = "".join(
        f"<span class='ocr_line' title='bbox {line[0][0]} {line[0][1]} {line[-1][0] + 90} {line[0][1] + 24}'>"
        + " ".join(hocr_word(*word) for word in line)
        + "</span>"
        for line in lines
    )
    return (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1.dtd">'
        "<html xmlns='http://www.w3.org/1999/xhtml'><body>"
        f"<div class='ocr_page' title='image \"a.png\"; bbox 0 0 1654 2339; {page}'><div class='ocr_carea'>{rows}"
        "</div></div></body></html>"
    )


ALTO = """<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>
<MeasurementUnit>inch1200</MeasurementUnit></Description><Styles>
<TextStyle ID="t" FONTSIZE="10" FONTSTYLE="italics"/></Styles><Layout>
<Page WIDTH="9924" HEIGHT="14034"><PrintSpace><TextBlock STYLEREFS="t">
<TextLine HPOS="1800" VPOS="2400" WIDTH="1200" HEIGHT="140">
<String HPOS="1800" VPOS="2400" WIDTH="220" HEIGHT="114" CONTENT="The" WC="0.9"/><SP/>
<String HPOS="2160" VPOS="2400" WIDTH="360" HEIGHT="114" CONTENT="Board" WC="0.8"/><SP/>
<String HPOS="2760" VPOS="2400" WIDTH="200" HEIGHT="114" CONTENT="as" SUBS_CONTENT="assembly"/>
<HYP CONTENT="&#xAD;"/>
</TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""

PAGE = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page imageFilename="a.png" imageWidth="1654" imageHeight="2339" imageXResolution="200">
<ReadingOrder><OrderedGroup id="o"><RegionRefIndexed index="0" regionRef="r2"/>
<RegionRefIndexed index="1" regionRef="r1"/></OrderedGroup></ReadingOrder>
<TextRegion id="r1"><TextLine><Coords points="300,440 420,440 420,459 300,459"/>
<TextEquiv><Unicode>in March again</Unicode></TextEquiv></TextLine></TextRegion>
<TextRegion id="r2"><TextLine><Coords points="300,400 420,400 420,419 300,419"/>
<Word><Coords points="300,400 340,419"/><TextEquiv index="2"><Unicode>Tbe</Unicode></TextEquiv>
<TextEquiv index="1" conf="0.7"><Unicode>The</Unicode></TextEquiv></Word>
<Word><Coords points="360,400 420,419"/><TextEquiv><Unicode>Board</Unicode></TextEquiv></Word>
</TextLine></TextRegion></Page></PcGts>"""

ABBYY = """<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader6-schema-v1.xml">
<page width="1654" height="2339" resolution="200"><block blockType="Text"><text><par>
<line baseline="419" l="300" t="400" r="420" b="419"><formatting fs="10." bold="true">
<charParams l="300" t="400" r="311" b="419" charConfidence="90" wordStart="true">O</charParams>
<charParams l="312" t="400" r="323" b="419" charConfidence="80"><charRecVariants>
<charRecVariant charConfidence="30">l</charRecVariant></charRecVariants>f</charParams>
<charParams l="324" t="400" r="330" b="419"> </charParams></formatting>
<formatting fs="10."><charParams l="340" t="400" r="351" b="419">A</charParams></formatting>
<formatting fs="6." superscript="true"><charParams l="352" t="396" r="360" b="408">7</charParams>
</formatting></line>
<line baseline="459" l="300" t="440" r="420" b="459"><formatting>no boxes here</formatting></line>
</par></text></block></page></document>"""


def pages(folder: Path, name: str, text: str) -> tuple[Page, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    return parse(folder / name).pages


def refusal(folder: Path, name: str, text: str) -> BadInput:
    """What is said of a file that is refused, read as the program reads it: in a child."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read(folder / name)
    assert caught.value.file == folder / name
    assert caught.value.remedy
    return caught.value


# ── the formats ──────────────────────────────────────────────────────────────────────────────────────


def test_hocr_lines_have_their_words_boxes_and_confidences(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.hocr", hocr())
    assert [line.text for line in page.lines] == ["The Board met", "in May first?"]
    word = page.lines[0].words[1]
    assert (word.text, word.start, word.confidence) == ("Board", 4, 0.9)
    assert word.box is not None
    assert word.box.x0 == pytest.approx(360 * 72 / 200)
    assert page.scan is not None
    assert (page.scan.image, page.scan.dpi, page.width) == ("a.png", 200, pytest.approx(595.44))


def test_a_small_high_character_is_a_raised_word_of_its_own(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.hocr", hocr())
    assert [(word.text, word.raised) for word in page.lines[1].words][-2:] == [("first", False), ("?", True)]


def test_hocr_that_is_no_xml_is_read_as_html(tmp_path: Path) -> None:
    text = hocr().replace("</span></div>", "</span><br><p>&nbsp;</div>")
    assert [line.text for line in pages(tmp_path, "a.html", text)[0].lines] == [
        "The Board met",
        "in May first?",
    ]


def test_hocr_that_is_cut_off_is_read_and_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "a.hocr").write_text(hocr()[:-300], encoding="utf-8")
    found = [finding for finding in parse(tmp_path / "a.hocr").findings if finding.code == "ocr-cut"]
    assert [finding.level for finding in found] == ["warning"]


def test_pixels_counted_from_below_are_turned_over(tmp_path: Path) -> None:
    rows = "".join(
        f"<span class='ocr_line' title='bbox 40 {y} 400 {y + 40}'>line {number}</span>"
        for number, y in enumerate((900, 850, 800, 750, 700))
    )
    text = f"<html><meta name='ocr-system'><div class='ocr_page' title='file x.png'>{rows}</div></html>"
    tops = [line.box.top for line in pages(tmp_path, "a.html", text)[0].lines if line.box]
    assert tops == sorted(tops)


def test_alto_keeps_spaces_hyphens_styles_and_units(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.xml", ALTO)
    assert [line.text for line in page.lines] == ["The Board as-"]
    assert page.width == pytest.approx(595.44)
    assert all(word.italic for word in page.lines[0].words)


def test_page_xml_is_read_in_its_reading_order_and_takes_the_first_reading(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.xml", PAGE)
    assert [line.text for line in page.lines] == ["The Board", "in March again"]
    assert page.lines[0].words[0].confidence == 0.7


def test_finereader_says_itself_what_is_raised_and_bold(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.xml", ABBYY)
    assert [line.text for line in page.lines] == ["Of A7", "no boxes here"]
    assert [(word.text, word.bold, word.raised) for word in page.lines[0].words] == [
        ("Of", True, False),
        ("A", False, False),
        ("7", False, True),
    ]


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────


def column(x: int, *tops: int, text: str = "words of text") -> tuple[tuple[tuple[int, int, str], ...], ...]:
    return tuple(tuple((x + 90 * n, y, word) for n, word in enumerate(text.split())) for y in tops)


def test_white_space_between_lines_is_measured_in_lines(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.hocr", hocr(column(300, 400, 440, 480, 560, 600)))
    assert [round(line.gap) for line in page.lines] == [0, 0, 0, 1, 0]


def test_a_line_that_stands_higher_than_the_one_before_begins_a_column(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.hocr", hocr((*column(200, 400, 440, 480), *column(900, 400, 440, 480))))
    assert [line.region for line in page.lines] == [0, 0, 0, 1, 1, 1]
    assert page.lines[3].gap == 0


def test_enumerators_in_a_column_of_their_own_go_before_their_lines(tmp_path: Path) -> None:
    labels = (((200, 400, "1."),), ((200, 480, "2."),))
    (page,) = pages(tmp_path, "a.hocr", hocr((*labels, *column(300, 400, 440, 480))))
    assert [line.text for line in page.lines] == ["1. words of text", "words of text", "2. words of text"]


def test_the_lines_of_a_page_scanned_askew_are_set_level(tmp_path: Path) -> None:
    slope = 0.02
    rows = tuple(
        tuple((x, round(y + slope * x), "monument") for x in range(200, 1400, 120)) for y in range(400, 800, 40)
    )
    (page,) = pages(tmp_path, "a.hocr", hocr(rows))
    assert page.scan is not None
    assert page.scan.skew == pytest.approx(slope, abs=0.003)
    tops = [word.box.top for word in page.lines[5].words if word.box]
    assert max(tops) - min(tops) < 2


def test_sizes_that_differ_by_measuring_only_are_one_size(tmp_path: Path) -> None:
    (page,) = pages(tmp_path, "a.hocr", hocr(column(300, *range(400, 1000, 40), text="Monuments of Gothic mind")))
    assert len({line.size for line in page.lines}) == 1


# ── refused ──────────────────────────────────────────────────────────────────────────────────────────

BOMB = '<!DOCTYPE alto [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.xml", BOMB + ALTO.replace("The", "&b;"), "declares a document type of its own"),
        ("a.xml", '<!DOCTYPE alto SYSTEM "file:///etc/passwd">' + ALTO, "declares a document type of its own"),
        (
            "a.hocr",
            hocr().replace('xhtml1.dtd">', 'x.dtd" [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
            "declares",
        ),
        ("a.xml", ALTO[:-20], "is not well-formed XML"),
        ("a.xml", "<svg/>", "is XML of no kind that is read here"),
        ("a.html", "<html><body><p>A page of the web.</p></body></html>", "is HTML, but not hOCR"),
        ("a.hocr", "", "the file is empty"),
        ("a.hocr", hocr(()), "holds no text on any page"),
    ],
)
def test_what_is_broken_or_hostile_is_refused(tmp_path: Path, name: str, text: str, said: str) -> None:
    assert refusal(tmp_path, name, text).message.startswith(said)


# ── other people's files ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.corpus
def test_every_format_of_the_corpus_is_read_and_nothing_of_it_is_lost() -> None:
    """Law 3 is proven by `recover_pages` itself; that the reader lost nothing is seen from the file's own text."""
    if "REISSUE_CORPUS" not in os.environ:
        pytest.skip("REISSUE_CORPUS does not name the corpus")
    for path in sorted((Path(os.environ["REISSUE_CORPUS"]) / "formats").iterdir()):
        reading = parse(path)
        recover_pages(reading, Source())
        said = "".join("".join(line.text.split()) for page in reading.pages for line in page.lines)
        assert len(said) > 200, path


def test_a_resolution_without_a_number_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.hocr").write_text(hocr(page="scan_res x"))
    assert next(line.text for line in parse(tmp_path / "a.hocr").pages[0].lines) == "The Board met"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.html", hocr(), True),
        ("a.xml", ALTO, True),
        ("a.html", "<!DOCTYPE html><html><body><p>A page of the web.</p></body></html>", False),
        ("a.xml", "<rss><channel/></rss>", False),
        ("a.xml", "<document><title>Of another kind</title></document>", False),
        ("a.xml", "", False),
    ],
)
def test_only_what_is_ocr_by_its_content_is_a_source_among_others(
    tmp_path: Path, name: str, text: str, expected: bool
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert is_source(tmp_path / name) is expected
