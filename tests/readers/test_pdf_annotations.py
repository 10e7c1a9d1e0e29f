"""Annotations of a PDF: typed notes, stamps and filled-in fields are text, comments are said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from convert.page import Finding, Reading
from convert.readers.pdf import parse
from tests.readers.test_pdf_broken import made

pytestmark = pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
LABEL = "BT /F1 12 Tf 50 300 Td (Name of the reader:) Tj 0 -100 Td (Kept for two years.) Tj ET"


def drawing(pdf: Pdf, text: str, width: float = 150, height: float = 20, size: float = 12) -> pikepdf.Object:
    """An appearance that shows a text."""
    return pdf.make_stream(
        f"/Tx BMC BT /F1 {size} Tf 2 5 Td ({text}) Tj ET EMC".encode("latin-1"),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, width, height]),
        Resources=Dictionary(Font=pdf.pages[0].Resources.Font),
    )


def annotated(
    folder: Path, *annotations: dict[str, Any], content: str = LABEL, fields: dict[str, Any] | None = None
) -> Path:
    """A page with annotations, each at the right of the label unless it says otherwise; `Shows` is its drawing."""
    with pikepdf.open(made(folder, content)) as pdf:
        found = []
        for each in annotations:
            entries = {"Rect": Array([170, 295, 290, 315]), "F": 4, **each}
            if "Shows" in entries:
                entries["AP"] = Dictionary(N=drawing(pdf, entries.pop("Shows")))
            found.append(pdf.make_indirect(Dictionary(Type=Name.Annot, **entries)))
        pdf.pages[0].Annots = Array(found)
        if fields is not None:
            pdf.Root.AcroForm = Dictionary(Fields=Array(found), **fields)
        pdf.save(folder / "annotated.pdf")
    return folder / "annotated.pdf"


def lines(reading: Reading, role: str = "body") -> list[str]:
    return [line.text for page in reading.pages for line in page.lines if line.role == role]


def said(reading: Reading, code: str) -> list[str]:
    return [finding.message for finding in reading.findings if finding.code == code]


NOTE = {"Subtype": Name.FreeText, "Contents": "Ada Lovelace", "DA": "/Helv 12 Tf 0 g"}
FIELD = {"Subtype": Name.Widget, "FT": Name.Tx, "T": "reader", "V": "Ada Lovelace", "DA": "/Helv 12 Tf 0 g"}


# ── what is text of the page ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("annotation", [NOTE, FIELD, {"Subtype": Name.Stamp}], ids=["note", "field", "stamp"])
@pytest.mark.parametrize("form", [None, {}], ids=["no form", "form"])
def test_what_is_drawn_as_an_annotation_is_text_where_it_stands(
    annotation: dict[str, Any], form: dict[str, Any] | None, tmp_path: Path
) -> None:
    reading = parse(annotated(tmp_path, {**annotation, "Shows": "Ada Lovelace"}, fields=form))
    assert lines(reading) == ["Name of the reader: Ada Lovelace", "Kept for two years."]
    assert [finding.level for finding in reading.findings] == ["info"]


@pytest.mark.parametrize("annotation", [NOTE, FIELD], ids=["note", "field"])
def test_a_value_without_a_drawing_is_set_where_it_stands_and_said(
    annotation: dict[str, Any], tmp_path: Path
) -> None:
    reading = parse(annotated(tmp_path, annotation))
    assert lines(reading) == ["Name of the reader: Ada Lovelace", "Kept for two years."]
    assert "set by what they say: “Ada Lovelace”" in said(reading, "pdf-field-set")[0]


def test_an_empty_drawing_counts_as_none(tmp_path: Path) -> None:
    """As programs leave it that fill in values and trust that viewers will draw them (NeedAppearances)."""
    reading = parse(annotated(tmp_path, {**FIELD, "Shows": ""}, fields={"NeedAppearances": True}))
    assert lines(reading)[0] == "Name of the reader: Ada Lovelace"


def test_a_long_value_is_set_in_lines_inside_its_field(tmp_path: Path) -> None:
    words = [f"word{number}" for number in range(40)]
    field = {**FIELD, "V": " ".join(words) + "\nlast line", "Rect": Array([50, 215, 250, 285])}
    reading = parse(annotated(tmp_path, field))
    found = lines(reading)
    assert " ".join(found[1:-1]).split() == [*words, "last", "line"]
    assert (found[0], found[-1]) == ("Name of the reader:", "Kept for two years.")


def test_a_value_that_its_field_does_not_show_is_hidden_and_said(tmp_path: Path) -> None:
    reading = parse(annotated(tmp_path, {**FIELD, "V": "Ada Lovelace and her heirs", "Shows": "Ada Lovelace"}))
    assert lines(reading)[0] == "Name of the reader: Ada Lovelace"
    assert " ".join(lines(reading, "hidden")) == "Ada Lovelace and her heirs"
    (message,) = said(reading, "pdf-field-value")
    assert message == "the field “reader” shows “Ada Lovelace”, it says “Ada Lovelace and her heirs”"


def test_what_a_comb_of_boxes_shows_letter_by_letter_is_the_value(tmp_path: Path) -> None:
    reading = parse(annotated(tmp_path, {**FIELD, "V": "1815", "Shows": "1 8 1 5"}))
    assert not said(reading, "pdf-field-value")


@pytest.mark.parametrize("flag", [2, 32], ids=["hidden", "no view"])
def test_what_nobody_sees_is_hidden_and_said(flag: int, tmp_path: Path) -> None:
    reading = parse(annotated(tmp_path, {**NOTE, "F": flag, "Shows": "Ada Lovelace"}))
    assert lines(reading) == ["Name of the reader:", "Kept for two years."]
    assert lines(reading, "hidden") == ["Ada Lovelace"]
    assert said(reading, "pdf-hidden")


def test_a_value_is_inherited_from_the_field_around(tmp_path: Path) -> None:
    around = Dictionary(FT=Name.Tx, T="reader", V="Ada Lovelace", DA="/Helv 12 Tf 0 g")
    reading = parse(annotated(tmp_path, {"Subtype": Name.Widget, "Parent": around}))
    assert lines(reading)[0] == "Name of the reader: Ada Lovelace"


def test_the_shown_half_of_a_choice_is_its_value(tmp_path: Path) -> None:
    options = Array([Array(["n", "North"]), Array(["s", "South"])])
    reading = parse(annotated(tmp_path, {**FIELD, "FT": Name.Ch, "V": "s", "Opt": options}))
    assert lines(reading)[0] == "Name of the reader: South"


def test_a_secret_is_not_published(tmp_path: Path) -> None:
    reading = parse(annotated(tmp_path, {**FIELD, "Ff": 1 << 13, "V": "sesame"}))
    assert "sesame" not in str(reading)
    assert said(reading, "pdf-password")


def box(state: Name | None, at: float, on: Name = Name.Yes, **more: Any) -> dict[str, Any]:
    entries = {"Subtype": Name.Widget, "FT": Name.Btn, "T": f"box {at}", "Rect": Array([at, 297, at + 12, 309])}
    return {**entries, **more} if state is None else {**entries, "AS": state, **more}


def test_boxes_show_whether_they_are_checked(tmp_path: Path) -> None:
    content = "BT /F1 12 Tf 66 300 Td (adult) Tj 64 0 Td (child) Tj 64 0 Td (guest) Tj ET"
    boxes = [box(Name.Yes, 50), box(Name.Off, 114), box(None, 178, V=Name.Yes)]
    reading = parse(annotated(tmp_path, *boxes, content=content))
    assert lines(reading) == ["☒ adult ☐ child ☒ guest"]
    assert said(reading, "pdf-form") == ["form fields, read where they stand: 2 of 3 boxes checked"]


def test_a_button_to_press_is_no_text_and_said(tmp_path: Path) -> None:
    button = {"Subtype": Name.Widget, "FT": Name.Btn, "Ff": 1 << 16, "MK": Dictionary(CA="Send"), "Shows": "Send"}
    reading = parse(annotated(tmp_path, button))
    assert lines(reading) == ["Name of the reader:", "Kept for two years."]
    assert said(reading, "pdf-button") == ["1 button to press, not in the result: “Send”"]


# ── what is about the page ───────────────────────────────────────────────────────────────────────────

OVER = Array([50, 310, 160, 310, 50, 296, 160, 296])


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ({"Subtype": Name.Text, "Contents": "Who?", "T": "AL"}, "note by AL, not in the result: “Who?”"),
        (
            {"Subtype": Name.Highlight, "Contents": "Who?", "QuadPoints": OVER},
            "highlight on “Name of the reader:”, not in the result: “Who?”",
        ),
        (
            {"Subtype": Name.StrikeOut, "QuadPoints": OVER},
            "line through the text on “Name of the reader:”, not in the result",
        ),
    ],
    ids=["note", "highlight", "struck out"],
)
def test_a_comment_is_quoted_and_is_no_text(annotation: dict[str, Any], expected: str, tmp_path: Path) -> None:
    reading = parse(annotated(tmp_path, annotation))
    assert lines(reading) == ["Name of the reader:", "Kept for two years."]
    assert reading.findings == (Finding("pdf-comment", expected, 1, level="warning"),)


def test_marks_without_a_word_are_counted(tmp_path: Path) -> None:
    reading = parse(annotated(tmp_path, {"Subtype": Name.Ink}, {"Subtype": Name.Ink}, {"Subtype": Name.Square}))
    assert said(reading, "pdf-annotation") == [
        "annotations not in the result: 2 of kind “drawing by hand”, 1 of kind “square”"
    ]


def test_a_redaction_that_was_not_applied_is_said(tmp_path: Path) -> None:
    reading = parse(annotated(tmp_path, {"Subtype": Name.Redact, "QuadPoints": OVER}))
    assert [finding.level for finding in reading.findings if finding.code == "pdf-redaction"] == ["warning"]


def test_a_signature_is_said(tmp_path: Path) -> None:
    value = Dictionary(Type=Name.Sig, Name="Ada Lovelace")
    reading = parse(annotated(tmp_path, {"Subtype": Name.Widget, "FT": Name.Sig, "V": value}))
    assert said(reading, "pdf-signature")[0].startswith("signed by “Ada Lovelace”")


def test_annotations_that_cannot_be_read_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convert.readers.pdf.objects.Objects.pdf", lambda self: None)
    reading = parse(annotated(tmp_path, {**NOTE, "Shows": "Ada Lovelace"}))
    assert said(reading, "pdf-annotation") == ["1 annotations or form fields, damaged: not in the result"]


def test_a_file_in_the_file_is_named(tmp_path: Path) -> None:
    with pikepdf.open(made(tmp_path, LABEL)) as pdf:
        pdf.attachments["table.csv"] = pikepdf.AttachedFileSpec(pdf, b"a;b", filename="table.csv")
        pdf.save(tmp_path / "x.pdf")
    assert said(parse(tmp_path / "x.pdf"), "pdf-attachment") == ["1 files are in it, not in the result: table.csv"]


# ── beside them ──────────────────────────────────────────────────────────────────────────────────────


def test_links_are_kept_on_a_page_with_annotations(tmp_path: Path) -> None:
    action = Dictionary(S=Name.URI, URI="https://example.org/")
    link = {"Subtype": Name.Link, "Rect": Array([45, 290, 165, 315]), "A": action}
    reading = parse(annotated(tmp_path, link, {**NOTE, "Shows": "Ada Lovelace"}))
    links = [word.link for word in reading.pages[0].lines[0].words]
    assert links == [*["https://example.org/"] * 4, None, None]


def test_a_turned_page_keeps_its_frame(tmp_path: Path) -> None:
    path = annotated(tmp_path, {**NOTE, "Shows": "Ada Lovelace"})
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 180
        pdf.pages[0].CropBox = Array([10, 20, 290, 410])
        pdf.save(path)
    (page,) = parse(path).pages
    assert (page.width, page.height) == (280, 390)
    assert [line.text for line in page.lines] == ["Name of the reader: Ada Lovelace", "Kept for two years."]


def test_the_structure_of_a_tagged_page_is_still_believed(tmp_path: Path) -> None:
    from convert.document import Document, Heading, Meta, Paragraph, Text
    from convert.writers import WRITERS, Options

    text = "The Board met in the hall and read the report of the clerk with care. " * 6
    document = Document((Heading(1, (Text("Report"),)), Paragraph((Text(text.strip()),))), (), Meta("Report"))
    (tmp_path / "x.pdf").write_bytes(WRITERS["pdf"](document, Options(source_date_epoch=0)))
    with pikepdf.open(tmp_path / "x.pdf", allow_overwriting_input=True) as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        note = Dictionary(Type=Name.Annot, Rect=Array([60, 60, 210, 80]), F=4, **NOTE)
        look = drawing_with(pdf, font)
        note.AP = Dictionary(N=look)
        page = pdf.pages[0]
        page.obj.Annots = Array([*page.obj.get("/Annots", Array([])).as_list(), pdf.make_indirect(note)])
        pdf.save(tmp_path / "x.pdf")
    found = [line for line in parse(tmp_path / "x.pdf").pages[0].lines if line.role == "body"]
    kinds = {line.text: line.tag.kind for line in found if line.tag}
    assert kinds["Report"] == "heading"
    assert any(line.text == "Ada Lovelace" for line in found)


def drawing_with(pdf: Pdf, font: Dictionary) -> pikepdf.Object:
    return pdf.make_stream(
        b"BT /F1 12 Tf 2 5 Td (Ada Lovelace) Tj ET",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 150, 20]),
        Resources=Dictionary(Font=Dictionary(F1=font)),
    )
