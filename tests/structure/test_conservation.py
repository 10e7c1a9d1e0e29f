"""The proof that nothing was lost fails, and names the place, as soon as something is (law 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from convert.conservation import check_conservation
from convert.document import Document, Item, List, Meta, Node, NoteRef, Paragraph, Text, rewrite
from convert.draft import Draft
from convert.errors import Internal
from convert.ledger import Ledger
from convert.page import Pages
from convert.structure.blocks import Block, group_blocks
from convert.structure.build import build
from convert.structure.costs import learned
from convert.structure.lists.enumerators import decode_enumerators
from convert.structure.notes.decoded import decode_notes
from convert.words import Words
from tests.structure.samples import pages_of

TEXT = """The Board adopted the first report of the clerk,1 and the second report of the usher,2 and:

(a) Read the books;

() Closed the doors;

(c) Kept silent.

1 See A/68/53.
2 See A/68/54."""

Run = tuple[Pages, Draft, tuple[Block, ...], Document]


def run() -> Run:
    raw = pages_of(TEXT)
    draft = Draft(raw)
    notes = decode_notes(draft.lines, learned(), Words())
    draft = draft.amend(notes.edits)
    labels = decode_enumerators([line for line in draft.lines if line.key not in notes.foot], learned())
    draft = draft.amend(labels.edits)
    blocks = group_blocks(draft.lines, labels.depths, notes.foot)
    return raw, draft, blocks, build(blocks, draft.pages, Meta())


def changed(change: Callable[[Node], Node]) -> Run:
    raw, draft, blocks, document = run()
    now = rewrite(document, change)
    assert isinstance(now, Document)
    assert now != document
    return raw, draft, blocks, now


def without_a_character(node: Node) -> Node:
    return Text(node.text.replace("doors", "door")) if isinstance(node, Text) else node


def without_a_label(node: Node) -> Node:
    return replace(node, label=None) if isinstance(node, Item) and node.label == "(b)" else node


def without_an_item(node: Node) -> Node:
    return replace(node, children=node.children[:-1]) if isinstance(node, List) else node


def without_a_mark(node: Node) -> Node:
    if not isinstance(node, Paragraph):
        return node
    return replace(node, children=tuple(child for child in node.children if not isinstance(child, NoteRef)))


def with_items_out_of_order(node: Node) -> Node:
    return replace(node, children=node.children[::-1]) if isinstance(node, List) else node


def without_a_note(node: Node) -> Node:
    return replace(node, notes=node.notes[:-1]) if isinstance(node, Document) else node


def test_an_honest_run_is_proven() -> None:
    raw, draft, blocks, document = run()
    assert len(document.notes) == 2
    check_conservation(raw, draft, blocks, document)


@pytest.mark.parametrize(
    "change",
    [
        without_a_character,
        without_a_label,
        without_an_item,
        without_a_mark,
        with_items_out_of_order,
        without_a_note,
    ],
)
def test_whatever_is_lost_from_the_document_is_noticed(change: Callable[[Node], Node]) -> None:
    with pytest.raises(Internal, match="differs from the source") as caught:
        check_conservation(*changed(change))
    assert caught.value.place.startswith("character ")


def test_a_line_in_no_block_is_noticed() -> None:
    raw, draft, blocks, document = run()
    with pytest.raises(Internal, match="in no block"):
        check_conservation(raw, draft, blocks[:-1], document)


def test_a_line_in_two_blocks_is_noticed() -> None:
    raw, draft, blocks, document = run()
    with pytest.raises(Internal, match="or in two"):
        check_conservation(raw, draft, (*blocks, blocks[0]), document)


def test_a_change_that_is_not_in_the_ledger_is_noticed() -> None:
    raw, draft, blocks, document = run()
    silent = replace(draft, ledger=Ledger())
    with pytest.raises(Internal, match="does not lead back"):
        check_conservation(raw, silent, blocks, document)
