"""Checks of a sitemap: all its pages are below one address, and each is in the folder that the sitemap lies in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from convert.checks.verdict import Fault

_NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ROOT = f"{_NAMESPACE}urlset"


def check_sitemap(root: Any, folder: Path) -> Iterator[Fault]:
    """The pages that are not there; the first of all is the index, which tells the address of the folder."""
    pages = [(page.text or "").strip() for page in root.iter(f"{_NAMESPACE}loc")]
    if not pages or not pages[0].endswith("/index.html"):
        yield Fault("link-to-nowhere", "the first page is not the index")
        return
    base = pages[0].removesuffix("index.html")
    for page in pages:
        if not page.startswith(base) or not (folder / unquote(page.removeprefix(base))).is_file():
            yield Fault("link-to-nowhere", f"there is nothing at {page!r}", text=page)
