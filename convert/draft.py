"""The text on its way from what was read to what is published: the only thing that changes it.

A rule *proposes* edits; only `amend` applies them. A proposal under its rule's threshold becomes a query and
the text stays. A person's decisions come before both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from convert.errors import Internal
from convert.ledger import (
    SOFT_HYPHEN,
    Alternative,
    Decision,
    Edit,
    Ledger,
    Moved,
    Query,
    addressed,
    check,
    exchange,
    identify,
    line_at,
    threshold,
    visible,
)
from convert.page import Key, Line, Pages, Word, lines_of, with_lines

WRITTEN = "written by a person"

_Entry = TypeVar("_Entry", Edit, Query)


@dataclass(frozen=True)
class Draft:
    """The text on its way: the pages as they stand, and the ledger of how they came to stand so."""

    pages: Pages
    ledger: Ledger = field(default_factory=Ledger)
    decisions: tuple[Decision, ...] = ()
    used: frozenset[Decision] = frozenset()  # the decisions that fitted something so far

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text itself, furniture left out."""
        return tuple(lines_of(self.pages))

    @cached_property
    def by_key(self) -> Mapping[Key, Line]:
        """The lines of the text itself, by page and number."""
        return {line.key: line for line in self.lines}

    @property
    def placed_lines(self) -> tuple[Line, ...]:
        """The lines of the text, each word at its place in the text as it stands after the edits so far."""
        shifts: dict[Key, list[Edit]] = {}
        for edit in self.ledger.edits:
            shifts.setdefault(edit.key, []).append(edit)
        return tuple(
            replace(line, words=tuple(_shifted(word, shifts[line.key]) for word in line.words))
            if line.key in shifts and line.words
            else line
            for line in self.lines
        )

    def amend(self, proposals: Iterable[Edit]) -> Draft:
        """Apply the proposals of one rule that are sure enough or that a person accepted; ask about the others.

        The proposals' positions refer to the lines as they stand now; on one line they may not overlap.
        Raises Internal when they do, or when the text they want to change is not there.
        """
        groups = _by_line(proposals)
        lines = self._addressed(groups)
        names = _Names(self.ledger)
        edits: list[Edit] = []
        unsure: list[Edit] = []
        changed: dict[Key, Line] = {}
        used: set[Decision] = set()
        for key, group in groups.items():
            line = line_at(lines, key)
            text = line.text
            named = [names.give(edit, text) for edit in group]
            for edit in reversed(named):  # from the right, so that positions further left still hold
                check(text, edit.start, edit.end, edit.before)
                decision = self._decision(edit, line.text)
                used.update([decision] if decision else [])
                settled = _settle(edit, decision)
                if settled is None:
                    unsure.append(edit)
                elif settled.after != settled.before:
                    edits.append(settled)
                    text = exchange(text, settled.start, settled.before, settled.after)
            if text != line.text:
                changed[key] = replace(line, text=text)
        now = replace(
            self,
            pages=with_lines(self.pages, changed) if changed else self.pages,
            ledger=replace(self.ledger, edits=self.ledger.edits + tuple(edits)),
            used=self.used | used,
        )
        asked = tuple(_as_query(edit, len(self.ledger.edits)) for edit in unsure)
        return replace(now, ledger=replace(now.ledger, queries=now.ledger.queries + asked)) if asked else now

    def ask(self, queries: Iterable[Query]) -> Draft:
        """Add queries that propose no change of the text; their positions refer to the lines as they stand.

        One that a person answered with their own wording becomes that edit, and one that they rejected or
        accepted as it stands is not asked again. Raises Internal when its text is not there.
        """
        queries = tuple(queries)
        lines = self._addressed(query.key for query in queries)
        names = _Names(self.ledger)
        open_: list[Query] = []
        answered: list[Edit] = []
        for query in queries:
            text = line_at(lines, query.key).text
            check(text, query.start, query.end, query.text)
            query = names.give(query, text)
            proposal = _as_proposal(query)
            if self._decision(proposal, text):
                answered.append(proposal)
            else:
                open_.append(replace(query, after_edits=len(self.ledger.edits)))
        asked = replace(self, ledger=replace(self.ledger, queries=self.ledger.queries + tuple(open_)))
        return asked.amend(answered) if answered else asked

    def move(self, moved: Iterable[Moved]) -> Draft:
        """Label lines as furniture: they leave the text for their own layer."""
        moved = tuple(moved)
        lines = self._addressed(each.key for each in moved)
        changed = {each.key: replace(line_at(lines, each.key), role=each.role) for each in moved}
        return replace(
            self,
            pages=with_lines(self.pages, changed) if changed else self.pages,
            ledger=replace(self.ledger, moved=self.ledger.moved + moved),
        )

    def _addressed(self, keys: Iterable[Key]) -> dict[Key, Line]:
        """The lines of the sheets that these keys are on, by key."""
        sheets = {key.page for key in keys}
        return addressed(tuple(page for page in self.pages if page.number in sheets))

    def correct(self) -> Draft:
        """Apply the corrections that a person wrote for the text as it came, before any rule runs.

        Of two for one place the first holds, and the other is listed as unfit.
        """
        draft = self
        for decision in self.decisions:
            if decision.do == "write" and not decision.rule:
                draft = draft._write(decision)
        return draft

    def _write(self, decision: Decision) -> Draft:
        places = [(line, *place) for line in self.lines for place in _places(decision, line)]
        edits = [
            Edit(line.page, line.number, start, start + len(text), text, decision.text, "hand", WRITTEN, 1.0)
            for line, start, text in places
        ]
        now = replace(self, decisions=()).amend(edits)
        return replace(now, decisions=self.decisions, used=self.used | ({decision} if places else set()))

    def close(self) -> Draft:
        """List the decisions that fitted nothing."""
        unfit = tuple(decision for decision in self.decisions if decision not in self.used)
        return replace(self, ledger=replace(self.ledger, unfit=unfit))

    def _decision(self, edit: Edit, text: str) -> Decision | None:
        """The decision on this proposal: of several that fit, the first with the most context."""
        fitting = (each for each in self.decisions if _fits(each, edit, text))
        return max(fitting, key=lambda each: len(each.at), default=None)


