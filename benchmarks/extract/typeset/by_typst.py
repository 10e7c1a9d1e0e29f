"""Typst sets a manuscript: notes at the foot of page or column, page labels, tables that repeat their head."""

from __future__ import annotations

import json
from collections.abc import Sequence

from benchmarks.extract.typeset.design import Design
from benchmarks.extract.typeset.manuscript import CONTENTS, Manuscript
from convert.document import (
    Block,
    Cell,
    CodeBlock,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    List,
    NoteRef,
    Paragraph,
    Quote,
    Strong,
    Superscript,
    Table,
    Text,
    plain,
)

CHART = (
    "#box(width: 100%, height: 30mm, stroke: .5pt, inset: 4pt, align(bottom, stack(dir: ltr, spacing: 6pt, {})))"
)
BAR = "rect(width: 12pt, height: {}mm, fill: gray, stroke: none)"


def typeset(manuscript: Manuscript, design: Design) -> bytes:
    """The PDF."""
    import typst

    return bytes(typst.compile(source(manuscript, design).encode()))


def source(manuscript: Manuscript, design: Design) -> str:
    """The Typst source."""
    blocks = manuscript.document.children
    front, body = _parted(blocks) if design.roman_front else ((), blocks)
    setter = _Setter(manuscript, design)
    parts = [_page_setup(manuscript, design)]
    if front:
        parts += ['#set page(numbering: "i")', setter.blocks(front), "#pagebreak()", "#counter(page).update(1)"]
        parts.append('#set page(numbering: "1")')
    parts.append(setter.blocks(body))
    return "\n".join(parts)


def _parted(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The title and contents, and the rest."""
    place = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and plain(block) == CONTENTS)
    return blocks[: place + 1], blocks[place + 1 :]


def _page_setup(manuscript: Manuscript, design: Design) -> str:
    width, height = design.paper
    # The fonts that come with Typst.
    font = "Libertinus Serif" if design.serif else "New Computer Modern"
    short = quoted(manuscript.short)
    even = "calc.even(here().page())"
    section = "query(heading.where(level: 2).before(here())).map(h => h.body).at(-1, default: [])"
    head = {
        "none": "",
        "title": f"context if here().page() > 1 [#{short}]",
        "section": f"context if here().page() > 1 {{ emph({section}) }}",
        "alternating": f"context if here().page() > 1 {{ if {even} [#h(1fr) #{short}] else {{ {section} }} }}",
    }[design.head]
    number = "counter(page).display(here().page-numbering())"
    folio = {
        "foot": f"align(center, context {number})",
        "outer": f"context if {even} {{ align(left, {number}) }} else {{ align(right, {number}) }}",
        "dashes": f"align(center, context [– #{number} –])",
        "of": f"align(right, context [Page #{number} of #counter(page).final().first()])",
    }[design.folio]
    per_page = "counter(footnote).update(0);" if design.notes == "page" else ""
    sizes = "(1.7em, 1.35em, 1.15em, 1em).at(it.level - 1)" if design.sized_headings else "1em"
    lines = '#set par.line(numbering: n => if calc.rem(n, 5) == 0 [#n], numbering-scope: "page")'
    return f"""
#set document(title: {quoted(manuscript.short)}, date: none)
#set page(width: {width}mm, height: {height}mm, margin: {design.margin}mm, columns: {design.columns},
  numbering: "1",
  header: {{ {per_page} set text(size: .85em); {head or "none"} }}, footer: {{ set text(size: .85em); {folio} }})
#set text(font: {quoted(font)}, size: {design.size}pt, lang: "en", hyphenate: {str(design.justified).lower()})
#set par(justify: {str(design.justified).lower()}, leading: .62em,
  first-line-indent: {"1.2em" if design.indented else "0em"}, spacing: {".62em" if design.indented else "1em"})
