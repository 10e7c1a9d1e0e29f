"""Hebrew and Arabic: what two programs set is read back with numbers, Latin words and brackets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from convert.document import Document, Meta, Paragraph, Text
from convert.page import Box
from convert.readers.pdf import parse
from convert.readers.pdf.glyphs.leftward import has_forms, without_forms
from convert.readers.pdf.glyphs.pieces import Run, Style
from convert.readers.pdf.glyphs.spelling import spelled
from convert.writers import WRITERS, Options

HEBREW = (
    "המועצה נפגשה בנמל (Saltby Port) בשנת 1901.",
    "החליטה לתקן את [המגדלור], ואמרה: יש 3,412 אוניות.",
    "מהן 95% בשטח (ראו סעיף 4); בתאריך 12.5.1902.",
    "הוא קרא את Act 22 of Aldmouth אחרי הצהריים.",
)
ARABIC = (
    "اجتمع المجلس في الميناء عام 1901 (انظر المادة 4).",
    "وقرر إصلاح المنارة الأولى، ثم قال الأمين: لا.",
    "لا شيء في Saltby Port هذا العام؛ والعدد 3,412.",
    "الفصل [2] من الباب ١٢.",
)


def by_our_writer(language: str, texts: tuple[str, ...]) -> bytes:
    blocks = tuple(Paragraph((Text(text),)) for text in texts)
    return WRITERS["pdf"](Document(blocks, (), Meta(title="T", language=language)), Options(source_date_epoch=0))


def by_typst(language: str, texts: tuple[str, ...]) -> bytes:
    typst = pytest.importorskip("typst")
    escaped = "\n\n".join(text.replace("[", "\\[").replace("]", "\\]") for text in texts)
    page = f'#set page(width: 500pt, height: 400pt)\n#set text(lang: "{language}", font: "DejaVu Sans")\n{escaped}'
    made: bytes = typst.compile(page.encode())
    return made


@pytest.mark.parametrize("press", [by_our_writer, by_typst])
@pytest.mark.parametrize(("language", "texts"), [("he", HEBREW), ("ar", ARABIC)], ids=["Hebrew", "Arabic"])
def test_sentences_are_read_back_as_they_were_written(
    press: Callable[[str, tuple[str, ...]], bytes], language: str, texts: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "x.pdf").write_bytes(press(language, texts))
    found = [line.text for line in parse(tmp_path / "x.pdf").pages[0].lines if line.role == "body"]
    assert [text for text in texts if text not in found] == []


def run(text: str, start: float, width: float = 6.0) -> Run:
    box = Box(start, 0, start + width, 10)
    return Run(text, start, start + width, 8, box, Style("F", 10, False, False, 0), 0, False, False)


def test_shapes_of_letters_are_read_as_letters() -> None:
    ligature = run("\ufefb", 10)  # lam with alef, alone
    assert has_forms(ligature)
    assert without_forms(ligature).text == "\u0644\u0627"
    assert not has_forms(run("\u0644", 10))
    assert not has_forms(run("\ufb01", 10))  # a ligature of Latin letters is none of them


def test_points_follow_the_letter_that_they_stand_on() -> None:
    word = [run("\u05d1", 10), run("\u05d0", 20), run("\u05b8", 22, 1)]  # from left to right
    assert spelled(word) == "\u05d0\u05b8\u05d1"
