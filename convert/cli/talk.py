"""Talk to the person at the terminal: messages, warnings and progress on stderr, never on stdout."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TextIO

BOLD, RED, YELLOW, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
ERASE_LINE = "\r\x1b[K"


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
            self._write(text)

    def warn(self, text: str) -> None:
        """Tell what the person should look at."""
        self._write(self._coloured(YELLOW, "warning: ") + text)

    def fail(self, text: str) -> None:
        """Tell what went wrong."""
        self._write(self._coloured(RED, "error: ") + text)

    def progress(self, done: int, total: int, name: str) -> None:
        """Show how far the work is, on one line that the next message replaces."""
        if self._terminal and not self.quiet:
            self.stream.write(f"{ERASE_LINE}[{done}/{total}] {name}")
            self.stream.flush()

    def _write(self, text: str) -> None:
        self.stream.write((ERASE_LINE if self._terminal else "") + text + "\n")
        self.stream.flush()

    def _coloured(self, colour: str, text: str) -> str:
        welcome = self._terminal and not os.environ.get("NO_COLOR")
        return f"{colour}{BOLD}{text}{PLAIN}" if welcome else text
