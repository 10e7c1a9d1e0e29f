"""The dialect as markdown-it rules: notes, bracketed spans, links, raised and lowered text, tables, figures.

The footnote plugin drops notes that nothing refers to and renumbers the others, the table rule drops cells and
knows no spans, and the link rule looks for addresses all over the document; so these rules are ours. The rest is
CommonMark, without raw HTML, indented code and reference definitions: https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from ..errors import BadInput
from ..normal import TARGET, is_safe_target

MAX_DEPTH = 50
"""Blocks in blocks and inlines in inlines; far above what people write, well under Python's own limit."""

_BLOCK_RULES = ("fence", "blockquote", "hr", "list", "heading", "lheading", "paragraph")
_INLINE_RULES = ("text", "newline", "escape", "backticks", "emphasis", "autolink", "entity")


def parser() -> MarkdownIt:
    """A markdown-it parser of the dialect; its tokens are for `read` alone."""
    md = MarkdownIt("zero", {"maxNesting": MAX_DEPTH})
    md.enable([*_BLOCK_RULES, *_INLINE_RULES])
    md.core.ruler.disable("text_join")
    md.block.ruler.before("fence", "depth", _refuse_depth)
    md.block.ruler.before("lheading", "note", _note, {"alt": ["paragraph", "blockquote", "list"]})
    md.block.ruler.before("lheading", "pipe_table", _pipe_table, {"alt": ["paragraph"]})
    md.block.ruler.before("lheading", "figure", _figure)
    md.inline.ruler.before("autolink", "bracket", _bracket)
    md.inline.ruler.before("autolink", "shifted", _shifted)
    return md


