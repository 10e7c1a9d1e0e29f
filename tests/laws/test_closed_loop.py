"""Law 9: a document published as PDF and recovered is itself again, but for what docs/structure.md says."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.document import Document, Heading, plain
from convert.markdown import read, write
from convert.pipeline import recover
from convert.writers import WRITERS, Options

HEAD = '---\ntitle: "Report of the Board"\nlanguage: en\n---\n\n# Report of the Board\n\n'
NOTES = """The Board met in May[^1] and read *all* of the books of the library, which the clerk had brought
down from the hall in **three** carts, and closed the doors at night when it was done.[^2]

## Of books

It has 10^3^ books. Nothing else was said.

[^1]: Book of May.

[^2]: Book of June, page 4.
"""
LISTS = """It shall:

- (a) read the books;
- (b) close the doors:
  - (i) of the hall;
  - (ii) of the library.

## Of maps

It has maps, too:

- old ones;
- new ones.

Nothing else was said about it in the year.
"""
QUOTE = """It said:

> A quotation of the clerk, which is moved in on both sides and goes on over more than one line so that it can
> be told from the text around it.

Nothing else was said about it in the year.
"""


def returned(document: Document, folder: Path) -> Document:
    """The blocks and notes that come back, without the account of the edition that ends each PDF of ours."""
    path = folder / "out.pdf"
    path.write_bytes(WRITERS["pdf"](document, Options(source_date_epoch=0)))
    back = recover(path).document
    blocks = back.children
    ends = (
        at for at, each in enumerate(blocks) if isinstance(each, Heading) and plain(each) == "About this edition"
    )
    return Document(blocks[: next(ends, len(blocks))], back.notes)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NOTES, id="notes and styles"),
        pytest.param(LISTS, id="lists"),
        pytest.param(QUOTE, id="quotation"),
    ],
)
def test_a_document_comes_back_from_its_pdf(text: str, tmp_path: Path) -> None:
    document = read(HEAD + text)
    assert write(returned(document, tmp_path)) == write(Document(document.children, document.notes))
