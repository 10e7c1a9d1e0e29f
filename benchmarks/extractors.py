"""What programs read in the PDFs that we write: pdftotext, pdf.js, PDFium and our own reader, beside the document.

    .venv/bin/python -m benchmarks.extractors FILE.md... [--pdfjs FOLDER] [--words] [--json]

Each master is published as PDF, and the text of that is compared word by word with the text of the document, in
order: the text, then the notes, which stand at the feet of pages. FOLDER is where `npm install pdfjs-dist` was
run. `--words` shows the words that are not as they should be.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from lxml import html as lxml_html
from rapidfuzz.distance import Indel

from convert.build import read_master
from convert.document import Document
from convert.writers import WRITERS, Options, html
from convert.writers.anchors import index
from convert.writers.pdf.parts import joined, pieces
from convert.writers.words import words_for

PDFJS = """
import { readFileSync } from "node:fs";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
const data = new Uint8Array(readFileSync(process.argv[1]));
const pdf = await getDocument({ data, verbosity: 0 }).promise;
for (let n = 1; n <= pdf.numPages; n++) {
  const content = await (await pdf.getPage(n)).getTextContent();
  process.stdout.write(content.items.map(i => i.str + (i.hasEOL ? "\\n" : "")).join("") + "\\n\\f");
}
"""
_UNPAINTED = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_DIVIDED = re.compile("\u00ad\\s*")
_MARKED = re.compile("[\ufffe\uffff]\\s*")  # PDFium's sign for a hyphen that ends a line
APART = ("br", "p", "li", "td", "th", "dt", "dd", "caption", "figcaption", "pre", *(f"h{n}" for n in range(1, 7)))
BULLET = "•"

Extract = Callable[[Path], str]


class Texts(NamedTuple):
    """The words of a document: of the text, of the notes, and those that the pages add."""

    text: list[str]
    notes: list[str]
    margins: frozenset[str]


class Score(NamedTuple):
    """How an extraction differs from its document, in words."""

    words: int
    missing: int  # of the text and the notes, nowhere
    moved: int  # there, but in another place
    divided: int  # in two pieces, without a sign that they are one word
    added: int  # that neither the document nor the margins have

    @property
    def right(self) -> bool:
        return not (self.missing or self.moved or self.divided or self.added)


# ── what is there ────────────────────────────────────────────────────────────────────────────────────


def expected(document: Document, options: Options) -> Texts:
    """The words that the PDF must have."""
    root = lxml_html.fragment_fromstring(joined(pieces(document, index(document), options)), create_parent="main")
    margins = [document.meta.title, document.meta.identifier, " ".join(root.xpath("//h2//text()"))]
    margins += root.xpath("//@data-label")
    margins += [re.sub(r"\{\w+\}", "", words_for(language).folio) for language in (document.meta.language, "en")]
    return Texts(*text_and_notes(root), frozenset(words(" ".join(margins))))


def text_and_notes(root: Any) -> tuple[list[str], list[str]]:
    """The words of the text, and those of the notes in it."""
    for end in root.iter(*APART):
        end.tail = " " + (end.tail or "")
    notes = ["".join(note.itertext()) for note in root.xpath("//span[@class='footnote']")]
    for note in root.xpath("//span[@class='footnote']"):
        note.drop_tree()
    return words("".join(root.itertext())), words(" ".join(notes))


def words(text: str) -> list[str]:
    """The words of a text, whole where a line ends in a soft hyphen."""
    whole = _DIVIDED.sub("", _MARKED.sub("", _UNPAINTED.sub("", text)))
    return [word for word in whole.split() if word != BULLET]


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────


def pdftotext(path: Path) -> str:
    return said("pdftotext", path, "-")


def pdfium(path: Path) -> str:
    """What PDFium reads, in the order of the content."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def ourselves(path: Path) -> str:
    """The text of the document that we recover, its notes at the end."""
    from convert.pipeline import recover

    document = recover(path).document
    markup = html.markup_of(document, index(document), "foot", Options())
    root = lxml_html.fragment_fromstring(markup.blocks(document.children), create_parent="main")
    uncited = [entry for entry in markup.index.entries if not entry.cited]
    if uncited:
        root.append(lxml_html.fragment_fromstring(markup.endnotes(uncited)))
    return " ".join(word for part in text_and_notes(root) for word in part)


