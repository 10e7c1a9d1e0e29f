"""Imports point one way: law 7, read from the syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "convert"
LAYERS = (
    ("errors",),
    ("files", "processes", "layout"),
    ("page",),
    ("boxes",),
    ("document", "ledger", "letters", "months"),
    ("draft",),
    ("source", "normal", "words", "profiles"),
    ("readers",),
    ("repairs",),
    ("structure",),
    ("markdown",),
    ("writers",),
    ("conservation",),
    ("pipeline",),
    ("site",),
    ("explain", "figures", "stamp", "build", "frame"),
    ("archive", "batch", "checks"),
    ("serve",),
    ("cli",),
    ("__main__",),
)
"""From the bottom up: a module imports from its own layer and those before it."""
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
MODULES = sorted(ROOT.rglob("*.py"))


def part(path: Path) -> str:
    """The part of the program a module belongs to: its package, or itself at the top."""
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The line and the part of each import from this program."""
    package = ("convert", *path.relative_to(ROOT).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            base = ".".join(filter(None, (base, node.module)))
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("convert.") and name.split(".")[1] in RANK:
                yield node.lineno, name.split(".")[1]


def test_each_part_of_the_program_has_its_layer() -> None:
    assert {part(path) for path in MODULES} - {"__init__"} <= set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_nothing_from_a_layer_above(path: Path) -> None:
    own = part(path)
    if own == "__init__":
        return
    up = [f"line {line}: {name}" for line, name in imported(path) if RANK[name] > RANK[own]]
    assert not up, f"{own} imports upwards: {up}"


def test_readers_know_only_pages_and_writers_only_the_document() -> None:
    known = {
        "readers": {"errors", "files", "processes", "page", "boxes", "words", "readers"},
        "writers": {"errors", "processes", "document", "letters", "months", "normal", "words", "writers"},
    }
    for path in MODULES:
        if allowed := known.get(part(path)):
            strangers = {name for _, name in imported(path)} - allowed
            assert not strangers, f"{path.relative_to(ROOT)} imports {strangers}"
