"""A word put into a PDF in every way there is: it is text, in a layer apart, or said; there is no silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from convert.page import Reading
from convert.readers.pdf import parse
from tests.readers.test_pdf_broken import made

WORD = "Zanzibar"
SEEN = "The Board met in the hall and read"
TEXT = "BT /F1 12 Tf 50 300 Td (The Board met in the hall and read) Tj 0 -14 Td (the report of the clerk.) Tj ET "
PLACE = (50, 150)
SHOWN = f"BT /F1 12 Tf 50 150 Td ({WORD}) Tj ET "
AREA = "40 140 100 30 re"


def content(pdf: Pdf, more: str, before: str = "") -> None:
    pdf.pages[0].Contents = pdf.make_stream(f"{before}{TEXT}{more}".encode("latin-1"))


def form(pdf: Pdf, drawn: str, **more: object) -> pikepdf.Object:
    entries = {"BBox": Array([0, 0, 298, 420]), "Resources": Dictionary(Font=pdf.pages[0].Resources.Font), **more}
    return pdf.make_stream(drawn.encode("latin-1"), Type=Name.XObject, Subtype=Name.Form, **entries)


def put(pdf: Pdf, kind: str, thing: object) -> None:
    """Name a thing X among the resources of the page."""
    pdf.pages[0].Resources[kind] = Dictionary(X=thing)


# ── ways to draw ─────────────────────────────────────────────────────────────────────────────────────


def mode(number: int) -> Callable[[Pdf], None]:
    def way(pdf: Pdf) -> None:
        content(pdf, f"q BT {number} Tr /F1 12 Tf 50 150 Td ({WORD}) Tj ET Q")

    way.__name__ = f"mode {number}"
    return way


def clip_filled(pdf: Pdf) -> None:
    """Text as a window through which a colour is seen."""
    content(pdf, f"q BT 7 Tr /F1 40 Tf 50 150 Td ({WORD}) Tj ET 1 0 0 rg 0 0 298 420 re f Q")


def clipped_away(pdf: Pdf) -> None:
    content(pdf, f"q 0 0 10 10 re W n {SHOWN} Q")


def in_form(pdf: Pdf) -> None:
    put(pdf, "/XObject", form(pdf, SHOWN))
    content(pdf, "/X Do")


def in_form_out_of_its_box(pdf: Pdf) -> None:
    put(pdf, "/XObject", form(pdf, SHOWN, BBox=Array([0, 0, 20, 20])))
    content(pdf, "/X Do")


def pattern(pdf: Pdf) -> pikepdf.Object:
    return pdf.make_stream(
        f"BT /F1 12 Tf 5 10 Td ({WORD}) Tj ET".encode(),
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 100, 30]),
        XStep=100,
        YStep=30,
        Resources=Dictionary(Font=pdf.pages[0].Resources.Font),
    )


def in_pattern(pdf: Pdf) -> None:
    put(pdf, "/Pattern", pattern(pdf))
    content(pdf, f"/Pattern cs /X scn {AREA} f")


def in_soft_mask(pdf: Pdf) -> None:
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    mask = Dictionary(S=Name.Luminosity, G=form(pdf, f"1 g {SHOWN}", Group=group))
    put(pdf, "/ExtGState", Dictionary(SMask=mask))
    content(pdf, f"q /X gs 0 0 1 rg {AREA} f Q")


def in_type3(pdf: Pdf) -> None:
    """Glyphs that are drawings, which have names of their own."""
    square = pdf.make_stream(b"500 0 0 0 500 700 d1 0 0 500 700 re f")
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 500, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(g1=square),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([ord("A"), Name.g1])),
        FirstChar=ord("A"),
        LastChar=ord("A"),
        Widths=Array([500]),
        Resources=Dictionary(),
    )
    pdf.pages[0].Resources.Font.F3 = font
    content(pdf, "BT /F3 12 Tf 50 150 Td (AAA) Tj ET")


def text_in_type3(pdf: Pdf) -> None:
    """A glyph whose drawing is text."""
    glyph = pdf.make_stream(f"4000 0 d0 BT /F1 1000 Tf ({WORD}) Tj ET".encode())
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 4000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(g1=glyph),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([ord("A"), Name.g1])),
        FirstChar=ord("A"),
        LastChar=ord("A"),
        Widths=Array([4000]),
        Resources=Dictionary(Font=Dictionary(F1=pdf.pages[0].Resources.Font.F1)),
    )
    pdf.pages[0].Resources.Font.F3 = font
    content(pdf, "BT /F3 12 Tf 50 150 Td (A) Tj ET")


def layered(pdf: Pdf, on: bool) -> None:
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Layer"))
    usual = Dictionary(BaseState=Name.ON)
    if not on:
        usual.OFF = Array([group])
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=usual)
    put(pdf, "/Properties", group)
    content(pdf, f"/OC /X BDC {SHOWN} EMC")


def in_layer_on(pdf: Pdf) -> None:
    layered(pdf, on=True)


def in_layer_off(pdf: Pdf) -> None:
    layered(pdf, on=False)


def in_form_of_layer_off(pdf: Pdf) -> None:
    layered(pdf, on=False)
    group = pdf.pages[0].Resources.Properties.X
    put(pdf, "/XObject", form(pdf, SHOWN, OC=group))
    content(pdf, "/X Do")


def spoken(key: str) -> Callable[[Pdf], None]:
    """Said of marked content in its properties: a text in its place, a description, a word in full."""

    def way(pdf: Pdf) -> None:
        content(pdf, f"/Span <</{key} ({WORD})>> BDC BT /F1 12 Tf 50 150 Td (xyz) Tj ET EMC")

    way.__name__ = f"{key} of content"
    return way


def in_element(key: str) -> Callable[[Pdf], None]:
    """Said of an element of the structure."""

    def way(pdf: Pdf) -> None:
        content(pdf, "/Span <</MCID 0>> BDC BT /F1 12 Tf 50 150 Td (xyz) Tj ET EMC")
        page = pdf.pages[0].obj
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, P=root, Pg=page, K=0))
        element[f"/{key}"] = pikepdf.String(WORD)
        root.K = Array([element])
        root.ParentTree = Dictionary(Nums=Array([0, Array([element])]))
        page.StructParents = 0
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    way.__name__ = f"{key} of an element"
    return way


# ── places where nobody sees it ──────────────────────────────────────────────────────────────────────


def outside_the_crop_box(pdf: Pdf) -> None:
    pdf.pages[0].CropBox = Array([0, 200, 298, 420])
    content(pdf, SHOWN)


def under_an_image(pdf: Pdf) -> None:
    image = pdf.make_stream(
        b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray
    )
    image.BitsPerComponent = 8
    put(pdf, "/XObject", image)
    content(pdf, f"{SHOWN} q 100 0 0 30 40 140 cm /X Do Q")


def under_a_fill(pdf: Pdf) -> None:
    content(pdf, f"{SHOWN} 0 g {AREA} f")


def under_a_white_fill(pdf: Pdf) -> None:
    content(pdf, f"{SHOWN} 1 g {AREA} f")


def under_a_fill_in_a_form(pdf: Pdf) -> None:
    put(pdf, "/XObject", form(pdf, f"0 g {AREA} f"))
    content(pdf, f"{SHOWN} /X Do")


def white_on_white(pdf: Pdf) -> None:
    content(pdf, f"1 g {SHOWN}")


def black_on_black(pdf: Pdf) -> None:
    content(pdf, f"0 g {AREA} f {SHOWN}")


def grey_on_grey(pdf: Pdf) -> None:
    content(pdf, f"0.5 g {AREA} f {SHOWN}")


def transparent(pdf: Pdf) -> None:
    put(pdf, "/ExtGState", Dictionary(ca=0.01))
    content(pdf, f"q /X gs {SHOWN} Q")


def tiny(pdf: Pdf) -> None:
    content(pdf, SHOWN.replace("/F1 12 Tf", "/F1 0.1 Tf"))


def far_off(pdf: Pdf) -> None:
    content(pdf, SHOWN.replace("50 150 Td", "50000 150 Td"))


def partly_covered(pdf: Pdf) -> None:
    content(pdf, f"{SHOWN} 0 g 70 140 10 30 re f")


def under_a_line(pdf: Pdf) -> None:
    """Struck out."""
    content(pdf, f"{SHOWN} 0 g 40 152 100 2 re f")


def on_a_dark_ground(pdf: Pdf) -> None:
    content(pdf, f"0 g {AREA} f 1 g {SHOWN}")


def under_what_shines_through(pdf: Pdf) -> None:
    """Marked with a colour after it was set."""
    put(pdf, "/ExtGState", Dictionary(BM=Name.Multiply))
    content(pdf, f"{SHOWN} q /X gs 1 1 0 rg {AREA} f Q")


def clipped_to_itself(pdf: Pdf) -> None:
    content(pdf, f"q {AREA} W n {SHOWN} Q")


def of_no_height(pdf: Pdf) -> None:
    content(pdf, f"BT /F1 12 Tf 12 0 0 0 50 150 Tm ({WORD}) Tj ET")


def size_nought(pdf: Pdf) -> None:
    content(pdf, f"BT /F1 0 Tf 50 150 Td ({WORD}) Tj ET")


# ── directions ───────────────────────────────────────────────────────────────────────────────────────


def turned(matrix: str, name: str) -> Callable[[Pdf], None]:
    def way(pdf: Pdf) -> None:
        content(pdf, f"BT /F1 12 Tf {matrix} 150 150 Tm ({WORD}) Tj ET")

    way.__name__ = f"turned by {name}"
    return way


def mirrored(pdf: Pdf) -> None:
    content(pdf, f"BT /F1 12 Tf -1 0 0 1 150 150 Tm ({WORD}) Tj ET")


def downwards(pdf: Pdf) -> None:
    """Vertical writing, Identity-V."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name.Serif,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=1000,
    )
    chars = "".join(f"<{ord(letter):04x}> <{ord(letter):04x}>\n" for letter in set(WORD))
    cmap = f"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange {len(set(WORD))} beginbfchar\n{chars}"
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/Serif-Identity-V"),
        Encoding=Name("/Identity-V"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(f"{cmap}endbfchar endcmap".encode()),
    )
    pdf.pages[0].Resources.Font.F3 = font
    codes = "".join(f"{ord(letter):04x}" for letter in WORD)
    content(pdf, f"BT /F3 12 Tf 150 250 Td <{codes}> Tj ET")


