"""The structure that a tagged PDF says it has: for each piece of marked content, the block it belongs to.

Read page by page through the parent tree (PDF 32000-1, 14.7.4.4), so that nothing grows with the file's length.
Only what says something is taken: paragraphs, headings, items, cells, notes, captions, quotations. A `Div` or
`Sect` has content of which nothing is known. Whether any of it is to be believed, `trust` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from convert.page import Tag
from convert.readers.pdf.objects import Objects, text_of
from convert.readers.pdf.tags.spoken import Spoken

if TYPE_CHECKING:
    import pikepdf

DEEPEST = 60
"""Elements inside one another, from which on the tree is not followed."""
MOST_CELLS = 20_000
"""Cells of one table."""
MOST_KNOWN = 50_000
"""Elements that are remembered; those of the pages at hand are looked up again and again."""
MOST_METADATA = 1_000_000
"""Bytes of the metadata that are looked at."""
SPOKEN_AROUND = 6
"""Elements around a piece of content that are looked at for words about it."""
WIDEST = 200
"""Rows or columns that a cell may cover."""
MAX_LANGUAGE = 35
"""Letters of the longest tag of a language that programs must take (RFC 5646, 4.4.1)."""
MAX_FOLIO = 40
"""Letters of the description of a page's number."""
_FOLIO = re.compile(r"\b(?:\w*\d\w*|[ivxlcdm]+)\b", re.IGNORECASE)

Element: TypeAlias = Any  # pikepdf.Dictionary

