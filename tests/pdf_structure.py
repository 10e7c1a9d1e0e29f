"""Reads the structure of a tagged PDF and tells its faults, also those that veraPDF does not see.

The HTML that a PDF was made from is the measure: the same paragraphs word for word, as many lists, tables, notes.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
import pikepdf
from lxml import html

GROUPS = {"Document", "Sect", "Art", "Div", "BlockQuote", "LBody"}
TEXTS = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "TH", "TD", "Note", "Lbl", "LBody"}
INLINE = {"Span", "Em", "Strong", "Code", "Quote", "Reference", "Link"}
BLOCKS = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "L", "Table", "Figure", "Note", "Caption"}

ALLOWED = {
    "StructTreeRoot": {"Document"},
    **{group: BLOCKS | GROUPS - {"Document", "LBody"} for group in GROUPS},
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
    "TH": INLINE | BLOCKS,
    "TD": INLINE | BLOCKS,
    "Caption": INLINE | {"P", "Note"},
    "Note": INLINE | BLOCKS | {"Lbl"},
    "Reference": {"Link"},
    "Figure": set(),
}
"""Which structure types may hold which; any other holds inlines."""

BULLET = ("Lbl", "•")  # made by the layout
ITEM_SHAPES = (["Lbl", "LBody"], ["LBody"], ["Lbl"])


@dataclass
class Element:
    """A structure element: what it is, what it holds, in order."""

    role: str
    entries: Any
    language: str
    kids: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def text(self) -> str:
        """The text in reading order, white space as single spaces; notes and labels apart."""
        return plain("".join(self.pieces()))

    def pieces(self) -> Iterator[str]:
        for kid in self.kids:
            if isinstance(kid, str):
                yield kid
            elif kid.role in INLINE and "/Alt" not in kid.entries:
                yield from kid.pieces()


def plain(text: str) -> str:
    """Words with single spaces between, without the characters that no font paints."""
    return " ".join(re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text).split())


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Structure:
    """A PDF, its marked contents by page and number, its structure, and what is wrong between them."""

    pdf: pikepdf.Pdf
    contents: dict[tuple[int, int], str] = field(default_factory=dict)
    artifacts: list[tuple[int, str, str]] = field(default_factory=list)  # page, subtype, text
    owned: Counter[tuple[int, int]] = field(default_factory=Counter)
    areas: list[tuple[Any, Any]] = field(default_factory=list)  # page, annotation
    faults: list[str] = field(default_factory=list)
    root: Element = field(init=False)

    def __post_init__(self) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        for number, page in enumerate(self.pdf.pages):
            self.read_content(number, page)
        tree = self.pdf.Root.StructTreeRoot
        self.parents = number_tree(tree.ParentTree)
        self.root = Element("StructTreeRoot", tree, str(self.pdf.Root.get("/Lang", "")))
        self.read_kids(self.root, tree, None)

    def read_content(self, number: int, page: Any) -> None:
        """Take the texts of the marked contents of a page, and complain about text that is in none."""
        fonts = {name: to_unicode(font) for name, font in page.Resources.Font.items()}
        stack: list[tuple[str, Any]] = []
        font: dict[int, str] = {}
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            match str(operator):
                case "BDC" | "BMC":
                    stack.append((str(operands[0]), operands[1] if len(operands) > 1 else {}))
                    mcid = stack[-1][1].get("/MCID")
                    if mcid is not None:
                        self.contents[number, int(mcid)] = ""
                    elif stack[-1][0] == "/Artifact":
                        self.artifacts.append((number, str(stack[-1][1].get("/Subtype", "")), ""))
                case "EMC":
                    stack.pop()
                case "Tf":
                    font = fonts[str(operands[0])]
                case "TJ":
                    self.show(number, stack, decode(operands[0], font))
                case "Do" if not stack:
                    self.faults.append(f"page {number + 1}: an image in no marked content")

    def show(self, page: int, stack: list[tuple[str, Any]], text: str) -> None:
        if not stack:
            self.faults.append(f"page {page + 1}: text in no marked content: {text!r}")
        elif stack[-1][0] == "/Artifact":
            page, subtype, before = self.artifacts.pop()
            self.artifacts.append((page, subtype, before + text))
        else:
            self.contents[page, int(stack[-1][1]["/MCID"])] += text

    def read_kids(self, parent: Element, entries: Any, page: Any) -> None:
        page = entries.get("/Pg", page)
        kids = entries.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self.own(parent, page, kid)
            elif kid.get("/Type") == "/MCR":
                self.own(parent, kid.get("/Pg", page), int(kid.MCID))
            elif kid.get("/Type") == "/OBJR":
                self.own_area(parent, kid)
            else:
                element = Element(str(kid.S)[1:], kid, str(kid.get("/Lang", parent.language)))
                if kid.P.objgen != entries.objgen:
                    self.faults.append(f"{element.role} names another parent than the {parent.role} that holds it")
                parent.kids.append(element)
                self.read_kids(element, kid, page)

    def own(self, owner: Element, page: Any, mcid: int) -> None:
        """A content named under an element; the parent tree must lead back."""
        place = (self.pages[page.objgen], mcid)
        self.owned[place] += 1
        owner.kids.append(self.contents.get(place, ""))
        back = self.parents.get(int(page.StructParents), [])
        if mcid >= len(back) or back[mcid] is None or back[mcid].objgen != owner.entries.objgen:
            self.faults.append(
                f"page {place[0] + 1}, content {mcid}: the parent tree does not lead to its {owner.role}"
            )

    def own_area(self, owner: Element, kid: Any) -> None:
        """An annotation named under an element; it must be a link's, on that page, and lead back."""
        self.areas.append((kid.Pg, kid.Obj))
        back = self.parents.get(int(kid.Obj.get("/StructParent", -1)))
        if owner.role != "Link" or back is None or back.objgen != owner.entries.objgen:
            self.faults.append(f"a link area belongs to a {owner.role} that the parent tree does not know")
        if kid.Obj.objgen not in [annotation.objgen for annotation in kid.Pg.get("/Annots", [])]:
            self.faults.append("a link area is not on its page")

    def elements(self, *roles: str) -> list[Element]:
        return [element for element in self.root.walk() if element.role in roles]


