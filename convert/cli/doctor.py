"""`reissue doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import argparse
import ctypes.util
import json
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from convert import __version__
from convert.checks import tools
from convert.checks.verdict import Missing
from convert.cli.talk import Talk
from convert.errors import MissingDependency
from convert.readers.ocr import engine

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
"""Libraries that WeasyPrint loads, and Debian's packages of them."""
FONTS = {"LiberationSerif-Regular.ttf": "fonts-liberation", "DejaVuSans.ttf": "fonts-dejavu-core"}
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
PROGRAMS = {"java": "default-jre-headless", "node": "nodejs", "chromium": "chromium"}
CHECKERS = {
    "nu": "node_modules/vnu-jar",
    "axe": "node_modules/axe-core",
    "ace": "node_modules/.bin/ace-cli",
    "epubcheck": "epubcheck/epubcheck.jar",
    "verapdf": "drivers/PdfCheck.class",
}


class Symptom(NamedTuple):
    """One thing looked for: what was found ("" if nothing), whether it is needed, and the remedy."""

    name: str
    found: str
    needed: bool
    remedy: str


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Print what was found; exit 3 if something needed is missing."""
    symptoms = [*_python(), *_packages(), *_system(), *_programs(), *_recogniser(), *_checkers()]
    if arguments.json:
        print(json.dumps([symptom._asdict() for symptom in symptoms], indent=1))
    else:
        for symptom in symptoms:
            print(_row(symptom))
    ill = [symptom.name for symptom in symptoms if symptom.needed and not symptom.found]
    if ill:
        talk.fail(f"needed and missing: {', '.join(ill)}")
        return MissingDependency.exit_code
    talk.say("everything that reissue needs is there")
    return 0


def _row(symptom: Symptom) -> str:
    if symptom.found:
        return f"ok        {symptom.name:22} {symptom.found}"
    return f"{'MISSING ' if symptom.needed else 'optional'}  {symptom.name:22} {symptom.remedy}"


def _python() -> Iterator[Symptom]:
    yield Symptom("reissue", __version__, True, "")
    new_enough = sys.version_info >= (3, 11)
    yield Symptom("Python", platform.python_version() if new_enough else "", True, "install Python 3.11 or newer")


def _packages() -> Iterator[Symptom]:
    """The libraries that the distribution says it requires."""
    try:
        requirements = metadata.requires("reissue") or []
    except metadata.PackageNotFoundError:
        yield Symptom("reissue's metadata", "", True, "install reissue: pip install -e .")
        return
    for requirement in requirements:
        if "extra ==" not in requirement:
            name = re.split(r"[^\w.-]", requirement)[0]
            yield Symptom(name, _version(name), True, f"pip install '{requirement}'")


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _system() -> Iterator[Symptom]:
    for library, package in LIBRARIES.items():
        yield Symptom(library, ctypes.util.find_library(library) or "", True, f"apt install {package}")
    for file, package in FONTS.items():
        found = next((str(path) for folder in FONT_FOLDERS for path in folder.rglob(file)), "")
        yield Symptom(file, found, True, f"apt install {package}")


def _programs() -> Iterator[Symptom]:
    for name, package in PROGRAMS.items():
        try:
            found = tools.chromium() if name == "chromium" else tools.program(name)
        except Missing:
            found = ""
        yield Symptom(name, found, False, f"apt install {package}")


def _recogniser() -> Iterator[Symptom]:
    """What is needed for scans: the engine, and its data for each language."""
    for name in ("tesserocr", "numpy"):
        yield Symptom(name, _version(name), False, "pip install 'reissue[ocr]', for scans")
    for name in (*engine.LANGUAGES.values(), "osd"):
        found = engine.data_folder()
        file = found / f"{name}.traineddata" if found else None
        shown = str(file) if file and file.is_file() else ""
        yield Symptom(f"tesseract {name}", shown, False, f"apt install tesseract-ocr-{name}, for scans")


def _checkers() -> Iterator[Symptom]:
    for name, file in CHECKERS.items():
        path = tools.home() / file
        yield Symptom(name, str(path) if path.exists() else "", False, "make checkers")
