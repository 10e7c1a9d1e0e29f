"""Running heads and folios leave the text; what only looks alike stays."""

from __future__ import annotations

from convert.structure.furniture import find_furniture
from tests.structure.samples import PAGE, pages_of


def moved(*pages: str) -> list[tuple[str, str]]:
    """Role and text of the lines that are furniture."""
    found = find_furniture(pages_of(f"\n{PAGE}\n".join(pages)))
    return [(each.role, each.text) for each in found.moved]


BODIES = (
    "The Board met in spring.\nIt read the books.\nIt closed the doors.\nIt wrote a letter.\nNobody answered.",
    "In summer nobody came.\nA window was open.\nRain fell on the maps.\nThey were dried.\nThis took a week.",
    "Autumn brought visitors.\nThey asked for light.\nLamps were bought.\nEach cost a crown.\nAll were lit.",
)


def test_a_running_head_with_a_recognition_error_is_furniture() -> None:
    heads = ["Report on libraries", "Report on 1ibraries", "Repcrt on libraries"]
    pages = [f"{head}\n\n{body}" for head, body in zip(heads, BODIES, strict=True)]
    assert moved(*pages) == [("head", head) for head in heads]


def test_folios_that_count_with_the_sheets_are_furniture() -> None:
    pages = [f"{body}\n\n18-16895 {number}/3" for number, body in enumerate(BODIES, 1)]
    assert moved(*pages) == [("folio", f"18-16895 {number}/3") for number in (1, 2, 3)]


def test_citations_that_differ_in_their_numbers_are_text() -> None:
    volumes = ("189, No. 2545", "596, No. 8638", "2271, No. 40446")
    pages = [
        f"{body}\n\nUnited Nations, Treaty Series, vol. {volume}."
        for body, volume in zip(BODIES, volumes, strict=True)
    ]
    assert not moved(*pages)


def test_a_single_page_has_no_furniture() -> None:
    assert not moved("Report on libraries\n\nText.\n\n1")
