"""Enumerators that the recogniser dropped come back where nothing else fits, and are asked about elsewhere."""

from __future__ import annotations

import re

import pytest

from convert.ledger import replay, revert
from convert.markdown import write
from tests.structure.samples import recovered

HEAD = "1. Takes note of the report;\n\n2. Asks the Board to meet;\n\n3. Thanks the clerk:\n\n"
LIST = "(a) For the keys;\n\n(b) For the books;\n\n"
TAIL = "6. Decides to meet again;\n\n7. Decides to rise;\n\n8. Thanks all members."
DROPPED = (
    "Calls upon the members:\n\nTo keep silent;\n\nTo keep awake;\n\nTo keep warm;\n\n"
    "Requests the treasurer to pay;\n\n"
)


def labels(text: str) -> str:
    """The labels that lines of Markdown begin with."""
    return " ".join(re.findall(r"^ *(?:- )?(\(\w\)|\d\.) ", text.replace("\\", ""), re.MULTILINE))


def test_numbers_and_letters_of_a_dropped_column_come_back() -> None:
    result = recovered(HEAD + LIST + DROPPED + TAIL)
    assert labels(write(result.document)) == "1. 2. 3. (a) (b) 4. (a) (b) (c) 5. 6. 7. 8."
    assert {edit.rule for edit in result.ledger.edits} == {"enumerators.lost"}
    assert [edit.after for edit in result.ledger.edits if edit.before] == []
    assert all("only paragraph" in edit.reason for edit in result.ledger.edits)


def test_the_source_comes_back_when_they_are_taken_out_again() -> None:
    result = recovered(HEAD + LIST + DROPPED + TAIL)
    assert revert(replay(result.raw, result.ledger), result.ledger) == tuple(result.raw)


def test_numbers_at_the_head_of_a_list_are_asked_about_for_it_may_begin_in_the_midst_of_them() -> None:
    text = "Introduction\n\nThe Board met in May.\n\nIt rose in June.\n\n3. It met again.\n\n4. It rose.\n\n"
    result = recovered(text + "5. It met.\n\n6. It rose for good.\n\n7. It was not seen again.")
    assert result.ledger.edits == ()
    assert [query.suggestions[0].text for query in result.ledger.queries] == ["1. ", "2. "]


def test_glyphs_that_are_left_of_a_number_give_way_to_it() -> None:
    text = "Introduction\n\nLl\n\nThe Board met in May.\n\nIt rose in June.\n\n3. It met again.\n\n4. It rose.\n\n"
    result = recovered(text + "5. It met.\n\n6. It rose for good.\n\n7. It was not seen again.")
    assert "Ll" not in write(result.document)
    assert labels(write(result.document)) == "1. 2. 3. 4. 5. 6. 7."


@pytest.mark.parametrize(
    "between",
    [
        "Requests the clerk to write;\n\nRequests the cook to eat;\n\nRequests the rest to go;\n\n",  # 3 for 2
        "Requests the treasurer to pay;\n\n",  # one for two
    ],
)
def test_what_does_not_fit_exactly_is_asked(between: str) -> None:
    result = recovered(HEAD + LIST + between + TAIL)
    assert result.ledger.edits == ()
    asked = [query.reason for query in result.ledger.queries if query.rule == "enumerators.lost"]
    assert len(asked) == 1
    assert "2 of its list are missing" in asked[0]


def test_a_list_whose_items_go_on_in_further_paragraphs_is_asked_about() -> None:
    text = "1. The first.\n\nIt goes on.\n\n2. The second.\n\n3. The third.\n\nThe fourth.\n\n"
    result = recovered(text + "5. The fifth.\n\n6. The sixth.")
    assert result.ledger.edits == ()
    assert [query.suggestions[0].text for query in result.ledger.queries] == ["4. "]


def test_a_number_that_nothing_stands_for_was_repealed() -> None:
    result = recovered("1. The first.\n\n2. The second.\n\n4. The fourth.\n\n5. The fifth.\n\n6. The sixth.")
    assert result.ledger.edits == ()
    assert result.ledger.queries == ()
