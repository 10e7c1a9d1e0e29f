"""The search index: each word with the documents that hold it, in files that the page loads as it needs them.

Pagefind and its like fetch their index, which no browser allows on a page opened from the file system; lunr and
minisearch load all of it at once. So words are sorted and cut into files of some size, each a script that hands
its words over; a page from the file system may load scripts, and loads only the one or two that can hold a word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

FOLDER = "search"
SHARD = 200_000
"""Characters of one file: on a slow line a second, from a disk no time."""
SCRIPT = Path(__file__).with_name("search.js")


class Shards(NamedTuple):
    """The files of the index by name, and the first word of each."""

    files: dict[str, bytes]
    starts: tuple[str, ...]


def shards(documents: Iterable[Iterable[str]]) -> Shards:
    """The index of documents, told apart by their places; each is given as its words."""
    holders: dict[str, list[int]] = {}
    for place, found in enumerate(documents):
        for word in found:
            holders.setdefault(word, []).append(place)
    cut: list[dict[str, list[int]]] = []
    size = SHARD
    for word in sorted(holders):
        if size >= SHARD:
            cut.append({})
            size = 0
        cut[-1][word] = holders[word]
        size += len(word) + 6 * len(holders[word])
    files = {f"{number}.js": _script(number, words) for number, words in enumerate(cut)}
    return Shards(files, tuple(next(iter(words)) for words in cut))


def _script(number: int, words: dict[str, list[int]]) -> bytes:
    data = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return f"found({number},{data})\n".encode()
