"""What a document says in the terms that are graded: pieces in order, marks and notes, emphases, page labels.

A Document of ours and the Markdown of any other tool become the same shape, so one grader serves both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from convert.document import (
    Block,
    CodeBlock,
    Document,
    Emphasis,
    Figure,
    Heading,
    Item,
    List,
    Node,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Strong,
    Table,
    children,
    plain,
    walk,
)

Kind = Literal["heading", "paragraph", "item", "table", "caption", "code"]
Rows = tuple[tuple[tuple[str, int, int], ...], ...]
"""Rows of cells: text, columns and rows that it covers."""

CONTEXT = 16
"""Letters before a mark that tell where it stands; as many are hardly ever twice in a document."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block: its text without marks, the level of a heading, the label and depth of an item, rows of a table."""

    kind: Kind
    text: str
    level: int = 0
    label: str | None = None
    rows: Rows = ()

    @property
    def printed(self) -> str:
        """The text with its label, as on the page."""
        return f"{self.label} {self.text}" if self.label else self.text


@dataclass(frozen=True, slots=True)
class Reference:
    """A note mark: the letters before it, its label as printed, the text of its note ("" if none is linked)."""

    before: str
    label: str
    body: str


@dataclass(frozen=True, slots=True)
class Shape:
    pieces: tuple[Piece, ...]
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()
    emphases: tuple[tuple[str, str], ...] = ()  # kind and words
    labels: dict[int, str] = field(default_factory=dict)  # of the sheets


def letters(text: str) -> str:
    """Only letters and digits, in small: what no line end, hyphen or quotation mark changes."""
    return "".join(character for character in text.casefold() if character.isalnum())


# ── from our own types ───────────────────────────────────────────────────────────────────────────────


def of_document(document: Document) -> Shape:
    """The shape of a document of ours."""
    bodies = {note.id: " ".join(plain(block) for block in note.children) for note in document.notes}
    labels = {note.id: note.label for note in document.notes}
    references = []
    for block in _texts(document.children):
        said = ""
        for node in walk(block):
            if isinstance(node, NoteRef):
                before = letters(said)[-CONTEXT:]
                references.append(Reference(before, labels.get(node.id, node.id), bodies.get(node.id, "")))
            elif not children(node):
                said += plain(node)
    emphases = tuple(
        ("strong" if isinstance(node, Strong) else "emphasis", plain(node))
        for block in (*document.children, *document.notes)
        if not isinstance(block, (Heading, Table))
        for node in walk(block)
        if isinstance(node, (Emphasis, Strong))
    )
    breaks = {node.number: node.label for node in walk(document) if isinstance(node, PageBreak)}
    pieces = tuple(piece for block in document.children for piece in _pieces(block))
    return Shape(pieces, tuple(references), tuple(bodies.values()), emphases, breaks)


def _texts(blocks: Iterable[Node]) -> Iterator[Node]:
    """The blocks that hold inlines, so that letters before a mark are those of its own block."""
    for block in blocks:
        if isinstance(block, (Quote, List, Item)):
            yield from _texts(block.children)
        else:
            yield block


def _pieces(block: Block, depth: int = 1) -> Iterator[Piece]:
    match block:
        case Heading(level):
            yield Piece("heading", plain(block), level)
        case Paragraph():
            if plain(block).strip():
                yield Piece("paragraph", plain(block))
        case Quote(inner):
            for child in inner:
                yield from _pieces(child)
        case List(items):
            for item in items:
                first, *rest = item.children or (Paragraph(()),)
                if isinstance(first, Paragraph):
                    yield Piece("item", plain(first), depth, item.label)
                else:
                    yield Piece("item", "", depth, item.label)
                    rest = [first, *rest]
                for child in rest:
                    yield from _pieces(child, depth + 1)
        case Table():
            rows = tuple(
                tuple((plain(cell), cell.across, cell.down) for cell in row.children) for row in block.children
            )
            words = " ".join(cell for row in rows for cell, _, _ in row)
            if block.caption:
                yield Piece("caption", "".join(plain(inline) for inline in block.caption))
            yield Piece("table", words, rows=rows)
        case Figure():
            if block.children:
                yield Piece("caption", plain(block))
        case CodeBlock(words):
            yield Piece("code", words)


# ── from anybody's Markdown ──────────────────────────────────────────────────────────────────────────

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?!\s*\n|\[\^| {0,3}#).+)*)", re.M)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_MARK = re.compile(
    r"\[\^([^\]\s]+)\]|<sup>\s*\[?([\d*†‡§]{1,3})\]?\s*</sup>|\^\{?\[?([\d*†‡§]{1,3})\]?[}^]|([⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
)
"""How tools write a raised mark: a Markdown note, HTML, TeX or pandoc, raised digits."""
_LABEL = re.compile(
    r"\s*(?:[-•◦▪–·*]\s+)?(\((?:[a-z]|[ivx]+|\d+)\)|\[\d+\]|(?:[a-z]|[ivx]+|\d+)\)|\d+\.\d+\b|\d+\.)\s+"
)
"""A label at the head of a text, as the manuscripts have them."""


