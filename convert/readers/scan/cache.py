"""What was recognised is kept as hOCR under the hash of picture and settings: no page is recognised twice."""

from __future__ import annotations

import gzip
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


def folder() -> Path:
    """Where recognised pages are kept; REISSUE_CACHE names another place."""
    named = os.environ.get("REISSUE_CACHE")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return (Path(named) if named else base / "reissue") / "ocr"


def key(image: Image, *settings: object) -> str:
    """The name of what is recognised in a picture with these settings."""
    digest = blake2b(repr((image.size, image.mode, *settings)).encode(), digest_size=20)
    digest.update(image.tobytes())
    return digest.hexdigest()


def kept(name: str) -> str | None:
    """What was recognised under this name before; a file that is damaged counts as none."""
    path = folder() / name[:2] / f"{name}.hocr.gz"
    with suppress(OSError, EOFError, UnicodeDecodeError):
        return gzip.decompress(path.read_bytes()).decode()
    return None


def keep(name: str, hocr: str) -> None:
    """Keep it, whole or not at all; a folder that cannot be written is no reason to stop."""
    path = folder() / name[:2] / f"{name}.hocr.gz"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{os.getpid()}")
        new.write_bytes(gzip.compress(hocr.encode(), 6, mtime=0))
        new.replace(path)
