"""Every change that was made, every change that was not dared, and the way back.

A rule *proposes* edits; only `amend` applies them. A proposal under its rule's threshold becomes a query and
the text stays. Edits are kept in the order in which they were applied, and each position refers to its line
as it stood just before that edit: so `replay` is one pass forward and `revert` one pass back, both exact (law 2).

A note mark in the text is written with the Unicode interlinear annotation characters, which no reader lets
through from outside (https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-23/#G21639).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from itertools import count, pairwise
from typing import Any, Literal, NamedTuple, TypeVar

from convert.errors import Internal
from convert.page import Key, Line, Pages, Role, Word, lines_of, with_lines

MARK_OPEN, MARK_DOUBT, MARK_CLOSE = "\ufff9", "\ufffa", "\ufffb"
MARK = re.compile(f"{MARK_OPEN}([^{MARK_DOUBT}{MARK_CLOSE}]*)({MARK_DOUBT}?){MARK_CLOSE}")
SOFT_HYPHEN = "\u00ad"

THRESHOLD = 0.9
"""Confidence a proposal needs to be applied, unless its rule names another in `THRESHOLDS`."""
THRESHOLDS: Mapping[str, float] = {"notes.mark": 0.65, "notes.body": 0.65}
WRITTEN = "written by a person"
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
    after_edits: int = 0  # how many edits of the ledger had been applied when this was asked

    @property
    def key(self) -> Key:
        return Key(self.page, self.line)


_Entry = TypeVar("_Entry", Edit, Query)


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


@dataclass(frozen=True, slots=True)
class Draft:
    """The text on its way: the pages as they stand, and the ledger of how they came to stand so."""

    pages: Pages
    ledger: Ledger = field(default_factory=Ledger)
    decisions: tuple[Decision, ...] = ()
    used: frozenset[Decision] = frozenset()  # the decisions that fitted something so far

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text itself, furniture left out."""
        return tuple(lines_of(self.pages))

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
        lines = _addressed(self.pages)
        names = _Names(self.ledger)
        edits: list[Edit] = []
        unsure: list[Edit] = []
        changed: dict[Key, Line] = {}
        used: set[Decision] = set()
        for key, group in _by_line(proposals).items():
            line = _line(lines, key)
            text = line.text
            named = [names.give(edit, text) for edit in group]
            for edit in reversed(named):  # from the right, so that positions further left still hold
                _check(text, edit.start, edit.end, edit.before)
                decision = self._decision(edit, line.text)
                used.update([decision] if decision else [])
                settled = _settle(edit, decision)
                if settled is None:
                    unsure.append(edit)
                elif settled.after != settled.before:
                    edits.append(settled)
                    text = _exchange(text, settled.start, settled.before, settled.after)
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
        lines = _addressed(self.pages)
        names = _Names(self.ledger)
        open_: list[Query] = []
        answered: list[Edit] = []
        for query in queries:
            text = _line(lines, query.key).text
            _check(text, query.start, query.end, query.text)
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
        lines = _addressed(self.pages)
        moved = tuple(moved)
        changed = {each.key: replace(_line(lines, each.key), role=each.role) for each in moved}
        return replace(
            self,
            pages=with_lines(self.pages, changed) if changed else self.pages,
            ledger=replace(self.ledger, moved=self.ledger.moved + moved),
        )

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


def threshold(rule: str) -> float:
    """The confidence that a proposal of this rule needs to be applied."""
    return THRESHOLDS.get(rule, THRESHOLD)


def identify(rule: str, text: str, start: int, end: int) -> str:
    """A short name for a place, the same in each run while the words around it stay: rule and context, hashed."""
    return f"{rule}-{blake2b(context(text, start, end).encode(), digest_size=3).hexdigest()}"


def context(text: str, start: int, end: int) -> str:
    """The place as a decision writes it: `before⟦text⟧after`, with note marks made visible."""
    before, after = visible(text[:start])[-CONTEXT:], visible(text[end:])[:CONTEXT]
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


@dataclass(slots=True)
class _Names:
    """Gives ids that no other entry of the ledger has: places with the same words around them are numbered."""

    ledger: Ledger
    taken: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.taken = {edit.id for edit in self.ledger.edits} | {query.id for query in self.ledger.queries}

    def give(self, entry: _Entry, text: str) -> _Entry:
        name = entry.id or identify(entry.rule, text, entry.start, entry.end)
        free = (f"{name}-{number}" if number > 1 else name for number in count(1))
        name = next(each for each in free if each not in self.taken)
        self.taken.add(name)
        return replace(entry, id=name)


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


def _exchange(text: str, start: int, old: str, new: str) -> str:
    """The text with `old` at `start` exchanged for `new`. Raises Internal when `old` is not there."""
    end = start + len(old)
    _check(text, start, end, old)
    return text[:start] + new + text[end:]


def _check(text: str, start: int, end: int, expected: str) -> None:
    if not 0 <= start <= end <= len(text) or text[start:end] != expected:
        raise Internal(f"expected {expected!r} at characters {start} to {end} of {text!r}")


def _addressed(pages: Pages) -> dict[Key, Line]:
    return {line.key: line for line in lines_of(pages, furniture=True)}


def _line(lines: Mapping[Key, Line], key: Key) -> Line:
    if key not in lines:
        raise Internal("there is no such line", place=f"page {key.page}, line {key.line}")
    return lines[key]


def _run(pages: Pages, changes: Iterable[tuple[Key, int, str, str]]) -> Pages:
    lines = _addressed(pages)
    texts: dict[Key, str] = {}
    for key, start, old, new in changes:
        texts[key] = _exchange(texts[key] if key in texts else _line(lines, key).text, start, old, new)
    return with_lines(pages, {key: replace(lines[key], text=text) for key, text in texts.items()})
