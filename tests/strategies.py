"""Hypothesis strategies for documents, hostile on purpose: each character that Markdown gives a meaning, often."""

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

LABELS = (
    "(a)",
    "(iv)",
    "(aa)",
    "(1)(a)",
    "12.",
    "13.",
    "4A.",
    "1 bis.",
    "i)",
    "1°",
    "1.1",
    "Article 3.",
    "§ 12",
    "[12]",
    "(B)",
)

_FRAGMENTS = (
    *LABELS,
    *"\\`*_{}[]()<>#+-.!|~^&:;=\"'$%@/",
    *(" ", "  ", "\t", "\n", "\u00a0", "\u00ad", "\u2009", "\u2028", "\u200b", "\ufeff", "\x85", "\x00"),
    *(
        "- ",
        "+ ",
        "> ",
        "# ",
        "## ",
        "12) ",
        "1. ",
        ": ",
        "---",
        "***",
        "===",
        "```",
        "~~~",
        "|---|",
        " #",
        "![",
        "](",
        "^^",
    ),
    *(
        "[^1]",
        "[^1]: ",
        "{.x}",
        "[a]{.x}",
        "[a](http://b)",
        "&amp;",
        "&#10;",
        "&nbsp;",
        "<b>",
        "</b>",
        "<http://a>",
        "<!--",
    ),
    *(
        "a",
        "b",
        "é",
        "word",
        "The General Assembly,",
        "“quoted”",
        "2017",
        "国",
        "😀",
        "Stop!",
        "snake_case",
        "____",
    ),
)

texts = st.lists(st.sampled_from(_FRAGMENTS) | st.text(max_size=3), max_size=6).map("".join)
"""Text made of marks, labels, odd spaces and words."""

languages = st.none() | st.sampled_from(("fr", "zh-Hant", "x y", '"]'))
classes = st.lists(st.sampled_from(("x", "missing", "emphasis", "code", "a b", "pagebreak")), max_size=2).map(
    tuple
)
targets = st.sampled_from(
    ("https://a.b/c_(d)", "mailto:a@b", "#p", "http://x/(", "http://x/a b|c]", "javascript:1", "")
)
note_ids = st.sampled_from(("1", "11", "p4-1", "*", "**", "†", "a]b", "")) | st.text(max_size=3)


