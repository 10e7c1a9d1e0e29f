"""A document by its name: the source that people mean when they say NAME."""

from __future__ import annotations

from pathlib import Path

from convert.build import MASTER
from convert.errors import UsageError
from convert.files import inside
from convert.readers import READERS


def source_named(name: str, sources: Path) -> Path:
    """The file that `name` is, or the source of that name, or of the edition in that folder; a master without any
    other source is one. Raises UsageError.
    """
    if Path(name).is_file():
        return Path(name)
    if Path(name).is_dir():
        name = Path(name).resolve().name
    suffixes = (*READERS, MASTER)
    for suffix in suffixes:
        path = inside(sources, name + suffix)
        if path.is_file():
            return path
    known = sorted({path.stem for path in sources.glob("*") if path.suffix.lower() in suffixes})
    raise UsageError(
        f"no source named {name!r} in {sources}/",
        remedy=f"choose from {', '.join(known)}" if known else "say with --sources where they are",
    )
