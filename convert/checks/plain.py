"""Own checks of Markdown, plain text and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from convert.checks.verdict import Fault

if TYPE_CHECKING:
    from convert.document import Document


def check_text(path: Path) -> tuple[Fault, ...]:
    """UTF-8, something in it, and with a master beside it, the words of that in order."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return (Fault("encoding", "is not UTF-8", f"byte {error.start}"),)
    if not text.strip():
        return (Fault("empty", "there is nothing in it"),)
    document = document_beside(path)
    if document is None:
        return ()
    from convert.writers import WRITERS, Options

    expected = WRITERS["text"](document, Options()).decode()
    return _compare(text.split(), expected.split())


def _compare(words: list[str], expected: list[str]) -> tuple[Fault, ...]:
    """A fault at the first word that is another, if there is one."""
    for place, (is_, should) in enumerate(zip_longest(words, expected)):
        if is_ != should:
            around = " ".join(expected[max(place - 3, 0) : place + 8])
            return (
                Fault("not-the-master", f"reads {is_!r}, should read {should!r}", f"word {place + 1}", around),
            )
    return ()


def check_json(path: Path) -> tuple[Fault, ...]:
    """JSON that parses; a document of ours is of its schema's shape, and the document of the master beside it."""
    from convert.errors import BadInput
    from convert.normal import normalise
    from convert.writers.json import SCHEMA, from_json

    try:
        data = json.loads(path.read_bytes())
    except ValueError as error:
        return (Fault("not-json", str(error)),)
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        return ()
    try:
        document = from_json(data)
    except BadInput as error:
        return (Fault("schema", error.message),)
    master = document_beside(path)
    return () if master in (None, normalise(document)) else (Fault("not-the-master", "is another document"),)


def document_beside(path: Path) -> Document | None:
    """The document of the Markdown master beside a file, None if there is none to be had."""
    from convert.build import read_master
    from convert.errors import BadInput

    try:
        return read_master(master) if (master := path.with_suffix(".md")).is_file() else None
    except BadInput:
        return None  # a fault of the master, and told there


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
