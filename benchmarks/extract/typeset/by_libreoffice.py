"""LibreOffice sets a manuscript from a flat ODT file: the PDFs of offices, typed labels and hanging indents."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

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

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
INDENT = '<text:s text:c="4"/>'
"""Four spaces that are kept."""
SECONDS = 180
"""How long LibreOffice may take for a document."""


def typeset(manuscript: Manuscript, design: Design) -> bytes:
    """The PDF."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / "document.fodt"
        source.write_text(flat(manuscript, design), encoding="utf-8")
        command = ("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile")
        subprocess.run(
            (*command, "--convert-to", "pdf", "--outdir", folder, str(source)),
            check=True,
            capture_output=True,
            timeout=SECONDS,
        )
        return source.with_suffix(".pdf").read_bytes()


def flat(manuscript: Manuscript, design: Design) -> str:
    """The document as flat ODT."""
    body = _Setter(manuscript, design).blocks(manuscript.document.children)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>{_styles(design)}</office:styles>
<office:automatic-styles>{_automatic(design)}</office:automatic-styles>
<office:master-styles>{_masters(manuscript, design)}</office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""


def _paragraph_style(name: str, layout: str, characters: str = "", *, parent: str = "", outline: int = 0) -> str:
    attributes = f' style:parent-style-name="{parent}"' if parent else ""
    attributes += f' style:default-outline-level="{outline}"' if outline else ""
    return (
        f'<style:style style:name="{name}" style:family="paragraph"{attributes}>'
        f"<style:paragraph-properties {layout}/><style:text-properties {characters}/></style:style>"
    )


def _text_style(name: str, look: str) -> str:
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'


def _styles(design: Design) -> str:
    font = "Liberation Serif, DejaVu Serif" if design.serif else "Liberation Sans, DejaVu Sans"
    align = "justify" if design.justified else "start"
    base = f'fo:font-family="{font}" fo:font-size="{design.size}pt" fo:language="en" fo:country="GB"'
    base += f' fo:hyphenate="{str(design.justified).lower()}"'
    body = f'fo:text-align="{align}" fo:line-height="120%" '
    body += 'fo:text-indent="0.5cm"' if design.indented else 'fo:margin-bottom="0.22cm"'
    sizes = (1.7, 1.35, 1.15, 1.0) if design.sized_headings else (1.0,) * 4
    out = [_paragraph_style("Base", "", base), _paragraph_style("Body", body, parent="Base")]
    for level, size in enumerate(sizes, 1):
        place = "center" if design.centred and level < 3 else "start"
        layout = (
            f'fo:text-align="{place}" fo:margin-top="0.45cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"'
        )
        characters = f'fo:font-weight="bold" fo:hyphenate="false" fo:font-size="{size * design.size:.1f}pt"'
        out.append(_paragraph_style(f"H{level}", layout, characters, parent="Base", outline=level))
    for depth in range(1, 4):
        layout = f'fo:text-align="{align}" fo:margin-left="{depth * 0.9}cm" fo:text-indent="-0.9cm"'
        layout += ' fo:margin-bottom="0.12cm" fo:line-height="120%"'
        out.append(_paragraph_style(f"L{depth}", layout, parent="Base"))
    width = design.paper[0] / 10 - 2 * design.margin / 10
    tab = f'<style:tab-stops><style:tab-stop style:position="{width:.2f}cm" style:type="right"'
    tab += ' style:leader-style="dotted" style:leader-text="."/></style:tab-stops>'
    out.append(
        '<style:style style:name="Toc" style:family="paragraph" style:parent-style-name="Base">'
        f"<style:paragraph-properties>{tab}</style:paragraph-properties></style:style>"
    )
    out.append(
        '<style:style style:name="Cap" style:family="paragraph" style:parent-style-name="Base">'
        f'<style:paragraph-properties fo:text-align="{align}" fo:margin-bottom="0.22cm">'
        '<style:drop-cap style:lines="2" style:length="1" style:distance="0.1cm"/>'
        "</style:paragraph-properties></style:style>"
    )
    note = f'fo:font-size="{design.size * 0.82:.1f}pt"'
    small = f'fo:font-size="{design.size * 0.85:.1f}pt"'
    out += [
        _paragraph_style("Note", 'fo:margin-left="0.4cm" fo:text-indent="-0.4cm"', note, parent="Base"),
        _paragraph_style("Quote", f'{body} fo:margin-left="1.2cm" fo:margin-right="1.2cm"', small, parent="Base"),
        _paragraph_style("Cell", 'fo:text-align="start"', f'{small} fo:hyphenate="false"', parent="Base"),
        _paragraph_style("CellHead", "", 'fo:font-weight="bold"', parent="Cell"),
        _paragraph_style(
            "Caption",
            'fo:margin-top="0.3cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"',
            small,
            parent="Base",
        ),
        _paragraph_style("Legend", 'fo:margin-bottom="0.4cm" fo:text-align="center"', small, parent="Base"),
        _paragraph_style("Code", "", 'fo:font-family="Liberation Mono, DejaVu Sans Mono" fo:font-size="8.5pt"'),
        _paragraph_style("Furniture", "", small, parent="Base"),
        _text_style("i", 'fo:font-style="italic"'),
        _text_style("b", 'fo:font-weight="bold"'),
        _text_style("sup", 'style:text-position="super 60%"'),
    ]
    start = "page" if design.notes == "page" else "document"
    out.append(
        '<text:notes-configuration text:note-class="footnote" style:num-format="1" text:start-value="0"'
        f' text:footnotes-position="page" text:start-numbering-at="{start}"'
        ' text:citation-style-name="sup" text:citation-body-style-name="sup"/>'
    )
    number = str(design.line_numbers).lower()
    out.append(
        f'<text:linenumbering-configuration text:number-lines="{number}" text:increment="5" style:num-format="1"'
        ' text:restart-on-page="true" text:number-position="left" text:offset="0.6cm"/>'
    )
    return "".join(out)


