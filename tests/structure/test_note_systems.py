"""How notes are numbered is found by evidence: on, anew on each page, by signs, where they stand together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from convert.markdown import write
from convert.page import Reading
from convert.pipeline import recover_pages
from convert.source import Source
from tests.structure.samples import PAGE, pages_of

WORKS = ("the Harbour Act", "the Quay Order", "the Lagoon Treaty", "the Bridge Charter", "the Tariff Rules")
PLACES = (
    "The council of the eastern province",
    "A delegation from the upper basin",
    "Every member of the committee",
)
DEEDS = ("took note of", "was asked to report on", "had nothing to say of", "referred once more to", "set aside")
ENDS = (
    "with regret, and the inspector was not heard\non any of the questions that were put to the ministry.",
    "on the second day, when the harbour master\nexplained at length why no boat had left the mole in winter.",
    "because of the low water, which since autumn\nkept the larger vessels of the fishery outside the mouth.",
    "as the treasury had proposed in its letter,\nof which each of the parishes was to receive one copy.",
    "although the railway was to be opened then,\nand a bridge over the estuary had been promised for long.",
)


def prose(number: int, labels: Sequence[str]) -> str:
    """The text of a page, with a mark after each work."""
    return "\n\n".join(
        f"{PLACES[(at + number) % 3]} {DEEDS[(2 * at + number) % 5]} {WORKS[at]},{label} "
        f"{ENDS[(at + 3 * number) % 5]}"
        for at, label in enumerate(labels)
    )


def page(number: int, labels: Sequence[str], notes: Sequence[str] = ()) -> str:
    """A page of text, and notes with the same labels at its foot, or with others."""
    feet = (
        f"{label} Official Records of the Council, {number + at + 1880}, volume {at + 11}, page {at + 40}."
        for at, label in enumerate(notes or labels)
    )
    return prose(number, labels) + "\n\n" + "\n".join(feet)


def document(*pages: str) -> str:
    return f"\n{PAGE}\n".join(pages)


def said(text: str, system: str = "") -> tuple[str, list[str]]:
    """The Markdown of a text, and what was said of its notes."""
    result = recover_pages(Reading(pages_of(text)), Source({"language": "en"}, notes=system))
    return write(result.document), [each.message for each in result.findings if each.code == "notes"]


def test_numbers_that_begin_again_are_notes_of_their_pages() -> None:
    text, findings = said(document(page(1, "123"), page(2, "12"), page(3, "1234")))
    assert "the Quay Order,[^p2-2] " in text
    assert "[^p3-4]: Official Records of the Council, 1886, volume 14, page 43." in text
    assert any("again on each page" in each for each in findings)


def test_numbers_that_run_on_stay_as_they_are() -> None:
    text, findings = said(document(page(1, "123"), page(2, "45"), page(3, "6789")))
    assert "the Quay Order,[^5] " in text
    assert "[^9]: Official Records" in text
    assert findings == []


def test_damaged_numbers_that_begin_again_are_still_told() -> None:
    pages = page(1, "1?3", "123"), page(2, "'2", "12"), page(3, "12*4", "1234")
    text, _ = said(document(*pages))
    assert "[^p2-2]" in text
    assert "[^p3-4]: Official" in text


@pytest.mark.parametrize("signs", [("*", "†", "‡"), ("*", "**", "***")])
def test_signs_are_the_labels_of_their_notes(signs: tuple[str, ...]) -> None:
    text, findings = said(document(page(1, signs), page(2, signs[:2]), page(3, signs)))
    assert f"the Quay Order,[^p2-{signs[1]}] " in text.replace("\\", "")
    assert any("signs" in each for each in findings)


def test_a_star_among_damaged_numbers_is_no_sign() -> None:
    text, findings = said(document(page(1, "12*", "123"), page(2, "45"), page(3, "678")))
    assert "the Lagoon Treaty,[^3]" in text
    assert findings == []


ENDNOTES = """Notes

1. Official Records of the Council, volume 11.

2. The same, page 40, and the letters of the inspector that
are printed there.

3. See the Tariff Rules."""


def test_notes_collected_at_the_end_meet_their_marks() -> None:
    text, findings = said(document(prose(1, "12"), f"{prose(2, '3')}\n\n{ENDNOTES}"))
    assert "the Quay Order,[^2] " in text
    assert "[^2]: The same, page 40, and the letters of the inspector that are printed there." in text
    assert findings


def test_notes_of_each_chapter_are_notes_of_its_marks() -> None:
    chapters = (f"Chapter {at}\n\n{prose(at, '123')}\n\n{ENDNOTES}\nPart {'of ' * at}it." for at in (1, 2))
    text, _ = said(document(*chapters))
    assert "the Harbour Act,[^p1-1] " in text
    assert "the Harbour Act,[^p2-1] " in text


def test_a_list_under_the_word_notes_is_a_list_where_nothing_refers_to_it() -> None:
    text, findings = said(f"{prose(1, ['', '', ''])}\n\n{ENDNOTES}")
    assert "3. See the Tariff Rules." in text.replace("\\", "")
    assert findings == []


def test_a_person_names_the_system() -> None:
    text = document(page(1, "123"), page(2, "12"), page(3, "1234"))
    assert "[^p2-1]" not in said(text, "running")[0]


def test_notes_that_are_alike_are_no_running_feet() -> None:
    text, _ = said(document(page(1, "123"), page(2, "456"), page(3, "789")))
    assert "[^9]: Official Records of the Council, 1885, volume 13, page 42." in text


def test_an_item_counted_by_degrees_is_no_note() -> None:
    items = "1° The council was heard on the matter;\n\n2° Nothing was decided in the spring."
    text, _ = said(
        document(page(1, "123"), f"{prose(2, '4')}\n\n{items}\n\n4 Official Records, volume 14, page 43.")
    )
    assert "- 1° The council was heard" in text


def test_collected_notes_whose_first_numbers_were_set_apart_are_read_from_the_next() -> None:
    notes = "Notes\n\n. Ibid., page 4.\n\n1\n" + "\n".join(
        f"{at}. Letter {at} of the council." for at in (2, 3, 4, 5)
    )
    text, _ = said(document(prose(1, "123"), f"{prose(2, '45')}\n\n{notes}"))
    assert "[^2]: Letter 2 of the council." in text
    assert "[^5]: Letter 5 of the council." in text


def test_signs_before_few_of_the_notes_are_misread_numbers() -> None:
    text, findings = said(document(page(1, "*23", "123"), page(2, "45"), page(3, "*†8", "678")))
    assert "the Quay Order,[^5]" in text
    assert findings == []


def test_a_note_of_another_system_without_its_mark_is_asked_about() -> None:
    pages = pages_of(document(page(1, "123"), page(2, ["1", ""], "12"), page(3, "123")))
    paged = recover_pages(Reading(pages), Source())
    assert any("note p2-2 stands at the foot of page 2" in each.reason for each in paged.ledger.queries)
    text = document(prose(1, "1"), f"{prose(2, '3')}\n\n{ENDNOTES}")
    collected = recover_pages(Reading(pages_of(text)), Source())
    assert any("note 2 stands with others on page 2" in each.reason for each in collected.ledger.queries)
