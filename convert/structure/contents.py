"""Tables of contents: lines that end in a page number, one below the other, become a list of links.

An entry keeps its printed page number; the leaders go, with an entry in the ledger. It leads to the heading that
says the same, or else to the sheet that bears its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

import regex

from convert.document import (
    Document,
    Heading,
    Inline,
    Item,
    Link,
    Node,
    Origin,
    PageBreak,
    Paragraph,
    Text,
    plain,
    rewrite,
)
from convert.ledger import Edit
from convert.page import Key, Line
from convert.structure.frames import frames, indent, same_run
from convert.structure.headings.score import same_words
from convert.structure.paragraphs import differs

FEWEST = 3
"""Entries with leaders that make a table of contents."""
FEWEST_PLAIN = 6
"""… and entries without, where no title says what they are; three are enough where one does."""
GAP = 1.5
"""Em of white space that part a title from its page number where there are no leaders."""
APART = 3
"""Lines without a page number that may stand between two entries."""
RISING = 0.9
"""Share of the steps from entry to entry on which the page number does not fall."""
SAME_INDENT = 0.6
TITLE_LENGTH = 50
FULL = 0.75
"""Part of the width of the table that the first line of an entry over two lines fills."""
SURE = 0.97
LONGEST_LEADERS = 300
"""Characters; a line of nothing but dots and blanks may have many more, and to seek leaders there is dear."""

_LEADERS = regex.compile(r"\s*(?:\.[\s.]{2,}\.|…{2,}|[.…]{4,}|_{4,}|(?:·\s?){4,})\s*$")
_NUMBER = regex.compile(r"[0-9]{1,4}|[ivxlc]{1,7}")
_IN_NUMBERS = "0123456789ivxlc"
_LETTER, _WORD = regex.compile(r"\p{L}"), regex.compile(r"\p{L}{2}")
_TITLE = regex.compile(
    r"(?:table of )?contents|sommaire|table des matières|índice(?: general)?|contenido|tabla de contenido|inhalt",
    regex.IGNORECASE,
)
"""What stands above a table of contents in English, French, Spanish and German."""
_LAST_NUMBER = regex.compile(r"^(?P<title>.*?)(?P<number>\s*[0-9]{1,4}|\s*[ivxlc]{1,7})$", regex.DOTALL)


@dataclass(frozen=True, slots=True)
class Contents:
    """What was found: the depth of each entry, the lines that go on with one, the title above, the edits."""

    depths: Mapping[Key, int] = field(default_factory=dict)
    lines: frozenset[Key] = frozenset()
    titles: frozenset[Key] = frozenset()
    """The lines above them that say what they are."""
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    at: int
    line: Line
    number: int
    leaders: tuple[int, int] | None


def find_contents(lines: Sequence[Line]) -> Contents:
    """The tables of contents of a text, notes and furniture left out."""
    depths: dict[Key, int] = {}
    inside: set[Key] = set()
    titles: set[Key] = set()
    edits: list[Edit] = []
    for run in _runs([entry for at, line in enumerate(lines) if (entry := _entry(at, line))]):
        above = lines[run[0].at - 1] if run[0].at else None
        named = above is not None and _TITLE.fullmatch(above.text.strip()) is not None
        if not _is_contents(run, named):
            continue
        rows = lines[run[0].at : run[-1].at + 1]
        numbered = {entry.line.key for entry in run}
        starts = tuple(_starts(rows, numbered))
        inside.update(line.key for line in rows)
        depths.update(_depths(starts, rows))
        edits.extend(_edit(entry) for entry in run if entry.leaders)
        if above and (named or (rows[0].gap and len(above.text) <= TITLE_LENGTH and same_run(above, rows[0]))):
            titles.add(above.key)
    return Contents(depths, frozenset(inside), frozenset(titles), tuple(edits))


def _entry(at: int, line: Line) -> _Entry | None:
    """The entry that a line may be. Its end is looked at first, for few lines end like one."""
    text = line.text.rstrip()
    title = text.rstrip(_IN_NUMBERS)
    number = text[len(title) :]
    if not _NUMBER.fullmatch(number):
        return None
    leaders = _LEADERS.search(title, max(0, len(title) - LONGEST_LEADERS))
    if leaders and _LETTER.search(title):
        return _Entry(at, line, _value(number), leaders.span())
    if line.words and line.size and title[-1:].isspace() and _WORD.search(title) and _is_apart(line, len(title)):
        return _Entry(at, line, _value(number), None)
    return None


def _is_apart(line: Line, start: int) -> bool:
    """Whether wide white space parts the word at `start` from those before it."""
    number = next((word.box for word in line.words if word.start == start), None)
    before = [word.box.x1 for word in line.words if word.box and word.start < start]
    return number is not None and bool(before) and number.x0 - max(before) > GAP * (line.size or 10.0)


def _value(number: str) -> int:
    """The number of a page; 0 for one in roman numerals, which come first."""
    return int(number) if number.isdigit() else 0


def _runs(entries: Sequence[_Entry]) -> Iterator[list[_Entry]]:
    run: list[_Entry] = []
    for entry in entries:
        if run and entry.at - run[-1].at > APART + 1:
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _is_contents(run: Sequence[_Entry], named: bool) -> bool:
    numbers = [entry.number for entry in run]
    steps = [later >= earlier for earlier, later in pairwise(numbers)]
    led = sum(entry.leaders is not None for entry in run)
    enough = len(run) >= (FEWEST if named or led >= FEWEST else FEWEST_PLAIN)
    return enough and sum(steps) >= RISING * len(steps) and numbers[-1] > numbers[0]


def _starts(rows: Sequence[Line], numbered: set[Key]) -> Iterator[Line]:
    """The lines that begin an entry: not those that go on with a full line of their style without a number."""
    right = max((line.box.x1 for line in rows if line.box), default=0.0)
    left = min((line.box.x0 for line in rows if line.box), default=0.0)
    last: Line | None = None
    for line in rows:
        if last is None or differs(last, line):
            yield line
        full = line.box is not None and line.box.x1 > left + FULL * (right - left)
        last = line if full and line.key not in numbered else None


def _depths(starts: Sequence[Line], rows: Sequence[Line]) -> dict[Key, int]:
    """How deep each entry stands, by its indent."""
    framed = frames(rows)
    depths: dict[Key, int] = {}
    open_: list[float] = []
    for line in starts:
        frame = framed.get(line.key)
        at = indent(line, frame) if frame else (len(line.text) - len(line.text.lstrip())) / 2
        while open_ and open_[-1] > at - SAME_INDENT:
            open_.pop()
        depths[line.key] = len(open_)
        open_.append(at)
    return depths


def _edit(entry: _Entry) -> Edit:
    start, end = entry.leaders or (0, 0)
    reason = "leaders between an entry of the contents and its page number"
    return Edit(*entry.line.key, start, end, entry.line.text[start:end], " ", "contents.leaders", reason, SURE)


# ── links ────────────────────────────────────────────────────────────────────────────────────────────


def linked(document: Document, contents: Contents, headings: Sequence[tuple[str, Heading]]) -> Document:
    """The document with each entry of its contents linked to the heading that it names, or to its page."""
    if not contents.depths:
        return document
    anchors = {same_words(plain(heading)): anchor for anchor, heading in reversed(headings)}
    sheets: dict[str, int] = {}

    def page(node: Node) -> Node:
        if isinstance(node, PageBreak):
            sheets.setdefault(node.label, node.number)
        return node

    def entry(node: Node) -> Node:
        first = node.children[0] if isinstance(node, Item) and node.children else None
        if not isinstance(node, Item) or not isinstance(first, Paragraph) or node.origin not in origins:
            return node
        return replace(node, children=(_linked(first, node.label or "", anchors, sheets), *node.children[1:]))

    origins = {Origin(*key) for key in contents.depths}
    rewrite(document, page)
    done = rewrite(document, entry)
    assert isinstance(done, Document)
    return done


def _linked(said: Paragraph, label: str, anchors: Mapping[str, str], sheets: Mapping[str, int]) -> Paragraph:
    breaks = tuple(takewhile(lambda each: isinstance(each, PageBreak), said.children))
    content = said.children[len(breaks) :]
    last = content[-1] if content else None
    found = _LAST_NUMBER.match(last.text) if isinstance(last, Text) else None
    number = found["number"].strip() if found else ""
    title: tuple[Inline, ...] = content
    if found and number:
        title = (*content[:-1], *((Text(found["title"]),) if found["title"].strip() else ()))
    words = plain(Paragraph(title))
    anchor = anchors.get(same_words(f"{label} {words}")) or anchors.get(same_words(words))
    target = f"#{anchor}" if anchor else f"#page-{sheets[number]}" if number in sheets else ""
    if not target or not words.strip() or not all(isinstance(each, Text | Link) for each in title):
        return said
    inside = tuple(inner for each in title for inner in (each.children if isinstance(each, Link) else (each,)))
    return replace(said, children=(*breaks, Link(inside, target), *((Text(f" {number}"),) if number else ())))
