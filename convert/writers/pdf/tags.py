"""Tags for a PDF: hangs what the layout painted under the HTML element it came from, and writes that tree.

WeasyPrint builds its tree from the boxes of each page, which cuts paragraphs at page ends and knows no notes.
`tagging` puts ours in the place of its function; every layout box knows its element, so nothing has to be guessed.
The rules are those of PDF/UA-1 (ISO 14289-1).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from inspect import signature
from typing import Any, NamedTuple, TypeAlias

import pydyf  # type: ignore[import-untyped]
import weasyprint.pdf  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
from weasyprint.layout.absolute import AbsolutePlaceholder  # type: ignore[import-untyped]

from convert.errors import Internal, MissingDependency
from convert.writers.pdf.spaces import Element, Mark, Spaces
from convert.writers.pdf.tree import ROLE_MAP, Area, Node, Tree, link_name

Box: TypeAlias = Any  # weasyprint.formatting_structure.boxes.Box
Reference: TypeAlias = bytes  # of an object in the PDF, "12 0 R"

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
RESHAPED = re.compile("[\u0900-\u0dff\u0f00-\u109f\u1780-\u17ff\u1900-\u1aaf\u1b00-\u1bff\ua880-\uabff]")
"""Letters of South and South-East Asia: their glyphs stand in another order than they do, and stand for parts."""

MAJOR = 70  # the hook and the boxes are private to WeasyPrint; this is the version whose inside we know
HOOK = ("pdf", "document", "pdf_version", "page_streams")
POINTS = 0.75  # in a CSS pixel

REPEATED = {"Type": "/Pagination"}  # ISO 32000-1, 14.8.2.2
HIDDEN = {"Type": "/Layout"}


@contextmanager
def tagging(root: Element, part: str = "") -> Iterator[None]:
    """Have WeasyPrint tag what it writes meanwhile by the HTML under `root`; ids made here begin with `part`."""
    check_contract()
    theirs = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = partial(add_tags, root, part)
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = theirs


def check_contract() -> None:
    """Raise MissingDependency unless this is the WeasyPrint whose private hook we know."""
    found = weasyprint.__version__
    hook = getattr(weasyprint.pdf, "add_tags", None)
    if int(found.partition(".")[0]) != MAJOR or hook is None or tuple(signature(hook).parameters) != HOOK:
        raise MissingDependency(
            f"WeasyPrint {found} is installed; tagged PDF needs WeasyPrint {MAJOR}",
            remedy=f"pip install 'weasyprint=={MAJOR}.*'",
        )


def add_tags(root: Element, part: str, pdf: Any, document: Any, pdf_version: str, page_streams: list[Any]) -> None:
    """Add the structure tree to a painted document."""
    tree = Tree(root, document.metadata.lang or "", part)
    harvest = Harvest(tree)
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        harvest.page(number, page._page_box, stream._tags)
    spaces = space_glyphs(document.fonts.values())
    for number, stream in enumerate(page_streams):
        lacking = harvest.lacking(number)
        edit_page(stream.stream, harvest.artifacts[number], lacking, harvest.leftward[number], spaces)
        for mcid, text in harvest.codes[number].items():
            space = " " if mcid in lacking and RESHAPED.search(text) else ""  # the one added is among the glyphs
            say_instead(stream.stream, mcid, text + space)
    Scribe(pdf, page_streams).write(tree.finished())


# ── from the layout ──────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Harvest:
    """Walks the boxes of all pages and gives what they painted to the nodes of their elements."""

    tree: Tree
    spaces: Spaces = field(default_factory=Spaces)
    artifacts: dict[int, dict[int, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    first_page: dict[Element, int] = field(default_factory=dict)  # of the head and foot of a table
    leftward: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))  # texts from right to left
    codes: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))  # what is read instead
    number: int = 0
    tags: dict[Box, dict[str, Any]] = field(default_factory=dict)
    height: float = 0  # of the page, in pixels

    def page(self, number: int, page_box: Box, tags: dict[Box, dict[str, Any]]) -> None:
        """Take in one page; each marked content of it must belong to a box."""
        self.number, self.tags, self.height = number, tags, page_box.margin_height()
        self.visit(page_box, None, None)
        if tags:
            raise Internal(
                f"{len(tags)} pieces of painted content have no place in the structure", place=f"page {number + 1}"
            )

    def visit(self, box: Box, block: Element, artifact: dict[str, Any] | None) -> None:
        """Take in a box and those in it; `block` is the element of the block they stand in."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        artifact = artifact or self.artifact(box)
        element = box.element
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            self.content(box, block, artifact)
            return
        if element is not None and not artifact:
            if "::" not in box.element_tag:
                self.node(box, element)
            elif element.tag == "br":
                self.spaces.line_break(block)
        if isinstance(box, boxes.BlockContainerBox):
            block = (element, box.element_tag)
        for child in box.children:
            self.visit(child, block, artifact)

    def artifact(self, box: Box) -> dict[str, Any] | None:
        """What makes a box no part of the text: it stands in the margin, or repeats, or cannot be seen."""
        if isinstance(box, boxes.MarginBox):
            return margin_artifact(box.at_keyword)
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            return REPEATED if self.first_page.setdefault(box.element, self.number) != self.number else None
        if isinstance(box, boxes.TextBox) and box.style["visibility"] != "visible":
            return HIDDEN
        if isinstance(box, boxes.ReplacedBox) and not box.element.get("alt"):
            return HIDDEN
        return None

    def node(self, box: Box, element: Element) -> None:
        """Make the node of an element, and give it the area of its link on this page."""
        node = self.tree.node(element)
        if box.link_annotation:
            box.link_annotation["Contents"] = pydyf.String(link_name(element))
            node.kids.append(Area(self.number, box.link_annotation))

    def content(self, box: Box, block: Element, artifact: dict[str, Any] | None) -> None:
        """Give a piece of text or an image to its node, or make it an artifact."""
        mark = Mark(self.number, self.tags.pop(box)["mcid"])
        if artifact:
            self.artifacts[self.number][mark.mcid] = artifact
            return
        marker = box.element_tag.endswith("::marker")
        node = self.tree.marker(box.element) if marker else self.tree.node(box.element)
        node.kids.append(mark)
        if isinstance(box, boxes.TextBox):
            if box.text == box.element.text and (character := box.element.get("data-character")):
                self.codes[self.number][mark.mcid] = character
            elif RESHAPED.search(box.text) or RESHAPED.search(box.text):
                self.codes[self.number][mark.mcid] = box.text.replace("\u2010", "\u00ad")
            if RIGHT_TO_LEFT.search(box.text):
                self.leftward[self.number].add(mark.mcid)
            self.spaces.hear(block, box.element, box.text, mark, generated="::" in box.element_tag)
        elif node.role == "Figure":
            node.attributes = self.placement(box)

    def placement(self, box: Box) -> dict[str, Any]:
        """Where a figure stands: BBox in points from the bottom left of its page."""
        left, top = box.content_box_x(), self.height - box.content_box_y()
        corners = (left, top - box.height, left + box.width, top)
        block = isinstance(box, boxes.BlockLevelBox)
        return {
            "O": "/Layout",
            "Placement": "/Block" if block else "/Inline",
            "BBox": pydyf.Array([round(corner * POINTS, 3) for corner in corners]),
        }

    def lacking(self, number: int) -> list[int]:
        """The marked content of a page that lacks a space after it."""
        return [mark.mcid for mark in self.spaces.lacking if mark.page == number]


