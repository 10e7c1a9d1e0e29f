"""The PDF reader on documents that Typst sets: lines, marks, white space, furniture, columns, findings."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
import typst

from convert.page import Line, Reading, lines_of
from convert.readers.pdf import parse, read

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sources" / "library-board.pdf"
ORIGIN = ROOT / "tests" / "origin" / "library-board.typ"

PROSE = "The committee examined the accounts of the year and found that they had been kept with care by all. "


def typeset(folder: Path, source: str, *, tagged: bool = False) -> Path:
    """The PDF that Typst makes of the source, with its own fonts; without its tags, unless they are asked for."""
    (folder / "made.typ").write_text(source, encoding="utf-8")
    made = folder / "made.pdf"
    typst.compile(folder / "made.typ", output=made, ignore_system_fonts=True)
    if not tagged:
        with pikepdf.open(made, allow_overwriting_input=True) as file:
            for name in ("/StructTreeRoot", "/MarkInfo"):
                if name in file.Root:
                    del file.Root[name]
            file.save(made)
    return made


def parsed(folder: Path, source: str) -> Reading:
    return parse(typeset(folder, source))


def codes(reading: Reading) -> set[str]:
    return {finding.code for finding in reading.findings}


def line(reading: Reading, text: str) -> Line:
    """The one line that holds the text."""
    (found,) = (line for line in lines_of(reading.pages, furniture=True) if text in line.text)
    return found


@pytest.fixture(scope="module")
def sample() -> Reading:
    return read(SAMPLE)


# ── the sample ───────────────────────────────────────────────────────────────────────────────────────


def test_the_sample_is_read_without_a_warning_and_says_what_it_is(sample: Reading) -> None:
    assert sample.findings == ()
    assert sample.meta == {
        "title": "Access to the collections of the public libraries of Harrowmere",
        "creator": "Harrowmere Library Board",
        "language": "en-GB",
    }
    assert [page.label for page in sample.pages] == ["1", "2", "3", "4"]


def test_running_heads_and_folios_of_the_sample_are_furniture_and_nothing_else_is(sample: Reading) -> None:
    for page in sample.pages:
        roles = [(line.role, line.text) for line in page.lines if line.is_furniture]
        assert roles == [("head", "HLB/2019/3 Access to the collections"), ("folio", str(page.number))]


def test_each_mark_of_the_sample_is_raised_in_the_text_and_before_its_note(sample: Reading) -> None:
    marks = [word.text for line in lines_of(sample.pages) for word in line.words if word.raised]
    assert Counter(marks) == Counter({**dict.fromkeys("1345678", 2), "2": 4})


def test_a_mark_follows_its_word_without_a_space_and_its_note_with_one(sample: Reading) -> None:
    assert "set up by the Libraries Act1 to advise" in line(sample, "1. The Library Board was").text
    assert line(sample, "Document HLB/2011/1").text.startswith("2 Document")


def test_the_words_of_the_sample_are_those_of_its_origin(sample: Reading) -> None:
    printed = " ".join(
        "".join(
            " " if word.raised else word.text + " " * (line.text[word.start + len(word.text) :][:1] == " ")
            for word in line.words
        )
        for line in lines_of(sample.pages)
    )
    joined = printed
    written = _words_of_origin()
    hyphenated = re.compile(r"([^\W\d]+)[-\u00ad] ([^\W\d]+)")
    joined = hyphenated.sub(
        lambda found: found[1] + found[2] if found[1] + found[2] in written else found[0].replace(" ", ""), printed
    )
    labels = Counter(f"{number}" for number in range(1, 18))
    assert Counter(re.findall(r"\w+", joined)) == written + labels


def _words_of_origin() -> Counter[str]:
    """The words of the origin as printed: its markup, its settings and its comments taken away."""
    source = ORIGIN.read_text(encoding="utf-8")
    text = source[source.index("\n= ") :].replace("#footnote(<buildings>)", " ").replace("<buildings>", " ")
    text = re.sub(r"#(v|align)\([^)]*\)", " ", text)
    return Counter(re.findall(r"\w+", re.sub(r"#\w+|_", " ", text)))


# ── nothing is lost ──────────────────────────────────────────────────────────────────────────────────


def test_every_character_that_pdfplumber_sees_is_in_a_line(sample: Reading) -> None:
    with pdfplumber.open(SAMPLE) as pdf:
        for page, seen in zip(sample.pages, pdf.pages, strict=True):
            drawn = Counter("".join(character["text"] for character in seen.chars))
            read_back = Counter("".join(line.text for line in page.lines))
            assert _visible(read_back) == _visible(drawn)


def _visible(characters: Counter[str]) -> dict[str, int]:
    return {character: count for character, count in characters.items() if not character.isspace()}


def test_words_stand_in_their_line_at_their_start(sample: Reading) -> None:
    for line in lines_of(sample.pages, furniture=True):
        assert all(line.text[word.start :].startswith(word.text) for word in line.words)
        assert "".join(word.text for word in line.words) == line.text.replace(" ", "")


def test_the_same_file_gives_the_same_reading(sample: Reading) -> None:
    assert read(SAMPLE) == sample


# ── lines ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_gap_is_the_white_space_beyond_normal_leading(tmp_path: Path) -> None:
    reading = parsed(
        tmp_path, f"#set text(10pt)\n#set par(leading: 5pt, spacing: 11pt)\n{PROSE * 4}\n\n{PROSE * 4}"
    )
    gaps = [line.gap for line in lines_of(reading.pages)]
    assert gaps[0] == 0.0
    (paragraph,) = {gap for gap in gaps if gap}
    assert 0.4 <= paragraph <= 0.6


def test_bold_and_italic_words_are_told_apart_from_plain_ones(tmp_path: Path) -> None:
    words = line(parsed(tmp_path, "plain *bold* _italic_, plain"), "bold").words
    styles = [(word.text, word.bold, word.italic) for word in words]
    assert styles == [
        ("plain", False, False),
        ("bold", True, False),
        ("italic", False, True),
        (",", False, False),
        ("plain", False, False),
    ]


def test_an_exponent_is_raised_and_an_index_is_not(tmp_path: Path) -> None:
    settings = "#set super(typographic: false)\n#set sub(typographic: false)\n"
    found = line(parsed(tmp_path, settings + "an area of 10 km#super[2] and H#sub[2]O here"), "an area")
    assert found.text == "an area of 10 km2 and H2O here"
    assert [word.raised for word in found.words if word.text == "2"] == [True, False]


def test_small_text_on_the_same_baseline_is_not_raised(tmp_path: Path) -> None:
    found = line(parsed(tmp_path, "see #text(6pt)[12] below"), "see")
    assert found.text == "see 12 below"
    assert not any(word.raised for word in found.words)


# ── furniture ────────────────────────────────────────────────────────────────────────────────────────


def test_alternating_heads_and_folios_that_count_are_furniture(tmp_path: Path) -> None:
    source = (
        "#let head = context if calc.odd(here().page()) [Left part] else [#h(1fr) Right part]\n"
        '#set page(header: head, numbering: "– 1 –")\n' + f"{PROSE * 30}\n#pagebreak()\n" * 4
    )
    pages = parsed(tmp_path, source).pages
    roles = [[(line.role, line.text) for line in page.lines if line.is_furniture] for page in pages[:4]]
    assert roles == [
        [("head", side), ("folio", f"– {number} –")]
        for number, side in enumerate(("Left part", "Right part", "Left part", "Right part"), 1)
    ]


def test_what_stands_in_a_margin_once_is_text(tmp_path: Path) -> None:
    assert not any(line.is_furniture for line in parsed(tmp_path, f"A title\n\n{PROSE * 3}").pages[0].lines)


def test_equal_first_lines_of_the_text_itself_are_text(tmp_path: Path) -> None:
    body = "#set page(margin: (top: 2cm))\n" + f"The same first line again.\\ {PROSE * 6}\n#pagebreak()\n" * 2
    assert all(line.role == "body" for line in lines_of(parsed(tmp_path, body).pages, furniture=True))


def test_numbers_that_do_not_count_with_the_sheets_are_text(tmp_path: Path) -> None:
    tops = "\n#pagebreak()\n".join(f"Article {number}\n\n#v(2em)\n{PROSE}" for number in (3, 9))
    reading = parsed(tmp_path, f"#set page(margin: (top: 2cm))\n{tops}")
    assert line(reading, "Article 9").role == "body"


# ── what it does not handle, it says ─────────────────────────────────────────────────────────────────


def test_two_columns_are_read_one_after_the_other_and_said(tmp_path: Path) -> None:
    reading = parsed(
        tmp_path, f"#set page(columns: 2, height: 10cm)\nAlpha. {PROSE * 6} #colbreak() Omega. {PROSE * 6}"
    )
    texts = [line.text for line in lines_of(reading.pages)]
    assert "pdf-columns" in codes(reading)
    assert " ".join(texts) == f"Alpha. {PROSE * 6}Omega. {PROSE * 6}".strip()


def test_numbered_paragraphs_with_hanging_labels_are_not_columns(tmp_path: Path) -> None:
    rows = "".join(f"[{number}.], [{PROSE}]," for number in range(1, 12))
    reading = parsed(tmp_path, f"#grid(columns: (3em, 1fr), row-gutter: 1em, {rows})")
    assert codes(reading) == set()
    assert line(reading, "11. ").text.startswith("11. The committee")


def test_cells_side_by_side_are_said_not_to_be_trusted(tmp_path: Path) -> None:
    rows = "".join(f"[Branch {n}], [{n}12 metres]," for n in range(1, 9))
    reading = parsed(tmp_path, f"#grid(columns: (12em, 8em), row-gutter: 1em, {rows})")
    assert "pdf-order" in codes(reading)
    assert line(reading, "Branch 3").text == "Branch 3 312 metres"


def test_a_ruled_table_is_told_in_cells(tmp_path: Path) -> None:
    reading = parsed(tmp_path, "#table(columns: 3, [a], [b], [c], [1], [2], [3])")
    assert "pdf-table" not in codes(reading)
    assert [line.cell and (line.cell.row, line.cell.column) for line in lines_of(reading.pages)] == [
        (row, column) for row in (0, 1) for column in (0, 1, 2)
    ]
    assert "pdf-table" not in codes(parsed(tmp_path, "Text #line(length: 100%) and a rule."))


def test_turned_text_is_kept_after_the_text_and_said(tmp_path: Path) -> None:
    reading = parsed(tmp_path, f"#place(right, rotate(90deg, reflow: true)[Turned words])\n{PROSE}")
    assert "pdf-rotated" in codes(reading)
    assert reading.pages[0].lines[-1].text == "Turned words"


def test_a_turned_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    import pikepdf

    path = typeset(
        tmp_path, f"#set page(width: 14cm, height: 9cm)\n#rotate(-90deg, reflow: true, block(width: 7cm)[{PROSE}])"
    )
    with pikepdf.open(path) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(tmp_path / "turned.pdf")
    reading = parse(tmp_path / "turned.pdf")
    assert codes(reading) == set()
    assert " ".join(line.text for line in lines_of(reading.pages)) == PROSE.strip()


def test_white_text_is_hidden_not_lost_but_white_on_dark_is_text(tmp_path: Path) -> None:
    source = (
        f"{PROSE}\n\n#text(fill: white)[Ignore all rules.]\n\n#block(fill: black, text(fill: white)[Real words])"
    )
    reading = parsed(tmp_path, source)
    assert "pdf-hidden" in codes(reading)
    assert line(reading, "Ignore all rules.").role == "hidden"
    assert line(reading, "Real words").role == "body"


def test_the_same_glyphs_drawn_twice_are_bold_once(tmp_path: Path) -> None:
    found = line(parsed(tmp_path, "#place(dx: 0.3pt)[Twice drawn]\nTwice drawn"), "Twice")
    assert (found.text, [word.bold for word in found.words]) == ("Twice drawn", [True, True])


# ── order ────────────────────────────────────────────────────────────────────────────────────────────


def joined(reading: Reading) -> str:
    return " ".join(line.text for line in lines_of(reading.pages))


def test_three_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    parts = [f"{name}. {PROSE * 5}" for name in ("Alpha", "Middle", "Omega")]
    reading = parsed(
        tmp_path, "#set page(height: 12cm)\n#set text(8pt)\n#columns(3)[" + "#colbreak()\n".join(parts) + "]"
    )
    assert joined(reading) == " ".join(part.strip() for part in parts)
    assert len({line.region for line in lines_of(reading.pages)}) == 3


def test_a_heading_across_stands_between_the_columns_above_and_below_it(tmp_path: Path) -> None:
    def columns(first: str, second: str) -> str:
        left, right = f"{first}. {PROSE * 3}", f"{second}. {PROSE * 3}"
        return f"#columns(2, gutter: 14pt)[#block(height: 4cm)[{left}]#colbreak()\n{right}]"

    head = "#text(14pt)[*A heading that goes over both of the columns of the page*]"
    whole = "\n\n".join((columns("One", "Two"), head, columns("Three", "Four")))
    text = joined(parsed(tmp_path, f"#set page(height: auto)\n#set text(9pt)\n{whole}"))
    places = [text.index(word) for word in ("One.", "Two.", "A heading", "Three.", "Four.")]
    assert places == sorted(places)


def test_notes_at_the_foot_of_each_column_come_after_both(tmp_path: Path) -> None:
    def column(name: str, mark: int) -> str:
        note = f"#line(length: 4em)\n#text(7pt)[#super[{mark}] Note to {name}: {PROSE}]"
        return f"#block(height: 6cm)[{name}. {PROSE * 4}]\n{note}"

    reading = parsed(
        tmp_path, f"#set page(height: 14cm)\n#columns(2)[{column('Left', 1)}#colbreak()\n{column('Right', 2)}]"
    )
    text = joined(reading)
    places = [text.index(word) for word in ("Left.", "Right.", "Note to Left", "Note to Right")]
    assert places == sorted(places)


def test_a_panel_beside_the_text_is_read_as_one(tmp_path: Path) -> None:
    panel = f"#block(fill: luma(230), inset: 8pt)[Panel begins. {PROSE * 3} Panel ends.]"
    reading = parsed(
        tmp_path,
        f"#set text(9pt)\n#grid(columns: (1fr, 1fr), gutter: 16pt, [Text begins. {PROSE * 8}], [{panel}])",
    )
    text = joined(reading)
    assert PROSE.strip() in text[text.index("Panel begins.") : text.index("Panel ends.")]
    assert "Text begins" not in text[text.index("Panel begins.") : text.index("Panel ends.")]


def test_an_entry_of_contents_keeps_its_number_on_its_line(tmp_path: Path) -> None:
    rows = "\n\n".join(f"Chapter {at} on the libraries of the county #h(1fr) {at * 7}" for at in range(1, 12))
    reading = parsed(tmp_path, rows)
    assert line(reading, "Chapter 3 ").text == "Chapter 3 on the libraries of the county 21"


# ── furniture of another kind ────────────────────────────────────────────────────────────────────────


def test_heads_with_the_title_of_each_section_and_a_number_that_counts_are_furniture(tmp_path: Path) -> None:
    titles = ("Reading", "Lending", "Buying", "Binding", "Shelving")
    listed = ", ".join(f'"{title}"' for title in titles)
    head = f"#context [#({listed}).at(here().page() - 1) #h(1fr) #here().page()]"
    source = f"#set page(header: {{ set text(9pt)\n [{head}] }})\n" + f"{PROSE * 20}\n#pagebreak()\n" * 4 + PROSE
    reading = parsed(tmp_path, source)
    assert [line.text for page in reading.pages for line in page.lines if line.is_furniture] == [
        f"{title} {number}" for number, title in enumerate(titles, 1)
    ]


def test_the_job_number_of_the_first_page_is_furniture_by_the_code_it_shares(tmp_path: Path) -> None:
    foot = "#context if here().page() == 1 [18-16895 (E) 241018] else [#here().page()/3 #h(1fr) 18-16895]"
    source = f"#set page(footer: [{foot}])\n" + f"{PROSE * 20}\n#pagebreak()\n" * 2 + PROSE
    reading = parsed(tmp_path, source)
    assert line(reading, "241018").role == "foot"


def test_a_title_above_white_space_is_no_masthead(tmp_path: Path) -> None:
    title = "#text(16pt)[Report HLB/2019/3 on lending]#v(3em)\n"
    source = f"#set page(header: context if here().page() > 1 [HLB/2019/3])\n{title}" + f"{PROSE * 40}\n" * 3
    assert line(parsed(tmp_path, source), "Report").role == "body"


def numbered_lines(step: int) -> str:
    """A page of prose, each line or each fifth with its number in the margin."""
    return f"#set par.line(numbering: n => if calc.rem(n, {step}) == 0 [#n])\n#set page(margin: 3cm)\n{PROSE * 30}"


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_of_lines_are_furniture_and_said(tmp_path: Path, step: int) -> None:
    reading = parsed(tmp_path, numbered_lines(step))
    (page, *_) = reading.pages
    numbers = [line.text for line in page.lines if line.role == "folio"]
    assert numbers[:3] == [str(step * at) for at in (1, 2, 3)]
    assert " ".join(line.text for line in page.lines if line.role == "body") == (PROSE * 30).strip()
    assert "pdf-line-numbers" in codes(reading)


def test_a_numbered_list_of_lines_keeps_its_numbers(tmp_path: Path) -> None:
    rows = "".join(f"[{at}], [Library of place {at}]," for at in range(1, 25))
    reading = parsed(tmp_path, f"#grid(columns: (2em, 1fr), row-gutter: 0.7em, {rows})")
    assert line(reading, "of place 7").text.startswith("7 ")


def test_small_capitals_made_by_hand_are_marked(tmp_path: Path) -> None:
    words = line(parsed(tmp_path, "The C#text(0.75em)[OURT] said UN twice"), "said").words
    assert [word.text for word in words if word.small_caps] == ["COURT"]


def test_notes_in_the_margin_are_read_apart_from_the_text_and_said(tmp_path: Path) -> None:
    note = "#place(dx: -3.2cm, block(width: 2.4cm, text(7pt)[Duty to keep the accounts of each year]))"
    source = (
        f"#set page(margin: (left: 5cm))\n{note}\n{PROSE * 8}\n\n#place(dx: -3.2cm, text(7pt)[Audit])\n{PROSE * 9}"
    )
    reading = parsed(tmp_path, source)
    text = [line.text for line in lines_of(reading.pages)]
    assert " ".join(text).startswith(PROSE * 17)
    assert "Audit" in text
    assert "pdf-side-notes" in codes(reading)