def on_a_turned_cropped_page(pdf: Pdf) -> None:
    pdf.pages[0].Rotate = 90
    pdf.pages[0].CropBox = Array([20, 30, 290, 400])
    content(pdf, SHOWN)


def user_unit(pdf: Pdf) -> None:
    pdf.pages[0].UserUnit = 10
    content(pdf, SHOWN)


# ── beside the pages ─────────────────────────────────────────────────────────────────────────────────


def in_attachment(pdf: Pdf) -> None:
    pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec(pdf, WORD.encode(), filename="x.txt")


def in_outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(WORD, 0))


def in_page_label(pdf: Pdf) -> None:
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=WORD)]))


def in_title(pdf: Pdf) -> None:
    pdf.docinfo["/Title"] = WORD


def in_subject(pdf: Pdf) -> None:
    pdf.docinfo["/Subject"] = WORD


def in_keywords(pdf: Pdf) -> None:
    pdf.docinfo["/Keywords"] = WORD


def in_xmp_title(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = WORD


def in_xmp_description(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:description"] = WORD


def in_field_without_a_place(pdf: Pdf) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T="reader", V=WORD))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def in_page_that_no_tree_holds(pdf: Pdf) -> None:
    """A template, such as forms bring to add sheets from."""
    page = pdf.make_indirect(Dictionary(Type=Name.Template, MediaBox=Array([0, 0, 298, 420])))
    page.Resources = pdf.pages[0].Resources
    page.Contents = pdf.make_stream(SHOWN.encode())
    pdf.Root.Names = Dictionary(Templates=Dictionary(Names=Array(["Extra", page])))