def inlines(depth: int = 3) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Runs of inlines nested up to `depth`, well formed but in no normal form."""
    leaves: list[st.SearchStrategy[Inline]] = [
        st.builds(Text, texts),
        st.builds(Text, texts),
        st.builds(Code, texts),
        st.just(LineBreak()),
        st.builds(NoteRef, note_ids, st.booleans()),
        st.builds(PageBreak, st.integers(0, 999), texts),
    ]
    if depth:
        inside = st.deferred(lambda: inlines(depth - 1))
        leaves += [st.builds(kind, inside) for kind in (Emphasis, Strong, Superscript, Subscript)]
        leaves.append(st.builds(Span, inside, languages, classes))
        leaves.append(st.builds(Link, inside.map(_linkable), targets))
    return st.lists(st.one_of(leaves), max_size=4).map(tuple)


def _linkable(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(child for child in children if not isinstance(child, Link | NoteRef))


def tables() -> st.SearchStrategy[Table]:
    """Tables with spans that need not fit."""
    cell = st.builds(Cell, inlines(1), st.integers(-1, 3), st.integers(-1, 3))
    rows = st.lists(st.builds(Row, st.lists(cell, max_size=3).map(tuple)), max_size=4).map(tuple)
    alignments = st.lists(st.sampled_from((None, "left", "right", "center")), max_size=4).map(tuple)
    return st.builds(Table, rows, st.integers(-1, 3), alignments, inlines(1))


def blocks(depth: int = 2) -> st.SearchStrategy[tuple[Block, ...]]:
    """Runs of blocks nested up to `depth`."""
    kinds: list[st.SearchStrategy[Block]] = [
        st.builds(Paragraph, inlines()),
        st.builds(Paragraph, inlines()),
        st.builds(Heading, st.integers(0, 7), inlines(1)),
        tables(),
        st.builds(Figure, texts, texts, inlines(1)),
        st.builds(CodeBlock, texts),
        st.just(Rule()),
    ]
    if depth:
        inside = st.deferred(lambda: blocks(depth - 1))
        item = st.builds(Item, st.none() | st.sampled_from(LABELS) | texts, inside)
        decimal = st.builds(Item, st.sampled_from(("1.", "2.", "12.", "014.")), inside)
        kinds.append(st.builds(Quote, inside))
        kinds += [st.builds(List, st.lists(kind, max_size=3).map(tuple)) for kind in (item, item, decimal)]
    return st.lists(st.one_of(kinds), max_size=3).map(tuple)


def notes() -> st.SearchStrategy[tuple[Note, ...]]:
    return st.lists(st.builds(Note, note_ids, blocks(1), st.booleans()), max_size=3).map(tuple)


metas = st.builds(Meta, title=texts, identifier=texts, date=st.sampled_from(("", "2017-12-19")), language=texts)


def documents() -> st.SearchStrategy[Document]:
    """Whole documents, well formed; most are not in normal form."""
    return st.builds(Document, blocks(), notes(), st.just(Meta()) | metas)


markdown = st.lists(
    st.sampled_from((*_FRAGMENTS, "\n\n", "\n    ", "\n- ", "\n|", "| a || b |\n|---|:-:|\n", "\n: ")) | texts
).map("".join)
"""Markdown that nobody would write: marks of the dialect in any order."""


# ── documents as people write them, for what can only be true of those ───────────────────────────────

_SENTENCES = (
    "The clerk read the books of the hall and closed the doors at night.",
    "Nothing else was said about it in the year, neither by the Board nor by others who had been asked to come.",
    "It has maps of the river and of the two harbours below the weir, which nobody had seen before.",
    "What was lent came back.",
)
_HEADINGS = ("Of books", "Of maps and charts", "What the Board found")
_SERIES = (("(a)", "(b)", "(c)"), ("(i)", "(ii)", "(iii)"), ("1.", "2.", "3."), (None, None, None))


def _prose() -> st.SearchStrategy[tuple[Inline, ...]]:
    """One to four sentences, a word of them set apart."""
    sentences = st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=4).map(" ".join)
    styled = st.tuples(st.sampled_from((Emphasis, Strong)), st.just((Text("Board of Trade"),)), sentences)
    return sentences.map(lambda text: (Text(text),)) | styled.map(
        lambda parts: (Text("So said the "), parts[0](parts[1]), Text(f" of late. {parts[2]}"))
    )


def _listed(series: tuple[str | None, ...], inner: List | None) -> st.SearchStrategy[List]:
    items = st.lists(_prose(), min_size=2, max_size=3)
    return items.map(
        lambda texts: List(
            tuple(
                Item(label, (Paragraph(text), *((inner,) if inner and not at else ())))
                for at, (label, text) in enumerate(zip(series, texts, strict=False))
            )
        )
    )


def printed() -> st.SearchStrategy[Document]:
    """Documents of ordinary blocks: what a PDF of them should give back whole."""
    paragraph = st.builds(Paragraph, _prose())
    nested = _listed(_SERIES[1], None).flatmap(lambda inner: _listed(_SERIES[0], inner))
    rows = st.lists(
        st.tuples(st.sampled_from(("Saltby", "Aldmouth")), st.integers(0, 9999)), min_size=2, max_size=4
    )
    head = Row((Cell((Text("Port"),)), Cell((Text("Ships counted"),))))
    table = rows.map(
        lambda found: Table((head, *(Row((Cell((Text(port),)), Cell((Text(str(n)),)))) for port, n in found)))
    )
    block = st.one_of(
        paragraph,
        st.sampled_from(_SERIES).flatmap(lambda series: _listed(series, None)),
        nested,
        table,
        st.builds(Quote, st.lists(paragraph, min_size=1, max_size=2).map(tuple)),
    )
    section = st.tuples(
        st.builds(Heading, st.just(2), st.sampled_from(_HEADINGS).map(lambda text: (Text(text),))),
        paragraph,
        st.lists(block, max_size=3),
    ).map(lambda parts: (parts[0], parts[1], *parts[2]))
    title = Heading(1, (Text("Report of the Board"),))
    meta = Meta(title="Report of the Board", language="en")
    return st.lists(section, min_size=1, max_size=3).map(
        lambda sections: Document((title, *(each for part in sections for each in part)), (), meta)
    )
