"""Running heads, feet and folios against the text that looks like them."""

from __future__ import annotations

from pathlib import Path

from convert.page import lines_of
from tests.readers.test_pdf import PROSE, parsed

HEADED = "#set page(header: [_{}_ #h(1fr) #context counter(page).display()], height: 12cm)\n"


def test_a_heading_with_the_words_of_the_running_head_stays(tmp_path: Path) -> None:
    pages = "\n#pagebreak()\n".join(f"= The lower river\n{PROSE * 2}" for _ in range(3))
    lines = tuple(
        lines_of(parsed(tmp_path, HEADED.replace("{}", "The lower river") + pages).pages, furniture=True)
    )
    assert [line.role for line in lines if line.text == "The lower river"].count("body") == 3
    assert sum(line.role == "head" for line in lines) == 3


def test_folios_in_words_are_furniture(tmp_path: Path) -> None:
    foot = "#set page(footer: align(center)[– #context counter(page).display() –], height: 12cm)\n"
    pages = "\n#pagebreak()\n".join(f"{PROSE * 2}{name}" for name in ("one", "two", "three"))
    lines = tuple(lines_of(parsed(tmp_path, foot + pages).pages, furniture=True))
    assert [line.text for line in lines if line.role == "folio"] == ["– 1 –", "– 2 –", "– 3 –"]


def test_numbers_that_open_the_text_of_pages_are_text(tmp_path: Path) -> None:
    pages = "\n#pagebreak()\n".join(f"{number}. {PROSE * 2}" for number in (1, 2, 3))
    lines = tuple(lines_of(parsed(tmp_path, "#set page(height: 12cm)\n" + pages).pages, furniture=True))
    assert all(line.role == "body" for line in lines)
