"""Link annotations of a page: where they lie and where they lead, and the words that stand in them."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

import pypdfium2.raw as raw

from convert.boxes import holds
from convert.page import Box
from convert.readers.pdf.glyphs.characters import Frame
from convert.readers.pdf.glyphs.pdfium import Handle
from convert.readers.pdf.glyphs.pieces import Piece

MAX_LINKS = 5000
"""Links of one page; an index has some hundreds."""
MAX_ADDRESS = 2048
"""Bytes of the longest address taken; longer ones hold data, not places."""
TALLEST = 40.0
"""Points; text taller than a link may still stand in it."""


def links_of(document: Handle, page: Handle, frame: Frame) -> list[tuple[Box, str]]:
    """Each link of the page with its address, or "#page-4" for a place on a sheet."""
    return list(_links(document, page, frame))


def _links(document: Handle, page: Handle, frame: Frame) -> Iterator[tuple[Box, str]]:
    opened, shown = ctypes.cast(document, raw.FPDF_DOCUMENT), ctypes.cast(page, raw.FPDF_PAGE)
    position, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
    for _ in range(MAX_LINKS):
        if not raw.FPDFLink_Enumerate(shown, position, link):
            return
        target = _target(opened, link)
        if target and raw.FPDFLink_GetAnnotRect(link, rect):
            yield frame.box(rect.left, rect.top, rect.right, rect.bottom), target


def _target(document: raw.FPDF_DOCUMENT, link: raw.FPDF_LINK) -> str:
    """Where a link leads: a web address or a sheet of this file; nothing for other actions."""
    destination = raw.FPDFLink_GetDest(document, link)
    action = raw.FPDFLink_GetAction(link)
    if not destination and action:
        kind = raw.FPDFAction_GetType(action)
        if kind == raw.PDFACTION_URI:
            return _address(document, action)
        if kind == raw.PDFACTION_GOTO:
            destination = raw.FPDFAction_GetDest(document, action)
    if not destination:
        return ""
    index = raw.FPDFDest_GetDestPageIndex(document, destination)
    return f"#page-{index + 1}" if index >= 0 else ""


def _address(document: raw.FPDF_DOCUMENT, action: raw.FPDF_ACTION) -> str:
    length = raw.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < length <= MAX_ADDRESS:
        return ""
    room = ctypes.create_string_buffer(length)
    raw.FPDFAction_GetURIPath(document, action, room, length)
    address = room.value.decode("utf-8", "replace").strip()
    return address if address.isprintable() else ""


def linked(found: Sequence[Piece], links: Sequence[tuple[Box, str]]) -> Sequence[Piece]:
    """The pieces with the link that each stands in, if it does."""
    if not links:
        return found
    ordered = sorted(found, key=_top)
    tops = [_top(piece) for piece in ordered]
    for area, target in links:
        for at in range(bisect_left(tops, area.top - TALLEST), bisect_right(tops, area.bottom)):
            if holds(area, ordered[at].box):
                ordered[at] = ordered[at]._replace(link=target)
    return ordered


def _top(piece: Piece) -> float:
    return piece.box.top
