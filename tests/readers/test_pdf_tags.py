"""The structure of tagged PDFs: used where the page bears it out, left aside and said where it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from convert.document import Document, Heading, Item, List, Paragraph, Table, plain, walk
from convert.page import Reading
from convert.pipeline import recover
from convert.readers.pdf import parse
from tests.readers.test_pdf import PROSE, codes, typeset

SOURCE = f"""
= Of books
{PROSE * 2}

#table(columns: 2, stroke: none, [Port], [The clerk counted], [Saltby], [the books of the hall])
Nothing else was counted, neither by the clerk nor by the others.

- {PROSE}
  - {PROSE}

  The clerk agreed.
- {PROSE}

== Of maps
{PROSE * 3}
"""


def tagged(folder: Path, change: Callable[[pikepdf.Pdf], None] | None = None) -> Path:
    """A tagged PDF, its structure changed."""
    made = typeset(folder, SOURCE, tagged=True)
    if change:
        with pikepdf.open(made, allow_overwriting_input=True) as file:
            change(file)
            file.save(made)
    return made


def shape(document: Document) -> list[str]:
    return [type(node).__name__ for node in document.children]


def blocks(reading: Reading) -> set[int]:
    return {line.tag.block for page in reading.pages for line in page.lines if line.tag}


def test_blocks_are_those_that_the_file_names(tmp_path: Path) -> None:
    document = recover(tagged(tmp_path)).document
    assert shape(document) == ["Heading", "Paragraph", "Table", "Paragraph", "List", "Heading", "Paragraph"]
    (table,) = (node for node in walk(document) if isinstance(node, Table))
    assert [plain(cell) for row in table.children for cell in row.children] == [
        *("Port", "The clerk counted", "Saltby", "the books of the hall")
    ]
    (outer,) = (node for node in document.children if isinstance(node, List))
    first = outer.children[0].children
    assert [type(node) for node in first] == [Paragraph, List, Paragraph]
    assert plain(first[2]) == "The clerk agreed."


def one_block(file: pikepdf.Pdf) -> None:
    """All content in one paragraph."""
    parents = pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree)
    paragraph = next(each for each in elements(file) if each.S == "/P")
    for key in list(parents.keys()):
        parents[key] = pikepdf.Array([paragraph for _ in parents[key].as_list()])


def each_line_alone(file: pikepdf.Pdf) -> None:
    """Each piece of content in a paragraph of its own, as bad converters write it."""
    parents = pikepdf.NumberTree(file.Root.StructTreeRoot.ParentTree)
    root = file.Root.StructTreeRoot
    for key in list(parents.keys()):
        alone = [file.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.P, P=root)) for _ in parents[key].as_list()]
        parents[key] = pikepdf.Array(alone)


def round_in_circles(file: pikepdf.Pdf) -> None:
    """Elements that stand in themselves."""
    for element in elements(file):
        element.P = element


def without_parents(file: pikepdf.Pdf) -> None:
    del file.Root.StructTreeRoot.ParentTree


def elements(file: pikepdf.Pdf) -> list[Any]:
    found = [each for each in file.objects if isinstance(each, pikepdf.Dictionary)]
    return [each for each in found if "/S" in each and "/P" in each]


@pytest.mark.parametrize("change", [one_block, each_line_alone, round_in_circles, without_parents])
def test_a_structure_that_the_page_does_not_bear_out_is_left_aside(
    tmp_path: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    reading = parse(tagged(tmp_path, change))
    assert not blocks(reading)
    document = recover(tmp_path / "made.pdf").document
    assert [node.level for node in document.children if isinstance(node, Heading)] == [1, 2]
    assert sum(isinstance(node, Item) for node in walk(document)) == 3


def test_a_structure_that_does_not_fit_is_said(tmp_path: Path) -> None:
    assert "pdf-tags" in codes(parse(tagged(tmp_path, one_block)))
    assert "pdf-tags" not in codes(parse(tagged(tmp_path)))


def test_text_that_is_called_an_artifact_stays_text(tmp_path: Path) -> None:
    """A whole page that claims to be no text would vanish from the edition."""
    made = tagged(tmp_path)
    with pikepdf.open(made, allow_overwriting_input=True) as file:
        page = file.pages[0]
        kept = [
            pikepdf.ContentStreamInstruction([pikepdf.Name.Artifact], pikepdf.Operator("BMC"))
            if str(each.operator) == "BDC"
            else each
            for each in pikepdf.parse_content_stream(page)
        ]
        page.Contents = file.make_stream(pikepdf.unparse_content_stream(kept))
        file.save(made)
    reading = parse(made)
    assert all(line.role == "body" for page_ in reading.pages for line in page_.lines)