def number_tree(tree: Any) -> dict[int, Any]:
    """A number tree as a mapping; arrays as lists with None for null."""
    entries = {}
    numbers = list(tree.get("/Nums", []))
    for key, value in zip(numbers[::2], numbers[1::2], strict=True):
        entries[int(key)] = list(value) if isinstance(value, pikepdf.Array) else value
    for kid in tree.get("/Kids", []):
        entries |= number_tree(kid)
    return entries


def to_unicode(font: Any) -> dict[int, str]:
    """The text of each glyph of a font."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]*)>", table)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def decode(shown: Any, font: dict[int, str]) -> str:
    """The text of what a TJ operator shows."""
    strings = [bytes(item) for item in shown if isinstance(item, pikepdf.String)]
    codes = b"".join(strings)
    return "".join(font[int.from_bytes(codes[i : i + 2], "big")] for i in range(0, len(codes), 2))


# ── the measure ──────────────────────────────────────────────────────────────────────────────────────


def paragraphs(body: str) -> list[tuple[str, str]]:
    """The paragraphs of HTML with their structure types, as they should be read: notes behind their block."""
    return list(blocks(html.fragment_fromstring(body, create_parent="main")))


def blocks(element: Any) -> Iterator[tuple[str, str]]:
    roles = {"caption": "Caption", "figcaption": "Caption", "th": "TH", "td": "TD", "pre": "P", "p": "P"}
    roles |= {"dt": "Lbl", "dd": "LBody"} | {f"h{level}": f"H{level}" for level in range(1, 7)}
    for child in element:
        role = roles.get(child.tag)
        if role is None:
            yield from blocks(child)
            continue
        yield from label(child)
        yield role, inline(child)
        for note in child.xpath(".//span[@class='footnote']"):
            yield "Note", inline(note)
            yield from label(note)
            yield from (("P", inline(paragraph)) for paragraph in note if in_class(paragraph, "p"))


def in_class(element: Any, name: str) -> bool:
    return name in element.get("class", "").split()


def label(element: Any) -> Iterator[tuple[str, str]]:
    for child in element:
        if in_class(child, "label"):
            yield "Lbl", plain("".join(child.itertext()))


def inline(element: Any) -> str:
    return plain("".join(inline_pieces(element)))


def inline_pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "br":
            yield " "
        elif not apart(child, element):
            yield from inline_pieces(child)
        yield child.tail or ""


def apart(child: Any, parent: Any) -> bool:
    """Whether an inline element is a thing of its own in the structure: a note, a label, a note's paragraph."""
    if in_class(child, "label"):
        return parent.tag == "p" or in_class(parent, "footnote")
    return (
        in_class(child, "footnote")
        or in_class(child, "pagebreak")
        or (in_class(child, "p") and in_class(parent, "footnote"))
    )


