"""What programs read in our PDFs is the text of the document, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.extractors import Texts, compare, measure, words

MASTERS = Path(__file__).parents[1] / "writers" / "masters"
READ = ("acuerdo", "judgment", "minutes", "statistics", "verordnung")  # with notes, tables, lists and pages
DOCUMENT = Texts(["one", "two", "three"], ["note"], frozenset({"Title"}))


def test_programs_read_the_text_in_order() -> None:
    told: list[str] = []
    table = measure([MASTERS / f"{name}.md" for name in READ], None, told.append)
    assert {"PDFium", "reissue"} <= table["judgment"].keys()
    assert told == []
    assert all(score.right and score.words for scores in table.values() for score in scores.values())


@pytest.mark.parametrize(
    ("read", "kind"),
    [
        ("one two Title 3", "missing"),
        ("two three one note", "moved"),
        ("one two th ree note", "divided"),
        ("one two three more note", "added"),
    ],
)
def test_a_difference_is_seen(read: str, kind: str) -> None:
    score, told = compare(DOCUMENT, words(read))
    assert getattr(score, kind)
    assert any(line.startswith(kind) for line in told)


def test_words_divided_by_a_soft_hyphen_are_whole() -> None:
    assert words("demo\u00ad\ncratic \u200epeople") == ["democratic", "people"]
