"""Enumerators read as members of their lists; the cases stand in `enumerators.txt`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.draft import Draft
from convert.structure.costs import learned
from convert.structure.lists.enumerators import decode_enumerators
from convert.structure.lists.labels import SCHEMES, Label
from tests.structure.samples import cases, pages_of

CASES = dict(cases("enumerators.txt"))
KNOWN_FAILURES = {
    "a single announcing item holds its list": "asks of which list the items are, although a colon announces them",
    "an initial is not a list": "a capital with a full stop is taken for a list of one",
}


def parts(case: list[str]) -> tuple[list[str], str]:
    """The expected column, for lines that are not blank, and the text."""
    rows = [line.partition("|") for line in case]
    return [left.rstrip() for left, _, text in rows if text.strip()], "\n".join(text[1:] for _, _, text in rows)


def read(text: str) -> tuple[list[str], Draft]:
    """Each line's enumerator after decoding, indented by its depth, and what was proposed."""
    draft = Draft(pages_of(text))
    found = decode_enumerators(draft.lines, learned())
    after = draft.ask(found.queries).amend(found.edits)
    return [
        "  " * found.depths[line.key] + line.text.split()[0] if line.key in found.depths else ""
        for line in after.lines
    ], after


def known(title: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[title])] if title in KNOWN_FAILURES else []


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=title, marks=known(title)) for title, case in CASES.items()]
)
def test_enumerators_are_read_by_their_lists(case: list[str]) -> None:
    expected, text = parts(case)
    labels, after = read(text)
    assert labels == expected
    printed = [line.split()[0] for line in text.split("\n") if line.strip()]
    if all(label.strip() in ("", mark) for label, mark in zip(expected, printed, strict=True)):
        assert after.ledger.edits == ()
        assert after.ledger.queries == ()


def test_a_stray_rule_after_the_label_goes_and_the_words_stay() -> None:
    text = "The clerk shall:\n(a) | Keep the minutes;\n(b) — Keep the keys;\n(c) Keep silent."
    labels, after = read(text)
    assert labels == ["", "(a)", "(b)", "(c)"]
    assert [line.text for line in after.lines[1:]] == [
        "(a) Keep the minutes;",
        "(b) Keep the keys;",
        "(c) Keep silent.",
    ]


def test_each_change_says_what_else_was_weighed() -> None:
    _, after = read("\n".join(parts(CASES["lost letters in a list of letters, where (i) is a letter"])[1:]))
    assert len(after.ledger.edits) == 2
    for edit in after.ledger.edits:
        assert edit.before in edit.reason
        assert edit.after in edit.reason
        assert len(edit.alternatives) > 1


def test_paragraphs_numbered_through_the_chapters_of_a_report_are_all_seen() -> None:
    chapters = (
        "I. Organization of the session",
        "A. Opening of the session",
        "1. The session was opened on 3 May.",
        "2. It was closed on 4 May.",
        "B. Attendance",
        "3. Ten members were there.",
        "II. Adoption of the report",
    )
    labels, _ = read("\n\n".join(chapters))
    assert [label.strip() for label in labels] == [line.split()[0] for line in chapters]


def test_prose_without_labels_has_no_enumerators() -> None:
    labels, after = read("The Board met in May.\nIt rose in June.\n\nNothing else was done.")
    assert labels == ["", "", ""]
    assert after.ledger.edits == ()


STEADY = [
    scheme for scheme in SCHEMES if (scheme.kind in ("decimal", "lower") and scheme.close != "°") or scheme.open
]


@given(st.sampled_from(STEADY), st.integers(2, 28))
def test_a_clean_list_is_left_alone(scheme: object, length: int) -> None:
    """Law 4: whatever the scheme and however long it is, nothing is proposed and nothing asked."""
    texts = [Label(scheme, number).text for number in range(1, length + 1)]  # type: ignore[arg-type]
    labels, after = read("The Board decided:\n" + "\n".join(f"{each} To build a library;" for each in texts))
    assert labels == ["", *texts]
    assert after.ledger.edits == ()
    assert after.ledger.queries == ()


def test_a_label_that_was_typed_and_not_recognised_is_what_it_says() -> None:
    draft = Draft(pages_of("The clerk shall:\n(a) keep the minutes;\n(h) keep the keys;\n(c) keep silent."))
    assert [edit.after for edit in decode_enumerators(draft.lines, learned()).edits] == ["(b)"]
    typed = decode_enumerators(draft.lines, learned(), typed={1})
    assert typed.edits == ()
    assert list(typed.depths.values()) == [0, 0, 0]
