"""A long document printed in parts is one document: text, structure, links and outline are as printed whole."""

from __future__ import annotations

import io
import os
from dataclasses import replace

import pikepdf
import pytest

from convert.document import Document, Heading, Item, Link, List, Meta, Note, NoteRef, Paragraph
from convert.errors import BadInput
from convert.writers import Options, pdf
from convert.writers.anchors import index
from convert.writers.pdf.parts import NO_HEADING, Part, Piece, divide, pieces
from convert.writers.pdf.workers import Job, print_all
from tests.pdf_sample import LONG, body, p, t
from tests.pdf_structure import Structure, faults

META = Meta(title="A long report", identifier="L/1", language="en")
PARAGRAPHS = List(
    tuple(Item(f"{number}.", (p(LONG, NoteRef(f"{number}"), " and so on."),)) for number in range(1, 13))
)
REPORT = Document(
    (
        Heading(1, t("A long report")),
        p("See ", Link(t("the end"), "#the-end"), " and note", NoteRef("12"), "."),
        Heading(2, t("The middle")),
        PARAGRAPHS,
        Heading(2, t("The end")),
        p(LONG, "Go ", Link(t("back to the middle"), "#the-middle"), "."),
        *(p(LONG) for _ in range(12)),
    ),
    tuple(Note(str(number), (p(f"The text of note {number}."),)) for number in range(1, 13)),
    META,
)
SIZE = 3500  # characters of HTML, so that the list is divided


def parts_of(document: Document, size: int = SIZE) -> tuple[Part, ...]:
    return divide(pieces(document, index(document), Options()), size, whole=0)


@pytest.fixture(scope="module")
def printed() -> bytes:
    return pdf.publish_parts(parts_of(REPORT), META, Options())


@pytest.fixture(scope="module")
def structure(printed: bytes) -> Structure:
    return Structure(pikepdf.open(io.BytesIO(printed)))


def test_the_report_is_divided_within_its_list() -> None:
    assert [part.continues for part in parts_of(REPORT)].count(True) >= 1


def test_structure_is_that_of_the_whole(printed: bytes) -> None:
    """Also the list that goes over several parts is one list, and each link leads to its place."""
    assert faults(printed, body(REPORT)) == []


def test_links_between_parts_lead_to_their_places(structure: Structure) -> None:
    aims = {str(area.Dest) for _, area in structure.areas if "/Dest" in area}
    assert {"the-end", "the-middle", "fn-12"} <= aims
    assert not any("/A" in area for _, area in structure.areas)


def test_pages_are_numbered_through(structure: Structure) -> None:
    folios = [text for _, subtype, text in structure.artifacts if subtype == "/Footer" and "Page" in text]
    assert folios == [f"Page {number}" for number in range(1, len(structure.pdf.pages) + 1)]


def test_foot_of_a_page_names_its_section_also_where_a_part_begins(structure: Structure) -> None:
    feet = [text for _, subtype, text in structure.artifacts if subtype == "/Footer" and "Page" not in text]
    assert feet[0] == "The middle"
    assert feet[-1] == "The end"
    assert len(feet) == len(structure.pdf.pages) - 1  # but on the title page


def test_outline_is_one(printed: bytes) -> None:
    with pikepdf.open(io.BytesIO(printed)) as file, file.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["A long report"]
        assert [entry.title for entry in outline.root[0].children] == [
            "The middle",
            "The end",
            "About this edition",
        ]


def test_same_bytes_whatever_the_number_of_processes(printed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    assert pdf.publish_parts(parts_of(REPORT), META, Options()) == printed


def test_fault_in_a_part_is_the_error_of_the_whole() -> None:
    """The parts after it, which wait for its number of pages, do not wait for ever."""
    good = Part("<p>x</p>")
    with pytest.raises(BadInput, match="outside"):
        pdf.publish_parts((good, Part('<img src="file:///x" alt="x">'), good), META, Options())


def test_characters_without_a_glyph_are_told_once_for_all_parts() -> None:
    told: list[str] = []
    good, odd = Part("<p>x</p>"), Part("<p>\U0001368c</p>")
    written = pdf.publish_parts((good, odd, odd), META, Options(tell=told.append))
    assert len(told) == 1
    with pikepdf.open(io.BytesIO(written)) as file:
        assert Structure(file).elements("P")[1].text() == "\U0001368c"


def test_process_that_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convert.writers.pdf.workers.SERVE", "raise SystemExit(1)")
    with pytest.raises(BadInput, match="died"):
        print_all([Job("0-", "<p>x", (), META, True)])


# ── where a document is cut ──────────────────────────────────────────────────────────────────────────


def sized(*levels: int) -> list[Piece]:
    return [Piece("x" * 100, level, block=place) for place, level in enumerate(levels)]


TEXT = NO_HEADING


def lengths(made: tuple[Part, ...]) -> list[int]:
    return [len(part.html) // 100 for part in made]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param([TEXT] * 10, [5, 5], id="between any two blocks"),
        pytest.param([TEXT] * 6 + [2] + [TEXT] * 3, [6, 4], id="at a heading that is near"),
        pytest.param([TEXT, 2, *[TEXT] * 8], [5, 5], id="not at one that is far"),
        pytest.param([TEXT] * 4 + [2, TEXT, 3, TEXT, TEXT, TEXT], [4, 6], id="at the higher of two headings"),
        pytest.param([TEXT] * 4 + [2] + [TEXT] * 5, [4, 6], id="never right after a heading"),
        pytest.param([2] * 10, [10], id="not among headings alone"),
    ],
)
def test_document_is_cut(levels: list[int], expected: list[int]) -> None:
    assert lengths(divide(sized(*levels), 500, whole=0)) == expected


def test_short_document_is_not_divided() -> None:
    assert lengths(divide(sized(*[TEXT] * 10), 500, whole=1000)) == [10]


def test_nothing_is_lost_between_parts() -> None:
    whole = "".join(part.html for part in parts_of(REPORT, size=10**6))
    texts = [part.html for part in parts_of(REPORT)]
    assert sum(text.count("<li ") for text in texts) == whole.count("<li ") == 12
    assert sum(text.count("<p>") for text in texts) == whole.count("<p>")


def test_two_lists_one_after_the_other_stay_two() -> None:
    two = replace(REPORT, children=(PARAGRAPHS, Paragraph(t("x")), PARAGRAPHS), notes=())
    assert "".join(part.html for part in parts_of(two, size=10**6)).count("<ol") == 2