_INLINE = frozenset(
    {"Span", "Em", "Strong", "Link", "Quote", "Code", "Reference", "BibEntry", "Annot", "Sub", "Ruby", "RB", "RT"}
    | {"Warichu", "WT", "WP", "Formula"}
)
"""What stands in a line; its content belongs to the block around it."""
_GROUPS = frozenset(
    {"Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "NonStruct", "Private", "Aside", "Index"}
    | {"TOC", "TOCI", "Form", "Table", "THead", "TBody", "TFoot", "TR", "L", "Figure", "Artifact"}
)
"""What holds blocks; content of its own is of no known block."""
_SPOKEN = ("ActualText", "Alt", "E")
_STANDARD = _INLINE | _GROUPS


class Spot(NamedTuple):
    """Where a cell stands: the number of its table, row and column from 0, spans, whether it heads others."""

    table: int
    row: int
    column: int
    across: int
    down: int
    head: bool
    columns: int = 0  # of the whole table


class Owner(NamedTuple):
    """What a piece of marked content belongs to: its block, its part in it, its cell."""

    tag: Tag
    part: str = ""  # "label" of an item or note, "mark" of a note, "code", "aside" for what only stands beside
    cell: Spot | None = None
    language: str = ""  # of a stretch that is in another than the file


@dataclass(frozen=True, slots=True)
class _Context:
    """What the content of an element belongs to; `around` is what new blocks in it stand in."""

    owner: Owner | None = None
    around: tuple[str, ...] = ()
    opening: tuple[int, int] | None = None  # of an item or note: its first paragraph, which is one block with it


class Tags:
    """The structure of one file, as far as it has been asked for."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        import pikepdf

        self._pdf = pdf
        self._root: Element = pdf.Root.StructTreeRoot
        self._parents = pikepdf.NumberTree(self._root.ParentTree)
        roles = self._root.get("/RoleMap")
        self._roles = {str(name): str(role) for name, role in (roles.items() if roles is not None else ())}
        self._language = text_of(pdf.Root.get("/Lang"))
        self._sure = _claims_to_be_complete(pdf)
        self._known: dict[tuple[int, int], _Context] = {}
        self._spots: dict[tuple[int, int], Spot] = {}
        self._told: set[tuple[int, int]] = set()  # elements whose words were told

    def of_page(self, number: int) -> Mapping[int, Owner | None] | None:
        """The owner of each piece of marked content of a sheet by its number, None for one of no known block.

        None where the file says nothing of the sheet, or not in a way that can be read.
        """
        import pikepdf

        if len(self._known) > MOST_KNOWN:
            self._known.clear()
            self._spots.clear()
        try:
            page = self._pdf.pages[number - 1].obj
            if "/StructParents" not in page or _marks_in_forms(page):
                return None
            elements = self._parents[int(page.StructParents)]
            found = {}
            for mark, element in enumerate(elements.as_list()):
                if isinstance(element, pikepdf.Dictionary):
                    found[mark] = self._surely(self._context(element).owner)
            return found
        except (pikepdf.PdfError, RuntimeError, LookupError, TypeError, ValueError, AttributeError):
            return None

    def spoken(self, number: int) -> list[Spoken]:
        """What elements with content on a sheet say of it in words, each on the first sheet that it stands on."""
        import pikepdf

        try:
            page = self._pdf.pages[number - 1].obj
            if "/StructParents" not in page:
                return []
            return list(self._spoken(self._parents[int(page.StructParents)].as_list()))
        except (pikepdf.PdfError, RuntimeError, LookupError, TypeError, ValueError, AttributeError):
            return []

    def _spoken(self, elements: Iterable[Element]) -> Iterator[Spoken]:
        import pikepdf

        marks: dict[tuple[int, int], set[int]] = {}
        found: dict[tuple[int, int], Element] = {}
        for mark, element in enumerate(elements):
            for _ in range(SPOKEN_AROUND):
                if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
                    break
                if any(f"/{key}" in element for key in _SPOKEN):
                    found[element.objgen] = element
                    marks.setdefault(element.objgen, set()).add(mark)
                element = element.get("/P")
        for place, element in found.items():
            if place in self._told:
                continue
            self._told.add(place)
            role = self._role(element)
            for key in _SPOKEN:
                text = text_of(element.get(f"/{key}"))
                if text and not (role == "Span" and key == "Alt" and _is_of_page(text)):
                    yield Spoken(role, key, text, frozenset(marks[place]))

    def of_annotation(self, key: int) -> Owner | None:
        """The block that an annotation with this number in the structure stands in, None if none is known."""
        import pikepdf

        try:
            element = self._parents[key]
            if self._role(element) in ("Form", "Annot", "Link"):
                element = element.P
            return self._surely(self._context(element).owner)
        except (pikepdf.PdfError, RuntimeError, LookupError, TypeError, ValueError, AttributeError):
            return None

    def _surely(self, owner: Owner | None) -> Owner | None:
        return owner._replace(tag=owner.tag._replace(sure=True)) if owner and self._sure else owner

    def _context(self, element: Element, depth: int = 0) -> _Context:
        key = element.objgen
        known = self._known.get(key) if key[0] else None
        if known is None:
            if depth > DEEPEST or not key[0]:
                raise ValueError("the structure is too deep, or has elements without a number")
            parent = element.get("/P")
            above = _Context()
            if parent is not None and "/S" in parent:
                above = self._context(parent, depth + 1)
            known = self._known[key] = self._inside(above, self._role(element), element, key)
        return known

    def _role(self, element: Element) -> str:
        """The standard type of an element, by the role map where it has one of its own."""
        role = str(element.S)
        for _ in range(8):
            if role[1:] in _STANDARD or role not in self._roles:
                break
            role = self._roles[role]
        return role[1:]

    def _inside(self, above: _Context, role: str, element: Element, key: tuple[int, int]) -> _Context:
        """What the content of an element belongs to, given that of its parent."""
        owner, around, number = above.owner, above.around, key[0]
        if role in _INLINE:
            owner = _inline(owner, role, element)
            language = text_of(element.get("/Lang"))[:MAX_LANGUAGE]
            if owner and language and language != self._language:
                owner = owner._replace(language=language)
            return replace(above, owner=owner)
        if owner and owner.tag.kind in ("cell", "caption") and role not in ("TD", "TH", "Note", "FENote"):
            return above
        match role:
            case "TD" | "TH":
                spot = self._spot(element)
                return _Context(Owner(Tag(number, "cell", around=around), cell=spot))
            case "LI":
                first = self._first(element)
                series = _number(element)
                return _Context(Owner(Tag(number, "item", 0, around, series)), (*around, "item"), first)
            case "Note" | "FENote":
                return _Context(Owner(Tag(number, "note", series=number)), (), self._first(element))
            case "Lbl":
                opens = (
                    owner is not None
                    and owner.tag.kind in ("item", "note")
                    and owner.tag.block == _number(element)
                )
                return replace(above, owner=owner._replace(part="label" if opens else "mark") if owner else None)
            case "LBody":
                return above
            case "BlockQuote":
                inner = (*around, "quote")
                return _Context(Owner(Tag(number, "paragraph", around=inner)), inner)
            case "Caption":
                return _Context(Owner(Tag(number, "caption", around=around)), around)
            case "P" if owner and owner.tag.kind == "note":
                return above if key == above.opening else replace(above, owner=_next_of_note(owner, number))
            case "P" if key == above.opening:
                return replace(above, opening=None)
            case "P":
                return _Context(Owner(Tag(number, "paragraph", around=around)), around)
            case "H" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "Title":
                level = int(role[1:]) if role[1:].isdigit() else 1
                return _Context(Owner(Tag(number, "heading", level, around)), around)
        return _Context(None, around)

    def _first(self, element: Element) -> tuple[int, int] | None:
        """The paragraph that an item or a note opens with, None if it opens with something else."""
        for kid in _kids(element):
            role = self._role(kid)
            if role == "LBody":
                return self._first(kid)
            if role == "P":
                return (int(kid.objgen[0]), int(kid.objgen[1]))
            if role != "Lbl":
                return None
        return None

    # ── tables ───────────────────────────────────────────────────────────────────────────────────────

    def _spot(self, cell: Element) -> Spot | None:
        """Where a cell stands, by the rows of its table."""
        key = cell.objgen
        if key not in self._spots:
            table = cell.get("/P")
            for _ in range(DEEPEST):
                if table is None or "/S" not in table or self._role(table) == "Table":
                    break
                table = table.get("/P")
            if table is not None and "/S" in table:
                found = dict(self._cells(table))
                columns = max((spot.column + spot.across for spot in found.values()), default=0)
                self._spots.update({place: spot._replace(columns=columns) for place, spot in found.items()})
        return self._spots.get(key)

    def _cells(self, table: Element) -> Iterator[tuple[tuple[int, int], Spot]]:
        """The cells of a table, each with its place, as the rows above leave room."""
        taken: set[tuple[int, int]] = set()
        number = table.objgen[0]
        for row, (element, in_head) in enumerate(self._rows(table)):
            cells = [kid for kid in _kids(element) if self._role(kid) in ("TD", "TH")]
            heads = in_head or all(self._role(cell) == "TH" for cell in cells)
            column = 0
            for cell in cells:
                while (row, column) in taken:
                    column += 1
                across, down = _span(cell, "/ColSpan"), _span(cell, "/RowSpan")
                taken.update((row + r, column + c) for r in range(down) for c in range(across))
                if len(taken) > MOST_CELLS:
                    raise ValueError("too many cells")
                yield cell.objgen, Spot(number, row, column, across, down, heads)
                column += across

    def _rows(self, table: Element) -> Iterator[tuple[Element, bool]]:
        for kid in _kids(table):
            role = self._role(kid)
            if role == "TR":
                yield kid, False
            elif role in ("THead", "TBody", "TFoot"):
                yield from ((row, role == "THead") for row in _kids(kid) if self._role(row) == "TR")


def tags_of(objects: Objects) -> Tags | None:
    """The structure of a file that says it has one, None if it cannot be read."""
    import pikepdf

    pdf = objects.pdf()
    try:
        return Tags(pdf) if pdf else None
    except (pikepdf.PdfError, RuntimeError, LookupError, TypeError, ValueError, AttributeError):
        return None


def _claims_to_be_complete(pdf: Any) -> bool:
    """Whether a file claims PDF/UA: that all real text has the tag that says what it is (ISO 14289-1)."""
    metadata = pdf.Root.get("/Metadata")
    return metadata is not None and b"pdfuaid:part" in metadata.read_bytes()[:MOST_METADATA]


def _next_of_note(owner: Owner, number: int) -> Owner:
    """A paragraph of a note that is not its first."""
    return Owner(Tag(number, "note", series=owner.tag.series))


def _number(element: Element) -> int:
    """The number of the element that one stands in."""
    parent = element.get("/P")
    return int(parent.objgen[0]) if parent is not None else 0


def _inline(owner: Owner | None, role: str, element: Element) -> Owner | None:
    """What the content of an element in a line belongs to."""
    if owner is None or owner.part == "label":
        return owner
    if role == "Code" and not owner.part:
        return owner._replace(part="code")
    if role == "Reference":
        return owner._replace(part="mark")
    if role == "Span" and "/Alt" in element and _is_of_page(text_of(element.Alt)):
        return owner._replace(part="aside")
    return owner


def _is_of_page(said: str) -> bool:
    """Whether a description is that of the number of a page that was, such as "page 4"."""
    return len(said) <= MAX_FOLIO and bool(_FOLIO.search(said))


def _kids(element: Element) -> Iterator[Element]:
    """The elements directly in one, content and annotations left out."""
    import pikepdf

    kids = element.get("/K")
    for kid in kids.as_list() if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _span(cell: Element, name: str) -> int:
    """How many rows or columns a cell covers (PDF 32000-1, table 349)."""
    import pikepdf

    said = cell.get("/A")
    for each in said.as_list() if isinstance(said, pikepdf.Array) else [said]:
        if isinstance(each, pikepdf.Dictionary) and name in each:
            return max(1, min(int(each[name]), WIDEST))
    return 1


def _marks_in_forms(page: Element) -> bool:
    """Whether a form drawn on the page has marked content with numbers of its own."""
    resources = page.get("/Resources")
    forms = resources.get("/XObject") if resources is not None else None
    return forms is not None and any("/StructParents" in form for form in dict(forms).values())
