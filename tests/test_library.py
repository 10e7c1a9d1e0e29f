"""The examples of docs/library.md, run as they stand."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import convert

ROOT = Path(__file__).parents[1]
TEXT = "Report on libraries\n\n1. The board met in the spring of the year.\n\n2. It decided nothing, and rose.\n"


def test_the_examples_run(tmp_path: Path) -> None:
    page = (ROOT / "docs/library.md").read_text(encoding="utf-8")
    (tmp_path / "report.txt").write_text(TEXT)
    (tmp_path / "examples.py").write_text("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)))
    done = subprocess.run(
        [sys.executable, "examples.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "nothing.pdf: cannot be read" in done.stdout
    assert "report built" in done.stdout
    assert (tmp_path / "report.html").is_file()
    assert (tmp_path / "editions/report/report.txt").is_file()


@pytest.mark.parametrize("name", convert.__all__)
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(convert, name)


def test_no_other_name_is() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = convert.nonsense
