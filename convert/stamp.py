"""The hash of the program: what a document's bytes depend on beside its source."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

from convert import __version__

LIBRARIES = ("weasyprint", "pydyf", "pikepdf", "pdfplumber", "pypdfium2", "markdown-it-py", "wordfreq")
"""Libraries whose next version may give other bytes."""


def program_digest() -> str:
    """A hash of the program itself, its styles and its libraries: a change of any of them makes outputs stale."""
    digest = blake2b(__version__.encode(), digest_size=16)
    root = Path(__file__).parent
    for folder, inner, names in os.walk(root, followlinks=True):  # styles/ is a link in the project
        inner[:] = sorted(name for name in inner if name != "__pycache__")
        for name in sorted(names):
            path = Path(folder, name)
            digest.update(f"\0{path.relative_to(root)}\0".encode())
            digest.update(path.read_bytes())
    digest.update(json.dumps(library_versions(LIBRARIES)).encode())
    return digest.hexdigest()


def library_versions(names: Iterable[str]) -> dict[str, str]:
    """The installed version of each library, "" for one that is not installed."""
    from importlib import metadata

    versions = {}
    for name in names:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = ""
    return versions
