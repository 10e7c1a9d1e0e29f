"""Own checks of Markdown, plain text and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from convert.checks.verdict import Fault


def check_text(path: Path) -> tuple[Fault, ...]:
    """UTF-8, and something in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return (Fault("encoding", "is not UTF-8", f"byte {error.start}"),)
    return () if text.strip() else (Fault("empty", "there is nothing in it"),)


def check_json(path: Path) -> tuple[Fault, ...]:
    """JSON that parses."""
    try:
        json.loads(path.read_bytes())
    except ValueError as error:
        return (Fault("not-json", str(error)),)
    return ()


def check_markdown(path: Path) -> tuple[Fault, ...]:
    """It reads, a second writing changes nothing, and every note has a reference and every reference a note."""
    from convert.build import read_master
    from convert.errors import BadInput
    from convert.markdown import write
    from convert.markdown.parser import read_document

    try:
        document = read_master(path)
    except BadInput as error:
        return (Fault("unreadable", error.message, error.place),)
    again = (
        ()
        if read_document(write(document)) == document
        else (Fault("not-stable", "reads otherwise once rewritten"),)
    )
    return (*again, *_check_notes(document))


def _check_notes(document: object) -> Iterator[Fault]:
    """References that lead nowhere. A note whose mark is gone from the source is no fault of the edition: it is
    a query in the ledger, and every output says so.
    """
    from convert.document import Document, NoteRef, walk

    assert isinstance(document, Document)
    references = {node.id for node in walk(document) if isinstance(node, NoteRef)}
    notes = {note.id for note in document.notes}
    yield from (
        Fault("no-note", f"note {name!r} is referred to and not there") for name in sorted(references - notes)
    )
