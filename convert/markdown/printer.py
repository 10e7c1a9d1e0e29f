"""A document to its Markdown master: one line a paragraph, as few escapes as will do.

What a reader would misread in its own marks (an emphasis glued to a letter, a break inside a heading) goes
out as a bracketed span of a class that says the same: `[x]{.emphasis}`. docs/markdown.md is the dialect.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from ..document import (
    Block,
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
    Rule,
    Span,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    field_names,
)
from ..normal import MISSING, STYLES, is_decimal, normalise


def write(document: Document) -> str:
    """The Markdown of a document; `read` gives back its normal form."""
    document = normalise(document)
    parts = [_block(block) for block in document.children] + [_note(note) for note in document.notes]
    return _front_matter(document.meta) + "".join(f"{part}\n\n" for part in parts)[:-1]


# ── escaping ─────────────────────────────────────────────────────────────────────────────────────────

_SPECIAL = re.compile(r"[\\`*_{}<&^~!\[\]|]")

_ESCAPES = re.compile(
    r"[\\`*{^~]"  # marks of ours wherever they stand
    r"|<(?=[A-Za-z/!?])"  # a tag or an address
    r"|&(?=#?[A-Za-z0-9]+;)"  # an entity
    r"|\](?=\()"  # a link
    r"|!(?=\[)"  # a picture
)
_UNDERSCORES = re.compile(r"_+")
_ESCAPES_IN_BRACKETS = re.compile(rf"[\[\]]|{_ESCAPES.pattern}")

_LINE_STARTS = re.compile(
    r"^(?:"
    r"(?P<mark>#{1,6}(?=[ \t]|$)"  # a heading
    r"|>"  # a quote
    r"|[-+](?=[ \t]|$)"  # an item
    r"|[-:=|](?=[-:=| ]*$)"  # a rule, an underline, the second line of a table
    r"|:(?=[ \t]))"  # a caption
    r"|(?P<label>[0-9]{1,9}(?=[.)](?:[ \t]|$))|\[(?:\\.|[^\]\\])*\](?=:))"  # 12. and [^1]: take it behind them
    r")",
    re.MULTILINE,
)


def escape(text: str, bracketed: bool = False) -> str:
    """Text with a backslash before what would be read as a mark; all brackets where it stands between brackets."""
    if not _SPECIAL.search(text):
        return text
    text = (_ESCAPES_IN_BRACKETS if bracketed else _ESCAPES).sub(r"\\\g<0>", text)
    return _UNDERSCORES.sub(_underscores, text) if "_" in text else text


def _underscores(found: re.Match[str]) -> str:
    """A run of underscores, escaped unless between letters (snake_case) or between spaces (to fill in)."""
    before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    harmless = (before.isalnum() and after.isalnum()) or (before == after == " ")
    return found.group() if harmless else found.group().replace("_", r"\_")


def _escape_line_starts(lines: str) -> str:
    return _LINE_STARTS.sub(r"\g<label>\\\g<mark>", lines)


def _entity_edges(line: str) -> str:
    """A fixed space at the end of a block as an entity: Markdown strips it otherwise."""
    if line and line[-1].isspace():
        line = f"{line[:-1]}&#{ord(line[-1])};"
    if line and (line[0].isspace() or line[0] == "\ufeff"):  # the second reads as a byte order mark
        line = f"&#{ord(line[0])};{line[1:]}"
    return line


# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────


class _Place(NamedTuple):
    """Where an inline stands: the characters beside it, and whether it is inside brackets."""

    before: str = ""
    after: str = ""
    bracketed: bool = False


_ALONE = _Place()


def _inlines(nodes: tuple[Inline, ...], around: _Place = _ALONE) -> str:
    if len(nodes) == 1 and isinstance(only := nodes[0], Text):  # nearly every paragraph
        return escape(only.text, around.bracketed)
    written: list[str] = []
    for index, node in enumerate(nodes):
        before = written[-1][-1] if written else around.before
        after = _first_character(nodes[index + 1], node) if index + 1 < len(nodes) else around.after
        written.append(_inline(node, _Place(before, after, around.bracketed)))
    return "".join(written)


def _first_character(node: Inline, last: Inline) -> str:
    """What the inline after `last` begins with."""
    match node:
        case Text():
            return node.text[0]
        case Emphasis() | Strong():
            return "[" if isinstance(last, (Emphasis, Strong)) else "*"
        case LineBreak():
            return "\n"
    return "["


def _inline(node: Inline, place: _Place) -> str:
    match node:
        case Text():
            return _text(node.text, place)
        case Emphasis():
            return _stressed(node, "*", place)
        case Strong():
            return _stressed(node, "**", place)
        case Superscript():
            return _shifted(node, "^", place)
        case Subscript():
            return _shifted(node, "~", place)
        case Code():
            return _code(node)
        case Link():
            return f"{_bracketed(node.children)}({node.target})"
        case LineBreak():
            return "\\\n"
        case NoteRef():
            return f"[^{node.id}]{{.uncertain}}" if node.uncertain else f"[^{node.id}]"
        case PageBreak():
            return f'[]{{.pagebreak #page-{node.number} label="{_quoted(node.label)}"}}'
        case Span():
            return _bracketed(node.children) + _attributes(node)


def _text(text: str, place: _Place) -> str:
    written = escape(text, place.bracketed)
    if place.after and text[-1] in "![" and not written.endswith(("\\!", "\\[")):
        written = f"{written[:-1]}\\{written[-1]}"  # "Stop!" and a link would make a picture
    return written


def _bracketed(children: tuple[Inline, ...]) -> str:
    return f"[{_inlines(children, _Place('[', ']', bracketed=True))}]"


_OPENS_AFTER = frozenset(" \n([{}\"'“‘«‹„–—-/\u00a0")
_CLOSES_BEFORE = frozenset(" \n)[]\\}\"'”’»›–—-/.,;:!?\u00a0")
_MAY_END = frozenset(".,;:!?)’”»")


def _stressed(node: Emphasis | Strong, mark: str, place: _Place) -> str:
    """Emphasis in asterisks where all parsers see them open and close, else as a span.

    The conditions are stricter than https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run.
    """
    first, last = _edge(node.children[0], 0), _edge(node.children[-1], -1)
    opens = first.isalnum() and (not place.before or place.before in _OPENS_AFTER)
    opens = opens or (first == "[" and place.before in ("", " ", "\n"))  # a link
    ends = last.isalnum() or last in _MAY_END
    if opens and ends and (not place.after or place.after in _CLOSES_BEFORE):
        return f"{mark}{_inlines(node.children, _Place('*', '*', place.bracketed))}{mark}"
    return _styled(node)


def _edge(node: Inline, at: int) -> str:
    """The first (0) or last (-1) character of a text or link; of anything else, that of its mark."""
    if isinstance(node, Link):
        return "[)"[at]
    return node.text[at] if isinstance(node, Text) else "*"


def _styled(node: Emphasis | Strong | Superscript | Subscript) -> str:
    return f"{_bracketed(node.children)}{{.{STYLES[type(node)]}}}"


def _shifted(node: Superscript | Subscript, mark: str, place: _Place) -> str:
    """10^2^ and H~2~O, as Pandoc has it; more than a word as a span, and what would read as `[^note]`."""
    only = node.children[0]
    if len(node.children) > 1 or not isinstance(only, Text) or re.search(r"\s", only.text) or place.before == "[":
        return _styled(node)
    return f"{mark}{escape(only.text, bracketed=True)}{mark}"


def _code(node: Code) -> str:
    """Code in backticks; with brackets or bars, which tables and spans would take, as a span."""
    if re.search(r"[\[\]|]", node.text):
        return f"[{escape(node.text, bracketed=True)}]{{.{STYLES[Code]}}}"
    runs = {len(run) for run in re.findall(r"`+", node.text)}
    fence = "`" * next(count for count in range(1, len(runs) + 2) if count not in runs)
    padded = node.text[0] in "` " or node.text[-1] in "` "
    inside = f" {node.text} " if padded and node.text.strip(" ") else node.text
    return f"{fence}{inside}{fence}"


def _quoted(value: str) -> str:
    return re.sub(r'[\\"\[\]]', r"\\\g<0>", value)


def _attributes(span: Span) -> str:
    parts = [f".{name}" for name in span.classes]
    if span.language:
        simple = re.fullmatch(r"[A-Za-z0-9-]+", span.language)
        parts.append(f"lang={span.language}" if simple else f'lang="{_quoted(span.language)}"')
    return f"{{{' '.join(parts)}}}"


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────

_BREAK = "[]{.break}"
_BREAK_AT_END = re.compile(r"\\\n(?= |\n|$)")


def _paragraph(children: tuple[Inline, ...]) -> str:
    line = _inlines(children)
    if "\n" in line:
        line = _BREAK_AT_END.sub(lambda _: _BREAK, line)
    return _entity_edges(_escape_line_starts(line))


def _one_line(children: tuple[Inline, ...]) -> str:
    """Inlines where no line may end: headings, cells, captions."""
    return _entity_edges(_inlines(children).replace("\\\n", _BREAK))


def _block(node: Block) -> str:
    match node:
        case Paragraph():
            return _paragraph(node.children)
        case Heading():
            line = _one_line(node.children)
            return f"{'#' * node.level} {line[:-1]}\\#" if line[-1] == "#" else f"{'#' * node.level} {line}"
        case List():
            return _list(node)
        case Quote():
            lines = _blocks(node.children).split("\n")
            return "\n".join(f"> {line}" if line else ">" for line in lines)
        case Table():
            return _table(node)
        case Figure():
            return _figure(node)
        case CodeBlock():
            longest = max((len(run) for run in re.findall(r"`+", node.text)), default=0)
            fence = "`" * max(3, longest + 1)
            return f"{fence}\n{node.text}\n{fence}"
        case Rule():
            return "***"


def _blocks(nodes: tuple[Block, ...], apart: str = "\n\n") -> str:
    return apart.join(map(_block, nodes))


def _indented(text: str, width: int) -> str:
    """The text with all lines but the first moved in."""
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text) if "\n" in text else text


def _list(node: List) -> str:
    """Decimal numbers as Markdown's own, each keeping its number; all other labels as text behind a bullet."""
    tight = _is_tight(node)
    write_item = _numbered if is_decimal(node.children) else _bullet
    return ("\n" if tight else "\n\n").join(write_item(item, "\n" if tight else "\n\n") for item in node.children)


