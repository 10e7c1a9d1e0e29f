"""Blocks, inlines and notes as XHTML, the one rendering that HTML, EPUB and PDF stand on.

Notes take one of three shapes: "end", a list at the end and pop-ups besides (HTML); "foot", inside the text behind
their first reference, to be floated to the foot of the page (PDF); "aside", one by one for pop-ups (EPUB, whose
readers choke on lists of notes: https://github.com/jgm/pandoc/issues/8676). Roles are those of
https://www.w3.org/TR/dpub-aria-1.1/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, TypeAlias, TypeVar

from convert.document import (
    Block,
    Code,
    CodeBlock,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Rule,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    plain,
)
from convert.writers.anchors import Entry, Index
from convert.writers.numbering import numbering
from convert.writers.tables import row_groups
from convert.writers.words import Words
from convert.writers.xml import direction, escape, language_tag, web_address

Notes: TypeAlias = Literal["end", "foot", "aside"]
Rendered = TypeVar("Rendered")

SHORT, MEDIUM = 3, 5
"""Characters of the longest label in a list whose labels hang in a narrow or a middling column: "(a)", "(iii)"."""
NEAR = 3
"""Characters between two note marks that do not keep their targets, of 24 px each, apart."""

_CLASS = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_PARAGRAPH = re.compile(r"<p(?: lang=[^>]*)?>")
_ID = re.compile(r' id="[^"]*"')


class Markup:
    """A document's nodes as XHTML.

    `link_to` gives the address of an anchor ("#fn-5", or with a file in an EPUB); `picture` gives the address
    of a figure, None if it is not to be had. Anchors are taken from the index's streams one by one, so blocks
    must be rendered in reading order, each once.
    """

    def __init__(
        self,
        index: Index,
        words: Words,
        language: str | None,
        notes: Notes,
        link_to: Callable[[str], str] = "#{}".format,
        picture: Callable[[str], str | None] = lambda source: None,
    ) -> None:
        self.index = index
        self.words = words
        self.notes = notes
        self.link_to = link_to
        self.picture = picture
        self._language = language or ""  # of what is being rendered
        self._ours: dict[str, str] = {}
        self._copying = False  # a second time, without anchors
        self._anchors: Iterator[str] = iter(index.stream)
        self._levels = {section.anchor: section.level for section in index.outline}
        self._entries: dict[str, Entry] = {}
        for entry in reversed(index.entries):
            self._entries[entry.note.id] = entry
        self._known = index.known()

    @property
    def ours(self) -> str:
        """The attributes of our own words, none where they are in the language of what they stand in."""
        if self._language not in self._ours:
            same = self.words.language == self._language.split("-")[0].lower()
            self._ours[self._language] = "" if same else self.language(self.words.language)
        return self._ours[self._language]

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Blocks, one a line."""
        return "".join(f"{self.block(block)}\n" for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph((Span(children, language, classes),)) if language_tag(language):
                return f"<p{self.language(language)}{_classes(classes)}>{self.speaking(language, children)}</p>"
            case Paragraph(children):
                return f"<p>{self.inlines(children)}</p>"
            case List():
                return self.listing(block)
            case Heading():
                return self.heading(block)
            case Quote(children):
                return f"<blockquote>\n{self.blocks(children)}</blockquote>"
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case CodeBlock(text):
                return f"<pre><code>{escape(text)}</code></pre>"
            case Rule():
                return "<hr/>"

    def heading(self, heading: Heading) -> str:
        """A heading at its level in the outline; in a note, or without text, only the look of one."""
        anchor = next(self._anchors)
        inside = self.inlines(heading.children)
        level = self._levels.get(anchor)
        if heading is self.index.title and level is None:
            return f'<h1 id="{anchor}">{inside}</h1>'
        if level is None:
            return f'<p class="heading" id="{anchor}">{inside}</p>'
        return f'<h{level} id="{anchor}">{inside}</h{level}>'

    def listing(self, list_: List) -> str:
        """A list; printed labels are text, and `role` keeps it a list where styles take the markers away
        (https://bugs.webkit.org/show_bug.cgi?id=170179)."""
        start, end = self.list_tags(list_)
        labelled = any(item.label for item in list_.children)
        return "".join([start, *(f"{self.item(item, labelled)}\n" for item in list_.children), end])

    def list_tags(self, list_: List) -> tuple[str, str]:
        """The tags before and after the items of a list."""
        labels = [item.label for item in list_.children if item.label]
        if not labels:
            return "<ul>\n", "</ul>"
        kind = f' data-numbering="{numbering(labels)}"' if self.notes == "foot" else ""
        return f'<ol class="labelled {column(labels)}" role="list"{kind}>\n', "</ol>"

    def item(self, item: Item, labelled: bool) -> str:
        """An item, its label heading its first paragraph; in a `labelled` list, one without has a bullet."""
        if not item.label:
            bullet = ' class="bullet"' if labelled else ""
            return f"<li{bullet}>{self._joined(item.children) or '<p></p>'}</li>"
        anchor = next(self._anchors)
        return f'<li id="{anchor}">{self._headed(self.label(item.label, anchor), item.children)}</li>'

    def label(self, label: str, anchor: str) -> str:
        """A printed label; on a page in the web it is the link to its own place, for whoever wants to cite it."""
        if self.notes != "end":
            return _label(label)
        return f'<a class="label" href="{escape(self.link_to(anchor))}">{escape(label)}</a> '

    def table(self, table: Table) -> str:
        """A table with column headings; a wide one scrolls inside its own frame."""
        anchor = next(self._anchors)
        caption = (
            f'<caption id="{anchor}-caption">{self.inlines(table.caption)}</caption>' if table.caption else ""
        )
        inside = caption + row_groups(table, self.inlines)
        if self.notes != "end":
            return f'<table id="{anchor}">{inside}</table>'
        number = self.words.table.format(number=self.index.tables[anchor])
        name = f'aria-labelledby="{anchor}-caption"' if caption else f'aria-label="{number}"{self.ours}'
        return f'<div class="table" role="region" tabindex="0" {name}><table id="{anchor}">{inside}</table></div>'

    def figure(self, figure: Figure) -> str:
        """A picture with its description and caption; one that is not to be had is named."""
        caption = f"<figcaption>{self.inlines(figure.children)}</figcaption>" if figure.children else ""
        address = self.picture(figure.source)
        if address is None:
            told = escape(self.words.no_picture.format(name=figure.source))
            alt = f"<p>{escape(figure.alt)}</p>" if figure.alt.strip() else ""
            return f'<figure><p class="said"{self.ours}>{told}</p>{alt}{caption}</figure>'
        text = figure.alt.strip() or " ".join(map(plain, figure.children)).strip()  # a caption at least names it
        alt, lang = (escape(text), "") if text else (escape(self.words.no_alt), self.ours)
        return f'<figure><img src="{escape(address)}" alt="{alt}"{lang}/>{caption}</figure>'

    # ── inlines ──────────────────────────────────────────────────────────────────────────────────────

    def inlines(self, inlines: Sequence[Inline]) -> str:
        if self.notes != "end":
            return "".join(map(self.inline, inlines))
        return "".join(
            self.reference(inline, crowded(inlines[place + 1 : place + 3]))
            if isinstance(inline, NoteRef)
            else self.inline(inline)
            for place, inline in enumerate(inlines)
        )

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(text):
                return escape(text)
            case NoteRef():
                return self.reference(inline)
            case PageBreak(number, label):
                return self.page_break(label or str(number))
            case Emphasis(children):
                return f"<em>{self.inlines(children)}</em>"
            case Strong(children):
                return f"<strong>{self.inlines(children)}</strong>"
            case Superscript(children):
                return f"<sup>{self.inlines(children)}</sup>"
            case Subscript(children):
                return f"<sub>{self.inlines(children)}</sub>"
            case Code(text):
                return f"<code>{escape(text)}</code>"
            case Link(children, target):
                return self.link(self.inlines(children), target)
            case LineBreak():
                return "<br/>"
            case Span(children, language, classes):
                inside = self.speaking(language, children)
                return f"<span{self.language(language)}{_classes(classes)}>{inside}</span>"

    def language(self, language: str | None) -> str:
        """The attributes of a stretch in another language, with its direction if that is another too."""
        tag = language_tag(language)
        if not tag:
            return ""
        way = direction(tag)
        turned = f' dir="{way}"' if way != direction(self._language) else ""
        return (f' lang="{tag}" xml:lang="{tag}"' if self.notes == "aside" else f' lang="{tag}"') + turned

    def speaking(self, language: str | None, inlines: Sequence[Inline]) -> str:
        """Inlines inside a stretch in another language, so that our own words there are told apart from it."""
        outer, self._language = self._language, language_tag(language) or self._language
        inside = self.inlines(inlines)
        self._language = outer
        return inside

    def link(self, inside: str, target: str) -> str:
        """A link, where its target is one we allow and, inside the document, exists; else only its text."""
        address = self.link_to(target[1:]) if target[:1] == "#" and target[1:] in self._known else None
        address = address or web_address(target)
        return (
            f'<a href="{escape(address)}">{inside}</a>' if address else f'<span class="unlinked">{inside}</span>'
        )

    def page_break(self, label: str) -> str:
        """Where a page of the source begins; in PDF the style shows its number, so that it is not in the text."""
        anchor = next(self._anchors)
        if self._copying:
            return ""  # the page begins where the text itself stands
        name = escape(self.words.page.format(label=label))
        shown = escape(self.words.page_mark.format(label=label))
        epub = ' epub:type="pagebreak"' if self.notes == "aside" else ""
        start = f'<span class="pagebreak" role="doc-pagebreak"{epub} id="{anchor}" aria-label="{name}"{self.ours}'
        if self.notes == "foot":
            return f'{start} data-label="{shown}"></span>'
        return f"{start}><span>[{shown}]</span></span>"

    # ── notes ────────────────────────────────────────────────────────────────────────────────────────

    def reference(self, reference: NoteRef, crowded: bool = False) -> str:
        """A note mark: a link with the printed label, raised also without styles so as not to read as digits. One
        that is `crowded` by the next is kept apart from it."""
        anchor, entry = next(self._anchors), self._entries[reference.id]
        label = entry.note.label
        name = (self.words.note_uncertain if reference.uncertain else self.words.note).format(label=label)
        doubt, shown = (" uncertain", f"{label}?") if reference.uncertain else ("", label)
        doubt += " crowded" * crowded
        epub = ' epub:type="noteref"' if self.notes == "aside" else ""
        address = escape(self.link_to(entry.anchor))
        link = (
            f'<sup class="noteref{doubt}"><a role="doc-noteref"{epub} id="{anchor}" href="{address}"'
            f' aria-label="{escape(name)}"{self.ours}>{escape(shown)}</a>{self._opener(entry)}</sup>'
        )
        placed_here = self.notes == "foot" and entry.cited and anchor == entry.references[0]
        return link + self.footnote(entry) if placed_here else link

    def _opener(self, entry: Entry) -> str:
        """A button that shows the note in place. It is hidden until the style finds a browser that can do so; the
        link before it always leads to the note."""
        if self.notes != "end":
            return ""
        name = escape(self.words.show_note.format(label=entry.note.label))
        target = f'popovertarget="{popover_name(entry)}"'
        return f'<button type="button" hidden="hidden" {target} aria-label="{name}"{self.ours}></button>'

    def popovers(self, entries: Iterable[Entry]) -> str:
        """The notes once more, each hidden by the browser until its button is pressed, and without their anchors
        since the list has it (https://html.spec.whatwg.org/multipage/popover.html)."""
        return "".join(self._popover(entry) for entry in entries if entry.references)

    def _popover(self, entry: Entry) -> str:
        self._copying = True
        parts = self._inside(entry, self._each)
        self._copying = False
        words, label = self.words, entry.note.label
        name = escape(words.note.format(label=label))
        address = escape(self.link_to(entry.anchor))
        inside = _ID.sub("", self._headed(_label(label), (), parts))
        more = (
            f'<p class="more"{self.ours}><a href="{address}">{escape(words.to_note.format(label=label))}</a></p>'
        )
        attributes = f'id="{popover_name(entry)}" popover="auto" role="note" aria-label="{name}"'
        if self.ours:  # its name is in another language than what it holds
            way = f' dir="{direction(self._language)}"'
            inside = f'<div lang="{self._language}"{way}>{inside}</div>'
        return f'<div class="pop" {attributes}{self.ours}>{inside}\n{more}</div>\n'

    def footnote(self, entry: Entry) -> str:
        """A note inside a paragraph, made of spans because it may hold no block."""
        with_label = f'<span class="label">{escape(entry.note.label)}</span> '
        return (
            f'<span class="footnote" id="{entry.anchor}">{with_label}{self._inside(entry, self._as_spans)}</span>'
        )

    def endnotes(self, entries: Iterable[Entry]) -> str:
        """Notes as a list, each with its printed label, its text and a way back to each reference."""
        entries = tuple(entries)
        items = "".join(
            f'<li id="{entry.anchor}">{self._headed(_label(entry.note.label), (), self._note(entry))}</li>\n'
            for entry in entries
        )
        width = column(entry.note.label for entry in entries)
        return f'<ol class="labelled notes {width}" role="list">\n{items}</ol>'

    def aside(self, entry: Entry) -> str:
        """A note as an aside, its label the way back to the first reference; one that nothing refers to is plain
        text, because some readers hide asides until they are asked for."""
        label = escape(entry.note.label)
        if not entry.references:
            body = self._headed(_label(entry.note.label), (), self._note(entry))
            return f'<div class="note" id="{entry.anchor}">{body}</div>'
        first = self._back(entry, 1, label)
        body = self._headed(f'<span class="label">{first}</span> ', (), self._note(entry, first_back=2))
        return f'<aside class="note" id="{entry.anchor}" epub:type="footnote" role="doc-footnote">{body}</aside>'

    def _note(self, entry: Entry, first_back: int = 1) -> list[str]:
        """The paragraphs of a note, the ways back at the end of the last."""
        parts: list[str] = self._inside(entry, self._each)
        last = len(entry.references)
        backs = "".join(
            " " + self._back(entry, number, "↑" if last == 1 else f"↑{number}")
            for number in range(first_back, last + 1)
        )
        if parts and parts[-1].startswith("<p>") and parts[-1].endswith("</p>"):
            return [*parts[:-1], f"{parts[-1][:-4]}{backs}</p>"]
        return [*parts, f"<p>{backs.lstrip()}</p>"] if backs else parts

    def _back(self, entry: Entry, number: int, shown: str) -> str:
        name = escape(self.words.back.format(number=number, label=entry.note.label))
        address = escape(self.link_to(entry.references[number - 1]))
        return f'<a role="doc-backlink" href="{address}" aria-label="{name}"{self.ours}>{shown}</a>'

    def _inside(self, entry: Entry, render: Callable[[Iterable[Block], str], Rendered]) -> Rendered:
        """A note's text and what must be said of it, rendered with the note's own anchors."""
        words = self.words
        said = words.absent if entry.absent else words.missing if entry.note.missing else ""
        if not entry.references:
            said = f"{said} {words.orphan}".strip()
        outer, self._anchors = self._anchors, iter(entry.stream)
        rendered = render(entry.note.children, said)
        self._anchors = outer
        return rendered

    def _each(self, blocks: Iterable[Block], said: str) -> list[str]:
        spoken = [f'<p><span class="said"{self.ours}>{escape(said)}</span></p>'] if said else []
        return [*map(self.block, blocks), *spoken]

    def _as_spans(self, blocks: Iterable[Block], said: str) -> str:
        parts = [self.block_as_span(block) for block in blocks]
        if said:
            parts.append(f'<span class="said"{self.ours}>{escape(said)}</span>')
        return " ".join(parts)

    def block_as_span(self, block: Block) -> str:
        """A block where only inlines may stand; the first paragraph follows the label, the rest start anew."""
        match block:
            case Paragraph(children):
                return f'<span class="p">{self.inlines(children)}</span>'
            case Heading(_, children):
                return f'<span class="p heading" id="{next(self._anchors)}">{self.inlines(children)}</span>'
            case Quote(children):
                return f'<span class="p quote">{self._as_spans(children, "")}</span>'
            case List(items):
                return " ".join(map(self._item_as_span, items))
            case Table(rows, caption=caption):
                anchor = next(self._anchors)
                lines = [self.inlines(caption)] if caption else []
                lines += [" ".join(self.inlines(cell.children) for cell in row.children) for row in rows]
                return f'<span class="p" id="{anchor}">{"<br/>".join(lines)}</span>'
            case Figure(_, alt, children):
                return f'<span class="p">{escape(alt)} {self.inlines(children)}</span>'
            case CodeBlock(text):
                return f'<span class="p"><code>{escape(text)}</code></span>'
            case Rule():
                return "<br/>"

    def _item_as_span(self, item: Item) -> str:
        if not item.label:
            return f'<span class="p item">• {self._as_spans(item.children, "")}</span>'
        anchor = next(self._anchors)
        return f'<span class="p item" id="{anchor}">{_label(item.label)}{self._as_spans(item.children, "")}</span>'

    # ── pieces ───────────────────────────────────────────────────────────────────────────────────────

    def _headed(self, label: str, blocks: Iterable[Block], parts: list[str] | None = None) -> str:
        """Blocks with a label at the head of the first paragraph, which is made if there is none."""
        parts = [self.block(block) for block in blocks] if parts is None else parts
        if parts and (opening := _PARAGRAPH.match(parts[0])):
            return "\n".join([f"{opening[0]}{label}{parts[0][opening.end() :]}", *parts[1:]])
        return "\n".join([f"<p>{label.rstrip()}</p>", *parts])

    def _joined(self, blocks: Iterable[Block]) -> str:
        return "\n".join(map(self.block, blocks))


def column(labels: Iterable[str]) -> str:
    """The class of a list for the column that its longest label needs."""
    longest = max((len(label) for label in labels), default=0)
    return "short" if longest <= SHORT else "medium" if longest <= MEDIUM else "long"


def popover_name(entry: Entry) -> str:
    """The name of the pop-up of a note."""
    return "pop-" + entry.anchor.removeprefix("fn-")


def inert(inlines: Iterable[Inline]) -> str:
    """Inlines for a table of contents: no marks, no pages, no links inside the link."""
    parts = []
    for inline in inlines:
        match inline:
            case Text(text) | Code(text):
                parts.append(escape(text))
            case LineBreak():
                parts.append(" ")
            case Emphasis(children):
                parts.append(f"<em>{inert(children)}</em>")
            case Superscript(children):
                parts.append(f"<sup>{inert(children)}</sup>")
            case Subscript(children):
                parts.append(f"<sub>{inert(children)}</sub>")
            case Span(children, language) if tag := language_tag(language):
                parts.append(f'<span lang="{tag}" xml:lang="{tag}">{inert(children)}</span>')
            case Strong(children) | Link(children) | Span(children):
                parts.append(inert(children))
    return "".join(parts)


def crowded(after: Sequence[Inline]) -> bool:
    """Whether what follows a note mark has another so near that one finger covers both."""
    match after:
        case [NoteRef(), *_]:
            return True
        case [Text(text), NoteRef()]:
            return len(text) <= NEAR
        case _:
            return False


def _label(label: str) -> str:
    return f'<span class="label">{escape(label)}</span> '


def _classes(classes: Iterable[str]) -> str:
    """A span's own classes, marked so that they never meet those of the edition."""
    names = " ".join(f"is-{name}" for name in classes if _CLASS.fullmatch(name))
    return f' class="{names}"' if names else ""
