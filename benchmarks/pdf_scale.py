"""How a PDF's cost grows with its pages: reissue beside plain WeasyPrint and Typst, same report, same run.

    .venv/bin/python benchmarks/pdf_scale.py [--pages 10,100,200,450,900] [--runs N] [--json]

Each figure is of a whole process with its children: processor seconds (the least of the runs), wall seconds of
that run, and the peak of the memory of all of them together (PSS, sampled). WeasyPrint gets the same HTML, styles
and writes its own PDF/UA-1; Typst gets the same text in its own language. Its pages differ: compare documents.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.reports import report
from convert.document import Block, Document, Heading, Item, List, NoteRef, Paragraph, Table, Text, plain
from convert.markdown import write as write_markdown
from convert.writers import Options, html
from convert.writers.pdf.page import html_page, stylesheets

SECTIONS_A_PAGE = 0.92  # of the report; measured
SAMPLE = 0.1  # seconds between two looks at the memory

WEASYPRINT = """
import sys, weasyprint
weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant="pdf/ua-1")
"""
TYPST = """
import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], pdf_standards="ua-1")
"""


class Run(NamedTuple):
    """What one process cost, and the pages of the PDF it made."""

    processor: float  # seconds
    wall: float  # seconds
    memory: float  # MB, of all its processes together
    largest: float  # MB, of its largest process
    pages: int
    size: int  # bytes


def commands(document: Document, work: Path) -> dict[str, tuple[Sequence[str | Path], Path]]:
    """What is measured, by name: the command, and the PDF it writes."""
    master, page, source = work / "report.md", work / "report.html", work / "report.typ"
    master.write_text(write_markdown(document), encoding="utf-8")
    styles = stylesheets(document.meta, opening=True, whole=True, divided=True)
    body = html.body(document, notes="foot", contents=False)
    styled = html_page(body, document.meta, Options()).replace(
        "</head>", f"<style>{' '.join(styles)}</style></head>"
    )
    page.write_text(styled, encoding="utf-8")
    ours = [sys.executable, "-m", "convert", "publish", master, "--to", "pdf", "--out", work, "--quiet"]
    plain_ = work / "weasyprint.pdf"
    table: dict[str, tuple[Sequence[str | Path], Path]] = {
        "reissue": (ours, work / "report.pdf"),
        "WeasyPrint": ([sys.executable, "-c", WEASYPRINT, page, plain_], plain_),
    }
    if find_spec("typst"):
        source.write_text(typst_source(document), encoding="utf-8")
        table["Typst"] = ([sys.executable, "-c", TYPST, source, work / "typst.pdf"], work / "typst.pdf")
    return table


def typst_source(document: Document) -> str:
    """The report in Typst's language, set in the same face and size, notes at the foot."""
    notes = {note.id: plain(note) for note in document.notes}
    lines = [
        f'#set document(title: "{document.meta.title}")',
        '#set text(lang: "en", font: "Liberation Serif", size: 11.5pt, hyphenate: true)',
        '#set page(paper: "a4", margin: (x: 35.5mm, y: 27mm), numbering: "1")',
    ]
    return "\n".join([*lines, *typst_blocks(document.children, notes)])


def typst_blocks(blocks: Sequence[Block], notes: Mapping[str, str]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level):
                yield f"{'=' * level} {plain(block)}\n"
            case Paragraph():
                yield f"{typst_text(block, notes)}\n"
            case List(items):
                yield from (typst_item(item, notes) for item in items)
            case Table(rows):
                cells = "".join(f"[{plain(cell)}], " for row in rows for cell in row.children)
                yield f"#table(columns: {len(rows[0].children)}, {cells})\n"


def typst_item(item: Item, notes: Mapping[str, str]) -> str:
    inside = "\n".join(typst_blocks(item.children, notes))
    return f"#terms.item[{item.label}][{inside}]"


def typst_text(paragraph: Paragraph, notes: Mapping[str, str]) -> str:
    parts = []
    for inline in paragraph.children:
        if isinstance(inline, NoteRef):
            parts.append(f"#footnote[{notes[inline.id]}]")
        else:
            parts.append(inline.text if isinstance(inline, Text) else plain(inline))
    return "".join(parts)


def measure(command: Sequence[str | Path], made: Path) -> Run:
    """Run a command and see what it costs."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = largest = 0.0
    while process.poll() is None:
        sizes = list(memory(process.pid))
        peak, largest = max(peak, sum(sizes)), max(largest, *sizes, 0.0)
        time.sleep(SAMPLE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(processor, time.perf_counter() - start, peak, largest, count_pages(made), made.stat().st_size)


def memory(process: int) -> Iterator[float]:
    """The memory of a process and each below it, in MB: its own, and its share of what is shared."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        yield int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1]) / 1024
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        children = [child for task in tasks for child in (task / "children").read_text().split()]
    except (OSError, StopIteration):  # it has just ended
        return
    for child in children:
        yield from memory(int(child))


def count_pages(path: Path) -> int:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def exponent(one: Run, other: Run) -> float:
    """How cost grows from one run to the other: seconds as pages to the power of this."""
    return math.log(other.processor / one.processor) / math.log(other.pages / one.pages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default="10,100,200,450,900", help="about how many, with commas")
    parser.add_argument("--runs", type=int, default=1, help="of each up to 20 pages; longer ones run once")
    parser.add_argument("--only", default="", help="names, with commas")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    results: dict[str, list[Run]] = {}
    for pages in map(int, arguments.pages.split(",")):
        with TemporaryDirectory() as folder:
            table = commands(report(max(1, round(pages * SECTIONS_A_PAGE))), Path(folder))
            for turn in range(arguments.runs if pages <= 20 else 1):
                for name, (command, made) in table.items():
                    if arguments.only and name not in arguments.only.split(","):
                        continue
                    run = measure(command, made)
                    print(f"{name:10} {pages:4} turn {turn}: {run.processor:.2f} s", file=sys.stderr, flush=True)
                    best = results.setdefault(name, [])
                    if turn == 0:
                        best.append(run)
                    elif run.processor < best[-1].processor:
                        best[-1] = run
    if arguments.json:
        print(json.dumps({name: [run._asdict() for run in runs] for name, runs in results.items()}, indent=1))
        return
    print(
        f"{os.cpu_count()} processors\n\n|  | pages | processor s | wall s | all MB | largest MB | kB | exponent |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, runs in results.items():
        for before, run in zip([None, *runs], runs, strict=False):
            grown = f"{exponent(before, run):.2f}" if before else ""
            print(
                f"| {name} | {run.pages} | {run.processor:.1f} | {run.wall:.1f} | {run.memory:.0f} "
                f"| {run.largest:.0f} | {run.size // 1000} | {grown} |"
            )


if __name__ == "__main__":
    main()
