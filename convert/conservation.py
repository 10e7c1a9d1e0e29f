"""The proof that nothing was lost: each character of the source is accounted for (law 3).

It is in the clean text, in what an edit replaced, or on a line labelled furniture; and the clean text is the
document, character by character and in order, white space and the joints of hyphenated words aside. Each cell of a
table holds what was printed in its place; each picture that was cut out is shown once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from convert.document import Cell, Document, Figure, Item, Node, Note, NoteRef, children, plain, walk
from convert.draft import Draft
from convert.errors import Internal
from convert.ledger import MARK, revert
from convert.page import Key, Pages
from convert.structure.blocks import Block
from convert.structure.floats.tables import cells_of

_WHITE = re.compile(r"[\s\u00ad\ufffa]+")


def check_conservation(raw: Pages, draft: Draft, blocks: tuple[Block, ...], document: Document) -> None:
    """Prove for one run that nothing was lost. Raises Internal, naming the place, where something was."""
    if revert(draft.pages, draft.ledger) != _with_layers_of(raw, draft.pages):
        raise Internal("the ledger does not lead back to the source")
    _all_lines_used(draft, blocks)
    text = [block for block in blocks if block.kind != "note"]
    _same("the text", _lines_stream(text), "".join(_stream(node) for node in document.children))
    bodies = sorted(_notes_stream(blocks).items())
    notes = sorted((note.id, _stream(note)) for note in document.notes if not note.missing)
    for (label, said), (_, kept) in zip_longest(bodies, notes, fillvalue=("", "")):
        _same(f"note {label}", said, kept)
    _same_cells(text, document)
    _all_pictures_used(raw, document)


def _with_layers_of(raw: Pages, labelled: Pages) -> Pages:
    """The raw pages with the labels of pages and the layers of lines that were found since."""
    return tuple(
        replace(
            page,
            label=later.label,
            lines=tuple(
                line if line.role == now.role else replace(line, role=now.role)
                for line, now in zip(page.lines, later.lines, strict=True)
            ),
        )
        for page, later in zip(raw, labelled, strict=True)
    )


def _all_lines_used(draft: Draft, blocks: Iterable[Block]) -> None:
    used: list[Key] = [key for block in blocks for key in block.keys]
    there = {line.key for line in draft.lines}
    if len(used) != len(set(used)) or set(used) != there:
        key = min(there ^ set(used), default=min(used))
        raise Internal("a line is in no block, or in two", place=f"page {key.page}, line {key.line}")


def _same_cells(blocks: Iterable[Block], document: Document) -> None:
    """Each cell of a table holds the lines of one place, no more and no less."""
    printed = [
        _bare("".join(MARK.sub(r"\1", line.text) for line in cell))
        for block in blocks
        if block.kind == "table"
        for cell in cells_of(block.lines)
        if cell[0].cell
    ]
    kept = [_stream(node) for node in walk(document) if isinstance(node, Cell)]
    for said, cell in zip_longest(filter(None, printed), filter(None, kept), fillvalue=""):
        _same("a table's cell", said, cell)


def _all_pictures_used(raw: Pages, document: Document) -> None:
    """Each picture that was cut out is shown once."""
    cut = sorted(picture.name for page in raw for picture in page.pictures if picture.name)
    shown = sorted(node.source for node in walk(document) if isinstance(node, Figure))
    if cut != shown:
        odd = min(set(cut) ^ set(shown), default=cut[0] if cut else "")
        raise Internal("a picture is not shown, or twice", place=odd)


def _lines_stream(blocks: Iterable[Block]) -> str:
    return _bare("".join(MARK.sub(r"\1", line.text) for block in blocks for line in block.lines))


def _notes_stream(blocks: Iterable[Block]) -> dict[str, str]:
    """For each note, the characters of its lines, its own number left out."""
    streams: dict[str, str] = {}
    label = ""
    for block in blocks:
        if block.kind == "note":
            text = "".join(line.text for line in block.lines).lstrip()
            own = MARK.match(text)
            label = own[1] if own else label
            text = text[own.end() :] if own else text
            streams[label] = streams.get(label, "") + _bare(MARK.sub(r"\1", text))
    return streams


def _stream(node: Node) -> str:
    return _bare("".join(_pieces(node)))


def _pieces(node: Node) -> Iterator[str]:
    if isinstance(node, Item) and node.label:
        yield node.label
    if isinstance(node, NoteRef):
        yield node.id
    inside = children(node)
    if not inside and not isinstance(node, Note):
        yield plain(node)
    for child in inside:
        yield from _pieces(child)


def _bare(text: str) -> str:
    return _WHITE.sub("", text)


def _same(what: str, said: str, kept: str) -> None:
    if said != kept:
        place = next(
            (at for at, (left, right) in enumerate(zip(said, kept, strict=False)) if left != right),
            min(len(said), len(kept)),
        )
        raise Internal(
            f"{what} of the document differs from the source: "
            f"{said[place : place + 30]!r} became {kept[place : place + 30]!r}",
            place=f"character {place}, after {said[max(0, place - 30) : place]!r}",
        )
