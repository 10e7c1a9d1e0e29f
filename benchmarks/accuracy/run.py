"""Measure recovery on recognised text with known truth, a row a document and a form.

    python -m benchmarks.accuracy.run CORPUS [--form 200 …] [--as-shipped] [--keep DIR]

Each document is recovered with costs learned from the others only (`--as-shipped`: with the costs in the
program), and compared with its truth by the corpus's own `score` program, whose `-h` says what each figure is.
The last row of a form is of its counts added up.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.accuracy.learn import learn
from convert.markdown import write
from convert.pipeline import recover_pages
from convert.readers import read
from convert.source import Source
from convert.structure.costs import Costs, from_data

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


def measure(corpus: Path, text: Path, gold: Path, costs: Costs | None, out: Path) -> dict[str, float]:
    """Recover one text and score it."""
    out.write_text(write(recover_pages(read(text), Source(), costs=costs).document), encoding="utf-8")
    command = [sys.executable, str(corpus / "score"), str(gold), str(out), "--ocr", str(text), "--json"]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    result: dict[str, float] = json.loads(printed)
    return result


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--form", action="append", choices=FORMS)
    parser.add_argument("--as-shipped", action="store_true")
    parser.add_argument("--brief", action="store_true", help="only the row that adds up")
    parser.add_argument("--keep", type=Path, help="keep the recovered Markdown in this folder")
    arguments = parser.parse_args()
    learned: dict[str, Costs] = {}
    head = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for form in arguments.form or FORMS:
            rows: list[dict[str, float]] = []
            for name, text, gold in sources(arguments.corpus, form):
                if not arguments.as_shipped and name not in learned:
                    learned[name] = from_data(learn(arguments.corpus, [name]))
                rows.append(measure(arguments.corpus, text, gold, learned.get(name), folder / f"{name}.{form}.md"))
                if not head:
                    print(f"{'':22}", *(f"{figure:>7}" for figure in figures(rows)))
                    head = True
                if not arguments.brief:
                    print_row(name, rows[-1:])
            print_row(f"{form}, all", rows)


if __name__ == "__main__":
    main()