def _automatic(design: Design) -> str:
    width, height = design.paper
    margin = f'fo:margin="{design.margin}mm"'
    columns = f'<style:columns fo:column-count="{design.columns}" fo:column-gap="0.6cm"/>'
    rule = '<style:footnote-sep style:width="0.02cm" style:rel-width="30%" style:distance-after-sep="0.1cm"/>'
    spare = '<style:header-footer-properties fo:min-height="0.8cm"/>'
    pages = "".join(
        f'<style:page-layout style:name="{name}" style:page-usage="mirrored"><style:page-layout-properties'
        f' fo:page-width="{width}mm" fo:page-height="{height}mm" {margin} style:num-format="{numbers}">'
        f"{columns if name == 'Main' else ''}{rule}</style:page-layout-properties>"
        f"<style:header-style>{spare}</style:header-style><style:footer-style>{spare}</style:footer-style>"
        "</style:page-layout>"
        for name, numbers in (("Main", "1"), ("Front", "i"))
    )
    border = {"grid": 'fo:border="0.02cm solid #000000"', "booktabs": "", "bands": ""}[design.rules]
    under = 'fo:border-top="0.03cm solid #000000" fo:border-bottom="0.03cm solid #000000"'
    head = under if design.rules == "booktabs" else border
    last = 'fo:border-bottom="0.03cm solid #000000"' if design.rules == "booktabs" else border
    band = 'fo:background-color="#e6e6e6"' if design.rules == "bands" else border
    cells = "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties fo:padding="0.08cm" {look}/></style:style>'
        for name, look in (("Plain", border), ("Band", band), ("Head", head), ("Last", last))
    )
    starts = "".join(
        f'<style:style style:name="Start{name}" style:family="paragraph" style:parent-style-name="{parent}"'
        f' style:master-page-name="{name}"><style:paragraph-properties style:page-number="1"/></style:style>'
        for name, parent in (("Main", "H2"), ("Front", "H1"), ("First", "H1"))
    )
    return pages + cells + starts


def _masters(manuscript: Manuscript, design: Design) -> str:
    number = '<text:page-number text:select-page="current"/>'
    folio = {
        "foot": number,
        "outer": number,
        "dashes": f"– {number} –",
        "of": f"Page {number} of <text:page-count/>",
    }[design.folio]
    section = '<text:chapter text:display="name" text:outline-level="2"/>'
    short = escape(manuscript.short)
    left, right = {
        "none": ("", ""),
        "title": (short, short),
        "section": (section, section),
        "alternating": (short, section),
    }[design.head]
    line = lambda words: f'<text:p text:style-name="Furniture">{words}</text:p>'  # noqa: E731
    footer = f"<style:footer>{line(folio)}</style:footer>"
    heads = f"<style:header>{line(right)}</style:header><style:header-left>{line(left)}</style:header-left>"
    return "".join(
        f'<style:master-page style:name="{name}" style:page-layout-name="{layout}"{after}>{head}{footer}'
        "</style:master-page>"
        for name, layout, after, head in (
            ("Main", "Main", "", heads),
            ("First", "Main", ' style:next-style-name="Main"', ""),
            ("Front", "Front", "", ""),
        )
    )


