"""The documents that were handed in: kept on disk, built by a pool as they come, found again after a restart.

Each has a folder named by a random token, so that nobody finds another's document by counting:

    TOKEN/source/NAME.pdf   as it was handed in
    TOKEN/edition/          its files, whole or absent
    TOKEN/failed.txt        why there is no edition
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Literal, TypeAlias

from convert.batch.executors import Executor
from convert.batch.work import Order, Result
from convert.errors import ReissueError, UsageError
from convert.files import replace_folder, slug, sweep, write_whole
from convert.readers import READERS

Status: TypeAlias = Literal["waiting", "done", "failed"]
MAX_WAITING = 100
"""Documents that may wait at a time; more are sent away until some are done."""
MAX_KEPT = 2000
"""Documents that are kept; more are sent away until some are deleted."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """One document that was handed in."""

    folder: Path
    source: Path

    @property
    def token(self) -> str:
        return self.folder.name

    @property
    def status(self) -> Status:
        if (self.folder / "edition").is_dir():
            return "done"
        return "failed" if (self.folder / "failed.txt").is_file() else "waiting"

    @property
    def reason(self) -> str:
        """Why there is no edition."""
        return (self.folder / "failed.txt").read_text(encoding="utf-8") if self.status == "failed" else ""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of its edition."""
        return tuple(sorted(path for path in (self.folder / "edition").glob("*") if path.is_file()))


@dataclass
class Desk:
    """Takes documents in, has them built, and knows what became of each."""

    root: Path
    executor: Executor
    formats: tuple[str, ...]
    changed: Callable[[], None] = lambda: None  # called from any thread when a document's status changed
    _waiting: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def open(self) -> None:
        """Begin with the documents that an earlier run left waiting."""
        self.root.mkdir(parents=True, exist_ok=True)
        for ticket in self.tickets():
            sweep(ticket.folder)
            if ticket.status == "waiting":
                self._build(ticket)

    def close(self) -> None:
        """Stop at once; what waits is built by the next run."""
        self.executor.stop()

    def tickets(self) -> tuple[Ticket, ...]:
        """All documents, the newest first."""
        found = [ticket for folder in self.root.iterdir() if (ticket := self.ticket(folder.name))]
        return tuple(sorted(found, key=lambda each: (-each.source.stat().st_mtime, each.token)))

    def ticket(self, token: str) -> Ticket | None:
        """The document with this token; None if there is none, or it is only coming in."""
        if not (token.isascii() and token.isalnum()):
            return None
        folder = self.root / token
        source = next((path for path in folder.glob("source/*") if path.name[0] != "."), None)
        return Ticket(folder, source) if source else None

    def admit(self, name: str) -> Path:
        """A place to write a document of this name to; it is in once `take` was called with it.

        Raises UsageError for a kind of file that no reader takes, and where too many wait or are kept.
        """
        path = Path(name.replace("\\", "/").rsplit("/", 1)[-1])
        if path.suffix.lower() not in READERS:
            raise UsageError(f"{name!r} is of no kind that can be read", remedy=f"give {', '.join(READERS)}")
        if len(self._waiting) >= MAX_WAITING:
            raise UsageError("too many documents are waiting", remedy="come back when some are done")
        if len(self.tickets()) >= MAX_KEPT:
            raise UsageError("too many documents are kept here", remedy="delete some first")
        source = self.root / secrets.token_hex(12) / "source"
        source.mkdir(parents=True)
        return source / f".{slug(path.stem)}{path.suffix.lower()}"

    def take(self, written: Path) -> Ticket:
        """Take a document in that was written to a place that `admit` gave."""
        source = written.rename(written.with_name(written.name[1:]))
        ticket = Ticket(source.parent.parent, source)
        self._build(ticket)
        return ticket

    def refuse(self, written: Path) -> None:
        """Forget a document that did not come in whole."""
        shutil.rmtree(written.parent.parent, ignore_errors=True)

    def delete(self, ticket: Ticket) -> None:
        """Forget a document and all that was made of it."""
        shutil.rmtree(ticket.folder, ignore_errors=True)
        self.changed()

    def _build(self, ticket: Ticket) -> None:
        with self._lock:
            self._waiting.add(ticket.token)
        future = self.executor.submit(Order(ticket.source, self.formats, None))
        future.add_done_callback(partial(self._built, ticket))

    def _built(self, ticket: Ticket, future: Future[Result]) -> None:
        with self._lock:
            self._waiting.discard(ticket.token)
        if future.cancelled() or not ticket.source.is_file():  # the server stops, or the document was deleted
            return
        death = future.exception()
        edition = future.result().edition if death is None else UsageError(f"could not be built: {death}")
        if isinstance(edition, ReissueError):
            edition.file = ticket.source.name  # not where it lies on this machine
            write_whole(ticket.folder / "failed.txt", str(edition).encode())
        else:
            files = {slug(ticket.source.stem) + suffix: data for suffix, data in edition.files.items()}
            replace_folder(ticket.folder / "edition", files)
        self.changed()
