"""Pages with tables of many designs, in Typst or HTML, with the cells that a reader must find.

Content, look and place on the page are drawn independently, so that what is tuned is tuned on their combinations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.tables.content import Content, Entry, Truth, content
from benchmarks.tables.kinds import of_a_kind
from benchmarks.tables.looks import Look, look, typst_table
from benchmarks.tables.others import OTHERS
from benchmarks.tables.words import prose, sentence


@dataclass(frozen=True, slots=True)
class Made:
    """A source with the tables that its pages hold; none for a page that only looks like it."""

    name: str
    source: str
    is_html: bool
    tables: tuple[Truth, ...]
    traits: tuple[str, ...] = ()


PAGE = (
    "#set page(width: {width}, height: {height}, margin: 2cm{columns})\n"
    '#set text({size}pt, font: "{font}")\n#set par(justify: {justify})\n'
)
FONTS = ("Libertinus Serif", "New Computer Modern", "Liberation Sans", "Liberation Serif", "DejaVu Sans")
PLACES = (
    "text",
    "text",
    "text",
    "column",
    "above columns",
    "beside text",
    "two beside",
    "two",
    "two pages",
    "turned",
)

OF_A_KIND = 0.4
"""Share of the tables that are of a kind; the others are put together by chance."""


def table_page(random: Random, where: str) -> Made:
    """A page of text with a table, or two, of a design."""
    size, width = random.choice((8, 9, 10, 11)), "17cm"
    looks = look(random)
    narrow = where in ("column", "beside text", "two beside")
    while True:
        tables = [_drawn(random, looks, narrow) for _ in range(2 if where in ("two beside", "two") else 1)]
        if all(_is_sure(each, looks) for each in tables):
            break
        looks = look(random)
    captioned = random.random() < 0.6 or looks.rules == "none" or where in ("two", "two beside")
    below, notes = random.random() < 0.25, random.random() < 0.3
    repeat = where == "two pages"
    placed = [
        _with_caption(
            random,
            typst_table(each, looks, size, repeat),
            captioned and number + 1,
            below,
            notes,
            size - looks.smaller,
        )
        for number, each in enumerate(tables)
    ]
    body = _placed(random, where, placed)
    columns = ", columns: 2" if where in ("column", "above columns") else ""
    width = "21cm" if columns or narrow else width
    height = "13cm" if where == "two pages" else "27cm"
    font, justify = random.choice(FONTS), random.choice(("true", "false"))
    page = PAGE.format(width=width, height=height, columns=columns, size=size, font=font, justify=justify)
    traits = (
        f"place {where}",
        *(("notes below",) if notes else ()),
        *((f"caption {'below' if below else 'above'}",) if captioned else ("no caption",)),
        *looks.traits,
        *sorted({trait for each in tables for trait in each.traits}),
    )
    shown = tuple(tuple(_as_seen(cell, each, looks) for cell in each.cells) for each in tables)
    return Made("made", page + body, False, shown, traits)


def _drawn(random: Random, looks: Look, narrow: bool) -> Content:
    """A table that fits where it is to stand."""
    while True:
        each = _content(random)
        longest = sum(
            max((len(cell.text) for cell in each.cells if cell.column == column and cell.across == 1), default=0)
            for column in range(each.columns)
        )
        if each.columns <= (4 if narrow else 9) and min(longest, 8 * each.columns) <= (44 if narrow else 80):
            return each


def _content(random: Random) -> Content:
    """A table of a kind, or one put together by chance."""
    return of_a_kind(random) if random.random() < OF_A_KIND else content(random)


def _is_sure(each: Content, looks: Look) -> bool:
    """Whether a person would be sure that it is a table: white space alone shows none of two columns of words."""
    if each.columns < 2 or (each.needs_sides and not looks.shows_sides):
        return False
    if looks.rules not in ("none", "columns", "top and foot") or looks.fill in ("odd rows", "even rows", "cells"):
        return True
    prose = any(len(cell.text) > 60 for cell in each.cells)
    return each.columns > 2 and each.head > 0 and not prose


def _with_caption(random: Random, table: str, number: int, below: bool, notes: bool, size: float) -> str:
    """The table with its caption above or below it, and its notes."""
    caption = f"*Table {number}.* {sentence(random, random.choice((4, 7)))}" if number else ""
    said = random.choice(("Source: ", "Note. ", "Notes: "))
    note = (
        f"#block(above: 4pt, text({size - 1}pt)[{said}{prose(random, random.choice((6, 24)))}])" if notes else ""
    )
    parts = [table, note, caption] if below else [caption, table, note]
    return "#block[" + "\n\n".join(part for part in parts if part) + "]"


def _placed(random: Random, where: str, tables: list[str]) -> str:
    """The tables among text."""
    before, after = prose(random, random.choice((20, 60))), prose(random, random.choice((20, 60)))
    match where:
        case "column":
            return "\n\n".join(
                (before, prose(random, 120), tables[0], after, *(prose(random, 90) for _ in range(6)))
            )
        case "above columns":
            floating = f'#place(top + center, scope: "parent", float: true)[{tables[0]}]'
            return "\n\n".join((floating, *(prose(random, 90) for _ in range(6))))
        case "beside text":
            beside = f"[{tables[0]}], [{prose(random, 150)}]"
            return f"{before}\n\n#grid(columns: (1fr, 1fr), gutter: 1.5em, {beside})\n\n{after}"
        case "two beside":
            return f"{before}\n\n#grid(columns: (1fr, 1fr), gutter: 2em, [{tables[0]}], [{tables[1]}])\n\n{after}"
        case "two":
            between = prose(random, 30) + "\n\n" if random.random() < 0.5 else ""
            return f"{before}\n\n{tables[0]}\n\n{between}{tables[1]}\n\n{after}"
        case "two pages":
            return f"{prose(random, random.choice((130, 160, 190)))}\n\n{tables[0]}\n\n{after}"
        case "turned":
            return f"{before}\n\n#rotate(-90deg, reflow: true)[#block(width: 16cm)[{tables[0]}]]"
    return f"{before}\n\n{tables[0]}\n\n{after}"


def _as_seen(cell: Entry, each: Content, looks: Look) -> Entry:
    """Without rules between cells nobody can tell that a group's cell goes down over the empty ones below it."""
    return cell if looks.shows_sides or cell.row < each.head else cell._replace(down=1)


