"""Tables and pictures taken out of the stream of lines, each with its caption, and put back between blocks.

Text goes on around a float: a paragraph is joined without it, and the float stands after the block that holds
the line before it. A table over a page end is one table; heads that the next page repeats are moved to the
layer of running heads.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from convert.ledger import Moved
from convert.page import Grid, Key, Line, Page, Pages, Place
from convert.structure.blocks import Block
from convert.structure.floats.captions import Kind, Side, Target, bind, habits, is_continued

SAME_EDGE = 6.0
"""Points by which the edges of a table's parts on two pages may differ."""
AFTER = 1.0
"""White space, in lines, that a float leaves above the line after it."""


@dataclass(frozen=True, slots=True)
class Float:
    """A table (over its parts) or a picture: the lines of its caption, its own lines, the line it stands after."""

    parts: tuple[Place, ...]
    caption: tuple[Line, ...]
    lines: tuple[Line, ...]
    after: Key | None
    is_picture: bool = False


Continued = Mapping[Place, Place]
"""For each part of a table that goes on from the page before: the part there."""


# ── tables over page ends ────────────────────────────────────────────────────────────────────────────


def continued_tables(pages: Pages, foot: Collection[Key]) -> dict[Place, Place]:
    """The tables that begin a page and go on with the table that ends the page before."""
    found: dict[Place, Place] = {}
    for before, after in pairwise(pages):
        if not before.tables or not after.tables:
            continue
        found.update(_by_tag(before, after))
        last = next((line for line in reversed(_body(before)) if line.key not in foot), None)
        first = next((line for line in _body(after) if not is_continued(line.text)), None)
        if last and first and last.cell and first.cell:
            one, other = before.tables[last.cell.table], after.tables[first.cell.table]
            if _alike(one, other):
                found[Place(after.number, first.cell.table)] = Place(before.number, last.cell.table)
    return found


def _by_tag(before: Page, after: Page) -> Iterator[tuple[Place, Place]]:
    """The tables that the file's own structure says are one."""
    there = {grid.tag: nth for nth, grid in enumerate(before.tables) if grid.tag is not None}
    for nth, grid in enumerate(after.tables):
        if grid.tag in there:
            yield Place(after.number, nth), Place(before.number, there[grid.tag])


def repeated_heads(pages: Pages, continued: Continued) -> Iterator[Moved]:
    """The heads, and the lines that only say "continued", which a table repeats on its next page."""
    sheets = {page.number: page for page in pages}
    for part, origin in continued.items():
        while origin in continued:
            origin = continued[origin]
        page = sheets[part.page]
        lines = _body(page)
        start = next(at for at, line in enumerate(lines) if line.cell and line.cell.table == part.nth)
        if all(is_continued(line.text) for line in lines[:start]):
            for line in lines[:start]:
                yield _moved(line, "says that a table goes on")
        head = sheets[origin.page].tables[origin.nth].head
        if head and _head(page, part.nth, head) == _head(sheets[origin.page], origin.nth, head):
            for line in lines:
                if line.cell and line.cell.table == part.nth and line.cell.row < head:
                    yield _moved(line, f"repeats the head of the table that begins on page {origin.page}")


def _moved(line: Line, reason: str) -> Moved:
    return Moved(line.page, line.number, line.text, "head", reason)


def _body(page: Page) -> list[Line]:
    return [line for line in page.lines if not line.is_furniture]


def _alike(one: Grid, other: Grid) -> bool:
    """Whether two grids have the same columns, as far as is known."""
    if one.columns != other.columns:
        return False
    if one.box is None or other.box is None:
        return True
    return abs(one.box.x0 - other.box.x0) <= SAME_EDGE and abs(one.box.x1 - other.box.x1) <= SAME_EDGE


def _head(page: Page, index: int, rows: int) -> list[tuple[int, int, str]]:
    """The words of a table's first rows with their places."""
    inside = [line for line in _body(page) if line.cell and line.cell.table == index and line.cell.row < rows]
    return [(cell.row, cell.column, line.text.casefold().strip()) for line in inside if (cell := line.cell)]


# ── out of the stream and back ───────────────────────────────────────────────────────────────────────