def of_markdown(markdown: str) -> Shape:
    """The shape of CommonMark with tables (as pipes or HTML) and notes, however the tool writes its marks."""
    from markdown_it import MarkdownIt

    bodies = {match[1]: _bare(match[2]) for match in _DEFINITION.finditer(markdown)}
    tokens = MarkdownIt("commonmark").enable("table").parse(_DEFINITION.sub("", markdown))
    pieces: list[Piece] = []
    references: list[Reference] = []
    emphases: list[tuple[str, str]] = []
    items: list[tuple[str | None, bool]] = []  # label of the native number, whether its text is still to come
    row: list[tuple[str, int, int]] = []
    rows: list[tuple[tuple[str, int, int], ...]] = []
    level = 0
    for place, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "list_item_open":
                number = f"{token.info}{token.markup}" if token.info else None
                items.append((number, True))
            case "list_item_close":
                items.pop()
            case "table_open":
                rows = []
            case "tr_open":
                row = []
            case "tr_close":
                rows.append(tuple(row))
            case "table_close":
                pieces.append(_table(tuple(rows)))
            case "fence" | "code_block":
                pieces.append(Piece("code", token.content))
            case "html_block":
                pieces += _html(token.content)
            case "inline":
                raw = token.content
                references += _references(raw, bodies)
                opener = tokens[place - 1].type
                if opener in ("th_open", "td_open"):
                    row.append((_bare(raw), 1, 1))
                    continue
                if opener != "heading_open":
                    emphases += _emphases(token.children or ())
                if opener == "heading_open":
                    pieces.append(Piece("heading", _bare(raw), level))
                    continue
                for part in _lines(raw):
                    if items and items[-1][1]:
                        label, said = _labelled(items[-1][0], part)
                        pieces.append(Piece("item", said, len(items), label))
                        items[-1] = (None, False)
                    elif part:
                        pieces.append(Piece("paragraph", part))
    return Shape(tuple(pieces), tuple(references), tuple(bodies.values()), tuple(emphases))


def _lines(raw: str) -> Iterator[str]:
    """The text of a block. A line that begins with a label is one of its own, as its tool meant it, though
    CommonMark runs it into the line before."""
    block: list[str] = []
    for line in raw.split("\n"):
        if block and _LABEL.match(_bare(line) + " "):
            yield _bare("\n".join(block))
            block = []
        block.append(line)
    yield _bare("\n".join(block))


def _labelled(native: str | None, said: str) -> tuple[str | None, str]:
    """The label of an item: the number of the list, or what stands at the head of the text."""
    if match := _LABEL.match(said):
        return match[1], said[match.end() :]
    return native, said


def _bare(raw: str) -> str:
    """Text without marks, emphasis, links and HTML."""
    raw = re.sub(r"!\[([^\]]*)\]\([^)]*\)", "", raw)
    raw = re.sub(r"\[([^\]^]*)\]\([^)]*\)", r"\1", raw)
    raw = re.sub(r"<br\s*/?>|\n", " ", raw)
    raw = _MARK.sub(_power, raw)
    raw = re.sub(r"</?\w[^<>]*>", "", raw)
    raw = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(r"(?<!\\)[*_`~]{1,3}", "", raw))
    return " ".join(unescape(raw).split())


def _power(match: re.Match[str]) -> str:
    """A raised figure after a digit is a power and stays; else it is a mark and goes."""
    before = match.string[: match.start()].rstrip()
    if match[1] or not before[-1:].isdigit():
        return ""
    return next(group for group in match.groups() if group).translate(_RAISED)


def _references(raw: str, bodies: dict[str, str]) -> Iterator[Reference]:
    """The marks of a block; a raised figure after a digit is a power (10³)."""
    for match in _MARK.finditer(raw):
        label = next(group for group in match.groups() if group).translate(_RAISED)
        before = _bare(raw[: match.start()])
        if match[1] or not before[-1:].isdigit():
            yield Reference(letters(before)[-CONTEXT:], label, bodies.get(label, ""))


def _emphases(tokens: Sequence[object]) -> Iterator[tuple[str, str]]:
    open_at: list[tuple[str, list[str]]] = []
    for token in tokens:
        kind, content = getattr(token, "type", ""), getattr(token, "content", "")
        if kind in ("em_open", "strong_open"):
            open_at.append(("emphasis" if kind == "em_open" else "strong", []))
        elif kind in ("em_close", "strong_close"):
            name, words = open_at.pop()
            yield name, "".join(words)
        elif kind in ("text", "code_inline"):
            for _, words in open_at:
                words.append(content)


def _html(source: str) -> Iterator[Piece]:
    """The tables in a stretch of HTML, and its other text as a paragraph."""
    from lxml import html

    try:
        tree = html.fragment_fromstring(source, create_parent="div")
    except ValueError:
        return
    for table in tree.iter("table"):
        rows = tuple(
            tuple(
                (" ".join(cell.text_content().split()), int(cell.get("colspan", 1)), int(cell.get("rowspan", 1)))
                for cell in row.iter("td", "th")
            )
            for row in table.iter("tr")
        )
        yield _table(rows)
    for table in list(tree.iter("table")):
        table.drop_tree()
    if said := " ".join(tree.text_content().split()):
        yield Piece("paragraph", said)


def _table(rows: Rows) -> Piece:
    """A table; an empty head row, which pipes ask for, is none."""
    if rows and not any(cell for cell, _, _ in rows[0]):
        rows = rows[1:]
    return Piece("table", " ".join(cell for row in rows for cell, _, _ in row), rows=rows)
