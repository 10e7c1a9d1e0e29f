"""How fast text is recovered, how that grows, how much memory it takes, beside others on the same text.

    python -m benchmarks.recovery_speed [CORPUS] [--sizes 0.1,0.3,1,5] [--hostile 1] [--runs 1]

The text is made up and damaged as recognisers do; with CORPUS it is the texts `ocr-*.txt` of that folder, one
after the other and again from the start. Each figure is one whole process (the least of the runs): seconds of
processor, MB of text a second, peak memory in MB, and the power of the size by which the time has grown since the
size before.
`--hostile MB` adds texts of that size that would be slow if anything grew with a square.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count, cycle
from math import log
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from textwrap import wrap
from typing import NamedTuple

from benchmarks.extract.typeset.prose import Prose

MEASURE, LINES = 78, 44
"""Characters of a line and lines of a page."""
DOCUMENT = 12
"""Pages of a document, after which numbers of notes and paragraphs begin again."""
DAMAGE: Mapping[str, str] = {"1": "!", "2": "?", "3": "®", "4": "*", "5": "°", "8": "®", "9": "®", "0": "°"}
"""What recognisers print for raised digits."""


class Cost(NamedTuple):
    """What a process took: seconds of processor, and MB of memory at its peak."""

    seconds: float
    memory: float


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────


def made_up(size: int) -> str:
    """A text of so many bytes: documents with running heads, folios, enumerators, notes; its marks damaged."""
    found: list[str] = []
    length = 0
    for number in count():
        for page in _document(number):
            found.append(page)
            length += len(page.encode()) + 1
            if length >= size:
                return "\f".join(found)
    raise AssertionError


def _document(number: int) -> Iterator[str]:
    prose, chance = Prose(f"speed {number}"), Random(number)
    title = prose.title()
    note = paragraph = 0
    for folio in range(1, DOCUMENT + 1):
        head = [f"{title}   {folio}", ""] if folio > 1 else [title, ""]
        body: list[str] = []
        foot: list[str] = []
        while len(body) + len(foot) < LINES:
            paragraph += 1
            said = " ".join(prose.sentences(2, 4))
            if chance.random() < 0.6:
                note += 1
                said += "".join(DAMAGE.get(digit, digit) for digit in str(note))
                foot.append(f"{note} See {prose.title()}, para. {chance.randint(1, 90)}.")
            body += [*_wrapped(f"{paragraph}. {said}"), ""]
            if chance.random() < 0.3:
                items = zip(("(a)", "(b)", "0)"), prose.sentences(3, 3), strict=True)
                body += [line for label, item in items for line in (*_wrapped(f"{label} {item}"), "")]
        yield "\n".join([*head, *body, *foot])


def _wrapped(text: str) -> list[str]:
    """The text in lines; now and then a word is broken, as justified columns break them."""
    lines = wrap(text, MEASURE)
    for at in range(0, len(lines) - 1, 7):
        first, _, rest = lines[at + 1].partition(" ")
        if first.isalpha() and len(first) > 6:
            lines[at], lines[at + 1] = f"{lines[at]} {first[:3]}-", f"{first[3:]} {rest}"
    return lines


def of_corpus(folder: Path, size: int) -> str:
    """The recognised texts of a folder, repeated to this size."""
    texts = [path.read_text(encoding="utf-8").strip("\f") for path in sorted(folder.rglob("ocr-*.txt"))]
    found: list[str] = []
    length = 0
    for text in cycle(texts):
        found.append(text)
        length += len(text.encode()) + 1
        if length >= size:
            break
    return "\f".join(found)


HOSTILE: Mapping[str, Callable[[int], str]] = {
    "no page breaks": lambda size: made_up(size).replace("\f", "\n\n"),
    "one word a line": lambda size: "Word\n" * (size // 5),
    "one word a line, blank lines between": lambda size: "Word\n\n" * (size // 6),
    "digits": lambda size: ("0123456789" * 7 + "\n") * (size // 71),
    "a thousand pages": lambda size: "\f".join([made_up(size // 1000)[: size // 1000]] * 1000),
    "lines of 90,000 characters": lambda size: _long_lines("The board met in the hall and read. ", size),
    "note marks in long lines": lambda size: _long_lines("Korea,1 Goals? Act°® ", size),
    "quotation marks in long lines": lambda size: _long_lines('he said "no" and ’yes’, ', size),
    "dots in long lines": lambda size: _long_lines(". ", size),
    "enumerators": lambda size: "(a) Read;\n(i) Shut:\n1. Met.\n" * (size // 29),
    "words broken at each line's end": lambda size: "broken impor-\ntant\n" * (size // 19),
}
"""Shapes that no document has, by name."""


def _long_lines(piece: str, size: int) -> str:
    line = piece * (min(90_000, size) // len(piece))
    return "\n".join([line] * max(1, size // len(line)))


# ── measuring ────────────────────────────────────────────────────────────────────────────────────────


def cost_of(command: Sequence[str | Path]) -> Cost:
    """What a process took; infinite where it failed."""
    with Path(os.devnull).open("wb") as nothing:
        child = subprocess.Popen(command, stdout=nothing, stderr=nothing)
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    return Cost(seconds if not child.returncode else float("inf"), used.ru_maxrss / 1024)


def commands(source: Path, with_peers: bool) -> Iterator[tuple[str, Sequence[str | Path]]]:
    """What is measured on a text, by name."""
    yield (
        "reissue",
        (sys.executable, "-m", "convert", "recover", source, "--out", source.with_suffix(".md"), "--quiet"),
    )
    if with_peers:
        script = "import sys, ftfy; ftfy.fix_text(open(sys.argv[1], encoding='utf-8').read())"
        yield "ftfy", (sys.executable, "-c", script, source)
        yield "pandoc", ("pandoc", "--from=markdown", "--to=html", source, "--output", source.with_suffix(".html"))


def row(name: str, size: int, cost: Cost, exponent: str = "") -> str:
    """A text, what it cost, and how that has grown."""
    speed = size / 1e6 / cost.seconds
    return f"{name:38} {size / 1e6:6.2f} {cost.seconds:8.2f} {speed:7.3f} {cost.memory:7.0f} {exponent:>6}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--sizes", default="0.1,0.3,1", help="in MB")
    parser.add_argument("--hostile", type=float, default=0.0, metavar="MB")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="ftfy, and pandoc reading the text as Markdown")
    options = parser.parse_args()
    texts: dict[str, list[str]] = {"made up" if options.corpus is None else "corpus": []}
    for megabytes in map(float, options.sizes.split(",")):
        size = int(megabytes * 1e6)
        text = of_corpus(options.corpus, size) if options.corpus else made_up(size)
        next(iter(texts.values())).append(text)
    if options.hostile:
        texts |= {name: [make(int(options.hostile * s * 1e6)) for s in (0.5, 1)] for name, make in HOSTILE.items()}
    print(f"{'':38} {'MB':>6} {'seconds':>8} {'MB/s':>7} {'memory':>7} {'power':>6}", flush=True)
    with TemporaryDirectory() as folder:
        source = Path(folder, "text.txt")
        before: dict[str, tuple[int, float]] = {}
        for shape, each in texts.items():
            for text in each:
                source.write_text(text, encoding="utf-8")
                size = source.stat().st_size
                for tool, command in commands(source, options.peers and shape in ("made up", "corpus")):
                    cost = min(cost_of(command) for _ in range(options.runs))
                    name = f"{shape}, {tool}" if options.peers else shape
                    last_size, last = before.get(name, (0, 0.0))
                    power = f"{log(cost.seconds / last) / log(size / last_size):.2f}" if last else ""
                    before[name] = size, cost.seconds
                    print(row(name, size, cost, power), flush=True)


if __name__ == "__main__":
    main()