def margin_artifact(at_keyword: str) -> dict[str, Any]:
    """A running head or foot."""
    edge = at_keyword.removeprefix("@").split("-")[0]
    kinds = {"top": ("/Header", "/Top"), "bottom": ("/Footer", "/Bottom")}
    if edge not in kinds:
        return REPEATED
    subtype, side = kinds[edge]
    return {**REPEATED, "Subtype": subtype, "Attached": pydyf.Array([side])}


# ── in the content stream ────────────────────────────────────────────────────────────────────────────


class Glyph(NamedTuple):
    """A glyph as shown in a content stream, and its width in thousandths of the size."""

    shown: bytes
    width: float


def space_glyphs(fonts: Any) -> dict[str, Glyph]:
    """The space in each font."""
    return {
        font.hash: Glyph(f"<{glyph:04x}>".encode(), font.widths.get(glyph, 0))
        for font in fonts
        for glyph, text in font.to_unicode.items()
        if text in (" ", "\u00a0") and not font.bitmap
    }


def edit_page(
    stream: list[Any],
    artifacts: dict[int, dict[str, Any]],
    lacking: list[int],
    leftward: set[int],
    spaces: dict[str, Glyph],
) -> None:
    """Turn marked content into artifacts, and add the spaces that text lacks at its end.

    A marked-content sequence is the items tag, dictionary, `BDC`, what is painted, `EMC`.
    """
    places = {
        item["MCID"]: place
        for place, item in enumerate(stream)
        if isinstance(item, pydyf.Dictionary) and "MCID" in item
    }
    for mcid, kind in artifacts.items():
        stream[places[mcid] - 1] = "/Artifact"
        stream[places[mcid]] = pydyf.Dictionary(kind)
    for mcid in lacking:
        (add_space_before if mcid in leftward else add_space)(stream, places[mcid], spaces)


def say_instead(stream: list[Any], mcid: int, text: str) -> None:
    """Have this text read in place of what is painted, also where no structure is known (ISO 32000-1, 14.9.4).

    Not for text from right to left: Poppler and PDFium turn such a text round as if it were glyphs.
    """
    for item in stream:
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") == mcid:
            item["ActualText"] = pydyf.String(text)


