"""`reissue explain`: what was changed or asked, and why."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from convert.cli.named import source_named
from convert.cli.talk import Talk, harmless
from convert.errors import UsageError
from convert.files import write_whole


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Recover the document again, which gives the same ledger, and explain it on stdout."""
    source = source_named(arguments.name, Path(arguments.sources))
    from convert.explain import explain, overview, picture
    from convert.pipeline import recover

    if arguments.image and not arguments.id:
        raise UsageError("--image needs an ID", remedy="run `reissue explain NAME` for the list")
    recovered = recover(source)
    if arguments.image:
        write_whole(Path(arguments.image), picture(recovered, arguments.id, source))
        talk.say(f"{arguments.image}: the place on the page")
    if not arguments.json:
        text = explain(recovered, arguments.id) if arguments.id else overview(recovered)
        print(harmless(text.rstrip("\n")))
        return 0
    entries = {
        kind: [asdict(each) for each in group if arguments.id in (None, each.id)]
        for kind, group in (("edits", recovered.ledger.edits), ("queries", recovered.ledger.queries))
    }
    print(json.dumps(entries, ensure_ascii=False, indent=1))
    return 0
