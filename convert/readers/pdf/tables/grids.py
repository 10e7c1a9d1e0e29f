"""Edges that touch to grids: closed where they were left open, with the edges that rows do without."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from convert.boxes import holds
from convert.page import Box
from convert.readers.pdf.glyphs.pieces import Piece
from convert.readers.pdf.tables.edges import JOIN, Edge, Edges
from convert.readers.pdf.tables.model import clusters, in_order, text_of

SAME_LINE = 3.0
"""Points within which edges of different cells stand on one line of the grid."""
COVERS = 0.6
"""Share of a cell's side that an edge must cover to part it from its neighbour."""
STACKED = 3.0
"""Em of white space up to which grids of the same width are one table."""
FAR = 12.0
"""… and with the same columns, where rows of several lines are not filled."""
SAME_EXTENT = 5.0
"""Points by which the sides of stacked grids may differ."""
MOST_CELLS = 6000
FEWEST_EDGES = 2
"""Edges between rows that other columns have, one below the other, before they count in a column without."""
LEVEL = 1.0
"""Points by which the baselines of one row differ."""
IN_LEVEL = 0.8
"""Share of the rows whose words stand on one level, before such edges are handed on."""
PARTED = 0.8
"""Em of white space at a column's edge that part two words in a row without edges of its own."""


@dataclass
class Component:
    """Edges that touch, directly or through others."""

    across: list[Edge] = field(default_factory=list)
    down: list[Edge] = field(default_factory=list)

    @property
    def box(self) -> Box:
        xs = [x for edge in self.across for x in (edge.start, edge.end)] + [edge.at for edge in self.down]
        ys = [y for edge in self.down for y in (edge.start, edge.end)] + [edge.at for edge in self.across]
        return Box(min(xs), min(ys), max(xs), max(ys))


def components(edges: Edges) -> list[Component]:
    """The edges in groups that touch."""
    across, down = edges.across, sorted(edges.down)
    owner = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    places = [edge.at for edge in down]
    for number, edge in enumerate(across):
        low, high = bisect_left(places, edge.start - JOIN), bisect_right(places, edge.end + JOIN)
        for other in range(low, high):
            if down[other].start - JOIN <= edge.at <= down[other].end + JOIN:
                owner[root(number)] = root(len(across) + other)
    groups: dict[int, Component] = {}
    for number, edge in enumerate(across):
        groups.setdefault(root(number), Component()).across.append(edge)
    for number, edge in enumerate(down, len(across)):
        groups.setdefault(root(number), Component()).down.append(edge)
    return [group for group in groups.values() if group.across and group.down]


def stacked(components: list[Component], pieces: Sequence[Piece], size: float) -> list[Component]:
    """Components of one width that stand close above one another, joined."""
    found: list[Component] = []
    for component in sorted(components, key=lambda each: each.box.top):
        box = component.box
        for above in found:
            other = above.box
            alike = abs(other.x0 - box.x0) <= SAME_EXTENT and abs(other.x1 - box.x1) <= SAME_EXTENT
            gap = box.top - other.bottom
            if alike and -SAME_LINE <= gap <= FAR * size:
                between = Box(box.x0, other.bottom, box.x1, box.top)
                inside = [piece for piece in pieces if holds(between, piece.box)]
                near = gap <= STACKED * size or _same_columns(above, component, inside)
                if near and not _names_a_table(inside):
                    above.across.extend(component.across)
                    above.down.extend(component.down)
                    break
        else:
            found.append(component)
    return found


def with_rules(component: Component, rules: Sequence[Edge], pieces: Sequence[Piece], size: float) -> Component:
    """The component with the rules of its width above and below it, where the words between keep to its columns.

    Where only every second row is filled, the rule over the head and that under the last row touch no fill.
    """
    across = list(component.across)
    for upward in (True, False):
        box = component.box
        for rule in sorted(rules, key=lambda rule: rule.at, reverse=upward):
            edge, gap = (box.top, box.top - rule.at) if upward else (box.bottom, rule.at - box.bottom)
            alike = abs(rule.start - box.x0) <= SAME_EXTENT and abs(rule.end - box.x1) <= SAME_EXTENT
            if not alike or gap <= SAME_LINE or gap > STACKED * size:
                continue
            between = [
                p for p in pieces if holds(Box(box.x0, min(edge, rule.at), box.x1, max(edge, rule.at)), p.box)
            ]
            if _in_columns(between, component) < 2 or _names_a_table(between):
                break
            across.append(rule)
            component = Component(across, component.down)
            box = component.box
    return component


