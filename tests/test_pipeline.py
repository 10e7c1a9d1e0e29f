"""The whole recovery: decisions of a person, explanations, notes that are cut or missing."""

from __future__ import annotations

import pytest

from convert.document import Note, plain
from convert.errors import UsageError
from convert.explain import explain, overview
from convert.ledger import Decision
from convert.markdown import write
from tests.structure.samples import PAGE, recovered

LISTED = "The Board shall:\n\n(a) Read the books, which are:\n\n(1) Old;\n\n(i) New;\n\n(iii) Lent;\n\n(b) Close."


def test_enumerators_are_mended_and_nested_by_their_sequence() -> None:
    assert write(recovered(LISTED).document).split("\n\n")[-1] == (
        "- (a) Read the books, which are:\n  - (i) Old;\n  - (ii) New;\n  - (iii) Lent;\n- (b) Close.\n"
    )


def test_a_rejected_edit_leaves_the_text_as_it_came() -> None:
    result = recovered(LISTED, Decision("⟦(1)⟧ Old", "reject", rule="enumerators.sequence"))
    assert "(1) Old" in write(result.document)
    assert "(ii) New" in write(result.document)
    assert not result.ledger.unfit


def test_a_person_writes_another_reading() -> None:
    result = recovered(LISTED, Decision("⟦Lent⟧;", "write", "Lost"))
    assert "(iii) Lost;" in write(result.document)
    assert [edit.rule for edit in result.ledger.edits].count("hand") == 1


def test_a_decision_that_fits_nothing_is_listed() -> None:
    gone = Decision("words⟦that⟧are gone", "reject")
    assert recovered(LISTED, gone).ledger.unfit == (gone,)
    assert "words⟦that⟧are gone" in overview(recovered(LISTED, gone))


def test_an_edit_is_explained_with_its_line_before_and_after() -> None:
    result = recovered(LISTED)
    edit = next(edit for edit in result.ledger.edits if edit.before == "(1)")
    told = explain(result, edit.id)
    assert "before   (1) Old;" in told
    assert "after    (i) Old;" in told
    assert "at = '⟦(1)⟧ Old;'" in told


def test_an_unknown_edit_is_an_error_with_a_remedy() -> None:
    with pytest.raises(UsageError, match="no edit or query is called 'nothing'"):
        explain(recovered(LISTED), "nothing")


def test_a_paragraph_goes_on_behind_the_notes_at_the_foot_of_its_page() -> None:
    text = (
        "The Board adopted the first report of the clerk,1 and the second report of the usher,2 and also\n\n"
        f"1 See A/68/53.\n2 See A/68/54.\n{PAGE}\nthe third report of the year."
    )
    document = recovered(text).document
    assert plain(document.children[0]).endswith("and also the third report of the year.")
    assert [(note.id, plain(note)) for note in document.notes] == [("1", "See A/68/53."), ("2", "See A/68/54.")]


def test_a_note_that_is_not_in_the_source_is_said_to_be_missing() -> None:
    text = "The Board adopted the first report of the clerk,1 and went on,2 and read,3 and slept."
    result = recovered(text)
    assert result.document.notes == tuple(Note(label, missing=True) for label in ("1", "2", "3"))
    assert {f"the text of note {label} is not in the source" for label in ("1", "2", "3")} <= {
        query.reason for query in result.ledger.queries
    }


def test_closing_lines_are_no_notes() -> None:
    text = (
        "The Board decides, after a long day in the great hall, to continue its\n"
        "examination of the books.\n\n73rd plenary meeting\n19 December 2017"
    )
    document = recovered(text).document
    assert [plain(block) for block in document.children[1:]] == ["73rd plenary meeting", "19 December 2017"]
    assert not document.notes
