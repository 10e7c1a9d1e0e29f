"""Turn a document into files that people read: the table says which formats there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, TypeAlias

from convert.document import Document


class Change(NamedTuple):
    """A change that was made to the text of the source: on which page and line, by which rule, and why."""

    page: int
    line: int
    before: str
    after: str
    rule: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Options:
    """What a writer cannot know from the document.

    `source_date_epoch` is the time to stamp, in seconds since 1970 (https://reproducible-builds.org/specs/source-date-epoch/);
    `resources` is the folder that holds the figures of the document, or those by name; `width` is where plain text
    is wrapped, in characters, None for one line a paragraph; `changes` are told by formats that can; `tell`
    hears what a person should know of an output.
    """

    source_date_epoch: int | None = None
    resources: Path | Mapping[str, bytes] | None = None
    width: int | None = 78
    changes: tuple[Change, ...] = ()
    tell: Callable[[str], None] = lambda message: None


Writer: TypeAlias = Callable[[Document, Options], bytes]


def _writer(module: str) -> Writer:
    """The `write` of a module in this package, imported when it is first called."""

    def write(document: Document, options: Options) -> bytes:
        written: bytes = import_module(f"convert.writers.{module}").write(document, options)
        return written

    return write


WRITERS: Mapping[str, Writer] = {
    "html": _writer("html"),
    "epub": _writer("epub"),
    "pdf": _writer("pdf"),
    "text": _writer("text"),
    "json": _writer("json"),
    "tei": _writer("tei"),
}

SUFFIXES: Mapping[str, str] = {
    "html": ".html",
    "epub": ".epub",
    "pdf": ".pdf",
    "text": ".txt",
    "json": ".json",
    "tei": ".xml",
}
