"""A card: what the index needs to know of a document, made with its edition and kept beside it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from convert.document import Document, Heading, plain
from convert.layout import Layout

CARD = ".card"
FORMATS = {".html": "HTML", ".epub": "EPUB", ".pdf": "PDF", ".txt": "Text", ".md": "Markdown"}
"""What the index offers, in this order; JSON and the ledger are for programs."""
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
SHORTEST = 2  # letters of a word that can be found


class File(NamedTuple):
    """An edition in one format: where it begins, seen from the index, its size in bytes, the pages that follow."""

    suffix: str
    address: str
    size: int
    further: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """A document as the index shows it."""

    name: str
    facts: dict[str, str]
    queries: int
    words: tuple[str, ...]
    files: tuple[File, ...]

    @property
    def title(self) -> str:
        return self.facts.get("title") or self.name

    @property
    def order(self) -> tuple[str, str]:
        """By title, whatever its accents and case."""
        return folded(self.title), self.name


def card(
    document: Document, stem: str, queries: int, further: Sequence[str] = (), layout: Layout | None = None
) -> bytes:
    """The card of a document whose files are named `stem`; `further` are the suffixes of its pages of HTML after
    the first, `layout` is what was asked for beside what its facts say."""
    meta = document.meta
    first = document.children[0] if document.children else None
    title = meta.title or (plain(first) if isinstance(first, Heading) else "")
    names = ("identifier", "date", "language", "creator", "publisher", "description", "subject")
    facts = {"title": title.strip(), **{name: getattr(meta, name).strip() for name in names}}
    data = {
        "stem": stem,
        "facts": {name: fact for name, fact in facts.items() if fact},
        "queries": queries,
        "further": list(further),
        "layout": asdict(layout or Layout()),
        "words": sorted(set(words(" ".join((plain(document), *facts.values()))))),
    }
    return json.dumps(data, ensure_ascii=False).encode()


def read_shelf(out: Path, name: str) -> Shelf:
    """The document in the folder `out/name`."""
    data = json.loads((out / name / CARD).read_bytes())
    return Shelf(
        name,
        data["facts"],
        data["queries"],
        tuple(data["words"]),
        tuple(_files(out / name, name, data["stem"], data.get("further", ()))),
    )


def _files(folder: Path, name: str, stem: str, further: Sequence[str]) -> Iterator[File]:
    for suffix in FORMATS:
        parts = [f"{stem}{each}" for each in (suffix, *(further if suffix == ".html" else ()))]
        if (folder / parts[0]).is_file():
            first, *others = (quote(f"{name}/{part}") for part in parts)
            size = sum((folder / part).stat().st_size for part in parts)
            yield File(suffix, first, size, tuple(others))


def layout_of(card: bytes) -> Layout:
    """The layout that an edition was asked for in."""
    return Layout(**json.loads(card).get("layout", {}))


def folded(text: str) -> str:
    """Text without case and accents, as the search on the page folds what is asked for."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if unicodedata.category(letter)[0] != "M").lower()


def words(text: str) -> Iterator[str]:
    """The words of a text, folded; of a script without spaces each two neighbouring characters.

    >>> list(words("L’Été, 2. 条約文"))
    ['ete', '条約', '約文']
    """
    for found in _WORD.findall(folded(text)):
        if re.match(rf"[{_UNSPACED}]", found):
            yield from (found[at : at + 2] for at in range(max(1, len(found) - 1)))
        elif len(found) >= SHORTEST:
            yield found
