"""What became of each document, kept in SQLite beside the outputs, so that nothing done is done again.

A document is known by a key: the hash of its content, of the facts beside it, of the program and of its settings.
A row is written only after the document's folder is there whole; whatever stops the program in between, even
power, costs at most the documents in hand (https://www.sqlite.org/wal.html).
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from hashlib import blake2b
from pathlib import Path
from typing import Literal, TypeAlias

from convert.errors import UsageError
from convert.layout import Layout

FOLDER = ".reissue"
"""Where the state and the lock lie, in the output folder."""
VERSION = 1
"""Of the table; another one is put aside."""

Status: TypeAlias = Literal["done", "failed", "tried", "poison"]
"""Done; failed for a reason of its own; its process died once; it died too often, and is left alone."""


@dataclass(frozen=True, slots=True)
class Record:
    """One document: what it was built from, and what came of it."""

    name: str
    source: str = ""
    signature: str = ""  # what `stat` says of its inputs
    content: str = ""  # hash of its inputs
    key: str = ""  # hash of inputs, program and settings
    status: Status = "done"
    formats: tuple[str, ...] = ()
    outputs: str = ""  # what `stat` says of its files
    title: str = ""
    edits: int = 0
    queries: int = 0
    warnings: tuple[str, ...] = ()
    message: str = ""  # why it failed
    exit_code: int = 0
    tries: int = 0  # times that its process died or was killed
    limit: float = 0.0  # seconds that it was given
    seconds: float = 0.0


_COLUMNS = tuple(field.name for field in fields(Record))
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_TABLE = f"CREATE TABLE IF NOT EXISTS documents ({_NAMES}, PRIMARY KEY (name))"
_WRITE = f"INSERT OR REPLACE INTO documents VALUES ({', '.join('?' * len(_COLUMNS))})"


class State:
    """The records of one output folder. `put_aside` names the damaged file that was replaced, if any."""

    def __init__(self, file: Path) -> None:
        """Open the state, or begin one. Raises UsageError where it cannot be written."""
        self.put_aside: Path | None = None
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._base = _opened(file)
            self.records = {record.name: record for record in self._read()}
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and not os.access(file.parent, os.W_OK):
                raise UsageError("cannot be written", file=file, remedy="choose another place") from error
            self.put_aside = file.with_name(file.name + ".damaged")
            os.replace(file, self.put_aside)
            self._base, self.records = _opened(file), {}
        except OSError as error:
            raise UsageError(f"cannot be written: {error.strerror}", file=file, remedy="choose another") from error

    def _read(self) -> Iterator[Record]:
        for row in self._base.execute(f"SELECT {_NAMES} FROM documents"):
            record = Record(*row)
            yield replace(
                record,
                formats=tuple(json.loads(str(record.formats))),
                warnings=tuple(json.loads(str(record.warnings))),
            )

    def write(self, record: Record) -> None:
        """Keep what became of a document."""
        values = asdict(record) | {name: json.dumps(getattr(record, name)) for name in ("formats", "warnings")}
        try:
            self._base.execute(_WRITE, [values[name] for name in _COLUMNS])
        except sqlite3.OperationalError as error:
            raise UsageError(f"the state cannot be written: {error}", remedy="make room on the disk") from error
        self.records[record.name] = record

    def close(self) -> None:
        """Fold the write-ahead log into the file."""
        self._base.close()


def _opened(file: Path) -> sqlite3.Connection:
    base = sqlite3.connect(file, isolation_level=None, timeout=60)
    version = base.execute("PRAGMA user_version").fetchone()[0]
    if version not in (0, VERSION):
        base.execute("DROP TABLE documents")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute(_TABLE)
    base.execute(f"PRAGMA user_version = {VERSION}")
    return base


@contextmanager
def locked(out: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the output folder against other builds; calls `waiting` first where one is running.

    Raises UsageError where the folder cannot be written.
    """
    try:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
        descriptor = os.open(out / FOLDER / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        remedy = "choose another place, or make room"
        raise UsageError(f"cannot be written: {error.strerror}", file=out, remedy=remedy) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def signature(paths: list[Path]) -> str:
    """What `stat` says of files, cheaply telling whether they were touched; "" if one is missing."""
    try:
        return " ".join(f"{s.st_size}.{s.st_mtime_ns}.{s.st_ino}" for s in map(os.stat, paths))
    except OSError:
        return ""


def content(source: Path, facts: Path) -> str:
    """The hash of a source and of the facts beside it."""
    digest = blake2b(digest_size=16)
    for path in (source, facts):
        data = path.read_bytes() if path.is_file() else b""
        digest.update(f"\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def key(program: str, epoch: int | None, layout: Layout, name: str, hashed: str) -> str:
    """The hash of all that a document's bytes depend on; `name` is its file name, which its ledger tells."""
    return blake2b(f"{program} {epoch} {layout} {name} {hashed}".encode(), digest_size=16).hexdigest()
