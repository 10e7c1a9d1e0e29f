"""Finds in the Markdown master the line that a fault in an output is about, by the words that stand there.

An output keeps the words of its master, but not its lines: so a fault's text, bare of markup, is looked for in the
master, bare of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from html import unescape
from pathlib import Path

LONGEST, SHORTEST = 60, 8  # letters and digits of a text that are looked for: at first, and at the least

_TAG = re.compile(r"<[^>]*>?")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_UNSEEN = re.compile(r"\[\^[^\]]*\]|\]\([^)]*\)|\{[^}]*\}|!\[")  # note marks, targets, attributes of the Markdown
_ATTRIBUTE = re.compile(r"""\b(?:href|src|alt)=["']([^"']+)["']""")
_NOT_A_LETTER = re.compile(r"[\W_]+")


class Master:
    """The letters and digits of a master, and the line of each."""

    def __init__(self, text: str) -> None:
        front = _FRONT.match(text)
        skipped = text[: front.end()].count("\n") if front else 0
        self.starts: list[int] = []
        letters = []
        length = 0
        for number, line in enumerate(text.splitlines()):
            bare = "" if number < skipped else letters_of(_UNSEEN.sub(" ", line))
            self.starts.append(length)
            letters.append(bare)
            length += len(bare)
        self.letters = "".join(letters)
        self.lines = text.splitlines()

    def line(self, text: str) -> int | None:
        """The line, from 1, at which this text, HTML or plain, begins; None if it is not there.

        A shorter beginning is tried where the whole is not found; what stands there twice is not sure enough.
        """
        wanted = letters_of(unescape(_TAG.sub(" ", text)))[:LONGEST]
        if len(wanted) < SHORTEST:
            return self.line_with(unescape(value) for value in _ATTRIBUTE.findall(text))
        while len(wanted) >= SHORTEST:
            at = self.letters.find(wanted)
            if at >= 0:
                once = self.letters.find(wanted, at + 1) < 0
                return self.line_at(at) if once or len(wanted) == LONGEST else None
            wanted = wanted[: len(wanted) * 2 // 3]
        return None

    def line_with(self, values: Iterable[str]) -> int | None:
        """The one line that holds one of these addresses or descriptions, as they are written."""
        for value in values:
            found = [number for number, line in enumerate(self.lines, start=1) if value in line]
            if len(found) == 1:
                return found[0]
        return None

    def line_at(self, place: int) -> int:
        return bisect_right(self.starts, place)


def letters_of(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return _NOT_A_LETTER.sub("", text).lower()


def master_of(path: Path) -> Path | None:
    """The Markdown master beside an output, itself if it is one; None if there is none."""
    name = path.name.removesuffix(".ledger.json") if path.name.endswith(".ledger.json") else path.stem
    master = path.with_name(f"{name}.md")
    return master if master.is_file() else None


def read_master(path: Path) -> Master:
    return Master(path.read_text(encoding="utf-8-sig", errors="replace"))
