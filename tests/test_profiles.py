"""Profiles: kinds of documents as data, found by their signs, named or refused by a person, checked on load."""

from __future__ import annotations

from pathlib import Path

import pytest

from convert.document import Span, walk
from convert.errors import BadInput
from convert.page import Reading
from convert.pipeline import Recovered, recover_pages
from convert.profiles import find_profile, names, profiles, read_profile
from convert.source import Source, read_source
from tests.structure.samples import pages_of

FILE = Path("kind.toml")
SOUND = "title = 'a kind'\n[evidence]\nneeds = 1\nsigns = ['^Kind']\n"
RESOLUTION = """United Nations

General Assembly Distr.: General

Resolution adopted by the General Assembly

The General Assembly,

Recalling the rule of the house, and mindful of what was said in May,

1. Requests the clerk to keep the minutes of what was said."""


def test_each_kind_that_comes_with_the_program_is_sound_and_has_signs_to_spare() -> None:
    assert {each.name for each in profiles()} == {"judgment", "report", "statute", "treaty", "un-resolution"}
    assert all(1 < each.needs < len(each.signs) for each in profiles())


def test_a_kind_is_found_by_its_signs_and_named() -> None:
    found = recovered()
    assert [each.message for each in found.findings] == [
        "this is a resolution of the United Nations: 4 of 6 signs (profile un-resolution)"
    ]


def test_prose_is_of_no_kind() -> None:
    assert find_profile(["The Board met in May.", "It rose in June."]) == (None, 0)


def test_a_person_names_a_kind_or_none() -> None:
    assert recovered(profile="none").findings == ()
    assert "profile treaty" in recovered(profile="treaty").findings[0].message


def test_opening_words_get_a_class_where_a_person_asks_for_it_and_no_word_changes() -> None:
    assert openings(recovered()) == []
    assert openings(recovered(openings=True)) == ["Recalling", "Requests"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title = ", None),
        ("[evidence]\nneeds = 1\nsigns = []", "title"),
        (SOUND.replace("needs = 1", "needs = '1'"), "evidence.needs"),
        (SOUND.replace("needs = 1", "needs = 2"), "evidence.needs"),
        (SOUND.replace("'^Kind'", "'(Kind'"), "evidence.signs"),
        (SOUND.replace("'^Kind'", "1"), "evidence.signs"),
        (SOUND + "colour = 'red'", "evidence.colour"),
        (SOUND + "[colours]\nred = 1", "colours"),
        (SOUND + "[masthead]\ndistribution = 'x'", "masthead.beside"),
        (SOUND + "[openings]\nen = ['Recalling']", "openings.en"),
    ],
)
def test_an_unsound_profile_is_refused_with_file_key_and_remedy(text: str, place: str | None) -> None:
    with pytest.raises(BadInput) as caught:
        read_profile(text, FILE)
    assert caught.value.file == FILE
    assert caught.value.remedy
    assert place is None or caught.value.place == place


def test_the_toml_of_a_document_may_name_a_kind_that_there_is(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[document]\nprofile = "statute"\nopenings = true\n', encoding="utf-8")
    source = read_source(tmp_path / "a.txt")
    assert (source.profile, source.openings, source.facts) == ("statute", True, {})
    (tmp_path / "a.toml").write_text('[document]\nprofile = "poem"\n', encoding="utf-8")
    with pytest.raises(BadInput, match="no profile 'poem'") as caught:
        read_source(tmp_path / "a.txt")
    assert all(name in (caught.value.remedy or "") for name in names())


def recovered(profile: str = "", *, openings: bool = False) -> Recovered:
    source = Source({"language": "en"}, profile=profile, openings=openings)
    return recover_pages(Reading(pages_of(RESOLUTION)), source)


def openings(result: Recovered) -> list[str]:
    spans = [node for node in walk(result.document) if isinstance(node, Span) and "opening" in node.classes]
    return [getattr(child, "text", "") for span in spans for child in span.children]
