"""How long reissue takes, beside pandoc on the same text in the same run.

    .venv/bin/python benchmarks/speed.py [SOURCE] [--runs N] [--json]

Each figure is the wall time of a whole process, in seconds: the least of N runs (the others say how busy the
machine was) and the median. The runs of all commands take turns, so that a busy moment meets them all alike.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

REISSUE = (sys.executable, "-m", "convert")
GROWTH = (1, 2, 4, 8)  # copies of the source, one after the other
SAMPLE = Path("sources/a-res-72-188.txt")
ALL_BUT_PDF = "html,epub,text,json"

Command = Sequence[str | Path]


def commands(source: Path, work: Path) -> Iterator[tuple[str, Command]]:
    """What is measured, by name. The Markdown that `publish` and pandoc read is there already."""
    master = work / "master.md"
    build = (*REISSUE, "build", source, "--out", work / "out", "--force", "--quiet")
    publish = (*REISSUE, "publish", master, "--out", work / "out", "--quiet")
    yield "reissue --help", (*REISSUE, "--help")
    yield "recover to Markdown", (*REISSUE, "recover", source, "--out", work / "new.md", "--quiet")
    yield "build all but PDF", (*build, "--to", ALL_BUT_PDF)
    yield "build everything", build
    yield "Markdown to HTML", (*publish, "--to", "html")
    yield "Markdown to EPUB", (*publish, "--to", "epub")
    yield "Markdown to HTML and EPUB", (*publish, "--to", "html,epub")
    if pandoc := shutil.which("pandoc"):
        convert = (pandoc, "--standalone", "--metadata=title:A", "--from=markdown", master, "--output")
        yield "pandoc: Markdown to HTML", (*convert, work / "pandoc.html")
        yield "pandoc: Markdown to EPUB", (*convert, work / "pandoc.epub")


def measure(table: Mapping[str, Command], runs: int) -> dict[str, list[float]]:
    """The wall times of each command, sorted; the commands take turns. One run before is not counted."""
    times: dict[str, list[float]] = {name: [] for name in table}
    for turn in range(runs + 1):
        for name, command in table.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            if turn:
                times[name].append(time.perf_counter() - start)
    return {name: sorted(values) for name, values in times.items()}


def growing(source: Path, work: Path) -> dict[str, Command]:
    """`recover` on longer and longer text: the source, repeated."""
    table: dict[str, Command] = {}
    for copies in GROWTH:
        longer = work / f"longer-{copies}.txt"
        longer.write_bytes(b"\f".join([source.read_bytes()] * copies))
        table[f"recover, {copies} times the text"] = (
            *REISSUE,
            "recover",
            longer,
            "--out",
            work / "longer.md",
            "--quiet",
        )
    return table


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        work = Path(folder)
        recover = (*REISSUE, "recover", arguments.source, "--out", work / "master.md", "--quiet")
        subprocess.run(recover, check=True)
        table = dict(commands(arguments.source, work))
        if arguments.source.suffix == ".txt":
            table |= growing(arguments.source, work)
        times = measure(table, arguments.runs)
    if arguments.json:
        print(json.dumps(times, indent=1))
        return
    print(f"{arguments.source}, {arguments.runs} runs\n\n{'':36}    least   median")
    for name, values in times.items():
        print(f"{name:36} {values[0]:8.3f} {median(values):8.3f}")


if __name__ == "__main__":
    main()