def _is_tight(node: List) -> bool:
    """Whether a list reads best without blank lines: bullets of one paragraph, with such lists below them."""
    return not is_decimal(node.children) and all(_is_short(item) for item in node.children)


def _is_short(item: Item) -> bool:
    below = [child for child in item.children if not isinstance(child, Paragraph)]
    return (
        len(item.children) - len(below) <= 1
        and len(below) <= 1
        and all(isinstance(child, List) and _is_tight(child) for child in below)
        and not isinstance(item.children[0] if below else None, List)
    )


def _numbered(item: Item, apart: str) -> str:
    body = _blocks(item.children, apart)
    return _indented(f"{item.label} {body}", len(item.label or "") + 1) if body else f"{item.label}"


def _bullet(item: Item, apart: str) -> str:
    return "- " + _indented(_blocks(_with_label(item), apart), 2)


def _with_label(item: Item) -> tuple[Block, ...]:
    """An item's blocks with its label back at the head of the text."""
    if item.label is None:
        return item.children
    first = item.children[0] if item.children else None
    if not isinstance(first, Paragraph):
        return (Paragraph((Text(item.label),)), *item.children)
    opening = first.children[0]
    if isinstance(opening, Text):
        line: tuple[Inline, ...] = (Text(f"{item.label} {opening.text}"), *first.children[1:])
    else:
        line = (Text(f"{item.label} "), *first.children)
    return (Paragraph(line), *item.children[1:])


