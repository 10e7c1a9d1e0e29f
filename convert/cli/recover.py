"""`reissue recover`: a source to Markdown, with its ledger beside it."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from convert.build import LEDGER, ledger_json
from convert.cli.talk import Talk
from convert.errors import UsageError
from convert.files import inside, write_whole


def run(arguments: argparse.Namespace, talk: Talk) -> int:
    """Recover one source into a file, or onto stdout."""
    source, target = Path(arguments.file), Path(arguments.out)
    to_stdout = arguments.out == "-"
    if to_stdout and arguments.json:
        raise UsageError("--json and --out - both want stdout")
    if not to_stdout and target.resolve() == source.resolve():
        raise UsageError("the Markdown would overwrite its source", file=source, remedy="give another --out")
    from convert.markdown import write
    from convert.pipeline import recover

    recovered = recover(source, keep_furniture=arguments.furniture == "keep")
    for finding in recovered.findings:
        (talk.warn if finding.level == "warning" else talk.say)(f"{source}: {finding.message}")
    text = write(recovered.document).encode()
    if to_stdout:
        sys.stdout.buffer.write(text)
        return 0
    ledger = target.with_suffix(LEDGER)
    pictures = {inside(target.parent, name): data for name, data in recovered.pictures.items()}
    for path, data in pictures.items():
        write_whole(path, data)
    write_whole(ledger, ledger_json(source, recovered.ledger, recovered.findings))
    write_whole(target, text)
    edits, queries = len(recovered.ledger.edits), len(recovered.ledger.queries)
    talk.say(f"{target}: {edits} edits, {queries} queries; see {ledger}")
    if arguments.json:
        report = {
            "source": str(source),
            "files": [str(target), str(ledger), *map(str, pictures)],
            "edits": edits,
            "queries": queries,
            "findings": [asdict(finding) for finding in recovered.findings],
        }
        print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0
