"""The single sheets that order and headings are measured on: made the same again, and read without a loss."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("rapidfuzz", reason="the grader needs rapidfuzz")

from benchmarks.extract.sheets.kinds import KINDS
from benchmarks.extract.sheets.run import compose, figures, press
from benchmarks.extract.typeset.shape import Shape, of_document
from convert.pipeline import recover


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_is_the_same_again_and_perfect_beside_itself(kind: str) -> None:
    one = compose(kind, "one")
    assert one.page == compose(kind, "one").page != compose(kind, "two").page
    assert figures(one.shape, one.shape) | {"head": 1.0} == {
        "order": 1.0,
        "text": 1.0,
        "block": 1.0,
        "head": 1.0,
        "missed": 0.0,
        "false": 0.0,
    }


def test_a_lost_heading_and_text_in_another_order_cost() -> None:
    whole = compose("paper", "one").shape
    cut = figures(whole, Shape(tuple(piece for piece in whole.pieces if piece.kind != "heading")))
    turned = figures(whole, Shape(whole.pieces[::-1]))
    assert cut["missed"] == sum(piece.kind == "heading" for piece in whole.pieces)
    assert (turned["order"] or 0.0) < 0.9


def test_a_slide_of_columns_is_read_column_by_column(tmp_path: Path) -> None:
    target = tmp_path / "slide.pdf"
    truth = press("slide-of-columns", "dev slide-of-columns-2", target)
    assert figures(truth, of_document(recover(target, keep_furniture=True).document))["order"] == 1.0
