"""All faults of a tagged PDF in words, by the checks that `reissue check` runs."""

from __future__ import annotations

import io

import pikepdf

from convert.checks.pdf_measure import compare
from convert.checks.pdf_rules import off_page, rules
from convert.checks.pdf_structure import Structure

__all__ = ["Structure", "faults", "languages"]


def faults(data: bytes, body: str | None = None) -> list[str]:
    """All that is wrong with a tagged PDF; with the HTML body it was made from, also what is missing in it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        structure = Structure(pdf)
        found = [*rules(structure), *off_page(data), *([] if body is None else compare(structure, body))]
    return [f"{fault.place} {fault.message}".strip() for fault in found]


def languages(structure: Structure) -> set[str]:
    return {element.language for element in structure.root.walk()}