#set footnote.entry(gap: .4em)
#set heading(numbering: none)
#show heading: it => {{
  set text(size: {sizes}, weight: "bold", hyphenate: false)
  set par(justify: false, first-line-indent: 0em)
  set align({"if it.level < 3 { center } else { left }" if design.centred else "left"})
  block(above: 1.3em, below: .8em, sticky: true, it.body)
}}
#show figure: set block(breakable: true)
#set figure.caption(separator: none)
#show figure.caption: it => text(size: .9em, it.body)
#set table(inset: 4pt)
#show table: set par(justify: false, first-line-indent: 0em)
#show table: set text(hyphenate: false)
{lines if design.line_numbers else ""}
"""


def quoted(words: str) -> str:
    """A Typst string."""
    return json.dumps(words, ensure_ascii=False)


class _Setter:
    """Typst markup of the blocks of one manuscript."""

    def __init__(self, manuscript: Manuscript, design: Design) -> None:
        self.manuscript, self.design = manuscript, design
        self.notes = manuscript.notes
        self.first = design.drop_cap

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "\n\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, inner):
                title = f"#heading(level: {level})[{self.inlines(inner)}]"
                if level == 1 and self.design.columns > 1:
                    return f'#place(top, scope: "parent", float: true, clearance: 2em)[{title}]'
                return title + (self.contents() if plain(block) == CONTENTS else "")
            case Paragraph(inner):
                return self.inlines(inner)
            case Quote(inner):
                return f"#pad(left: 2em, right: 2em)[#text(size: .92em)[{self.blocks(inner)}]]"
            case List(items):
                return self.list(items)
            case Table():
                return self.table(block)
            case Figure():
                bars = ", ".join(BAR.format(number * 7 % 23 + 3) for number in range(1, 9))
                return f"#figure({CHART[1:].format(bars)}, caption: [{self.inlines(block.children)}])"
            case CodeBlock(words):
                return f"#block(raw({quoted(words)}, block: true))"
        raise ValueError(block)

    def list(self, items: Sequence[Item]) -> str:
        """Labels as printed: a numbering that looks them up."""
        contents = "".join(f"[{self.blocks(item.children)}]" for item in items)
        labels = ", ".join("[•]" if item.label is None else f"[#{quoted(item.label)}]" for item in items)
        return f"#enum(numbering: n => ({labels},).at(n - 1)){contents}"

    def table(self, table: Table) -> str:
        width = sum(cell.across for cell in table.children[0].children)
        wide = any(len(plain(row.children[1])) > 40 for row in table.children[table.head :])
        columns = f"(1fr, {'2fr' if wide else 'auto'}{', auto' * (width - 2)})"
        head = "".join(self.cell(cell, bold=True) for row in table.children[: table.head] for cell in row.children)
        rows = "\n".join("".join(self.cell(cell) for cell in row.children) for row in table.children[table.head :])
        style = {
            "grid": "stroke: .5pt",
            "booktabs": "stroke: none",
            "bands": "stroke: none, fill: (_, y) => if calc.odd(y) { luma(230) }",
        }[self.design.rules]
        rule = "table.hline(stroke: .8pt)," if self.design.rules == "booktabs" else ""
        body = f"table(columns: {columns}, {style}, {rule} table.header({head}), {rule}\n{rows}\n{rule})"
        caption = f"figure.caption(position: top, [{self.inlines(table.caption)}])"
        return f"#figure({body}, kind: table, supplement: none, numbering: none, caption: {caption})"

    def cell(self, cell: Cell, *, bold: bool = False) -> str:
        inner = self.inlines(cell.children)
        inner = f"*{inner}*" if bold else inner
        align = "left + top"
        return f"table.cell(colspan: {cell.across}, rowspan: {cell.down}, align: {align})[{inner}],"

    def contents(self) -> str:
        """The table of contents, with leaders and page numbers."""
        return """
#context for it in query(heading) {
  if it.level > 1 and it.level < 4 and it.body != [#"Contents";] {
    let number = counter(page).at(it.location()).first()
    block(above: .5em, below: .5em, inset: (left: (it.level - 2) * 1.5em),
      link(it.location())[#it.body #box(width: 1fr, repeat[.]) #number])
  }
}"""

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(words):
                return f"#{quoted(words)};"
            case Emphasis(inner):
                return f"#emph[{self.inlines(inner)}]"
            case Strong(inner):
                return f"#strong[{self.inlines(inner)}]"
            case Superscript(inner):
                return f"#super[{self.inlines(inner)}]"
            case NoteRef(label):
                body = self.blocks(self.notes[label].children)
                symbol = "" if label.isdigit() else f'numbering: n => "{label}", '
                undo = "" if label.isdigit() else "#counter(footnote).update(n => n - 1)"
                return f"#footnote({symbol}[{body}]){undo}"
        raise ValueError(inline)
