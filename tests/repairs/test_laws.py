"""Laws 4 and 5 for the repair rules: clean text stays, rules are pure, and one rule's edits never overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from convert.draft import Draft
from convert.ledger import revert
from convert.page import Line, Page, Pages
from convert.repairs import RULES, Passages
from convert.words import Words, words_of

WORDS = {
    "en": "the rights of children and persons in detention, Secretary-General well-being workers’ “peace” "
    "(see annex) people-to-people co-operation 2017-2021 resolution A/RES/72/188, chap. IV, sect. A. vol. 189, "
    "No. 2545. § 3 Part II; article 12: 10² °C café’s naïve "
    "— and/or 's non-refoulement Koreal ® 5.° 'tis \"straight\" "
    "l'Oréal",
    "fr": "la liberté d’expression et les droits : « égalité » ; chapitre IV, p. 12 ! n° 5 ci-dessus "
    "œuvre l'État vol. 3",
    "es": "la Ley 30/1992, de 26 de noviembre, ¿qué? ¡sí! año capítulo IV, núm. 5; niños «y» niñas 1.º art. 37 al",
}


def pages_of(lines: list[str]) -> Pages:
    return (Page(1, None, tuple(Line(1, number, text) for number, text in enumerate(lines, 1) if text.strip())),)


def passages_of(pages: Pages) -> Passages:
    return tuple(page.lines for page in pages)


def repaired(draft: Draft, words: Words) -> Draft:
    for rule in RULES:
        draft = draft.amend(rule(passages_of(draft.pages), words))
    return draft


@st.composite
def clean(draw: st.DrawFn) -> tuple[str, Pages]:
    """Words of one language, as a printer would set them, on lines."""
    language = draw(st.sampled_from(sorted(WORDS)))
    line = st.lists(st.sampled_from(WORDS[language].split()), min_size=1, max_size=8).map(" ".join)
    lines = [text for text in draw(st.lists(line, max_size=6)) if "''" not in text]
    return language, pages_of(lines)


PIECES = (
    "ﬁ e\u0301 \u200b \u00ad - ~- ¬ – condi tions inter national drug sensitive drug-sensitive chap. vol. Part "
    "l ll 1V IL V1 l89 ( ) , ; : . ! ? '' ,, `` \" “ ” ’ ‘‘ Ã© â€™ word 12 A ® . ."
)
SPACES = [" ", "  ", "\t", " ", "\n", "\n"]
DIRTY = st.lists(st.sampled_from(PIECES.split() + SPACES), max_size=40).map(
    lambda pieces: pages_of("".join(pieces).split("\n"))
)


@given(clean())
def test_clean_text_stays_and_nothing_is_asked(text: tuple[str, Pages]) -> None:
    language, pages = text
    words = words_of(pages[0].lines, language)
    proposed = [edit for rule in RULES for edit in rule(passages_of(pages), words)]
    assert proposed == []


@given(DIRTY, st.sampled_from(["en", "fr", "es", ""]))
def test_rules_are_pure_and_their_edits_never_overlap(pages: Pages, language: str) -> None:
    words = words_of(pages[0].lines, language)
    for rule in RULES:
        first, second = (list(rule(passages_of(pages), words)) for _ in range(2))
        assert first == second
        Draft(pages).amend(first)  # raises where they overlap or do not fit
        assert all(0 < edit.confidence <= 1 and edit.reason and edit.before != edit.after for edit in first)


@given(DIRTY, st.sampled_from(["en", "fr", "es"]))
def test_repairs_come_to_rest_and_can_be_taken_back(pages: Pages, language: str) -> None:
    words = words_of(pages[0].lines, language)
    draft = repaired(Draft(pages), words)
    assert revert(draft.pages, draft.ledger) == pages
    for _ in range(3):
        again = repaired(Draft(draft.pages), words)
        if not again.ledger.edits:
            return
        draft = again
    raise AssertionError(f"still repairing: {draft.ledger.edits}")
