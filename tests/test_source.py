"""What a person writes into `NAME.toml`, and what they are told when it cannot be understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.errors import BadInput
from convert.layout import Layout
from convert.ledger import Decision, mark
from convert.source import Source, read_source


def source_of(folder: Path, toml: str | bytes) -> Source:
    (folder / "report.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    return read_source(folder / "report.txt")


def test_without_a_file_there_are_no_facts(tmp_path: Path) -> None:
    assert read_source(tmp_path / "report.txt") == Source()


def test_facts_are_text_under_their_dublin_core_names(tmp_path: Path) -> None:
    source = source_of(
        tmp_path, '[document]\ntitle = "A report"\nlanguage = "en"\ndate = 2017-12-19\nfirst-page = 3\n'
    )
    assert source.facts == {"title": "A report", "language": "en", "date": "2017-12-19"}
    assert (source.language, source.first_page) == ("en", 3)


def test_the_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert source_of(tmp_path, b'\xef\xbb\xbf[document]\ntitle = "A report"\n').facts == {"title": "A report"}


def test_the_layout_of_the_editions_is_a_fact_too(tmp_path: Path) -> None:
    assert source_of(tmp_path, '[editions]\nsplit = "chapter"\nwrap = 0\n').layout == Layout("chapter", 0)
    assert Layout(wrap=0).over(Layout("chapter", 60)) == Layout("chapter", 0)
    assert Layout("none").over(Layout("chapter", 60)) == Layout("none", 60)


def test_a_decision_keeps_its_place_and_writes_marks(tmp_path: Path) -> None:
    (decision,) = source_of(
        tmp_path, "[[decision]]\nat = 'Korea,⟦?⟧ and'\ntext = '[^2]'\nrule = 'notes.mark'\npage = 1\n"
    ).decisions
    assert decision == Decision("Korea,⟦?⟧ and", "write", mark("2"), "notes.mark", 1)
    assert decision.place == ("Korea,", "?", " and")


@pytest.mark.parametrize("do", ["accept", "reject"])
def test_a_proposal_is_answered_in_one_word(tmp_path: Path, do: str) -> None:
    (decision,) = source_of(tmp_path, f"[[decision]]\nat = '⟦1V⟧'\ndo = '{do}'\n").decisions
    assert (decision.do, decision.text) == (do, "")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[document", "not valid TOML"),
        (b"[document]\ntitle = '\xe9'\n", "not valid TOML"),
        ("[dokument]\n", "unknown name 'dokument'"),
        ("[document]\ntitel = 'A'\n", "unknown name 'titel'"),
        ("document = 3\n", "not a table"),
        ("[document]\ncreator = ['A', 'B']\n", "creator is not one value"),
        ("[document]\nfirst-page = 'iii'\n", "first-page is not a whole number"),
        ("[document]\nfirst-page = true\n", "first-page is not a whole number"),
        ("decision = 'accept'\n", "not a list of tables"),
        ("[decision]\nat = '⟦a⟧'\n", "not a list of tables"),
        ("[[decision]]\nat = 'a'\ndo = 'accept'\n", "does not mark one place"),
        ("[[decision]]\nat = '⟧a⟦'\ndo = 'accept'\n", "does not mark one place"),
        ("[[decision]]\nat = '⟦⟧'\ndo = 'accept'\n", "does not mark one place"),
        ("[[decision]]\nat = '⟦a⟧'\n", "not accept, reject or write"),
        ("[[decision]]\nat = '⟦a⟧'\ndo = 'drop'\n", "not accept, reject or write"),
        ("[[decision]]\nat = '⟦a⟧'\ndo = 'reject'\ntext = 'b'\n", "not accept, reject or write"),
        ("[[decision]]\nat = '⟦a⟧'\ndo = 'accept'\npage = '4'\n", "not a whole number"),
        ("[[decision]]\nat = '⟦a⟧'\ndo = 'accept'\nwhy = '?'\n", "unknown name 'why'"),
        ("editions = 'chapter'\n", "not a table"),
        ("[editions]\nsplit = 'page'\n", "neither chapter nor none"),
        ("[editions]\nsplit = ['chapter']\n", "neither chapter nor none"),
        ("[editions]\nwrap = 'no'\n", "no number of characters"),
        ("[editions]\nwrap = 7\n", "wrapped at 7 characters"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_remedy(tmp_path: Path, toml: str | bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said) as caught:
        source_of(tmp_path, toml)
    assert caught.value.file == tmp_path / "report.toml"
    assert caught.value.remedy
