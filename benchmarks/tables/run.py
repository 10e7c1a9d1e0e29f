"""How well tables are told on pages made for it: `python -m benchmarks.tables.run [--seed N] [--each N] [--show]`.

Each table is scored by its cells: one is found if its place, its spans and its words are right (F1 over the cells;
TEDS forgives a shift; "exact" counts tables without any fault). A page that only looks like one is right if it
gives none. The figures are told apart by what each table is made of, and faults are counted by their causes.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.tables.designs import Made, pages
from benchmarks.tables.score import Score, scores
from convert.document import Table
from convert.pipeline import recover_pages
from convert.readers.pdf import parse
from convert.source import Source


def pdf_of(made: Made, folder: Path) -> Path:
    """The page as Typst or WeasyPrint sets it."""
    target = folder / "page.pdf"
    if made.is_html:
        import weasyprint

        target.write_bytes(weasyprint.HTML(string=made.source).write_pdf())
    else:
        import typst

        source = folder / "page.typ"
        source.write_text(made.source, encoding="utf-8")
        typst.compile(source, output=target, pdf_tags=False)  # tags would tell the truth
    return target


def print_by_trait(found: Mapping[str, Sequence[Score]]) -> None:
    """The figures of each trait, the worst last."""
    for trait, each in sorted(found.items(), key=lambda item: -fmean(score.teds for score in item[1])):
        exact = sum(score.cells == 1 for score in each)
        teds = fmean(score.teds for score in each)
        print(f"{trait:24} cells {fmean(s.cells for s in each):.3f}  teds {teds:.3f}  exact {exact}/{len(each)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--each", type=int, default=6, help="pages of each place")
    options.add_argument("--show", action="store_true", help="name each page that is not right")
    options.add_argument("--brief", action="store_true", help="only the sums")
    options.add_argument("--only", type=int, action="append", metavar="PAGE", help="only this page")
    options.add_argument("--keep", type=Path, metavar="DIR", help="keep the PDFs of pages that are not right")
    chosen = options.parse_args()
    by_trait: defaultdict[str, list[Score]] = defaultdict(list)
    quiet: defaultdict[str, list[bool]] = defaultdict(list)
    every: list[Score] = []
    seconds, count = 0.0, 0
    with TemporaryDirectory() as folder:
        for at, made in enumerate(pages(chosen.seed, chosen.each)):
            if chosen.only and at not in chosen.only:
                continue
            path = pdf_of(made, Path(folder))
            start = process_time()
            document = recover_pages(parse(path), Source({"language": "en"})).document
            seconds, count = seconds + process_time() - start, count + 1
            found = list(scores(made.tables, document))
            every.extend(found)
            for trait in made.traits:
                by_trait[trait].extend(found)
            right = all(score.cells == 1 for score in found)
            if not made.tables:
                right = not any(isinstance(block, Table) for block in document.children)
                quiet[made.name].append(right)
            if chosen.show and not right:
                said = "; ".join(
                    f"{score.cells:.2f} {score.teds:.2f} {', '.join(score.causes)}" for score in found
                )
                print(f"page {at}: {made.name} [{', '.join(made.traits)}] {said or 'false table'}")
            if chosen.keep and not right:
                chosen.keep.mkdir(parents=True, exist_ok=True)
                (chosen.keep / f"{at}.pdf").write_bytes(path.read_bytes())
    if not chosen.brief:
        print_by_trait(by_trait)
    for name, quiets in sorted(quiet.items()):
        if not all(quiets):
            print(f"{name:24} no table {sum(quiets)}/{len(quiets)}")
    causes = Counter(cause for score in every for cause in score.causes)
    print("causes:", ", ".join(f"{cause} {number}" for cause, number in causes.most_common()))
    silent = [value for each in quiet.values() for value in each]
    exact = sum(score.cells == 1 for score in every)
    if every:
        cells, teds = fmean(score.cells for score in every), fmean(score.teds for score in every)
        print(f"cells {cells:.3f}, teds {teds:.3f}, exact {exact}/{len(every)};", end=" ")
    print(f"no false table on {sum(silent)}/{len(silent)}; {1000 * seconds / max(1, count):.0f} ms a document")


if __name__ == "__main__":
    main()
