"""The documents that extraction is measured on, and the grader: it is the judge, so it is judged first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml.etree import fromstring

pytest.importorskip("rapidfuzz", reason="the grader needs rapidfuzz")

from benchmarks.extract.typeset import by_libreoffice, by_typst, by_weasyprint
from benchmarks.extract.typeset.design import PLAIN
from benchmarks.extract.typeset.grade import FIGURES, Grades, Truth, grade, teds
from benchmarks.extract.typeset.manuscript import KINDS, Manuscript, compose
from benchmarks.extract.typeset.press import DOCUMENTS, Title, press, truth
from benchmarks.extract.typeset.shape import Piece, Reference, Shape, letters, of_document, of_markdown
from convert.document import Text, ill_formed, walk
from convert.markdown import read, write

SHEETS = ("first", "second", "third")
WORST = ("lost", "added", "leak")
"""Figures where nothing is best."""


def graded(manuscript: Manuscript, change: Callable[[Shape], Shape] = lambda shape: shape) -> Grades:
    """The grades of a copy of the truth with one damage."""
    known = truth(manuscript, PLAIN, SHEETS)
    return grade(known, change(replace(known.shape, labels=dict(enumerate(known.labels, 1)))))


def worse(before: Grades, after: Grades) -> set[str]:
    return {figure for figure in FIGURES if before[figure] != after[figure]}


@pytest.fixture(scope="module")
def report() -> Manuscript:
    return compose("report", "report", "test")


@pytest.mark.parametrize("kind", KINDS)
def test_composing_is_repeatable_and_well_formed(kind: str) -> None:
    """The same seed gives the same document, another seed another; both are documents of ours."""
    one = compose("name", kind, "one")
    assert one == compose("name", kind, "one")
    assert one.document != compose("name", kind, "two").document
    assert not list(ill_formed(one.document))


@pytest.mark.parametrize("kind", KINDS)
def test_a_perfect_copy_is_perfect(kind: str) -> None:
    """The truth graded against itself has full marks, also after a journey through the Markdown master."""
    manuscript = compose("name", kind, "test")
    through_master = of_document(read(write(manuscript.document)))
    known = truth(manuscript, PLAIN, SHEETS)
    labels = dict(enumerate(known.labels, 1))
    for shape in (known.shape, through_master):
        for figure, value in grade(known, replace(shape, labels=labels)).items():
            assert value in ((0,) if figure in WORST else (None, 1)), figure


def without(kind: str) -> Callable[[Shape], Shape]:
    """Loses the first piece of a kind."""

    def change(shape: Shape) -> Shape:
        first = next(piece for piece in shape.pieces if piece.kind == kind)
        return replace(shape, pieces=tuple(piece for piece in shape.pieces if piece is not first))

    return change


def each(change: Callable[[Piece], Piece]) -> Callable[[Shape], Shape]:
    return lambda shape: replace(shape, pieces=tuple(map(change, shape.pieces)))


def turned(shape: Shape) -> Shape:
    """The second half before the first: two columns read in the wrong order."""
    half = len(shape.pieces) // 2
    return replace(shape, pieces=shape.pieces[half:] + shape.pieces[:half])


def broken(shape: Shape) -> Shape:
    """One paragraph cut in two, as at a page end."""
    at = next(
        place for place, piece in enumerate(shape.pieces) if piece.kind == "paragraph" and len(piece.text) > 200
    )
    words = shape.pieces[at].text.split()
    halves = (Piece("paragraph", " ".join(words[:20])), Piece("paragraph", " ".join(words[20:])))
    return replace(shape, pieces=(*shape.pieces[:at], *halves, *shape.pieces[at + 1 :]))


def unlinked(shape: Shape) -> Shape:
    return replace(shape, references=tuple(replace(one, body="") for one in shape.references))


DAMAGES = {
    "a lost paragraph": (without("paragraph"), {"order", "block", "lost"}),
    "a lost heading": (without("heading"), {"order", "head", "level", "lost"}),
    "a lost table": (without("table"), {"order", "teds", "lost"}),
    "halves in the wrong order": (turned, {"order"}),
    "a paragraph cut in two": (broken, {"block"}),
    "headings all one level deeper": (
        each(lambda piece: replace(piece, level=piece.level + (piece.kind == "heading"))),
        set(),
    ),
    "headings all of one level": (
        each(lambda piece: replace(piece, level=1) if piece.kind == "heading" else piece),
        {"level"},
    ),
    "lists flattened": (each(lambda piece: replace(piece, level=1) if piece.kind == "item" else piece), {"nest"}),
    "labels lost": (
        each(lambda piece: replace(piece, label=None)),
        {"order", "block", "label", "nest", "lost"},
    ),
    "notes not linked": (unlinked, {"note"}),
    "marks lost": (lambda shape: replace(shape, references=()), {"mark", "note"}),
    "marks renumbered": (
        lambda shape: replace(shape, references=tuple(replace(one, label="1") for one in shape.references)),
        {"mark"},
    ),
    "a mark too many": (
        lambda shape: replace(shape, references=(*shape.references, Reference("10", "6", ""))),
        {"mark"},
    ),
    "no emphasis": (lambda shape: replace(shape, emphases=()), {"emph"}),
    "no page labels": (lambda shape: replace(shape, labels={}), {"page"}),
    "a page number as a paragraph": (
        lambda shape: replace(shape, pieces=(*shape.pieces, Piece("paragraph", "2"))),
        {"leak"},
    ),
    "a sentence made up": (
        lambda shape: replace(shape, pieces=(*shape.pieces, Piece("paragraph", "Never said unicorns"))),
        {"added", "block"},
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_seen_where_it_belongs(damage: str, report: Manuscript) -> None:
    """A known damage moves the figures that it must move, and no other."""
    change, expected = DAMAGES[damage]
    assert worse(graded(report), graded(report, change)) == expected


def with_head(shape: Shape, head: str) -> Shape:
    """The running head in the middle of the last piece."""
    *before, last = shape.pieces
    return replace(shape, pieces=(*before, replace(last, text=f"{last.text} {head}")))


def test_a_running_head_in_the_text_is_a_leak(report: Manuscript) -> None:
    """Also in the middle of a paragraph; a leak is counted a page, and is no added word."""
    grades = graded(report, lambda shape: with_head(shape, report.short))
    assert grades["leak"] == pytest.approx(1 / len(SHEETS))
    assert grades["added"] == 0


def test_halves_in_the_wrong_order_score_about_half(report: Manuscript) -> None:
    """The order is the share of the text that stands in order."""
    order = graded(report, turned)["order"]
    assert order is not None
    assert 0.45 < order < 0.75


def test_teds_counts_nodes() -> None:
    """2 × 2 cells are 7 nodes: a wrong cell costs one of them, half its letters half of one, a row three."""
    cell = lambda words: (words, 1, 1)  # noqa: E731
    table = ((cell("aa"), cell("bb")), (cell("cc"), cell("dd")))
    assert teds(table, table) == 1
    assert teds(table, ((cell("aa"), cell("xx")), table[1])) == pytest.approx(1 - 1 / 7)
    assert teds(table, ((cell("aa"), cell("bx")), table[1])) == pytest.approx(1 - 0.5 / 7)
    assert teds(table, table[:1]) == pytest.approx(1 - 3 / 7)
    assert teds(table, ((("aa", 2, 1), cell("bb")), table[1])) == pytest.approx(1 - 1 / 7)


MARKDOWN = """# Title

