"""What a tagged PDF must say beside its content, beyond what veraPDF tests: owners, names, places, languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from convert.checks.pdf_structure import INLINE, Element, Structure, plain
from convert.checks.verdict import Fault

GROUPS = {"Document", "Part", "Sect", "Art", "Div", "BlockQuote", "LBody"}
HEADINGS = {"H1", "H2", "H3", "H4", "H5", "H6"}
BLOCKS = {"P", "L", "Table", "Figure", "Note", "Caption", "TOC"} | HEADINGS

ALLOWED = {
    "StructTreeRoot": {"Document"},
    **{group: BLOCKS | GROUPS - {"Document", "LBody"} for group in GROUPS},
    "LBody": INLINE | BLOCKS | GROUPS - {"Document", "LBody"},
    "L": {"LI", "Caption"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI", "TOC", "Caption"},
    "TOCI": {"Lbl", "Reference", "NonStruct", "P", "TOC"},
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
    "Figure": {"Caption"},
}
"""Which structure types may hold which (ISO 32000-1, 14.8.4); any other holds inlines."""

ITEM_SHAPES = (["Lbl", "LBody"], ["LBody"], ["Lbl"])


def rules(structure: Structure) -> Iterator[Fault]:
    """Every fault in the structure."""
    yield from structure.faults
    yield from ownership(structure)
    yield from nesting(structure.root)
    yield from attributes(structure)
    yield from link_names(structure)
    yield from running_heads(structure)
    yield from targets(structure)


def ownership(structure: Structure) -> Iterator[Fault]:
    """Each marked content is owned exactly once, each link area too (ISO 14289-1, 7.1)."""
    for (page, mcid), text in structure.contents.items():
        if (times := structure.owned[page, mcid]) != 1:
            message = f"content {mcid} is owned {times} times: {text[:60]!r}"
            yield Fault("content-owned-once", message, f"page {page + 1}", text)
    for page, mcid in structure.owned.keys() - structure.contents.keys():
        yield Fault("content-owned-once", f"content {mcid} is owned, but not there", f"page {page + 1}")
    known = Counter(annotation.objgen for _, annotation in structure.areas)
    for number, sheet in enumerate(structure.pdf.pages):
        for annotation in sheet.obj.get("/Annots", []):
            if (times := known[annotation.objgen]) != 1:
                yield Fault("link-area", f"a link area is owned {times} times", f"page {number + 1}")


def nesting(element: Element) -> Iterator[Fault]:
    """Each element holds what it may hold; an item its label before its body."""
    inside = [kid for kid in element.kids if isinstance(kid, Element)]
    for kid in inside:
        if kid.role not in ALLOWED.get(element.role, INLINE):
            yield Fault("nesting", f"{element.role} holds {kid.role}", text=kid.text())
    roles = [kid.role for kid in inside]
    if element.role == "LI" and roles not in ITEM_SHAPES:
        yield Fault("list-item", f"LI holds {roles}", text=" ".join(kid.text() for kid in inside))
    if {"Figure", "Caption"} <= set(roles):
        yield Fault("figure-caption", "a Caption stands beside its Figure, not in it", text=element.text())
    for kid in inside:
        yield from nesting(kid)


def attributes(structure: Structure) -> Iterator[Fault]:
    """What each element must say of itself."""
    if not structure.pdf.Root.get("/Lang"):
        yield Fault("no-language", "the document has no language")
    names = id_tree(structure.pdf.Root.StructTreeRoot)
    for element in structure.root.walk():
        entries, attribute = element.entries, owner_attributes(element.entries)
        text = element.text()
        match element.role:
            case "L" if "/ListNumbering" not in attribute:
                yield Fault("list-numbering", "L without ListNumbering", text=text)
            case "TH" if "/Scope" not in attribute:
                yield Fault("header-scope", "TH without Scope", text=text)
            case "Figure" if not str(entries.get("/Alt", "")):
                yield Fault("figure-description", "Figure without Alt", text=text)
            case "Figure" if not inside_page(attribute.get("/BBox"), entries.get("/Pg")):
                yield Fault("figure-box", "Figure without BBox on its page", text=text)
        if element.role in ("TH", "Note") and str(entries.get("/ID", "")) not in names:
            yield Fault("id-tree", f"{element.role} whose ID is not in the IDTree", text=text)
        for header in attribute.get("/Headers", []):
            if str(header) not in names:
                yield Fault("cell-headers", f"{element.role} with an unknown header {header}", text=text)


def owner_attributes(entries: Any) -> dict[str, Any]:
    """The attributes of an element, whoever owns them."""
    import pikepdf

    found = entries.get("/A", {})
    objects = list(found) if isinstance(found, pikepdf.Array) else [found]
    return {key: value for each in objects if isinstance(each, pikepdf.Dictionary) for key, value in each.items()}


def link_names(structure: Structure) -> Iterator[Fault]:
    """A link's area says where it goes: at least what the link itself reads (ISO 14289-1, 7.18.5)."""
    for link in structure.elements("Link"):
        for kid in link.entries.get("/K", []):
            if not isinstance(kid, int) and kid.get("/Type") == "/OBJR":
                name = str(kid.Obj.get("/Contents", ""))
                said = plain(link.text()).strip("?↑")  # the signs are spelt out in the name
                if not name or said not in plain(name):
                    yield Fault("link-name", f"link {link.text()!r} is called {name!r}", text=link.text())


def id_tree(root: Any) -> set[str]:
    return {str(name) for name in list(root.get("/IDTree", {}).get("/Names", []))[::2]}


def inside_page(box: Any, page: Any) -> bool:
    if box is None or page is None:
        return False
    left, bottom, right, top = (float(corner) for corner in box)
    width, height = (float(corner) for corner in list(page.MediaBox)[2:])
    return 0 <= left < right <= width and 0 <= bottom < top <= height


def running_heads(structure: Structure) -> Iterator[Fault]:
    """Each page has a folio, as an artifact; paragraphs that hold it too would not read as they should."""
    with_folio = {page for page, subtype, text in structure.artifacts if subtype == "/Footer" and text}
    for number in range(len(structure.pdf.pages)):
        if number not in with_folio:
            yield Fault("folio", "the page has no folio among its artifacts", f"page {number + 1}")


def targets(structure: Structure) -> Iterator[Fault]:
    """Each link inside the document leads to a place that is there."""
    root: Any = structure.pdf.Root
    names = {str(name) for name in list(root.get("/Names", {}).get("/Dests", {}).get("/Names", []))[::2]}
    for _, annotation in structure.areas:
        if "/Dest" in annotation and str(annotation.Dest) not in names:
            yield Fault("link-to-nowhere", f"a link leads nowhere: {annotation.Dest}")


def off_page(data: bytes) -> Iterator[Fault]:
    """No glyph lies off its page."""
    import ctypes

    import pypdfium2.raw as pdfium

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return
    corners = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
    try:
        for number in range(pdfium.FPDF_GetPageCount(document)):
            page = pdfium.FPDF_LoadPage(document, number)
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            text = pdfium.FPDFText_LoadPage(page)
            for place in range(pdfium.FPDFText_CountChars(text)):
                character = chr(pdfium.FPDFText_GetUnicode(text, place))
                if not character.strip() or not pdfium.FPDFText_GetCharBox(text, place, *corners):
                    continue
                left, right, bottom, top = (corner.value for corner in corners)
                if left < 0 or bottom < 0 or right > width or top > height:
                    yield Fault("off-page", f"{character!r} lies off the page", f"page {number + 1}")
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
    finally:
        pdfium.FPDF_CloseDocument(document)
