"""Parts of a document, each a tagged PDF of its own, become one: pages, structure, links, names and outline.

Pages copied from file to file lose their tags; so each part's structure tree is copied after its pages, hung under
the one document, and its numbers are moved past those already there (ISO 32000-1, 14.7).
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, TypeAlias

import pikepdf

from convert.errors import Internal
from convert.writers.pdf.layout import ELSEWHERE, Bookmark
from convert.writers.pdf.parts import Part
from convert.writers.pdf.workers import Printed

Element: TypeAlias = Any  # a structure element: pikepdf.Dictionary


def merge(parts: Iterable[tuple[Part, Printed]]) -> bytes:
    """The parts as one PDF."""
    (_, first), *others = parts
    with pikepdf.open(io.BytesIO(first.data)) as pdf:
        whole = Whole(pdf, first)
        for part, printed in others:
            whole.add(part, printed)
        whole.finish()
        written = io.BytesIO()
        pdf.remove_unreferenced_resources()
        pdf.save(
            written,
            deterministic_id=True,  # PDF/A asks for an ID; this one depends on the content alone
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return written.getvalue()


class Whole:
    """The document as far as it is joined."""

    def __init__(self, pdf: pikepdf.Pdf, first: Printed) -> None:
        self.pdf = pdf
        self.structure: Any = pdf.Root.StructTreeRoot
        self.document: Element = self.structure.K[0]
        self.owners: list[Any] = list(self.structure.ParentTree.Nums)
        self.ids: dict[bytes, Any] = dict(names(self.structure.get("/IDTree")))
        self.places: dict[bytes, Any] = dict(names(places_of(pdf)))
        self.bookmarks = list(first.bookmarks)
        self.streams: dict[bytes, Any] = {}
        self.share_streams(0)

    def add(self, part: Part, printed: Printed) -> None:
        """Join a part to the end."""
        before, numbers = len(self.pdf.pages), len(self.owners) // 2
        with pikepdf.open(io.BytesIO(printed.data)) as source:
            for page in source.pages:
                self.pdf.pages.append(page)
            structure = self.pdf.copy_foreign(source.Root.StructTreeRoot)  # its pages are there already
            places = self.pdf.copy_foreign(source.make_indirect(places_of(source)))
        self.places |= names(places)
        self.ids |= names(structure.get("/IDTree"))
        for page in self.pdf.pages[before:]:
            page.obj.StructParents += numbers
            for annotation in page.obj.get("/Annots", []):
                annotation.StructParent += numbers
        added = list(structure.ParentTree.Nums)
        for key, owner in zip(added[::2], added[1::2], strict=True):
            self.owners += [int(key) + numbers, owner]
        self.hang(list(structure.K[0].K), continues=part.continues)
        self.bookmarks += (mark._replace(page=mark.page + before) for mark in printed.bookmarks)
        self.share_streams(before)

    def hang(self, kids: list[Element], *, continues: bool) -> None:
        """Hang the elements of a part under the document; the first goes on with its last if that is divided."""
        if continues and kids:
            rest = kids.pop(0)
            begun = self.document.K[-1]
            if begun.S != rest.S:
                raise Internal(f"a part begins with {rest.S}, the one before ends with {begun.S}")
            for kid in rest.K:
                kid.P = begun
                begun.K.append(kid)
        for kid in kids:
            kid.P = self.document
            self.document.K.append(kid)

    def finish(self) -> None:
        """Write the trees that lead to pages and elements, and point the links between parts at their targets."""
        self.structure.ParentTree = self.pdf.make_indirect(pikepdf.Dictionary(Nums=self.owners))
        self.structure.ParentTreeNextKey = len(self.owners) // 2
        if self.ids:
            self.structure.IDTree = self.pdf.make_indirect(name_tree(self.ids))
        if self.places:
            self.pdf.Root.Names = pikepdf.Dictionary(Dests=self.pdf.make_indirect(name_tree(self.places)))
        for page in self.pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                self.aim(annotation)
        self.write_outline()

    def aim(self, annotation: Any) -> None:
        """Point a link to another part at its place there."""
        address = str(annotation.get("/A", {}).get("/URI", ""))
        if address.startswith(ELSEWHERE):
            place = pikepdf.String(address.removeprefix(ELSEWHERE))
            if bytes(place) not in self.places:
                raise Internal(f"a link leads to {place}, which no part has")
            del annotation.A
            annotation.Dest = place

    def write_outline(self) -> None:
        """The headings as a tree: each is below the last one before it that has a higher level."""
        with self.pdf.open_outline() as outline:
            outline.root.clear()
            open_: list[tuple[int, Any]] = []
            for mark in self.bookmarks:
                while open_ and open_[-1][0] >= mark.level:
                    open_.pop()
                entry = outline_item(mark)
                (open_[-1][1].children if open_ else outline.root).append(entry)
                open_.append((mark.level, entry))

    def share_streams(self, start: int) -> None:
        """Keep one copy of each font and colour profile that several parts have brought."""
        shared: set[tuple[int, int]] = set()
        for page in self.pdf.pages[start:]:
            for font in page.obj.Resources.get("/Font", {}).values():
                if font.objgen in shared:
                    continue
                shared.add(font.objgen)
                for below in font.get("/DescendantFonts", []):
                    self.share(below.FontDescriptor, "/FontFile2", "/FontFile3", "/CIDSet")
                self.share(font, "/ToUnicode")

    def share(self, holder: Any, *keys: str) -> None:
        for key in keys:
            if key in holder:
                stream = holder[key]
                name = blake2b(stream.read_raw_bytes(), digest_size=16).digest()
                holder[key] = self.streams.setdefault(name, stream)


def outline_item(mark: Bookmark) -> pikepdf.OutlineItem:
    return pikepdf.OutlineItem(mark.label, mark.page, "XYZ", left=mark.left, top=mark.top)


def places_of(pdf: Any) -> Any:
    """The name tree of the places in a file that links lead to."""
    return pdf.Root.get("/Names", {}).get("/Dests", pikepdf.Dictionary(Names=[]))


def names(tree: Any) -> Iterable[tuple[bytes, Any]]:
    """The entries of a name tree of one node."""
    entries = [] if tree is None else list(tree.get("/Names", []))
    return ((bytes(key), value) for key, value in zip(entries[::2], entries[1::2], strict=True))


def name_tree(entries: dict[bytes, Any]) -> pikepdf.Dictionary:
    """A name tree of one node, its keys sorted by their bytes (ISO 32000-1, 7.9.6)."""
    flat: list[Any] = []
    for key in sorted(entries):
        flat += [pikepdf.String(key), entries[key]]
    return pikepdf.Dictionary(Names=flat)