def add_space(stream: list[Any], place: int, spaces: dict[str, Glyph]) -> None:
    """Show a space after the last text of the marked content at this place; mostly beyond the line's end."""
    font = b""
    last = None
    while stream[place] != b"EMC":
        item = stream[place]
        if isinstance(item, bytes) and item.endswith(b" Tf"):
            font = item
        elif isinstance(item, bytes) and item.endswith(b"] TJ"):
            last = place
        place += 1
    glyph = spaces.get(font.split()[0].decode()[1:]) if font else None
    if last is not None and glyph:
        stream[last] = stream[last].removesuffix(b"] TJ") + glyph.shown + b"] TJ"
    elif last is not None and spaces:
        name, glyph = next(iter(spaces.items()))
        size = font.split()[1].decode()
        stream[last] += f"\n/{name} {size} Tf\n[".encode() + glyph.shown + b"] TJ"


def add_space_before(stream: list[Any], place: int, spaces: dict[str, Glyph]) -> None:
    """Show a space where a text from right to left ends, which is where its painting begins; nothing is moved."""
    font = b""
    while stream[place] != b"EMC":
        item = stream[place]
        if isinstance(item, bytes) and item.endswith(b" Tf"):
            font = item
        elif isinstance(item, bytes) and item.startswith(b"[") and item.endswith(b"] TJ"):
            if glyph := spaces.get(font.split()[0].decode()[1:]):
                stream[place] = b"[" + glyph.shown + f" {glyph.width} ".encode() + item[1:]
            return
        place += 1


# ── into the PDF ─────────────────────────────────────────────────────────────────────────────────────


class Scribe:
    """Writes structure elements into a PDF, and the trees that lead back to them from content and names."""

    def __init__(self, pdf: Any, page_streams: list[Any]) -> None:
        self.pdf = pdf
        self.pages = pdf.page_references
        self.owners: list[list[bytes]] = [[b"null"] * count_marks(stream.stream) for stream in page_streams]
        self.areas: list[Reference] = []  # the owner of each link area
        self.names: dict[str, Reference] = {}

    def write(self, document: Node) -> None:
        """Write the tree and enter it in the catalog."""
        root = self.add({"Type": "/StructTreeRoot"})
        root["K"] = pydyf.Array([self.element(document, root.reference)])
        owners = [self.add_array(page) for page in self.owners]
        numbers = [entry for pair in enumerate([*owners, *self.areas]) for entry in pair]
        root["ParentTree"] = self.add({"Nums": pydyf.Array(numbers)}).reference
        root["ParentTreeNextKey"] = len(numbers) // 2
        root["RoleMap"] = pydyf.Dictionary({name: f"/{role}" for name, role in ROLE_MAP.items()})
        if self.names:
            root["IDTree"] = self.add(name_tree(self.names)).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        self.pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})

    def add(self, entries: dict[str, Any]) -> Any:
        dictionary = pydyf.Dictionary(entries)
        self.pdf.add_object(dictionary)
        return dictionary

    def add_array(self, items: list[bytes]) -> Reference:
        array = pydyf.Array(items)
        self.pdf.add_object(array)
        return bytes(array.reference)

    def element(self, node: Node, parent: Reference) -> Reference:
        """Write one element with all below it."""
        written = self.add({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        written.update({key: pydyf.String(text) for key, text in node.entries.items()})
        if node.attributes:
            written["A"] = attribute_object(node.attributes)
        if "ID" in node.entries:
            self.names[node.entries["ID"]] = written.reference
        home = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        if home is not None:
            written["Pg"] = self.pages[home]
        written["K"] = pydyf.Array([self.kid(kid, written.reference, home) for kid in node.kids])
        return bytes(written.reference)

    def kid(self, kid: Node | Mark | Area, owner: Reference, home: int | None) -> Any:
        """An element, a piece of content or a link's area, as listed under its owner."""
        if isinstance(kid, Node):
            return self.element(kid, owner)
        if isinstance(kid, Mark):
            self.owners[kid.page][kid.mcid] = owner
            content = {"Type": "/MCR", "Pg": self.pages[kid.page], "MCID": kid.mcid}
            return kid.mcid if kid.page == home else pydyf.Dictionary(content)
        kid.annotation["StructParent"] = len(self.pages) + len(self.areas)
        self.areas.append(owner)
        return pydyf.Dictionary({"Type": "/OBJR", "Pg": self.pages[kid.page], "Obj": kid.annotation.reference})


def count_marks(stream: list[Any]) -> int:
    """How many numbers of marked content a page has used."""
    return 1 + max(
        (item["MCID"] for item in stream if isinstance(item, pydyf.Dictionary) and "MCID" in item), default=-1
    )


def attribute_object(attributes: dict[str, Any]) -> Any:
    headers = attributes.get("Headers")
    named = {} if headers is None else {"Headers": pydyf.Array([pydyf.String(name) for name in headers])}
    return pydyf.Dictionary({**attributes, **named})


def name_tree(names: dict[str, Reference]) -> dict[str, Any]:
    """A name tree of one node; its keys must be sorted as they are written (ISO 32000-1, 7.9.6)."""
    leaves = sorted((pydyf.String(name).data, name) for name in names)
    keys = [name for _, name in leaves]
    return {"Names": pydyf.Array([entry for key in keys for entry in (pydyf.String(key), names[key])])}
