"""The benchmark of single pages, with a small scorer in place of the folder's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.extract.run import load_scorer, mean, row, score
from benchmarks.extract.tools import TIMES, Made, is_installed, made_before, make

SCORER = """
def plain(text): return text
def tables_to_html(text): return text
def table_tree(text): return True if "|" in text else None
def score(truth, guess): return float(truth == guess), float("|" in guess) if "|" in truth else None, None
"""


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    """A folder of the benchmark: two pages, one with a table."""
    (tmp_path / "truth").mkdir()
    (tmp_path / "score").write_text(SCORER)
    (tmp_path / "truth" / "a.md").write_text("text")
    (tmp_path / "truth" / "b.md").write_text("| a |")
    return tmp_path


def test_figures_tables_and_missing_pages(extract: Path) -> None:
    """A page's `all` is the mean of what it has; a page that was not made counts 0 and misses its table."""
    made = extract / "made"
    made.mkdir()
    (made / "a.md").write_text("| made up |")
    one, other = score(load_scorer(extract), extract, Made("tool", made, {}, {}), ["a", "b"])
    assert (one.values["all"], one.table, one.table_found) == (0.0, False, True)
    assert (other.values["all"], other.table, other.table_found) == (0.0, True, False)
    assert mean([one, other], "MHS") == 0
    best = row(load_scorer(extract), "b", "| a |", "| a |")
    assert best.values == {"NID": 1.0, "TEDS": 1.0, "MHS": None, "all": 1.0}
    assert mean([one, best], "TEDS") == 1.0


def test_a_file_that_fails_is_named_and_made_empty(tmp_path: Path) -> None:
    """Ours is run as the others are, by a worker; what it says is kept for the next run."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing\n%%EOF\n")
    made = make("reissue", [broken], tmp_path / "out", peers=None, jobs=1, keep_furniture=True)
    assert "broken" in made.failures
    assert (made.folder / "broken.md").read_text() == ""
    assert made.cpu["broken"] >= 0
    assert (made.folder / TIMES).is_file()
    assert made_before("reissue", made.folder) == made


def test_what_is_not_installed_is_not_run() -> None:
    """A tool that this Python lacks is said to be missing, not counted as bad."""
    assert is_installed("reissue", None)
    assert not is_installed("opendataloader", None)
