"""Measure recovery on recognised text with known truth, a row a document and a form.

    python -m benchmarks.accuracy.run CORPUS [--form 200 …] [--as-shipped] [--keep DIR]

Each document is recovered with costs learned from the others only (`--as-shipped`: with the costs in the
program), and compared with its truth by the corpus's own `score` program, whose `-h` says what each figure is.
The last row of a form is of its counts added up.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.accuracy.learn import count_all, total
from convert.markdown import write
from convert.pipeline import recover_pages
from convert.readers import read
from convert.source import Source
from convert.structure.costs import from_data

FORMS = ("200", "clean200", "150", "300", "200-seedstyle")
SEED = "seed-72-188"


def sources(corpus: Path, form: str) -> Iterator[tuple[str, Path, Path]]:
    """Name, text and truth of each document that has this form; the seed stands with the seed style."""
    for folder in sorted(corpus.glob("d*")):
        text = folder / f"ocr-{form}.txt"
        if text.is_file():
            gold = "gold-seedstyle.json" if form.endswith("seedstyle") else "gold.json"
            yield folder.name, text, folder / gold
    if form.endswith("seedstyle") and (corpus / SEED).is_dir():
        yield SEED, corpus / SEED / "ocr.txt", corpus / SEED / "gold.json"


@cache
def scorer(corpus: Path) -> ModuleType:
    """The corpus's own program, as a module."""
    module = ModuleType("score")
    exec(compile((corpus / "score").read_text(encoding="utf-8"), "score", "exec"), module.__dict__)
    return module


@dataclass(frozen=True, slots=True)
class Task:
    """One text to recover and to compare with its truth."""

    corpus: Path
    name: str
    form: str
    text: Path
    gold: Path
    counts: dict[str, Any] | None  # learned from other documents; None for those that come with the program


def measure(task: Task) -> tuple[str, dict[str, float]]:
    """The recovered Markdown of one text, and its counts."""
    costs = from_data(task.counts) if task.counts else None
    markdown = write(recover_pages(read(task.text), Source(), costs=costs).document)
    gold, raw = json.loads(task.gold.read_text(encoding="utf-8")), task.text.read_text(encoding="utf-8")
    result: dict[str, float] = scorer(task.corpus).score(gold, markdown, raw)
    return markdown, result


def figures(rows: list[dict[str, float]]) -> dict[str, float]:
    """The figures of one or more documents, from their counts added up; percent, or counts where it says n."""
    total = {name: sum(row.get(name) or 0 for row in rows) for name in rows[0]}
    share = lambda part, whole: 100 * total[part] / total[whole] if total[whole] else 100.0  # noqa: E731
    precision, recall = share("bound_tp", "bound_out"), share("bound_tp", "bound")
    heads = 200 * total["heads_tp"] / max(1, total["heads"] + total["heads_out"])
    return {
        "WER": share("wer", "words"),
        "markP": share("mk_tp", "mk_out"),
        "markR": share("mk_tp", "markers"),
        "place": share("mk_pos", "markers"),
        "noteR": share("note_ok", "notes"),
        "noteWER": share("note_err", "note_words"),
        "enum": share("enum_ok", "enums"),
        "extra n": total["enum_extra"],
        "paraF1": 2 * precision * recall / max(1.0, precision + recall),
        "headF1": heads,
        "leak n": total["leak"],
        "harm n": total["harm"],
        "fixed n": total["fixed"],
    }


def print_row(name: str, rows: list[dict[str, float]]) -> None:
    """The figures of one or more documents as a row of the table."""
    print(f"{name[:22]:22}", *(f"{value:7.1f}" for value in figures(rows).values()), flush=True)


def tasks(corpus: Path, forms: Sequence[str], as_shipped: bool) -> Iterator[Task]:
    """What is to be measured, each document with the counts of the others."""
    tallies = {} if as_shipped else count_all(corpus)
    for form in forms:
        for name, text, gold in sources(corpus, form):
            yield Task(corpus, name, form, text, gold, None if as_shipped else total(tallies, [name]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--form", action="append", choices=FORMS)
    parser.add_argument("--as-shipped", action="store_true")
    parser.add_argument("--brief", action="store_true", help="only the rows that add up")
    parser.add_argument("--keep", type=Path, help="keep the recovered Markdown in this folder")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    arguments = parser.parse_args()
    forms = arguments.form or FORMS
    work = tuple(tasks(arguments.corpus, forms, arguments.as_shipped))
    with ProcessPoolExecutor(arguments.jobs) as pool:
        results = list(zip(work, pool.map(measure, work), strict=True))
    print(f"{'':22}", *(f"{figure:>7}" for figure in figures([results[0][1][1]])))
    for form in forms:
        rows = []
        for task, (markdown, row) in results:
            if task.form != form:
                continue
            rows.append(row)
            if not arguments.brief:
                print_row(task.name, [row])
            if arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / f"{task.name}.{form}.md").write_text(markdown, encoding="utf-8")
        print_row(f"{form}, all", rows)


if __name__ == "__main__":
    main()
