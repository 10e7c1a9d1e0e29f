"""What the file's own structure says of lines, where a reader trusts it: items and their depth, what is none.

It comes before what labels, bullets and indents say; lines of which it says nothing are judged by those alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from convert.page import Key, Line, Tag
from convert.structure.frames import frames, indent

if TYPE_CHECKING:
    from convert.structure.blocks import Block

ITEM, QUOTE = "item", "quote"
DEEPER = 0.8
"""Em by which a list is moved in that stands in the item before it."""
AGREED, COMPLETE = 0.8, 0.6
"""Share of the headings that the structure names which geometry finds, too, and the reverse, from which on the
structure alone is asked: some files use headings for looks, or only for some."""


def opening_tag(line: Line, before: Line | None) -> Tag | None:
    """The block that begins with a line, if the structure says that one does."""
    if line.tag is None or (before is not None and before.tag is not None and before.tag.block == line.tag.block):
        return None
    return line.tag


def are_one(before: Line, line: Line) -> bool | None:
    """Whether two lines are of one block; None where the structure does not say.

    Many files, Word's among them, make two blocks of a paragraph that goes over a page end.
    """
    if before.tag is None or line.tag is None:
        return None
    if before.tag.block == line.tag.block:
        return True
    over = before.page != line.page and line.tag.kind in ("paragraph", "note") and not line.tag.sure
    return None if over else False


def has_lists(lines: Iterable[Line]) -> bool:
    """Whether the structure names items, so that a paragraph that it names is none."""
    return any(line.tag is not None and line.tag.kind == "item" for line in lines)


def with_tags(lines: Sequence[Line], depths: Mapping[Key, int]) -> dict[Key, int]:
    """The depths of the lines that open an item: as the structure says, else as they were found."""
    listed = has_lists(lines)
    framed = frames(lines) if listed else {}
    open_ = _Open()
    found: dict[Key, int] = {}
    before: Line | None = None
    for line in lines:
        depth, tag = depths.get(line.key), line.tag
        opens = opening_tag(line, before)
        if opens is not None and opens.kind == "item":
            base = open_.base(opens, indent(line, framed[line.key]) if line.key in framed else 0.0)
            depth = None if depth is None else base + opens.around.count(ITEM)
        elif opens is not None and ITEM not in opens.around:
            open_.close(
                indent(line, framed[line.key]) if line.key in framed and opens.kind == "paragraph" else 0.0
            )
            depth = None if listed or opens.sure else depth
        elif tag is not None and opens is None:
            depth = None  # within a block
        if depth is not None:
            found[line.key] = depth
        before = line
    return found


class _Open:
    """The lists that are open, where a structure has one list after the other that are set one in the other."""

    def __init__(self) -> None:
        self._lists: list[tuple[float, int]] = []  # indent in em, series

    def base(self, tag: Tag, at: float) -> int:
        """How deep the outermost list around an item stands: a list set further right is in the one before it."""
        if tag.sure or ITEM in tag.around:
            return max(0, len(self._lists) - 1)
        known = next((place for place, (_, series) in enumerate(self._lists) if series == tag.series), None)
        if known is not None:
            del self._lists[known + 1 :]
            return known
        while self._lists and at < self._lists[-1][0] + DEEPER:
            self._lists.pop()
        self._lists.append((at, tag.series))
        return len(self._lists) - 1

    def close(self, at: float) -> None:
        """A paragraph or heading between lists ends those that are not set further left than it."""
        while self._lists and at < self._lists[-1][0] + DEEPER:
            self._lists.pop()


def with_tagged(blocks: Sequence[Block], chosen: Sequence[int]) -> tuple[list[int], bool]:
    """Which blocks are headings, and whether the structure alone says so."""
    tags = {at: tag for at, block in enumerate(blocks) if (tag := block.lines[0].tag)}
    named = {at for at, tag in tags.items() if tag.kind == "heading"}
    if not named:
        return list(chosen), False
    seen = {at for at in chosen if at in tags}
    both = len(named & seen)
    agreed = both >= AGREED * len(named)
    if all(tags[at].sure for at in named) or (agreed and both >= COMPLETE * len(seen)):
        return sorted(named | {at for at in chosen if at not in tags}), True
    kept = {at for at in chosen if at not in tags or tags[at].kind in ("heading", "paragraph")}
    return sorted(kept | named if agreed else kept), False


def tagged_levels(headings: Sequence[Block]) -> list[int]:
    """The levels that the structure gives, if it names all of them and the levels tell them apart."""
    tags = [block.lines[0].tag for block in headings]
    found = [tag.level for tag in tags if tag and tag.kind == "heading"]
    return found if len(found) == len(headings) and len(set(found)) > 1 else []
