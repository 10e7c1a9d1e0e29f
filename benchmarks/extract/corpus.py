"""Measure real documents of several pages: the PDFs of the corpus with their true text, ours beside others.

    python -m benchmarks.extract.corpus CORPUS [--tool reissue ...] [--all-tools] [--peers VENV] [--brief]

CORPUS holds DOCUMENT/doc.pdf and gold.json, and the program `score`, whose `-h` says what each figure is. The last
row of a tool is of its counts added up.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.accuracy import run as accuracy
from benchmarks.extract.tools import OURS, TOOLS, is_installed, make

OF_A_RECOGNISER = ("harm n", "fixed n")
"""Figures that compare with what a recogniser printed: a PDF has no such text."""


def figures(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: value for name, value in accuracy.figures(rows).items() if name not in OF_A_RECOGNISER}


def print_row(name: str, rows: list[dict[str, float]]) -> None:
    print(f"{name[:22]:22}", *(f"{value:7.1f}" for value in figures(rows).values()), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--tool", action="append", choices=TOOLS)
    parser.add_argument("--all-tools", action="store_true", help="every tool that is installed")
    parser.add_argument("--peers", type=Path, metavar="VENV", help="the environment that the others live in")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side (default 1)")
    parser.add_argument("--brief", action="store_true", help="only the rows that add up")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep each tool's Markdown in DIR/TOOL")
    arguments = parser.parse_args()
    sources = sorted(arguments.corpus.glob("d*/doc.pdf"))
    if not sources:
        parser.error(f"{arguments.corpus} holds no d*/doc.pdf")
    score, head = accuracy.scorer(arguments.corpus).score, True
    with TemporaryDirectory() as scratch:
        files = [Path(scratch) / f"{source.parent.name}.pdf" for source in sources]
        for file, source in zip(files, sources, strict=True):
            file.symlink_to(source.resolve())
        for tool in TOOLS if arguments.all_tools else arguments.tool or (OURS,):
            if not is_installed(tool, arguments.peers):
                print(f"{tool:22} not installed")
                continue
            folder = (arguments.keep or Path(scratch)) / tool
            made = make(tool, files, folder, peers=arguments.peers, jobs=arguments.jobs, keep_furniture=False)
            rows = []
            for source in sources:
                written = made.folder / f"{source.parent.name}.md"
                text = written.read_text(encoding="utf-8", errors="replace") if written.is_file() else ""
                rows.append(score(json.loads((source.parent / "gold.json").read_text(encoding="utf-8")), text, ""))
            if head:
                print(f"{'':22}", *(f"{figure:>7}" for figure in figures(rows)))
                head = False
            if not arguments.brief:
                for source, row in zip(sources, rows, strict=True):
                    print_row(f"  {source.parent.name}", [row])
            print_row(tool, rows)


if __name__ == "__main__":
    main()
