"""Facts about kinds of documents, as data: how a kind is known, what its masthead says, how its paragraphs open.

A profile is a file, `NAME.toml`. It is found by its signs on the first pages, or named by a person in the TOML of
the document, and no result depends on there being one.

    title = "resolution of the United Nations"
    [evidence]
    needs = 3                 # how many of the signs must be there
    signs = ['…', '…']        # patterns (module regex), each sought in the lines of the first pages
    [masthead]                # optional, patterns without regard to case
    distribution = '…'        # the line without which there is no masthead
    beside = '…'              # other lines of it, as a whole
    imprint = '…'             # what the printer put at the foot of the first page
    [openings]                # optional: by language, the words that open paragraphs
    en = "Recalling Noting"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import regex

from convert.errors import BadInput

FRONT = 120
"""How many lines at the beginning of a document are looked at for signs."""
NONE = "none"
"""What a person writes where no profile shall be used."""

_TABLES: Mapping[str, Mapping[str, type]] = {
    "evidence": {"needs": int, "signs": list},
    "masthead": {"distribution": str, "beside": str, "imprint": str},
    "openings": {},
}


@dataclass(frozen=True, slots=True)
class Masthead:
    """What tells the lines of a masthead."""

    distribution: regex.Pattern[str]
    beside: regex.Pattern[str]
    imprint: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a kind of document."""

    name: str
    title: str
    needs: int
    signs: tuple[regex.Pattern[str], ...]
    masthead: Masthead | None = None
    openings: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by language


@cache
def profiles() -> tuple[Profile, ...]:
    """The profiles that come with the program, by name."""
    folder = files("convert.profiles")
    found = sorted(each.name for each in folder.iterdir() if each.name.endswith(".toml"))
    return tuple(read_profile(folder.joinpath(name).read_text("utf-8"), Path(name)) for name in found)


@cache
def mastheads() -> tuple[Masthead, ...]:
    """The mastheads of all kinds."""
    return tuple(each.masthead for each in profiles() if each.masthead)


def find_profile(lines: Iterable[str], named: str = "") -> tuple[Profile | None, int]:
    """The profile of a document and how many of its signs are there; the one that a person named, if any.

    Of two that fit, the one with more signs to spare.
    """
    front = "\n".join(line for line, _ in zip(lines, range(FRONT), strict=False))
    counts = {each.name: sum(bool(sign.search(front)) for sign in each.signs) for each in profiles()}
    if named == NONE:
        return None, 0
    fitting = [
        each for each in profiles() if each.name == named or (not named and counts[each.name] >= each.needs)
    ]
    best = max(fitting, key=lambda each: counts[each.name] - each.needs, default=None)
    return best, counts[best.name] if best else 0


def names() -> tuple[str, ...]:
    """What a person may name: the profiles, or none."""
    return (*(each.name for each in profiles()), NONE)


def read_profile(text: str, file: Path) -> Profile:
    """A profile from its TOML. Raises BadInput, which tells file, key and remedy, where that is not sound."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"not valid TOML: {error}", file=file, remedy="correct the line it names") from error
    _check(data, file)
    evidence, masthead = data["evidence"], data.get("masthead")
    signs = tuple(_pattern(sign, "evidence.signs", file, regex.MULTILINE) for sign in evidence["signs"])
    if not 0 < evidence["needs"] <= len(signs):
        remedy = f"write a number from 1 to {len(signs)}, of how many signs must be there"
        raise BadInput("`needs` is not a number of signs", file=file, place="evidence.needs", remedy=remedy)
    return Profile(
        file.stem,
        data["title"],
        evidence["needs"],
        signs,
        Masthead(**{key: _pattern(masthead[key], f"masthead.{key}", file, regex.IGNORECASE) for key in masthead})
        if masthead
        else None,
        {language: frozenset(words.split()) for language, words in data.get("openings", {}).items()},
    )


def _check(data: Mapping[str, Any], file: Path) -> None:
    """Refuse what is missing, of the wrong kind, or unknown."""
    _want(data, "title", str, "", file)
    _want(data, "evidence", dict, "", file)
    for name, table in data.items():
        if name != "title" and (name not in _TABLES or not isinstance(table, dict)):
            remedy = f"known are title and the tables {', '.join(_TABLES)}"
            raise BadInput(f"unknown name {name!r}", file=file, place=name, remedy=remedy)
        for key in _TABLES.get(name, ()):
            _want(table, key, _TABLES[name][key], f"{name}.", file)
        for key, value in table.items() if isinstance(table, dict) else ():
            if _TABLES[name] and key not in _TABLES[name]:
                remedy = f"known are {', '.join(_TABLES[name])}"
                raise BadInput(f"unknown name {key!r}", file=file, place=f"{name}.{key}", remedy=remedy)
            if name == "openings" and not isinstance(value, str):
                _refuse(f"openings.{key}", str, file)
    if not all(isinstance(sign, str) for sign in data["evidence"]["signs"]):
        _refuse("evidence.signs", str, file)


def _want(table: Mapping[str, Any], key: str, kind: type, place: str, file: Path) -> None:
    if not isinstance(table.get(key), kind) or isinstance(table.get(key), bool):
        _refuse(place + key, kind, file)


def _refuse(place: str, kind: type, file: Path) -> None:
    said = {str: "a text", int: "a whole number", list: "a list of texts", dict: "a table"}[kind]
    raise BadInput(f"{place} is not {said}", file=file, place=place, remedy=f"write {said} there")


def _pattern(pattern: str, place: str, file: Path, flags: int) -> regex.Pattern[str]:
    try:
        return regex.compile(pattern, flags)
    except regex.error as error:
        remedy = "write a pattern that the module regex understands"
        raise BadInput(f"not a pattern: {error}", file=file, place=place, remedy=remedy) from error
