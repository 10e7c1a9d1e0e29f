"""Running heads and folios leave the text; what only looks alike stays."""

from __future__ import annotations

from random import Random
from time import process_time

from convert.structure.furniture import find_furniture
from tests.structure.samples import PAGE, pages_of
from tests.structure.sheets import Row, page, prose


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


MASTHEAD = (
    "United Nations Avres/74/9\n\n( y\nGeneral Assembly Distr.: General\nSS\n4 May 2019\n\n"
    "Seventy-fourth session\nAgenda item 7\n\n74/9. Care of libraries\n\n"
)


def test_a_masthead_ends_with_its_line_of_distribution_and_day() -> None:
    found = moved(
        f"{MASTHEAD}{BODIES[0]}\n\n19-12345 (E) 070519\n{{AO NA", f"A/RES/74/9\n\n{BODIES[1]}\n\n19-12345"
    )
    assert [text for _, text in found] == [
        *("United Nations Avres/74/9", "( y", "General Assembly Distr.: General", "SS", "4 May 2019"),
        *("19-12345 (E) 070519", "{AO NA", "A/RES/74/9", "19-12345"),
    ]


def test_without_a_line_of_distribution_there_is_no_masthead() -> None:
    front = MASTHEAD.replace("General Assembly Distr.: General", "General Assembly of the shareholders")
    assert not moved(f"{front}{BODIES[0]}", BODIES[1])


def test_a_title_that_comes_again_at_the_head_of_the_next_page_is_furniture() -> None:
    title = "Report on the care of libraries and archives"
    found = moved(f"{title}\n\n{BODIES[0]}", f"{title}\n\n{BODIES[1]}\n{title}\n{BODIES[2]}")
    assert [(role, text) for role, text in found if role == "head"][-1:] == [("head", title)]
    assert len(found) <= 2


def test_a_page_number_below_which_notes_stand_is_furniture() -> None:
    notes = (
        "\n\n1 See the report of the clerk.\n2 See the books.\n3 See the letter.\n4 See the lamp.\n5 See the door."
    )
    found = moved(f"{BODIES[0]}\n\n1/2{notes}", f"{BODIES[1]}\n\n2/2")
    assert found == [("folio", "1/2"), ("folio", "2/2")]


def test_the_work_grows_with_the_pages_and_not_with_their_square() -> None:
    """A thousand pages of one head and different texts: each line meets only those that begin or end like it."""
    sheets = [_sheet(Random(number), number) for number in range(1, 1001)]
    begin = process_time()
    assert len(moved(*sheets)) == 2000
    assert process_time() - begin < 5


def _sheet(chance: Random, number: int) -> str:
    lines = [" ".join("".join(chance.choices("aeioulnrst", k=6)) for _ in range(10)) for _ in range(20)]
    return "\n".join(("Report on libraries", "", *lines, "", str(number)))


def test_a_heading_below_a_running_head_of_the_same_text_stays() -> None:
    sheets = [
        page(
            Row(70, 30, "1 Costs of the harbour", 9),
            Row(70, 60, "1 Costs of the harbour", 14, bold=True) if number == 1 else Row(70, 60, f"In {word}."),
            *prose(70, 90, *body.split("\n")),
            number=number,
        )
        for number, (word, body) in enumerate(zip(("spring", "autumn", "winter"), BODIES, strict=True), 1)
    ]
    found = [(each.page, each.line) for each in find_furniture(tuple(sheets)).moved]
    assert found == [(1, 1), (2, 1), (3, 1)]


def test_notes_at_the_foot_that_say_the_same_are_text() -> None:
    sheets = [
        page(*prose(70, 90, *body.split("\n")), Row(70, 760, f"^{number}^ Ibid., chapter two.", 8), number=number)
        for number, body in enumerate(BODIES, 1)
    ]
    assert not find_furniture(tuple(sheets)).moved


def test_the_title_below_a_running_head_of_the_same_text_stays() -> None:
    sheets = [
        f"Costs of the harbour\n\n{'Costs of the harbour' * (not at)}\n\n{body}" for at, body in enumerate(BODIES)
    ]
    assert moved(*sheets) == [("head", "Costs of the harbour")] * 3


def test_a_title_at_the_head_of_the_first_page_is_not_the_running_foot_that_repeats_it() -> None:
    first, *others = (f"{body}\n\nCosts of the harbour" for body in BODIES)
    assert moved(f"Costs of the harbour\n\n{first}", *others) == [("foot", "Costs of the harbour")] * 3


def test_a_running_title_is_known_with_the_symbol_beside_it() -> None:
    title = "Necessity of ending the embargo\nimposed against the island by its neighbours"
    second = "Necessity of ending the embargo\nB/73/8 imposed against the island by its neighbours"
    assert moved(f"{title}\n\n{BODIES[0]}", f"{second}\n\n{BODIES[1]}")[-1] == ("head", second.split("\n")[1])


def test_a_phrase_of_the_first_page_at_the_head_of_the_second_is_text() -> None:
    first = f"{BODIES[0]}\nThe measures\nset out in the judgment of the court\nremain in force, and no more."
    second = f"set out in the judgment of the court\nhave been repealed.\n{BODIES[1]}"
    assert not moved(f"{first}\n{BODIES[2]}", second)


def test_a_printing_order_with_a_misread_figure_is_none_of_the_text() -> None:
    first = f"General Board\n\nB/73/8\n\nDistr.: General\n5 November 2018\n\n{BODIES[0]}"
    assert ("foot", "18-1689S") in moved(first, f"{BODIES[1]}\n\n18-1689S")


def test_a_small_line_above_the_heading_that_it_repeats_is_a_running_head_and_the_heading_stays() -> None:
    text = prose(50, 120, *("The clerk reads the books of the library, and closes the doors.",) * 6)
    opens = page(
        Row(50, 40, "2 Bridges outside the plain", 8), Row(50, 90, "2 Bridges outside the plain", 14), *text
    )
    named = page(Row(50, 40, "Clerks and libraries", 8), *text, number=2)
    assert [(each.page, each.line) for each in find_furniture((opens, named)).moved] == [(1, 1)]