# ── tables, figures ──────────────────────────────────────────────────────────────────────────────────

_RULERS = {None: "---", "left": ":--", "right": "--:", "center": ":-:"}


def _table(table: Table) -> str:
    """A pipe table: `||` spans to the right, `^^` down, as in https://fletcher.github.io/MultiMarkdown-6/syntax/tables.html."""
    rows = _rows(table)
    width = sum(cell.across for cell in table.children[0].children)
    alignments = table.alignments or (None,) * width
    ruler = f"|{'|'.join(_RULERS[alignment] for alignment in alignments)}|"
    head = rows[0] if table.head else "|" + "  |" * width
    lines = [head, ruler, *(rows[1:] if table.head else rows)]
    settings = f"{{head={table.head}}}" if table.head > 1 else ""
    return "\n".join(lines) + _caption(_one_line(table.caption), settings)


def _rows(table: Table) -> list[str]:
    """Each row with its marks for what is covered from above."""
    covered: dict[int, tuple[int, int]] = {}  # column: (rows still to cover, columns)
    written = []
    for row in table.children:
        line, column, cells = "|", 0, iter(row.children)
        while True:
            rows_left, across = covered.pop(column, (0, 0))
            if rows_left:
                content = "^^"
            elif (cell := next(cells, None)) is not None:
                rows_left, across, content = cell.down, cell.across, _cell(cell.children)
            else:
                break
            line += f" {content} {'|' * across}" if content else f"  {'|' * across}"
            if rows_left > 1:
                covered[column] = (rows_left - 1, across)
            column += across
        written.append(line)
    return written


def _cell(children: tuple[Inline, ...]) -> str:
    return _one_line(children).replace("|", "\\|")


def _caption(line: str, settings: str = "") -> str:
    """The line below a table or figure that begins with a colon, as Pandoc has it."""
    said = " ".join(part for part in (line, settings) if part)
    return f"\n\n: {said}" if said else ""


def _figure(figure: Figure) -> str:
    source = figure.source
    if not re.fullmatch(r"[^\s()<>\\&]+", source):
        source = "<" + re.sub(r"[<>\\&]", r"\\\g<0>", source) + ">"
    return f"![{escape(figure.alt, bracketed=True)}]({source})" + _caption(_one_line(figure.children))


# ── notes, facts ─────────────────────────────────────────────────────────────────────────────────────


def _note(note: Note) -> str:
    mark = f"[^{note.id}]:"
    body = MISSING if note.missing else note.children
    if not body:
        return mark
    first = " " if isinstance(body[0], Paragraph) else "\n\n    "
    return f"{mark}{first}{_indented(_blocks(body), 4)}"


_PLAIN_SCALAR = re.compile(r"[A-Za-z0-9À-ɏ(][^\n#:\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]*")
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def _front_matter(meta: Meta) -> str:
    lines = [f"{name}: {_scalar(value)}" for name in field_names(Meta) if (value := getattr(meta, name))]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def _scalar(value: str) -> str:
    """A YAML scalar: plain where that is safe, else quoted as in JSON (https://yaml.org/spec/1.2.2/#73-flow-scalar-styles)."""
    if _PLAIN_SCALAR.fullmatch(value):
        return value
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(value, ensure_ascii=False))
