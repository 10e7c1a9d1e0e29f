"""Masters of many kinds through all writers and our own checks: nothing is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.build import publish, read_master
from convert.checks import CHECKS
from convert.writers import WRITERS

MASTERS = sorted((Path(__file__).parent / "masters").glob("*.md"))


@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.stem)
def test_own_checks_find_nothing(master: Path, tmp_path: Path) -> None:
    document = read_master(master)
    files = {".md": master.read_bytes(), **publish(document, WRITERS, master.parent)}
    for suffix, data in files.items():
        (tmp_path / f"{master.stem}{suffix}").write_bytes(data)
    for suffix in files:
        path = tmp_path / f"{master.stem}{suffix}"
        assert CHECKS[suffix]["own"]([path]) == {path: ()}


def test_the_masters_are_of_many_kinds() -> None:
    text = "".join(master.read_text(encoding="utf-8") for master in MASTERS)
    languages = {read_master(master).meta.language for master in MASTERS}
    assert len(MASTERS) >= 10
    assert {"en", "fr", "es", "de", "ar", "he"} <= languages
    assert all(mark in text for mark in ("|--", "```", "[^1]:", "{.pagebreak", "> ", "![", "{lang="))
