"""Each repair rule on cases kept as data: `<rule>.toml`, found in the wild or made up, to fix, to ask or to leave.

In these files ¬ stands for a soft hyphen (U+00AD). `elsewhere` is text on another page of the same document.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from convert.draft import Draft
from convert.ledger import visible
from convert.page import Line, Page
from convert.repairs import RULES, Rule
from convert.words import words_of

NAMES = {f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}": rule for rule in RULES}
FILES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("*.toml")
}


def cases(*drawers: str) -> list[Any]:
    return [
        pytest.param(NAMES[name], {"language": data.get("language", "en"), **case}, id=f"{name}: {case['text']}")
        for name, data in sorted(FILES.items())
        for drawer in drawers
        for case in data.get(drawer, [])
    ]


def page(number: int, text: str) -> Page:
    return Page(number, None, tuple(Line(number, *line) for line in enumerate(text.split("\n"), 1)))


def repaired(rule: Rule, case: dict[str, str]) -> Draft:
    draft = Draft((page(1, case["text"]), page(2, case.get("elsewhere", ""))))
    words = words_of(draft.lines, case["language"])
    return draft.amend(rule(tuple(page.lines for page in draft.pages), words))


def text_of(draft: Draft) -> str:
    return visible("\n".join(line.text for line in draft.pages[0].lines))


@pytest.mark.parametrize(("rule", "case"), cases("wild", "made-up"))
def test_it_repairs(rule: Rule, case: dict[str, str]) -> None:
    draft = repaired(rule, case)
    assert text_of(draft) == case["becomes"]
    assert all(edit.reason for edit in draft.ledger.edits)


@pytest.mark.parametrize(("rule", "case"), cases("ask"))
def test_it_asks_and_leaves_the_text(rule: Rule, case: dict[str, str]) -> None:
    draft = repaired(rule, case)
    assert text_of(draft) == visible(case["text"])
    assert [visible(query.suggestions[0].text) for query in draft.ledger.queries] == [case["suggests"]]


@pytest.mark.parametrize(("rule", "case"), cases("leave"))
def test_it_leaves_alone(rule: Rule, case: dict[str, str]) -> None:
    draft = repaired(rule, case)
    assert draft.ledger.edits == ()
    assert draft.ledger.queries == ()


@pytest.mark.xfail(strict=True, reason="a known failure")
@pytest.mark.parametrize(("rule", "case"), cases("known-failures"))
def test_it_will_one_day_repair(rule: Rule, case: dict[str, str]) -> None:
    assert text_of(repaired(rule, case)) == case["becomes"]


@pytest.mark.parametrize("name", NAMES)
def test_each_rule_has_five_cases_to_repair_and_five_to_leave(name: str) -> None:
    data = FILES[name]
    assert len(data.get("wild", [])) + len(data.get("made-up", [])) >= 5
    assert len(data["leave"]) >= 5
