"""What each HTML element is in a tagged PDF: structure types, their order, languages, labels, table headers.

The types and attributes are those of PDF 1.7, section 14.8
(https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf), used as PDF/UA-1 asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from convert.writers.pdf.spaces import Element, Mark
from convert.writers.xml import direction

ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P", "pre": "P", "blockquote": "BlockQuote", "section": "Sect",
    "ul": "L", "ol": "L", "li": "LI", "dl": "L", "dt": "Lbl",
    "table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody",
    "tr": "TR", "th": "TH", "td": "TD",
    "figcaption": "Caption",
    "a": "Link", "em": "Em", "strong": "Strong", "code": "Code", "sup": "Span", "sub": "Span",
}  # fmt: skip
"""Structure types by HTML element; what is not here gives its content to its parent.

A `figure` is a Figure that holds its image and its Caption; without its image it is a Div.
"""

ROLE_MAP = {"Em": "Span", "Strong": "Span"}  # PDF 1.7 has neither
BLOCKS = {"P", "H1", "H2", "H3", "H4", "H5", "H6"}  # a note comes after the block that cites it,
HOLDERS = {"Document", "Sect", "Div", "LBody", "TD", "TH", "Caption", "BlockQuote"}  # or ends its holder
CELLS = {"TD", "TH"}  # kept when empty: the columns after them count on it


class Area(NamedTuple):
    """A link's active area: the page, from 0, and its annotation."""

    page: int
    annotation: Any


@dataclass(eq=False, slots=True)
class Node:
    """A structure element in the making."""

    role: str
    order: int  # the place of its HTML element in the document
    parent: Node | None = None
    language: str = ""
    kids: list[Node | Mark | Area] = field(default_factory=list)
    notes: list[Node] = field(default_factory=list)  # cited in this block, to be placed behind it
    entries: dict[str, str] = field(default_factory=dict)  # text strings: Lang, Alt, ID
    attributes: dict[str, Any] = field(default_factory=dict)

    def add(self, role: str, order: int) -> Node:
        """A new last kid."""
        kid = Node(role, order, self, self.language)
        self.kids.append(kid)
        return kid


class Head(NamedTuple):
    """A header cell: its id, its scope, the rows and columns it covers."""

    id: str
    scope: str
    rows: range
    columns: range


class Tree:
    """The nodes of the elements that were painted."""

    def __init__(self, root: Element, language: str, part: str = "") -> None:
        self.part = part
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.order = {element: number for number, element in enumerate(root.iter())}
        self.document = Node("Document", 0, language=language)
        self.inner = {root: self.document}  # where the content of an element goes
        self.outer = {root: self.document}  # the element's own node: LI, where the inner one is its LBody

    def node(self, element: Element) -> Node:
        """Where the content of an element goes; made at the first asking, after its parent's."""
        if element not in self.inner:
            role = role_of(element, self.parents[element])
            around = self.node(self.parents[element])
            self.inner[element] = around if role is None else self.make(role, element, around)
        return self.inner[element]

    def make(self, role: str, element: Element, around: Node) -> Node:
        """The node of an element in its place; returns the one that takes the content."""
        order = self.order[element]
        if role == "Note":
            block = home(around)
            node = Node(role, order, block, block.language)
            block.notes.append(node)
        elif role == "Lbl":
            node = self.label_holder(element, around).add(role, order)
        elif role == "Link" and element.get("role") == "doc-noteref":
            node = around.add("Reference", order).add(role, order)
        else:
            node = around.add(role, order)
        self.outer[element] = node
        describe(node, element, self.language(image_of(element)), self.part)
        return node.add("LBody", order) if role == "LI" else node

    def label_holder(self, label: Element, around: Node) -> Node:
        """A printed label belongs to its item or note, also when it stands in the first paragraph there."""
        nodes = (self.outer[element] for element in self.around(label) if element in self.outer)
        return next((node for node in nodes if node.role in ("LI", "Note")), around)

    def marker(self, item: Element) -> Node:
        """The label of an item whose bullet or number is made by the layout."""
        self.node(item)
        outer = self.outer[item]
        found = (kid for kid in outer.kids if isinstance(kid, Node) and kid.role == "Lbl")
        return next(found, None) or outer.add("Lbl", self.order[item])

    def around(self, element: Element) -> Iterator[Element]:
        """The elements that an element is in, the nearest first."""
        while (element := self.parents.get(element)) is not None:
            yield element

    def language(self, element: Element) -> str:
        """The language of an element, its own or inherited."""
        named = (each.get("lang") for each in (element, *self.around(element)))
        return next(filter(None, named), self.document.language)

    def finished(self) -> Node:
        """The whole tree, its tables described, all in order, without the empty."""
        for element, node in tuple(self.outer.items()):
            if node.role == "Table":
                self.describe_cells(element)
        settle(self.document)
        return self.document

    def describe_cells(self, table: Element) -> None:
        """Tie each cell to its headers; a header's scope is its column in the head of a table, else its row."""
        cells = [cell for cell in grid(table) if cell[0] in self.outer]
        heads = []
        for cell, rows, columns in cells:
            if cell.tag == "th":
                row = (
                    cell.get("scope", "") in ("row", "rowgroup")
                    if cell.get("scope")
                    else columns.start == 0 < rows.start
                )
                heads.append(Head(f"th-{self.part}{self.order[cell]}", "Row" if row else "Column", rows, columns))
                self.outer[cell].entries["ID"] = heads[-1].id
                self.outer[cell].attributes["Scope"] = "/" + heads[-1].scope
        for cell, rows, columns in cells:
            headers = [head.id for head in heads if governs(head, rows, columns)]
            if cell.tag == "td" and headers:
                self.outer[cell].attributes["Headers"] = headers


