"""The tools that are measured: which there are, and their Markdown of a set of PDFs with what it cost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OURS = "reissue"
PEERS = (
    "liteparse",
    "pdf-inspector",
    "pymupdf4llm",
    "opendataloader",
    "edgeparse",
    "markitdown",
    "pdftotext",
    "pdfplumber",
)
TOOLS = (OURS, *PEERS)
WORKER = Path(__file__).with_name("worker.py")
TIMES = "times.json"
SAID = "stderr.txt"


@dataclass(frozen=True, slots=True)
class Made:
    """What a tool made: the folder of NAME.md, CPU seconds by name, and why it failed, by name."""

    tool: str
    folder: Path
    cpu: dict[str, float]
    failures: dict[str, str]


def python_of(tool: str, peers: Path | None) -> str:
    """The interpreter that runs a tool: ours this one, a peer that of the environment of peers."""
    if tool == OURS or peers is None:
        return sys.executable
    return str(peers / "bin" / "python")


def is_installed(tool: str, peers: Path | None) -> bool:
    """Whether the tool is there."""
    command = (python_of(tool, peers), str(WORKER), tool, ".")
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0


def make(
    tool: str, files: Sequence[Path], folder: Path, *, peers: Path | None, jobs: int, keep_furniture: bool
) -> Made:
    """The Markdown of each file in `folder`, by `jobs` processes side by side."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [python_of(tool, peers), str(WORKER), "--furniture", "keep" if keep_furniture else "drop"]
    command += [tool, str(folder)]
    shares = [share for start in range(jobs) if (share := files[start::jobs])]
    with (folder / SAID).open("w") as said:
        running = [
            subprocess.Popen([*command, *map(str, share)], stdout=subprocess.PIPE, stderr=said, text=True)
            for share in shares
        ]
    cpu: dict[str, float] = {}
    failures = {path.stem: "the tool died" for path in files}
    for process in running:
        for line in process.communicate()[0].splitlines():
            result = json.loads(line)
            cpu[result["name"]] = result["cpu"]
            failures[result["name"]] = result["failure"]
    failures = {name: failure for name, failure in failures.items() if failure}
    made = Made(tool, folder, cpu, failures)
    (folder / TIMES).write_text(json.dumps({"cpu": cpu, "failures": failures}, indent=1), encoding="utf-8")
    return made


def made_before(tool: str, folder: Path) -> Made | None:
    """What an earlier run of the tool left in `folder`, if it did."""
    times = folder / TIMES
    return Made(tool, folder, **json.loads(times.read_text(encoding="utf-8"))) if times.is_file() else None
