"""A document as plain text in UTF-8: labels and nesting kept by indentation, marks in brackets, notes at the end.

A mark reads [11], or [5?] where its number is uncertain; a page of the source begins at [page 4]; words in
_underscores_ or *asterisks* are not set apart, because plain text has no emphasis.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from convert.document import (
    Block,
    Code,
    CodeBlock,
    Document,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    printed_label,
)
from convert.writers import Options
from convert.writers.anchors import Entry, index
from convert.writers.html import FACTS, about
from convert.writers.words import Words, long_date, words_for
from convert.writers.xml import visible, web_address

INDENT = 4  # characters a quotation or a bare bullet list stands in
NARROWEST = 24  # characters left for text, however deep the nesting


def write(document: Document, options: Options) -> bytes:
    """The document as plain text."""
    words = words_for(document.meta.language)
    found = index(document)
    setter = _Setter(words, options.width)
    blocks = document.children[1:] if found.title else document.children
    heading = setter.inlines(found.title.children) if found.title else found.title_text or words.untitled
    parts = [
        setter.underlined(heading, "="),
        *setter.facts(document),
        *setter.blocks(blocks, 0),
        *setter.notes(found.entries),
        setter.underlined(words.about, "-"),
        setter.wrapped(" ".join(about(document, found, words))),
    ]
    text = "\n\n".join(part for part in parts if part.strip())
    return visible(text + "\n").encode()


class _Setter:
    """Sets blocks as lines, in one language and one width (None: a paragraph is one line)."""

    def __init__(self, words: Words, width: int | None) -> None:
        self.words = words
        self.width = width

    def blocks(self, blocks: Iterable[Block], indent: int) -> list[str]:
        return [text for block in blocks for text in self.block(block, indent)]

    def block(self, block: Block, indent: int) -> list[str]:
        match block:
            case Paragraph(children):
                return [self.wrapped(self.inlines(children), indent)]
            case Heading(level, children):
                return [self.underlined(self.inlines(children), "=" if level == 1 else "-", indent)]
            case Quote(children):
                return self.blocks(children, indent + INDENT)
            case List(items):
                return self.listing(items, indent)
            case Table():
                return self.table(block, indent)
            case Figure(source, alt, children):
                shown = f"[{alt.strip() or self.words.no_alt}: {source}]"
                return [self.wrapped(f"{shown} {self.inlines(children)}".rstrip(), indent)]
            case CodeBlock(text):
                return ["\n".join(" " * (indent + INDENT) + line for line in visible(text).split("\n"))]
            case Rule():
                return [" " * indent + "* * *"]

    def listing(self, items: Sequence[Item], indent: int) -> list[str]:
        """Items with their labels in one column, as wide as the widest."""
        column = max(len(item.label or "•") for item in items) + 1 if items else 0
        return [text for item in items for text in self.item(item.label or "•", item.children, indent, column)]

    def item(self, label: str, blocks: Sequence[Block], indent: int, column: int) -> list[str]:
        return self._labelled(label, self.blocks(blocks, indent + column), indent, column)

    def _labelled(self, label: str, texts: list[str], indent: int, column: int) -> list[str]:
        """The label in front of the first text, which was set further in to leave room for it."""
        head = " " * indent + label.ljust(column)
        if not texts or len(head) != indent + column or texts[0][: indent + column].strip():
            return [head.rstrip(), *texts]
        return [(head + texts[0][indent + column :]).rstrip(), *texts[1:]]

    def table(self, table: Table, indent: int) -> list[str]:
        """A table as columns, where they fit in the width; otherwise row by row, each cell under its heading."""
        caption = [self.wrapped(self.inlines(table.caption), indent)] if table.caption else []
        rows = [
            [self.inlines(cell.children).replace("\n", " ") for cell in row.children] for row in table.children
        ]
        columns = max(map(len, rows), default=0)
        widths = [max((len(row[i]) for row in rows if i < len(row)), default=0) for i in range(columns)]
        if self.width is None or indent + sum(widths) + 2 * (columns - 1) <= self.width:
            return caption + self._columns(rows, widths, table.head, indent)
        head = table.head if table.head < len(rows) else 0
        heads = [" ".join(row[i] for row in rows[:head] if i < len(row)).strip() for i in range(columns)]
        return caption + ["\n".join(self._told(heads, row, indent)) for row in rows[head:]]

    def _told(self, heads: Iterable[str], row: Iterable[str], indent: int) -> Iterable[str]:
        """The cells of a row as lines, each behind its heading."""
        for head, cell in zip_longest(heads, row, fillvalue=""):
            if head or cell:
                yield self.wrapped(f"{head}: {cell}" if head else cell, indent, hang=2)

    @staticmethod
    def _columns(rows: list[list[str]], widths: list[int], head: int, indent: int) -> list[str]:
        margin = " " * indent
        lines = [(margin + "  ".join(map(str.ljust, row, widths))).rstrip() for row in rows]
        if 0 < head < len(lines):
            lines.insert(head, margin + "  ".join("-" * width for width in widths))
        return ["\n".join(lines)] if lines else []

    def notes(self, entries: Sequence[Entry]) -> list[str]:
        """The notes in order, each with what must be said of it."""
        if not entries:
            return []
        column = max(len(entry.note.label) for entry in entries) + 3
        texts = [self.underlined(self.words.notes, "-")]
        for entry in entries:
            texts += self.note(entry, column)
        return texts

    def note(self, entry: Entry, column: int) -> list[str]:
        words = self.words
        said = [words.absent if entry.absent else words.missing] if entry.note.missing else []
        said += [] if entry.references else [words.orphan]
        texts = self.blocks(entry.note.children, column)
        texts += [self.wrapped(f"({' '.join(said)})", column)] if said else []
        return self._labelled(f"[{entry.note.label}]", texts, 0, column)

    def facts(self, document: Document) -> list[str]:
        known = {
            getattr(self.words, name): long_date(value, self.words) if name == "date" else value
            for name in FACTS
            if (value := getattr(document.meta, name).strip())
        }
        column = max(map(len, known), default=0) + 2
        lines = (self.wrapped(f"{name}:".ljust(column) + value, 0, column) for name, value in known.items())
        return ["\n".join(lines)]

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(text) | Code(text):
                return visible(text)
            case LineBreak():
                return "\n"
            case NoteRef(id, uncertain):
                return f"[{printed_label(id)}{'?' if uncertain else ''}]"
            case PageBreak(number, label):
                return f"[{self.words.page.format(label=label or number).lower()}]"
            case Link(children, target):
                shown, address = self.inlines(children), web_address(target)
                return f"{shown} <{address}>" if address and address not in (shown, f"mailto:{shown}") else shown
        return self.inlines(inline.children)

    def underlined(self, text: str, stroke: str, indent: int = 0) -> str:
        lines = self.wrapped(text, indent)
        longest = max(map(len, lines.splitlines()), default=indent) - indent
        return f"{lines}\n{' ' * indent}{stroke * longest}" if lines.strip() else ""

    def wrapped(self, text: str, indent: int = 0, hang: int = 0) -> str:
        """Lines no longer than the width where words allow; a no-break space holds."""
        margin = " " * (indent + hang)
        width = None if self.width is None else max(self.width, indent + hang + NARROWEST)
        lines: list[str] = []
        for part in text.split("\n"):
            line = margin if lines else " " * indent
            bare = True
            for word in _words(part):
                if not bare and width is not None and len(line) + len(word) > width and word.strip():
                    lines.append(line.rstrip(" "))
                    line, word, bare = margin, word.lstrip(" "), True
                line += word
                bare = bare and not word.strip()
            lines.append(line.rstrip(" "))
        return "\n".join(lines)


def _words(text: str) -> Iterable[str]:
    """The words of a text, each with the spaces before it."""
    start = 0
    for at in range(1, len(text)):
        if text[at] == " " and text[at - 1] != " ":
            yield text[start:at]
            start = at
    if text:
        yield text[start:]