def count_html(body: str) -> Counter[str]:
    """How many of each structure type the HTML asks for."""
    root = html.fragment_fromstring(body, create_parent="main")
    asked = {
        "P": "//p | //pre | //span[@class='footnote']/span[@class='p' or starts-with(@class, 'p ')]",
        "L": "//ul | //ol | //dl",
        "LI": "//li | //dl/div",
        "TR": "//tr",
        "Table": "//table",
        "Figure": "//img",
        "Note": "//span[@class='footnote']",
        "Reference": "//a[@role='doc-noteref']",
        "Link": "//a[@href]",
    }
    text = ".//text()[normalize-space() and not(ancestor::span[@class='label'])]"
    painted = f"{text} or .//span[@class='pagebreak'] or .//td or .//th or self::img or self::li or .//li"
    return Counter({role: len(root.xpath(f"({path})[{painted}]")) for role, path in asked.items()})


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────


def faults(data: bytes, body: str | None = None) -> list[str]:
    """All that is wrong with a tagged PDF; with the HTML body it was made from, also what is missing in it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        structure = Structure(pdf)
        found = [
            *structure.faults,
            *ownership(structure),
            *nesting(structure.root),
            *attributes(structure),
            *running_heads(structure),
            *targets(structure),
        ]
        if body is not None:
            found += [*reading_order(structure, body), *counts(structure, body), *tongues(structure, body)]
    return [*found, *off_page(data)]


def ownership(structure: Structure) -> Iterator[str]:
    """(a) Each marked content is owned exactly once, each link area too."""
    for place, text in structure.contents.items():
        if structure.owned[place] != 1:
            yield f"page {place[0] + 1}, content {place[1]}: owned {structure.owned[place]} times: {text!r}"
    for place in structure.owned.keys() - structure.contents.keys():
        yield f"page {place[0] + 1}, content {place[1]}: owned, but not there"
    known = Counter(annotation.objgen for _, annotation in structure.areas)
    for number, page in enumerate(structure.pdf.pages):
        for annotation in page.get("/Annots", []):
            if known[annotation.objgen] != 1:
                yield f"page {number + 1}: a link area is owned {known[annotation.objgen]} times"


def reading_order(structure: Structure, body: str) -> Iterator[str]:
    """(b) The text in structure order is that of the HTML, paragraph by paragraph."""
    read = [(each.role, each.text()) for each in structure.elements(*TEXTS)]
    read = [(role, text) for role, text in read if text and (role, text) != BULLET]
    expected = [(role, text) for role, text in paragraphs(body) if text]
    for number, (is_, should) in enumerate(zip(read, expected, strict=False)):
        if is_ != should:
            yield f"paragraph {number} reads {is_}, should read {should}"
            return
    if len(read) != len(expected):
        yield f"{len(read)} paragraphs are read, {len(expected)} are in the HTML"


def counts(structure: Structure, body: str) -> Iterator[str]:
    """(c) As many of each kind as the HTML has."""
    expected = count_html(body)
    found = Counter(element.role for element in structure.root.walk())
    for role, count in expected.items():
        if found[role] != count:
            yield f"{found[role]} {role} in the structure, {count} in the HTML"


def nesting(element: Element) -> Iterator[str]:
    """(d) Each element holds what it may hold."""
    inside = [kid.role for kid in element.kids if isinstance(kid, Element)]
    for role in inside:
        if role not in ALLOWED.get(element.role, INLINE):
            yield f"{element.role} holds {role}"
    if element.role == "LI" and inside not in ITEM_SHAPES:
        yield f"LI holds {inside}"
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from nesting(kid)


def attributes(structure: Structure) -> Iterator[str]:
    """(e) What each element says beside its content."""
    if not structure.pdf.Root.get("/Lang"):
        yield "the document has no language"
    names = id_tree(structure.pdf.Root.StructTreeRoot)
    for element in structure.root.walk():
        entries, attribute = element.entries, element.entries.get("/A", {})
        match element.role:
            case "L" if "/ListNumbering" not in attribute:
                yield "L without ListNumbering"
            case "TH" if "/Scope" not in attribute:
                yield "TH without Scope"
            case "Figure" if not str(entries.get("/Alt", "")):
                yield "Figure without Alt"
            case "Figure" if not inside_page(attribute.get("/BBox"), entries.get("/Pg")):
                yield "Figure without BBox on its page"
        if element.role in ("TH", "Note") and str(entries.get("/ID", "")) not in names:
            yield f"{element.role} whose ID is not in the IDTree"
        for header in attribute.get("/Headers", []):
            if str(header) not in names:
                yield f"{element.role} with an unknown header {header}"
    yield from link_names(structure)


def link_names(structure: Structure) -> Iterator[str]:
    for link in structure.elements("Link"):
        for kid in link.entries.K:
            if not isinstance(kid, int) and kid.get("/Type") == "/OBJR":
                name = str(kid.Obj.get("/Contents", ""))
                said = plain(link.text()).strip("?↑")  # the signs are spelt out in the name
                if not name or said not in plain(name):
                    yield f"link {link.text()!r} is called {name!r}"


def languages(structure: Structure) -> set[str]:
    return {element.language for element in structure.root.walk()}


def tongues(structure: Structure, body: str) -> Iterator[str]:
    """(e) Each language of the HTML is the language of some part."""
    spoken = {str(tag) for tag in html.fragment_fromstring(body, create_parent="main").xpath("//@lang")}
    yield from (f"no part is in {tag}" for tag in spoken - languages(structure))


def id_tree(root: Any) -> set[str]:
    return {str(name) for name in list(root.get("/IDTree", {}).get("/Names", []))[::2]}


def inside_page(box: Any, page: Any) -> bool:
    if box is None or page is None:
        return False
    left, bottom, right, top = (float(corner) for corner in box)
    width, height = (float(corner) for corner in list(page.MediaBox)[2:])
    return 0 <= left < right <= width and 0 <= bottom < top <= height


def running_heads(structure: Structure) -> Iterator[str]:
    """(f) Each page has a folio, as an artifact; paragraphs that hold it too would not read as they should."""
    for number in range(len(structure.pdf.pages)):
        if not any(
            page == number and subtype == "/Footer" and text for page, subtype, text in structure.artifacts
        ):
            yield f"page {number + 1} has no folio among its artifacts"


def targets(structure: Structure) -> Iterator[str]:
    """(g) Each destination is there."""
    root: Any = structure.pdf.Root
    names = {str(name) for name in list(root.get("/Names", {}).get("/Dests", {}).get("/Names", []))[::2]}
    for _, annotation in structure.areas:
        if "/Dest" in annotation and str(annotation.Dest) not in names:
            yield f"a link leads nowhere: {annotation.Dest}"


def off_page(data: bytes) -> Iterator[str]:
    """(h) No glyph lies off its page."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for char in page.chars:
                inside = (
                    char["x0"] >= 0
                    and char["x1"] <= page.width
                    and char["top"] >= 0
                    and char["bottom"] <= page.height
                )
                if char["text"].strip() and not inside:
                    yield f"page {page.page_number}: {char['text']!r} lies off the page"
