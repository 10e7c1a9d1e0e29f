"""A file becomes pages. Its suffix tells which reader takes it; a new format is one module and one line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from convert.errors import UsageError
from convert.page import Reading

Reader: TypeAlias = Callable[[Path, str], Reading]
"""Takes a file and its language, "" if nobody said."""


def _text(path: Path, language: str) -> Reading:
    from convert.readers import text

    return text.read(path)


def _pdf(path: Path, language: str) -> Reading:
    from convert.readers import pdf
    from convert.readers.scan.layers import with_scans

    return with_scans(path, pdf.read_layer(path), language)


def _ocr(path: Path, language: str) -> Reading:
    from convert.readers import ocr

    return ocr.read(path)


def _scan(path: Path, language: str) -> Reading:
    from convert.readers import scan

    return scan.read(path, language)


IMAGES = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2", ".webp")
"""Suffixes of scans."""

READERS: Mapping[str, Reader] = {
    ".txt": _text,
    ".pdf": _pdf,
    ".hocr": _ocr,
    ".alto": _ocr,
    ".xml": _ocr,
    ".html": _ocr,
    ".htm": _ocr,
    **dict.fromkeys(IMAGES, _scan),
}

SNIFFED = (".xml", ".html", ".htm")
"""Suffixes of many kinds of files: only what is OCR by its content is a source."""


def is_source(path: Path) -> bool:
    """Whether a file that lies among others is one to read."""
    suffix = path.suffix.lower()
    if suffix not in SNIFFED:
        return suffix in READERS
    from convert.readers.ocr import is_recognised

    return is_recognised(path)


def page_images(path: Path) -> tuple[Path, ...]:
    """The images that lie beside a file as its pages, so that they are no documents of their own."""
    if path.suffix.lower() not in (".hocr", ".alto", *SNIFFED):
        return ()
    from convert.readers.ocr.beside import images_of

    return tuple(images_of(path))


def read(path: Path, language: str = "") -> Reading:
    """The pages of a file, with what was found on the way; `language` is what a person says it is written in.

    Raises UsageError for a kind of file that no reader takes, BadInput for one that is not what it claims to be.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f"files named *{path.suffix}" if path.suffix else "files without a suffix"
        raise UsageError(
            f"no reader for {kind}",
            file=path,
            remedy=f"give one of {', '.join('*' + suffix for suffix in READERS)}, or name it by what it is",
        )
    return reader(path, language)
