"""How made tables look: rules, fills, spacing, each chosen for itself; and the table in Typst's notation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.tables.content import Content, Entry

RULES = {
    "none": (),
    "booktabs": ("top", "head", "bottom", "spans"),
    "booktabs, plain": ("top", "head", "bottom"),
    "head": ("head",),
    "head and foot": ("head", "bottom"),
    "top and foot": ("top", "bottom"),
    "rows": ("head", "rows", "bottom"),
    "rows, closed": ("top", "head", "rows", "bottom"),
    "grid": ("top", "head", "rows", "bottom", "columns", "sides"),
    "open sides": ("top", "head", "rows", "bottom", "columns"),
    "frame": ("top", "head", "bottom", "sides"),
    "frame and columns": ("top", "head", "bottom", "columns", "sides"),
    "columns": ("columns",),
    "columns and head": ("head", "columns"),
    "stub": ("head", "stub"),
    "groups": ("top", "head", "bottom", "groups"),
}
"""Where rules are: over, between and under the rows, beside and between the columns."""
FILLS = ("none", "none", "none", "none", "head", "head dark", "odd rows", "even rows", "columns", "cells", "total")
PARTING = {"grid", "open sides"}
"""Rules on all sides of a cell: only there can a reader see how far down a cell goes."""

GAP = 7.0
"""Points of white space above a group of rows."""


@dataclass(frozen=True, slots=True)
class Look:
    """The design of a table."""

    rules: str
    fill: str
    weight: float  # points of a rule
    inset: tuple[float, float]  # points across and down
    vertical: str  # top, horizon or bottom
    full: bool  # as wide as the text
    bold_head: bool
    smaller: float  # points smaller than the text

    @property
    def traits(self) -> tuple[str, ...]:
        return (
            f"rules {self.rules}",
            f"fill {self.fill}",
            f"vertical {self.vertical}",
            *(("full width",) if self.full else ()),
            *(("plain head",) if not self.bold_head else ()),
            *(("tight rows",) if self.inset[1] < 2.5 else ()),
            *(("tight columns",) if self.inset[0] < 4.5 else ()),
        )

    @property
    def shows_sides(self) -> bool:
        """Whether each cell has sides that can be seen."""
        return self.rules in PARTING or self.fill == "cells"


def look(random: Random) -> Look:
    """A design drawn at random."""
    return Look(
        random.choice(list(RULES)),
        random.choice(FILLS),
        random.choice((0.3, 0.5, 0.5, 1.0)),
        (random.choice((4.0, 5.0, 6.0, 9.0)), random.choice((1.5, 2.5, 3.0, 4.0, 6.0))),
        random.choice(("top", "top", "horizon", "bottom")),
        random.random() < 0.4,
        random.random() < 0.7,
        random.choice((0.0, 0.0, 1.0, 1.5)),
    )


# ── in Typst ─────────────────────────────────────────────────────────────────────────────────────────

_FILLS: dict[str, str] = {
    "none": "none",
    "head": "if y < HEAD { luma(220) }",
    "head dark": 'if y < HEAD { rgb("#204060") }',
    "odd rows": "if calc.odd(y) { luma(232) }",
    "even rows": "if calc.even(y) and y >= HEAD { luma(232) }",
    "columns": "if calc.odd(x) { luma(235) }",
    "cells": 'if y < HEAD { rgb("#b0c4de") } else { luma(235) }',
    "total": "if y == LAST { luma(225) }",
}


def typst_table(content: Content, look: Look, size: float, repeat: bool = False) -> str:
    """The table; its head in Typst's own element where it is to be repeated on a next page."""
    wide = any(len(cell.text) > 40 for cell in content.cells)
    widths = [_width(content, look, column, wide) for column in range(content.columns)]
    across, down = look.inset
    fill = _FILLS[look.fill].replace("HEAD", str(content.head)).replace("LAST", str(content.rows - 1))
    stroke = "1.5pt + white" if look.fill == "cells" and look.rules == "none" else "none"
    head = "\n".join(_rows(content, look, range(content.head)))
    body = "\n".join(_rows(content, look, range(content.head, content.rows)))
    if repeat and head:
        head = f"table.header({head}),"
    settings = (
        f"columns: ({', '.join(widths)},), inset: (x: {across}pt, y: {down}pt), stroke: {stroke}, "
        f"fill: (x, y) => {{ {fill} }}, align: (x, y) => {look.vertical}"
    )
    return (
        f"#[#set text({size - look.smaller}pt)\n#set par(justify: false)\n#table({settings},\n"
        f"{_columns(content, look)}\n{head}\n{body})]"
    )


