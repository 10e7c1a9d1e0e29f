"""Law 2: the ledger leads from the raw text to the clean one and back; a person's decisions survive a re-run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.draft import Draft
from convert.errors import Internal
from convert.ledger import (
    Decision,
    Edit,
    Ledger,
    Moved,
    Query,
    context,
    from_json,
    mark,
    replay,
    revert,
    to_json,
    visible,
)
from convert.page import Key, Line, Page, Pages, lines_of

LETTERS = "ab -\u00ad’®1."
TEXT = st.text(LETTERS, min_size=1, max_size=30)
AFTER = st.text(LETTERS, max_size=6) | st.sampled_from([mark("5"), mark("11", uncertain=True)])


def pages_of(*texts: list[str]) -> Pages:
    return tuple(
        Page(number, None, tuple(Line(number, place, text) for place, text in enumerate(lines, 1)))
        for number, lines in enumerate(texts, 1)
    )


def page_of(*texts: str) -> Pages:
    return pages_of(list(texts))


def proposal(line: Line, start: int, end: int, after: str, rule: str = "test", confidence: float = 1.0) -> Edit:
    return Edit(line.page, line.number, start, end, line.text[start:end], after, rule, "a reason", confidence)


PAGES = st.lists(st.lists(TEXT, max_size=4), min_size=1, max_size=3).map(lambda texts: pages_of(*texts))


@st.composite
def proposals(draw: st.DrawFn, draft: Draft) -> list[Edit]:
    """Edits of one rule: any lines, any places that do not overlap, sure and unsure ones."""
    edits: list[Edit] = []
    for line in draft.lines:
        cuts = sorted(draw(st.sets(st.integers(0, len(line.text)), max_size=6)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            confidence = draw(st.sampled_from([0.5, 0.95]))
            edits.append(proposal(line, start, end, draw(AFTER), draw(st.sampled_from("pq")), confidence))
    return draw(st.permutations(edits))


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Pages, Draft]:
    """Pages, and a draft of them that several rules, some questions and some moves have been at."""
    raw = draw(PAGES)
    draft = Draft(raw)
    for _ in range(draw(st.integers(0, 4))):
        draft = draft.amend(draw(proposals(draft)))
        draft = draft.ask(Query(*line.key, 0, 1, line.text[:1], "ask", "why") for line in draft.lines if line.text)
    return raw, draft


@given(drafts())
def test_replay_and_revert_are_exact(both: tuple[Pages, Draft]) -> None:
    raw, draft = both
    assert replay(raw, draft.ledger) == draft.pages
    assert revert(draft.pages, draft.ledger) == raw


@given(drafts())
def test_they_are_exact_after_a_trip_through_json(both: tuple[Pages, Draft]) -> None:
    raw, draft = both
    ledger = from_json(to_json(draft.ledger, program="reissue", findings=[]))
    assert ledger == draft.ledger
    assert revert(replay(raw, ledger), ledger) == raw


@given(drafts())
def test_each_entry_has_an_id_of_its_own(both: tuple[Pages, Draft]) -> None:
    ledger = both[1].ledger
    ids = [edit.id for edit in ledger.edits] + [query.id for query in ledger.queries]
    assert len(ids) == len(set(ids))


@given(drafts())
def test_a_query_tells_the_text_that_stood_there_when_it_was_asked(both: tuple[Pages, Draft]) -> None:
    raw, draft = both
    for query in draft.ledger.queries:
        then = replay(raw, Ledger(draft.ledger.edits[: query.after_edits]))
        line = next(line for line in lines_of(then) if line.key == query.key)
        assert line.text[query.start : query.end] == query.text


@given(st.data(), PAGES)
def test_each_proposal_can_be_decided_by_its_context(data: st.DataObject, raw: Pages) -> None:
    draft = Draft(raw)
    edits = data.draw(proposals(draft))
    texts = {line.key: line.text for line in draft.lines}
    decisions = tuple(
        Decision(context(texts[edit.key], edit.start, edit.end), "write", "own words", edit.rule, edit.page)
        for edit in edits
    )
    decided = Draft(raw, decisions=decisions).amend(edits).close()
    assert decided.ledger.unfit == ()
    assert decided.ledger.queries == ()
    assert {edit.after for edit in decided.ledger.edits} <= {"own words"}
    assert replay(raw, decided.ledger) == decided.pages


@given(st.lists(st.sampled_from([*LETTERS, mark("7"), mark("8", uncertain=True)])))
def test_what_people_read_shows_no_character_of_ours(parts: list[str]) -> None:
    assert not set("\ufff9\ufffa\ufffb\u00ad") & set(visible("".join(parts)))


def test_a_context_that_begins_inside_a_note_mark_still_fits() -> None:
    text = f"Korea,{mark('11')} and mindful of the need for"
    (line,) = page_of(text)[0].lines
    end = len(text) - 4
    at = context(text, end - 4, end)
    assert "\ufffb" not in at
    draft = Draft((Page(1, None, (line,)),), decisions=(Decision(at, "accept"),))
    assert draft.amend([proposal(line, end - 4, end, "wish", confidence=0.1)]).close().ledger.unfit == ()


RAW = page_of("the chap. 1V of", "Korea,® and Korea,® again")


def rule(pages: Pages, confidence: float = 0.5) -> list[Edit]:
    line = pages[0].lines[0]
    return [proposal(line, 10, 12, "IV", "numerals.roman", confidence)]


@pytest.mark.parametrize(
    ("decision", "text"),
    [
        (Decision("chap. ⟦1V⟧ of", "accept"), "the chap. IV of"),
        (Decision("⟦1V⟧", "accept", rule="numerals.roman"), "the chap. IV of"),
        (Decision("⟦1V⟧", "accept", page=1), "the chap. IV of"),
        (Decision("chap. ⟦1V⟧ of", "reject"), "the chap. 1V of"),
        (Decision("chap. ⟦1V⟧ of", "write", "VI", "numerals.roman"), "the chap. VI of"),
    ],
)
@pytest.mark.parametrize("confidence", [0.5, 0.99])
def test_a_decision_settles_what_the_rule_proposes_in_every_run(
    decision: Decision, text: str, confidence: float
) -> None:
    for _ in range(2):
        draft = Draft(RAW, decisions=(decision,)).correct().amend(rule(RAW, confidence)).close()
        assert draft.pages[0].lines[0].text == text
        assert (draft.ledger.queries, draft.ledger.unfit) == ((), ())
        assert revert(draft.pages, draft.ledger) == RAW


@pytest.mark.parametrize(
    "decision",
    [
        Decision("sect. ⟦1V⟧ of", "accept"),
        Decision("⟦1V⟧", "accept", rule="another.rule"),
        Decision("⟦1V⟧", "accept", page=2),
        Decision("⟦IV⟧", "reject"),
        Decision("not ⟦there⟧", "write", "words"),
    ],
)
def test_a_decision_that_fits_nothing_is_listed(decision: Decision) -> None:
    draft = Draft(RAW, decisions=(decision,)).correct().amend(rule(RAW)).close()
    assert draft.ledger.unfit == (decision,)
    assert len(draft.ledger.queries) == 1


def test_own_words_without_a_rule_are_written_first_and_in_every_place_that_fits() -> None:
    decision = Decision("Korea,⟦®⟧", "write", mark("3"))
    draft = Draft(RAW, decisions=(decision,)).correct().close()
    assert visible(draft.pages[0].lines[1].text) == "Korea,[^3] and Korea,[^3] again"
    assert [edit.rule for edit in draft.ledger.edits] == ["hand", "hand"]
    assert draft.ledger.unfit == ()


def test_of_two_decisions_on_one_place_the_first_holds_and_the_second_is_listed() -> None:
    first, second = Decision("⟦1V⟧", "write", "IV"), Decision("chap. ⟦1V⟧", "write", "VI")
    draft = Draft(RAW, decisions=(first, second)).correct().close()
    assert draft.pages[0].lines[0].text == "the chap. IV of"
    assert draft.ledger.unfit == (second,)


def test_a_soft_hyphen_of_the_source_is_found_as_it_is_shown() -> None:
    draft = Draft(page_of("non\u00adrefoulement"), decisions=(Decision("non⟦¬⟧ref", "write", "-"),)).correct()
    assert draft.pages[0].lines[0].text == "non-refoulement"


@pytest.mark.parametrize(
    ("decision", "text"),
    [
        (Decision("Korea,⟦®⟧ and", "write", mark("3"), "notes.mark"), "Korea,[^3] and Korea,® again"),
        (Decision("Korea,⟦®⟧ and", "reject"), "Korea,® and Korea,® again"),
    ],
)
def test_a_question_that_a_person_answered_is_not_asked_again(decision: Decision, text: str) -> None:
    question = Query(1, 2, 6, 7, "®", "notes.mark", "which note?")
    draft = Draft(RAW, decisions=(decision,)).ask([question]).close()
    assert visible(draft.pages[0].lines[1].text) == text
    assert (draft.ledger.queries, draft.ledger.unfit) == ((), ())


def test_a_moved_line_leaves_the_text_and_nothing_else_changes() -> None:
    draft = Draft(RAW).move([Moved(1, 1, "the chap. 1V of", "head", "stands on every page")])
    assert [line.key for line in draft.lines] == [Key(1, 2)]
    assert [line.text for line in lines_of(draft.pages, furniture=True)] == [line.text for line in lines_of(RAW)]


@pytest.mark.parametrize(
    "edits",
    [
        lambda line: [proposal(line, 0, 3, "a"), proposal(line, 2, 5, "b")],
        lambda line: [proposal(line, 3, 3, "a"), proposal(line, 3, 3, "b")],
        lambda line: [Edit(1, 1, 0, 3, "not", "the", "test", "a reason", 1.0)],
        lambda line: [Edit(1, 1, 0, 5, "the", "The", "test", "a reason", 1.0)],
        lambda line: [Edit(1, 1, 99, 99, "", "beyond", "test", "a reason", 1.0)],
        lambda line: [Edit(1, 1, -1, -1, "", "before", "test", "a reason", 1.0)],
        lambda line: [Edit(1, 1, 0, 3, "not", "the", "test", "a reason", 0.1)],
        lambda line: [Edit(7, 1, 0, 3, "the", "The", "test", "a reason", 1.0)],
    ],
)
def test_a_proposal_that_cannot_be_is_a_bug_and_said_so(edits: Callable[[Line], list[Edit]]) -> None:
    with pytest.raises(Internal):
        Draft(RAW).amend(edits(RAW[0].lines[0]))


def test_a_ledger_of_other_pages_does_not_fit() -> None:
    ledger = Draft(RAW).amend(rule(RAW, 1.0)).ledger
    with pytest.raises(Internal):
        replay(page_of("something else altogether"), ledger)
    with pytest.raises(Internal):
        revert(pages_of([], ["on page two"]), ledger)
