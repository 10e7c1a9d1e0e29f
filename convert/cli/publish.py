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
from convert.layout import Layout


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Publish one Markdown file; the editions are named after it."""
    source = Path(arguments.file)
    formats = choose_formats(arguments.to)
    to_stdout = arguments.out == "-"
    if to_stdout and (len(formats) != 1 or arguments.json):
        raise UsageError("--out - is for one format, without --json", remedy="add for example --to html")
    if source.suffix.lower() != MASTER:
        raise UsageError("is not a Markdown file", file=source, remedy="reissue build takes other sources")
    layout, name = Layout(arguments.split, arguments.wrap), slug(source.stem)
    if layout.by_chapter and ("html" not in formats or to_stdout):
        raise UsageError("--split chapter is for HTML in a folder", remedy="add --to html --out DIR")
    editions = publish(
        read_master(source),
        formats,
        source.parent,
        epoch_from_environment(),
        tell=talk.warn,
        layout=layout,
        name=name,
    )
    if to_stdout:
        sys.stdout.buffer.write(*editions.values())
        return 0
    files = {inside(Path(arguments.out), name + suffix): data for suffix, data in editions.items()}
    for path, data in files.items():
        write_whole(path, data)
        talk.say(f"{path}: {len(data)} bytes")
    if arguments.json:
        print(json.dumps({"source": str(source), "files": [str(path) for path in files]}, indent=1))
    return 0
