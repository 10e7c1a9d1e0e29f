"""The words around a document: each language has each of them, and each is heard in its own language."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from convert.months import MONTHS
from convert.writers import WRITERS, Options
from convert.writers import words as module
from convert.writers.words import LANGUAGES, Words, is_date, load, long_date, words_for
from tests.writers.samples import EVERY_KIND

SHORT = 12  # characters of a word that two languages may share
NAMES = [each.name for each in fields(Words)]
IN_THE_HEAD = "self::title or self::meta or self::style or self::script"
XML = "{http://www.w3.org/XML/1998/namespace}lang"


def blanks(text: object) -> set[str]:
    return set(re.findall(r"\{\w*\}", str(text)))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_language_has_each_word_with_the_blanks_of_the_english_one_and_twelve_months(language: str) -> None:
    words, english = load(language), load("en")
    assert words.language == language
    assert {name: blanks(getattr(words, name)) for name in NAMES} == {
        name: blanks(getattr(english, name)) for name in NAMES
    }
    assert len(set(words.months)) == 12
    same = [name for name in NAMES if name != "day" and getattr(words, name) == getattr(english, name)]
    assert language == "en" or not [name for name in same if len(str(getattr(english, name))) > SHORT]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("skip = ", "slip = "), "skip, slip missing"),
        (('skip = "', 'skip = " '), "skip is not a text"),
        (("no_alt_count = [", 'no_alt_count = ["Eins", '), "no_alt_count is not a pair of texts"),
    ],
)
def test_a_file_with_a_word_too_few_or_of_another_shape_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], said: str
) -> None:
    text = (module.FOLDER / "de.toml").read_text(encoding="utf-8").replace(*change)
    (tmp_path / "de.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=said):
        load("de")


def test_a_language_without_words_has_the_english_ones() -> None:
    assert {words_for(tag).language for tag in ("hu", "zh-Hant", "zh-TW", "und", "", "no language")} == {"en"}
    assert {tag: words_for(tag).language for tag in ("pt-BR", "zh-Hans-CN", "AR")} == {
        "pt-BR": "pt",
        "zh-Hans-CN": "zh",
        "AR": "ar",
    }


def test_dates_are_written_in_words_only_where_they_are_dates() -> None:
    assert long_date("2017-12-09", words_for("en")) == "9 December 2017"
    assert long_date("2017-12-09", words_for("es")) == "9 de diciembre de 2017"
    assert long_date("1901-01-01", words_for("fr")) == "1er janvier 1901"
    assert long_date("2017-12-09", words_for("zh")) == "2017年12月9日"
    assert long_date("December 2017", words_for("en")) == "December 2017"
    assert not is_date("2017-02-30")


def test_every_language_of_the_words_has_months() -> None:
    assert MONTHS.keys() == LANGUAGES


# ── how they are heard ───────────────────────────────────────────────────────────────────────────────


def language(element: Any) -> str:
    """The language in which an element is read."""
    return next(
        (
            each.get("lang") or each.get(XML)
            for each in (element, *element.iterancestors())
            if each.get("lang") or each.get(XML)
        ),
        "",
    )


def pages(form: str, tag: str) -> list[Any]:
    """The pages of an edition of a document in this language."""
    document = replace(EVERY_KIND, meta=replace(EVERY_KIND.meta, language=tag))
    data = WRITERS[form](document, Options())
    if form == "html":
        return [etree.fromstring(data)]
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [etree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")]


def said(root: Any) -> set[tuple[str, str]]:
    """Each text and each name on a page, with the language that it is read in."""
    heard = set()
    for element in root.iter(etree.Element):
        if etree.QName(element).localname in ("head", "title", "meta", "style", "script"):
            continue
        parts = [element.text, element.get("aria-label"), element.get("alt"), *(kid.tail for kid in element)]
        heard |= {(part.strip(), language(element)) for part in parts if part and part.strip()}
    return heard


@pytest.mark.parametrize("form", ["html", "epub"])
def test_words_of_another_language_than_the_text_say_so(form: str) -> None:
    """What a page in German has otherwise than one in English is ours, and in Hungarian is read as English."""
    own = {text for root in pages(form, "en") for text, _ in said(root)}
    german = {text for root in pages(form, "de") for text, _ in said(root)}
    ours = own - german
    assert len(ours) > 15
    heard = {pair for root in pages(form, "hu") for pair in said(root) if pair[0] in ours}
    assert {text for text, _ in heard} == ours
    assert {tag for _, tag in heard} == {"en"}
