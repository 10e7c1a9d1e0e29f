"""Pages with one table of a design, in Typst or HTML, with the cells that a reader must find.

What varies is what tells one kind of table from another: rules, fills, spans, alignment, wrapped cells, captions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.tables.content import CONTENTS, Content, Entry, Truth, prose, sentence
from benchmarks.tables.others import OTHERS


@dataclass(frozen=True, slots=True)
class Made:
    """A source with the tables that its pages hold; none for a page that only looks like it."""

    name: str
    source: str
    is_html: bool
    tables: tuple[Truth, ...]


# ── the designs, in Typst ────────────────────────────────────────────────────────────────────────────

DESIGNS = {
    "grid": "stroke: 0.5pt",
    "thick grid": "stroke: 1pt, inset: 7pt",
    "booktabs": "stroke: none, inset: (x: 6pt, y: 4pt)",
    "tight booktabs": "stroke: none, inset: (x: 5pt, y: 2.5pt)",
    "rows": "stroke: (x, y) => (bottom: 0.4pt)",
    "open sides": "stroke: (x, y) => (top: 0.4pt, bottom: 0.4pt, left: if x > 0 {0.4pt} else {none})",
    "zebra": 'stroke: none, fill: (x, y) => if calc.odd(y) { rgb("#dde8f5") } else { none }',
    "zebra columns": "stroke: (x, y) => (left: if x > 0 {0.5pt}), "
    "fill: (x, y) => if calc.odd(y) { luma(225) } else { none }",
    "dark head": "stroke: none, "
    'fill: (x, y) => if y < HEAD { rgb("#204060") } else if calc.odd(y) { luma(240) } else { none }',
    "filled cells": 'stroke: 1.2pt + white, fill: (x, y) => if y < HEAD { rgb("#b0c4de") } else { luma(235) }',
    "none": "stroke: none, inset: (x: 8pt, y: 4pt)",
}
PARTING = {"grid", "thick grid", "open sides", "filled cells"}
"""Designs in which each cell has sides."""
CAPTIONED = {"none"}
"""Designs with nothing but white space always have a caption: without one a person could not be sure either."""


def typst_table(content: Content, design: str, random: Random) -> str:
    """The table in Typst's own notation."""
    settings = DESIGNS[design].replace("HEAD", str(content.head))
    widths = ["auto"] * content.columns
    if any(len(cell.text) > 40 for cell in content.cells):
        widths = ["auto", *["1fr"] * (content.columns - 1)]
    lines = [
        f"#table(columns: ({', '.join(widths)},), align: ({', '.join(content.alignments)},), {settings},",
    ]
    booktabs = "booktabs" in design
    if booktabs:
        lines.append("  table.hline(stroke: 1pt),")
    bold = design not in ("rows",) and random.random() < 0.8
    covered = {
        (cell.row + r, cell.column + c)
        for cell in content.cells
        for r in range(cell.down)
        for c in range(cell.across)
    }
    by_place = {(cell.row, cell.column): cell for cell in content.cells}
    for row in range(content.rows):
        if booktabs and row == content.head:
            lines.append("  table.hline(stroke: 0.5pt),")
        if booktabs and content.head == 2 and row == 1:
            for column in range(1, content.columns, 2):
                lines.append(f"  table.hline(start: {column}, end: {column + 2}, stroke: 0.4pt),")
        for column in range(content.columns):
            cell = by_place.get((row, column))
            if cell is None:
                if (row, column) not in covered:
                    lines.append("  [],")
                continue
            text = cell.text.replace("%", "\\%").replace("+", "\\+")
            if row < content.head and bold:
                text = f"*{text}*"
            if row < content.head and design == "dark head":
                text = f"#text(white)[{text}]"
            middle = "center" if cell.across > 1 else content.alignments[column]
            lines.append(f"  table.cell(colspan: {cell.across}, rowspan: {cell.down}, align: {middle})[{text}],")
    if booktabs:
        lines.append("  table.hline(stroke: 1pt),")
    return "\n".join([*lines, ")"])