class _Names:
    """Gives ids that no other entry of the ledger has: places with the same words around them are numbered."""

    def __init__(self, ledger: Ledger) -> None:
        self.taken = {edit.id for edit in ledger.edits} | {query.id for query in ledger.queries}
        self.last: dict[str, int] = {}  # the number that a name was given with last

    def give(self, entry: _Entry, text: str) -> _Entry:
        name = given = entry.id or identify(entry.rule, text, entry.start, entry.end)
        number = self.last.get(name, 1)
        while given in self.taken:
            number += 1
            given = f"{name}-{number}"
        self.last[name] = number
        self.taken.add(given)
        return replace(entry, id=given)


def _shifted(word: Word, edits: Iterable[Edit]) -> Word:
    """The word where it stands after these edits of its line, with its text as it came."""
    start = word.start
    for edit in edits:
        if edit.end <= start:
            start += len(edit.after) - len(edit.before)
        elif edit.start < start:
            start = edit.start + len(edit.after)
    return replace(word, start=start) if start != word.start else word


def _by_line(edits: Iterable[Edit]) -> dict[Key, list[Edit]]:
    groups: dict[Key, list[Edit]] = {}
    for edit in edits:
        groups.setdefault(edit.key, []).append(edit)
    for key, group in groups.items():
        group.sort(key=lambda edit: (edit.start, edit.end))
        for left, right in pairwise(group):
            if left.end > right.start or left.start == right.start:
                raise Internal(
                    f"two proposals overlap: {left.rule} {left.before!r} and {right.rule} {right.before!r}",
                    place=f"page {key.page}, line {key.line}",
                )
    return groups


def _settle(edit: Edit, decision: Decision | None) -> Edit | None:
    """The edit to apply (after == before to leave the text on a person's word), or None to leave it and ask."""
    if decision is None:
        return edit if edit.confidence >= threshold(edit.rule) else None
    after = {"accept": edit.after, "reject": edit.before, "write": decision.text}[decision.do]
    return replace(edit, after=after, confidence=1.0, reason=f"{edit.reason}; decided by a person")


def _fits(decision: Decision, edit: Edit, text: str) -> bool:
    before, middle, after = decision.place
    return (
        (decision.rule == edit.rule if decision.rule else decision.do != "write")
        and decision.page in (None, edit.page)
        and middle == visible(text[edit.start : edit.end])
        and visible(text[: edit.start]).endswith(before)
        and visible(text[edit.end :]).startswith(after)
    )


def _places(decision: Decision, line: Line) -> Iterable[tuple[int, str]]:
    """Where a line holds the very place that a decision names: offset and text."""
    before, middle, after = decision.place
    if decision.page not in (None, line.page) or not (before or middle or after):
        return
    text = line.text.replace(SOFT_HYPHEN, "¬")  # as `visible` writes it, at the same offsets
    for found in re.finditer(re.escape(before + middle + after), text):
        start = found.start() + len(before)
        yield start, line.text[start : start + len(middle)]


def _as_proposal(query: Query) -> Edit:
    """The query as an edit that changes nothing, for a person's decision to fill in."""
    return Edit(
        query.page,
        query.line,
        query.start,
        query.end,
        query.text,
        query.text,
        query.rule,
        query.reason,
        query.confidence,
        query.suggestions,
        query.id,
    )


def _as_query(edit: Edit, after_edits: int) -> Query:
    suggestions = edit.alternatives or (Alternative(edit.after, 0.0),)
    return Query(
        edit.page,
        edit.line,
        edit.start,
        edit.end,
        edit.before,
        edit.rule,
        edit.reason,
        edit.confidence,
        suggestions,
        edit.id,
        after_edits,
    )