class _Setter:
    """ODT of the blocks of one manuscript."""

    def __init__(self, manuscript: Manuscript, design: Design) -> None:
        self.manuscript, self.design, self.notes = manuscript, design, manuscript.notes
        self.anchors = self.numbered = 0
        self.style = "Body"

    def blocks(self, blocks: Sequence[Block], depth: int = 0) -> str:
        return "".join(self.block(block, depth) for block in blocks)

    def block(self, block: Block, depth: int = 0) -> str:
        match block:
            case Heading(level, inner):
                return self.heading(level, inner, plain(block) == CONTENTS)
            case Paragraph(inner):
                style, self.style = self.style, "Body"
                return self.paragraph(style, inner)
            case Quote(inner):
                return "".join(
                    self.paragraph("Quote", child.children) for child in inner if isinstance(child, Paragraph)
                )
            case List(items):
                return "".join(self.item(item, depth + 1) for item in items)
            case Table():
                return self.table(block)
            case Figure(children=caption):
                bars = "".join(
                    f'<draw:rect svg:x="{n * 0.9}cm" svg:y="{3 - n * 7 % 5 * 0.5 - 0.4}cm" svg:width="0.5cm"'
                    f' svg:height="{n * 7 % 5 * 0.5 + 0.4}cm"/>'
                    for n in range(1, 9)
                )
                group = f'<draw:g text:anchor-type="as-char" svg:y="-3cm">{bars}</draw:g>'
                return f'<text:p text:style-name="Legend">{group}</text:p>' + self.paragraph("Legend", caption)
            case CodeBlock(words):
                return "".join(
                    f'<text:p text:style-name="Code">{escape(line).replace("    ", INDENT)}</text:p>'
                    for line in words.split("\n")
                )
        raise ValueError(block)

    def paragraph(self, style: str, inner: Sequence[Inline]) -> str:
        return f'<text:p text:style-name="{style}">{self.inlines(inner)}</text:p>'

    def heading(self, level: int, inner: Sequence[Inline], contents: bool) -> str:
        style, mark = f"H{level}", ""
        if level == 1:
            style = "StartFront" if self.design.roman_front else "StartFirst"
        elif level <= 3 and not contents:
            self.anchors += 1
            mark = f'<text:bookmark text:name="h{self.anchors}"/>'
            if self.anchors == 1 and self.design.roman_front:
                style = "StartMain"
        self.style = "Cap" if self.design.drop_cap and level == 2 else "Body"
        line = (
            f'<text:h text:style-name="{style}" text:outline-level="{level}">{mark}{self.inlines(inner)}</text:h>'
        )
        return line + (self.contents() if contents else "")

    def contents(self) -> str:
        page = '<text:bookmark-ref text:reference-format="page" text:ref-name="h{}">1</text:bookmark-ref>'
        return "".join(
            f'<text:p text:style-name="Toc">{"<text:s/>" * (level - 2) * 4}{escape(words)}<text:tab/>'
            f"{page.format(number)}</text:p>"
            for number, (level, words) in enumerate(self.manuscript.entries, 1)
        )

    def item(self, item: Item, depth: int) -> str:
        first, *rest = item.children
        assert isinstance(first, Paragraph)
        label = escape(item.label or "•")
        line = f'<text:p text:style-name="L{depth}">{label}<text:tab/>{self.inlines(first.children)}</text:p>'
        return line + self.blocks(rest, depth)

    def table(self, table: Table) -> str:
        width = sum(cell.across for cell in table.children[0].children)
        rows = [
            "<table:table-row>"
            + "".join(self.cell(cell, number, table) for cell in row.children)
            + "</table:table-row>"
            for number, row in enumerate(table.children)
        ]
        covered = f'<table:covered-table-cell table:number-columns-repeated="{width - 2}"/>'
        if table.head == 2:
            rows[0] = rows[0].replace("</table:table-row>", covered + "</table:table-row>")
            rows[1] = rows[1].replace("<table:table-row>", "<table:table-row><table:covered-table-cell/>")
        head, body = "".join(rows[: table.head]), "".join(rows[table.head :])
        return (
            self.paragraph("Caption", table.caption)
            + f'<table:table><table:table-column table:number-columns-repeated="{width}"/>'
            + f"<table:table-header-rows>{head}</table:table-header-rows>{body}</table:table>"
            + '<text:p text:style-name="Furniture"/>'
        )

    def cell(self, cell: Cell, row: int, table: Table) -> str:
        is_head, is_last = row < table.head, row == len(table.children) - 1
        look = "Head" if is_head else "Last" if is_last else "Band" if row % 2 else "Plain"
        spans = f' table:number-columns-spanned="{cell.across}"' if cell.across > 1 else ""
        spans += f' table:number-rows-spanned="{cell.down}"' if cell.down > 1 else ""
        return (
            f'<table:table-cell table:style-name="{look}"{spans}>'
            + self.paragraph("CellHead" if is_head else "Cell", cell.children)
            + "</table:table-cell>"
        )

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(words):
                return escape(words)
            case Emphasis(inner):
                return f'<text:span text:style-name="i">{self.inlines(inner)}</text:span>'
            case Strong(inner):
                return f'<text:span text:style-name="b">{self.inlines(inner)}</text:span>'
            case Superscript(inner):
                return f'<text:span text:style-name="sup">{self.inlines(inner)}</text:span>'
            case NoteRef(label):
                self.numbered += 1
                given = "" if label.isdigit() else f' text:label="{label}"'
                body = "".join(
                    self.paragraph("Note", block.children)
                    for block in self.notes[label].children
                    if isinstance(block, Paragraph)
                )
                return (
                    f'<text:note text:id="n{self.numbered}" text:note-class="footnote"><text:note-citation{given}>'
                    f"{label}</text:note-citation><text:note-body>{body}</text:note-body></text:note>"
                )
        raise ValueError(inline)
