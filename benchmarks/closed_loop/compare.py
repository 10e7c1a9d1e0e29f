"""Two documents compared by structure: each block of the one beside that of the other, and what differs, by kind.

Compared is what a reader gets: the words of each block, what it is and in what it stands, its label, its inlines.
Where the pages of the source began is left out, for a PDF has pages of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from convert.document import (
    Block,
    Code,
    CodeBlock,
    Document,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Node,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
    Text,
    plain,
    rewrite,
    walk,
)
from convert.normal import normalise
from convert.writers.html import FACTS
from convert.writers.words import LANGUAGES, words_for

ALIKE = 0.5
"""Share of the characters that two blocks must have in common to be one block that was changed."""


class Difference(NamedTuple):
    """What differs, by kind; what was published and what came back."""

    kind: str
    published: str
    returned: str


class Leaf(NamedTuple):
    """A block that holds words: what it is, in what it stands, its label, its words, its inlines."""

    kind: str
    inside: tuple[str, ...]
    label: str
    words: str
    inlines: tuple[Inline, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


EXPLAINED = {
    "facts": "the writer prints the facts about the document below its title; they come back as text",
    "rule": "a line across the page is drawn, not said",
    "break": "a line that was ended is not told from one that was full",
    "class": "a class is for styles; nothing in a PDF names it",
    "picture": "a picture is cut out anew, under a name of its own",
    "link": "a link within the document leads to a page there, no longer to a heading",
    "missing": "a note that is not in the source is printed as a sentence that says so, and read as that",
    "uncertain": "a mark that was in doubt is printed with a question mark, and so is one that is none",
}
"""Differences that a PDF leaves no way to avoid, or that are not worth one; why."""


def differences(published: Document, returned: Document) -> tuple[Difference, ...]:
    """What differs between a document and what was recovered from its PDF."""
    one, other = (
        normalise(without_pages(published)),
        normalise(without_pages(_without_title(_without_account(returned), published))),
    )
    facts = _facts(published)
    found = list(_of_leaves(list(leaves(one)), list(leaves(other)), facts))
    notes = {note.id: note for note in other.notes}
    for note in one.notes:
        back = notes.pop(note.id, None)
        if back is None:
            found.append(Difference("note", _short(plain(note)), ""))
        else:
            found.extend(_of_leaves(list(_leaves(note.children)), list(_leaves(back.children)), facts))
    found.extend(Difference("note", "", f"{name}: {_short(plain(note))}") for name, note in notes.items())
    return tuple(found)


def without_pages(document: Document) -> Document:
    """The document without the places where pages of its source begin."""

    def change(node: Node) -> Node:
        return Text("") if isinstance(node, PageBreak) else node

    changed = rewrite(document, change)
    assert isinstance(changed, Document)
    return changed


def _without_account(document: Document) -> Document:
    """The document without the account of the edition that ends each of our PDFs."""
    about = {words_for(language).about for language in LANGUAGES}
    blocks = document.children
    ends = (at for at, each in enumerate(blocks) if isinstance(each, Heading) and plain(each) in about)
    return Document(blocks[: next(ends, len(blocks))], document.notes, document.meta)


def _without_title(returned: Document, published: Document) -> Document:
    """The document without the title that our writer prints above one that begins with no heading of level 1.

    The headings below it are set one level lower for it.
    """
    first, title = returned.children[:1], published.meta.title
    printed = bool(first) and isinstance(first[0], Heading) and _bare(plain(first[0])) == _bare(title)
    opening = published.children[0] if published.children else None
    if not printed or (isinstance(opening, Heading) and opening.level == 1):
        return returned

    def raise_(node: Node) -> Node:
        return replace(node, level=max(1, node.level - 1)) if isinstance(node, Heading) else node

    changed = rewrite(Document(returned.children[1:], returned.notes, returned.meta), raise_)
    assert isinstance(changed, Document)
    return changed


def _facts(document: Document) -> tuple[str, ...]:
    """The facts that the writer prints, each with its name."""
    words = words_for(document.meta.language)
    return tuple(
        _bare(part) for name in FACTS if getattr(document.meta, name) for part in (str(getattr(words, name)),)
    )


def leaves(document: Document) -> Iterator[Leaf]:
    """The blocks with words, in order."""
    return _leaves(document.children)


def _leaves(blocks: Iterable[Block], inside: tuple[str, ...] = (), label: str = "") -> Iterator[Leaf]:
    for block in blocks:
        match block:
            case Quote(children):
                yield from _leaves(children, (*inside, "quote"), label)
            case List(items):
                for item in items:
                    first, rest = item.children[:1], item.children[1:]
                    if not (first and isinstance(first[0], Paragraph)):
                        yield Leaf("item", inside, item.label or "", "")
                        rest = item.children
                    for each in _leaves(first if rest is not item.children else (), inside):
                        yield each._replace(kind="item", label=item.label or "")
                    yield from _leaves(rest, (*inside, "item"))
            case Table():
                rows = tuple(tuple(_bare(plain(cell)) for cell in row.children) for row in block.children)
                cells = tuple(
                    chain.from_iterable(cell.children for row in block.children for cell in row.children)
                )
                if block.caption:
                    yield Leaf("caption", inside, "", _words(block.caption), block.caption)
                yield Leaf("table", inside, "", " ".join(chain(*rows)), cells, rows)
            case Figure():
                yield Leaf("figure", inside, "", _words(block.children), block.children)
            case CodeBlock(text):
                yield Leaf("code", inside, "", text)
            case Rule():
                yield Leaf("rule", inside, "", "")
            case Heading(level, children):
                yield Leaf(f"heading {level}", inside, "", _words(children), children)
            case Paragraph(children):
                yield Leaf("paragraph", inside, label, _words(children), children)


def _words(children: Iterable[Inline]) -> str:
    return " ".join("".join(map(plain, children)).split())


def _bare(text: str) -> str:
    return " ".join(text.split())


# ── leaves side by side ──────────────────────────────────────────────────────────────────────────────


def _of_leaves(one: Sequence[Leaf], other: Sequence[Leaf], facts: Sequence[str]) -> Iterator[Difference]:
    matcher = SequenceMatcher(None, [leaf.words for leaf in one], [leaf.words for leaf in other], autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        if what == "equal":
            for left, right in zip(one[i:j], other[k:m], strict=True):
                yield from _of_pair(left, right)
        else:
            yield from _of_unequal(list(one[i:j]), list(other[k:m]), facts)


def _of_unequal(one: list[Leaf], other: list[Leaf], facts: Sequence[str]) -> Iterator[Difference]:
    """Blocks whose words differ: the likest are taken together, in order."""
    for leaf in one:
        likeness = [SequenceMatcher(None, leaf.words, each.words, autojunk=False).ratio() for each in other]
        best = max(likeness, default=0.0)
        if best < ALIKE or not leaf.words:
            yield Difference("rule" if leaf.kind == "rule" else "lost", f"{leaf.kind}: {_short(leaf.words)}", "")
            continue
        at = likeness.index(best)
        for each in other[:at]:
            yield _added(each, facts)
        yield from _of_pair(leaf, other[at])
        other = other[at + 1 :]
    for each in other:
        yield _added(each, facts)


def _added(leaf: Leaf, facts: Sequence[str]) -> Difference:
    fact = any(leaf.words.startswith(name) for name in facts)
    said = any(leaf.words == words_for(language).missing for language in LANGUAGES)
    kind = "facts" if fact else "missing" if said else "added"
    return Difference(kind, "", f"{leaf.kind}: {_short(leaf.words)}")


def _of_pair(one: Leaf, other: Leaf) -> Iterator[Difference]:
    if one.words != other.words:
        yield Difference("words", *_apart(one.words, other.words))
    if one.kind != other.kind:
        yield Difference("block", f"{one.kind}: {_short(one.words)}", other.kind)
    if one.inside != other.inside:
        yield Difference("place", f"{one.inside}: {_short(one.words)}", str(other.inside))
    if one.label != other.label:
        yield Difference("label", f"{one.label}: {_short(one.words)}", other.label)
    if one.cells != other.cells:
        yield Difference("cells", str(one.cells), str(other.cells))
    for kind, (left, right) in _inlines(one, other):
        if left != right:
            yield Difference(kind, str(left), str(right))


def _inlines(one: Leaf, other: Leaf) -> Iterator[tuple[str, tuple[list[str], list[str]]]]:
    both = [[node for child in leaf.inlines for node in walk(child)] for leaf in (one, other)]
    for kind in ("Emphasis", "Strong", "Superscript", "Subscript"):
        left, right = ([plain(n) for n in nodes if type(n).__name__ == kind] for nodes in both)
        yield kind.lower(), (left, right)
    for name, kind, shown in (
        ("code", Code, lambda node: node.text),
        ("break", LineBreak, lambda node: "/"),
        ("mark", NoteRef, lambda node: node.id),
        ("uncertain", NoteRef, lambda node: str(node.uncertain)),
        ("link", Link, lambda node: f"{plain(node)} -> {node.target}"),
        ("language", Span, lambda node: f"{node.language or ''}: {plain(node)}" * bool(node.language)),
        ("class", Span, lambda node: " ".join(node.classes)),
    ):
        left, right = ([shown(node) for node in nodes if isinstance(node, kind)] for nodes in both)
        yield name, ([each for each in left if each], [each for each in right if each])


def _apart(one: str, other: str) -> tuple[str, str]:
    """The first place where two texts differ, with what is before it."""
    left, right = re.split(r"(?= )", one), re.split(r"(?= )", other)
    at = next((n for n, (x, y) in enumerate(zip(left, right, strict=False)) if x != y), min(len(left), len(right)))
    return _short("".join(left[max(0, at - 2) :])), _short("".join(right[max(0, at - 2) :]))


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:70] + "…"
