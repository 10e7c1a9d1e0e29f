"""What a person knows about one source: `NAME.toml` beside it, with facts and decisions.

[document]
title = "Situation of human rights in …"
identifier = "A/RES/72/188"
date = 2017-12-19
language = "en"
first-page = 3            # the number printed on the first sheet
profile = "statute"       # the kind of document, or "none"; without it, it is found
notes = "page"            # how notes are numbered, if not as found: running, page, signs, collected
openings = true           # opening words of its paragraphs get a class

[[decision]]
at = "Republic of Korea,⟦?⟧ and expressing"
do = "write"              # or "accept", "reject"
text = "[^2]"
rule = "notes.mark"       # without it, written before any rule runs

[figures]
"map.png" = "A round island in a bay, seen from above"

[editions]
split = "chapter"         # HTML as a page a chapter
wrap = 0                  # plain text with a line for each paragraph; else the characters of a line
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from convert.document import Meta, field_names
from convert.errors import BadInput, UsageError
from convert.layout import Layout
from convert.ledger import Decision, mark
from convert.profiles import names

_SETTINGS = {"first-page", "profile", "openings", "notes"}
SYSTEMS = ("running", "page", "signs", "collected")
"""How notes may be numbered: on through the document, anew on each page, by signs, where they stand together."""
_FACTS = {*field_names(Meta), *_SETTINGS}
_WRITTEN_MARK = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(frozen=True, slots=True)
class Source:
    """The facts about one document, under their Dublin Core names, and a person's decisions on it."""

    facts: dict[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    first_page: int = 1
    profile: str = ""  # the kind of document, "none", or "" where it is to be found
    openings: bool = False
    notes: str = ""  # how notes are numbered, "" where it is to be found
    figures: dict[str, str] = field(default_factory=dict)  # file name: what the picture shows
    layout: Layout = field(default_factory=Layout)

    @property
    def language(self) -> str:
        """The language of the document, BCP 47, "" if nobody said."""
        return self.facts.get("language", "")


def read_source(path: Path) -> Source:
    """The facts in the TOML file beside the source at `path`; none if there is no such file.

    Raises BadInput for a file that is not TOML or says what nobody would understand.
    """
    file = path.with_suffix(".toml")
    if not file.is_file():
        return Source()
    import tomllib

    try:
        data = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"not valid TOML: {error}", file=file, remedy="correct the line it names") from error
    _refuse_unknown(file, "", data, {"document", "decision", "figures", "editions"})
    facts, entries = data.get("document", {}), data.get("decision", [])
    _refuse_shape(file, facts, entries)
    _refuse_unknown(file, "[document]", facts, _FACTS)
    decisions = tuple(_decision(file, number, entry) for number, entry in enumerate(entries, 1))
    texts = {name: _fact(file, name, value) for name, value in facts.items() if name not in _SETTINGS}
    figures = _figures(file, data.get("figures", {}))
    layout = _layout(file, data.get("editions", {}))
    return Source(
        texts,
        decisions,
        first_page=_first_page(file, facts),
        profile=_profile(file, facts),
        openings=_openings(file, facts),
        notes=_notes(file, facts),
        figures=figures,
        layout=layout,
    )


def _layout(file: Path, entries: Any) -> Layout:
    place = "[editions]"
    if not isinstance(entries, dict):
        raise BadInput("`editions` is not a table", file=file, remedy="write [editions] and its settings below it")
    _refuse_unknown(file, place, entries, {"split", "wrap"})
    split, wrap = entries.get("split"), entries.get("wrap")
    if split not in (None, "chapter", "none"):
        raise BadInput(
            "split is neither chapter nor none", file=file, place=place, remedy='write split = "chapter"'
        )
    if wrap is not None and (not isinstance(wrap, int) or isinstance(wrap, bool) or wrap < 0):
        raise BadInput("wrap is no number of characters", file=file, place=place, remedy="write wrap = 72, or 0")
    try:
        return Layout(split, wrap)
    except UsageError as error:
        raise BadInput(error.message, file=file, place=place, remedy=error.remedy) from error


def _figures(file: Path, entries: Any) -> dict[str, str]:
    if not isinstance(entries, dict) or not all(isinstance(text, str) for text in entries.values()):
        raise BadInput(
            "`figures` is not a table of texts",
            file=file,
            place="[figures]",
            remedy='write "map.png" = "what it shows"',
        )
    return dict(entries)


def _refuse_shape(file: Path, facts: Any, entries: Any) -> None:
    if not isinstance(facts, dict):
        raise BadInput("`document` is not a table", file=file, remedy="write [document] and the facts below it")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(
            "`decision` is not a list of tables", file=file, remedy="write [[decision]], in two brackets"
        )


def _fact(file: Path, name: str, value: Any) -> str:
    if isinstance(value, dict | list):
        raise BadInput(f"{name} is not one value", file=file, place="[document]", remedy=f'write {name} = "…"')
    return str(value)


def _profile(file: Path, facts: dict[str, Any]) -> str:
    name = facts.get("profile", "")
    if name and name not in names():
        remedy = f"known are {', '.join(names())}"
        raise BadInput(f"no profile {name!r}", file=file, place="[document] profile", remedy=remedy)
    return str(name)


def _openings(file: Path, facts: dict[str, Any]) -> bool:
    wanted = facts.get("openings", False)
    if not isinstance(wanted, bool):
        raise BadInput(
            "openings is neither true nor false", file=file, place="[document]", remedy="write openings = true"
        )
    return wanted


def _notes(file: Path, facts: dict[str, Any]) -> str:
    system = facts.get("notes", "")
    if system and system not in SYSTEMS:
        remedy = f"known are {', '.join(SYSTEMS)}"
        raise BadInput(f"no such system of notes: {system!r}", file=file, place="[document] notes", remedy=remedy)
    return str(system)


def _first_page(file: Path, facts: dict[str, Any]) -> int:
    number = facts.get("first-page", 1)
    if not isinstance(number, int) or isinstance(number, bool):
        raise BadInput(
            "first-page is not a whole number", file=file, place="[document]", remedy="write first-page = 1"
        )
    return number


def _decision(file: Path, number: int, entry: dict[str, Any]) -> Decision:
    place = f"[[decision]] number {number}"
    _refuse_unknown(file, place, entry, {"at", "do", "text", "rule", "page"})
    at, do = str(entry.get("at", "")), entry.get("do", "write" if "text" in entry else "")
    if at.count("⟦") != 1 or at.count("⟧") != 1 or at.index("⟦") > at.index("⟧") or at == "⟦⟧":
        raise BadInput(
            "`at` does not mark one place", file=file, place=place, remedy="write at = 'before⟦text⟧after'"
        )
    if do not in ("accept", "reject", "write") or ("text" in entry) != (do == "write"):
        raise BadInput(
            "`do` is not accept, reject or write (with its `text`)",
            file=file,
            place=place,
            remedy='write do = "accept", do = "reject", or do = "write" and text = "…"',
        )
    page = entry.get("page")
    if page is not None and (not isinstance(page, int) or isinstance(page, bool)):
        raise BadInput("`page` is not a whole number", file=file, place=place, remedy="write page = 4, a sheet")
    text = _WRITTEN_MARK.sub(lambda found: mark(found[1]), str(entry.get("text", "")))
    return Decision(at, do, text, str(entry.get("rule", "")), page)


def _refuse_unknown(file: Path, place: str, entry: dict[str, Any], known: set[str]) -> None:
    for name in entry:
        if name not in known:
            raise BadInput(
                f"unknown name {name!r}", file=file, place=place, remedy=f"known are {', '.join(sorted(known))}"
            )
