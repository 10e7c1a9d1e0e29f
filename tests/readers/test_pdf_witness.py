"""pdfplumber as an independent witness: it reads the same letters from a PDF as we do, by a parser of its own."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from unicodedata import normalize

import pdfplumber
import pytest

from convert.readers.pdf import parse

SAMPLES = sorted((Path(__file__).parents[2] / "sources").glob("*.pdf"))
FEW = 0.005
"""Share of the letters of a file in which the two may differ: glyphs without a character, read by other rules."""


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in normalize("NFKC", text) if not letter.isspace())


def differing(path: Path) -> float:
    """The share of the letters that only one of the two reads."""
    with pdfplumber.open(path) as pdf:
        theirs = sum((letters(page.extract_text() or "") for page in pdf.pages), Counter[str]())
    ours = sum((letters(line.text) for page in parse(path).pages for line in page.lines), Counter[str]())
    return ((theirs - ours).total() + (ours - theirs).total()) / max(1, theirs.total())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_read_the_same_letters(path: Path) -> None:
    assert differing(path) <= FEW


def test_both_read_the_same_letters_of_a_corpus() -> None:
    if "REISSUE_CORPUS" not in os.environ:
        pytest.skip("REISSUE_CORPUS names no corpus")
    paths = sorted(Path(os.environ["REISSUE_CORPUS"]).glob("*/*.pdf"))
    assert paths
    assert {path.stem: differing(path) for path in paths if differing(path) > FEW} == {}
