"""What can be pointed at in a document, headings, items, pages, notes and references, each with its one anchor.

Anchors are made here once, in reading order; the writers of HTML, EPUB and PDF all use the same. An item's is its
printed labels from the outermost in, `para-15-j`, so that it can be cited and stays when text around it changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from convert.document import (
    Document,
    Figure,
    Heading,
    Item,
    Node,
    Note,
    NoteRef,
    PageBreak,
    Quote,
    Table,
    children,
    plain,
    walk,
)

ANCHORED = (Heading, Table, NoteRef, PageBreak)
"""The nodes that take an anchor, each the next one of its stream; and so does an item that has a label."""

_OURS = re.compile(r"(?:fn|fnref|page|table|para|quoted|note|pop)-|(?:contents|notes|about|text|pages)$")
SLUG_LENGTH = 60  # characters; long enough to tell headings apart, short enough to paste


class Section(NamedTuple):
    """A heading of the outline at the level it has there, 2 to 6."""

    anchor: str
    level: int
    heading: Heading


class Mark(NamedTuple):
    """Where a page of the source begins."""

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A note in its place, with the anchors of the references to it and of what its own text holds."""

    note: Note
    anchor: str
    references: tuple[str, ...]
    stream: tuple[str, ...]
    absent: bool  # made up here because the text refers to a note that the document does not have
    cited: bool  # in the text itself, not only in other notes


@dataclass(frozen=True, slots=True)
class Index:
    """All anchors of a document."""

    title: Heading | None  # the first block, if it is the title
    title_text: str
    outline: tuple[Section, ...]
    pages: tuple[Mark, ...]
    entries: tuple[Entry, ...]
    stream: tuple[str, ...]  # of the text, in reading order
    tables: Mapping[str, int]  # anchor: number

    @property
    def orphans(self) -> tuple[Entry, ...]:
        """The notes to which nothing refers."""
        return tuple(entry for entry in self.entries if not entry.references)

    def known(self) -> frozenset[str]:
        """Every anchor a link may lead to."""
        streams = (anchor for entry in self.entries for anchor in (entry.anchor, *entry.stream))
        return frozenset((*self.stream, *streams))


class Counts(NamedTuple):
    """How many things of each kind an edition has to own up to."""

    uncertain: int
    missing: int
    absent: int
    orphan: int
    undescribed: int


def index(document: Document) -> Index:
    """The anchors of a document."""
    names = _Names()
    notes = (*document.notes, *absent_notes(document))
    anchors = [names.take(f"fn-{token(note.id)}") for note in notes]
    place = {note.id: position for position, note in reversed(list(enumerate(notes)))}
    references: list[list[str]] = [[] for _ in notes]
    pages: list[Mark] = []
    tables: dict[str, int] = {}
    headings: list[tuple[str, Heading]] = []

    def anchor(node: Node) -> str:
        match node:
            case NoteRef(id):
                cited = references[place[id]]
                cited.append(names.take(f"fnref-{token(id)}-{len(cited) + 1}"))
                return cited[-1]
            case PageBreak(number, label):
                pages.append(Mark(names.take(f"page-{number}"), label or str(number)))
                return pages[-1].anchor
            case Table():
                tables[name := names.take(f"table-{len(tables) + 1}")] = len(tables) + 1
                return name
        assert isinstance(node, Heading)
        return names.take(slug(plain(node)))

    def fill(made: list[str], nodes: Iterable[Node], above: str, outlined: bool) -> None:
        """Adds the anchors of these nodes and of all below; `above` is what the labels of items are put behind."""
        for node in nodes:
            inner = above
            match node:
                case Item(label=str(label)) if label:
                    section = headings[-1][0] if headings else ""
                    inner = names.take_item(f"{above}-{enumerator(label)}", section)
                    made.append(inner)
                case Quote():
                    inner = "quoted"
                case Heading() | Table() | NoteRef() | PageBreak():
                    made.append(anchor(node))
                    if outlined and isinstance(node, Heading):
                        headings.append((made[-1], node))
            fill(made, children(node), inner, outlined)

    def stream(nodes: Iterable[Node], above: str, outlined: bool = False) -> tuple[str, ...]:
        made: list[str] = []
        fill(made, nodes, above, outlined)
        return tuple(made)

    text = stream(document.children, "para", outlined=True)
    cited_in_text = [bool(cited) for cited in references]
    inside = [stream(note.children, f"note-{token(note.id)}") for note in notes]
    title = title_heading(document)
    return Index(
        title=title,
        title_text=(plain(title) if title else document.meta.title or document.meta.identifier).strip(),
        outline=tuple(outline(headings[1:] if title else headings)),
        pages=tuple(pages),
        entries=tuple(
            Entry(note, anchors[i], tuple(references[i]), inside[i], i >= len(document.notes), cited_in_text[i])
            for i, note in enumerate(notes)
        ),
        stream=text,
        tables=tables,
    )


