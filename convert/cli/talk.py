"""Talk to the person at the terminal: messages, warnings and progress on stderr, never on stdout."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import TextIO

BOLD, RED, YELLOW, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
ERASE_LINE = "\r\x1b[K"
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Bidirectional controls, which make a name look like another (https://trojansource.codes/)."""


def harmless(text: str) -> str:
    """The text with what would steer a terminal or turn the direction of writing shown as an escape.

    >>> harmless("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    if text.isprintable():
        return text
    return "".join(
        each
        if each in "\n\t" or (each.isprintable() and each not in _TURNS)
        else each.encode("unicode_escape").decode()
        for each in text
    )


@dataclass
class Pace:
    """How far a work of `total` steps is, its rate, and the time left; `begun` steps were done before."""

    begun: int
    total: int
    done: int = 0
    start: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def after(self, done: int) -> Pace:
        """The same work with so many steps done."""
        self.done = done
        return self

    def minute_passed(self) -> bool:
        """Whether a minute has passed since this was last true."""
        now = time.monotonic()
        passed = now - self.told >= 60
        self.told = now if passed else self.told
        return passed

    def __str__(self) -> str:
        """
        >>> str(Pace(0, 10, 4, start=time.monotonic() - 8))
        '[4/10] 0.5/s, 12 s left'
        """
        seconds = max(time.monotonic() - self.start, 1e-3)
        rate = (self.done - self.begun) / seconds
        left = f", {_duration((self.total - self.done) / rate)} left" if rate else ""
        return f"[{self.done}/{self.total}] {rate:.1f}/s{left}"


def _duration(seconds: float) -> str:
    """A time a person can grasp."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


@dataclass(frozen=True, slots=True)
class Talk:
    """Says things on `stream`; colour and progress only where it is a terminal (https://no-color.org)."""

    stream: TextIO
    quiet: bool = False

    @property
    def _terminal(self) -> bool:
        return self.stream.isatty() and os.environ.get("TERM") != "dumb"

    def say(self, text: str) -> None:
        """Tell how the work goes; not heard with --quiet."""
        if not self.quiet:
            self._write(harmless(text))

    def warn(self, text: str) -> None:
        """Tell what the person should look at."""
        self._write(self._coloured(YELLOW, "warning: ") + harmless(text))

    def fail(self, text: str) -> None:
        """Tell what went wrong."""
        self._write(self._coloured(RED, "error: ") + harmless(text))

    def progress(self, pace: Pace, name: str) -> None:
        """Show how far the work is, on one line that the next message replaces; in a log, a line each minute."""
        if self.quiet:
            return
        if self._terminal:
            self.stream.write(f"{ERASE_LINE}{pace} {harmless(name)}")
            self.stream.flush()
        elif pace.minute_passed():
            self._write(str(pace))

    def _write(self, text: str) -> None:
        self.stream.write((ERASE_LINE if self._terminal else "") + text + "\n")
        self.stream.flush()

    def _coloured(self, colour: str, text: str) -> str:
        welcome = self._terminal and not os.environ.get("NO_COLOR")
        return f"{colour}{BOLD}{text}{PLAIN}" if welcome else text
