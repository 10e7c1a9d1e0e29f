"""Measure recovery on recognised text with known truth, a row a document and a form.

    python -m benchmarks.accuracy.run CORPUS [--form 200 …] [--as-shipped] [--keep DIR]

Each document is recovered with costs learned from the others only (`--as-shipped`: with the costs in the
program), and compared with its truth by the corpus's own `score` program, whose `-h` says what each figure is.
Under the row that adds up a form stand those of raw text, of joined lines, of ftfy and of symspellpy (where it is
installed) on the same texts; at the end what each rule did, and how many of the readings with a given confidence
are right.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.accuracy.learn import count_all, total
from benchmarks.accuracy.peers import peers
from benchmarks.accuracy.rules import COLUMNS, Deeds, judge
from convert.markdown import write
from convert.pipeline import recover_pages
from convert.readers import read
from convert.source import Source
from convert.structure.costs import from_data

FORMS = ("200", "clean200", "150", "300", "200-seedstyle")
SEED = "seed-72-188"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)
"""Limits of the confidences that are looked at together."""


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


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a task: the Markdown, its counts, those of the others on the same text, what each rule did."""

    markdown: str
    counts: dict[str, float]
    others: dict[str, dict[str, float]]
    rules: dict[str, Deeds]


def measure(task: Task, with_peers: bool = True) -> Measured:
    """Recover one text, and compare what came of it with its truth."""
    costs = from_data(task.counts) if task.counts else None
    result = recover_pages(read(task.text), Source(), costs=costs)
    markdown = write(result.document)
    gold, text = json.loads(task.gold.read_text(encoding="utf-8")), task.text.read_text(encoding="utf-8")
    score = scorer(task.corpus).score
    others = {name: score(gold, made(text), text) for name, made in peers().items()} if with_peers else {}
    return Measured(markdown, score(gold, markdown, text), others, judge(result, gold))


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
        results = list(zip(work, pool.map(partial(measure, with_peers=not arguments.brief), work), strict=True))
    print(f"{'':22}", *(f"{figure:>7}" for figure in figures([results[0][1].counts])))
    for form in forms:
        print_form(form, [each for each in results if each[0].form == form], brief=arguments.brief)
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
        for task, made in results:
            (arguments.keep / f"{task.name}.{task.form}.md").write_text(made.markdown, encoding="utf-8")
    if not arguments.brief:
        print_rules([made.rules for _, made in results])
        if not arguments.as_shipped:
            print_reliability(arguments.corpus, forms)


def print_form(form: str, results: Sequence[tuple[Task, Measured]], *, brief: bool) -> None:
    """A row a document, one that adds them up, and one for each of the others."""
    if not brief:
        for task, made in results:
            print_row(task.name, [made.counts])
    print_row(f"{form}, all", [made.counts for _, made in results])
    for name in results[0][1].others:
        print_row(f"  {name}", [made.others[name] for _, made in results])


def print_rules(all_rules: Sequence[dict[str, Deeds]]) -> None:
    """What each rule did, over all texts measured."""
    total: defaultdict[str, Deeds] = defaultdict(Deeds)
    for rules in all_rules:
        for rule, deeds in rules.items():
            total[rule].add(deeds)
    print(f"\n{'rule':22}", *(f"{column:>9}" for column in COLUMNS))
    for rule in sorted(total):
        print(f"{rule:22}", *(f"{total[rule].counts[column]:9}" for column in COLUMNS))


def print_reliability(corpus: Path, forms: Sequence[str]) -> None:
    """Of the readings with a given confidence, how many are right: marks and notes with their numbers."""
    from benchmarks.accuracy.tune import WEIGHTS, places, texts

    read_ = [place for text in texts(corpus, forms) for place in places(text, WEIGHTS)]
    print(f"\n{'confidence':22}", *(f"{f'{low:.2f}-{high:.2f}':>10}" for low, high in pairwise(BINS)))
    for kind in ("mark", "body"):
        for what, sure, right in (
            ("is one", lambda place: place.chance, lambda place: place.true > 0),
            ("number", lambda place: place.number * place.chance, lambda place: place.read == place.true),
        ):
            row = []
            for low, high in pairwise(BINS):
                chosen = [each for each in read_ if each.kind == kind and low <= sure(each) < high]
                share = 100 * sum(map(right, chosen)) / len(chosen) if chosen else 0.0
                row.append(f"{share:4.0f} /{len(chosen):4}" if chosen else "-")
            print(f"{f'{kind}, {what}':22}", *(f"{cell:>10}" for cell in row))


if __name__ == "__main__":
    main()
