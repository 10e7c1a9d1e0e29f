"""Blocks of clean lines to the Document: lines joined, enumerators to nested lists, marks to references.

Everything is mechanical here: what had to be judged was judged before and stands in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from convert.document import (
    Block as Node,
)
from convert.document import (
    CodeBlock,
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
    Quote,
    Text,
    walk,
)
from convert.ledger import MARK
from convert.normal import normalise, split_label
from convert.page import Line, Page, Pages
from convert.structure.blocks import Block, block_text
from convert.structure.code import code_text
from convert.structure.floats.tables import figure_nodes, table_node
from convert.structure.frames import is_bold
from convert.structure.headings.score import body_of
from convert.structure.inlines import inlines
from convert.structure.paragraphs import ENDED
from convert.structure.styles import from_offset
from convert.structure.tagged import ITEM


def build(blocks: Sequence[Block], pages: Pages, meta: Meta) -> Document:
    """The document, in normal form. Notes referred to whose text is not in the source are there, as missing."""
    breaks = Breaks(pages)
    sheets = {page.number: page for page in pages}
    telling = _telling(blocks)
    children = tuple(
        _nest(
            [
                _Placed(
                    (*(block.around or (ITEM,) * block.depth), *(ITEM,) * (within if block.further else 0)), node
                )
                for block in blocks
                if block.kind != "note"
                for within, node in enumerate(_nodes(block, breaks, sheets, telling))
            ]
        )
    )
    trailing = tuple(Paragraph((page_break,)) for page_break in breaks.rest())
    notes = tuple(_notes([block for block in blocks if block.kind == "note"], telling))
    document = Document((*children, *trailing), notes, meta)
    return normalise(_with_missing(document))


@dataclass
class Breaks:
    """The page breaks still to come, in order; each is handed out once."""

    pages: Sequence[Page]
    done: int = field(default=0)

    def until(self, page: int) -> tuple[PageBreak, ...]:
        """The breaks up to this sheet. A single sheet has none."""
        begin = self.done
        while self.done < len(self.pages) and self.pages[self.done].number <= page:
            self.done += 1
        due = self.pages[begin : self.done]
        return tuple(PageBreak(each.number, each.label or str(each.number)) for each in due if len(self.pages) > 1)

    def rest(self) -> tuple[PageBreak, ...]:
        return self.until(self.pages[-1].number) if self.pages else ()


class _Telling(NamedTuple):
    """Whether bold and italic words stand out: not where most of the text is set so."""

    bold: bool = True
    italic: bool = True


def _telling(blocks: Sequence[Block]) -> _Telling:
    body = body_of(blocks)
    return _Telling(not body.bold, not body.italic) if body else _Telling()


class _Placed(NamedTuple):
    """A block, or an item, before it is put into what it stands in, from outside in."""

    around: tuple[str, ...]
    node: Node | Item


def _nodes(block: Block, breaks: Breaks, sheets: Mapping[int, Page], telling: _Telling) -> Iterator[Node | Item]:
    if block.kind in ("table", "figure"):
        yield from (Paragraph((each,)) for each in breaks.until(block.parts[0].page))
        joined = partial(_joined, breaks=breaks, sheets=sheets)
        if block.kind == "figure":
            yield from figure_nodes(block, sheets, joined)
        else:
            yield table_node(block, sheets, joined)
        return
    origin = Origin(*block.lines[0].key)
    if block.kind == "code":
        yield from (Paragraph((each,)) for each in breaks.until(block.lines[0].page))
        yield CodeBlock(code_text(block.lines), origin)
    elif block.kind == "heading":
        first = block.level == 1  # a page break would stand in the title
        yield from () if first else (Paragraph((each,), origin) for each in breaks.until(block.lines[0].page))
        children = inlines(block.lines, None if first else breaks, bold=False, italic=not _is_italic(block))
        yield Heading(block.level, children, origin)
    elif block.kind == "item":
        label, rest = split_label(block.lines[0].text.strip())
        lines = (from_offset(block.lines[0], len(block.lines[0].text.rstrip()) - len(rest)), *block.lines[1:])
        children = inlines(lines, breaks, bold=telling.bold, italic=telling.italic)
        yield from _items(block, label, children, origin)
    else:
        bold = telling.bold and not _is_label(block)
        yield Paragraph(inlines(block.lines, breaks, bold=bold, italic=telling.italic), origin)


def _items(block: Block, label: str | None, children: tuple[Inline, ...], origin: Origin) -> Iterator[Item]:
    """An item; where more labels follow on its line, "5. (1) (a)", one for each, the text in the last."""
    for _ in range(block.further):
        inner, rest = split_label(children[0].text) if children and isinstance(children[0], Text) else (None, "")
        if inner is None:
            break
        yield Item(label, (), origin)
        label, children = inner, (Text(rest), *children[1:])
    yield Item(label, (Paragraph(children, origin),), origin)


def _is_label(block: Block) -> bool:
    """Whether a block is a label or caption, bold as a whole: no word in it is set apart from another."""
    return all(is_bold(line) for line in block.lines) and not ENDED.search(block_text(block))


def _is_italic(block: Block) -> bool:
    return all(word.italic for line in block.lines for word in line.words)


def _joined(lines: Sequence[Line], breaks: Breaks, sheets: Mapping[int, Page]) -> tuple[Inline, ...]:
    """The content of a cell or a caption; bold says nothing in the heads of columns, nor of all of a caption."""
    cell = lines[0].cell if lines else None
    is_head = cell is not None and cell.row < sheets[lines[0].page].tables[cell.table].head
    is_title = bool(lines) and lines[0].cell is None and all(is_bold(line) for line in lines)
    return inlines(lines, breaks, bold=not (is_head or is_title))


def _nest(placed: Sequence[_Placed]) -> Iterator[Node]:
    """Blocks into the items and quotations that they stand in, items into lists.

    What stands in an item is of the item before it; without one it stands a level higher.
    """
    items: list[Item] = []  # of the list that is open
    at = 0
    while at < len(placed):
        around, node = placed[at]
        end = at + 1
        while end < len(placed) and around and placed[end].around[:1] == around[:1]:
            end += 1
        inner = [_Placed(each.around[1:], each.node) for each in placed[at:end]]
        if around[:1] == (ITEM,) and items:
            items[-1] = replace(items[-1], children=(*items[-1].children, *_nest(inner)))
        elif around[:1] == (ITEM,):
            placed = (*placed[:at], *inner, *placed[end:])
            continue
        elif not around and isinstance(node, Item):
            items.append(node)
        else:
            if items:
                yield List(tuple(items), items[0].origin)
                items = []
            if around:
                yield Quote(tuple(_nest(inner)))
            elif not isinstance(node, Item):
                yield node
        at = end
    if items:
        yield List(tuple(items), items[0].origin)


def _notes(blocks: Sequence[Block], telling: _Telling) -> Iterator[Note]:
    """The notes; a second body under the same number follows the first in the same note."""
    gathered: dict[str, list[Block]] = {}
    last = ""
    for block in blocks:
        found = MARK.match(block.lines[0].text.lstrip())
        last = found[1] if found else last
        gathered.setdefault(last, []).append(block)
    for label, each in gathered.items():
        children = tuple(
            Paragraph(inlines(_without_mark(block), None, bold=telling.bold, italic=telling.italic))
            for block in each
        )
        yield Note(label, children, origin=Origin(*each[0].lines[0].key))


def _without_mark(block: Block) -> tuple[Line, ...]:
    first = block.lines[0]
    blank = len(first.text) - len(first.text.lstrip())
    own = MARK.match(first.text, blank)
    return (from_offset(first, own.end() if own else 0), *block.lines[1:])


def _with_missing(document: Document) -> Document:
    """The document with an entry for each note that is referred to, in the order of the numbers."""
    referred = {node.id for node in walk(document) if isinstance(node, NoteRef)}
    there = {note.id for note in document.notes}
    missing = tuple(Note(label, missing=True) for label in sorted(referred - there))
    ordered = sorted((*document.notes, *missing), key=lambda note: _order(note.id))
    return Document(document.children, tuple(ordered), document.meta)


def _order(label: str) -> tuple[int, str]:
    return (int(label), "") if label.isdigit() else (0, label)
