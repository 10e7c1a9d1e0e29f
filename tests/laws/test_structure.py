"""Laws of the whole recovery on generated pages: 2, 3, 6, 8, and that clean prose is left alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from convert.document import NoteRef, ill_formed, walk
from convert.ledger import replay, revert
from convert.markdown import read, write
from convert.page import lines_of
from tests.structure.samples import PAGE, recovered

DAMAGED = """(1)/(i)/(iii)/()/2./1.1/a)/@/|/Korea,?/Koreal/2013,'/Women’/
co-/\u00ad/\ufb01sh/x\u0301/<b>/[^1]/\\/Title/
the Covenant,® and/1 See A/68/53./* Ibid./12 United Nations, vol. 3./
“so be it”/chap. 1V/The Board,/and the rest/
19 December 2017/3/10 18-16895"""
PIECES = st.sampled_from([piece.strip() for piece in DAMAGED.split("/")])
LINES = st.lists(st.one_of(PIECES, st.text(max_size=12)), min_size=1, max_size=5).map(" ".join)
PAGES = st.lists(st.lists(st.one_of(LINES, st.just("")), max_size=9).map("\n".join), min_size=1, max_size=4).map(
    f"\n{PAGE}\n".join
)

VOCABULARY = """the board of libraries reads what members’ clerks wrote in 2017 or at 21.5 degrees and asks
why Boards’ books go at 4 °C or “so” they said"""
WORDS = st.sampled_from(VOCABULARY.split())
SENTENCES = st.tuples(st.sampled_from(["The", "Some", "It"]), st.lists(WORDS, min_size=3, max_size=9)).flatmap(
    lambda parts: st.sampled_from(["{}.", "{}?", "{}!", "“{}.”", "“{}?”", "“{}”, he said.", "{};"]).map(
        lambda frame: frame.format(f"{parts[0]} {' '.join(parts[1])}")
    )
)
PROSE = st.lists(SENTENCES, min_size=1, max_size=8).map("\n\n".join)


def printable(text: str) -> str:
    """The text without what no reader lets through: our own marks, and line ends of other kinds."""
    return "".join(
        " " if each in "\ufff9\ufffa\ufffb\r\v\f\x1c\x1d\x1e\x85\u2028\u2029" else each for each in text
    )


@given(PAGES)
def test_whatever_the_pages_hold_the_ledger_leads_there_and_back_and_nothing_is_lost(text: str) -> None:
    result = recovered(printable(text))  # conservation is proven inside, and raises Internal
    clean = replay(result.raw, result.ledger)
    assert [line.text for line in lines_of(revert(clean, result.ledger), furniture=True)] == [
        line.text for line in lines_of(result.raw, furniture=True)
    ]
    assert not list(ill_formed(result.document))


@given(PAGES)
def test_every_reference_has_a_note_and_every_note_a_reference_or_a_query(text: str) -> None:
    result = recovered(printable(text))
    referred = {node.id for node in walk(result.document) if isinstance(node, NoteRef)}
    notes = {note.id for note in result.document.notes}
    asked = " ".join(query.reason for query in result.ledger.queries)
    assert referred <= notes
    assert all(f"note {note} " in asked for note in notes - referred)


@given(PAGES)
def test_what_is_recovered_survives_the_master(text: str) -> None:
    result = recovered(printable(text))
    assert read(write(result.document)) == result.document


@given(PROSE)
def test_clean_prose_without_notes_is_left_as_it_is(text: str) -> None:
    result = recovered(text)
    assert not result.ledger.edits
    assert not result.document.notes