def _in_columns(between: Sequence[Piece], component: Component) -> int:
    """In how many columns of a component words stand; 0 if they stand across columns."""
    xs = clusters([edge.at for edge in component.down], SAME_LINE)
    if any(_crossed(between, x) for x in xs):
        return 0
    return len({bisect_left(xs, (piece.start + piece.end) / 2) for piece in between})


def _same_columns(above: Component, below: Component, between: Sequence[Piece]) -> bool:
    """Whether two components part the same columns, and the words between them keep to those."""
    one, other = above.box, below.box
    xs = clusters(
        [edge.at for edge in below.down if other.x0 + SAME_EXTENT < edge.at < other.x1 - SAME_EXTENT], SAME_LINE
    )
    there = [edge.at for edge in above.down if one.x0 + SAME_EXTENT < edge.at < one.x1 - SAME_EXTENT]
    shared = [x for x in xs if any(abs(x - at) <= SAME_LINE for at in there)]
    return bool(shared) and len(shared) == len(xs) and not any(_crossed(between, x) for x in shared)


def _names_a_table(inside: Sequence[Piece]) -> bool:
    return bool(inside) and text_of(in_order(inside)).lower().startswith(
        ("table", "tab.", "tabl", "figure", "cuadro")
    )


@dataclass
class Grid:
    """The lines of a grid and which sides of its cells are drawn."""

    xs: list[float]
    ys: list[float]
    right: list[list[bool]]  # [row][column]: an edge between the column and the next
    below: list[list[bool]]  # [row][column]: an edge between the row and the next
    open: list[bool]  # [row]: its outer sides are not drawn


def grid_of(component: Component) -> Grid | None:
    """The grid of a component; None where it has one column, or too many cells."""
    box = component.box
    xs = clusters([*(edge.at for edge in component.down), box.x0, box.x1], SAME_LINE)
    ys = clusters([*(edge.at for edge in component.across), box.top, box.bottom], SAME_LINE)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > MOST_CELLS:
        return None
    vertical: dict[int, list[Edge]] = {}
    for edge in component.down:
        vertical.setdefault(_nearest(xs, edge.at), []).append(edge)
    horizontal: dict[int, list[Edge]] = {}
    for edge in component.across:
        horizontal.setdefault(_nearest(ys, edge.at), []).append(edge)

    def drawn(lines: list[Edge], start: float, end: float) -> bool:
        covered = sum(max(0.0, min(edge.end, end) - max(edge.start, start)) for edge in lines)
        return covered >= COVERS * (end - start)

    right = [
        [drawn(vertical.get(column + 1, []), ys[row], ys[row + 1]) for column in range(columns - 1)]
        for row in range(rows)
    ]
    below = [
        [drawn(horizontal.get(row + 1, []), xs[column], xs[column + 1]) for column in range(columns)]
        for row in range(rows - 1)
    ]
    sides = [
        drawn(vertical.get(0, []), ys[row], ys[row + 1]) and drawn(vertical.get(columns, []), ys[row], ys[row + 1])
        for row in range(rows)
    ]
    return Grid(xs, ys, right, below, [not closed for closed in sides])


def _nearest(lines: Sequence[float], value: float) -> int:
    at = bisect_left(lines, value)
    if at and (at == len(lines) or value - lines[at - 1] <= lines[at] - value):
        return at - 1
    return at


def hand_on(grid: Grid, rows: Sequence[Sequence[Piece]]) -> None:
    """Give column edges to rows that were drawn without them, where their words stand apart at them."""
    columns = len(grid.xs) - 1
    known = [any(right[column] for right in grid.right) for column in range(columns - 1)]
    for row, right in enumerate(grid.right):
        missing = [column for column in range(columns - 1) if known[column] and not right[column]]
        free = [column for column in missing if not _crossed(rows[row], grid.xs[column + 1])]
        bare = not any(right) and (grid.open[row] or (free == missing and _columns_held(rows[row], grid.xs) > 1))
        for column in free:
            right[column] = bare or _stand_apart(rows[row], grid.xs, column)
    _hand_down(grid, rows)


