"""The normal form of a document: one tree for each meaning, so that Markdown can carry it there and back.

`normalise` joins what Markdown cannot keep apart (neighbouring texts, equal emphases, touching lists), drops what
says nothing (empty blocks), squares tables, and settles what counts as the printed label of an item. It is
idempotent, and no visible character other than superfluous white space is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby

from .document import (
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
    walk,
)

# ── labels ───────────────────────────────────────────────────────────────────────────────────────────

_LATIN = r"(?: ?(?:bis|ter|quater|quinquies|sexies|septies|octies|novies|nonies|decies))"
_ROMAN = (
    r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
    r"|(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
)
_LETTER = r"([^\W\d_])(?:\{group}){{0,2}}"
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,4}){0,5}[A-Za-z]{0,2}"


def _enumerator(group: int) -> str:
    """12, 4A, 1 bis, iv, b, aa: what stands inside an enumerator; `group` numbers its letter group."""
    return rf"(?:{_NUMBER}{_LATIN}?|(?:{_ROMAN}){_LATIN}?|{_LETTER.format(group=group)}{_LATIN}?)"


LABEL = re.compile(
    r"(?:"
    rf"(?:\({_enumerator(1)}\)){{1,3}}\.?"  # (a), (iv), (1)(a), (aa).
    rf"|{_enumerator(2)}(?:\.?\)|\.|°{_LATIN}?)"  # i), 12., 4A., 1 bis., b.), 1°, 1° bis
    r"|[0-9]{1,9}(?:\.[0-9]{1,4}){1,5}"  # 1.1, 2.3.4
    r"|(?:Article|Art\.|Section|Sec\.|Rule|Regulation|Clause) [0-9]{1,9}[A-Za-z]{0,2}[.:]"  # Article 3.
    r"|§{1,2} ?[0-9]{1,9}[A-Za-z]{0,2}\.?"  # § 12
    r"|\[[0-9]{1,3}\]"  # [12], as works are numbered
    r")(?= |$)"
)
"""What counts as the printed label of a list item: an enumerator that a space or the end follows."""

DECIMAL = re.compile(r"[0-9]{1,9}\.")
"""The labels that Markdown has itself (https://spec.commonmark.org/0.31.2/#ordered-list-marker)."""


def split_label(text: str) -> tuple[str | None, str]:
    """The printed label that a text opens with, and the text after it.

    >>> split_label("(iv) To report")
    ('(iv)', 'To report')
    """
    found = LABEL.match(text)
    if found is None:
        return None, text
    return found.group(), text[found.end() :].lstrip(" ")


def is_decimal(items: Iterable[Item]) -> bool:
    """Whether all labels are decimal numbers with a full stop, so that a native ordered list carries them."""
    return all(item.label is not None and DECIMAL.fullmatch(item.label) for item in items)


# ── characters ───────────────────────────────────────────────────────────────────────────────────────

_SPACES = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]")
_IMPOSSIBLE = re.compile(r"[\x00\ud800-\udfff]")  # NUL becomes U+FFFD in CommonMark; a surrogate has no UTF-8

TARGET = re.compile(r"(?:[^\s()<>\\]|\([^\s()<>\\]*\))+")
"""A link target that may stand bare between parentheses."""

_SCHEME = re.compile(r"(?:https?://|mailto:|#).", re.IGNORECASE | re.DOTALL)
_NOT_IN_URL = re.compile(r'[\s<>\\"`{}|^\[\]\x00-\x20\x7f-\x9f\ud800-\udfff]')  # RFC 3986, appendix A
_NOT_IN_ID = re.compile(r"[\s\[\]\\|^{}`<>\x00-\x20\x7f-\x9f\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with white space as single spaces; no-break and other fixed spaces stay."""
    if text.isprintable() and "  " not in text:  # nearly all texts, told in one quick pass
        return text
    return _SPACES.sub(" ", _IMPOSSIBLE.sub("\ufffd", text))


def is_safe_target(target: str) -> bool:
    """Whether a link may lead there: http, https, mailto or a place in the document itself."""
    return _SCHEME.match(target) is not None


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode("utf-8", "replace"))


def _target(target: str) -> str:
    encoded = _NOT_IN_URL.sub(_percent, target)
    return encoded if TARGET.fullmatch(encoded) else encoded.replace("(", "%28").replace(")", "%29")


def _note_id(note_id: str) -> str:
    return _NOT_IN_ID.sub(_percent, note_id) or "?"


# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────

STYLES: dict[type[Inline], str] = {
    Emphasis: "emphasis",
    Strong: "strong",
    Superscript: "superscript",
    Subscript: "subscript",
    Code: "code",
}
"""The class under which each style can be written as a span, where its own marks would be misread."""

_STYLED = {name: kind for kind, name in STYLES.items()}


def inlines(children: Iterable[Inline], in_link: bool = False) -> tuple[Inline, ...]:
    """The inlines in normal form: equal neighbours joined, empty ones dropped."""
    flat = [new for child in children for new in _inline(child, in_link)]
    if len(flat) < 2:
        return tuple(flat)
    return tuple(joined for kind, run in groupby(flat, type) for joined in _joined(kind, list(run)))


