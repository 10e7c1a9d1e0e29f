"""Enumerators that the recogniser dropped, put back where their neighbours leave no other place for them.

A recogniser may take a column of labels for a picture and drop it. Where two paragraphs stand between 3. and 6. in
a list whose items are all one paragraph, those are 4. and 5.; of seventeen, fifteen of which begin with the same
word after a colon, the other two are. What is not so plain is asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import regex

from convert.ledger import Alternative, Edit, Query
from convert.normal import split_label
from convert.page import Key
from convert.structure.blocks import Block, block_text
from convert.structure.lists.labels import Label, Scheme, readings

MOST = 12
"""Labels in a row that may be missing; beyond, it is another list."""
STEPS = 3
"""Pairs of neighbours in the document that show of how many paragraphs an item is."""
RUN = 3
"""Paragraphs that begin with the same word, from which on they are the items of one list."""
PROVEN, LIKELY = 0.92, 0.6
"""How sure a label is that only fits here; one that fits here, in a list some items of which are longer."""

_SENTENCE = regex.compile(r"[.;:!?][\"'’”»)\]]*$")
_WORD = regex.compile(r"\W*(\p{L}+)")


@dataclass(frozen=True, slots=True)
class Lost:
    """What was decided: labels to set, what to ask, and the depth of each line that gets one."""

    edits: tuple[Edit, ...] = ()
    queries: tuple[Query, ...] = ()
    depths: dict[Key, int] = field(default_factory=dict)


class _Item(NamedTuple):
    at: int  # which block
    depth: int
    labels: tuple[Label, ...]  # what its label may be


class _Step(NamedTuple):
    """Two neighbours of one list, and how many labels are missing between them; before the first stands none."""

    after: _Item | None
    before: _Item
    missing: int
    label: Label  # of the item before which they are missing


def has_gaps(texts: Mapping[Key, str], depths: Mapping[Key, int]) -> bool:
    """Whether any label is missing between those of these lines, so that it is worth while to look for them."""
    items = [
        _Item(at, depths[key], readings(split_label(text.strip())[0] or ""))
        for at, (key, text) in enumerate(texts.items())
        if key in depths
    ]
    return any(step.missing for step in _steps(items))


def find_lost(
    blocks: Sequence[Block],
    depths: Mapping[Key, int],
    odd: Mapping[Key, tuple[str, ...]],
    unsure: Collection[Key] = (),
    typed: Collection[int] = (),
) -> Lost:
    """The labels missing in these blocks of text.

    `odd` tells which lines begin with what may be a label misread, and what it may be. Labels that are `unsure` of
    their list are no witnesses. On the sheets `typed` nothing was recognised, so none is lost.
    """
    items = [
        _Item(at, block.depth, readings(split_label(block_text(block))[0] or ""))
        for at, block in enumerate(blocks)
        if block.kind == "item" and block.lines[0].key in depths
    ]
    steps = [step for step in _steps(items) if step.label.scheme.kind != "dotted"]
    edits: dict[int, Edit] = {}
    queries: list[Query] = []
    found: dict[Key, int] = {}
    for step in steps:
        if not 0 < step.missing <= MOST or blocks[step.before.at].lines[0].page in typed:
            continue
        if any(blocks[each.at].lines[0].key in unsure for each in (step.after, step.before) if each):
            continue
        placed = [_at_remains(each, blocks, odd) for each in _placed(step, blocks, items, steps)]
        remains = any(each.label in odd.get(blocks[each.at].lines[0].key, ()) for each in placed)
        for at, depth, label, sure in placed:
            sure = sure if step.after or remains else LIKELY  # a list may begin in the midst of its numbers
            key = blocks[at].lines[0].key
            edits[at] = _edit(blocks[at], label, sure, misread=label in odd.get(key, ()))
            if sure == PROVEN:
                found[key] = depth
        if not placed and _between(step, blocks):
            queries.append(_query(blocks[step.before.at], step))
    return Lost(tuple(edits.values()), tuple(queries), found)


def _steps(items: Sequence[_Item]) -> Iterator[_Step]:
    last: dict[int, _Item] = {}
    for item in items:
        if item.labels:
            yield _step(last.get(item.depth), item)
        last = {depth: each for depth, each in last.items() if depth < item.depth} | {item.depth: item}


def _step(after: _Item | None, item: _Item) -> _Step:
    """The step to an item from the one before it in its list; of both the readings that need the fewest lost."""
    pairs = [
        (label.value - last.value - 1, label)
        for label in item.labels
        for last in (after.labels if after else ())
        if last.scheme == label.scheme and label.value > last.value
    ]
    if not pairs:  # another list begins
        pairs, after = [(label.value - 1, label) for label in item.labels], None
    missing, label = min(pairs, key=lambda each: each[0])
    return _Step(after, item, missing, label)


class _Placed(NamedTuple):
    at: int
    depth: int
    label: str
    sure: float


def _placed(step: _Step, blocks: Sequence[Block], items: Sequence[_Item], steps: Sequence[_Step]) -> list[_Placed]:
    """The missing labels, each with its block; nothing where they do not fit exactly."""
    free = _between(step, blocks)
    scheme, depth, first = step.label.scheme, step.before.depth, step.label.value - step.missing
    run: list[int] = []
    if len(free) > step.missing:
        run = _parallel(free, blocks)
    numbered = [at for at in free if at not in run]
    small = _is_small(blocks[step.before.at])
    if len(numbered) != step.missing or any(_is_small(blocks[at]) != small for at in numbered):
        return []
    sure = PROVEN if _single(scheme, blocks, steps) else LIKELY
    placed = [_Placed(at, depth, Label(scheme, first + nth).text, sure) for nth, at in enumerate(numbered)]
    inner = _inner(scheme, blocks, items) if run else None
    if inner:
        placed += [_Placed(at, depth + 1, Label(inner, nth).text, sure) for nth, at in enumerate(run, 1)]
    return placed


def _between(step: _Step, blocks: Sequence[Block]) -> list[int]:
    """The paragraphs without a label that may be the missing items."""
    if step.after:
        inside = range(step.after.at + 1, step.before.at)
        return [at for at in inside if _is_free(blocks[at])]
    found: list[int] = []
    for at in range(step.before.at - 1, -1, -1):  # before the first of a list: as far back as its items look alike
        if not _is_free(blocks[at]) and not _is_title(blocks[at]):
            break
        if _is_free(blocks[at]):
            if block_text(blocks[at]).endswith(":"):
                break
            found.insert(0, at)
    return found


def _is_free(block: Block) -> bool:
    return block.kind == "paragraph" and bool(_SENTENCE.search(block_text(block)))


def _at_remains(placed: _Placed, blocks: Sequence[Block], odd: Mapping[Key, tuple[str, ...]]) -> _Placed:
    """The label before its paragraph, or on the line above that holds nothing but what is left of it."""
    above = blocks[placed.at - 1]
    alone = placed.at and above.kind == "paragraph" and " " not in block_text(above)
    return (
        placed._replace(at=placed.at - 1) if alone and placed.label in odd.get(above.lines[0].key, ()) else placed
    )


def _is_title(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.lines) == 1 and block_text(block)[-1:].isalpha()


def _single(scheme: Scheme, blocks: Sequence[Block], steps: Sequence[_Step]) -> bool:
    """Whether each item of this scheme is one paragraph wherever no label is missing."""
    whole = [step for step in steps if step.label.scheme == scheme and step.after and not step.missing]
    return len(whole) >= STEPS and not any(_between(step, blocks) for step in whole)


def _parallel(free: Sequence[int], blocks: Sequence[Block]) -> list[int]:
    """The items of a list among these paragraphs: after a colon, all beginning with a word that no other has."""
    words = [_first_word(blocks[at]) for at in free]
    for nth, (at, after) in enumerate(pairwise(free)):
        word = words[nth + 1]
        if not word or not block_text(blocks[at]).endswith(":") or words[nth] == word:
            continue
        end = nth + 1
        while end < len(free) and words[end] == word:
            end += 1
        run = list(free[nth + 1 : end])
        if len(run) >= RUN and words.count(word) == len(run) and run == list(range(after, after + len(run))):
            return run
    return []


def _inner(scheme: Scheme, blocks: Sequence[Block], items: Sequence[_Item]) -> Scheme | None:
    """The scheme of all lists that stand directly in items of this one; None where they differ or are none."""
    found: set[Scheme] | None = None
    for outer, item in pairwise(items):
        if item.depth == outer.depth + 1 and any(label.scheme == scheme for label in outer.labels):
            firsts = {label.scheme for label in item.labels if label.value == 1}
            found = firsts if found is None else found & firsts
    return next(iter(found)) if found and len(found) == 1 else None


def _is_small(block: Block) -> bool:
    """Whether a block begins with a small letter, its label left out."""
    return split_label(block_text(block))[1].lstrip("\"'“‘«([")[:1].islower()


def _first_word(block: Block) -> str:
    found = _WORD.match(block_text(block))
    return found[1] if found else ""


def _edit(block: Block, label: str, sure: float, misread: bool) -> Edit:
    """The label before the block; in place of the glyphs it begins with where those are the label misread."""
    line = block.lines[0]
    start = len(line.text) - len(line.text.lstrip())
    printed = line.text[start:].split(" ", 1)[0] if misread else ""
    label = label if printed else f"{label} "
    reason = f"{label.strip()} is missing in its list, and this is the only paragraph that can have it"
    return Edit(
        *line.key,
        start,
        start + len(printed),
        printed,
        label,
        "enumerators.lost",
        reason,
        sure,
        () if sure == PROVEN else (Alternative(label, 0.5), Alternative(printed, 0.9)),
    )


def _query(block: Block, step: _Step) -> Query:
    line = block.lines[0]
    label = step.label.text
    start = line.text.find(label)
    reason = f"before {label} {step.missing} of its list are missing; a paragraph above may have lost its label"
    return Query(
        *line.key,
        max(start, 0),
        max(start, 0) + len(label) * (start >= 0),
        label * (start >= 0),
        "enumerators.lost",
        reason,
    )
