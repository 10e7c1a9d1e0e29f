"""Files and folders that appear whole or not at all, under names that stay inside their root."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from convert.errors import UsageError

MAX_NAME = 100  # bytes; file systems allow 255, and suffixes and temporary names come on top
_UNSAFE = re.compile(r"[^\w.-]+")

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""From linux/fcntl.h and linux/fs.h (https://man7.org/linux/man-pages/man2/rename.2.html)."""


def slug(text: str) -> str:
    """A name that is one plain path component: letters, digits, dots, hyphens; "document" if nothing is left."""
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", text)).strip("-.")
    return name.encode()[:MAX_NAME].decode(errors="ignore").strip("-.") or "document"


def inside(root: Path, name: str) -> Path:
    """`root/name`; raises UsageError if that, symbolic links followed, lies outside of the root."""
    path = root / name
    if not path.resolve().is_relative_to(root.resolve()):
        raise UsageError(
            f"leads out of {root}", file=path, remedy="remove the symbolic link, or rename the source"
        )
    return path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole, or as it was before; raises UsageError if it cannot be written."""
    if path.is_dir():
        raise UsageError("is a folder, a file is wanted", file=path, remedy="give --out a file name")
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = _beside(path)
        try:
            _write_synced(new, data)
            os.replace(new, path)
        finally:
            new.unlink(missing_ok=True)
        _sync(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """As `write_whole`, but raises UsageError where the file exists, also if it came into being just now."""
    with _writing(path):
        new = _beside(path)
        try:
            _write_synced(new, data)
            os.link(new, path)
        finally:
            new.unlink(missing_ok=True)
        _sync(path.parent)


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make the folder hold exactly these files; until they are all written, the old folder stays as it was."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            "is a file, a folder is wanted", file=folder, remedy="move it away, or choose another --out"
        )
    with _writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = _beside(folder)
        shutil.rmtree(new, ignore_errors=True)
        try:
            new.mkdir()
            for name, data in files.items():
                _write_synced(new / name, data)
            _sync(new)
            _exchange(new, folder)
            _sync(folder.parent)
        finally:
            shutil.rmtree(new, ignore_errors=True)  # after the exchange this is the old folder


def sweep(folder: Path) -> None:
    """Remove what a process that was killed left half-written in a folder; none may be at work there."""
    for left in folder.glob(".*.new-*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _exchange(new: Path, old: Path) -> None:
    """Put `new` in the place of `old` in one step; afterwards `new` is the old folder, if there was one."""
    if not old.exists():
        os.rename(new, old)
    elif not _renameat2(new, old):  # a file system or kernel without the call: two steps
        aside = new.with_name(new.name + ".old")
        os.rename(old, aside)
        os.rename(new, old)
        os.rename(aside, new)


def _renameat2(new: Path, old: Path) -> bool:
    """Exchange two names atomically; False where the system cannot."""
    import ctypes

    call = getattr(ctypes.CDLL(None), "renameat2", None)
    names = os.fsencode(new), os.fsencode(old)
    return call is not None and call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0


def _beside(path: Path) -> Path:
    """A temporary name in the same folder, so that a rename stays inside one file system."""
    return path.with_name(f".{path.name}.new-{os.getpid()}")


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise UsageError("exists already; it is left as it is", file=path) from error
    except OSError as error:
        raise UsageError(
            f"cannot be written: {error.strerror}", file=path, remedy="choose another place, or make room"
        ) from error
