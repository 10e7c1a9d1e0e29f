"""Anchors: printed labels that can be cited, unique, and steady when text around them changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from convert.document import Document, Heading, Item, List, Note, NoteRef, Quote, Text
from convert.writers.anchors import anchored, enumerator, index, slug
from tests.writers.samples import EVERY_KIND, documents, para


def numbered(*labels: str, inside: List | None = None) -> List:
    return List(tuple(Item(label, (para("x"), *([inside] if inside else []))) for label in labels))


def items(document: Document) -> list[str]:
    return [name for name in index(document).stream if "para-" in name or "quoted-" in name]


def test_an_item_is_named_by_its_printed_labels_from_the_outermost_in() -> None:
    expected = ["para-1", "para-2", "para-2-a", "para-2-b", "para-2-b-i", "para-2-b-ii", "para-4A"]
    assert items(EVERY_KIND) == expected


def test_text_added_elsewhere_changes_no_anchor() -> None:
    more = (EVERY_KIND.children[0], para("New."), List((Item(None, (para("new"),)),)), *EVERY_KIND.children[1:])
    assert items(replace(EVERY_KIND, children=more)) == items(EVERY_KIND)


def test_a_label_that_comes_again_is_told_apart_by_its_section_and_its_own_items_go_with_it() -> None:
    document = Document(
        (numbered("1."), Heading(2, (Text("Annex II"),)), numbered("1.", inside=numbered("(a)")), numbered("1."))
    )
    assert items(document) == ["para-1", "annex-ii.para-1", "annex-ii.para-1-a", "annex-ii.para-1_2"]


def test_a_nested_label_never_meets_a_repeated_one() -> None:
    document = Document((numbered("1.", inside=numbered("2.")), numbered("1."), numbered("1-2.")))
    assert items(document) == ["para-1", "para-1-2", "para-1_2", "para-1-2_2"]


def test_quoted_labels_are_not_those_of_the_document() -> None:
    document = Document((Quote((numbered("1."),)), numbered("1.")))
    assert items(document) == ["quoted-1", "para-1"]


def test_labels_in_a_note_are_named_after_the_note() -> None:
    document = Document((para("x", NoteRef("7")),), (Note("7", (numbered("(a)"),)),))
    assert index(document).entries[0].stream == ("note-7-a",)


@pytest.mark.parametrize("heading", ["Para 1", "Note 5", "Pop 5", "Quoted 1", "Page 4"])
def test_a_heading_cannot_take_the_anchor_of_something_else(heading: str) -> None:
    assert slug(heading).startswith("section-")


@pytest.mark.parametrize(
    ("label", "name"), [("(j)", "j"), ("15.", "15"), ("4A.", "4A"), ("§ 12", "12"), ("(1)(a)", "1-a"), ("*", "x")]
)
def test_names_of_labels(label: str, name: str) -> None:
    assert enumerator(label) == name


@given(document=documents)
def test_every_node_that_takes_an_anchor_has_one_and_all_differ(document: Document) -> None:
    found = index(document)
    assert len(found.stream) == len(list(anchored(document.children)))
    names = [*found.stream, *(name for entry in found.entries for name in (entry.anchor, *entry.stream))]
    assert len(set(names)) == len(names)
    assert not [name for name in names if any(letter.isspace() for letter in name)]
