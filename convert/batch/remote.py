"""Sources and editions that live elsewhere (s3://, gs://, sftp://, …): fetched before a build, put there after it.

What is unchanged is not fetched again, and only documents that were built since are put there. The addresses are
those of fsspec (https://filesystem-spec.readthedocs.io/en/latest/api.html#built-in-implementations).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from convert.batch.state import Record
from convert.build import MASTER
from convert.errors import MissingDependency, UsageError
from convert.files import slug, write_whole
from convert.readers import READERS

_TELLS = ("ETag", "etag", "md5", "mtime", "LastModified", "last_modified", "updated", "size")
"""What file systems say of a file that changes with it."""


def is_remote(path: str) -> bool:
    """Whether a path is an address."""
    return "://" in path


def fetch(address: str, folder: Path) -> Path:
    """Bring the sources at an address, with the facts beside them, into a folder of its own below this one.

    Raises UsageError where nothing answers, MissingDependency where fsspec, or its package for the address, is not
    installed.
    """
    files, root = _file_system(address)
    target = folder / slug(address)
    kept = target / ".fetched.json"
    before: dict[str, str] = json.loads(kept.read_text()) if kept.is_file() else {}
    now: dict[str, str] = {}
    try:
        found = files.find(root, detail=True) if files.isdir(root) else {root: files.info(root)}
        base = root if files.isdir(root) else str(PurePosixPath(root).parent)
        for name, facts in sorted(found.items()):
            place = PurePosixPath(name).relative_to(base)
            if not _wanted(place):
                continue
            now[str(place)] = _tell(facts)
            local = target.joinpath(*place.parts)
            if before.get(str(place)) != now[str(place)] or not local.is_file():
                write_whole(local, files.cat_file(name))
    except OSError as error:
        raise UsageError(
            f"cannot be read: {error}", place=address, remedy="check the address and your rights"
        ) from error
    for gone in before.keys() - now.keys():
        target.joinpath(*PurePosixPath(gone).parts).unlink(missing_ok=True)
    write_whole(kept, json.dumps(now, indent=1).encode())
    return target


def put(records: Iterable[Record], out: Path, address: str) -> int:
    """Put the editions that changed since they were last put there; how many.

    Raises UsageError where they cannot be written: the next build puts the rest there.
    """
    files, root = _file_system(address)
    kept = out / ".reissue" / f"put-{slug(address)}.json"
    there: dict[str, str] = json.loads(kept.read_text()) if kept.is_file() else {}
    changed = [
        record for record in records if record.status == "done" and there.get(record.name) != record.outputs
    ]
    try:
        for record in changed:
            for path in sorted(path for path in (out / record.name).rglob("*") if path.is_file()):
                place = f"{root}/{path.relative_to(out).as_posix()}"
                files.makedirs(place.rpartition("/")[0], exist_ok=True)
                files.pipe_file(place, path.read_bytes())
            there[record.name] = record.outputs
    except OSError as error:
        raise UsageError(f"cannot be written: {error}", place=address, remedy="build again to go on") from error
    finally:
        write_whole(kept, json.dumps(there, indent=1).encode())
    return len(changed)


def _file_system(address: str) -> tuple[Any, str]:
    try:
        import fsspec

        files, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        remedy = "install it: pip install 'reissue[cluster]', and for s3:// s3fs, for gs:// gcsfs"
        raise MissingDependency(f"{address} needs a package: {error}", remedy=remedy) from error
    except ValueError as error:
        raise UsageError(f"is no address: {error}", place=address) from error
    return files, str(root).rstrip("/")


def _wanted(place: PurePosixPath) -> bool:
    hidden = any(part.startswith(".") for part in place.parts)
    return not hidden and ".." not in place.parts and place.suffix.lower() in (*READERS, MASTER, ".toml")


def _tell(facts: dict[str, Any]) -> str:
    return " ".join(f"{name}={facts[name]}" for name in _TELLS if name in facts)
