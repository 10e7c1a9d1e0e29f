"""One source becomes all files of its edition, as bytes: recovered (or read, if adopted), then published."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from convert import __version__
from convert.errors import BadInput, UsageError
from convert.files import slug
from convert.layout import Layout

if TYPE_CHECKING:
    from convert.document import Document
    from convert.ledger import Ledger
    from convert.page import Finding

MASTER = ".md"
LEDGER = ".ledger.json"
MAX_MASTER = 64 * 1024**2  # bytes, about 25,000 pages


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of a document by suffix, such as ".html", its pictures, and what a person should know."""

    files: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)  # by name
    edits: int = 0
    queries: int = 0
    findings: tuple[Finding, ...] = ()
    title: str = ""
    card: bytes = b""  # for the index of all editions


def build_edition(
    source: Path, formats: Iterable[str], epoch: int | None, layout: Layout | None = None
) -> Edition:
    """Recover (or, from Markdown, read) the document, and publish it in these formats.

    `layout` comes before what the TOML of the document says of it.
    """
    from convert.figures import describe, undescribed
    from convert.markdown import write
    from convert.page import Finding
    from convert.site.cards import card
    from convert.source import read_source

    document, ledger, findings, cut = recover_or_read(source)
    known, name, said = read_source(source), slug(source.stem), layout or Layout()
    descriptions = known.figures
    document = describe(document, descriptions)
    findings = (*findings, *undescribed(document, descriptions), *unspoken(document))
    pictures = cut or beside(document, source.parent)
    told: list[str] = []
    editions = publish(document, formats, pictures, epoch, ledger, told.append, said.over(known.layout), name)
    findings = (*findings, *(Finding("output", message, level="warning") for message in told))
    return Edition(
        {MASTER: write(document).encode(), LEDGER: ledger_json(source, ledger, findings), **editions},
        pictures,
        len(ledger.edits),
        len(ledger.queries),
        findings,
        document.meta.title,
        card(document, name, len(ledger.queries), further_pages(editions), said),
    )


def unspoken(document: Document) -> Iterator[Finding]:
    """A warning where nobody said in which language the document is, and its words do not tell."""
    from convert.page import Finding
    from convert.writers.language import is_undetermined

    if is_undetermined(document):
        message = 'its language is not known: write language = "…" under [document]'
        yield Finding("language-unknown", message, level="warning")


def beside(document: Document, folder: Path) -> dict[str, bytes]:
    """The pictures of a Markdown master that lie beside it, by name."""
    from convert.document import Figure, walk
    from convert.writers.pictures import find

    names = dict.fromkeys(node.source for node in walk(document) if isinstance(node, Figure))
    return {name: found.data for name in names if "/" not in name and (found := find(name, folder))}


def recover_or_read(source: Path) -> tuple[Document, Ledger, tuple[Finding, ...], dict[str, bytes]]:
    """The document of a source with its pictures; a Markdown master is taken as it stands, its ledger is empty."""
    if source.suffix == MASTER:
        from convert.ledger import Ledger

        return read_master(source), Ledger(), (), {}
    from convert.pipeline import recover

    recovered = recover(source)
    return recovered.document, recovered.ledger, recovered.findings, recovered.pictures


def read_master(path: Path) -> Document:
    """The document in a Markdown file. Raises BadInput if it cannot be read."""
    from convert.markdown.parser import read_document

    try:
        if path.stat().st_size > MAX_MASTER:
            raise BadInput(f"has more than {MAX_MASTER // 1024**2} MB", file=path, remedy="split it into parts")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "is not UTF-8", file=path, place=f"byte {error.start}", remedy="save the file as UTF-8"
        ) from error
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path) from error
    try:
        return read_document(text)
    except BadInput as error:
        error.file = error.file or path
        raise


def publish(
    document: Document,
    formats: Iterable[str] = ("html",),
    resources: Path | Mapping[str, bytes] | None = None,
    epoch: int | None = None,
    ledger: Ledger | None = None,
    tell: Callable[[str], None] = lambda message: None,
    layout: Layout | None = None,
    name: str = "",
) -> dict[str, bytes]:
    """The document in these formats, by suffix; its figures are in the folder `resources`, or given by name.

    `epoch` is the time to stamp, in seconds since 1970; `ledger` is what was changed, for formats that tell it;
    `tell` hears what a person should know of an output. By chapter HTML has several suffixes, ".html" for the
    first, and `name` is what the files will be called, for they lead to each other.
    Raises BadInput where a figure cannot be taken, and MissingDependency where a format needs what is missing.
    """
    from convert.writers import SUFFIXES, WRITERS, Change, Options

    edits = ledger.edits if ledger else ()
    changes = tuple(Change(*(getattr(edit, name) for name in Change._fields)) for edit in edits)
    layout = layout or Layout()
    options = Options(source_date_epoch=epoch, resources=resources, changes=changes, tell=tell)
    if layout.wrap is not None:
        options = replace(options, width=layout.wrap or None)
    editions: dict[str, bytes] = {}
    for form in formats:
        if form == "html" and layout.by_chapter:
            from convert.writers.html.by_chapter import write_chapters

            editions |= write_chapters(document, options, name)
        else:
            editions[SUFFIXES[form]] = WRITERS[form](document, options)
    return editions


def further_pages(editions: Iterable[str]) -> tuple[str, ...]:
    """The suffixes of the pages of HTML after the first."""
    return tuple(suffix for suffix in editions if suffix.endswith(".html") and suffix != ".html")


def ledger_json(source: Path, ledger: Ledger, findings: Iterable[Finding]) -> bytes:
    """The ledger as a file: which program made it of which bytes, what was found, then every edit and query."""
    from dataclasses import asdict

    from convert.ledger import to_json

    facts = {
        "program": f"reissue {__version__}",
        "source": {"name": source.name, "sha256": sha256(source.read_bytes()).hexdigest()},
        "adopted": source.suffix == MASTER,
        "findings": [asdict(finding) for finding in findings],
    }
    return to_json(ledger, **facts).encode()


def choose_formats(text: str | None) -> tuple[str, ...]:
    """The formats named in `--to`, in the order of the table; all if nothing is named. Raises UsageError."""
    from convert.writers import WRITERS

    if text is None:
        return tuple(WRITERS)
    wanted = {part.strip().lower() for part in text.split(",")} - {""}
    for name in sorted(wanted - set(WRITERS)):
        raise UsageError(f"no such format: {name!r}", remedy=f"choose from {','.join(WRITERS)}")
    if not wanted:
        raise UsageError("--to names no format", remedy=f"choose from {','.join(WRITERS)}")
    return tuple(name for name in WRITERS if name in wanted)


def epoch_from_environment() -> int | None:
    """SOURCE_DATE_EPOCH, the time to stamp into outputs (https://reproducible-builds.org/specs/source-date-epoch/)."""
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {text!r}")
    return int(text)
