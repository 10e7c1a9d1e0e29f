"""Block quotations and lists of works, by where their lines stand; what looks like one and is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.document import Item, List, Quote, plain, walk
from convert.pipeline import recover
from tests.readers.test_pdf import PROSE, typeset

BODY = f"{PROSE * 4}\n\n"
SAID = "It was put to the committee that the clerk had kept the books in the hall, and that he had not said so. "
SET = "#set text(size: 10pt)\n#set par(justify: true)\n"


def quotes(folder: Path, source: str, setting: str = SET) -> list[str]:
    document = recover(typeset(folder, f"{setting}= Report\n{source}")).document
    return [plain(node) for node in walk(document) if isinstance(node, Quote)]


@pytest.mark.parametrize(
    ("setting", "by"), [(SET, "2em"), ("#set text(size: 10pt)\n", "5em")], ids=["justified", "ragged"]
)
def test_lines_moved_in_on_both_sides_are_a_quotation(tmp_path: Path, setting: str, by: str) -> None:
    said = f"#pad(x: {by})[{SAID * 4}]"
    assert quotes(tmp_path, f"{BODY * 2}{said}\n\n{BODY}", setting) == [(SAID * 4).strip()]


def test_a_quotation_of_two_lines_in_smaller_letters_is_one(tmp_path: Path) -> None:
    said = f"#pad(x: 4em)[#text(size: 9pt)[{SAID * 2}]]"
    assert quotes(tmp_path, f"{BODY * 2}{said}\n\n{BODY}") == [(SAID * 2).strip()]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"#pad(x: 3em)[{SAID * 3}]\n\n== Of books\n\n{BODY * 2}", id="abstract"),
        pytest.param(f"{BODY * 2}#pad(left: 2.4em)[{SAID * 3}]\n\n{BODY}", id="moved in on the left alone"),
        pytest.param(f"{BODY * 2}- {PROSE}\n\n  {SAID * 2}\n\n{BODY}", id="paragraph of an item"),
        pytest.param(
            f"{BODY * 2}#pad(x: 3em)[The Clerk \\ Harrowmere Library Board \\ 12 Quay Street]\n\n{BODY}",
            id="address",
        ),
        pytest.param(
            f"{BODY * 2}#align(center)[#block(width: 70%)[{SAID * 2}]]\n\n{BODY}", id="lines in the middle"
        ),
    ],
)
def test_what_is_moved_in_for_another_reason_is_none(tmp_path: Path, source: str) -> None:
    assert quotes(tmp_path, source) == []


def test_works_numbered_in_brackets_are_items(tmp_path: Path) -> None:
    works = "\n\n".join(f"#par(hanging-indent: 2em)[\\[{number}\\] {SAID * 2}]" for number in (1, 2, 3))
    document = recover(typeset(tmp_path, f"{SET}= Report\n{BODY * 2}\n\n== Works\n\n{works}")).document
    items = [node for node in walk(document) if isinstance(node, Item)]
    assert [item.label for item in items] == ["[1]", "[2]", "[3]"]


def test_a_citation_at_the_start_of_a_line_is_no_item(tmp_path: Path) -> None:
    cited = "The clerk had said so in his book \\ [4] and so had the committee, as told \\ [7] by all. "
    document = recover(typeset(tmp_path, f"{SET}= Report\n{BODY * 2}{cited}\n\n{BODY}")).document
    assert not [node for node in walk(document) if isinstance(node, List)]
