"""Grade the program on made-up laws that nothing was tuned on, beside the corpus.

    python -m benchmarks.accuracy.heldout.run CORPUS FOLDER [--seed 1] [--pages 3] [--form typed …] [--show]

The laws of a seed are made in FOLDER/SEED (Tesseract is needed, a few seconds a page) and stay there. They are
compared with their truth by the corpus's own `score`, which is told the labels that its own documents lack. The
costs are those that come with the program: no count comes from these documents. Seed 1 is for looking at, and what
is mended is mended there; other seeds judge.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from benchmarks.accuracy.heldout.compose import DESIGNS, compose
from benchmarks.accuracy.heldout.press import TYPED, make
from benchmarks.accuracy.run import Task, figures, print_row, scorer
from convert.markdown import write
from convert.pipeline import recover_pages
from convert.readers import read
from convert.source import Source
from convert.structure.lists.labels import INSERTED

FORMS = (TYPED, "200", "150")
_LATIN = rf"\s?(?:{'|'.join(INSERTED)})"
LABELS = rf"\d{{1,3}}(?:[A-Z]|{_LATIN})[.)]|\(\d{{1,3}}[A-Z]\)|\d{{1,2}}°(?:{_LATIN})?|"
"""Labels that the corpus has not."""


def graded(task: Task) -> tuple[str, dict[str, float]]:
    """The Markdown of one text, and how it compares with the truth, all labels known."""
    score = scorer(task.corpus)
    if LABELS not in score.ENUM.pattern:
        score.ENUM = re.compile(score.ENUM.pattern.replace("(", f"({LABELS}", 1))
    gold, text = json.loads(task.gold.read_text(encoding="utf-8")), task.text.read_text(encoding="utf-8")
    markdown = write(recover_pages(read(task.text), Source()).document)
    return markdown, score.score(gold, markdown, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--form", action="append", choices=FORMS)
    parser.add_argument("--design", action="append", choices=[design.name for design in DESIGNS])
    parser.add_argument("--keep", type=Path, help="keep the recovered Markdown in this folder")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    designs = [each for each in DESIGNS if not arguments.design or each.name in arguments.design]
    laws = [compose(design, arguments.seed, arguments.pages) for design in designs]
    folders = [arguments.folder / str(arguments.seed) / law.name for law in laws]
    forms: Sequence[str] = arguments.form or FORMS
    with ProcessPoolExecutor(arguments.jobs) as pool:
        list(pool.map(partial(make, forms=forms), laws, folders))
        work = [
            Task(arguments.corpus, folder.name, form, folder / f"ocr-{form}.txt", folder / "gold.json", None)
            for form in forms
            for folder in folders
        ]
        results = list(zip(work, pool.map(graded, work), strict=True))
    print(f"{'':22}", *(f"{figure:>7}" for figure in figures([results[0][1][1]])))
    for form in forms:
        rows = [(task, *made) for task, made in results if task.form == form]
        for task, markdown, counts in rows:
            print_row(f"{task.name} {task.form}", [counts])
            if arguments.keep:
                arguments.keep.mkdir(parents=True, exist_ok=True)
                (arguments.keep / f"{task.name}.{form}.md").write_text(markdown, encoding="utf-8")
        print_row(f"{form}, all", [counts for _, _, counts in rows])


if __name__ == "__main__":
    main()
