"""Spaces where the language has none, and several where one was meant.

The spaces at the ends of a line stay: one of them may be a page break, and joining lines takes care of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.ledger import Edit
from convert.page import Line
from convert.repairs.passage import Passages, edit, lines_of
from convert.words import Words

CLOSING = {"en": ",;:.)]", "es": ",;:.)]", "fr": ",.)]"}
"""What no space stands before, by language. French has one before ; and : (Lexique des règles typographiques en
usage à l'Imprimerie nationale). Not ! and ?, which after a space are more often damaged note marks."""
OPENING = {"en": "([", "es": "([¿¡", "fr": "(["}
"""What no space stands after."""

_SEVERAL = re.compile(r"(?<=\S)(?: [ \t]+|\t[ \t]*)(?=\S)")
_LEADERS = re.compile(r"[.·_] ?[.·_]")  # dots or rules that lead to a number or wait to be filled in


def several(passages: Passages, words: Words) -> Iterator[Edit]:
    """Several spaces inside a line become one."""
    for line in lines_of(passages):
        for found in _SEVERAL.finditer(line.text):
            yield edit(line, found.start(), found[0], " ", "spacing.several", "one space was meant", 1.0)


def before_mark(passages: Passages, words: Words) -> Iterator[Edit]:
    """The space in "Korea ," and "(a )" goes where the language of the document has none."""
    marks = CLOSING.get(words.tongue)
    if not marks:
        return
    pattern = re.compile(rf"(?<=[\w)\]’”»]) +(?=([{re.escape(marks)}])(?:\s|$))")
    for line in lines_of(passages):
        if _LEADERS.search(line.text):
            continue
        for found in pattern.finditer(line.text):
            if not _between_digits(line.text, found):
                yield _without(line, found, f"no space before {found[1]} in this language")


def after_opening(passages: Passages, words: Words) -> Iterator[Edit]:
    """The space in "( see annex)" goes."""
    marks = OPENING.get(words.tongue)
    if not marks:
        return
    pattern = re.compile(rf"(?<=[{re.escape(marks)}]) +(?=[^\W_])")
    for line in lines_of(passages):
        for found in pattern.finditer(line.text):
            if found.start() > 1 and line.text[found.start() - 2].isspace():
                yield _without(line, found, "no space after an opening mark in this language")


def _between_digits(text: str, found: re.Match[str]) -> bool:
    """Whether this is a ratio, "16 : 9", in which the spaces stand on both sides."""
    return text[found.start() - 1].isdigit() and text[found.end() + 1 :].lstrip()[:1].isdigit()


def _without(line: Line, found: re.Match[str], reason: str) -> Edit:
    return edit(line, found.start(), found[0], "", "spacing.mark", reason, 0.95)
