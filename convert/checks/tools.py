"""The field's own checkers, each run as its makers mean it: files in, faults out.

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

from convert.checks.verdict import Failed, Fault, Missing

HERE = Path(__file__).parent
SECONDS = 600  # for one checker on one file; Ace takes 10 on a short one


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


def nu(path: Path) -> tuple[Fault, ...]:
    """The Nu HTML Checker (https://validator.github.io/validator/); only errors count."""
    jar = part("node_modules/vnu-jar/build/dist/vnu.jar")
    output = _run(
        [program("java"), "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", path.resolve()]
    )
    return tuple(
        Fault(each["type"], each["message"], f"line {each.get('lastLine', '?')}")
        for each in _json(output)["messages"]
        if "error" in each["type"]
    )


def axe(path: Path) -> tuple[Fault, ...]:
    """axe-core in headless Chromium (https://github.com/dequelabs/axe-core): WCAG 2.2 A, AA, best practices."""
    part("node_modules/axe-core/axe.js")
    command: list[str | Path] = [
        program("node"),
        HERE / "axe.cjs",
        part("node_modules"),
        chromium(),
        path.resolve().as_uri(),
    ]
    return tuple(
        Fault(rule["id"], rule["help"], " ".join(map(str, node["target"])))
        for rule in _json(_run(command))
        for node in rule["nodes"]
    )


def epubcheck(path: Path) -> tuple[Fault, ...]:
    """EPUBCheck (https://www.w3.org/publishing/epubcheck/): fatal messages, errors and warnings."""
    output = _run(
        [program("java"), "-jar", part("epubcheck/epubcheck.jar"), path.resolve(), "--json", "-", "--quiet"]
    )
    return tuple(
        Fault(each["ID"], each["message"], _location(each))
        for each in _json(output)["messages"]
        if each["severity"] in ("FATAL", "ERROR", "WARNING")
    )


def _location(message: Mapping[str, Any]) -> str:
    places = [f"{place.get('path', '')}:{place.get('line', '')}" for place in message.get("locations", [])]
    return ", ".join(places[:3])


def ace(path: Path) -> tuple[Fault, ...]:
    """Ace by DAISY (https://daisy.github.io/ace/)."""
    command: list[str | Path] = [part("node_modules/.bin/ace-cli"), "--force", "--silent"]
    settings = {"PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    with TemporaryDirectory() as folder:
        said = _run([*command, "--outdir", folder, path.resolve()], settings)
        report = Path(folder, "report.json")
        if not report.is_file():
            raise Failed(said[-300:])
        found = _json(report.read_text(encoding="utf-8"))
    return tuple(
        Fault(
            each["earl:test"]["dct:title"],
            each["earl:result"]["dct:description"],
            group["earl:testSubject"]["url"],
        )
        for group in found["assertions"]
        for each in group["assertions"]
        if each["earl:result"]["earl:outcome"] == "fail"
    )


def verapdf(path: Path) -> tuple[Fault, ...]:
    """veraPDF's engine (https://verapdf.org/) on the rules of PDF/UA-1 and PDF/A-2a."""
    jar, driver = part("verapdf/engine.jar"), part("verapdf/VeraPdf.class").parent
    classes = f"{jar}{os.pathsep}{driver}"
    said = _run([program("java"), "-cp", classes, "VeraPdf", str(path.resolve()), "PDFUA-1", "PDFA-2A"])
    rows = [line.split("\t") for line in said.splitlines()]
    if ["done"] not in rows:
        raise Failed(said[-300:] or "it said nothing")
    return tuple(Fault(*row[1:]) for row in rows if row[0] == "fault")


def _run(command: Sequence[str | Path], settings: Mapping[str, str] | None = None) -> str:
    """What a program printed; its own exit code only says that it found something."""
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **(settings or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"took longer than {SECONDS} s") from error
    return (done.stdout or done.stderr).decode("utf-8", "replace")


def _json(text: str) -> Any:
    start = min((text.find(mark) for mark in "{[" if mark in text), default=-1)
    try:
        return json.JSONDecoder().raw_decode(text[start:])[0]
    except ValueError as error:
        raise Failed(text.strip()[-300:] or "it said nothing") from error
