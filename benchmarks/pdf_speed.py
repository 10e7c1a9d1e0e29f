"""How fast PDFs are read, and what memory that takes, as they grow; beside other readers in the same run.

    python -m benchmarks.pdf_speed [--pages 100,1000,5000] [--peers PYTHON] [--most SECONDS] [--json]

The PDF is made here: twenty pages of prose with running heads and notes, 2,400 characters each, repeated. Each
tool reads it in a process of its own. Printed are pages a second of CPU (imports not counted), the highest memory
of the process in MB, and how much of that a thousand pages more cost. `reissue sheets` is characters to words and
drawings, `reissue lines` the whole reading as it runs in the child, nothing kept; `reissue reading` keeps the
pages, which the program needs for its proof. --peers names the Python of an environment with liteparse. A tool
that would take longer than --most seconds, by its pace on the shorter file, is left out. Memory is known on Linux
only, and not of pdftotext, which is a program of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

SHEETS = 20
WORDS = (
    "the committee examined accounts of each library and found that they had been kept with care by all members"
)


# ── what is measured, each in its own process ────────────────────────────────────────────────────────


def sheets(path: Path) -> int:
    from convert.readers.pdf.sheets import read_sheets

    return sum(len(piece.text) for sheet in read_sheets(path) for piece in sheet.pieces)


def lines(path: Path) -> int:
    from convert.readers.pdf.lines import ruled
    from convert.readers.pdf.parts import Part, parts_of

    parts = (part for part in parts_of(path, 10**6) if isinstance(part, Part))
    return sum(len(line.text) for part in parts for line in ruled(part.setting).page.lines)


def reading(path: Path) -> int:
    from convert.readers.pdf import parse

    return sum(len(line.text) for page in parse(path).pages for line in page.lines)


def pypdfium2_text(path: Path) -> int:
    import pypdfium2

    pdf, total = pypdfium2.PdfDocument(path), 0
    for number in range(len(pdf)):
        page = pdf[number]
        text = page.get_textpage()
        total += len(text.get_text_range())
        text.close()
        page.close()
    return total


def pdfplumber_text(path: Path) -> int:
    import pdfplumber

    total = 0
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            total += len(page.extract_text())
            page.close()
    return total


def liteparse_text(path: Path) -> int:
    from liteparse import LiteParse

    parser = LiteParse(ocr_enabled=False, output_format="text", quiet=True, num_workers=1, max_pages=10**6)
    return len(str(parser.parse(str(path)).text))


def pdftotext(path: Path) -> int:
    return len(subprocess.run(("pdftotext", str(path), "-"), capture_output=True, check=True).stdout)


TOOLS: dict[str, tuple[Callable[[Path], int], str]] = {
    "reissue sheets": (sheets, "pypdfium2"),
    "reissue lines": (lines, "pypdfium2"),
    "reissue reading": (reading, "pypdfium2"),
    "pypdfium2 text": (pypdfium2_text, "pypdfium2"),
    "pdfplumber text": (pdfplumber_text, "pdfplumber"),
    "liteparse text": (liteparse_text, "liteparse"),
    "pdftotext": (pdftotext, ""),
}
"""Each tool and the module that it needs."""


def measure_here(tool: str, path: Path, warm: Path) -> None:
    """The child's side: read once a short file so that everything is loaded, then the file; say what it took."""
    function, module = TOOLS[tool]
    if module and find_spec(module) is None:
        print(json.dumps(None))
        return
    function(warm)
    start = _cpu()
    characters = function(path)
    print(
        json.dumps(
            {
                "seconds": _cpu() - start,
                "memory": 0.0 if tool == "pdftotext" else _memory(),
                "characters": characters,
            }
        )
    )


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _memory() -> float:
    """The highest memory of this process in MB, 0 where the system does not tell; rusage has its parent's."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


# ── the run ──────────────────────────────────────────────────────────────────────────────────────────


def make(path: Path, pages: int) -> None:
    """A PDF of so many pages of prose, each different from its neighbours, with fonts embedded once."""
    import pikepdf
    import typst

    words = WORDS.split()
    body = []
    for sheet in range(SHEETS):
        text = " ".join(words[(7 * sheet + at * at + at) % len(words)] for at in range(400)).capitalize()
        body.append(f"{text[:1200]}.#footnote[See page {sheet} of the report.]\n\n{text[1200:]}.\n#pagebreak()\n")
    source = '#set page(header: [Report #h(1fr) Part one], numbering: "1")\n#set par(justify: true)\n' + "".join(
        body
    )
    made = path.with_name("made.typ")
    made.write_text(source, encoding="utf-8")
    typst.compile(made, output=path.with_name("short.pdf"), ignore_system_fonts=True)
    with pikepdf.open(path.with_name("short.pdf")) as short, pikepdf.new() as long:
        for number in range(pages):
            long.pages.append(short.pages[number % SHEETS])
        long.save(path)


def measured(tool: str, python: str, path: Path, warm: Path) -> dict[str, float] | None:
    """What a process of its own says; None if the tool is not installed."""
    command = (python, "-m", "benchmarks.pdf_speed", "--here", tool, str(path), str(warm))
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).resolve().parents[1])
    if done.returncode:
        print(f"{tool}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    found: dict[str, float] | None = json.loads(done.stdout)
    return found


def main() -> None:
    """Make the files, let each tool read them, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default="100,1000,5000")
    parser.add_argument("--peers", default="", help="the Python of an environment with liteparse")
    parser.add_argument("--most", type=float, default=600.0, help="seconds that a tool may take for one file")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--here", nargs=3, metavar=("TOOL", "FILE", "WARM"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        measure_here(arguments.here[0], Path(arguments.here[1]), Path(arguments.here[2]))
        return
    counts = sorted(map(int, arguments.pages.split(",")))
    found: dict[str, dict[int, dict[str, float]]] = {}
    with TemporaryDirectory() as folder:
        warm = Path(folder, "warm.pdf")
        make(warm, 2)
        for count in counts:
            path = Path(folder, f"{count}.pdf")
            make(path, count)
            for tool in TOOLS:
                before = found.get(tool, {})
                pace = max((each["seconds"] / pages for pages, each in before.items()), default=0.0)
                missing = tool == "pdftotext" and not shutil.which("pdftotext")
                if missing or pace * count > arguments.most or (count != counts[0] and not before):
                    continue
                python = arguments.peers if tool.startswith("liteparse") and arguments.peers else sys.executable
                if result := measured(tool, python, path, warm):
                    found.setdefault(tool, {})[count] = result
    if arguments.json:
        print(json.dumps(found, indent=1))
        return
    print(f"{'':18}" + "".join(f"{count:>10} pages p/s     MB" for count in counts) + "   MB a 1,000 more")
    for tool, results in found.items():
        cells = "".join(_cell(results.get(count), count) for count in counts)
        print(f"{tool:18}{cells}   {_growth(results):9.0f}")


def _cell(result: dict[str, float] | None, count: int) -> str:
    return f"{count / result['seconds']:21.1f} {result['memory']:6.0f}" if result else " " * 28


def _growth(results: dict[int, dict[str, float]]) -> float:
    """MB for a thousand pages more, between the shortest and the longest file."""
    least, most = min(results), max(results)
    if least == most:
        return 0.0
    return 1000 * (results[most]["memory"] - results[least]["memory"]) / (most - least)


if __name__ == "__main__":
    main()
