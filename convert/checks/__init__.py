"""Checkers of editions: our own, which always run, and the field's, which run where they are installed.

A checker gets all files at once, so that a Java machine or a browser starts once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from convert.checks.verdict import Answers, Failed, Fault, Missing, Verdict

Check: TypeAlias = Callable[[Sequence[Path]], Answers]


def _own(module: str, name: str) -> Check:
    """A check of our own, which takes file after file."""

    def check(paths: Sequence[Path]) -> Answers:
        function = getattr(import_module(f"convert.checks.{module}"), name)
        return {path: function(path) for path in paths}

    return check


def _tool(name: str) -> Check:
    """A checker of the field."""

    def check(paths: Sequence[Path]) -> Answers:
        answers: Answers = getattr(import_module("convert.checks.tools"), name)(paths)
        return answers

    return check


CHECKS: Mapping[str, Mapping[str, Check]] = {
    ".html": {"own": _own("html", "check_html"), "nu": _tool("nu"), "axe": _tool("axe")},
    ".epub": {"own": _own("epub", "check_epub"), "epubcheck": _tool("epubcheck"), "ace": _tool("ace")},
    ".pdf": {"own": _own("pdf", "check_pdf"), "verapdf": _tool("verapdf")},
    ".md": {"own": _own("plain", "check_markdown")},
    ".txt": {"own": _own("plain", "check_text")},
    ".json": {"own": _own("plain", "check_json")},
    ".xml": {"own": _own("tei", "check_tei"), "tei": _own("tei", "validate")},
}
"""The checks of a kind of file, by name."""


def check_files(paths: Iterable[Path]) -> Iterator[Verdict]:
    """The verdict of each check of each file; a checker that is not installed gives one that says so."""
    kinds: dict[str, list[Path]] = {}
    for path in paths:
        kinds.setdefault(path.suffix.lower(), []).append(path)
    for suffix, files in kinds.items():
        for name, check in CHECKS[suffix].items():
            yield from _verdicts(name, check, files)


def _verdicts(name: str, check: Check, files: Sequence[Path]) -> Iterator[Verdict]:
    try:
        answers = check(files)
    except Missing as missing:
        yield from (Verdict(name, path, missing=str(missing)) for path in files)
        return
    except Failed as failure:
        answers = dict.fromkeys(files, failure)
    for path in files:
        answer = answers.get(path, Failed("it gave no verdict on this file"))
        if isinstance(answer, Failed):  # no verdict is no pass
            answer = (Fault("checker-failed", str(answer)),)
        yield Verdict(name, path, answer)