def anchored(nodes: Iterable[Node]) -> Iterable[Node]:
    """The nodes below these that take an anchor, in reading order."""
    return (inner for node in nodes for inner in walk(node) if takes_anchor(inner))


def takes_anchor(node: Node) -> bool:
    """Whether the node takes the next anchor of its stream."""
    return isinstance(node, ANCHORED) or (isinstance(node, Item) and bool(node.label))


def absent_notes(document: Document) -> tuple[Note, ...]:
    """A stand-in for each note that is referred to but not in the document, in the order of the references."""
    there = {note.id for note in document.notes}
    wanted = dict.fromkeys(node.id for node in walk(document) if isinstance(node, NoteRef))
    return tuple(Note(id, missing=True) for id in wanted if id not in there)


def title_heading(document: Document) -> Heading | None:
    """The first block, if it is a heading of level 1 with text: then it is the title as printed."""
    first = document.children[0] if document.children else None
    return first if isinstance(first, Heading) and first.level == 1 and plain(first).strip() else None


def outline(headings: Iterable[tuple[str, Heading]]) -> Iterable[Section]:
    """The headings below the title, with levels that leave none out (WCAG 2.2, technique G141)."""
    open_: list[tuple[int, int]] = []  # printed level, level in the outline
    for anchor, heading in headings:
        if not plain(heading).strip():
            continue  # nothing to read out or to follow
        while open_ and open_[-1][0] >= heading.level:
            open_.pop()
        level = min((open_[-1][1] if open_ else 1) + 1, 6)
        open_.append((heading.level, level))
        yield Section(anchor, level, heading)


def counts(document: Document, found: Index) -> Counts:
    """What an edition has to own up to."""
    nodes = tuple(walk(document))
    return Counts(
        uncertain=sum(isinstance(node, NoteRef) and node.uncertain for node in nodes),
        missing=sum(entry.note.missing and not entry.absent for entry in found.entries),
        absent=sum(entry.absent for entry in found.entries),
        orphan=len(found.orphans),
        undescribed=sum(isinstance(node, Figure) and not node.alt.strip() for node in nodes),
    )


def slug(text: str) -> str:
    """The text as an anchor: its letters and digits, lower case, joined by hyphens."""
    name = re.sub(r"[\W_]+", "-", text.lower()).strip("-")
    if len(name) > SLUG_LENGTH:
        name = name[:SLUG_LENGTH].rsplit("-", 1)[0]
    return f"section-{name}".rstrip("-") if _OURS.match(name) or not name else name


def token(label: str) -> str:
    """A note's id as part of an anchor; characters that an address cannot hold become their number."""
    return re.sub(r"[^A-Za-z0-9.-]", lambda odd: f"u{ord(odd[0]):x}", label) or "none"


def enumerator(label: str) -> str:
    """A printed label as part of an anchor: what is counted, without its brackets and stops.

    >>> enumerator("(iv)"), enumerator("1 bis."), enumerator("Article 3."), enumerator("2.1")
    ('iv', '1-bis', 'Article-3', '2.1')
    """
    return re.sub(r"[^\w.]+|_", "-", label).strip("-.") or "x"


class _Names:
    """Names given out once each; a second asker gets the name with a number."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, name: str) -> str:
        given = name
        while given in self._taken:
            self._taken[name] += 1
            given = f"{name}-{self._taken[name]}"
        self._taken[given] = 1
        return given

    def take_item(self, name: str, section: str) -> str:
        """An item's name. A label that comes again is told apart by its section, `annex.para-1`, then by a number,
        `para-1_2`: neither a full stop nor a low line can come from where headings and labels have none."""
        if name in self._taken and section:
            name = f"{section}.{name}"
        given = name
        while given in self._taken:
            self._taken[name] += 1
            given = f"{name}_{self._taken[name]}"
        self._taken[given] = 1
        return given
