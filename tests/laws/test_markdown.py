"""Law 1: a document in normal form goes to Markdown and back unchanged; law 8: what was read is well formed."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given

from convert.document import Document, ill_formed
from convert.errors import BadInput
from convert.markdown import read, write
from convert.normal import normalise
from tests.strategies import documents, markdown


@given(documents())
def test_reading_what_was_written_gives_the_normal_form(document: Document) -> None:
    assert read(write(document)) == normalise(document)


@given(documents())
def test_normalising_twice_is_normalising_once(document: Document) -> None:
    once = normalise(document)
    assert normalise(once) == once


@given(documents())
def test_writing_what_was_read_gives_the_same_bytes(document: Document) -> None:
    written = write(document)
    assert write(read(written)) == written


@given(markdown)
def test_any_text_is_read_to_a_well_formed_document_or_refused_with_a_remedy(text: str) -> None:
    with suppress(BadInput):
        document = read(text)
        assert list(ill_formed(document)) == []
        assert read(write(document)) == document
