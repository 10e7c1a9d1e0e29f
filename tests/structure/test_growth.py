"""Work grows with the text and not with its square, whatever the text is made of. Work is counted, not timed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.recovery_speed import HOSTILE
from convert.markdown import write
from convert.pipeline import recover
from tests.work import Work

SMALL, TIMES = 1_200, 4
"""Bytes of the smaller text, and how many times as large the other is."""
LINEAR = 1.6
"""Times the linear growth that is still taken for it: pages and lines do not fill evenly."""


def work(text: str, path: Path) -> int:
    path.write_text(text, encoding="utf-8")
    with Work() as done:
        write(recover(path).document)
    return done.lines


@pytest.mark.parametrize("shape", HOSTILE)
def test_work_grows_with_the_text(shape: str, tmp_path: Path) -> None:
    make, path = HOSTILE[shape], tmp_path / "text.txt"
    work(make(SMALL), path)  # so that what is worked out once is
    small, large = (work(make(size), path) for size in (SMALL, TIMES * SMALL))
    assert large < LINEAR * TIMES * small
