"""A document cut into chapters, each with the notes that it cites: files of an EPUB, or pages of a web edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convert.document import Block, Document, Heading, plain
from convert.writers.anchors import Entry, Index, Section, anchored

HUGE = 250_000
"""Characters from which a chapter is cut between two blocks: about 80 pages, which readers lay out in a second."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some of a document's blocks, the anchors in them, the notes they cite, and the heading that opens them."""

    blocks: tuple[Block, ...]
    anchors: frozenset[str]
    entries: tuple[Entry, ...]
    section: Section | None

    def holds(self, anchor: str) -> bool:
        """Whether the anchor is on this chapter's page."""
        return anchor in self.anchors


def chapters(document: Document, found: Index, *, whole: bool = False) -> tuple[Chapter, ...]:
    """The text cut before each heading of the outline's first level; or, `whole`, all of it as one chapter.

    A note goes with each chapter that cites it; one that nothing cites goes with the last.
    """
    cut = [(document.children, found.stream)] if whole else list(_cut(document, found))
    sections = {section.anchor: section for section in found.outline}
    noted = _notes(found, [stream for _, stream in cut])
    return tuple(
        Chapter(
            blocks,
            frozenset((*stream, *(name for entry in entries for name in (entry.anchor, *entry.stream)))),
            entries,
            sections.get(stream[0]) if blocks and isinstance(blocks[0], Heading) else None,
        )
        for (blocks, stream), entries in zip(cut, noted, strict=True)
    )


def _cut(document: Document, found: Index) -> Iterator[tuple[tuple[Block, ...], tuple[str, ...]]]:
    """The blocks of each chapter and their anchors. The title and its first heading are not parted."""
    levels = {section.anchor: section.level for section in found.outline}
    anchors = iter(found.stream)
    blocks: list[Block] = []
    stream: list[str] = []
    size = 0
    for position, block in enumerate(document.children):
        own = [next(anchors) for _ in anchored((block,))]
        opens = isinstance(block, Heading) and levels.get(own[0]) == 2
        titled_only = position == 1 and found.title is not None
        if blocks and not titled_only and (opens or size > HUGE):
            yield tuple(blocks), tuple(stream)
            blocks, stream, size = [], [], 0
        blocks.append(block)
        stream += own
        size += len(plain(block))
    yield tuple(blocks), tuple(stream)


def _notes(found: Index, streams: Sequence[Sequence[str]]) -> Iterator[tuple[Entry, ...]]:
    """The notes of each chapter, in their order: those it cites, and those which these cite."""
    cites = {name: number for number, entry in enumerate(found.entries) for name in entry.references}
    placed: set[int] = set()
    for position, stream in enumerate(streams):
        wanted: set[int] = set()
        fresh = {cites[name] for name in stream if name in cites}
        while fresh:
            wanted |= fresh
            inner = {cites[name] for number in fresh for name in found.entries[number].stream if name in cites}
            fresh = inner - wanted
        placed |= wanted
        if position == len(streams) - 1:
            wanted |= set(range(len(found.entries))) - placed
        yield tuple(found.entries[number] for number in sorted(wanted))


@dataclass(frozen=True, slots=True)
class Places:
    """Where each anchor is: `names` are the files of the chapters, in order."""

    chapters: tuple[Chapter, ...]
    names: tuple[str, ...]
    first: Mapping[str, str]

    def address(self, anchor: str, here: int | None = None) -> str:
        """The address of an anchor as seen from a chapter: on its own page if it is there, else the first."""
        own = here is not None and self.chapters[here].holds(anchor)
        return f"{self.names[here] if own and here is not None else self.first[anchor]}#{anchor}"


def places(cut: tuple[Chapter, ...], names: tuple[str, ...]) -> Places:
    """The places of all anchors."""
    backward = zip(reversed(cut), reversed(names), strict=True)
    first = {anchor: name for chapter, name in backward for anchor in chapter.anchors}
    return Places(cut, names, first)
