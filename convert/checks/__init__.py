"""Checkers of editions: our own, which always run, and the field's, which run where they are installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from convert.checks.verdict import Failed, Fault, Missing, Verdict

Check: TypeAlias = Callable[[Path], tuple[Fault, ...]]


def _check(module: str, name: str) -> Check:
    def check(path: Path) -> tuple[Fault, ...]:
        faults: tuple[Fault, ...] = getattr(import_module(f"convert.checks.{module}"), name)(path)
        return faults

    return check


CHECKS: Mapping[str, Mapping[str, Check]] = {
    ".html": {"own": _check("html", "check_html"), "nu": _check("tools", "nu"), "axe": _check("tools", "axe")},
    ".epub": {
        "own": _check("epub", "check_epub"),
        "epubcheck": _check("tools", "epubcheck"),
        "ace": _check("tools", "ace"),
    },
    ".pdf": {"own": _check("pdf", "check_pdf"), "verapdf": _check("tools", "verapdf")},
    ".md": {"own": _check("plain", "check_markdown")},
    ".txt": {"own": _check("plain", "check_text")},
    ".json": {"own": _check("plain", "check_json")},
}
"""The checks of a kind of file, by name."""


def check_files(paths: Iterable[Path]) -> Iterator[Verdict]:
    """The verdict of each check of each file; a checker that is not installed gives one that says so."""
    for path in paths:
        for name, check in CHECKS[path.suffix.lower()].items():
            try:
                yield Verdict(name, path, check(path))
            except Missing as missing:
                yield Verdict(name, path, missing=str(missing))
            except Failed as failure:  # no verdict is no pass
                yield Verdict(name, path, (Fault("checker-failed", str(failure)),))
