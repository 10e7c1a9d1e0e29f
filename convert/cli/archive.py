"""`reissue archive`: an edition, its source and what it was made with, as a BagIt bag."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from convert.archive import archive
from convert.batch.jobs import Job, find_jobs
from convert.build import choose_formats, epoch_from_environment
from convert.cli.named import source_named
from convert.cli.talk import Talk
from convert.errors import UsageError
from convert.files import inside


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Make a bag of each document."""
    out, formats, epoch = Path(arguments.out), choose_formats(arguments.to), epoch_from_environment()
    made = []
    for job in jobs(arguments, out):
        folder = inside(out, job.name)
        edition = archive(folder.name, job.source, formats, epoch, folder)
        made.append(
            {"name": job.name, "bag": str(folder), "files": len(edition.files), "queries": edition.queries}
        )
        talk.say(f"{folder}: a bag of {job.source.name} and its {len(edition.files)} files")
    if arguments.json:
        print(json.dumps({"bags": made}, indent=1))
    return 0


def jobs(arguments: argparse.Namespace, out: Path) -> tuple[Job, ...]:
    """The documents that are meant: those of a folder, a file, or the one of this name in the sources folder."""
    path = Path(arguments.name)
    if not path.exists():
        path = source_named(arguments.name, Path(arguments.sources))
    found = tuple(find_jobs([str(path)], out))
    if not found:
        raise UsageError("there is no source in it", file=path, remedy="put a .pdf, .txt or .md file there")
    return found
