"""Every change that was made, every change that was not dared, and the way back.

A rule *proposes* edits; only `amend` applies them. A proposal under its rule's threshold becomes a query and
the text stays. Edits are kept in the order in which they were applied, and each position refers to its line
as it stood just before that edit: so `replay` is one pass forward and `revert` one pass back, both exact (law 2).

A note mark in the text is written with the Unicode interlinear annotation characters, which no reader lets
through from outside (https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-23/#G21639).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Literal, NamedTuple, TypeAlias

from convert.errors import Internal
from convert.page import Key, Line, Pages, lines_of, with_lines

MARK_OPEN, MARK_DOUBT, MARK_CLOSE = "\ufff9", "\ufffa", "\ufffb"
MARK = re.compile(f"{MARK_OPEN}([^{MARK_DOUBT}{MARK_CLOSE}]*)({MARK_DOUBT}?){MARK_CLOSE}")
SOFT_HYPHEN = "\u00ad"

THRESHOLD = 0.9
"""Confidence a proposal needs to be applied, unless its rule names another in `THRESHOLDS`."""
THRESHOLDS: Mapping[str, float] = {}
CONTEXT = 24
"""Characters of context on either side that, with the text between, key a person's decision."""


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

    @property
    def key(self) -> Key:
        return Key(self.page, self.line)


@dataclass(frozen=True, slots=True)
class Moved:
    """A line taken out of the text into its own layer, whole."""

    page: int
    line: int
    text: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on one place, from `sources/NAME.toml`.

    `at` is the place with its context, `before⟦text⟧after`. `do` is "accept", "reject" or "write"; with
    "write", `text` is the person's own wording. `page` narrows the place when the context stands twice.
    """

    at: str
    do: Literal["accept", "reject", "write"]
    text: str = ""
    rule: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was changed, what was asked, what was moved, and which decisions no longer fit."""

    edits: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    moved: tuple[Moved, ...] = ()
    unfit: tuple[Decision, ...] = ()


Proposal: TypeAlias = Edit


@dataclass(frozen=True, slots=True)
class Draft:
    """The text on its way: the pages as they stand, and the ledger of how they came to stand so."""

    pages: Pages
    ledger: Ledger = field(default_factory=Ledger)
    decisions: tuple[Decision, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text itself, furniture left out."""
        return tuple(lines_of(self.pages))

    def amend(self, proposals: Iterable[Proposal]) -> Draft:
        """Apply the proposals of one rule that are sure enough or that a person accepted; ask about the others.

        The proposals' positions refer to the lines as they stand now; on one line they may not overlap.
        """
        texts = {line.key: line for line in lines_of(self.pages, furniture=True)}
        edits: list[Edit] = []
        queries: list[Query] = []
        changed: dict[Key, Line] = {}
        for key, group in _by_line(proposals).items():
            line = texts[key]
            for edit in _apart(group):
                if line.text[edit.start : edit.end] != edit.before:
                    raise Internal(
                        f"rule {edit.rule} proposes to change {edit.before!r}, which is not there",
                        place=f"page {key.page}, line {key.line}",
                    )
            for edit in reversed(group):  # from the right, so that positions further left still hold
                edit = replace(edit, id=edit.id or identify(edit.rule, line.text, edit.start, edit.end))
                verdict = self._verdict(edit, line.text)
                if verdict is None:
                    if edit.before != edit.after:
                        queries.append(_query(edit))
                    continue
                if verdict.before == verdict.after:
                    continue
                edits.append(verdict)
                text = changed.get(key, line).text
                changed[key] = replace(line, text=text[: edit.start] + verdict.after + text[edit.end :])
        return replace(
            self,
            pages=with_lines(self.pages, changed) if changed else self.pages,
            ledger=replace(
                self.ledger,
                edits=self.ledger.edits + tuple(edits),
                queries=self.ledger.queries + tuple(queries),
            ),
        )

    def ask(self, queries: Iterable[Query]) -> Draft:
        """Add queries that propose no change of the text."""
        texts = {line.key: line.text for line in lines_of(self.pages, furniture=True)}
        named = tuple(
            replace(query, id=query.id or identify(query.rule, texts[query.key], query.start, query.end))
            for query in queries
        )
        return replace(self, ledger=replace(self.ledger, queries=self.ledger.queries + named))

    def _verdict(self, edit: Edit, text: str) -> Edit | None:
        """The edit to apply, after a person's decision if there is one; None to leave the text and ask."""
        decision = next((each for each in self.decisions if fits(each, edit, text)), None)
        if decision is None:
            return edit if edit.confidence >= threshold(edit.rule) else None
        if decision.do == "reject":
            return replace(edit, after=edit.before)
        after = edit.after if decision.do == "accept" else decision.text
        return replace(edit, after=after, confidence=1.0, reason=f"{edit.reason}; decided by a person")
