"""Publish documents as PDF, recover them from it, and list what is not the same.

    python -m benchmarks.closed_loop.run MASTER.md ... [--corpus CORPUS] [--typeset SEED] [--show N] [--keep DIR]

Measured are Markdown masters, the masters of a corpus (`d*/gold.md`), and documents that
`benchmarks.extract.typeset` composes from a seed. `same` is the share of the blocks and notes that come back
with nothing changed at all; the columns after it count the differences by kind, those that `compare.EXPLAINED`
accounts for last.
"""

from __future__ import annotations

import argparse
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from benchmarks.closed_loop.compare import EXPLAINED, Difference, differences, leaves, without_pages
from convert.document import Document, Figure, Heading, Node, plain, rewrite, walk
from convert.markdown import read
from convert.pipeline import recover
from convert.writers import WRITERS, Options

Resources: TypeAlias = Path | Mapping[str, bytes] | None
"""Where the pictures of a document are."""

_FOREIGN = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
"""The front matter of a corpus has names of its own."""


def returned(document: Document, target: Path, resources: Resources = None) -> Document:
    """The document as recovered from its PDF, left at `target`; its pictures, where there are none, made up."""
    missing = {node.source for node in walk(document) if isinstance(node, Figure)}
    if missing and resources is None:
        return returned(document, target, dict.fromkeys(missing, picture()))
    target.write_bytes(WRITERS["pdf"](document, Options(source_date_epoch=0, resources=resources)))
    return recover(target).document


def picture() -> bytes:
    """A picture of a slope, as PNG."""
    width, height = 240, 120
    rows = b"".join(b"\0" + bytes(x // 2 + y for x in range(width)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def documents(arguments: argparse.Namespace) -> Iterator[tuple[str, Document, Resources]]:
    """Each document that was asked for, with its name and the folder of its pictures."""
    for master in arguments.masters:
        yield master.stem, read(master.read_text(encoding="utf-8")), master.parent
    for master in sorted(arguments.corpus.glob("d*/gold.md")) if arguments.corpus else ():
        yield master.parent.name, _titled(read(_FOREIGN.sub("", master.read_text(encoding="utf-8")))), None
    if arguments.typeset:
        from benchmarks.extract.typeset.manuscript import KINDS, compose

        for kind in KINDS:
            yield kind, _pictured(compose(kind, kind, arguments.typeset).document), None


def _titled(document: Document) -> Document:
    """The document under the title that its first heading of level 1 says."""
    heads = (node for node in walk(document) if isinstance(node, Heading) and node.level == 1)
    first = next(map(plain, heads), "")
    return replace(document, meta=replace(document.meta, title=document.meta.title or first))


def _pictured(document: Document) -> Document:
    """The document with a name for each of its pictures."""

    def change(node: Node) -> Node:
        return replace(node, source="slope.png") if isinstance(node, Figure) else node

    named = rewrite(document, change)
    assert isinstance(named, Document)
    return named


def row(name: str, found: tuple[Difference, ...], blocks: int) -> str:
    """One line of the table: the share that came back whole, and the differences by kind."""
    kinds = Counter(each.kind for each in found)
    unexplained = sum(count for kind, count in kinds.items() if kind not in EXPLAINED)
    told = ", ".join(
        f"{kind} {count}"
        for kind, count in sorted(kinds.items(), key=lambda each: (each[0] in EXPLAINED, -each[1]))
    )
    return f"{name[:22]:22} {blocks:6} {unexplained:6} {len(found) - unexplained:6}  {told}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("masters", type=Path, nargs="*", metavar="MASTER.md")
    parser.add_argument("--corpus", type=Path, help="a folder of d*/gold.md")
    parser.add_argument("--typeset", metavar="SEED", help="documents composed from this seed")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N differences of each document")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the PDFs there")
    arguments = parser.parse_args()
    print(f"{'':22} {'blocks':>6} {'differ':>6} {'expl.':>6}")
    total, everything = 0, []
    with TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name, document, resources in documents(arguments):
            found = differences(document, returned(document, folder / f"{name}.pdf", resources))
            blocks = len(list(leaves(without_pages(document)))) + len(document.notes)
            print(row(name, found, blocks), flush=True)
            for each in found[: arguments.show]:
                print(f"    {each.kind}: {each.published!r} -> {each.returned!r}")
            total += blocks
            everything += found
    print(row("all", tuple(everything), total))


if __name__ == "__main__":
    main()
