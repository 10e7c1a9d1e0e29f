"""The stylesheets: `styles/` of the project, which an installed package carries as `convert/styles/`."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "styles"  # in the project a link to the styles/ at its top

_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


def stylesheet(*names: str) -> str:
    """The sheets one after another, without comments, fit to stand inside <style>."""
    css = "".join((FOLDER / name).read_text(encoding="utf-8") for name in names)
    css = _COMMENT.sub("", css)
    if "<" in css or "&" in css:
        raise ValueError(f"{', '.join(names)}: a stylesheet may hold neither < nor &")
    return css


def settled(*names: str) -> str:
    """The sheets with each var(--token) replaced by its light value, for readers that know no variables."""
    css = stylesheet(*names)
    tokens: dict[str, str] = {}
    for name, value in _TOKEN.findall(css):
        tokens.setdefault(name, value)
    css = re.sub(r":root\s*\{[^}]*\}\s*", "", css)
    for _ in range(3):  # a token may stand on another
        css = re.sub(r"var\((--[\w-]+)\)", lambda match: tokens[match[1]], css)
    return css


def mirrored(css: str) -> str:
    """The sheet for a text that runs from right to left: its left is right, and its right left."""
    return re.sub(r"\b(left|right)\b", lambda side: {"left": "right", "right": "left"}[side[0]], css)
