"""What the document means: a tree of blocks and inlines, and the notes beside it.

The types are frozen and compared by content; `origin`, where a thing came from, rides along outside
equality. `CHILDREN` says which node may hold which (law 8). Notes live on the document by their id, so
one note may be referred to many times (https://github.com/jgm/pandoc/issues/1603 tells what happens else).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Literal, NamedTuple, TypeAlias

Alignment: TypeAlias = Literal["left", "right", "center"] | None


class Origin(NamedTuple):
    """Where a node came from: the sheet and the line of the source, both from 1."""

    page: int
    line: int


# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    """Characters; white space in it is single spaces (and no-break spaces)."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Superscript:
    """Raised text that is not a note mark: 10², 1ˢᵗ."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Subscript:
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; only http, https, mailto and #fragment targets are ever written."""

    children: tuple[Inline, ...]
    target: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end that belongs to the text, as in an address or a verse."""


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A reference to the note with this id; `uncertain` when its place is sure and its number is not."""

    id: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Here sheet `number` of the source begins, `label` is its printed page number."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch in another language, or of a class of its own."""

    children: tuple[Inline, ...]
    language: str | None = None  # BCP 47
    classes: tuple[str, ...] = ()


Inline: TypeAlias = (
    Text | Emphasis | Strong | Superscript | Subscript | Code | Link | LineBreak | NoteRef | PageBreak | Span
)

# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Heading:
    level: int  # 1 to 6
    children: tuple[Inline, ...]
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Quote:
    children: tuple[Block, ...]
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Item:
    """A list item; `label` is the enumerator as printed, "(iv)", "12.", "4A.", None for a plain bullet."""

    label: str | None
    children: tuple[Block, ...]
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class List:
    children: tuple[Item, ...]
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `across` and `down` count the columns and rows it covers."""

    children: tuple[Inline, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    children: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first `head` rows are column headings (Markdown tables have exactly one)."""

    children: tuple[Row, ...]
    head: int = 1
    alignments: tuple[Alignment, ...] = ()
    caption: tuple[Inline, ...] = ()
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture beside the document: `source` is a file name, `alt` is what it shows ("" if unknown)."""

    source: str
    alt: str
    children: tuple[Inline, ...] = ()  # the caption
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str
    origin: Origin | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""

    origin: Origin | None = field(default=None, compare=False)


Block: TypeAlias = Heading | Paragraph | Quote | List | Table | Figure | CodeBlock | Rule

# ── the document ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `id` is the printed label, "11" or "*"; where numbering restarts on each page, "p4-1".

    A note whose text is not in the source is kept, `missing`, so that its references still lead somewhere.
    """

    id: str
    children: tuple[Block, ...] = ()
    missing: bool = False
    origin: Origin | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """The label as printed."""
        return printed_label(self.id)


@dataclass(frozen=True, slots=True)
class Meta:
    """Facts about the document under their Dublin Core names (https://www.dublincore.org/specifications/dublin-core/dces/)."""

    title: str = ""
    identifier: str = ""
    date: str = ""  # ISO 8601
    language: str = ""  # BCP 47
    creator: str = ""
    source: str = ""
    publisher: str = ""
    rights: str = ""
    subject: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks, the notes in the order of their numbers, and the facts."""

    children: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    meta: Meta = Meta()


Node: TypeAlias = Document | Note | Block | Item | Row | Cell | Inline

INLINES = (Text, Emphasis, Strong, Superscript, Subscript, Code, Link, LineBreak, NoteRef, PageBreak, Span)
BLOCKS = (Heading, Paragraph, Quote, List, Table, Figure, CodeBlock, Rule)

CHILDREN: dict[type, tuple[type, ...]] = {
    Document: BLOCKS,
    Note: BLOCKS,
    Quote: BLOCKS,
    Item: BLOCKS,
    List: (Item,),
    Table: (Row,),
    Row: (Cell,),
    **dict.fromkeys((Heading, Paragraph, Cell, Figure, Emphasis, Strong, Superscript, Subscript, Span), INLINES),
    Link: tuple(kind for kind in INLINES if kind not in (Link, NoteRef)),
    **dict.fromkeys((Text, Code, LineBreak, NoteRef, PageBreak, CodeBlock, Rule), ()),
}
"""Which node may hold which, in its `children`."""


def printed_label(note_id: str) -> str:
    """The label as printed of a note id: "p4-1" was printed "1" on sheet 4."""
    page, dash, label = note_id.partition("-")
    return label if dash and label and page[:1] == "p" and page[1:].isdigit() else note_id


def children(node: Node) -> tuple[Node, ...]:
    """What a node holds, a table's caption first; () for a leaf."""
    inside: tuple[Node, ...] = getattr(node, "children", ())
    if isinstance(node, Table):
        return (*node.caption, *inside)
    return inside


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in reading order; a document's notes come after its blocks."""
    yield node
    for child in children(node):
        yield from walk(child)
    if isinstance(node, Document):
        for note in node.notes:
            yield from walk(note)


def rewrite(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with `change` applied to each node, from the leaves up."""
    updates: dict[str, object] = {}
    for name in ("children", "caption", "notes"):
        before = getattr(node, name, None)
        if isinstance(before, tuple):
            after = tuple(rewrite(child, change) for child in before)
            if any(new is not old for new, old in zip(after, before, strict=True)):
                updates[name] = after
    return change(replace(node, **updates) if updates else node)  # type: ignore[arg-type]


def plain(node: Node) -> str:
    """The characters of a node as read aloud: no note marks, no page breaks; blocks part by a space."""
    match node:
        case Text() | Code() | CodeBlock():
            return node.text
        case LineBreak():
            return " "
    apart = " " if isinstance(node, (Document, Note, Quote, List, Item, Table, Row)) else ""
    return apart.join(plain(child) for child in children(node))


def ill_formed(node: Node) -> Iterator[str]:
    """Each breach of `CHILDREN` below the node, in words."""
    allowed = CHILDREN[type(node)]
    for child in children(node):
        if not isinstance(child, INLINES if isinstance(node, Table) and isinstance(child, INLINES) else allowed):
            yield f"{type(node).__name__} may not hold {type(child).__name__}"
        yield from ill_formed(child)
    if isinstance(node, Document):
        for note in node.notes:
            yield from ill_formed(note)


def field_names(kind: type) -> tuple[str, ...]:
    """The names of a node's fields, for writers of data."""
    return tuple(item.name for item in fields(kind))
