"""Numbers of articles are one series: it mends what was misread, and leaves alone what may be meant."""

from __future__ import annotations

import pytest

from convert.page import lines_of
from convert.structure.costs import learned
from convert.structure.lists.articles import mend_articles
from tests.structure.samples import pages_of


def mended(heads: list[str], language: str = "en") -> list[tuple[str, str, bool]]:
    """What becomes what, and whether that is sure."""
    text = "\n\n".join(f"{head}\n\nThe council meets in the spring of each year and hears all." for head in heads)
    edits = mend_articles(tuple(lines_of(pages_of(text))), learned(), language)
    return [(each.before, each.after, each.confidence >= 0.9) for each in edits]


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (
            ["Article 10", "Article 11", "Artic1e l2", "Article 13"],
            [("Artic1e", "Article", True), ("l2", "12", True)],
        ),
        (["Article 1", "Article 2", "Article S", "Article 4", "Article 5"], [("S", "3", False)]),
        (["CHAPTER I", "CHAPTER II", "CHAPTER Ill", "CHAPTER IV"], [("Ill", "III", True)]),
    ],
)
def test_a_damaged_number_is_read_by_its_neighbours_or_asked(
    heads: list[str], expected: list[tuple[str, str, bool]]
) -> None:
    assert mended(heads) == expected


@pytest.mark.parametrize(
    "heads",
    [
        ["Article 1", "Article 2", "Article 5", "Article 6"],  # a gap
        ["Section 1", "Section 2", "Section 1", "Section 2"],  # again in the next chapter
        ["Section 4", "Section 4A", "Section 4B", "Section 5"],
        ["Article 7", "Article 33", "Article 8", "Article 9"],  # a quotation
        ["Article 12", "Article 40", "Article 7"],
    ],
)
def test_clear_numbers_stay(heads: list[str]) -> None:
    assert not [each for each in mended(heads) if each[2]]


def test_french_and_spanish_articles_begin_in_words() -> None:
    assert mended(["Article premier", "Article 2", "Article 3", "Article 3 bis", "Article 4"], "fr") == []
    assert mended(["Artículo 1.", "Artículo 2.", "Articulo 3.", "Artícu1o 4."], "es") == [
        ("Artícu1o", "Artículo", True)
    ]


def test_a_lone_article_is_not_judged() -> None:
    assert mended(["Article l2", "Article 13"]) == []
