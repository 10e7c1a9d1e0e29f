"""WeasyPrint sets a manuscript from HTML and CSS: notes by `float: footnote`, running heads by `string-set`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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

SERIF, SANS = "'Source Serif 4', 'DejaVu Serif', serif", "'Source Sans 3', 'DejaVu Sans', sans-serif"
BARS = "".join(
    f'<rect x="{20 + 40 * n}" y="{80 - n * 13 % 60}" width="24" height="{n * 13 % 60}"/>' for n in range(1, 9)
)
CHART = f'<svg viewBox="0 0 400 90" width="100%" height="30mm"><g fill="#888">{BARS}</g></svg>'


def typeset(manuscript: Manuscript, design: Design) -> bytes:
    """The PDF."""
    from weasyprint import HTML

    return bytes(HTML(string=page(manuscript, design)).write_pdf())


def page(manuscript: Manuscript, design: Design) -> str:
    """The HTML."""
    setter = _Setter(manuscript, design)
    blocks = manuscript.document.children
    title, rest = setter.block(blocks[0]), blocks[1:]
    front = ""
    if design.roman_front:
        front, rest = f'<div class="front">{title}{setter.block(rest[0])}</div>', rest[1:]
        title = ""
    body = f'<div class="body">{setter.blocks(rest)}</div>'
    return (
        f'<html lang="en"><title>{escape(manuscript.short)}</title><style>{_css(manuscript, design)}</style>'
        + (f"<body>{front}{title}{body}")
    )


def _css(manuscript: Manuscript, design: Design) -> str:
    width, height = design.paper
    short = escape(manuscript.short).replace('"', r"\"")
    left, right = {
        "none": ("''", "''"),
        "title": (f'"{short}"', f'"{short}"'),
        "section": ("string(section)", "string(section)"),
        "alternating": (f'"{short}"', "string(section)"),
    }[design.head]
    number = {
        "foot": "counter(page)",
        "outer": "counter(page)",
        "dashes": '"– " counter(page) " –"',
        "of": '"Page " counter(page) " of " counter(pages)',
    }[design.folio]
    places = ("@bottom-left", "@bottom-right") if design.folio == "outer" else ("@bottom-center", "@bottom-center")
    sizes = (1.8, 1.4, 1.15, 1.0) if design.sized_headings else (1, 1, 1, 1)
    heads = "".join(f"h{n + 1} {{ font-size: {size}em }}" for n, size in enumerate(sizes))
    # Each article's first paragraph begins with a large letter.
    cap = "h2 + p::first-letter { float: left; font-size: 2.9em; line-height: .85; margin-right: .08em }"
    rules = {
        "grid": "td, th { border: .5pt solid }",
        "booktabs": "table { border: solid; border-width: 1pt 0 } thead { border-bottom: .6pt solid }",
        "bands": "tbody tr:nth-child(odd) { background: #e4e4e4 }",
    }[design.rules]
    front = number.replace("counter(page)", "counter(page, lower-roman)")
    return f"""
@page {{ size: {width}mm {height}mm; margin: {design.margin}mm;
  @footnote {{ border-top: .5pt solid; padding-top: 3pt }} }}
@page :left {{ @top-left {{ content: {left}; font-size: 8pt }}
  {places[0]} {{ content: {number}; font-size: 8pt }} }}
@page :right {{ @top-right {{ content: {right}; font-size: 8pt }}
  {places[1]} {{ content: {number}; font-size: 8pt }} }}
