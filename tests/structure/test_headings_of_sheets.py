"""Headings told by what stands around them: boxes, chapter numbers, heads of two parts, lines without text."""

from __future__ import annotations

from pathlib import Path

from convert.document import Heading, plain
from convert.page import Box, Line
from convert.pipeline import recover
from convert.structure.blocks import Block
from convert.structure.headings.context import heading_nothing
from tests.readers.test_pdf import PROSE, typeset


def headings(folder: Path, source: str) -> list[str]:
    document = recover(typeset(folder, source), keep_furniture=True).document
    return [plain(block) for block in document.children if isinstance(block, Heading)]


def columns(*texts: str) -> str:
    return f"#grid(columns: {len(texts)}, column-gutter: 3em, " + ", ".join(f"[{text}]" for text in texts) + ")"


def test_first_lines_of_boxes_in_one_colour_are_headings(tmp_path: Path) -> None:
    head = "#text(fill: blue)[{}]#v(.6em)#text[{}]"
    source = columns(*(head.format(f"What branch {n} does", f"{PROSE} {PROSE}") for n in ("one", "two", "three")))
    assert headings(tmp_path, source) == ["What branch one does", "What branch two does", "What branch three does"]


def test_one_coloured_line_is_no_heading(tmp_path: Path) -> None:
    assert headings(tmp_path, f"{PROSE}\n\n#text(fill: blue)[What branch one does]#v(.6em)#text[{PROSE}]") == []


def test_the_number_of_a_chapter_belongs_to_its_title(tmp_path: Path) -> None:
    source = f"#text(20pt)[*4*]#v(1em)#text(20pt)[*The lower river*]#v(2em)\n{PROSE * 5}"
    assert headings(tmp_path, source) == ["4 The lower river"]


def test_a_running_head_of_two_parts_is_no_heading(tmp_path: Path) -> None:
    head = "#set page(header: [#text(14pt)[*The lower river* #h(1fr) *35*]])\n"
    assert headings(tmp_path, f"{head}{PROSE * 5}\n\n#text(16pt)[*Weirs*]\n\n{PROSE * 5}") == ["Weirs"]


def block(number: int, region: int) -> Block:
    return Block("paragraph", (Line(1, number, "Some words", box=Box(0, 0, 9, 9), region=region),))


def test_a_heading_that_ends_its_box_right_below_another_heads_nothing() -> None:
    boxes = [block(1, 1), block(2, 1), block(3, 2), block(4, 2), block(5, 2)]
    assert list(heading_nothing(boxes, {0, 1, 2})) == [1]
    assert list(heading_nothing(boxes, {0, 2, 3})) == []
