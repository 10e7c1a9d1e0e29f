"""What a person should look at after a batch: documents sorted by how much they need one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from convert.batch.stale import Outcome
from convert.batch.state import Record

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Build report</title>
<style>
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
div { overflow-x: auto; }
table { border-collapse: collapse; }
th, td { border-bottom: 1px solid; padding: .3rem .8rem .3rem 0; text-align: start; vertical-align: top; }
td:nth-child(n+3):nth-child(-n+4) { font-variant-numeric: tabular-nums; text-align: end; }
pre { margin: 0; white-space: pre-wrap; font: inherit; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>Build report</h1>
"""


def by_need(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Failures first, then the documents with most warnings and queries; by name where these are equal."""
    return sorted(outcomes, key=lambda each: (*_need(each.record), each.job.name))


def _need(record: Record) -> tuple[int, int, int]:
    return (record.status == "done", -len(record.warnings), -record.queries)


def facts(outcome: Outcome) -> dict[str, object]:
    """An outcome as data."""
    record = outcome.record
    return {
        "name": outcome.job.name,
        "source": str(outcome.job.source),
        "status": outcome.status,
        "known": outcome.known,
        "folder": str(outcome.folder),
        "title": record.title,
        "formats": list(record.formats),
        "edits": record.edits,
        "queries": record.queries,
        "warnings": list(record.warnings),
        "error": record.message or None,
        "exit_code": record.exit_code,
        "tries": record.tries,
        "seconds": record.seconds,
    }


def summary(outcomes: Sequence[Outcome]) -> str:
    """How many documents were built, were up to date, failed."""
    counts = {name: sum(each.status == name for each in outcomes) for name in ("built", "up to date", "failed")}
    return ", ".join(f"{number} {name}" for name, number in counts.items())


def page(outcomes: Sequence[Outcome]) -> str:
    """The report as an HTML page."""
    rows = "".join(map(_row, by_need(outcomes)))
    return (
        f"{_HEAD}<p>{len(outcomes)} documents: {summary(outcomes)}. What needs a person comes first.</p>\n"
        '<div role="region" aria-labelledby="caption" tabindex="0">\n<table>\n'
        '<caption id="caption">Documents</caption>\n'
        '<thead><tr><th scope="col">Document</th><th scope="col">Status</th><th scope="col">Queries</th>'
        '<th scope="col">Edits</th><th scope="col">To look at</th></tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n"
    )


def _row(outcome: Outcome) -> str:
    record = outcome.record
    name = escape(outcome.job.name)
    built = record.status == "done"
    link = f'<a href="{name}/{escape(outcome.job.stem)}.md">{name}</a>' if built else name
    notes = [record.message] if record.message else list(record.warnings)
    said = "".join(f"<pre>{escape(note)}</pre>" for note in notes)
    counts = f"<td>{record.queries}</td><td>{record.edits}</td>" if built else "<td></td><td></td>"
    return f'<tr><th scope="row">{link}</th><td>{outcome.status}</td>{counts}<td>{said}</td></tr>\n'
