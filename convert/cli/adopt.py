"""`reissue adopt`: the recovered Markdown becomes the source, for a person to edit."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from convert.build import MASTER
from convert.cli.named import source_named
from convert.cli.talk import Talk
from convert.errors import UsageError
from convert.files import inside, write_new, write_whole


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Write NAME.md beside its source, once; an existing one is never touched."""
    source = source_named(arguments.name, Path(arguments.sources))
    master = source.with_suffix(MASTER)
    if master.exists() or master.is_symlink():
        raise UsageError(
            "is adopted already",
            file=master,
            remedy="edit it, or delete it to start anew",
        )
    from convert.markdown import write
    from convert.pipeline import recover

    recovered = recover(source)
    for name, data in recovered.pictures.items():
        write_whole(inside(master.parent, name), data)
    write_new(master, write(recovered.document).encode())
    talk.say(f"{master}: from now on this file is the source; edit it, reissue will not")
    if arguments.json:
        print(json.dumps({"source": str(source), "master": str(master)}, indent=1))
    return 0
