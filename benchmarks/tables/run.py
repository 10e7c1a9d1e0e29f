"""How well tables are told on pages made for it: `python -m benchmarks.tables.run [--seed N] [--each N] [--show]`.

Each table is scored by its cells: one is found if its place, its spans and its words are right (F1 over the cells;
"exact" counts tables without any fault). A page that only looks like one is right if it gives none.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.tables.content import Truth
from benchmarks.tables.designs import Made, pages
from convert.document import Document, Table, plain
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
        typst.compile(source, output=target)
    return target


def cells_of(table: Table) -> set[tuple[int, int, int, int, str]]:
    """The cells of a table that hold words, with their places."""
    found = set()
    covered: dict[tuple[int, int], bool] = {}
    for row, entries in enumerate(table.children):
        column = 0
        for cell in entries.children:
            while covered.get((row, column)):
                column += 1
            for r in range(row, row + cell.down):
                for c in range(column, column + cell.across):
                    covered[r, c] = True
            if text := _letters(plain(cell)):
                found.add((row, column, cell.across, cell.down, text))
            column += cell.across
    return found


def _letters(text: str) -> str:
    """The words without what hyphenation and line ends change."""
    return "".join(text.replace("\u00ad", "").replace("-", "").replace("‐", "").split())


def score(truth: Truth, document: Document) -> float:
    """The best F1 that a table of the document has against the truth."""
    want = {(cell.row, cell.column, cell.across, cell.down, _letters(cell.text)) for cell in truth}
    found = [cells_of(block) for block in document.children if isinstance(block, Table)]
    return max((2 * len(want & got) / (len(want) + len(got)) for got in found), default=0.0)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--each", type=int, default=6, help="pages of each design")
    options.add_argument("--show", action="store_true", help="name each page that is not right")
    chosen = options.parse_args()
    scores: defaultdict[str, list[float]] = defaultdict(list)
    quiet: defaultdict[str, list[bool]] = defaultdict(list)
    seconds, count = 0.0, 0
    with TemporaryDirectory() as folder:
        for at, made in enumerate(pages(chosen.seed, chosen.each)):
            path = pdf_of(made, Path(folder))
            start = perf_counter()
            document = recover_pages(parse(path), Source({"language": "en"})).document
            seconds, count = seconds + perf_counter() - start, count + 1
            if made.tables:
                scores[made.name].append(found := score(made.tables[0], document))
                right = found == 1
            else:
                right = not any(isinstance(block, Table) for block in document.children)
                quiet[made.name].append(right)
            if chosen.show and not right:
                print(f"page {at}: {made.name}", f"{scores[made.name][-1]:.2f}" if made.tables else "false table")
    for name, each in sorted(scores.items()):
        print(
            f"{name:20} cells {sum(each) / len(each):.3f}  exact {sum(value == 1 for value in each)}/{len(each)}"
        )
    for name, quiets in sorted(quiet.items()):
        print(f"{name:20} no table {sum(quiets)}/{len(quiets)}")
    every = [value for each in scores.values() for value in each]
    silent = [value for each in quiet.values() for value in each]
    print(f"tables {sum(every) / len(every):.3f}, exact {sum(v == 1 for v in every)}/{len(every)};", end=" ")
    print(f"no false table on {sum(silent)}/{len(silent)}; {1000 * seconds / count:.0f} ms a document")


if __name__ == "__main__":
    main()
