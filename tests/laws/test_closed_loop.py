"""Law 9: a document published as PDF and recovered is itself again, but for what docs/structure.md says."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from benchmarks.closed_loop.compare import EXPLAINED, differences
from benchmarks.closed_loop.run import returned
from convert.document import Document
from convert.markdown import read
from convert.normal import normalise
from tests.strategies import printed

MASTERS = Path(__file__).parents[1] / "writers" / "masters"
KNOWN = {
    "standard": {"words"},  # runs of spaces in a listing
    "signs": {"words"},  # a sign that the fonts lack is printed as its code, which PDFium does not tell
}
"""What is not explained by nature and not mended either, by master."""
EXAMPLES = 10 if settings().max_examples <= 50 else 100
"""Documents that are laid out in a run of the tests, and in one of the laws; each takes a third of a second."""

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

  It was done.

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
TABLE = """It was counted:

| Port | Ships |
|---|--:|
| Saltby | 412 |
| Aldmouth | 96 |

Nothing else was said about it in the year.
"""


def unexplained(document: Document) -> list[tuple[str, str, str]]:
    """What does not come back from the document's PDF, left aside what no PDF gives back."""
    with TemporaryDirectory() as folder:
        back = returned(document, Path(folder) / "out.pdf")
    return [tuple(each) for each in differences(document, back) if each.kind not in EXPLAINED]


@pytest.mark.parametrize(
    "text", [NOTES, LISTS, QUOTE, TABLE], ids=["notes and styles", "lists", "quotation", "table"]
)
def test_a_document_comes_back_from_its_pdf(text: str) -> None:
    assert unexplained(read(HEAD + text)) == []


@pytest.mark.parametrize("master", sorted(MASTERS.glob("*.md")), ids=lambda path: path.stem)
def test_a_master_comes_back_but_for_what_is_known(master: Path) -> None:
    kinds = {kind for kind, _, _ in unexplained(read(master.read_text(encoding="utf-8")))}
    assert kinds <= KNOWN.get(master.stem, set())


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # to shrink a document that is laid out takes minutes
    suppress_health_check=[HealthCheck.too_slow],
)
@given(printed())
def test_any_document_of_ordinary_blocks_comes_back(document: Document) -> None:
    assert unexplained(normalise(document)) == []
