"""What a result has not of the truth (-) and has beyond it (+), figure by figure, for people to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from benchmarks.extract.typeset.grade import Truth
from benchmarks.extract.typeset.shape import Shape, letters

WIDTH = 150
"""Characters of a difference that are shown."""

Parts = Callable[[Shape], list[tuple[str, str]]]
"""What is compared, as a key and how it is shown."""


def _pieces(*kinds: str, level: bool = False) -> Parts:
    return lambda shape: [
        (
            f"{piece.level if level else ''}{letters(piece.printed)}",
            f"{f'({piece.level}) ' if level else ''}{piece.printed}",
        )
        for piece in shape.pieces
        if piece.kind in kinds
    ]


COMPARED: dict[str, Parts] = {
    "head, level": _pieces("heading", level=True),
    "block": _pieces("paragraph", "item"),
    "nest": _pieces("item", level=True),
    "mark": lambda shape: [(f"{one.before}", f"{one.before}[^{one.label}]") for one in shape.references],
    "note": lambda shape: [(letters(text), text) for text in shape.notes],
    "caption": _pieces("caption"),
    "table": _pieces("table"),
    "emph": lambda shape: [(f"{kind}{letters(words)}", f"{kind}: {words}") for kind, words in shape.emphases],
}


def differences(truth: Truth, made: Shape, most: int) -> Iterator[str]:
    """Lines: for each figure at most `most` of each sign."""
    for figure, parts in COMPARED.items():
        want, got = parts(truth.shape), parts(made)
        for sign, ours, theirs in (("-", want, got), ("+", got, want)):
            left = Counter(key for key, _ in theirs)
            missing = []
            for key, shown in ours:
                if left[key]:
                    left[key] -= 1
                else:
                    missing.append(shown)
            for shown in islice(missing, most):
                yield f"    {sign} {figure}: {shown[:WIDTH]}"
            if len(missing) > most:
                yield f"    {sign} {figure}: … and {len(missing) - most} more"