def _hand_down(grid: Grid, rows: Sequence[Sequence[Piece]]) -> None:
    """Give row edges to columns that were drawn without them, where their words stand row by row as others do.

    Where only every second column is filled, the others have no edges between their rows.
    """
    for column in range(len(grid.xs) - 1):
        start = 0
        for row in range(len(rows)):
            known = row < len(grid.below) and any(grid.below[row])
            if known and not grid.below[row][column]:
                continue
            if row - start >= FEWEST_EDGES and _stands_in_rows(rows[start : row + 1], grid.xs, column):
                for below in grid.below[start:row]:
                    below[column] = True
            start = row + 1


def _stands_in_rows(rows: Sequence[Sequence[Piece]], xs: Sequence[float], column: int) -> bool:
    """Whether the words of a column begin in most rows at the height of other words."""
    inside = [[p for p in row if xs[column] <= (p.start + p.end) / 2 < xs[column + 1]] for row in rows]
    level = 0
    for own, row in zip(inside, rows, strict=True):
        if own:
            first = min(piece.baseline for piece in own)
            others = [p.baseline for p in row if not xs[column] <= (p.start + p.end) / 2 < xs[column + 1]]
            level += any(abs(first - other) <= LEVEL for other in others)
    held = sum(map(bool, inside))
    return held > FEWEST_EDGES / 2 and held >= COVERS * len(rows) and level >= IN_LEVEL * held


def _columns_held(pieces: Iterable[Piece], xs: Sequence[float]) -> int:
    """In how many columns words stand."""
    return len({bisect_right(xs, (piece.start + piece.end) / 2) for piece in pieces})


def _crossed(pieces: Iterable[Piece], x: float) -> bool:
    return any(piece.start + 1 < x < piece.end - 1 for piece in pieces)


def _stand_apart(pieces: Sequence[Piece], xs: Sequence[float], column: int) -> bool:
    """Whether words stand on both sides of a column's right edge, white space between them."""
    left = [piece.end for piece in pieces if xs[column] - 1 <= piece.start and piece.end <= xs[column + 1] + 1]
    right = [
        piece.start for piece in pieces if xs[column + 1] - 1 <= piece.start and piece.end <= xs[column + 2] + 1
    ]
    return bool(left and right) and min(right) - max(left) >= PARTED * pieces[0].size


def merged_cells(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    """Row, column, columns and rows covered of each cell: neighbours without an edge between them are one."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    seen: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            group = _connected(grid, row, column)
            if not _is_rectangle(group):
                group = {(row, c) for c in _run(grid, row, column, seen)}
            seen |= group
            last_row, last_column = max(group)
            yield row, column, last_column - column + 1, last_row - row + 1


def _connected(grid: Grid, row: int, column: int) -> set[tuple[int, int]]:
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    group, todo = {(row, column)}, [(row, column)]
    while todo:
        r, c = todo.pop()
        near = []
        if c + 1 < columns and not grid.right[r][c]:
            near.append((r, c + 1))
        if c and not grid.right[r][c - 1]:
            near.append((r, c - 1))
        if r + 1 < rows and not grid.below[r][c]:
            near.append((r + 1, c))
        if r and not grid.below[r - 1][c]:
            near.append((r - 1, c))
        new = [each for each in near if each not in group]
        group.update(new)
        todo.extend(new)
    return group


def _is_rectangle(group: set[tuple[int, int]]) -> bool:
    rows, columns = {row for row, _ in group}, {column for _, column in group}
    height, width = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
    return len(group) == height * width


def _run(grid: Grid, row: int, column: int, taken: Collection[tuple[int, int]]) -> range:
    """The columns, from one on, up to the next edge or cell."""
    end = column
    while end < len(grid.xs) - 2 and not grid.right[row][end] and (row, end + 1) not in taken:
        end += 1
    return range(column, end + 1)
