"""An edition for the archive: a BagIt bag with the source, all that was made of it, and what it was made with.

The bag holds what is needed to make the same bytes again, and `verify` does so: it rebuilds from the source in the
bag and compares (BagIt: https://www.rfc-editor.org/rfc/rfc8493).
"""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeAlias

from convert import __version__
from convert.build import MASTER, Edition, build_edition
from convert.errors import BadInput, MissingDependency, UsageError
from convert.files import inside
from convert.stamp import LIBRARIES, library_versions

SOURCE, EDITION, VERSIONS = "source", "edition", "versions.json"
"""In the payload of a bag: the source with its facts, the files made of it, and what they were made with."""

State: TypeAlias = Literal["same", "differs", "missing", "not rebuilt"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A file of an edition beside what the rebuilding gave; of two that differ, the first byte that does."""

    name: str
    state: State
    at: int | None = None


def bagit() -> Any:
    """The library; raises MissingDependency."""
    try:
        import bagit as library  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingDependency(
            "the library bagit is not installed", remedy="pip install 'reissue[archive]'"
        ) from error
    return library


# ── into a bag ───────────────────────────────────────────────────────────────────────────────────────


def archive(name: str, source: Path, formats: tuple[str, ...], epoch: int | None, folder: Path) -> Edition:
    """Build an edition and put it with its source into a new bag at this folder. Raises UsageError if it exists.

    The bag carries no time but the one that is given, so the same source, program and libraries give the same bag.
    """
    library = bagit()
    if folder.exists():
        raise UsageError("exists already; a bag is never changed", file=folder, remedy="give another --out")
    edition = build_edition(source, formats, epoch)
    files: dict[str, bytes] = {f"{SOURCE}/{path.name}": path.read_bytes() for path in source_files(source)}
    files |= {f"{EDITION}/{file}": data for file, data in edition_files(name, edition).items()}
    if source.suffix == MASTER:
        files |= {f"{SOURCE}/{picture}": data for picture, data in edition.pictures.items()}
    files[VERSIONS] = as_json(versions(name, source, formats, epoch))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.new-") as place:
        made = Path(place, "bag")
        for file, data in files.items():
            path = made / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        bag = library.make_bag(str(made), bag_info(edition, epoch), checksums=["sha256"])
        if epoch is None:
            del bag.info["Bagging-Date"]
            bag.save()
        shutil.move(made, folder)
    return edition


def source_files(source: Path) -> tuple[Path, ...]:
    """The source, the facts and decisions beside it; for an adopted master also what it was recovered from."""
    from convert.readers import READERS

    suffixes = (source.suffix, ".toml", *(READERS if source.suffix == MASTER else ()))
    paths = dict.fromkeys(source.with_suffix(suffix) for suffix in suffixes)
    return tuple(path for path in paths if path.is_file())


def edition_files(name: str, edition: Edition) -> dict[str, bytes]:
    """The files of an edition by name, its pictures too."""
    return {**{name + suffix: data for suffix, data in edition.files.items()}, **edition.pictures}


def versions(name: str, source: Path, formats: tuple[str, ...], epoch: int | None) -> dict[str, object]:
    """With what the edition was made; another version of any of it may give other bytes."""
    return {
        "name": name,
        "source": source.name,
        "formats": list(formats),
        "source_date_epoch": epoch,
        "reissue": __version__,
        "python": platform.python_version(),
        "libraries": {**library_versions(LIBRARIES), **pango_version("pdf" in formats)},
    }


def pango_version(needed: bool) -> dict[str, str]:
    """The version of the library that sets the lines of the PDF, where there is one."""
    if not needed:
        return {}
    from weasyprint.text.ffi import pango  # type: ignore[import-untyped]

    return {"pango": str(pango.pango_version())}


def bag_info(edition: Edition, epoch: int | None) -> dict[str, str]:
    """What the bag says of itself."""
    from convert.markdown.parser import read_document

    meta = read_document(edition.files[MASTER].decode()).meta
    facts = {
        "External-Identifier": meta.identifier,
        "External-Description": meta.title,
        "Source-Organization": meta.publisher or meta.creator,
        "Bag-Software-Agent": f"reissue {__version__}",
        "Bagging-Date": "" if epoch is None else datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d"),
    }
    kept = {key: " ".join(fact.split()) for key, fact in facts.items() if fact}
    return {"Bagging-Date": "none", **kept}


def as_json(data: Mapping[str, object]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


# ── and out again ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of a rebuilding: each file compared, and what is another version here than it was there."""

    folder: Path
    files: tuple[Compared, ...]
    changed: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return all(file.state == "same" for file in self.files)


def verify_bag(folder: Path) -> Verified:
    """Check a bag's checksums, rebuild from its source and compare. Raises BadInput if the bag is damaged."""
    library = bagit()
    try:
        library.Bag(str(folder)).validate()
    except library.BagError as error:
        raise BadInput(
            f"is not a whole bag: {error}", file=folder, remedy="get it again from where it was kept"
        ) from error
    payload = folder / "data"
    try:
        facts = json.loads((payload / VERSIONS).read_bytes())
        source, name = inside(payload / SOURCE, facts["source"]), str(facts["name"])
        formats, epoch = tuple(facts["formats"]), facts["source_date_epoch"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput("holds no edition that reissue has archived", file=folder) from error
    edition = build_edition(source, formats, epoch)
    here = versions(name, source, formats, epoch)
    return Verified(folder, compare(payload / EDITION, edition_files(name, edition)), changed(facts, here))


def verify_output(folder: Path, source: Path, epoch: int | None) -> Verified:
    """Rebuild an edition in an output folder from its source, in the layout it was asked for in, and compare."""
    from convert.site.cards import CARD, layout_of
    from convert.writers import SUFFIXES

    name = folder.name
    formats = tuple(kind for kind, suffix in SUFFIXES.items() if (folder / (name + suffix)).is_file())
    card = folder / CARD
    layout = layout_of(card.read_bytes()) if card.is_file() else None
    edition = build_edition(source, formats, epoch, layout)
    return Verified(folder, compare(folder, edition_files(name, edition)))


def compare(folder: Path, rebuilt: Mapping[str, bytes]) -> tuple[Compared, ...]:
    """Each file of the folder beside the one that was rebuilt, and each that is only in one of the two."""
    there = {path.name: path for path in folder.iterdir() if path.is_file() and path.name[0] != "."}
    return tuple(_compared(name, there.get(name), rebuilt.get(name)) for name in sorted({*there, *rebuilt}))


def _compared(name: str, kept: Path | None, data: bytes | None) -> Compared:
    if kept is None:
        return Compared(name, "missing")
    if data is None:
        return Compared(name, "not rebuilt")
    before = kept.read_bytes()
    if before == data:
        return Compared(name, "same")
    pairs: Iterable[tuple[int, int]] = zip(before, data, strict=False)
    shorter = min(len(before), len(data))
    return Compared(name, "differs", next((at for at, (one, other) in enumerate(pairs) if one != other), shorter))


def changed(there: Mapping[str, Any], here: Mapping[str, Any]) -> tuple[str, ...]:
    """In words, what is another version here."""
    one, other = ({**facts, **facts.get("libraries", {})} for facts in (there, here))
    names = [
        name for name in ("reissue", "python", *there.get("libraries", {})) if one.get(name) != other.get(name)
    ]
    return tuple(f"{name} was {one.get(name)}, here it is {other.get(name)}" for name in names)


def is_bag(folder: Path) -> bool:
    return (folder / "bagit.txt").is_file()
