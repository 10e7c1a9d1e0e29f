"""The figures of a document: among the pictures cut out of its source, or in its own folder, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

MEDIA_TYPES: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
"""Core media types of EPUB 3.3 without SVG, which can hold scripts (https://www.w3.org/TR/epub-33/#sec-core-media-types)."""

SIGNATURES: Mapping[str, bytes] = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
    "image/webp": b"RIFF",
}


Resources: TypeAlias = Path | Mapping[str, bytes] | None
"""Where a document's figures are: in a folder, or in memory by name."""


class Picture(NamedTuple):
    media_type: str
    data: bytes


def find(source: str, resources: Resources) -> Picture | None:
    """A figure of the document, or None: no address, no way out of the folder, nothing that is not a picture."""
    media_type = MEDIA_TYPES.get(Path(source).suffix.lower())
    if resources is None or media_type is None or "\0" in source:
        return None
    data = _in_folder(source, resources) if isinstance(resources, Path) else resources.get(source)
    return Picture(media_type, data) if data and data.startswith(SIGNATURES[media_type]) else None


def _in_folder(source: str, folder: Path) -> bytes | None:
    root = folder.resolve()
    path = (root / source).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        return None
    return path.read_bytes()


def data_address(source: str, resources: Resources) -> str | None:
    """The figure as a data: address, so that the page is one file."""
    picture = find(source, resources)
    if picture is None:
        return None
    from base64 import b64encode

    return f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"


def stand_ins(sources: Iterable[str]) -> dict[str, bytes]:
    """Pictures that are none, to see which place they would take."""
    kinds = {source: MEDIA_TYPES.get(Path(source).suffix.lower(), "image/png") for source in sources}
    return {source: SIGNATURES[kind] for source, kind in kinds.items()}
