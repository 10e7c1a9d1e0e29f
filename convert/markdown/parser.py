"""The Markdown master to its document: markdown-it's tokens become our nodes here and go no further."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..document import (
    Alignment,
    Block,
    Cell,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Meta,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Rule,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    field_names,
)
from ..errors import BadInput
from ..normal import normalise
from .syntax import MAX_DEPTH, Grid, parser


def read_document(text: str) -> Document:
    """The document in normal form; raises BadInput for front matter it cannot keep and for endless nesting."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    meta, body = _front_matter(text)
    reader = _Reader(parser())
    children = reader.blocks(iter(reader.md.parse(body)))
    return normalise(Document(children, tuple(reader.notes), meta))


class _Reader:
    """One reading: the parser, which tables and captions need again, and the notes met so far."""

    def __init__(self, md: MarkdownIt) -> None:
        self.md = md
        self.notes: list[Note] = []

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, tokens: Iterator[Token]) -> tuple[Block, ...]:
        """The blocks up to the token that closes them."""
        found: list[Block] = []
        for token in tokens:
            if token.nesting == -1:
                break
            if token.type == "note_open":
                place = len(self.notes)
                body = self.blocks(tokens)
                self.notes.insert(place, Note(token.meta["id"], body))
            else:
                found.append(self._block(token, tokens))
        return tuple(found)

    def _block(self, token: Token, tokens: Iterator[Token]) -> Block:
        match token.type:
            case "paragraph_open":
                return Paragraph(self._line(tokens))
            case "heading_open":
                return Heading(int(token.tag[1]), self._line(tokens))
            case "blockquote_open":
                return Quote(self.blocks(tokens))
            case "bullet_list_open" | "ordered_list_open":
                return List(tuple(self._items(tokens)))
            case "fence":
                return CodeBlock(token.content[:-1])
            case "hr":
                return Rule()
            case "pipe_table":
                return self._table(token.meta["grid"])
            case "figure":
                return Figure(token.meta["source"], token.meta["alt"], self._inline(token.meta["caption"]))
        raise AssertionError(f"a token without a node: {token.type}")

    def _line(self, tokens: Iterator[Token]) -> tuple[Inline, ...]:
        inline, _close = next(tokens), next(tokens)
        return _inlines(inline.children or ())

    def _items(self, tokens: Iterator[Token]) -> Iterator[Item]:
        for token in tokens:
            if token.nesting == -1:
                return
            label = f"{token.info}{token.markup}" if token.info else None
            yield Item(label, self.blocks(tokens))

    def _inline(self, text: str) -> tuple[Inline, ...]:
        tokens: list[Token] = []
        self.md.inline.parse(text, self.md, {}, tokens)
        return _inlines(tokens)

    def _table(self, grid: Grid) -> Table:
        rows: list[list[Cell]] = []
        above: dict[int, tuple[int, int]] = {}  # column: where the cell over it stands
        for number, written in enumerate(grid.rows):
            rows.append([])
            above = self._place(written, {} if number == grid.head else above, rows)
        alignments = tuple(_ALIGNMENTS[text.startswith(":"), text.endswith(":")] for text in grid.alignments)
        return Table(tuple(Row(tuple(row)) for row in rows), grid.head, alignments, self._inline(grid.caption))

    def _place(
        self, written: Sequence[tuple[str, int]], above: dict[int, tuple[int, int]], rows: list[list[Cell]]
    ) -> dict[int, tuple[int, int]]:
        """Adds a row's cells to the last of `rows`; `^^` lets the cell above, if as wide, reach further down."""
        places: dict[int, tuple[int, int]] = {}
        column = 0
        for content, across in written:
            row, at = above.get(column, (-1, -1))
            if content == "^^" and row >= 0 and rows[row][at].across == across:
                over = rows[row][at]
                rows[row][at] = Cell(over.children, across, over.down + 1)
                places[column] = row, at
            else:
                places[column] = len(rows) - 1, len(rows[-1])
                rows[-1].append(Cell(self._inline(content), across))
            column += across
        return places


_ALIGNMENTS: dict[tuple[bool, bool], Alignment] = {
    (False, False): None,
    (True, False): "left",
    (False, True): "right",
    (True, True): "center",
}

# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────


def _inlines(tokens: Sequence[Token]) -> tuple[Inline, ...]:
    """The tree of a flat run of tokens."""
    stack: list[tuple[Token | None, list[Inline]]] = [(None, [])]
    for token in tokens:
        if token.nesting == 1:
            stack.append((token, []))
        elif token.nesting == -1:
            opened, inside = stack.pop()
            stack[-1][1].append(_container(cast(Token, opened), tuple(inside)))
        else:
            stack[-1][1].append(_leaf(token))
        if len(stack) > MAX_DEPTH:
            raise BadInput("emphases or spans are nested too deeply", remedy="take the inner marks out")
    return tuple(stack[0][1])


def _leaf(token: Token) -> Inline:
    match token.type:
        case "hardbreak":
            return LineBreak()
        case "softbreak":
            return Text(" ")
        case "code_inline":
            return Code(token.content)
        case "note_ref":
            return NoteRef(token.meta["id"], token.meta["uncertain"])
        case "page_break":
            return PageBreak(token.meta["number"], token.meta["label"])
    return Text(token.content)


_SIMPLE: dict[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "em_open": Emphasis,
    "strong_open": Strong,
    "superscript_open": Superscript,
    "subscript_open": Subscript,
}


def _container(opened: Token, inside: tuple[Inline, ...]) -> Inline:
    if opened.type == "link_open":
        return Link(inside, opened.meta.get("target") or str(opened.attrs["href"]))
    if opened.type == "span_open":
        attributes = opened.meta["attributes"]
        return Span(inside, attributes.values.get("lang"), attributes.classes)
    return _SIMPLE[opened.type](inside)


# ── front matter ─────────────────────────────────────────────────────────────────────────────────────

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?=[^\s])(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LONGEST = 64_000  # characters of front matter; a title and a description need far less


def _front_matter(text: str) -> tuple[Meta, str]:
    """The facts at the head of a master, and the text below them."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return Meta(), text
    if len(found[1]) > _LONGEST:
        raise BadInput(
            "the front matter is too long", place="front matter", remedy="move text below the second ---"
        )
    return Meta(**dict(_facts(found[1]))), text[found.end() :]


def _facts(front: str) -> Iterator[tuple[str, str]]:
    """Each name and value of YAML front matter, all values as written; raises BadInput for any it cannot keep."""
    import yaml

    try:
        root = yaml.compose(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise _bad_front(f"the front matter is not YAML: {error}") from error
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise _bad_front("the front matter is not a list of names and values")
    known: set[str] = set()
    for name, value in root.value if root else ():
        if name.value not in field_names(Meta) or name.value in known:
            raise _bad_front(f"the name {str(name.value)[:80]!r} is unknown or given twice")
        if not isinstance(value, yaml.ScalarNode):
            raise _bad_front(f"the value of {name.value!r} is not a plain text")
        known.add(name.value)
        yield name.value, value.value


def _bad_front(message: str) -> BadInput:
    remedy = f"use each of these names at most once: {', '.join(field_names(Meta))}"
    return BadInput(message, place="front matter", remedy=remedy)