def _width(content: Content, look: Look, column: int, wide: bool) -> str:
    """A share of the page for a column with long cells, or for each where the table is as wide as the text."""
    if content.shares:
        return f"{content.shares[column]}fr"
    if content.leaders and column == 0:
        return "1fr"
    longest = max(
        (len(cell.text) for cell in content.cells if cell.column == column and cell.across == 1), default=0
    )
    if wide:
        return f"{2 if longest > 40 else 1}fr" if longest > 12 or look.full else "auto"
    return "1fr" if look.full else "auto"


def _columns(content: Content, look: Look) -> str:
    chosen = RULES[look.rules]
    places = [0, content.columns] if "sides" in chosen else []
    places += range(1, content.columns) if "columns" in chosen else []
    places += [1] if "stub" in chosen else []
    return "\n".join(f"table.vline(x: {place}, stroke: {look.weight}pt)," for place in places)


def _rows(content: Content, look: Look, rows: range) -> Iterator[str]:
    chosen = RULES[look.rules]
    covered = {
        (cell.row + r, cell.column + c)
        for cell in content.cells
        for r in range(cell.down)
        for c in range(cell.across)
    }
    by_place = {(cell.row, cell.column): cell for cell in content.cells}
    for row in rows:
        if _is_ruled(content, chosen, row):
            yield from _rule_above(content, look, row)
        for _, start, end in sorted(each for each in content.rules if each[0] == row):
            yield f"table.hline(start: {start}, end: {end}, stroke: {look.weight}pt),"
        if "spans" in chosen and 0 < row < content.head:
            for cell in content.cells:
                if cell.row == row - 1 and cell.across > 1:
                    end = cell.column + cell.across
                    yield f"table.hline(start: {cell.column}, end: {end}, stroke: {look.weight}pt),"
        for column in range(content.columns):
            cell = by_place.get((row, column))
            if cell:
                yield _cell(cell, content, look)
            elif (row, column) not in covered:
                yield "[],"
        for _, start, end in sorted(each for each in content.rules if each[0] == row + 1 == content.rows):
            yield f"table.hline(start: {start}, end: {end}, stroke: {look.weight}pt),"
        if row == content.rows - 1 and "bottom" in chosen:
            yield f"table.hline(stroke: {look.weight}pt),"


def _is_ruled(content: Content, chosen: tuple[str, ...], row: int) -> bool:
    return (
        (row == 0 and "top" in chosen)
        or (row == content.head > 0 and "head" in chosen)
        or (row > 0 and "rows" in chosen)
        or (row > content.head and "groups" in chosen and row in content.groups)
        or (row in content.totals and "bottom" in chosen)
    )


def _rule_above(content: Content, look: Look, row: int) -> Iterator[str]:
    """A rule, broken where a cell goes down through it."""
    through = {
        column
        for cell in content.cells
        if cell.row < row < cell.row + cell.down
        for column in range(cell.column, cell.column + cell.across)
    }
    start = 0
    for column in range(content.columns + 1):
        if column == content.columns or column in through:
            if column > start:
                yield f"table.hline(start: {start}, end: {column}, stroke: {look.weight}pt),"
            start = column + 1


def _cell(cell: Entry, content: Content, look: Look) -> str:
    align = content.alignments[cell.column]
    if cell.across > 1 and cell.row not in content.groups:
        align = "center"
    text = _escaped(cell.text)
    if align == "point":
        align = "right"
        if cell.row >= content.head:
            text += _padding(cell.text)
    if cell.text.startswith("$ ") and align == "right":
        text = f"\\$ #h(1fr) {_escaped(cell.text[2:])}"
    if (cell.row < content.head and look.bold_head) or cell.row in content.groups or cell.row in content.totals:
        text = f"*{text}*"
    if cell.row < content.head and look.fill == "head dark":
        text = f"#text(white)[{text}]"
    if cell.row in content.indents and cell.column == 0:
        text = f"#h(1em){text}"
    if cell.row in content.leaders and cell.column == 0:
        text += " #box(width: 1fr, repeat[.~])"
    set_as = f"colspan: {cell.across}, rowspan: {cell.down}, align: {align} + {look.vertical}"
    if cell.row in content.gaps:
        across, down = look.inset
        set_as += f", inset: (x: {across}pt, top: {down + GAP}pt, bottom: {down}pt)"
    return f"table.cell({set_as})[{text}],"


def _padding(text: str) -> str:
    """Unseen digits behind a number, so that all stand with their points below one another."""
    decimals = len(text.partition(".")[2])
    return f"#hide[{'0' * max(0, 2 - decimals)}]"


_ESCAPES: Callable[[str], str] = lambda sign: f"\\{sign}"  # noqa: E731


def _escaped(text: str) -> str:
    return "".join(_ESCAPES(sign) if sign in "%+*$#_<>@" else sign for sign in text)