@page :first {{ @top-left {{ content: none }} @top-right {{ content: none }} }}
@page front:left {{ {places[0]} {{ content: {front} }} }}
@page front:right {{ {places[1]} {{ content: {front} }} }}
{"@page { counter-reset: footnote }" if design.notes == "page" else ""}
.front {{ page: front; break-after: page }} .front + .body {{ counter-reset: page 1 }}
body {{ font: {design.size}pt/1.4 {SERIF if design.serif else SANS};
  text-align: {"justify" if design.justified else "left"};
  hyphens: {"auto" if design.justified else "manual"} }}
{f".body {{ columns: {design.columns}; column-gap: 6mm }}" if design.columns > 1 else ""}
h1, h2, h3, h4 {{ line-height: 1.2; margin: 1.3em 0 .5em; text-align: left; hyphens: manual; break-after: avoid }}
{"h1, h2 { text-align: center }" if design.centred else ""} {heads} h2 {{ string-set: section content() }}
p {{ margin: {"0; text-indent: 1.3em" if design.indented else "0 0 .8em"} }}
{cap if design.drop_cap else ""}
blockquote {{ margin: .8em 2em; font-size: .92em }} blockquote p, li p {{ text-indent: 0 }}
ol {{ list-style: none; margin: 0; padding: 0 }} li {{ margin: 0 0 .4em 2.4em }}
li > p:first-child {{ margin-bottom: .4em; text-indent: -2.4em }}
.label {{ display: inline-block; width: 2.4em; text-indent: 0 }}
table {{ width: 100%; border-collapse: collapse; margin: .5em 0 1em; text-align: left; hyphens: manual }}
td, th {{ padding: 2pt 4pt; vertical-align: top; text-align: left }}
caption {{ caption-side: top; font-size: .9em; padding: 4pt }}
{rules} figure {{ margin: 1em 0; break-inside: avoid }} figcaption {{ font-size: .9em; text-align: center }}
pre {{ font: .85em "DejaVu Sans Mono", monospace; background: #f2f2f2; padding: 4pt; text-align: left }}
.note {{ float: footnote; font-size: 8pt; font-weight: normal; text-align: left; text-indent: 0 }}
.note::footnote-call {{ content: counter(footnote); font-size: .8em; vertical-align: super; line-height: 0 }}
.note::footnote-marker {{ content: counter(footnote); font-size: .65em; vertical-align: super; line-height: 0 }}
.star {{ counter-increment: footnote 0 }} .star::footnote-call, .star::footnote-marker {{ content: "*" }}
.toc {{ margin: 0; text-indent: 0 }} .toc a::after {{ content: leader(".") target-counter(attr(href), page) }}
.toc a {{ color: inherit; text-decoration: none }}
"""


class _Setter:
    """HTML of the blocks of one manuscript."""

    def __init__(self, manuscript: Manuscript, design: Design) -> None:
        self.manuscript, self.design, self.notes = manuscript, design, manuscript.notes
        self.anchors = 0

    def blocks(self, blocks: Sequence[Block]) -> str:
        return "\n".join(self.block(block) for block in blocks)

    def block(self, block: Block) -> str:
        match block:
            case Heading(level, inner):
                contents = plain(block) == CONTENTS
                anchor = ""
                if 2 <= level <= 3 and not contents:
                    self.anchors += 1
                    anchor = f' id="h{self.anchors}"'
                return f"<h{level}{anchor}>{self.inlines(inner)}</h{level}>" + (
                    self.contents() if contents else ""
                )
            case Paragraph(inner):
                return f"<p>{self.inlines(inner)}</p>"
            case Quote(inner):
                return f"<blockquote>{self.blocks(inner)}</blockquote>"
            case List(items):
                return "<ol>" + "".join(self.item(item.label, item.children) for item in items) + "</ol>"
            case Table():
                return self.table(block)
            case Figure(children=caption):
                return f"<figure>{CHART}<figcaption>{self.inlines(caption)}</figcaption></figure>"
            case CodeBlock(words):
                return f"<pre>{escape(words)}</pre>"
        raise ValueError(block)

    def item(self, label: str | None, children: Sequence[Block]) -> str:
        """The label stands at the head of the first paragraph, hanging."""
        first = self.block(children[0]).removeprefix("<p>")
        return f'<li><p><span class="label">{escape(label or "•")}</span>{first}{self.blocks(children[1:])}</li>'

    def table(self, table: Table) -> str:
        row = lambda cells, tag: "<tr>" + "".join(self.cell(cell, tag) for cell in cells) + "</tr>"  # noqa: E731
        head = "".join(row(line.children, "th") for line in table.children[: table.head])
        body = "".join(row(line.children, "td") for line in table.children[table.head :])
        caption = f"<caption>{self.inlines(table.caption)}</caption>"
        return f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody></table>"

    def cell(self, cell: Cell, tag: str) -> str:
        return f'<{tag} colspan="{cell.across}" rowspan="{cell.down}">{self.inlines(cell.children)}</{tag}>'

    def contents(self) -> str:
        return "".join(
            f'<p class="toc" style="margin-left: {level * 1.5 - 3}em"><a href="#h{number}">{escape(words)}</a></p>'
            for number, (level, words) in enumerate(self.manuscript.entries, 1)
        )

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(words):
                return escape(words)
            case Emphasis(inner):
                return f"<em>{self.inlines(inner)}</em>"
            case Strong(inner):
                return f"<strong>{self.inlines(inner)}</strong>"
            case Superscript(inner):
                return f'<sup style="line-height: 0; font-size: .65em">{self.inlines(inner)}</sup>'
            case NoteRef(label):
                star = "" if label.isdigit() else " star"
                body = " ".join(self.block(block).removeprefix("<p>") for block in self.notes[label].children)
                return f'<span class="note{star}">{body.removesuffix("</p>")}</span>'
        raise ValueError(inline)
