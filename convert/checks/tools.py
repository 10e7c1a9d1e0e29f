"""The field's own checkers, each run once for all files as its makers mean it: files in, faults out.

They live in one folder, `.checkers` beside the project or where REISSUE_CHECKERS says; `.ci/checkers` fills it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote, urlsplit
from zipfile import BadZipFile, ZipFile

from convert.checks.pdf_structure import texts_at
from convert.checks.verdict import Answer, Answers, Failed, Fault, Missing

HERE = Path(__file__).parent
SECONDS = 600  # for one checker on each file; Ace takes 10 on a short one


def home() -> Path:
    """The folder of the checkers."""
    default = Path(__file__).parents[2] / ".checkers"
    return Path(os.environ.get("REISSUE_CHECKERS") or default).resolve()


def program(*names: str) -> str:
    """The path of the first of these programs that is installed. Raises Missing."""
    for name in names:
        if found := shutil.which(name):
            return found
    raise Missing(f"{names[0]} is not installed")


def part(name: str) -> Path:
    """A file in the checkers' folder. Raises Missing."""
    path = home() / name
    if not path.exists():
        raise Missing(f"{name.split('/')[-1]} is not in {home()}; `make checkers` gets it")
    return path


def chromium() -> str:
    """The browser, from CHROMIUM or the path."""
    return os.environ.get("CHROMIUM") or program("chromium", "chromium-browser", "google-chrome")


def nu(paths: Sequence[Path]) -> Answers:
    """The Nu HTML Checker (https://validator.github.io/validator/); only errors count."""
    jar = part("node_modules/vnu-jar/build/dist/vnu.jar")
    names = [path.resolve() for path in paths]
    output = _run(
        [program("java"), "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", *names], paths
    )
    found: dict[str, list[Fault]] = {str(path.resolve()): [] for path in paths}
    for each in _json(output)["messages"]:
        if "error" in each["type"]:
            path, line = unquote(urlsplit(each["url"]).path), f"line {each.get('lastLine', '?')}"
            found[path].append(Fault(each["type"], each["message"], line, each.get("extract", "")))
    return {each: tuple(faults) for each, faults in zip(paths, found.values(), strict=True)}


def axe(paths: Sequence[Path]) -> Answers:
    """axe-core in headless Chromium (https://github.com/dequelabs/axe-core): WCAG 2.2 A, AA, best practices."""
    part("node_modules/axe-core/axe.js")
    command: list[str | Path] = [program("node"), HERE / "axe.cjs", part("node_modules"), chromium()]
    output = _run([*command, *(path.resolve().as_uri() for path in paths)], paths)
    reports = [_json(line) for line in output.splitlines() if line.strip()]
    if len(reports) != len(paths):
        raise Failed(output[-300:] or "it said nothing")
    return {path: _violations(report) for path, report in zip(paths, reports, strict=True)}


def _violations(report: Any) -> Answer:
    if isinstance(report, dict):
        return Failed(str(report.get("error")))
    return tuple(
        Fault(rule["id"], rule["help"], " ".join(map(str, node["target"])), node.get("html", ""))
        for rule in report
        for node in rule["nodes"]
    )


def epubcheck(paths: Sequence[Path]) -> Answers:
    """EPUBCheck (https://www.w3.org/publishing/epubcheck/): fatal messages, errors and warnings."""
    classes = os.pathsep.join(map(str, (part("epubcheck/epubcheck.jar"), part("drivers/EpubCheck.class").parent)))
    with TemporaryDirectory() as folder:
        reports = [Path(folder, f"{number}.json") for number in range(len(paths))]
        pairs = [name for path, report in zip(paths, reports, strict=True) for name in (path.resolve(), report)]
        said = _run([program("java"), "-cp", classes, "EpubCheck", *pairs], paths)
        return {path: _messages(path, report, said) for path, report in zip(paths, reports, strict=True)}


