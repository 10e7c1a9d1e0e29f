"""A document as TEI P5 (https://tei-c.org/release/doc/tei-p5-doc/en/html/), for those who archive structure.

TEI and not Akoma Ntoso, because it holds any kind of document, and has words for what a recovery must own up to:
pages of the source (`pb`), what was corrected (`sic` and `corr`), what is lost (`gap`), how sure a reading is
(`cert`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from convert import __version__
from convert.document import (
    Block,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Meta,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Rule,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    plain,
)
from convert.writers import Change, Options
from convert.writers.anchors import Entry, Index, index, token
from convert.writers.language import spoken
from convert.writers.words import is_date, words_for
from convert.writers.xml import escape, language_tag, web_address

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="{language}">
{header}<text>
<body>
{body}</body>
</text>
</TEI>
"""

SURE, LIKELY = 0.95, 0.8  # confidence of an edit that TEI calls high, and medium

_WORD = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


def write(document: Document, options: Options) -> bytes:
    """The document as one TEI file; what was changed in it stands in its header."""
    document = spoken(document)
    words = words_for(document.meta.language)
    found = index(document)
    return TEI.format(
        language=language_tag(document.meta.language) or words.language,
        header=header(document.meta, found.title_text or words.untitled, options.changes),
        body=Writer(found, words.notes).body(document),
    ).encode()


# ── the header ───────────────────────────────────────────────────────────────────────────────────────


def header(meta: Meta, title: str, changes: Sequence[Change]) -> str:
    """What is known of the document, of its making, and of each change."""
    parts = [
        f"<fileDesc>\n<titleStmt>{_fact('title', title)}{_fact('author', meta.creator)}</titleStmt>\n",
        f"<publicationStmt>{publication(meta)}</publicationStmt>\n",
        f"<sourceDesc><bibl>{_source(meta) or _fact('title', title)}</bibl></sourceDesc>\n</fileDesc>\n",
        f'<encodingDesc>\n<appInfo><application ident="reissue" version="{escape(__version__)}">'
        "<label>reissue</label></application></appInfo>\n",
        f"<editorialDecl><correction><p>{'Each correction is listed below.' if changes else 'None was made.'}</p>"
        "</correction><hyphenation><p>Words divided at line ends were joined.</p></hyphenation></editorialDecl>\n"
        "</encodingDesc>\n",
        _profile(meta),
        _revisions(changes),
    ]
    return f"<teiHeader>\n{''.join(parts)}</teiHeader>\n"


def publication(meta: Meta) -> str:
    """Who published it and when; where nobody is known, words that say so."""
    if not meta.publisher.strip():
        return "<p>Republished with reissue.</p>"
    date = _date(meta.date)
    rights = f"<availability><p>{escape(meta.rights)}</p></availability>" if meta.rights.strip() else ""
    return f"{_fact('publisher', meta.publisher)}{date}{_fact('idno', meta.identifier)}{rights}"


def _source(meta: Meta) -> str:
    address = web_address(meta.source) if meta.source.strip() and " " not in meta.source else None
    source = f'<ref target="{escape(address)}">{escape(meta.source)}</ref>' if address else escape(meta.source)
    return f"{_fact('idno', meta.identifier)}{_date(meta.date)}{source}"


def _date(date: str) -> str:
    when = f' when="{date}"' if is_date(date) else ""
    return f"<date{when}>{escape(date)}</date>" if date.strip() else ""


def _fact(name: str, fact: str) -> str:
    return f"<{name}>{escape(fact)}</{name}>" if fact.strip() else ""


def _profile(meta: Meta) -> str:
    tag = language_tag(meta.language)
    language = f'<langUsage><language ident="{tag}">{tag}</language></langUsage>\n' if tag else ""
    terms = _fact("term", meta.subject)
    subject = f"<textClass><keywords>{terms}</keywords></textClass>\n" if terms else ""
    about = f"<abstract><p>{escape(meta.description)}</p></abstract>\n" if meta.description.strip() else ""
    return f"<profileDesc>\n{about}{language}{subject}</profileDesc>\n" if about + language + subject else ""


