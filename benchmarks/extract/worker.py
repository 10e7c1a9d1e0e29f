"""Make Markdown from PDFs with one tool and say what each file cost: run by the Python that has the tool.

    PYTHON worker.py TOOL OUT [--furniture keep|drop] FILE...

Writes OUT/NAME.md for each file and prints a line of JSON for it: its name, the CPU seconds (its own and its
children's), and why it failed, if it did. The tool is loaded and has converted the first file once before the
clock starts, so nobody pays for imports; `opendataloader` starts a Java program and takes all files at once, so
its share of one start is in its figure. Recognition is off in every tool: only the text layer is read.

Needs nothing but the tool, so that each can live in an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

Convert = Callable[[Path], str]


def reissue(keep: bool) -> Convert:
    """Ours by its library, without the child process that guards it in use."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from convert.markdown import write
    from convert.pipeline import recover_pages
    from convert.readers.pdf import parse
    from convert.source import Source

    return lambda path: write(recover_pages(parse(path), Source(), keep_furniture=keep).document)


def liteparse(keep: bool) -> Convert:
    from liteparse import LiteParse

    parser = LiteParse(
        ocr_enabled=False, output_format="markdown", keep_headers_footers=keep, quiet=True, num_workers=1
    )
    return lambda path: str(parser.parse(str(path)).text)


def pdf_inspector(keep: bool) -> Convert:
    from pdf_inspector import process_pdf

    return lambda path: process_pdf(str(path)).markdown or ""


def pymupdf4llm(keep: bool) -> Convert:
    import pymupdf.layout  # noqa: F401  (its layout model, which comes with the package)
    from pymupdf4llm import to_markdown

    return lambda path: str(to_markdown(str(path), header=keep, footer=keep, use_ocr=False, show_progress=False))


def edgeparse(keep: bool) -> Convert:
    from edgeparse import convert

    return lambda path: convert(str(path), format="markdown", raster_table_ocr=False)


def markitdown(keep: bool) -> Convert:
    from markitdown import MarkItDown

    converter = MarkItDown(enable_plugins=False)
    return lambda path: str(converter.convert(str(path)).text_content)


def pdftotext(keep: bool) -> Convert:
    """Poppler's reading order; it knows no headings and no tables."""
    import subprocess

    command = ("pdftotext", "-enc", "UTF-8")
    return lambda path: subprocess.run(
        (*command, str(path), "-"), capture_output=True, check=True, text=True
    ).stdout.replace("\f", "\n\n")


def pdfplumber(keep: bool) -> Convert:
    """Its own text and tables, each table below the text of its page."""
    import pdfplumber as library

    def convert(path: Path) -> str:
        with library.open(path) as pdf:
            return "\n\n".join(part for page in pdf.pages for part in parts(page))

    def parts(page: library.page.Page) -> Iterator[str]:
        tables = page.find_tables()
        outside = page
        for table in tables:
            left, top, right, bottom = table.bbox
            if right - left > 1 and bottom - top > 1:
                outside = outside.outside_bbox(table.bbox, strict=False)
        yield outside.extract_text() or ""
        for table in tables:
            rows = [
                [" ".join((cell or "").split()).replace("|", "\\|") for cell in row] for row in table.extract()
            ]
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            yield "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])

    return convert


SINGLE: dict[str, Callable[[bool], Convert]] = {
    "reissue": reissue,
    "liteparse": liteparse,
    "pdf-inspector": pdf_inspector,
    "pymupdf4llm": pymupdf4llm,
    "edgeparse": edgeparse,
    "markitdown": markitdown,
    "pdftotext": pdftotext,
    "pdfplumber": pdfplumber,
}
"""The tools that take a file at a time; called with whether furniture stays, where a tool can choose."""

NEEDS = {
    "reissue": "pypdfium2",
    "liteparse": "liteparse",
    "pdf-inspector": "pdf_inspector",
    "opendataloader": "opendataloader_pdf",
    "pymupdf4llm": "pymupdf4llm",
    "edgeparse": "edgeparse",
    "markitdown": "markitdown",
    "pdfplumber": "pdfplumber",
}
"""The module that must be there for each tool."""


def installed(tool: str) -> bool:
    """Whether this Python has the tool."""
    from shutil import which

    if tool == "pdftotext":
        return which("pdftotext") is not None
    if tool == "opendataloader" and which("java") is None:
        return False
    return find_spec(NEEDS[tool]) is not None


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def one_by_one(convert: Convert, out: Path, files: Sequence[Path]) -> Iterator[dict[str, object]]:
    """Convert each file; a tool that fails on one has written nothing for it."""
    for number, path in enumerate((files[0], *files)):
        start, text, failure = cpu(), "", ""
        try:
            text = convert(path)
        except Exception as error:
            failure = f"{type(error).__name__}: {error}"[:200]
        if number:
            (out / f"{path.stem}.md").write_text(text, encoding="utf-8")
            yield {"name": path.stem, "cpu": cpu() - start, "failure": failure}


def opendataloader(keep: bool, out: Path, files: Sequence[Path]) -> Iterator[dict[str, object]]:
    """All files in one call; the cost is shared out evenly."""
    import opendataloader_pdf

    start = cpu()
    opendataloader_pdf.convert(
        [str(path) for path in files],
        output_dir=str(out),
        format="markdown",
        quiet=True,
        image_output="off",
        include_header_footer=keep,
    )
    share = (cpu() - start) / len(files)
    for path in files:
        failure = "" if (out / f"{path.stem}.md").is_file() else "wrote nothing"
        yield {"name": path.stem, "cpu": share, "failure": failure}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", choices=sorted(NEEDS | {"pdftotext": ""}))
    parser.add_argument("out", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--furniture", choices=("keep", "drop"), default="keep")
    arguments = parser.parse_args()
    if not installed(arguments.tool):
        sys.exit(3)
    if not arguments.files:
        return
    # What a library prints must not get between the lines of the report.
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    keep = arguments.furniture == "keep"
    if arguments.tool == "opendataloader":
        results = opendataloader(keep, arguments.out, arguments.files)
    else:
        results = one_by_one(SINGLE[arguments.tool](keep), arguments.out, arguments.files)
    for result in results:
        print(json.dumps(result), file=report, flush=True)


if __name__ == "__main__":
    main()
