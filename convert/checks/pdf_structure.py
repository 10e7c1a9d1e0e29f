"""The structure of a tagged PDF: which text is under which element, and what is wrong between content and tree.

Most of these faults veraPDF does not see. Rules are named by clause where PDF 1.7 (ISO 32000-1) has one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from convert.checks.verdict import Fault

INLINE = {"Span", "Em", "Strong", "Code", "Quote", "Reference", "Link"}
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_OTHER_WAY = re.compile("([0-9A-Za-z\u00c0-\u024f]+(?:[ .,:/-]+[0-9A-Za-z\u00c0-\u024f]+)*)")

UNPAINTED = "\u00ad\u200b-\u200f\u2060\ufeff"  # characters that no font paints


@dataclass
class Element:
    """A structure element: what it is, what it holds, in order."""

    role: str
    entries: Any
    language: str
    kids: list[Element | str] = field(default_factory=list)
    actual: str | None = None  # what is to be read in place of its content

    def walk(self) -> Iterator[Element]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.walk()

    def text(self) -> str:
        """The text in reading order, white space as single spaces; notes and labels apart."""
        if self.actual is not None:
            return plain(self.actual)
        return plain("".join(self.pieces()))

    def pieces(self) -> Iterator[str]:
        for kid in self.kids:
            if isinstance(kid, str):
                yield kid
            elif kid.actual is not None and kid.role in INLINE:
                yield kid.actual
            elif kid.role in INLINE and "/Alt" not in kid.entries:
                yield from kid.pieces()


def plain(text: str) -> str:
    """Words with single spaces between, without the characters that no font paints."""
    return " ".join(re.sub(f"[{UNPAINTED}]", "", text).split())


@dataclass
class Structure:
    """A PDF, its marked contents by page and number, its structure, and what is wrong between them."""

    pdf: pikepdf.Pdf
    contents: dict[tuple[int, int], str] = field(default_factory=dict)
    instead: dict[tuple[int, int], str] = field(default_factory=dict)  # what is read in place of what is painted
    artifacts: list[tuple[int, str, str]] = field(default_factory=list)  # page, subtype, text
    owned: Counter[tuple[int, int]] = field(default_factory=Counter)
    areas: list[tuple[Any, Any]] = field(default_factory=list)  # page, annotation
    faults: list[Fault] = field(default_factory=list)
    root: Element = field(init=False)

    def __post_init__(self) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.fonts: dict[tuple[int, int], dict[int, str]] = {}
        for number, page in enumerate(self.pdf.pages):
            self.read_content(number, page)
        tree = self.pdf.Root.StructTreeRoot
        self.parents = number_tree(tree.get("/ParentTree", {}))
        self.root = Element("StructTreeRoot", tree, str(self.pdf.Root.get("/Lang", "")))
        self.read_kids(self.root, tree, None)

    def wrong(self, rule: str, message: str, page: int | None = None, text: str = "") -> None:
        self.faults.append(Fault(rule, message, "" if page is None else f"page {page + 1}", text))

    # ── what is painted ──────────────────────────────────────────────────────────────────────────────

    def read_content(self, number: int, page: Any) -> None:
        """Take the texts of the marked contents of a page, and complain about text that is in none."""
        resources = page.obj.get("/Resources", {})
        fonts = {name: self.font(font) for name, font in resources.get("/Font", {}).items()}
        properties = resources.get("/Properties", {})
        stack: list[tuple[str, Any]] = []
        font: tuple[dict[int, str], int] = ({}, 1)
        instructions: Any = pikepdf.parse_content_stream(page)
        for operands, operator in instructions:
            match str(operator):
                case "BDC" | "BMC":
                    named = operands[1] if len(operands) > 1 else {}
                    stack.append(
                        (str(operands[0]), properties.get(named, {}) if isinstance(named, pikepdf.Name) else named)
                    )
                    self.begin(number, *stack[-1])
                case "EMC" if stack:
                    stack.pop()
                case "Tf":
                    font = fonts.get(str(operands[0]), ({}, 1))
                case "TJ" | "Tj" | "'" | '"':
                    self.show(number, stack, decode(operands[-1], *font))
                case "Do" if not stack:
                    self.wrong("not-marked", "an image in no marked content", number)

    def begin(self, page: int, tag: str, properties: Any) -> None:
        """Take note that marked content begins."""
        if (mcid := properties.get("/MCID")) is not None:
            self.contents[page, int(mcid)] = ""
            if "/ActualText" in properties:
                self.instead[page, int(mcid)] = str(properties["/ActualText"])
        elif tag == "/Artifact":
            self.artifacts.append((page, str(properties.get("/Subtype", "")), ""))

    def show(self, page: int, stack: list[tuple[str, Any]], text: str) -> None:
        """Give a painted text to the innermost content that it is marked as."""
        for tag, properties in reversed(stack):
            if tag == "/Artifact":
                page, subtype, before = self.artifacts.pop()
                self.artifacts.append((page, subtype, before + text))
                return
            if "/MCID" in properties:
                self.contents[page, int(properties["/MCID"])] += text
                return
        if text.strip():
            self.wrong("not-marked", f"text in no marked content: {text[:60]!r}", page, text)

    def font(self, font: Any) -> tuple[dict[int, str], int]:
        """The texts of a font's codes, and how many bytes a code has."""
        if font.objgen not in self.fonts:
            self.fonts[font.objgen] = to_unicode(font)
        return self.fonts[font.objgen], 2 if font.get("/Subtype") == "/Type0" else 1

    # ── the tree ─────────────────────────────────────────────────────────────────────────────────────

    def read_kids(self, parent: Element, entries: Any, page: Any) -> None:
        page = entries.get("/Pg", page)
        kids = entries.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self.own(parent, page, kid)
            elif kid.get("/Type") == "/MCR":
                self.own(parent, kid.get("/Pg", page), int(kid.MCID))
            elif kid.get("/Type") == "/OBJR":
                self.own_area(parent, kid, kid.get("/Pg", page))
            else:
                element = Element(str(kid.S)[1:], kid, str(kid.get("/Lang", parent.language)))
                if "/P" not in kid or kid.P.objgen != entries.objgen:
                    self.wrong(
                        "wrong-parent", f"{element.role} names another parent than the {parent.role} that holds it"
                    )
                element.actual = str(kid.ActualText) if "/ActualText" in kid else None
                parent.kids.append(element)
                self.read_kids(element, kid, page)

    def own(self, owner: Element, page: Any, mcid: int) -> None:
        """A content named under an element; the parent tree must lead back."""
        number = -1 if page is None else self.pages.get(page.objgen, -1)
        self.owned[number, mcid] += 1
        painted = self.contents.get((number, mcid), "")
        owner.kids.append(self.instead.get((number, mcid)) or logical(painted))
        back = [] if page is None else self.parents.get(int(page.get("/StructParents", -1)), [])
        if mcid >= len(back) or back[mcid] is None or back[mcid].objgen != owner.entries.objgen:
            self.wrong(
                "parent-tree", f"the parent tree does not lead from content {mcid} to its {owner.role}", number
            )

    def own_area(self, owner: Element, kid: Any, page: Any) -> None:
        """An annotation named under an element; it must be a link's, on that page, and lead back."""
        self.areas.append((page, kid.Obj))
        back = self.parents.get(int(kid.Obj.get("/StructParent", -1)))
        if owner.role != "Link" or back is None or back.objgen != owner.entries.objgen:
            self.wrong("link-area", f"a link area belongs to a {owner.role} that the parent tree does not know")
        if page is None or kid.Obj.objgen not in [annotation.objgen for annotation in page.get("/Annots", [])]:
            self.wrong("link-area", "a link area is not on its page")

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
    """The text of each code of a font (ISO 32000-1, 9.10.3); ranges are not read, WeasyPrint writes none."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>\s", table)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be", "replace") for code, text in pairs}


def decode(shown: Any, texts: dict[int, str], width: int) -> str:
    """The text of what an operator shows; a code whose text is not told is U+FFFD."""
    items = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(item) for item in items if isinstance(item, pikepdf.String))
    shown_texts = (
        texts.get(int.from_bytes(codes[i : i + width], "big"), "\ufffd") for i in range(0, len(codes), width)
    )
    # A ligature from right to left is turned here, and turned back with its line in `logical`.
    return "".join(text[::-1] if RIGHT_TO_LEFT.search(text) else text for text in shown_texts)


def logical(text: str) -> str:
    """A text in the order in which it is spoken: what is written from right to left is painted from left to right.

    Numbers and words in other scripts within it keep their own order (the inverse of rule L2 of Unicode's annex 9,
    for one line of one level).
    """
    if not RIGHT_TO_LEFT.search(text):
        return text
    runs = _OTHER_WAY.split(text)[::-1]
    return "".join(run if _OTHER_WAY.fullmatch(run) else run[::-1] for run in runs)


def texts_at(places: Sequence[str], path: Path) -> list[str]:
    """The text of the structure element that each of veraPDF's places names, "" where it names none."""
    with pikepdf.open(path) as pdf:
        if "/StructTreeRoot" not in pdf.Root:
            return [""] * len(places)
        elements = {element.entries.objgen: element for element in Structure(pdf).root.walk()}
        texts = []
        for place in places:
            named = [(int(a), int(b)) for a, b in re.findall(r"\((\d+) (\d+) obj", place)]
            found = next((elements[name] for name in reversed(named) if name in elements), None)
            texts.append("" if found is None else "".join(all_text(found)))
        return texts


def all_text(element: Element) -> Iterator[str]:
    """All text below an element, labels and notes too."""
    for kid in element.kids:
        yield from [kid] if isinstance(kid, str) else all_text(kid)