def _revisions(changes: Sequence[Change]) -> str:
    """Each change as what stood there and what was put in its place, with its rule, reason and certainty."""
    if not changes:
        return ""
    listed = "".join(
        f'<change n="{change.page}.{change.line}" type="{token(change.rule)}"><choice><sic>{escape(change.before)}'
        f'</sic><corr cert="{_certainty(change.confidence)}">{escape(change.after)}</corr></choice> '
        f"<desc>{escape(change.reason)}</desc></change>\n"
        for change in changes
    )
    return f'<revisionDesc>\n<listChange ordered="true">\n{listed}</listChange>\n</revisionDesc>\n'


def _certainty(confidence: float) -> str:
    return "high" if confidence >= SURE else "medium" if confidence >= LIKELY else "low"


# ── the text ─────────────────────────────────────────────────────────────────────────────────────────


class Writer:
    """A document's nodes as TEI. Each note stands where it is first cited; blocks are written in reading order."""

    def __init__(self, found: Index, notes: str) -> None:
        self.index = found
        self.notes = notes
        self._anchors = iter(found.stream)
        self._entries = {entry.note.id: entry for entry in reversed(found.entries)}
        self._placed: set[str] = set()
        self._known = found.known()

    def body(self, document: Document) -> str:
        """The blocks in divisions, one for each heading; then the notes that nothing refers to."""
        parts, open_ = [], list[int]()
        for block in document.children:
            if block is self.index.title:
                parts.append(self.head(block))
            elif isinstance(block, Heading):
                while open_ and open_[-1] >= block.level:
                    parts.append("</div>\n")
                    open_.pop()
                open_.append(block.level)
                parts.append(f"<div>\n{self.head(block)}")
            else:
                parts.append(self.block(block))
        parts += ["</div>\n"] * len(open_)
        if inside := "".join(map(self.orphan, self.index.entries)):
            parts.append(f'<div type="notes">\n<head>{escape(self.notes)}</head>\n{inside}</div>\n')
        bare = all(part.startswith(("<head", "<milestone", "<figure")) for part in parts)
        return "".join([*parts, "<p/>\n"] if bare else parts)  # a body must hold something

    def orphan(self, entry: Entry) -> str:
        """A note that nothing in the text refers to; "" for one that has its place."""
        return "" if entry.note.id in self._placed else f"<p>{self.note(entry)}</p>\n"

    def head(self, heading: Heading) -> str:
        return f'<head xml:id="{self.anchor()}">{self.inlines(heading.children)}</head>\n'

    def anchor(self) -> str:
        return name_of(next(self._anchors))

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "".join(map(self.block, blocks))

    def block(self, block: Block) -> str:
        match block:
            case Paragraph(children):
                return f"<p>{self.inlines(children)}</p>\n"
            case Heading(_, children):  # inside a quotation, an item or a note, where TEI has none
                return f'<p rend="heading" xml:id="{self.anchor()}">{self.inlines(children)}</p>\n'
            case Quote(children):
                return f"<quote>\n{self.blocks(children)}</quote>\n"
            case List(items):
                labelled = any(item.label for item in items)
                rend = "" if labelled else ' rend="bulleted"'
                return f"<list{rend}>\n{''.join(self.item(item, labelled) for item in items)}</list>\n"
            case Table():
                return self.table(block)
            case Figure(source, alt, children):
                caption = f"<head>{self.inlines(children)}</head>" if children else ""
                shown = f"<figDesc>{escape(alt)}</figDesc>" if alt.strip() else ""
                graphic = f'<graphic url="{escape(quote(source))}"/>' if source else ""
                return f"<figure>{caption}{shown}{graphic}</figure>\n"
            case CodeBlock(text):
                return f'<eg xml:space="preserve">{escape(text)}</eg>\n'
            case Rule():
                return '<milestone unit="section" rend="rule"/>\n'

    def item(self, item: Item, labelled: bool) -> str:
        label = f"<label>{escape(item.label or '')}</label>" if labelled else ""
        name = f' xml:id="{self.anchor()}"' if item.label else ""
        return f"{label}<item{name}>\n{self.blocks(item.children)}</item>\n"

    def table(self, table: Table) -> str:
        anchor = self.anchor()
        caption = f"<head>{self.inlines(table.caption)}</head>\n" if table.caption else ""
        heads, others = table.children[: table.head], table.children[table.head :]
        rows = "".join(
            [*(self.row(row, ' role="label"') for row in heads), *(self.row(row, "") for row in others)]
        )
        return f'<table xml:id="{anchor}">\n{caption}{rows or "<row><cell/></row>"}</table>\n'

    def row(self, row: Row, role: str) -> str:
        cells = []
        for cell in row.children:
            spans = (f' cols="{cell.across}"' if cell.across > 1 else "") + (
                f' rows="{cell.down}"' if cell.down > 1 else ""
            )
            cells.append(f"<cell{spans}>{self.inlines(cell.children)}</cell>")
        return f"<row{role}>{''.join(cells)}</row>\n" if cells else ""

    def inlines(self, inlines: Iterable[Inline]) -> str:
        return "".join(map(self.inline, inlines))

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(text):
                return escape(text)
            case NoteRef():
                return self.reference(inline)
            case PageBreak(number, label):
                return f'<pb n="{escape(label or str(number))}" xml:id="{self.anchor()}"/>'
            case LineBreak():
                return "<lb/>"
            case Code(text):
                return f"<code>{escape(text)}</code>"
            case Link(children, target):
                return self.link(self.inlines(children), target)
            case Span(children, language, classes):
                return self.span(self.inlines(children), language, classes)
            case Emphasis(children):
                return f"<emph>{self.inlines(children)}</emph>"
            case Strong(children):
                return f'<hi rend="bold">{self.inlines(children)}</hi>'
            case Superscript(children):
                return f'<hi rend="superscript">{self.inlines(children)}</hi>'
            case Subscript(children):
                return f'<hi rend="subscript">{self.inlines(children)}</hi>'

    def link(self, inside: str, target: str) -> str:
        """A link, where its target is one we allow and, inside the document, exists; else only its text."""
        address = f"#{name_of(target[1:])}" if target[:1] == "#" and target[1:] in self._known else None
        address = address or web_address(target)
        return f'<ref target="{escape(address)}">{inside}</ref>' if address else f"<seg>{inside}</seg>"

    def span(self, inside: str, language: str | None, classes: Iterable[str]) -> str:
        rend = " ".join(name for name in classes if _WORD.fullmatch(name))
        kind = f' rend="{rend}"' if rend else ""
        tag = language_tag(language)
        return f'<foreign xml:lang="{tag}"{kind}>{inside}</foreign>' if tag else f"<seg{kind}>{inside}</seg>"

    def reference(self, reference: NoteRef) -> str:
        """The note itself where it is first cited, after that a pointer to it."""
        anchor, entry = self.anchor(), self._entries[reference.id]
        doubt = ' cert="low"' if reference.uncertain else ""
        if reference.id not in self._placed:
            return self.note(entry, doubt)
        label = escape(entry.note.label)
        return f'<ref type="note" xml:id="{anchor}" target="#{name_of(entry.anchor)}"{doubt}>{label}</ref>'

    def note(self, entry: Entry, doubt: str = "") -> str:
        """A note; one whose text is not in the source is a gap."""
        self._placed.add(entry.note.id)
        outside, self._anchors = self._anchors, iter(entry.stream)
        text = self.blocks(entry.note.children)
        self._anchors = outside
        inside = text if plain_text(entry) else text + '<gap reason="lost"/>'
        shown = f' n="{escape(entry.note.label)}"' if entry.note.label.strip() else ""
        return f'<note place="foot"{shown} xml:id="{name_of(entry.anchor)}"{doubt}>{inside}</note>'


def plain_text(entry: Entry) -> str:
    """The words of a note, "" if there are none."""
    return "" if entry.note.missing else plain(entry.note)


def name_of(anchor: str) -> str:
    """An anchor as an XML id, which may hold few characters and must begin with a letter."""
    return f"id-{token(anchor)}"
