"""Blocks of clean lines to the Document: lines joined, enumerators to nested lists, marks to references.

Everything is mechanical here: what had to be judged was judged before and stands in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from convert.document import (
    Block as Node,
)
from convert.document import (
    Document,
    Heading,
    Inline,
    Item,
    List,
    Meta,
    Note,
    NoteRef,
    Origin,
    PageBreak,
    Paragraph,
    Text,
    walk,
)
from convert.ledger import MARK, MARK_DOUBT, SOFT_HYPHEN
from convert.normal import normalise, split_label
from convert.page import Line, Page, Pages
from convert.structure.blocks import Block
from convert.structure.tables import figure_nodes, table_node


def build(blocks: Sequence[Block], pages: Pages, meta: Meta) -> Document:
    """The document, in normal form. Notes referred to whose text is not in the source are there, as missing."""
    breaks = Breaks(pages)
    sheets = {page.number: page for page in pages}
    children = tuple(
        _nest([node for block in blocks if block.kind != "note" for node in _nodes(block, breaks, sheets)])
    )
    trailing = tuple(Paragraph((page_break,)) for page_break in breaks.rest())
    notes = tuple(_notes([block for block in blocks if block.kind == "note"]))
    document = Document((*children, *trailing), notes, meta)
    return normalise(_with_missing(document))


@dataclass
class Breaks:
    """The page breaks still to come, in order; each is handed out once."""

    pages: Sequence[Page]
    done: int = field(default=0)

    def until(self, page: int) -> tuple[PageBreak, ...]:
        """The breaks up to this sheet. A single sheet has none."""
        due = tuple(each for each in self.pages[self.done :] if each.number <= page)
        self.done += len(due)
        return tuple(PageBreak(each.number, each.label or str(each.number)) for each in due if len(self.pages) > 1)

    def rest(self) -> tuple[PageBreak, ...]:
        return self.until(self.pages[-1].number) if self.pages else ()


@dataclass(frozen=True, slots=True)
class _Labelled:
    """An item before it is nested."""

    depth: int
    item: Item


def _nodes(block: Block, breaks: Breaks, sheets: Mapping[int, Page]) -> Iterator[Node | _Labelled]:
    if block.kind in ("table", "figure"):
        yield from (Paragraph((each,)) for each in breaks.until(block.parts[0].page))
        joined = partial(_joined, breaks=breaks)
        if block.kind == "figure":
            yield from figure_nodes(block, sheets, joined)
        else:
            yield table_node(block, sheets, joined)
        return
    origin = Origin(*block.lines[0].key)
    if block.kind == "heading" and block.level == 1:
        yield Heading(
            block.level, tuple(_inlines(block.lines, None)), origin
        )  # a page break would stand in the title
    elif block.kind == "heading":
        yield from (Paragraph((each,), origin) for each in breaks.until(block.lines[0].page))
        yield Heading(block.level, tuple(_inlines(block.lines, breaks)), origin)
    elif block.kind == "item":
        label, rest = split_label(block.lines[0].text.strip())
        first = _with_text(block.lines[0], rest)
        children = (Paragraph(tuple(_inlines((first, *block.lines[1:]), breaks)), origin),)
        yield _Labelled(block.depth, Item(label, children, origin))
    else:
        yield Paragraph(tuple(_inlines(block.lines, breaks)), origin)


def _with_text(line: Line, text: str) -> Line:
    return Line(line.page, line.number, text)


def _inlines(lines: Sequence[Line], breaks: Breaks | None) -> Iterator[Inline]:
    """The content of joined lines: a soft hyphen joins two lines, a hyphen stays between them, else a space."""
    joint = ""
    for line in lines:
        text = line.text.strip()
        if joint:
            yield Text(joint)
        if breaks:
            yield from breaks.until(line.page)
        joint = "" if text.endswith((SOFT_HYPHEN, "-")) or not text else " "
        yield from _marked(text.removesuffix(SOFT_HYPHEN))


def _joined(lines: Sequence[Line], breaks: Breaks) -> tuple[Inline, ...]:
    return tuple(_inlines(lines, breaks))


def _marked(text: str) -> Iterator[Inline]:
    place = 0
    for found in MARK.finditer(text):
        yield Text(text[place : found.start()])
        yield NoteRef(found[1], found[2] == MARK_DOUBT)
        place = found.end()
    yield Text(text[place:])


def _nest(nodes: Sequence[Node | _Labelled]) -> Iterator[Node]:
    """Items gathered into lists, deeper ones inside the item before them."""
    place = 0
    while place < len(nodes):
        node = nodes[place]
        if isinstance(node, _Labelled):
            end = place
            while end < len(nodes) and isinstance(nodes[end], _Labelled):
                end += 1
            yield from _lists([each for each in nodes[place:end] if isinstance(each, _Labelled)])
            place = end
        else:
            yield node
            place += 1


def _lists(labelled: Sequence[_Labelled]) -> Iterator[List]:
    """A run of items as lists: those no deeper than the first are its siblings, deeper ones its children."""
    items: list[Item] = []
    place = 0
    while place < len(labelled):
        head = labelled[place]
        end = place + 1
        while end < len(labelled) and labelled[end].depth > head.depth:
            end += 1
        inner = tuple(_lists(labelled[place + 1 : end]))
        items.append(Item(head.item.label, (*head.item.children, *inner), head.item.origin))
        place = end
    if items:
        yield List(tuple(items), items[0].origin)


def _notes(blocks: Sequence[Block]) -> Iterator[Note]:
    """The notes; a second body under the same number follows the first in the same note."""
    gathered: dict[str, list[Block]] = {}
    last = ""
    for block in blocks:
        found = MARK.match(block.lines[0].text.lstrip())
        last = found[1] if found else last
        gathered.setdefault(last, []).append(block)
    for label, each in gathered.items():
        children = tuple(Paragraph(tuple(_inlines(_without_mark(block), None))) for block in each)
        yield Note(label, children, origin=Origin(*each[0].lines[0].key))


def _without_mark(block: Block) -> tuple[Line, ...]:
    first = block.lines[0]
    return (_with_text(first, MARK.sub("", first.text.lstrip(), count=1)), *block.lines[1:])


def _with_missing(document: Document) -> Document:
    """The document with an entry for each note that is referred to, in the order of the numbers."""
    referred = {node.id for node in walk(document) if isinstance(node, NoteRef)}
    there = {note.id for note in document.notes}
    missing = tuple(Note(label, missing=True) for label in sorted(referred - there))
    ordered = sorted((*document.notes, *missing), key=lambda note: _order(note.id))
    return Document(document.children, tuple(ordered), document.meta)


def _order(label: str) -> tuple[int, str]:
    return (int(label), "") if label.isdigit() else (0, label)
