"""Note marks and bodies as the whole recovery reads them; the cases stand in `notes.diff`."""

from __future__ import annotations

import pytest

from convert.ledger import visible
from tests.structure.samples import PAGE, cases, clean_lines, recovered

CASES = dict(cases("notes.diff"))
SERIES_TOO_SHORT = "too few marks to be sure of any: they stay as they are, each with a query"
KNOWN_FAILURES: dict[str, str] = {
    "one glyph stands for many numbers": SERIES_TOO_SHORT,
    "a damaged number of a body is read by its place": SERIES_TOO_SHORT,
    "marks count on over the pages": SERIES_TOO_SHORT,
    "a series may begin in the midst, as in a chapter of a book": "a late start costs more than digits are worth",
}


def side(case: list[str], sign: str) -> list[str]:
    """The lines of one side, page breaks and blank lines among them."""
    return [line if line == PAGE else line[2:] for line in case if line[:1] in ("", " ", sign) or line == PAGE]


def known(title: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=KNOWN_FAILURES[title])] if title in KNOWN_FAILURES else []


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=title, marks=known(title)) for title, case in CASES.items()]
)
def test_notes_are_read_as_one_series(case: list[str]) -> None:
    result = recovered("\n".join(side(case, "-")))
    lines = [visible(line.text).replace("{?}", "") for line in clean_lines(result)]
    assert lines == [line for line in side(case, "+") if line.strip() and line != PAGE]
    asked = [f"{query.rule}: {query.reason}" for query in result.ledger.queries if query.rule.startswith("notes.")]
    for line in case:
        if line.startswith("? "):
            rule, _, words = line[2:].partition(": ")
            assert [each for each in asked if each.startswith(f"{rule}: ") and words in each]
    if not any(line[:1] in tuple("-+?") and line != PAGE for line in case):
        assert asked == []