# ── from the web ─────────────────────────────────────────────────────────────────────────────────────

STYLES = {
    "grid": "td, th { border: 1px solid #999; padding: 3px 6px }",
    "lines": "td, th { border-bottom: 1px solid #bbb; padding: 4px 8px }",
    "striped": "tbody tr:nth-child(odd) { background: #eee } td, th { padding: 4px 8px } "
    "thead { border-bottom: 2px solid #333 }",
    "dark head": "thead th { background: #234; color: white } td, th { padding: 4px 8px } "
    "table { border-bottom: 2px solid #234 }",
    "ours": "td, th { padding: 3px 8px } thead { border-bottom: 0.8pt solid } "
    "table { border-top: 0.8pt solid; border-bottom: 0.8pt solid }",
}


def html_page(random: Random) -> Made:
    """A page with one table in a design of the web: lines under cells, striped rows, collapsed borders."""
    each = _content(random)
    name = "grid" if each.needs_sides else random.choice(list(STYLES))
    rows = ["<tr>" + "".join(_html_cell(cell, each) for cell in row) + "</tr>" for row in _by_row(each)]
    head, body = "".join(rows[: each.head]), "".join(rows[each.head :])
    style = (
        f"@page {{ size: 17cm 24cm; margin: 2cm }} body {{ font: {random.choice((9, 10, 11))}pt serif }} "
        f"table {{ border-collapse: collapse }} td, th {{ vertical-align: {random.choice(('top', 'middle'))} }} "
    )
    table = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    source = f"<style>{style}{STYLES[name]}</style><p>{prose(random)}</p>{table}<p>{prose(random)}</p>"
    sides = name == "grid"
    shown = tuple(cell if sides or cell.row < each.head else cell._replace(down=1) for cell in each.cells)
    return Made("web", source, True, (shown,), (f"web {name}", *each.traits))


def _by_row(each: Content) -> list[list[Entry]]:
    places = {(cell.row, cell.column): cell for cell in each.cells}
    covered = {
        (cell.row + r, cell.column + c)
        for cell in each.cells
        for r in range(cell.down)
        for c in range(cell.across)
    }
    return [
        [
            places.get((row, column), Entry(row, column, 1, 1, ""))
            for column in range(each.columns)
            if (row, column) in places or (row, column) not in covered
        ]
        for row in range(each.rows)
    ]


def _html_cell(cell: Entry, each: Content) -> str:
    tag = "th" if cell.row < each.head else "td"
    spans = f"colspan={cell.across} rowspan={cell.down}"
    align = each.alignments[cell.column].replace("point", "right")
    align = "center" if cell.across > 1 and cell.row not in each.groups else align
    style = f"text-align: {align}"
    if any(row == cell.row and start <= cell.column < end for row, start, end in each.rules):
        style += "; border-top: 1px solid"
    if cell.row in each.gaps:
        style += "; padding-top: 14px"
    if cell.row in each.indents and cell.column == 0:
        style += "; padding-left: 2em"
    return f"<{tag} {spans} style='{style}'>{cell.text}</{tag}>"


def pages(seed: int, each: int) -> Iterator[Made]:
    """`each` pages of every place, as many from the web, a third as many of every thing that is no table."""
    for where in sorted(set(PLACES)):
        random = Random(f"{seed} {where}")
        for _ in range(each * PLACES.count(where)):
            yield table_page(random, where)
    random = Random(f"{seed} web")
    for _ in range(2 * each):
        yield html_page(random)
    for name, make in OTHERS.items():
        random = Random(f"{seed} {name}")
        for _ in range(max(1, each // 3)):
            size, font = random.choice((9, 10, 11)), random.choice(FONTS)
            page = PAGE.format(width="17cm", height="24cm", columns="", size=size, font=font, justify="true")
            yield Made(name, page + make(random), False, ())