def _messages(path: Path, report: Path, said: str) -> Answer:
    if not report.is_file():
        return Failed(said[-300:] or "it wrote no report")
    return tuple(
        Fault(each["ID"], each["message"], _location(each), _line_in_book(path, each))
        for each in _json(report.read_text(encoding="utf-8"))["messages"]
        if each["severity"] in ("FATAL", "ERROR", "WARNING")
    )


def _location(message: Mapping[str, Any]) -> str:
    places = [f"{place.get('path', '')}:{place.get('line', '')}" for place in message.get("locations", [])]
    return ", ".join(places[:3])


def _line_in_book(path: Path, message: Mapping[str, Any]) -> str:
    """The line of a file in the book that a message is about, "" if there is none."""
    place: dict[str, Any] = next(iter(message.get("locations", [])), {})
    try:
        with ZipFile(path) as book:
            lines = book.read(place["path"]).decode("utf-8", "replace").splitlines()
        return lines[max(int(place["line"]), 1) - 1]
    except (KeyError, IndexError, BadZipFile):
        return ""


def ace(paths: Sequence[Path]) -> Answers:
    """Ace by DAISY (https://daisy.github.io/ace/)."""
    part("node_modules/@daisy/ace-core/package.json")
    settings = {"PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    with TemporaryDirectory() as folder:
        outs = [Path(folder, str(number)) for number in range(len(paths))]
        pairs = [name for path, out in zip(paths, outs, strict=True) for name in (path.resolve(), out)]
        said = _run([program("node"), HERE / "ace.cjs", part("node_modules"), *pairs], paths, settings)
        return {path: _assertions(out / "report.json", said) for path, out in zip(paths, outs, strict=True)}


def _assertions(report: Path, said: str) -> Answer:
    if not report.is_file():
        return Failed(said[-300:] or "it wrote no report")
    return tuple(
        Fault(
            each["earl:test"]["dct:title"],
            each["earl:result"]["dct:description"],
            group["earl:testSubject"]["url"],
            str(each["earl:result"].get("html", "")),
        )
        for group in _json(report.read_text(encoding="utf-8"))["assertions"]
        for each in group["assertions"]
        if each["earl:result"]["earl:outcome"] == "fail"
    )


def verapdf(paths: Sequence[Path]) -> Answers:
    """veraPDF's engine (https://verapdf.org/) on the rules of PDF/UA-1 and PDF/A-2a."""
    classes = os.pathsep.join(map(str, (part("verapdf/engine.jar"), part("drivers/PdfCheck.class").parent)))
    command: list[str | Path] = [program("java"), "-cp", classes, "PdfCheck", "PDFUA-1,PDFA-2A"]
    rows = [line.split("\t") for line in _run([*command, *(path.resolve() for path in paths)], paths).splitlines()]
    starts = [number for number, row in enumerate(rows) if row[0] == "file"]
    if len(starts) != len(paths):
        raise Failed(" ".join(map(" ".join, rows))[-300:] or "it said nothing")
    ends = [*starts[1:], len(rows)]
    return {path: _failed_checks(path, rows[i:j]) for path, i, j in zip(paths, starts, ends, strict=True)}


def _failed_checks(path: Path, rows: Sequence[Sequence[str]]) -> Answer:
    if rows[-1] != ["done"]:
        return Failed(" ".join(rows[-1])[-300:])
    faults = [row[1:] for row in rows if row[0] == "fault"]
    texts = texts_at([fault[2] for fault in faults], path) if faults else []
    return tuple(
        Fault(rule, message, place, text) for (rule, message, place), text in zip(faults, texts, strict=True)
    )


def _run(command: Sequence[str | Path], paths: Sequence[Path], settings: Mapping[str, str] | None = None) -> str:
    """What a program printed; its own exit code only says that it found something."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **(settings or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS * len(paths),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"took longer than {SECONDS * len(paths)} s") from error
    return (done.stdout or done.stderr).decode("utf-8", "replace")


def _json(text: str) -> Any:
    start = min((text.find(mark) for mark in "{[" if mark in text), default=-1)
    try:
        return json.JSONDecoder().raw_decode(text[start:])[0]
    except ValueError as error:
        raise Failed(text.strip()[-300:] or "it said nothing") from error
