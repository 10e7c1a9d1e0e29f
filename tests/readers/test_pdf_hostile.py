"""A wall of broken and hostile PDFs: no crash, no hang, no silence.

Each file is read within limits and either refused in words or read, with a finding for each page that was not.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from convert.errors import BadInput
from convert.page import Reading
from convert.readers.limits import ChildFailed, Limits, stream_limited
from convert.readers.pdf import parse, parts, read
from convert.readers.pdf.lines import Setting
from convert.readers.pdf.parts import Facts, Part
from tests.readers.test_pdf_broken import made

TEXT = "BT /F1 12 Tf 50 300 Td (Some words of text) Tj ET"
SECONDS = 20.0
"""What any file of the wall may take at most, on a busy machine; all take less than one on a free one."""
LIMITS = Limits(cpu=30, wall=30.0, memory=1024**3)


def read_or_refused(path: Path) -> Reading | BadInput:
    """What becomes of a file; anything but a reading or a refusal in words is an error of the test."""
    start = time.monotonic()
    try:
        result: Reading | BadInput = read(path, LIMITS)
    except BadInput as error:
        result = error
    assert time.monotonic() - start < SECONDS
    return result


# ── the wall ─────────────────────────────────────────────────────────────────────────────────────────


def deep_forms(pdf: Pdf) -> None:
    """Forms within forms, forty deep."""
    inner = pdf.make_stream(TEXT.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 298, 420]))
    inner.Resources = pdf.pages[0].Resources
    for _ in range(40):
        outer = pdf.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 298, 420]))
        outer.Resources = Dictionary(XObject=Dictionary(X=inner))
        inner = outer
    pdf.pages[0].Resources.XObject = Dictionary(X=inner)
    pdf.pages[0].Contents = pdf.make_stream(b"/X Do " + TEXT.encode())


def form_in_itself(pdf: Pdf) -> None:
    """A form that draws itself."""
    form = pdf.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 298, 420]))
    form.Resources = Dictionary(XObject=Dictionary(X=form))
    pdf.pages[0].Resources.XObject = Dictionary(X=form)
    pdf.pages[0].Contents = pdf.make_stream(b"/X Do " + TEXT.encode())


def circle_of_pages(pdf: Pdf) -> None:
    """A page tree that has itself as a child."""
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def wrong_count(pdf: Pdf) -> None:
    """A page tree that claims two milliards of pages."""
    pdf.Root.Pages.Count = 2_000_000_000


def kid_that_is_no_page(pdf: Pdf) -> None:
    """A page tree with a number for a page."""
    pdf.Root.Pages.Kids.append(17)
    pdf.Root.Pages.Count = 2


def page_without_anything(pdf: Pdf) -> None:
    """A second page without box, contents and resources."""
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(Dictionary(Type=Name.Page))))
    del pdf.pages[1].obj["/Parent"]


def endless_box(pdf: Pdf) -> None:
    """A page as large as numbers go."""
    pdf.pages[0].MediaBox = Array([-(10**9), -(10**9), 10**9, 10**9])


def empty_box(pdf: Pdf) -> None:
    """A page without extent."""
    pdf.pages[0].MediaBox = Array([0, 0, 0, 0])


def many_strokes(pdf: Pdf) -> None:
    """Fifty thousand little lines on a page."""
    pdf.pages[0].Contents = pdf.make_stream(TEXT.encode() + b" 0 0 m 9 9 l S" * 50_000)


def many_words(pdf: Pdf) -> None:
    """Ten thousand words at places of no order."""
    shown = "".join(f"1 0 0 1 {at * 37 % 290} {at * 53 % 410} Tm (ab) Tj " for at in range(10_000))
    pdf.pages[0].Contents = pdf.make_stream(f"BT /F1 3 Tf {shown}ET".encode())


def white_on_white(pdf: Pdf) -> None:
    """White words among thousands of painted boxes."""
    boxes = "".join(f"0.5 g {at % 290} {at % 410} 1 1 re f " for at in range(8_000))
    words = "".join(f"1 0 0 1 {at % 290} {at % 410} Tm (a) Tj " for at in range(3_000))
    pdf.pages[0].Contents = pdf.make_stream(f"{TEXT} {boxes} BT 1 g /F1 3 Tf {words} ET".encode())


def inflated(pdf: Pdf) -> None:
    """A small file whose content is 60 MB of white space."""
    pdf.pages[0].Contents = pdf.make_stream(TEXT.encode() + b" " * 60_000_000)


def unclosed(pdf: Pdf) -> None:
    """A content stream of brackets that never close."""
    pdf.pages[0].Contents = pdf.make_stream(TEXT.encode() + b"[" * 50_000 + b"<<" * 50_000 + b"(" * 50_000)


def deep_states(pdf: Pdf) -> None:
    """Graphic states saved and never restored."""
    pdf.pages[0].Contents = pdf.make_stream(b"q " * 200_000 + TEXT.encode())


def strange_numbers(pdf: Pdf) -> None:
    """Text at places that are no numbers."""
    huge = b"BT /F1 1e38 Tf 1e38 0 0 1e38 -1e38 1e38 Tm (huge) Tj ET BT /F1 0 Tf 0 0 0 0 0 0 Tm (none) Tj ET "
    pdf.pages[0].Contents = pdf.make_stream(huge + TEXT.encode())


def font_that_is_no_font(pdf: Pdf) -> None:
    """A number where a font should be."""
    pdf.pages[0].Resources.Font.F2 = 7
    pdf.pages[0].Contents = pdf.make_stream(TEXT.encode() + b" BT /F2 12 Tf 50 200 Td (\\001\\002) Tj ET")


def map_in_a_circle(pdf: Pdf) -> None:
    """A character map that uses itself, and maps all codes to a long text."""
    text = b"1 beginbfrange <00> <ff> <" + b"0041" * 500 + b"> endbfrange"
    table = pdf.make_stream(b"begincmap " + text + b" endcmap")
    table.UseCMap = table
    pdf.pages[0].Resources.Font.F1.ToUnicode = table


def outline_in_a_circle(pdf: Pdf) -> None:
    """Bookmarks that follow and hold themselves."""
    mark = pdf.make_indirect(Dictionary(Title="Mark"))
    mark.Next = mark.First = mark
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=mark, Last=mark))


def names_that_are_no_text(pdf: Pdf) -> None:
    """A bookmark and an attached file whose names are no Unicode, and a list of files with nothing in it."""
    wrong = pikepdf.String(b"\xfe\xff\xd8\x00")
    mark = pdf.make_indirect(Dictionary(Title=wrong))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=mark, Last=mark))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([wrong, 17, wrong])))


def annotations_in_a_circle(pdf: Pdf) -> None:
    """Fields that stand in themselves, a drawing that draws itself, annotations that are none."""
    field = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([50, 50, 90, 70])))
    field.Parent = field
    field.Kids = Array([field])
    look = pdf.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    look.Resources = Dictionary(XObject=Dictionary(X=look))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Contents="a" * 1_000_000, AP=Dictionary(N=look))
    note.Rect = Array([50, 50, 50, 50])
    pdf.pages[0].Annots = Array([field, pdf.make_indirect(note), 17, Name.Annot, Array([field])])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field, 17]))


def labels_in_a_circle(pdf: Pdf) -> None:
    """Page labels whose tree holds itself."""
    tree = pdf.make_indirect(Dictionary())
    tree.Kids = Array([tree])
    pdf.Root.PageLabels = tree


def links_without_end(pdf: Pdf) -> None:
    """Links to nowhere, to a script, to themselves, with an address of a megabyte."""
    action = Dictionary(S=Name.URI, URI=b"javascript:" + b"a" * 1_000_000)
    rect = Array([0, 0, 298, 420])
    link = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=action))
    loop = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, Dest=Name("/No"), A=link))
    loop.A = Dictionary(S=Name.GoTo, D=loop, Next=loop)
    pdf.pages[0].Annots = Array([link, loop, 17, link])


WALL: tuple[Callable[[Pdf], None], ...] = (
    deep_forms,
    form_in_itself,
    circle_of_pages,
    wrong_count,
    kid_that_is_no_page,
    page_without_anything,
    endless_box,
    empty_box,
    many_strokes,
    many_words,
    white_on_white,
    inflated,
    unclosed,
    deep_states,
    strange_numbers,
    font_that_is_no_font,
    map_in_a_circle,
    outline_in_a_circle,
    names_that_are_no_text,
    annotations_in_a_circle,
    labels_in_a_circle,
    links_without_end,
)


@pytest.mark.parametrize("harm", WALL, ids=lambda harm: harm.__name__)
def test_a_hostile_file_is_read_or_refused_in_words_and_time(harm: Callable[[Pdf], None], tmp_path: Path) -> None:
    path = made(tmp_path, TEXT)
    with pikepdf.open(path) as pdf:
        harm(pdf)
        pdf.save(tmp_path / "hostile.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    result = read_or_refused(tmp_path / "hostile.pdf")
    if isinstance(result, Reading):
        assert_nothing_in_silence(result)


def assert_nothing_in_silence(reading: Reading) -> None:
    """Each page has lines, or a finding that says why not."""
    said = {finding.page for finding in reading.findings}
    assert all(page.lines or page.number in said for page in reading.pages)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), min_size=1, max_size=12),
    compressed=st.booleans(),
    cut=st.one_of(st.none(), st.floats(0.3, 1)),
)
def test_damaged_bytes_are_read_or_refused(
    tmp_path: Path, places: list[tuple[float, bytes]], compressed: bool, cut: float | None
) -> None:
    """Bytes changed, put in and taken out anywhere, with and without object streams, also cut off."""
    mode = pikepdf.ObjectStreamMode.generate if compressed else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(made(tmp_path, TEXT, TEXT)) as pdf:
        pdf.save(tmp_path / "whole.pdf", object_stream_mode=mode, compress_streams=compressed)
    data = (tmp_path / "whole.pdf").read_bytes()
    for place, inserted in places:
        at = int(place * len(data))
        data = data[:at] + inserted + data[at + len(inserted) % 3 :]
    (tmp_path / "x.pdf").write_bytes(data[: int((cut or 1) * len(data))])
    with suppress(BadInput):
        assert_nothing_in_silence(parse(tmp_path / "x.pdf"))


# ── pages that break the parser ──────────────────────────────────────────────────────────────────────


def test_a_page_that_cannot_be_parsed_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = made(tmp_path, TEXT, TEXT, TEXT)
    with pikepdf.open(path) as pdf:
        broken = pdf.pages[1].obj.objgen[0]
        pdf.save(tmp_path / "x.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        broken = pdf.pages[1].obj.objgen[0]
    data = (tmp_path / "x.pdf").read_bytes()
    start = data.index(f"\n{broken} 0 obj".encode())
    end = data.index(b"endobj", start)
    (tmp_path / "x.pdf").write_bytes(data[: start + 9] + b" " * (end - start - 9) + data[end:])
    reading = read(tmp_path / "x.pdf")
    assert [len(page.lines) for page in reading.pages] == [1, 0, 1]
    assert [(finding.page, finding.code) for finding in reading.findings] == [(2, "pdf-page")]


class Children:
    """Stands in for the children: each breaks on the sheets told here; where each began is kept."""

    def __init__(self, pages: int, breaking: set[int]) -> None:
        self.pages, self.breaking = pages, breaking
        self.firsts: list[int] = []

    def __call__(self, target: str, arguments: tuple[object, ...], limits: Limits):  # type: ignore[no-untyped-def]
        _, _, first, facts = arguments
        assert isinstance(first, int)
        self.firsts.append(first)
        if facts:
            yield Facts(self.pages, {}, ())
        for number in range(first, self.pages + 1):
            if number in self.breaking:
                raise ChildFailed("crash")
            yield part(number)


def part(number: int) -> Part:
    """A sheet with a line."""
    with_text = parse_one().regions
    return Part(number, Setting(number, None, 298.0, 420.0, with_text), ())


def parse_one() -> Setting:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        found = [each for each in parts.parts_of(made(Path(folder), TEXT), 10) if isinstance(each, Part)]
    return found[0].setting


def test_a_page_that_kills_the_child_is_left_out_and_the_next_child_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = Children(5, {2, 5})
    monkeypatch.setattr("convert.readers.pdf.stream_limited", children)
    reading = read(made(tmp_path, TEXT))
    assert children.firsts == [1, 3, 6]
    assert [page.number for page in reading.pages] == [1, 2, 3, 4, 5]
    assert [len(page.lines) for page in reading.pages] == [1, 0, 1, 1, 0]
    assert [(finding.page, finding.code) for finding in reading.findings] == [(2, "pdf-page"), (5, "pdf-page")]


def test_a_file_whose_every_page_breaks_the_parser_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convert.readers.pdf.stream_limited", Children(4, {1, 2, 3, 4}))
    with pytest.raises(BadInput, match="no page that can be read"):
        read(made(tmp_path, TEXT))


def test_a_child_that_breaks_too_often_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convert.readers.pdf.stream_limited", Children(100, set(range(2, 100))))
    with pytest.raises(BadInput, match="parser crash"):
        read(made(tmp_path, TEXT))


# ── streams of items from a child ────────────────────────────────────────────────────────────────────


def test_items_come_before_the_failure_that_ends_them() -> None:
    items = stream_limited("tests.readers.test_pdf_hostile:some_then_death", (3,), Limits())
    assert [next(items) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ChildFailed, match="crash"):
        next(items)


def test_a_child_that_falls_silent_is_killed() -> None:
    items = stream_limited("tests.readers.test_pdf_hostile:some_then_silence", (1,), Limits(pause=0.3))
    assert next(items) == 0
    with pytest.raises(ChildFailed, match="time"):
        next(items)


def some_then_death(count: int):  # type: ignore[no-untyped-def]
    """For the tests above, in the child."""
    import os

    yield from range(count)
    os.abort()


def some_then_silence(count: int):  # type: ignore[no-untyped-def]
    """For the tests above, in the child."""
    yield from range(count)
    time.sleep(60)
