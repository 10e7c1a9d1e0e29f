"""Every change that was made, every change that was not dared, and the way back.

Edits are kept in the order in which they were applied, and each position refers to its line
as it stood just before that edit: so `replay` is one pass forward and `revert` one pass back, both exact (law 2).

A note mark in the text is written with the Unicode interlinear annotation characters, which no reader lets
through from outside (https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-23/#G21639).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from typing import Any, Literal, NamedTuple

from convert.errors import Internal
from convert.page import Key, Line, Pages, Role, lines_of, with_lines

MARK_OPEN, MARK_DOUBT, MARK_CLOSE = "\ufff9", "\ufffa", "\ufffb"
MARK = re.compile(f"{MARK_OPEN}([^{MARK_DOUBT}{MARK_CLOSE}]*)({MARK_DOUBT}?){MARK_CLOSE}")
SOFT_HYPHEN = "\u00ad"

THRESHOLD = 0.9
"""Confidence a proposal needs to be applied, unless its rule names another in `THRESHOLDS`."""
THRESHOLDS: Mapping[str, float] = {"notes.mark": 0.65, "notes.body": 0.65, "enumerators.sequence": 0.55}
CONTEXT = 24
"""Characters of context on either side that, with the text between, key a person's decision."""
_REACH = 10 * CONTEXT
"""Characters in which that context is sought, so that a mark at its end is seen whole."""


class Alternative(NamedTuple):
    """Another reading and what it costs, in nats; the less the likelier."""

    text: str
    cost: float


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of `before`, at `start:end` of a line, into `after`; or the proposal of one."""

    page: int
    line: int
    start: int
    end: int
    before: str
    after: str
    rule: str
    reason: str
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    id: str = ""

    @property
    def key(self) -> Key:
        return Key(self.page, self.line)


@dataclass(frozen=True, slots=True)
class Query:
    """Something that could not be decided. The text at `start:end` of the line, as it stood then, stays."""

    page: int
    line: int
    start: int
    end: int
    text: str
    rule: str
    reason: str
    confidence: float = 0.0
    suggestions: tuple[Alternative, ...] = ()
    id: str = ""
    after_edits: int = 0  # how many edits of the ledger had been applied when this was asked

    @property
    def key(self) -> Key:
        return Key(self.page, self.line)


@dataclass(frozen=True, slots=True)
class Moved:
    """A line taken out of the text into its own layer, whole."""

    page: int
    line: int
    text: str
    role: Role
    reason: str

    @property
    def key(self) -> Key:
        return Key(self.page, self.line)


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on one place, from `sources/NAME.toml`.

    `at` is the place in its line with as much context as a person cares to give, `before⟦text⟧after`.
    "accept" and "reject" answer a proposal; "write" puts `text` there: in place of what `rule` proposes, or,
    with no rule named, before any rule runs. `page` narrows the place when the context stands twice.
    """

    at: str
    do: Literal["accept", "reject", "write"]
    text: str = ""
    rule: str = ""
    page: int | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """The context before, the text, the context after."""
        before, _, rest = self.at.partition("⟦")
        text, _, after = rest.partition("⟧")
        return before, text, after


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was changed, what was asked, what was moved, and which decisions no longer fit."""

    edits: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    moved: tuple[Moved, ...] = ()
    unfit: tuple[Decision, ...] = ()


def threshold(rule: str) -> float:
    """The confidence that a proposal of this rule needs to be applied."""
    return THRESHOLDS.get(rule, THRESHOLD)


def identify(rule: str, text: str, start: int, end: int) -> str:
    """A short name for a place, the same in each run while the words around it stay: rule and context, hashed."""
    return f"{rule}-{blake2b(context(text, start, end).encode(), digest_size=3).hexdigest()}"


def context(text: str, start: int, end: int) -> str:
    """The place as a decision writes it: `before⟦text⟧after`, with note marks made visible."""
    before = visible(text[max(0, start - _REACH) : start])[-CONTEXT:]
    after = visible(text[end : end + _REACH])[:CONTEXT]
    return f"{before}⟦{visible(text[start:end])}⟧{after}"


def visible(text: str) -> str:
    """The text with note marks as `[^5]` and soft hyphens as `¬`, for people to read."""
    return MARK.sub(r"[^\1]\2", text).replace(MARK_DOUBT, "{?}").replace(SOFT_HYPHEN, "¬")


def mark(label: str, uncertain: bool = False) -> str:
    """How a note mark stands in the text."""
    return f"{MARK_OPEN}{label}{MARK_DOUBT if uncertain else ''}{MARK_CLOSE}"


def replay(raw: Pages, ledger: Ledger) -> Pages:
    """The clean text of the pages again, from the raw pages and the ledger; the layer of each line stays as it is.

    Raises Internal where they do not fit.
    """
    return _run(raw, [(edit.key, edit.start, edit.before, edit.after) for edit in ledger.edits])


def revert(clean: Pages, ledger: Ledger) -> Pages:
    """The raw text of the pages again, from the clean pages and the ledger; the layer of each line stays as it is.

    Raises Internal where they do not fit.
    """
    return _run(clean, [(edit.key, edit.start, edit.after, edit.before) for edit in reversed(ledger.edits)])


def to_json(ledger: Ledger, **facts: Any) -> str:
    """The ledger as JSON text, with `facts` (program, source, findings …) before it."""
    return json.dumps({**facts, **asdict(ledger)}, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Ledger:
    """The ledger that `to_json` wrote; the facts beside it are left aside."""
    data = json.loads(text)
    return Ledger(
        tuple(Edit(**{**edit, "alternatives": _alternatives(edit["alternatives"])}) for edit in data["edits"]),
        tuple(Query(**{**ask, "suggestions": _alternatives(ask["suggestions"])}) for ask in data["queries"]),
        tuple(Moved(**moved) for moved in data["moved"]),
        tuple(Decision(**decision) for decision in data["unfit"]),
    )


def _alternatives(data: list[list[Any]]) -> tuple[Alternative, ...]:
    return tuple(Alternative(text, cost) for text, cost in data)


def exchange(text: str, start: int, old: str, new: str) -> str:
    """The text with `old` at `start` exchanged for `new`. Raises Internal when `old` is not there."""
    end = start + len(old)
    check(text, start, end, old)
    return text[:start] + new + text[end:]


def check(text: str, start: int, end: int, expected: str) -> None:
    """Raises Internal when the text at `start:end` is not what is expected there."""
    if not 0 <= start <= end <= len(text) or text[start:end] != expected:
        raise Internal(f"expected {expected!r} at characters {start} to {end} of {text!r}")


def addressed(pages: Pages) -> dict[Key, Line]:
    """All lines, of every layer, by page and number."""
    return {line.key: line for line in lines_of(pages, furniture=True)}


def line_at(lines: Mapping[Key, Line], key: Key) -> Line:
    """The line with this address. Raises Internal when there is none."""
    if key not in lines:
        raise Internal("there is no such line", place=f"page {key.page}, line {key.line}")
    return lines[key]


def _run(pages: Pages, changes: Iterable[tuple[Key, int, str, str]]) -> Pages:
    lines = addressed(pages)
    texts: dict[Key, str] = {}
    for key, start, old, new in changes:
        texts[key] = exchange(texts[key] if key in texts else line_at(lines, key).text, start, old, new)
    return with_lines(pages, {key: replace(lines[key], text=text) for key, text in texts.items()})