def said(*command: str | Path) -> str:
    run = subprocess.run(command, capture_output=True, check=True)
    return run.stdout.decode()


def extractors(pdfjs: Path | None) -> Iterator[tuple[str, Extract]]:
    """The programs that are here, by name."""
    if shutil.which("pdftotext"):
        yield "pdftotext", pdftotext
    if pdfjs:

        def read(path: Path) -> str:
            command = ("node", "--input-type=module", "-e", PDFJS, path.resolve())
            return subprocess.run(command, cwd=pdfjs, capture_output=True, check=True).stdout.decode()

        yield "pdf.js", read
    yield "PDFium", pdfium
    yield "reissue", ourselves


# ── side by side ─────────────────────────────────────────────────────────────────────────────────────


def compare(should: Texts, read: Sequence[str]) -> tuple[Score, list[str]]:
    """The text is sought in what was read, then the notes in the rest; what is left stands in margins."""
    lacking_text, left = unmatched(should.text, read)
    lacking_notes, left = unmatched(should.notes, left)
    lacking = [*lacking_text, *lacking_notes]
    moved = [word for word in lacking if word in left]
    divided = [one + two for one, two in pairwise(left) if one + two in lacking]
    missing = Counter(lacking) - Counter(moved) - Counter(divided)
    in_two = {half for one, two in pairwise(left) if one + two in lacking for half in (one, two)}
    known = should.margins | set(moved) | in_two
    added = [word for word in left if word not in known and not (word.isdigit() or word == "…")]
    kinds = {"missing": list(missing.elements()), "moved": moved, "divided": divided, "added": added}
    told = [f"{kind}: {' '.join(found)}" for kind, found in kinds.items() if found]
    score = Score(len(should.text) + len(should.notes), missing.total(), len(moved), len(divided), len(added))
    return score, told


def unmatched(should: Sequence[str], read: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of each side that are not in the longest common sequence."""
    lacking, left = set(), set()
    for edit in Indel.editops(should, read):
        if edit.tag == "delete":
            lacking.add(edit.src_pos)
        else:
            left.add(edit.dest_pos)
    return (
        [word for place, word in enumerate(should) if place in lacking],
        [word for place, word in enumerate(read) if place in left],
    )


def measure(
    masters: Iterable[Path], pdfjs: Path | None, tell: Callable[[str], None]
) -> dict[str, dict[str, Score]]:
    """The scores of each document by extractor."""
    table: dict[str, dict[str, Score]] = {}
    with TemporaryDirectory() as folder:
        for master in masters:
            options = Options(resources=master.parent)
            document = read_master(master)
            made = Path(folder) / f"{master.stem}.pdf"
            made.write_bytes(WRITERS["pdf"](document, options))
            should = expected(document, options)
            scores = table[master.stem] = {}
            for name, extract in extractors(pdfjs):
                scores[name], told = compare(should, words(extract(made)))
                for line in told:
                    tell(f"{master.stem}, {name}: {line}")
    return table


def printed(table: Mapping[str, Mapping[str, Score]]) -> Iterator[str]:
    """A Markdown table: documents down, extractors across."""
    names = list(next(iter(table.values())))
    yield "| document | words | " + " | ".join(names) + " |"
    yield "|---|--:|" + "---|" * len(names)
    for name, scores in table.items():
        size = next(iter(scores.values())).words
        yield f"| {name} | {size} | " + " | ".join(map(in_words, scores.values())) + " |"


def in_words(score: Score) -> str:
    facts = {kind: getattr(score, kind) for kind in ("missing", "moved", "divided", "added")}
    return ", ".join(f"{count} {kind}" for kind, count in facts.items() if count) or "the same"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("masters", nargs="+", type=Path)
    parser.add_argument("--pdfjs", type=Path)
    parser.add_argument("--words", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    tell = (lambda line: print(line, file=sys.stderr)) if arguments.words else (lambda line: None)
    table = measure(arguments.masters, arguments.pdfjs, tell)
    print(json.dumps(table, indent=1) if arguments.json else "\n".join(printed(table)))


if __name__ == "__main__":
    main()
