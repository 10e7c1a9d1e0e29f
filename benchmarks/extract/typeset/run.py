"""Measure documents of several pages, set at run time by several programs from our own texts: the truth is known.

    python -m benchmarks.extract.typeset.run [--seed dev] [--tool reissue ...] [--peers VENV] [--document NAME ...]

Each document of `press.DOCUMENTS` whose producer is installed is composed from the seed, set as PDF, read by each
tool and graded; `grade.py` says what each figure is. `-` is a figure that the truth has nothing for. Rules may be
made while looking at the documents of seed `dev`; another seed gives other words, names, numbers and breaks.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.extract.tools import OURS, TOOLS, is_installed, made_before, make
from benchmarks.extract.typeset import press
from benchmarks.extract.typeset.differ import differences
from benchmarks.extract.typeset.grade import FIGURES, Grades, Truth, grade, mean
from benchmarks.extract.typeset.shape import Shape, of_document, of_markdown

COUNTS = ("leak",)


def read(tool: str, markdown: str) -> Shape:
    """The shape of what a tool wrote; ours in our dialect, the others in CommonMark."""
    if tool == OURS:
        from convert.markdown.parser import read_document

        return of_document(read_document(markdown))
    return of_markdown(markdown)


def shown(figure: str, value: float | None) -> str:
    """Shares in percent, leaks as they are."""
    if value is None:
        return f"{'-':>6}"
    return f"{value:6.2f}" if figure in COUNTS else f"{100 * value:6.1f}"


def print_row(name: str, grades: Sequence[Grades], cost: float) -> None:
    print(f"{name:24}", *(shown(figure, mean(grades, figure)) for figure in FIGURES), f"{cost:7.4f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", default="dev", help="any word (default dev)")
    parser.add_argument("--document", action="append", choices=[title.name for title in press.DOCUMENTS])
    parser.add_argument("--tool", action="append", choices=TOOLS)
    parser.add_argument("--all-tools", action="store_true", help="every tool that is installed")
    parser.add_argument("--peers", type=Path, metavar="VENV", help="the environment that the others live in")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side (default 1)")
    parser.add_argument("--brief", action="store_true", help="only the row of means")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep PDFs, masters and each tool's Markdown there"
    )
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N differences of each figure")
    parser.add_argument("--reuse", action="store_true", help="take what others made before from --keep")
    arguments = parser.parse_args()
    titles = [title for title in press.DOCUMENTS if title.name in (arguments.document or [title.name])]
    with TemporaryDirectory() as scratch:
        folder = (arguments.keep or Path(scratch)) / arguments.seed
        folder.mkdir(parents=True, exist_ok=True)
        truths: dict[str, Truth] = {}
        for title in titles:
            if press.is_installed(title.producer):
                truths[title.name] = press.press(title, arguments.seed, folder)
            else:
                print(f"{title.name}: {title.producer} is not installed")
        files = [folder / f"{name}.pdf" for name in truths]
        pages = sum(len(truth.labels) for truth in truths.values())
        print(f"{len(files)} documents, {pages} pages, seed {arguments.seed}")
        print(f"{'':24}", *(f"{figure:>6}" for figure in FIGURES), f"{'s/page':>7}")
        for tool in TOOLS if arguments.all_tools else arguments.tool or (OURS,):
            made = made_before(tool, folder / tool) if arguments.reuse and tool != OURS else None
            if made is None and not is_installed(tool, arguments.peers):
                print(f"{tool:24} not installed")
                continue
            made = made or make(
                tool,
                files,
                folder / tool,
                peers=arguments.peers,
                jobs=arguments.jobs,
                keep_furniture=False,
            )
            grades = {}
            for name, truth in truths.items():
                written = made.folder / f"{name}.md"
                text = written.read_text(encoding="utf-8", errors="replace") if written.is_file() else ""
                shape = read(tool, text)
                grades[name] = grade(truth, shape)
                if not arguments.brief:
                    cost = made.cpu.get(name, 0.0) / len(truth.labels)
                    failed = f"  {made.failures[name]}" if name in made.failures else ""
                    print_row(f"  {name}{failed}", [grades[name]], cost)
                    for line in differences(truth, shape, arguments.show) if arguments.show else ():
                        print(line)
            print_row(tool, list(grades.values()), sum(made.cpu.values()) / pages)


if __name__ == "__main__":
    main()