def in_a_font_without_characters(pdf: Pdf) -> None:
    """Codes that no table maps to characters."""
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.Serif,
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        DW=500,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.Serif,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    )
    pdf.pages[0].Resources.Font.F3 = font
    content(pdf, "BT /F3 12 Tf 50 150 Td <0007000800090010> Tj ET")


def in_a_font_that_is_missing(pdf: Pdf) -> None:
    content(pdf, f"BT /F9 12 Tf 50 150 Td ({WORD}) Tj ET")


def drawn_as_curves(pdf: Pdf) -> None:
    """Letters as outlines, which no program can read."""
    arches = (f"{x} 150 m {x + 3} 165 {x + 6} 165 {x + 7} 150 c f " for x in range(50, 114, 8))
    content(pdf, "".join(arches))


def in_an_inline_image(pdf: Pdf) -> None:
    content(pdf, "q 100 0 0 30 40 140 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")


TEXT_OF_THE_PAGE: tuple[Callable[[Pdf], None], ...] = (
    *(mode(number) for number in (0, 1, 2, 4, 5, 6)),
    in_form,
    in_layer_on,
    spoken("ActualText"),
    *(
        turned(matrix, name)
        for matrix, name in (
            ("0 1 -1 0", "90"),
            ("-1 0 0 -1", "180"),
            ("0 -1 1 0", "270"),
            ("0.866 0.5 -0.5 0.866", "30"),
        )
    ),
    mirrored,
    downwards,
    on_a_turned_cropped_page,
    user_unit,
    in_a_font_that_is_missing,
    partly_covered,
    under_a_line,
    on_a_dark_ground,
    under_what_shines_through,
    clipped_to_itself,
)
UNSEEN: tuple[Callable[[Pdf], None], ...] = (
    *(mode(number) for number in (3, 7)),
    clip_filled,
    clipped_away,
    in_form_out_of_its_box,
    in_layer_off,
    in_form_of_layer_off,
    outside_the_crop_box,
    under_an_image,
    under_a_fill,
    under_a_white_fill,
    under_a_fill_in_a_form,
    white_on_white,
    black_on_black,
    grey_on_grey,
    transparent,
    tiny,
    far_off,
    of_no_height,
)
SAID: tuple[tuple[Callable[[Pdf], None], str], ...] = (
    (in_pattern, "pdf-unread"),
    (in_soft_mask, "pdf-unread"),
    (in_type3, "pdf-unmapped"),
    (text_in_type3, "pdf-unmapped"),
    (in_element("ActualText"), "pdf-tags-text"),
    (in_element("Alt"), "pdf-described"),
    (in_element("E"), "pdf-tags-text"),
    (in_attachment, "pdf-attachment"),
    (in_outline, "pdf-outline"),
    (in_field_without_a_place, "pdf-field-value"),
    (in_page_that_no_tree_holds, "pdf-template"),
    (in_a_font_without_characters, "pdf-unmapped"),
    (drawn_as_curves, "pdf-outlines"),
    (in_an_inline_image, "pdf-image"),
)
FACTS = (in_title, in_subject, in_keywords, in_xmp_title, in_xmp_description)
LOST = (spoken("Alt"), spoken("E"), size_nought)
"""What is lost still: words said of content without a structure, and letters of no size."""