def _joined(kind: type[Inline], run: list[Inline]) -> Iterable[Inline]:
    """A run of neighbours of one kind, as one where Markdown could not tell them apart."""
    if len(run) == 1:
        return run
    if kind is Text:
        return (Text(clean("".join(node.text for node in run if isinstance(node, Text)))),)
    if kind is Code:
        return (Code("".join(node.text for node in run if isinstance(node, Code))),)
    if kind in STYLES:
        inside = chain.from_iterable(node.children for node in run if isinstance(node, _STYLE))
        return (_restyled(kind, inlines(inside)),)
    return run


_STYLE = (Emphasis, Strong, Superscript, Subscript)


def _restyled(kind: type[Inline], inside: tuple[Inline, ...]) -> Inline:
    return next(style for style in _STYLE if style is kind)(inside)


def _inline(node: Inline, in_link: bool) -> Iterator[Inline]:
    match node:
        case Text():
            if node.text:
                yield Text(clean(node.text))
        case Code():
            if node.text:
                yield Code(_BREAKS.sub(" ", _IMPOSSIBLE.sub("\ufffd", node.text)))
        case Emphasis() | Strong():
            yield from _stressed(node, in_link)
        case Superscript() | Subscript():
            if inside := inlines(node.children, in_link):
                yield replace(node, children=inside)
        case Link():
            yield from _link(node, in_link)
        case Span():
            yield from _span(node, in_link)
        case NoteRef():
            if not in_link:
                yield replace(node, id=_note_id(node.id))
        case PageBreak():
            yield PageBreak(abs(node.number), clean(node.label))
        case LineBreak():
            yield node


def _stressed(node: Emphasis | Strong, in_link: bool) -> Iterator[Inline]:
    """An emphasis with the spaces at its edges put outside."""
    inside = inlines(node.children, in_link)
    before, after = _space_at(inside[:1], 0), _space_at(inside[-1:], -1)
    inside = trim(inside)
    if before:
        yield Text(" ")
    if inside:
        yield replace(node, children=inside)
    if after and (inside or not before):
        yield Text(" ")


def _space_at(edge: tuple[Inline, ...], place: int) -> bool:
    return bool(edge) and isinstance(edge[0], Text) and edge[0].text[place] == " "


def _link(node: Link, in_link: bool) -> Iterator[Inline]:
    """A link to an allowed place; its note marks, which no link may hold, come after it."""
    target = _target(node.target)
    if in_link or not is_safe_target(target):
        yield from inlines(node.children, in_link)
        return
    yield Link(inlines(node.children, in_link=True) or (Text(target),), target)
    yield from inlines(below for below in walk(node) if isinstance(below, NoteRef))


def _span(node: Span, in_link: bool) -> Iterator[Inline]:
    inside = inlines(node.children, in_link)
    classes = tuple(name for name in (re.sub(r"[^A-Za-z0-9_-]", "-", raw) for raw in node.classes) if name)
    language = clean(node.language or "") or None
    if not classes and not language:
        yield from inside
    elif language is None and len(classes) == 1 and classes[0] in _STYLED:
        yield from _styled(classes[0], node.children, inside, in_link)
    elif inside:
        yield Span(inside, language, classes)


def _styled(name: str, raw: tuple[Inline, ...], inside: tuple[Inline, ...], in_link: bool) -> Iterator[Inline]:
    """What a span of a style's class stands for."""
    if name != STYLES[Code]:
        yield from _inline(_restyled(_STYLED[name], inside), in_link)
    elif (text := _text_of(raw) or _text_of(inside)) is not None:  # raw first: code keeps its spaces
        yield from _inline(Code(text), in_link)
    elif inside:
        yield Span(inside, None, (name,))


def _text_of(children: tuple[Inline, ...]) -> str | None:
    """The characters of inlines that are texts and nothing else."""
    texts = [child.text for child in children if isinstance(child, Text)]
    return "".join(texts) if len(texts) == len(children) else None


