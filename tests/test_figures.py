"""Descriptions of pictures: from the facts beside the document, or asked for by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.document import Document, Figure, Text
from convert.errors import BadInput
from convert.figures import describe, undescribed
from convert.source import read_source
from convert.writers import Options
from convert.writers.html import body

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
BOOK = Document((Figure("a.png", ""), Figure("b.png", "A quay"), Figure("c.png", "", (Text("Map 1"),))))


def test_a_description_fills_what_is_empty_and_changes_nothing_else() -> None:
    described = describe(BOOK, {"a.png": "A bay", "b.png": "other"})
    assert [figure.alt for figure in described.children if isinstance(figure, Figure)] == ["A bay", "A quay", ""]


def test_each_picture_without_description_is_named_and_so_is_a_description_without_picture() -> None:
    messages = [finding.message for finding in undescribed(BOOK, {"z.png": "x"})]
    assert [message.split()[2] for message in messages[:2]] == ["a.png", "c.png"]
    assert "z.png" in messages[2]
    assert len(messages) == 3


def test_descriptions_stand_in_the_facts(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[figures]\n"a.png" = "A bay"\n')
    assert read_source(tmp_path / "a.md").figures == {"a.png": "A bay"}


def test_a_description_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[figures]\n"a.png" = 3\n')
    with pytest.raises(BadInput, match="figures"):
        read_source(tmp_path / "a.md")


def test_a_caption_names_a_picture_that_nobody_described() -> None:
    made = body(BOOK, options=Options(resources={"c.png": PNG}))
    assert 'alt="Map 1"' in made
    assert "2 pictures have no description." in made
