"""Which documents there are to build: files, folders with all below them, patterns, and lists of paths."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from convert.build import MASTER
from convert.errors import ReissueError, UsageError
from convert.files import slug
from convert.readers import IMAGES, READERS, SNIFFED, is_source, page_images


class Job(NamedTuple):
    """A document to build: its folder below the output folder ("laws/act-7"), and the source to read.

    `refused` says why the source is not to be read at all; the other documents are built all the same.
    """

    name: str
    source: Path
    refused: ReissueError | None = None

    @property
    def stem(self) -> str:
        """What the document's files are called, without their suffixes."""
        return PurePosixPath(self.name).name


class Survey(NamedTuple):
    """What there is at some paths: documents, and images in folders that are none, but pages of an OCR file."""

    jobs: tuple[Job, ...]
    pages: tuple[Path, ...]


def find_jobs(paths: Iterable[str], out: Path) -> tuple[Job, ...]:
    """The documents at some paths, as `survey` finds them."""
    return survey(paths, out).jobs


def survey(paths: Iterable[str], out: Path) -> Survey:
    """A job for each file, and for each source in and below each folder but the output folder itself.

    Raises UsageError where two documents would have one folder, or one would lie inside another's.
    """
    jobs: dict[str, Job] = {}
    pages: list[Path] = []
    for job in (job for path in paths for job in _jobs_at(path, out.resolve(), pages)):
        other = jobs.setdefault(job.name, job)
        if other.source.resolve() != job.source.resolve():
            raise _clash(other, job, f"would both become {job.name!r}")
    for name, job in jobs.items():
        for parent in PurePosixPath(name).parents:
            if str(parent) in jobs:
                raise _clash(jobs[str(parent)], job, f"would both lie in {parent}")
    return Survey(tuple(jobs.values()), tuple(pages))


def read_list(file: str) -> tuple[str, ...]:
    """The paths in a list, one a line, taken from the folder the list is in; "-" is stdin.

    Raises UsageError for a list that cannot be read.
    """
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the list cannot be read: {error}", file=file) from error
    base = Path() if file == "-" else Path(file).parent
    return tuple(str(base / line) for line in text.splitlines() if line.strip())


def _clash(one: Job, other: Job, what: str) -> UsageError:
    remedy = "rename one of them, or build them into different folders"
    return UsageError(f"{one.source.name} and {other.source.name} {what}", file=other.source, remedy=remedy)


def _jobs_at(path: str, out: Path, pages: list[Path]) -> Iterator[Job]:
    """The jobs at a path; a pattern such as "laws/**/*.pdf" stands for all that it fits.

    If it is a folder, the page images in it are put to `pages`.
    """
    if has_magic(path) and not os.path.lexists(path):
        found = sorted(glob(path, recursive=True))
        if not found:
            raise UsageError("the pattern fits no file", file=path, remedy="put it in quotes, and check it")
        for each in found:
            yield from _jobs_at(each, out, [])
    elif Path(path).is_dir():
        yield from _jobs_in(Path(path), out, pages)
    else:
        source = _master_or_itself(Path(path))
        yield Job(slug(source.stem), source)


def _jobs_in(root: Path, out: Path, pages: list[Path]) -> Iterator[Job]:
    """The sources in a folder and below it, in order; hidden ones and linked folders are left out."""
    for files, images in _sorted_out(root, out):
        pages.extend(images)
        sources = (each for each in files if each.suffix.lower() == MASTER or is_source(each))
        for source in dict.fromkeys(map(_master_or_itself, sources)):
            place = source.relative_to(root)
            name = "/".join(slug(part) for part in (*place.parts[:-1], source.stem))
            yield Job(name, source, _leads_out(source, root))


def _sorted_out(root: Path, out: Path) -> Iterator[tuple[list[Path], list[Path]]]:
    """For each folder its possible sources, and the images that are pages of a recognised file beside or above."""
    pages: set[Path] = set()
    for _, files in _walk(root, out):
        images = any(each.suffix.lower() in IMAGES for each in files)
        named = (each for each in files if (images or each.with_suffix("").is_dir()) and is_source(each))
        pages.update(image for each in named for image in page_images(each))
        yield [each for each in files if each not in pages], [each for each in files if each in pages]


def left_alone(paths: Iterable[str], out: Path) -> tuple[Path, ...]:
    """The files in folders that might be OCR by their names and are not."""
    folders = [Path(path) for path in paths if Path(path).is_dir()]
    walked = (files for folder in folders for _, files in _walk(folder, out.resolve()))
    return tuple(
        each for files in walked for each in files if each.suffix.lower() in SNIFFED and not is_source(each)
    )


def _walk(root: Path, out: Path) -> Iterator[tuple[Path, tuple[Path, ...]]]:
    """Each folder but the output folder, with the files in it that their names make possible sources."""
    for folder, inner, names in os.walk(root):
        here = Path(folder)
        inner[:] = sorted(name for name in inner if name[0] != "." and (here / name).resolve() != out)
        known = (name for name in sorted(names) if name[0] != ".")
        yield here, tuple(here / name for name in known if Path(name).suffix.lower() in (*READERS, MASTER))


def _leads_out(source: Path, root: Path) -> UsageError | None:
    """Why a link is refused: one that leads out of its folder may show what was not meant to be published."""
    if not source.is_symlink() or source.resolve().is_relative_to(root.resolve()):
        return None
    remedy = "put the file itself there, or name it on the command line"
    return UsageError(f"is a link that leads out of {root}", file=source, remedy=remedy)


def _master_or_itself(source: Path) -> Path:
    """An adopted master takes the place of what it was recovered from."""
    master = source.with_suffix(MASTER)
    return master if master.is_file() else source