def _refuse_depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it skips in silence what is nested too deeply; we say so."""
    if state.level >= MAX_DEPTH - 2:
        raise BadInput(
            "lists or quotes are nested too deeply",
            place=f"line {start + 1}",
            remedy=f"take some of the more than {MAX_DEPTH // 2} levels out",
        )
    return False


# ── inlines ──────────────────────────────────────────────────────────────────────────────────────────

_NOTE_REF = re.compile(r"\[\^([^\s\[\]\\]+)\](\{\.uncertain\})?")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_VALUE = r'"(?:\\.|[^"\\])*"|[^\s"{}]+'
_ATTRIBUTE = rf"[.#][\w-]+|[\w-]+=(?:{_VALUE})"
_ATTRIBUTES = re.compile(rf"\{{(?:{_ATTRIBUTE})(?:\s+(?:{_ATTRIBUTE}))*\}}", re.ASCII | re.DOTALL)
_EACH_ATTRIBUTE = re.compile(
    rf"(?P<mark>[.#])(?P<name>[\w-]+)|(?P<key>[\w-]+)=(?P<value>{_VALUE})", re.ASCII | re.DOTALL
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Attributes(NamedTuple):
    """What stands in braces behind a bracket."""

    classes: tuple[str, ...]
    id: str | None
    values: dict[str, str]


def _attributes(braces: str) -> Attributes:
    classes: list[str] = []
    names: list[str] = []
    values: dict[str, str] = {}
    for part in _EACH_ATTRIBUTE.finditer(braces):
        if part["key"]:
            value = part["value"]
            values[part["key"]] = _ESCAPED.sub(r"\1", value[1:-1]) if value[0] == '"' else value
        else:
            (classes if part["mark"] == "." else names).append(part["name"])
    return Attributes(tuple(classes), names[0] if names else None, values)


def _bracket(state: StateInline, silent: bool) -> bool:
    """What opens with a bracket: `[^1]`, `[text](target)`, `[text]{.class lang=fr}`."""
    if state.src[state.pos] != "[":
        return False
    if not state.linkLevel and (found := _NOTE_REF.match(state.src, state.pos, state.posMax)):
        state.push("note_ref", "", 0).meta = {"id": found[1], "uncertain": bool(found[2])}
        state.pos = found.end()
        return True
    close = _closing_brackets(state).get(state.pos)
    if close is None or close + 1 >= state.posMax:
        return False
    return _link(state, close) if state.src[close + 1] == "(" else _span(state, close)


def _closing_brackets(state: StateInline) -> dict[int, int]:
    """Where each bracket of the text is closed, found once for a text so that reading stays linear."""
    source, closing = state.env.get("brackets", (None, {}))
    if source is not state.src:
        closing, opened = {}, []
        for found in _BRACKET.finditer(state.src):
            if found.group() == "[":
                opened.append(found.start())
            elif found.group() == "]" and opened:
                closing[opened.pop()] = found.start()
        state.env["brackets"] = (state.src, closing)
    return closing  # type: ignore[no-any-return]


def _link(state: StateInline, close: int) -> bool:
    target = TARGET.match(state.src, close + 2, state.posMax)
    if state.linkLevel or target is None or not is_safe_target(target.group()):
        return False
    if state.src[target.end() : target.end() + 1] != ")" or target.end() >= state.posMax:
        return False
    state.linkLevel += 1
    _nest(state, "link", {"target": target.group()}, close, target.end() + 1)
    state.linkLevel -= 1
    return True


def _span(state: StateInline, close: int) -> bool:
    """A bracketed span whose attributes are all known; others stay as text, so that nothing is lost."""
    braces = _ATTRIBUTES.match(state.src, close + 1, state.posMax)
    if braces is None:
        return False
    attributes = _attributes(braces.group())
    if close == state.pos + 1:
        return _empty_span(state, attributes, braces.end())
    if attributes.id or attributes.values.keys() - {"lang"}:
        return False
    _nest(state, "span", {"attributes": attributes}, close, braces.end())
    return True


def _empty_span(state: StateInline, attributes: Attributes, end: int) -> bool:
    """`[]{.pagebreak #page-4 label="4"}` and `[]{.break}`, the only spans without text."""
    page = re.fullmatch(r"page-([0-9]{1,9})", attributes.id or "")
    if attributes.classes == ("pagebreak",) and page and not attributes.values.keys() - {"label"}:
        label = attributes.values.get("label", page[1])
        state.push("page_break", "", 0).meta = {"number": int(page[1]), "label": label}
    elif attributes == Attributes(("break",), None, {}):
        state.push("hardbreak", "", 0)
    else:
        return False
    state.pos = end
    return True


_SHIFTED = {"^": re.compile(r"\^((?:\\\S|[^\s\\^])+)\^"), "~": re.compile(r"~((?:\\\S|[^\s\\~])+)~")}


def _shifted(state: StateInline, silent: bool) -> bool:
    """Raised `10^2^` and lowered `H~2~O` text, without spaces inside, as in Pandoc."""
    pattern = _SHIFTED.get(state.src[state.pos])
    found = pattern.match(state.src, state.pos, state.posMax) if pattern else None
    if found is None:
        return False
    _nest(state, "superscript" if found.group()[0] == "^" else "subscript", {}, found.end(1), found.end())
    return True


def _nest(state: StateInline, kind: str, meta: dict[str, object], close: int, end: int) -> None:
    """What stands from behind the opening mark to `close` as the inside of a `kind`; goes on at `end`."""
    maximum, state.posMax = state.posMax, close
    state.pos += 1
    state.push(f"{kind}_open", "", 1).meta = meta
    state.md.inline.tokenize(state)
    state.push(f"{kind}_close", "", -1)
    state.pos, state.posMax = end, maximum


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────

_NOTE = re.compile(r"\[\^([^\s\[\]\\]+)\]:([ \t]*)")


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^1]: text`, its further blocks moved in by four; wherever it stands and whether referred to or not."""
    begin = state.bMarks[start] + state.tShift[start]
    found = _NOTE.match(state.src, begin, state.eMarks[start])
    if found is None or silent:
        return found is not None
    saved = state.bMarks[start], state.tShift[start], state.sCount[start], state.blkIndent, state.parentType
    state.push("note_open", "", 1).meta = {"id": found[1]}
    state.blkIndent += 4
    state.bMarks[start], state.tShift[start] = found.end(), 0
    state.sCount[start] = state.blkIndent
    state.parentType = "note"
    state.md.block.tokenize(state, start, end)
    state.bMarks[start], state.tShift[start], state.sCount[start], state.blkIndent, state.parentType = saved
    state.line = max(state.line, start + 1)
    state.push("note_close", "", -1)
    return True


