"""Documents for the writers' tests: one with every kind of node, and any document with any text in it."""

from __future__ import annotations

from hypothesis import strategies as st

from convert.document import (
    Block,
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


def para(*parts: str | Inline) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in parts))


def link(text: str, target: str) -> Link:
    return Link((Text(text),), target)


def cell(text: str, across: int = 1, down: int = 1) -> Cell:
    return Cell((Text(text),), across, down)


LAMPS = List(
    (
        Item("(i)", (para("Lamps of 10", Superscript((Text("2"),)), " candles;"),)),
        Item("(ii)", (para("Lanterns."),)),
    )
)
REQUESTS = List(
    (Item("(a)", (para("It be swept;"),)), Item("(b)", (para("It be lit", NoteRef("*"), " by:"), LAMPS)))
)
DECISIONS = List(
    (
        Item("1.", (para("Finds that the quay is sound;", NoteRef("1")),)),
        Item("2.", (para("Asks that:"), REQUESTS)),
        Item("4A.", (para("Decides to meet again", PageBreak(3, "iii"), "."),)),
    )
)
EVERY_KIND = Document(
    children=(
        Heading(1, (Text("Report on the Harbour & the Quay"), NoteRef("1"))),
        para("The Board,", PageBreak(2, "2"), " having met in ", Span((Text("séance publique"),), "fr"), ","),
        Heading(2, (Text("Findings"),)),
        para(
            "See the ",
            link("charter", "https://example.org/a?b=1&c=2"),
            NoteRef("2", uncertain=True),
            ".",
        ),
        para("Back to ", link("findings", "#findings"), " and ", link("nowhere", "#nothing"), "."),
        DECISIONS,
        Heading(4, (Text("Accounts, in "), Emphasis((Text("old"),)), Text(" pounds"))),
        Table(
            (
                Row((cell("Year"), cell("Income", across=2))),
                Row((cell("1901", down=2), cell("12"), cell("13"))),
                Row((cell("14"), cell("15"))),
            ),
            alignments=(None, "right", "right"),
            caption=(Text("Income by year"), NoteRef("3")),
        ),
        Figure("quay.png", "A stone quay with six bollards", (Text("The quay in 1901"),)),
        Figure("lost.png", ""),
        Quote((para("Let it be so.", LineBreak(), "A clerk"), List((Item(None, (para("plain"),)),)))),
        CodeBlock("x < y\n  && z"),
        Rule(),
        Heading(2, (Text("Findings"),)),
        para(Strong((Text("Done"),)), " with H", Subscript((Text("2"),)), "O, ", Code("a < b"), ".", NoteRef("9")),
        para(link("odd", "javascript:alert(1)"), " ", Span((Text("kept"),), None, ("label", "not ok"))),
    ),
    notes=(
        Note("1", (para("Minutes, ", Emphasis((Text("vol."),)), " 3", NoteRef("2"), "."),)),
        Note("2", missing=True),
        Note("3", (para("First."), List((Item("(a)", (para("Second."),)),)), para("Third."))),
        Note("4", (para("A note that nothing cites."),)),
        Note("*", (Table((Row((cell("k"), cell("v"))), Row((cell("1"), cell("2"))))),)),
    ),
    meta=Meta(
        title="Report on the Harbour",
        identifier="H/7/1",
        date="1901-12-19",
        language="en",
        creator="Harbour Board",
        source="https://example.org/h-7-1",
    ),
)

# ── any document ─────────────────────────────────────────────────────────────────────────────────────

HOSTILE = ["<script>alert(1)</script>", "]]>", "&amp;", '" onload="x', "\x00\x0b\x1b", "--", "\ufffe", "é", " "]

anything = st.one_of(st.text(max_size=12), st.sampled_from(HOSTILE))
labels = st.one_of(st.sampled_from(["1", "2", "11", "*", "p4-1", "a b", '"<']), anything)
languages = st.one_of(st.none(), st.sampled_from(["fr", "en", "ko", "ar-EG"]), anything)
targets = st.one_of(st.sampled_from(["#a", "https://x.org/ ü", "mailto:a@b.c", "javascript:x", "//x"]), anything)


def wraps(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    some = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        *(st.builds(kind, some) for kind in (Emphasis, Strong, Superscript, Subscript)),
        st.builds(Span, some, languages, st.lists(anything, max_size=2).map(tuple)),
        st.builds(Link, st.lists(st.builds(Text, anything), max_size=2).map(tuple), targets),
    )


inlines = st.recursive(
    st.one_of(
        st.builds(Text, anything),
        st.builds(Code, anything),
        st.builds(LineBreak),
        st.builds(NoteRef, labels, st.booleans()),
        st.builds(PageBreak, st.integers(1, 5), anything),
    ),
    wraps,
    max_leaves=5,
)
lines = st.lists(inlines, max_size=3).map(tuple)
cells = st.builds(Cell, lines, st.integers(1, 3), st.integers(1, 3))
rows = st.builds(Row, st.lists(cells, min_size=1, max_size=3).map(tuple))
tables = st.builds(
    Table,
    st.lists(rows, min_size=1, max_size=3).map(tuple),
    st.integers(0, 2),
    st.lists(st.sampled_from([None, "left", "right", "center"]), max_size=3).map(tuple),
    lines,
)


def holders(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inner, max_size=3).map(tuple)
    items = st.builds(Item, st.one_of(st.none(), anything), some)
    return st.one_of(st.builds(Quote, some), st.builds(List, st.lists(items, min_size=1, max_size=3).map(tuple)))


blocks: st.SearchStrategy[Block] = st.recursive(
    st.one_of(
        st.builds(Paragraph, lines),
        st.builds(Heading, st.integers(1, 6), lines),
        tables,
        st.builds(Figure, anything, anything, lines),
        st.builds(CodeBlock, anything),
        st.builds(Rule),
    ),
    holders,
    max_leaves=5,
)
bodies = st.lists(blocks, max_size=4).map(tuple)
documents = st.builds(
    Document,
    bodies,
    st.lists(st.builds(Note, labels, bodies, st.booleans()), max_size=4).map(tuple),
    st.builds(Meta, anything, anything, anything, languages.map(lambda tag: tag or ""), anything, anything),
)