def trim(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The inlines without spaces at their two ends."""
    if line and isinstance(first := line[0], Text) and first.text.startswith(" "):
        line = (Text(first.text[1:]), *line[1:]) if len(first.text) > 1 else line[1:]
    if line and isinstance(last := line[-1], Text) and last.text.endswith(" "):
        line = (*line[:-1], Text(last.text[:-1])) if len(last.text) > 1 else line[:-1]
    return line


def _line(children: Iterable[Inline]) -> tuple[Inline, ...]:
    return trim(inlines(children))


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────


def blocks(children: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks in normal form: empty ones dropped, touching lists of one notation joined."""
    found: list[Block] = []
    for child in children:
        for new in _block(child):
            last = found[-1] if found else None
            if isinstance(last, List) and isinstance(new, List) and _same_notation(last, new):
                found[-1] = replace(last, children=(*last.children, *new.children))
            else:
                found.append(new)
    return tuple(found)


def _same_notation(left: List, right: List) -> bool:
    return is_decimal(left.children) == is_decimal(right.children)


def _block(node: Block) -> Iterator[Block]:
    match node:
        case Paragraph():
            if line := _line(node.children):
                yield node if line == node.children else replace(node, children=line)
        case Heading():
            if line := _line(node.children):
                yield replace(node, level=min(max(node.level, 1), 6), children=line)
        case Quote():
            if inside := blocks(node.children):
                yield replace(node, children=inside)
        case List():
            items = tuple(item for item in map(_item, node.children) if item.label or item.children)
            if items:
                yield replace(node, children=items)
        case Table():
            yield from _table(node)
        case Figure():
            source, alt = clean(node.source).strip(" "), clean(node.alt).strip(" ")
            yield replace(node, source=source, alt=alt, children=_line(node.children))
        case CodeBlock():
            text = _IMPOSSIBLE.sub("\ufffd", node.text.replace("\r\n", "\n").replace("\r", "\n"))
            yield replace(node, text=text)
        case Rule():
            yield node


def _item(item: Item) -> Item:
    """An item whose label is what its text opens with as printed."""
    children = blocks(item.children)
    text, rest = _opening(children)
    printed = clean(f"{item.label or ''} {text}").lstrip(" ")
    label, text = split_label(printed)
    line = trim(inlines((Text(text), *rest)))
    after = children[1:] if children and isinstance(children[0], Paragraph) else children
    first = Paragraph(line, children[0].origin if after is not children else item.origin)
    body = (first, *after) if line else after
    return replace(item, label=label, children=body)


def _opening(children: tuple[Block, ...]) -> tuple[str, tuple[Inline, ...]]:
    """The text that a first paragraph opens with, and its other inlines."""
    if not children or not isinstance(first := children[0], Paragraph):
        return "", ()
    if isinstance(opening := first.children[0], Text):
        return opening.text, first.children[1:]
    return "", first.children


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────

_WIDEST = (
    1000  # columns a cell may cover, as in https://html.spec.whatwg.org/multipage/tables.html#attr-tdth-colspan
)


def _table(table: Table) -> Iterator[Block]:
    """A table whose rows all fill its columns; one without cells is its caption alone."""
    caption = _line(table.caption)
    head = min(max(table.head, 0), len(table.children))
    rows = _square(table.children, head)
    if head == 1 and not any(cell.children for cell in rows[0].children):
        rows, head = rows[1:], 0
    width = sum(cell.across for cell in rows[0].children) if rows else 0
    if width:
        aligned = (*table.alignments, *(None,) * width)[:width] if any(table.alignments[:width]) else ()
        yield replace(table, children=rows, head=head, alignments=aligned, caption=caption)
    elif caption:
        yield Paragraph(caption, origin=table.origin)


def _square(rows: tuple[Row, ...], head: int) -> tuple[Row, ...]:
    """The rows with spans that fit the grid and empty cells where something was wanting.

    Cells are placed as in https://html.spec.whatwg.org/multipage/tables.html#forming-a-table.
    """
    covered: list[int] = []  # for each column, how many rows from here on are taken from above
    placed: list[tuple[list[Cell], int]] = []
    for number, row in enumerate(rows):
        below = (head if number < head else len(rows)) - number
        placed.append(_place(row, covered, below))
    return tuple(Row((*cells, *(Cell(()),) * (len(covered) - filled))) for cells, filled in placed)


def _place(row: Row, covered: list[int], below: int) -> tuple[list[Cell], int]:
    """A row's cells, and how many columns are filled; `covered` moves on to the next row."""
    cells: list[Cell] = []
    column = 0
    for cell in row.children:
        while column < len(covered) and covered[column]:
            column += 1
        free = next((at for at in range(column, len(covered)) if covered[at]), column + _WIDEST)
        across = min(max(cell.across, 1), free - column, _WIDEST)
        down = min(max(cell.down, 1), below)
        cells.append(Cell(_line(cell.children), across, down))
        covered.extend([0] * (column + across - len(covered)))
        covered[column : column + across] = [down] * across
    filled = sum(1 for rows_left in covered if rows_left)
    covered[:] = [max(rows_left - 1, 0) for rows_left in covered]
    return cells, filled


# ── the document ─────────────────────────────────────────────────────────────────────────────────────


def normalise(document: Document) -> Document:
    """The document in normal form; `normalise(normalise(d)) == normalise(d)`."""
    meta = Meta(*(clean(getattr(document.meta, name)).strip(" ") for name in field_names(Meta)))
    return Document(blocks(document.children), tuple(map(_note, document.notes)), meta)


MISSING = (Paragraph((Span((Text("note text not in source"),), None, ("missing",)),)),)
"""What stands in Markdown where the text of a note is not in the source."""


def _note(note: Note) -> Note:
    body = blocks(note.children)
    missing = body == MISSING or (note.missing and not body)
    return replace(note, id=_note_id(note.id), children=() if missing else body, missing=missing)
