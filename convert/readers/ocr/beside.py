"""Which images lie beside an OCR file as its pages: those it names, by their names alone.

They lie in its folder or in a folder of its name; a path from another machine tells nothing here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path, PurePath

from convert.readers import IMAGES

CHUNK = 1 << 20
"""Bytes looked through at a time for names of images."""
LONGEST_NAME = 1024
"""Bytes of the longest path that is found where two chunks meet."""

_NAME = re.compile(rb"[^\"'<>;&\s/\\]+\.(?:tiff?|png|jpe?g|jp2|webp)\b", re.IGNORECASE)


def image_of(path: Path, named: str) -> Path | None:
    """The image that an OCR file names so, None where it is not here."""
    name = PurePath(named.replace("\\", "/")).name
    if PurePath(name).suffix.lower() not in IMAGES:
        return None
    return next((place for place in _places(path, name) if place.is_file()), None)


def images_of(path: Path) -> Iterator[Path]:
    """All images here that an OCR file names, or that have its own name."""
    names = _names(path) | {path.stem + suffix for suffix in IMAGES}
    for name in sorted(names):
        yield from (place for place in _places(path, name) if place.is_file())


def _places(path: Path, name: str) -> tuple[Path, Path]:
    return path.parent / name, path.parent / path.stem / name


def _names(path: Path) -> set[str]:
    found: set[str] = set()
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(each.decode("utf-8", "replace") for each in _NAME.findall(rest + chunk))
            rest = chunk[-LONGEST_NAME:]
    return {html.unescape(each) for each in found}