PAGE = (
    "#set page(width: {width}, height: 24cm, margin: 2cm{columns})\n"
    "#set text({size}pt{font})\n#set par(justify: {justify})\n"
)
FONTS = ("", ', font: "New Computer Modern"')


def table_page(random: Random, design: str) -> Made:
    """A page of text with one table of a design."""
    content = random.choice(CONTENTS)(random)
    narrow = random.random() < 0.25 and content.columns <= 4
    page = PAGE.format(
        width="17cm" if not narrow else "21cm",
        columns=", columns: 2" if narrow else "",
        size=random.choice((8, 9, 10, 11)),
        font=random.choice(FONTS),
        justify=random.choice(("true", "false")),
    )
    caption = (
        f"*Table {random.randrange(1, 9)}.* {sentence(random, 5)}\n\n"
        if design in CAPTIONED or random.random() < 0.6
        else ""
    )
    below = bool(caption) and random.random() < 0.25
    table = typst_table(content, design, random)
    parts = [prose(random), "", "" if below else caption, table, "", caption if below else "", prose(random)]
    source = page + "\n".join(parts)
    shown = tuple(_as_seen(cell, content, design) for cell in content.cells if cell.text)
    return Made(design, source, False, (shown,))


def _as_seen(cell: Entry, content: Content, design: str) -> Entry:
    """Without rules between cells nobody can tell that a group's cell goes down over the empty ones below it."""
    return cell if design in PARTING or cell.row < content.head else cell._replace(down=1)


STYLES = {
    "grid": "td, th { border: 1px solid #999; padding: 3px 6px }",
    "lines": "td, th { border-bottom: 1px solid #bbb; padding: 4px 8px }",
    "striped": "tbody tr:nth-child(odd) { background: #eee } td, th { padding: 4px 8px } "
    "thead { border-bottom: 2px solid #333 }",
    "dark head": "thead th { background: #234; color: white } td, th { padding: 4px 8px } "
    "table { border-bottom: 2px solid #234 }",
}


def html_page(random: Random) -> Made:
    """A page with one table in a design of the web: lines under cells, striped rows, collapsed borders."""
    content = random.choice(CONTENTS)(random)
    name = random.choice(list(STYLES))
    rows = ["<tr>" + "".join(_html_cell(cell, content) for cell in row) + "</tr>" for row in _by_row(content)]
    head, body = "".join(rows[: content.head]), "".join(rows[content.head :])
    style = (
        f"@page {{ size: 17cm 24cm; margin: 2cm }} body {{ font: {random.choice((9, 10, 11))}pt serif }} "
        f"table {{ border-collapse: collapse }} td, th {{ vertical-align: {random.choice(('top', 'middle'))} }} "
    )
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    source = f"<style>{style}{STYLES[name]}</style><p>{prose(random)}</p>{table}<p>{prose(random)}</p>"
    shown = tuple(_as_seen(cell, content, name) for cell in content.cells if cell.text)
    return Made(f"html {name}", source, True, (shown,))


def _by_row(content: Content) -> list[list[Entry]]:
    return [[cell for cell in content.cells if cell.row == row] for row in range(content.rows)]


def _html_cell(cell: Entry, content: Content) -> str:
    tag = "th" if cell.row < content.head else "td"
    spans = f"colspan={cell.across} rowspan={cell.down}"
    return f"<{tag} {spans} style='text-align:{content.alignments[cell.column]}'>{cell.text}</{tag}>"


def pages(seed: int, each: int) -> Iterator[Made]:
    """`each` pages of every design and of every thing that is no table."""
    random = Random(seed)
    for design in DESIGNS:
        for _ in range(each):
            yield table_page(random, design)
    for _ in range(2 * each):
        yield html_page(random)
    for name, make in OTHERS.items():
        for _ in range(max(1, each // 3)):
            page = PAGE.format(
                width="17cm",
                columns="",
                size=random.choice((9, 10, 11)),
                font=random.choice(FONTS),
                justify="true",
            )
            yield Made(name, page + make(random), False, ())
