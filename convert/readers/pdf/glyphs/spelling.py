"""How the runs of a word are spelled: accents put on their letters, right-to-left runs in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import bidirectional, normalize

from convert.readers.pdf.glyphs.leftward import is_leftward
from convert.readers.pdf.glyphs.pieces import WORD_GAP, Run

_ACCENTS = {
    "`": "\u0300",
    "\u00b4": "\u0301",
    "\u02c6": "\u0302",
    "^": "\u0302",
    "\u02dc": "\u0303",
    "~": "\u0303",
    "\u00af": "\u0304",
    "\u02d8": "\u0306",
    "\u02d9": "\u0307",
    "\u00a8": "\u0308",
    "\u02da": "\u030a",
    "\u02dd": "\u030b",
    "\u02c7": "\u030c",
    "\u00b8": "\u0327",
    "\u02db": "\u0328",
}
"""Accents that are set as glyphs of their own, and the characters that join them to a letter."""


def spelled(word: Sequence[Run]) -> str:
    """The text of the runs of a word: accents put on their letters, right-to-left letters in reading order."""
    if any(is_leftward(run.text) for run in word):
        return "".join(run.text for run in _leftward(word))
    text, end = word[0].text, word[0].end
    for run in word[1:]:
        over = end - run.start >= WORD_GAP * run.style.size
        text = _accented(text, run.text) if over else text + run.text
        end = run.end
    return text


def _leftward(word: Sequence[Run]) -> list[Run]:
    """The letters from the right, each before the points that stand on it."""
    ordered: list[Run] = []
    points: list[Run] = []
    for run in reversed(word):
        if bidirectional(run.text[0]) == "NSM" and not (ordered and _stands_on(run, ordered[-1])):
            points.append(run)
            continue
        ordered.extend((run, *points))
        points = []
    return [*ordered, *points]


def _stands_on(point: Run, letter: Run) -> bool:
    return letter.start <= (point.start + point.end) / 2 <= letter.end


def _accented(before: str, after: str) -> str:
    """Two runs that overlap: an accent of its own before or after its letter becomes one character with it."""
    if before[-1] in _ACCENTS:
        letter = normalize("NFC", after[0] + _ACCENTS[before[-1]])
        if len(letter) == 1:
            return before[:-1] + letter + after[1:]
    if after[0] in _ACCENTS:
        letter = normalize("NFC", before[-1] + _ACCENTS[after[0]])
        if len(letter) == 1:
            return before[:-1] + letter + after[1:]
    return before + after
