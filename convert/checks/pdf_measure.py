"""A tagged PDF beside the HTML it was made from: the same paragraphs word for word, as many lists and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any
from unicodedata import normalize

from convert.checks.pdf_rules import HEADINGS
from convert.checks.pdf_structure import Element, Structure, plain
from convert.checks.verdict import Fault

TEXTS = ("P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption", "TH", "TD", "Note", "Lbl", "LBody")
BULLET = ("Lbl", "•")  # made by the layout


def compare(structure: Structure, body: str) -> Iterator[Fault]:
    """What the PDF lacks, or has otherwise than the HTML."""
    from lxml import html

    root = html.fragment_fromstring(body, create_parent="main")
    yield from reading_order(structure, root)
    yield from counts(structure, root)
    yield from tongues(structure, root)


def reading_order(structure: Structure, root: Any) -> Iterator[Fault]:
    """The text in structure order is that of the HTML, paragraph by paragraph, then that of notes at the end."""
    late = late_notes(structure.root)
    inside = {id(each) for section, _ in late for each in section.walk()}
    elements = [each for each in structure.elements(*TEXTS) if id(each) not in inside]
    elements += [each for _, notes in late for note in notes for each in note.walk() if each.role in TEXTS]
    read = [(each.role, composed(each.text())) for each in elements]
    read = [(role, text) for role, text in read if text and (role, text) != BULLET]
    names = [str(note.entries.get("/ID", "")) for _, notes in late for note in notes]
    expected = [(role, composed(text)) for role, text in blocks_with_late(root, names) if text]
    for number, (is_, should) in enumerate(zip(read, expected, strict=False)):
        if is_ != should:
            yield Fault("reading-order", f"paragraph {number} reads {is_}, should read {should}", text=should[1])
            return
    if len(read) != len(expected):
        yield Fault("reading-order", f"{len(read)} paragraphs are read, {len(expected)} are in the HTML")


def composed(text: str) -> str:
    """The text with its accents composed: a letter and its accent may be two glyphs, and are the same text
    (https://www.unicode.org/reports/tr15/)."""
    return normalize("NFC", text)


def late_notes(root: Element) -> list[tuple[Element, list[Element]]]:
    """The sections with the notes that no foot of a page could hold, each with these notes: under a heading, and
    nothing else (`writers/pdf/misfits.py`)."""
    found = []
    for section in root.walk():
        if section.role == "Sect":
            head, *notes = [kid for kid in section.kids if isinstance(kid, Element)] or [section]
            if head.role in HEADINGS and notes and all(note.role == "Note" for note in notes):
                found.append((section, notes))
    return found


def blocks_with_late(root: Any, late: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The paragraphs of HTML, and at the end the notes with these ids."""
    notes = {note.get("id"): note for note in root.xpath("//span[@class='footnote']")}
    yield from blocks(root, frozenset(late))
    yield from (block for name in late if name in notes for block in note_blocks(notes[name]))


def counts(structure: Structure, root: Any) -> Iterator[Fault]:
    """As many of each kind as the HTML has."""
    expected = count_html(root)
    found = Counter(element.role for element in structure.root.walk())
    for role, count in expected.items():
        if found[role] != count:
            yield Fault("how-many", f"{found[role]} {role} in the structure, {count} in the HTML")


def tongues(structure: Structure, root: Any) -> Iterator[Fault]:
    """Each language of the HTML is the language of some part."""
    spoken = {str(tag) for tag in root.xpath("//@lang")}
    heard = {element.language for element in structure.root.walk()}
    yield from (Fault("language-of-parts", f"no part is in {tag}") for tag in sorted(spoken - heard))


def blocks(element: Any, late: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The paragraphs of HTML with their structure types, as they should be read: notes behind their block, but for
    those whose ids are in `late`."""
    roles = {"caption": "Caption", "figcaption": "Caption", "th": "TH", "td": "TD", "pre": "P", "p": "P"}
    roles |= {"dt": "Lbl", "dd": "LBody"} | {f"h{level}": f"H{level}" for level in range(1, 7)}
    for child in element:
        role = roles.get(child.tag)
        if role is None:
            yield from blocks(child, late)
            continue
        yield from label(child)
        yield role, inline(child)
        for note in child.xpath(".//span[@class='footnote']"):
            if note.get("id") not in late:
                yield from note_blocks(note)


def note_blocks(note: Any) -> Iterator[tuple[str, str]]:
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


def count_html(root: Any) -> Counter[str]:
    """How many of each structure type the HTML asks for."""
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