A *short* text.<sup>1</sup> Some 10³ m of it,² and 10<sup>6</sup> more[^3] of
it.

- (a) first;
  - (i) below;
- second

3. third

(1) a line
(2) and another
that goes on

| Head | Two |
|---|---|
| a | **b** |

<table><tr><td colspan="2">wide</td></tr></table>

[^3]: The note.
"""


def test_markdown_of_any_tool() -> None:
    """Marks in every notation, powers apart from them, labels, depths, pipe and HTML tables."""
    shape = of_markdown(MARKDOWN)
    assert shape.pieces == (
        Piece("heading", "Title", 1),
        Piece("paragraph", "A short text. Some 103 m of it, and 106 more of it."),
        Piece("item", "first;", 1, "(a)"),
        Piece("item", "below;", 2, "(i)"),
        Piece("item", "second", 1),
        Piece("item", "third", 1, "3."),
        Piece("paragraph", "(1) a line"),
        Piece("paragraph", "(2) and another that goes on"),
        Piece("table", "Head Two a b", rows=((("Head", 1, 1), ("Two", 1, 1)), (("a", 1, 1), ("b", 1, 1)))),
        Piece("table", "wide", rows=((("wide", 2, 1),),)),
    )
    assert [(one.label, one.body) for one in shape.references] == [("1", ""), ("2", ""), ("3", "The note.")]
    assert shape.emphases == (("emphasis", "short"),)


SOURCES = {"typst": by_typst.source, "weasyprint": by_weasyprint.page, "libreoffice": by_libreoffice.flat}


@pytest.mark.parametrize(
    "title", [title for title in DOCUMENTS if title.producer in SOURCES], ids=lambda t: t.name
)
def test_a_producer_is_given_every_word(title: Title) -> None:
    """What a producer is handed holds each text of the document and its notes; if it is XML, it is well-formed."""
    manuscript = compose(title.name, title.kind, "test")
    source = SOURCES[title.producer](manuscript, title.design)
    if title.producer == "libreoffice":
        fromstring(source.encode())
    given = letters(source)
    texts = [node.text for node in walk(manuscript.document) if isinstance(node, Text)]
    assert len(texts) > 50
    assert [text for text in texts if letters(text) not in given] == []


def test_typst_sets_all_words(tmp_path: Path) -> None:
    """A document is set, twice the same, and every heading's words are in the file."""
    pytest.importorskip("typst")
    import pypdfium2

    title = next(title for title in DOCUMENTS if title.name == "paper-typst")
    known = press(title, "test", tmp_path)
    file = tmp_path / f"{title.name}.pdf"
    first = file.read_bytes()
    file.unlink()
    assert press(title, "test", tmp_path) == known
    assert file.read_bytes() == first
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(file))
    assert len(known.labels) > 1
    assert all(piece.text.split()[0] in text for piece in known.shape.pieces if piece.kind == "heading")


def test_the_set_is_broad() -> None:
    """At least 12 documents in 5 designs by 4 producers, each by a name of its own."""
    assert len({title.name for title in DOCUMENTS}) == len(DOCUMENTS) >= 12
    assert len({title.producer for title in DOCUMENTS}) >= 4
    assert len({repr(title.design) for title in DOCUMENTS}) >= 5
    assert isinstance(truth(compose("a", "minutes", "b"), PLAIN, SHEETS), Truth)