# ── tables and figures ───────────────────────────────────────────────────────────────────────────────

_RULER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_CELL = re.compile(r"((?:\\.|[^|\\]|\\$)*)(\|+|$)")
_HEAD = re.compile(r"(?:^|(?<= ))\{head=([0-9]{1,4})\}$")
_FIGURE = re.compile(r"!\[((?:\\.|[^\]\[\\])*)\]\((?:<((?:\\.|[^<>\\])*)>|([^\s()<>\\]*))\)")


class Grid(NamedTuple):
    """A pipe table as written: its rows of cells, each with the number of columns it covers."""

    rows: list[list[tuple[str, int]]]
    head: int
    alignments: tuple[str, ...]
    caption: str


def _pipe_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start + 2 > end or not _is_row(state, start) or not _is_row(state, start + 1):
        return False
    ruler = _line(state, start + 1)
    if not _RULER.fullmatch(ruler):
        return False
    if silent:
        return True
    after = start + 2
    while after < end and _is_row(state, after):
        after += 1
    rows = [_cells(_line(state, line)) for line in (start, *range(start + 2, after))]
    caption, state.line = _caption(state, after, end)
    head = _HEAD.search(caption)
    if head:
        caption = caption[: head.start()].rstrip(" ")
    alignments = tuple(cell for cell, _ in _cells(ruler))
    state.push("pipe_table", "", 0).meta = {"grid": Grid(rows, int(head[1]) if head else 1, alignments, caption)}
    return True


def _is_row(state: StateBlock, line: int) -> bool:
    return state.sCount[line] >= state.blkIndent and "|" in _line(state, line)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip(" \t")


def _cells(row: str) -> list[tuple[str, int]]:
    """The cells of a row and how many columns each covers: `||` lets a cell span to the right."""
    found = [(cell[1].strip(" \t"), len(cell[2])) for cell in _CELL.finditer(row.removeprefix("|"))]
    return [(content, max(across, 1)) for content, across in found if content or across]


def _figure(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`![what it shows](file)` alone in a paragraph."""
    found = _FIGURE.fullmatch(_line(state, start))
    if found is None or silent or not _ends_here(state, start + 1, end):
        return False
    caption, state.line = _caption(state, start + 1, end)
    source = found[3] if found[2] is None else unescapeAll(found[2])
    state.push("figure", "", 0).meta = {"alt": unescapeAll(found[1]), "source": source, "caption": caption}
    return True


def _ends_here(state: StateBlock, line: int, end: int) -> bool:
    return line >= end or state.isEmpty(line) or state.sCount[line] < state.blkIndent or _is_caption(state, line)


def _is_caption(state: StateBlock, line: int) -> bool:
    return state.sCount[line] >= state.blkIndent and _line(state, line).startswith(": ")


def _caption(state: StateBlock, line: int, end: int) -> tuple[str, int]:
    """The caption from a line on, `: text`, and the line after it; "" if there is none."""
    at = next(_filled(state, line, end), end)
    return (_line(state, at)[2:].strip(" \t"), at + 1) if at < end and _is_caption(state, at) else ("", line)


def _filled(state: StateBlock, line: int, end: int) -> Iterator[int]:
    return (at for at in range(line, end) if not state.isEmpty(at))
