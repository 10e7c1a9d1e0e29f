"""The sample's master and its text edition, whole, as they were last reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.markdown import write
from convert.pipeline import recover
from convert.writers import WRITERS, Options

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sources" / "a-res-72-188.txt"


@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_the_sample_comes_out_as_it_was_reviewed(suffix: str, update_golden: bool) -> None:
    document = recover(SAMPLE).document
    made = write(document).encode() if suffix == "md" else WRITERS["text"](document, Options())
    golden = HERE / f"{SAMPLE.stem}.{suffix}"
    if update_golden:
        golden.write_bytes(made)
    assert made == golden.read_bytes(), "if the change is meant: pytest tests/golden --update-golden"
