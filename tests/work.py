"""Work counted, not timed: how many lines of our code are run."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType
from typing import Any

CODE = str(Path(__file__).parents[1] / "convert")


class Work:
    """Counts the lines of our code that are run while it is open."""

    def __init__(self) -> None:
        self.lines = 0

    def _trace(self, frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(CODE):
            return None
        self.lines += event == "line"
        return self._trace

    def __enter__(self) -> Work:
        self.before = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self.before)
