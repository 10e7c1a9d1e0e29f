"""Brackets whose other half was read as a bar or a brace: "[see annex)|" is "[see annex)]".

Official print has neither bars nor braces inside a sentence; a pair of braces in one passage is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.ledger import Edit
from convert.repairs.passage import Flow, Passages, edit
from convert.words import Words

CLOSE = {"(": ")", "[": "]"}
OPEN = {close: open_ for open_, close in CLOSE.items()}

_ODD = re.compile(r"[|{}]")
_CLOSING = r"(?<=[\w.,;)\]’”\"])[|}](?=[\s.,;:]|$)"
_OPENING = r"(?<![^\s(\[])\{(?=\w)"
_HALVES = re.compile(rf"(?P<open>[(\[])|(?P<close>[)\]])|(?P<odd>{_CLOSING}|{_OPENING})")


def confused(passages: Passages, words: Words) -> Iterator[Edit]:
    """A bar or brace becomes the bracket that the other half of its pair wants."""
    for flow in map(Flow.of, passages):
        if _ODD.search(flow.text) and not ("{" in flow.text and "}" in flow.text):
            for offset, printed, meant, other in _mended(flow.text):
                line, start = flow.place(offset)
                reason = f"the other half of its pair is {other}"
                yield edit(line, start, printed, meant, "brackets.confused", reason, 0.95)


def _mended(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Each odd half that completes a pair: its place, what is printed, what is meant, the other half."""
    waiting: list[re.Match[str]] = []
    for found in _HALVES.finditer(text):
        if found["open"] or found["odd"] == "{":
            waiting.append(found)
        elif waiting and found["odd"] and waiting[-1]["open"]:
            opening = waiting.pop()[0]
            if not _closes_later(text[found.end() :], opening):
                yield found.start(), found[0], CLOSE[opening], opening
        elif waiting and found["close"]:
            half = waiting.pop()
            if half["odd"]:
                yield half.start(), half[0], OPEN[found[0]], found[0]


def _closes_later(text: str, half: str) -> bool:
    """Whether a bracket of this kind is closed further on, before another opens."""
    found = re.search(rf"[{re.escape(half + CLOSE[half])}]", text)
    return found is not None and found[0] == CLOSE[half]
