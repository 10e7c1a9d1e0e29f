"""What a layout leaves off pages: notes taller than a page, notes forgotten, tables and text beyond an edge."""

from __future__ import annotations

from typing import Any, TypeAlias

from convert.writers.words import Words

Element: TypeAlias = Any  # xml.etree.ElementTree.Element
Rendering: TypeAlias = Any  # weasyprint.Document

ROOMS = ("close", "wide")
"""What a table that is too wide is given: a smaller size, then a page on its side too. Classes of print.css."""


def long_notes(rendering: Rendering) -> list[Element]:
    """The notes that reach out of the text area of their page, above or below."""
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox  # type: ignore[import-untyped]

    found = []
    for sheet in rendering.pages:
        page = sheet._page_box
        top, bottom = page.content_box_y() - 1, page.content_box_y() + page.height + 1  # with a pixel for rounding
        notes = [note for area in page.children if isinstance(area, FootnoteAreaBox) for note in area.children]
        for note in notes:
            above, below = note.border_box_y(), note.border_box_y() + note.border_height()
            found += [note.element] if above < top or below > bottom else []
    return found


def lost_notes(root: Element, rendering: Rendering) -> list[Element]:
    """The notes that stand on no page. WeasyPrint 70 loses one when it lays its line out a second time."""
    notes = [element for element in root.iter("span") if element.get("class") == "footnote"]
    if not notes:
        return []
    boxes = (box for sheet in rendering.pages for box in sheet._page_box.descendants())
    there = {box.element for box in boxes if "::" not in (box.element_tag or "")}  # its call alone is not the note
    return [note for note in notes if note not in there]


def set_at_end(root: Element, notes: list[Element], words: Words) -> list[str]:
    """Move these notes from where they are cited to a section at the end, under a heading; their labels."""
    body = root.find("body")
    section = body.find("section[@class='long-notes']")
    if section is None:
        section = body.makeelement("section", {"class": "long-notes"})
        title = body.makeelement("h2", {"lang": words.language})
        title.text = words.notes
        section.append(title)
        body.append(section)
    parents = {child: parent for parent in root.iter() for child in parent}
    moved = list(dict.fromkeys(notes))
    for note in moved:
        take_out(parents[note], note)
        section.append(note)
    return [note.findtext("span[@class='label']", "") for note in moved]


def take_out(parent: Element, child: Element) -> None:
    """Remove a child; the text after it stays."""
    place = list(parent).index(child)
    text, child.tail = child.tail or "", None
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(child)


def wide_tables(rendering: Rendering) -> list[Element]:
    """The tables that reach beyond the text area of their page."""
    from weasyprint.formatting_structure.boxes import TableBox

    found = {}
    for sheet in rendering.pages:
        page = sheet._page_box
        left, right = page.content_box_x() - 1, page.content_box_x() + page.width + 1  # with a pixel for rounding
        for box in page.descendants():
            if isinstance(box, TableBox) and not left <= box.position_x <= box.position_x + box.width <= right:
                found[box.element] = True
    return list(found)


def make_room(tables: list[Element]) -> bool:
    """Give each of these tables the next of the rooms it has not had; whether any was left."""
    changed = False
    for table in tables:
        had = table.get("class", "").split()
        if left := [room for room in ROOMS if room not in had]:
            table.set("class", " ".join([*had, left[0]]))
            changed = True
    return changed


def off_page(rendering: Rendering) -> str:
    """A text that lies, wholly or in part, off its sheet, "" if there is none."""
    for sheet in rendering.pages:
        for box in sheet._page_box.descendants():
            text: str = getattr(box, "text", "")
            if text.strip() and not (
                box.position_x >= 0 <= box.position_y
                and box.position_x + box.width <= sheet.width
                and box.position_y + box.height <= sheet.height
            ):
                return text
    return ""
