"""A document with everything that a PDF may hold, long enough for three pages."""

from __future__ import annotations

import base64
from pathlib import Path

from convert.document import (
    Cell,
    Code,
    CodeBlock,
    Document,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    List,
    Meta,
    Note,
    NoteRef,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Rule,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from convert.writers import Options, html

RED_SQUARE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGP4z8CAB+GTG8HSALfKY52fTcuYAAAAAElFTkSuQmCC"
)
LONG = (
    "the persistence of long sentences, which must be broken over the end of a line, and of a page; " * 3
    + "in short."
)
ADDRESS = "https://example.org/" + "a/very/long/address/" * 5


def p(*pieces: str | Inline) -> Paragraph:
    return Paragraph(tuple(Text(piece) if isinstance(piece, str) else piece for piece in pieces))


def t(text: str) -> tuple[Inline, ...]:
    return (Text(text),)


LISTS = List(
    (
        Item(
            "1.",
            (
                p("Notes ", LONG),
                List(
                    (
                        Item(
                            "(a)",
                            (p("Archives", NoteRef("3"), " and libraries;"), List((Item("(i)", (p(LONG),)),))),
                        ),
                        Item("(b)", (p("Museums."),)),
                    )
                ),
            ),
        ),
        Item("12.", (p("Decides."), p("A second paragraph of the same item."))),
    )
)

TABLE = Table(
    (
        Row((Cell(t("State"), 1, 2), Cell(t("Amounts"), 2))),
        Row((Cell(t("2016")), Cell(t("2017")))),
        Row((Cell(t("Chile")), Cell(t("1")), Cell(()))),
        Row((Cell((Text("Peru"), NoteRef("4"))), Cell(t("3"), 2))),
        *(Row((Cell(t(f"State {number}")), Cell(t("5")), Cell(t("7")))) for number in range(60)),
    ),
    head=2,
    caption=t("Contributions"),
)

EVERYTHING = Document(
    (
        Heading(1, t("The state of the archives")),
        p("The Assembly,"),
        p(
            *(Emphasis(t("Recalling")), " ", Strong(t("all")), " its resolutions,", NoteRef("1"), f" and {LONG}"),
            *(
                NoteRef("2", uncertain=True),
                " and again",
                NoteRef("1"),
                " the ",
                Span(t("état des archives"), "fr"),
            ),
            *(", from page ", PageBreak(4, "4"), "four on, as told at ", Link(t(ADDRESS), ADDRESS), " and "),
            *(
                Link((Text("in a link with "), Emphasis(t("emphasis"))), "https://example.org/"),
                " by ",
                Code("code -x"),
            ),
        ),
        Heading(2, t("Measures")),
        LISTS,
        List((Item(None, (p("a plain bullet"),)), Item(None, (p("another"),)))),
        TABLE,
        Figure("red.png", "A red square", t("Figure 1. A square.")),
        Figure("lost.png", "A lost picture"),
        Quote((p("A quotation."),)),
        CodeBlock("line one\n  line two"),
        Rule(),
        p("x", Superscript(t("2")), " and H", Subscript(t("2")), "O", LineBreak(), "after a line break"),
    ),
    (
        Note("1", (p("United Nations, ", Emphasis(t("Treaty Series")), ", vol. 189."),)),
        Note("2", missing=True),
        Note("3", (p("First paragraph."), p("Second paragraph."), List((Item("(a)", (p("an item"),)),)))),
        Note("4", (p("Provisional."),)),
        Note("5", (p("Nobody cites this."),)),
    ),
    Meta(
        title="The state of the archives",
        identifier="A/72/1",
        language="en",
        date="2017-12-19",
        publisher="Archive",
    ),
)


def body(document: Document, options: Options | None = None) -> str:
    """The HTML that the PDF is made from."""
    return html.body(document, notes="foot", options=options or Options(), contents=False)


def with_figure(folder: Path) -> Options:
    """Options with a folder that holds the figure of the document."""
    (folder / "red.png").write_bytes(RED_SQUARE)
    return Options(resources=folder)