def with_word(folder: Path, way: Callable[[Pdf], None]) -> Reading:
    with pikepdf.open(made(folder, TEXT)) as pdf:
        way(pdf)
        pdf.save(folder / "x.pdf")
    return parse(folder / "x.pdf")


def layers(reading: Reading) -> set[str]:
    """Where the word stands."""
    lines = (line for page in reading.pages for line in page.lines)
    return {line.role for line in lines if WORD in line.text.replace(" ", "")}


def name(way: object) -> str | None:
    return getattr(way, "__name__", None)


@pytest.mark.parametrize("way", TEXT_OF_THE_PAGE, ids=name)
def test_what_is_seen_is_text(way: Callable[[Pdf], None], tmp_path: Path) -> None:
    assert layers(with_word(tmp_path, way)) == {"body"}


@pytest.mark.parametrize("way", UNSEEN, ids=name)
def test_what_nobody_sees_is_kept_apart_and_said(way: Callable[[Pdf], None], tmp_path: Path) -> None:
    reading = with_word(tmp_path, way)
    assert layers(reading) == {"hidden"}
    assert "pdf-hidden" in {finding.code for finding in reading.findings}
    assert [line.text for line in reading.pages[0].lines if line.role == "body"][:1] == [SEEN]


@pytest.mark.parametrize(("way", "code"), SAID, ids=name)
def test_what_cannot_be_read_is_said(way: Callable[[Pdf], None], code: str, tmp_path: Path) -> None:
    assert code in {finding.code for finding in with_word(tmp_path, way).findings}


@pytest.mark.parametrize("way", FACTS, ids=name)
def test_what_the_file_says_of_itself_is_a_fact(way: Callable[[Pdf], None], tmp_path: Path) -> None:
    assert WORD in with_word(tmp_path, way).meta.values()


def test_what_a_page_is_called_is_its_label(tmp_path: Path) -> None:
    assert with_word(tmp_path, in_page_label).pages[0].label == WORD


@pytest.mark.parametrize("way", LOST, ids=name)
@pytest.mark.xfail(strict=True, reason="lost in silence still")
def test_what_is_lost_in_silence(way: Callable[[Pdf], None], tmp_path: Path) -> None:
    reading = with_word(tmp_path, way)
    assert layers(reading) or reading.findings
