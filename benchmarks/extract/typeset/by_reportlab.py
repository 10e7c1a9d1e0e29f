"""ReportLab sets a manuscript: the PDFs that programs make, lines placed one by one, no hyphenation, no notes."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any

from benchmarks.extract.typeset.design import Design, folio
from benchmarks.extract.typeset.manuscript import Manuscript
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
    Paragraph,
    Quote,
    Strong,
    Superscript,
    Table,
    Text,
    plain,
)

MM = 72 / 25.4
"""Points in a millimetre."""


def typeset(manuscript: Manuscript, design: Design) -> bytes:
    """The PDF; set twice where a page says how many there are."""
    pages = _set(manuscript, design, 0)[1] if design.folio == "of" else 0
    return _set(manuscript, design, pages)[0]


def _set(manuscript: Manuscript, design: Design, pages: int) -> tuple[bytes, int]:
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    fonts = _fonts(design.serif)
    out = BytesIO()
    width, height = (side * MM for side in design.paper)
    margin, gap = design.margin * MM, 6 * MM
    column = (width - 2 * margin - (design.columns - 1) * gap) / design.columns
    title_height = 20 * MM if design.columns > 1 else 0.0

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont(fonts, design.size * 0.85)
        line = folio(design, str(document.page), pages)
        canvas.drawCentredString(width / 2, margin / 2, line)
        if document.page > 1 and design.head != "none":
            canvas.drawString(margin, height - margin * 0.6, manuscript.short)

    def frames(less: float) -> list[Any]:
        body = height - 2 * margin - less
        place = lambda number: margin + number * (column + gap)  # noqa: E731
        columns = [Frame(place(n), margin, column, body, 0, 0, 0, 0) for n in range(design.columns)]
        banner = [Frame(margin, height - margin - less, width - 2 * margin, less, 0, 0, 0, 0)] if less else []
        return banner + columns

    document = BaseDocTemplate(out, pagesize=(width, height), title=manuscript.short, invariant=1)
    document.addPageTemplates(
        [
            PageTemplate("first", frames(title_height), onPage=furniture, autoNextPageTemplate="later"),
            PageTemplate("later", frames(0), onPage=furniture),
        ]
    )
    document.build(_Setter(design, fonts).story(manuscript.document.children))
    return out.getvalue(), document.page


def _fonts(serif: bool) -> str:
    """DejaVu as the system has it, registered with its bold and italic; the name to use."""
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    family = "DejaVu Serif" if serif else "DejaVu Sans"
    name = family.replace(" ", "")
    for suffix, style in (("", "Book"), ("-Bold", "Bold"), ("-Italic", "Italic" if serif else "Oblique")):
        found = subprocess.run(
            ("fc-match", "-f", "%{file}", f"{family}:style={style}"), capture_output=True, check=True, text=True
        )
        registerFont(TTFont(name + suffix, found.stdout))
    registerFontFamily(name, name, f"{name}-Bold", f"{name}-Italic", f"{name}-Bold")
    return name


class _Setter:
    """Flowables of the blocks of one manuscript."""

    def __init__(self, design: Design, font: str) -> None:
        from reportlab.lib.styles import ParagraphStyle

        self.design, size = design, design.size
        align = 4 if design.justified else 0
        self.body = ParagraphStyle(
            "body",
            fontName=font,
            fontSize=size,
            leading=size * 1.3,
            alignment=align,
            spaceAfter=0 if design.indented else size * 0.6,
            firstLineIndent=size * 1.2 if design.indented else 0,
        )
        plain_left = {"parent": self.body, "firstLineIndent": 0, "alignment": 0}
        self.headings = [
            ParagraphStyle(
                f"h{level}",
                **plain_left,
                fontName=f"{font}-Bold",
                fontSize=size * times,
                leading=size * times * 1.2,
                spaceBefore=size,
                spaceAfter=size * 0.4,
                keepWithNext=1,
            )
            for level, times in enumerate((1.7, 1.3, 1.1, 1.0), 1)
        ]
        self.small = ParagraphStyle("small", **plain_left, fontSize=size * 0.88, leading=size * 1.1)
        self.head = ParagraphStyle("head", parent=self.small, fontName=f"{font}-Bold")
        self.caption = ParagraphStyle("caption", parent=self.small, spaceBefore=size, spaceAfter=4, keepWithNext=1)
        self.quote = ParagraphStyle("quote", parent=self.body, leftIndent=24, rightIndent=24, firstLineIndent=0)

    def story(self, blocks: Sequence[Block], depth: int = 0) -> list[Any]:
        return [flowable for block in blocks for flowable in self.block(block, depth)]

    def block(self, block: Block, depth: int) -> list[Any]:
        from reportlab.platypus import FrameBreak, Preformatted, Spacer
        from reportlab.platypus import Paragraph as Set

        match block:
            case Heading(level, inner):
                line = Set(self.inlines(inner), self.headings[level - 1])
                return [line, FrameBreak()] if level == 1 and self.design.columns > 1 else [line]
            case Paragraph(inner):
                return [Set(self.inlines(inner), self.body)]
            case Quote(inner):
                return [
                    Set(self.inlines(child.children), self.quote)
                    for child in inner
                    if isinstance(child, Paragraph)
                ]
            case List(items):
                return [flowable for item in items for flowable in self.item(item, depth + 1)]
            case Table():
                return [
                    Set(self.inlines(block.caption), self.caption),
                    self.table(block),
                    Spacer(1, self.design.size),
                ]
            case Figure(children=caption):
                return [_chart(), Set(self.inlines(caption), self.caption)]
            case CodeBlock(words):
                return [Preformatted(words, self.small)]
        raise ValueError(block)

    def item(self, item: Item, depth: int) -> list[Any]:
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph as Set

        first, *rest = item.children
        assert isinstance(first, Paragraph)
        hang = self.design.size * 2.4
        style = ParagraphStyle(
            f"l{depth}",
            parent=self.body,
            leftIndent=depth * hang,
            bulletIndent=(depth - 1) * hang,
            firstLineIndent=0,
            spaceAfter=self.design.size * 0.35,
        )
        return [Set(self.inlines(first.children), style, bulletText=item.label or "•"), *self.story(rest, depth)]

    def table(self, table: Table) -> Any:
        from reportlab.lib import colors
        from reportlab.platypus import Table as Grid

        style: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
        style += {
            "grid": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
            "booktabs": [("LINEABOVE", (0, 0), (-1, 0), 1, colors.black)],
            "bands": [("ROWBACKGROUNDS", (0, table.head), (-1, -1), (colors.whitesmoke, colors.lightgrey))],
        }[self.design.rules]
        width = sum(cell.across for cell in table.children[0].children)
        rows = []
        for number, row in enumerate(table.children):
            cells = [self.cell(cell, number < table.head) for cell in row.children]
            rows.append(cells)
        room = self.design.paper[0] * MM - 2 * self.design.margin * MM - (self.design.columns - 1) * 6 * MM
        return Grid(
            rows, colWidths=[room / self.design.columns / width] * width, repeatRows=table.head, style=style
        )

    def cell(self, cell: Cell, head: bool) -> Any:
        from reportlab.platypus import Paragraph as Set

        return Set(escape(plain(cell)), self.head if head else self.small)

    def inlines(self, inlines: Sequence[Inline]) -> str:
        return "".join(self.inline(inline) for inline in inlines)

    def inline(self, inline: Inline) -> str:
        match inline:
            case Text(words):
                return escape(words, quote=False)
            case Emphasis(inner):
                return f"<i>{self.inlines(inner)}</i>"
            case Strong(inner):
                return f"<b>{self.inlines(inner)}</b>"
            case Superscript(inner):
                return f"<super>{self.inlines(inner)}</super>"
        raise ValueError(inline)


def _chart() -> Any:
    from reportlab.graphics.shapes import Drawing, Rect

    drawing = Drawing(300, 80)
    for n in range(1, 9):
        drawing.add(Rect(n * 30, 0, 18, n * 13 % 60 + 10))
    return drawing
