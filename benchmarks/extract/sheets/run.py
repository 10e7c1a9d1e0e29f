"""Measure single sheets of many kinds, made at run time: slides, leaflets, posters, letters, forms, title pages …

    python -m benchmarks.extract.sheets.run [--seed dev] [--each 6] [--kind KIND ...] [--tool reissue ...]

Of each kind so many sheets are composed from the seed, set by WeasyPrint, read by each tool with running heads
kept, and graded by `typeset/grade.py`. `order` is the order of words, `text` the likeness of all letters in order
(indel), `block` paragraphs cut right, `head` headings (F1); then headings missed and false ones a sheet. Rules may
be made while looking at the sheets of seed `dev`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import fmean
from tempfile import TemporaryDirectory

from rapidfuzz.distance import Indel

from benchmarks.extract.sheets.kinds import KINDS
from benchmarks.extract.sheets.paper import Sheet
from benchmarks.extract.tools import OURS, TOOLS, is_installed, make
from benchmarks.extract.typeset.grade import Truth, grade
from benchmarks.extract.typeset.prose import Prose
from benchmarks.extract.typeset.run import read
from benchmarks.extract.typeset.shape import Shape, letters

FIGURES = ("order", "text", "block", "head")


def compose(kind: str, seed: str) -> Sheet:
    """A sheet of a kind; the same seed gives the same sheet."""
    sheet = Sheet(Random(f"{kind} {seed}"), Prose(f"{kind} {seed}"))
    KINDS[kind](sheet)
    return sheet


def press(kind: str, seed: str, target: Path) -> Shape:
    """Set a sheet as a PDF, unless it is there, and say what is true of it."""
    sheet = compose(kind, seed)
    if not target.is_file():
        from weasyprint import HTML

        target.write_bytes(HTML(string=sheet.page).write_pdf())
    return sheet.shape


def figures(want: Shape, made: Shape) -> dict[str, float | None]:
    """The figures of a sheet, and how many headings were missed and invented."""
    grades = grade(Truth(want), made)
    heads = [Counter(letters(p.text) for p in shape.pieces if p.kind == "heading") for shape in (want, made)]
    said = ["".join(letters(piece.printed) for piece in shape.pieces) for shape in (want, made)]
    return {
        "order": grades["order"],
        "text": Indel.normalized_similarity(*said),
        "block": grades["block"],
        "head": grades["head"],
        "missed": float((heads[0] - heads[1]).total()),
        "false": float((heads[1] - heads[0]).total()),
    }


def print_row(name: str, found: Sequence[dict[str, float | None]]) -> None:
    shares = (
        f"{100 * fmean(values):6.1f}"
        if (values := [v for each in found if (v := each[figure]) is not None])
        else "-"
        for figure in FIGURES
    )
    counts = (f"{fmean([each[count] or 0.0 for each in found]):6.2f}" for count in ("missed", "false"))
    print(f"{name:20}", *shares, *counts, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", default="dev", help="any word (default dev)")
    parser.add_argument("--each", type=int, default=6, metavar="N", help="sheets of each kind (default 6)")
    parser.add_argument("--kind", action="append", choices=KINDS)
    parser.add_argument("--tool", action="append", choices=TOOLS)
    parser.add_argument("--peers", type=Path, metavar="VENV", help="the environment that the others live in")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side (default 1)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep PDFs and each tool's Markdown there")
    parser.add_argument("--show", action="store_true", help="name the headings that are missed and false")
    arguments = parser.parse_args()
    with TemporaryDirectory() as scratch:
        folder = (arguments.keep or Path(scratch)) / arguments.seed
        folder.mkdir(parents=True, exist_ok=True)
        names = [f"{kind}-{number}" for kind in arguments.kind or KINDS for number in range(arguments.each)]
        truths = {
            name: press(name.rpartition("-")[0], f"{arguments.seed} {name}", folder / f"{name}.pdf")
            for name in names
        }
        print(f"{len(names)} sheets, seed {arguments.seed}")
        print(f"{'':20}", *(f"{figure:>6}" for figure in (*FIGURES, "missed", "false")))
        for tool in arguments.tool or (OURS,):
            if not is_installed(tool, arguments.peers):
                print(f"{tool:20} not installed")
                continue
            files = [folder / f"{name}.pdf" for name in names]
            made = make(
                tool, files, folder / tool, peers=arguments.peers, jobs=arguments.jobs, keep_furniture=True
            )
            found: dict[str, list[dict[str, float | None]]] = {}
            for name, truth in truths.items():
                written = made.folder / f"{name}.md"
                shape = read(tool, written.read_text(encoding="utf-8") if written.is_file() else "")
                found.setdefault(name.rpartition("-")[0], []).append(figures(truth, shape))
                if arguments.show:
                    _show(name, truth, shape)
            for kind, each in found.items():
                print_row(f"  {kind}", each)
            print_row(tool, [each for kind in found.values() for each in kind])


def _show(name: str, want: Shape, made: Shape) -> None:
    heads = [{letters(p.text): p.text for p in shape.pieces if p.kind == "heading"} for shape in (want, made)]
    for word, one, other in (("missed", *heads), ("false", *heads[::-1])):
        for key, text in one.items():
            if key not in other:
                print(f"    {name}: {word} heading: {text[:90]}")


if __name__ == "__main__":
    main()
