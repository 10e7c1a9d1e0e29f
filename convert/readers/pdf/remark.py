"""What is to be said of a page, before its number is put to it."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Remark(NamedTuple):
    """A finding of a page whose number is not yet known."""

    code: str
    message: str
    level: Literal["info", "warning"]
