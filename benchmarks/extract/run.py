"""Measure single pages: PDFs with the Markdown that a person wrote for each, our reading beside that of others.

    python -m benchmarks.extract.run EXTRACT [--half tune|check] [--tool reissue ...] [--peers VENV] [--jobs N]

EXTRACT holds pdf/ID.pdf, truth/ID.md and the program `score`, whose `-h` says what NID, TEDS and MHS are. Running
heads stay in the text, for the truth has them. The sorted list of pages is cut in two: odd places are `tune`,
whose pages may be looked at while rules are made, even places are `check`. Printed are the figures of each half
and of all, CPU seconds a page, pages that failed, `false`: pages that have no table in truth and get one, and
`missed`: pages that have one and get none. docs/extraction.md tells how to install the others.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from types import ModuleType

from benchmarks.extract.tools import OURS, TOOLS, Made, is_installed, made_before, make

FIGURES = ("all", "NID", "TEDS", "MHS")
HALVES = ("tune", "check")
PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")
"""A link to a picture: the truth has none, and it is no text; taken off whatever any tool wrote."""


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one page (None where the truth has nothing of the kind), and whether it has a table."""

    name: str
    values: dict[str, float | None]
    table: bool  # in truth
    table_found: bool


def load_scorer(extract: Path) -> ModuleType:
    """The folder's own `score` program, as a module."""
    sys.dont_write_bytecode = True
    loader = SourceFileLoader("extract_score", str(extract / "score"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def row(scorer: ModuleType, name: str, truth: str, guess: str) -> Row:
    """The figures of a page; `all` is the mean of those it has, as `score` counts it."""
    values: dict[str, float | None] = dict(zip(FIGURES[1:], scorer.score(truth, guess), strict=True))
    values["all"] = fmean(value for value in values.values() if value is not None)
    has_table = lambda text: scorer.table_tree(scorer.tables_to_html(scorer.plain(text))) is not None  # noqa: E731
    return Row(name, values, has_table(truth), has_table(guess))


def score(scorer: ModuleType, extract: Path, made: Made, names: Sequence[str]) -> list[Row]:
    """The figures of each page that a tool made; a missing page counts 0."""
    rows = []
    for name in names:
        guess = made.folder / f"{name}.md"
        text = guess.read_text(encoding="utf-8", errors="replace") if guess.is_file() else ""
        text = PICTURE.sub("", text)
        rows.append(row(scorer, name, (extract / "truth" / f"{name}.md").read_text(encoding="utf-8"), text))
    return rows


def mean(rows: Sequence[Row], figure: str) -> float:
    """The mean over the pages that have the figure."""
    return fmean([value for row in rows if (value := row.values[figure]) is not None] or [0.0])


def print_rows(tool: str, part: str, rows: Sequence[Row], made: Made) -> None:
    cost = fmean([made.cpu[row.name] for row in rows if row.name in made.cpu] or [0.0])
    counts = (
        sum(row.table_found and not row.table for row in rows),
        sum(row.table and not row.table_found for row in rows),
        sum(row.name in made.failures for row in rows),
    )
    means = (f"{mean(rows, figure):6.3f}" for figure in FIGURES)
    print(
        f"{tool:16}{part:6}{len(rows):4}", *means, f"{cost:8.4f}", *(f"{count:6}" for count in counts), flush=True
    )


def print_worst(count: int, measured: dict[str, list[Row]], half_of: dict[str, str]) -> None:
    """For each figure the pages that cost us most of the mean, beside the best of the others on that page."""
    ours = measured[OURS]
    for figure in FIGURES:
        lost = [(1 - value, row.name) for row in ours if (value := row.values[figure]) is not None]
        print(f"\n{figure}: pages that lose most{'':8}ours   best of the others")
        for loss, name in sorted(lost, reverse=True)[:count]:
            others = [
                (value, tool)
                for tool, rows in measured.items()
                for row in rows
                if tool != OURS and row.name == name and (value := row.values[figure]) is not None
            ]
            best = "{:.3f} {}".format(*max(others)) if others else ""
            print(f"  {name}  {half_of[name]:6}{'':8}{1 - loss:.3f}   {best}")
    for word, wanted in (("false", False), ("missed", True)):
        names = [row.name for row in ours if row.table is wanted and row.table_found is not wanted]
        print(f"\n{word} tables: {' '.join(names) or 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extract", type=Path)
    parser.add_argument("--half", choices=HALVES, help="only this half")
    parser.add_argument("--tool", action="append", choices=TOOLS, help="default: reissue; may be given again")
    parser.add_argument("--all-tools", action="store_true", help="every tool that is installed")
    parser.add_argument("--peers", type=Path, metavar="VENV", help="the environment that the others live in")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side (default 1)")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N pages that lose most")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep each tool's Markdown in DIR/TOOL")
    parser.add_argument("--reuse", action="store_true", help="take what others made before from --keep")
    arguments = parser.parse_args()

    files = sorted((arguments.extract / "pdf").glob("*.pdf"))
    if not files:
        parser.error(f"{arguments.extract}/pdf holds no PDF")
    half_of = {path.stem: HALVES[place % 2] for place, path in enumerate(files)}
    if arguments.half:
        files = [path for path in files if half_of[path.stem] == arguments.half]
    scorer = load_scorer(arguments.extract)
    sys.setrecursionlimit(100_000)  # its trees are compared recursively
    print(
        f"{'':16}{'':6}{'n':>4}",
        *(f"{figure:>6}" for figure in FIGURES),
        f"{'s/page':>8}{'false':>7}{'missed':>7}{'failed':>7}",
    )
    measured: dict[str, list[Row]] = {}
    with TemporaryDirectory() as scratch:
        for tool in TOOLS if arguments.all_tools else arguments.tool or (OURS,):
            folder = (arguments.keep or Path(scratch)) / tool
            made = made_before(tool, folder) if arguments.reuse and tool != OURS else None
            if made is None and not is_installed(tool, arguments.peers):
                print(f"{tool:16}not installed")
                continue
            made = made or make(
                tool, files, folder, peers=arguments.peers, jobs=arguments.jobs, keep_furniture=True
            )
            rows = score(scorer, arguments.extract, made, [path.stem for path in files])
            measured[tool] = rows
            for half in HALVES:
                if part := [row for row in rows if half_of[row.name] == half]:
                    print_rows(tool, half, part, made)
            if not arguments.half:
                print_rows(tool, "all", rows, made)
    if arguments.worst and OURS in measured:
        print_worst(arguments.worst, measured, half_of)


if __name__ == "__main__":
    main()
