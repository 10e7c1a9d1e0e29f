"""`reissue publish`: a Markdown master to editions."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from convert.build import MASTER, choose_formats, epoch_from_environment, publish, read_master
from convert.cli.talk import Talk
from convert.errors import UsageError
from convert.files import inside, slug, write_whole


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Publish one Markdown file; the editions are named after it."""
    source = Path(arguments.file)
    formats = choose_formats(arguments.to)
    to_stdout = arguments.out == "-"
    if to_stdout and (len(formats) != 1 or arguments.json):
        raise UsageError("--out - is for one format, without --json", remedy="add for example --to html")
    if source.suffix.lower() != MASTER:
        raise UsageError("is not a Markdown file", file=source, remedy="reissue build takes other sources")
    if arguments.split and ("html" not in formats or to_stdout):
        raise UsageError("--split is for HTML in a folder", remedy="add --to html --out DIR")
    document, epoch = read_master(source), epoch_from_environment()
    whole = [name for name in formats if not (arguments.split and name == "html")]
    editions = publish(document, whole, source.parent, epoch, tell=talk.warn)
    if arguments.split:
        from convert.writers import Options
        from convert.writers.html.by_chapter import write_chapters

        options = Options(source_date_epoch=epoch, resources=source.parent)
        editions |= write_chapters(document, options, slug(source.stem))
    if to_stdout:
        sys.stdout.buffer.write(*editions.values())
        return 0
    files = {inside(Path(arguments.out), slug(source.stem) + suffix): data for suffix, data in editions.items()}
    for path, data in files.items():
        write_whole(path, data)
        talk.say(f"{path}: {len(data)} bytes")
    if arguments.json:
        print(json.dumps({"source": str(source), "files": [str(path) for path in files]}, indent=1))
    return 0