def find_floats(lines: Sequence[Line], pages: Pages, continued: Continued) -> tuple[Float, ...]:
    """The tables and pictures of the pages in the order in which they stand, with the lines that are theirs."""
    sheets = [page for page in pages if page.tables or page.pictures]
    if not sheets:
        return ()
    on_page = {number: list(group) for number, group in groupby(lines, key=lambda line: line.page)}
    beside = [(page.number, *_targets(page, on_page.get(page.number, []))) for page in sheets]
    habit = habits((targets, near) for _, targets, near in beside)
    floats = [each for number, targets, near in beside for each in _floats_of(number, targets, near, habit)]
    floats = _joined(floats, continued)
    inside = {line.key for each in floats for line in (*each.caption, *each.lines)}
    text = [line.key for line in lines if line.key not in inside]
    placed = [replace(each, after=_last_before(text, each.after)) for each in floats]
    return tuple(sorted(placed, key=lambda each: (each.after or (0, 0), each.parts[0])))


def _targets(page: Page, lines: list[Line]) -> tuple[list[Target], list[Line]]:
    """The tables and pictures of one sheet, and the lines that are in none."""
    targets = [*_tables(page, lines), *_pictures(page, lines)]
    inside = {line.key for target in targets for line in target.lines}
    return targets, [line for line in lines if line.key not in inside]


def _floats_of(
    page: int, targets: Sequence[Target], near: Sequence[Line], habit: Mapping[Kind, Side]
) -> Iterator[Float]:
    """The floats of one sheet; `after` is for now the place itself."""
    captions = bind(targets, near, habit)
    for at, each in enumerate(targets):
        yield Float((each.place,), captions.get(at, ()), each.lines, Key(page, each.start), each.kind == "figure")


def _tables(page: Page, lines: Iterable[Line]) -> Iterator[Target]:
    cells = [line for line in lines if line.cell]
    for index, grid in enumerate(page.tables):
        own = sorted((line for line in cells if line.cell and line.cell.table == index), key=_cell_order)
        if own:
            start = min(line.number for line in own)
            yield Target(Place(page.number, index), "table", grid.box, tuple(own), start)


def _pictures(page: Page, lines: Iterable[Line]) -> Iterator[Target]:
    inside = [line for line in lines if line.picture is not None and line.cell is None]
    for index, picture in enumerate(page.pictures):
        if picture.name:
            own = tuple(line for line in inside if line.picture == index)
            yield Target(Place(page.number, index), "figure", picture.box, own, picture.before)


def _cell_order(line: Line) -> tuple[int, int, int]:
    assert line.cell
    return line.cell.row, line.cell.column, line.number


def _joined(floats: Sequence[Float], continued: Continued) -> list[Float]:
    """The parts of a table over several pages as one float, where the first of them stands."""
    found: list[Float] = []
    whole: dict[Place, int] = {}  # where the table of a part stands in `found`
    for each in floats:
        place = each.parts[0]
        at = None if each.is_picture else whole.get(continued.get(place, place))
        if at is None:
            at = len(found)
            found.append(each)
        else:
            first = found[at]
            found[at] = replace(
                first,
                parts=(*first.parts, place),
                caption=(*first.caption, *each.caption),
                lines=(*first.lines, *each.lines),
            )
        if not each.is_picture:
            whole[place] = at
    return found


def _last_before(keys: Sequence[Key], place: Key | None) -> Key | None:
    """The last line of the text before a place; None at the beginning."""
    at = bisect_left(keys, place) if place else 0
    return keys[at - 1] if at else None


def without(lines: Iterable[Line], floats: Sequence[Float]) -> list[Line]:
    """The lines of the text alone; where a float stood, white space stands above the next line."""
    inside = {line.key for each in floats for line in (*each.caption, *each.lines)}
    ends = {each.after for each in floats}
    found: list[Line] = []
    for line in lines:
        if line.key not in inside:
            apart = found and found[-1].key in ends
            found.append(replace(line, gap=max(line.gap, AFTER)) if apart else line)
    return found


def with_floats(blocks: Iterable[Block], floats: Sequence[Float]) -> tuple[Block, ...]:
    """The blocks, each followed by the tables and figures that stand after one of its lines."""
    waiting: dict[Key | None, list[Block]] = {}
    for each in floats:
        block = Block("figure" if each.is_picture else "table", (*each.caption, *each.lines), parts=each.parts)
        waiting.setdefault(each.after, []).append(block)
    found = list(waiting.get(None, ()))
    for block in blocks:
        found.append(block)
        found.extend(each for key in block.keys for each in waiting.get(key, ()))
    return tuple(found)