# ── elements ─────────────────────────────────────────────────────────────────────────────────────────


def role_of(element: Element, parent: Element) -> str | None:
    """The structure type of an element, None if it has none of its own."""
    match element.tag:
        case "span":
            return role_of_span(element, parent)
        case "figure":
            return "Div" if element.find("img") is None else "Figure"
        case "img" if parent.tag != "figure":
            return "Figure"
        case "div" if parent.tag == "dl":
            return "LI"
        case "a" if not element.get("href"):
            return None
        case "time" if element.get("lang"):
            return "Span"
    return ROLES.get(element.tag)


def role_of_span(element: Element, parent: Element) -> str | None:
    """What a span is, told by its class: notes stand in paragraphs, and so are made of spans."""
    match names(element):
        case ["footnote", *_]:
            return "Note"
        case ["p", *_] if "footnote" in names(parent):
            return "P"
        case ["label", *_] if parent.tag == "p" or "footnote" in names(parent):
            return "Lbl"
        case ["pagebreak" | "no-glyph", *_]:
            return "Span"
    return "Span" if element.get("lang") else None


def names(element: Element) -> list[str]:
    """The classes of an element."""
    return str(element.get("class", "")).split()


def image_of(element: Element) -> Element:
    """The image of a figure, whose description is the figure's own; any other element is its own."""
    image = element.find("img") if element.tag == "figure" else None
    return element if image is None else image


def text_of(element: Element) -> str:
    """All text below an element, its white space as single spaces."""
    return " ".join("".join(element.itertext()).split())


def link_name(link: Element) -> str:
    """What a link is called: its label or its text, and its title."""
    said = (link.get("aria-label") or text_of(link), link.get("title"))
    return " – ".join(filter(None, said)) or str(link.get("href"))


def describe(node: Node, element: Element, language: str, part: str) -> None:
    """Set what a node says beside its content."""
    if language != node.language:
        node.language = node.entries["Lang"] = language
    match node.role:
        case "Note":
            node.entries["ID"] = element.get("id") or f"note-{part}{node.order}"
        case "Figure":
            node.entries["Alt"] = image_of(element).get("alt", "")
        case "Span" if element.get("role") == "doc-pagebreak":
            node.entries["Alt"] = element.get("aria-label")
        case "Span" if element.get("data-character"):
            space = " " if (element.tail or "")[:1].isspace() else ""  # one at a line end would be hidden
            node.entries["ActualText"] = element.get("data-character") + space
        case "Lbl" if direction(language) == "rtl":  # its full stop is painted before its number
            node.entries["ActualText"] = text_of(element)
        case "L":
            plain = "Disc" if element.tag == "ul" else "None"
            node.attributes = {"O": "/List", "ListNumbering": "/" + element.get("data-numbering", plain)}
        case "TH" | "TD":
            spans = {"ColSpan": span(element, "colspan"), "RowSpan": span(element, "rowspan")}
            node.attributes = {"O": "/Table", **{name: count for name, count in spans.items() if count > 1}}


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────


def span(cell: Element, name: str) -> int:
    """How many rows or columns a cell covers."""
    return max(1, int(cell.get(name) or 1))


def grid(table: Element) -> Iterator[tuple[Element, range, range]]:
    """The cells of a table with the rows and the columns they cover."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(table.iter("tr")):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            rows = range(number, number + span(cell, "rowspan"))
            columns = range(column, column + span(cell, "colspan"))
            taken.update((r, c) for r in rows for c in columns)
            yield cell, rows, columns
            column = columns.stop


def governs(head: Head, rows: range, columns: range) -> bool:
    """Whether a header cell stands over these columns, or before these rows."""
    if head.scope == "Row":
        return overlap(head.rows, rows)
    return overlap(head.columns, columns) and head.rows.start < rows.start


def overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


# ── order ────────────────────────────────────────────────────────────────────────────────────────────


def home(node: Node) -> Node:
    """The block that a citation stands in."""
    while node.role not in BLOCKS | HOLDERS and node.parent is not None:
        node = node.parent
    return node


def settle(node: Node) -> None:
    """Drop empty kids, bring the others into the order of the document, place the notes."""
    for note in node.notes:
        settle(note)
    kids: list[Node | Mark | Area] = []
    for kid in in_order(node.kids):
        if isinstance(kid, Node):
            settle(kid)
            kids += [kid] if kid.kids or kid.role in CELLS else []
            kids += kid.notes if kid.role in BLOCKS else []
        else:
            kids.append(kid)
    node.kids = [*kids, *node.notes] if node.role in HOLDERS else kids


def in_order(kids: list[Node | Mark | Area]) -> list[Node | Mark | Area]:
    """Labels first, then as in the document; content of its own keeps the order in which it was painted."""
    nodes = [kid for kid in kids if isinstance(kid, Node)]
    if len(nodes) < len(kids):
        return kids
    return [*sorted(nodes, key=lambda node: (node.role != "Lbl", node.order))]
