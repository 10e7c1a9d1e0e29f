"""What a person should look at after a batch: documents sorted by how much they need one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from convert.batch.stale import Outcome
from convert.batch.state import Record
from convert.frame import frame, table

COLUMNS = ("Document", "Status", "Queries", "Edits", "To look at")


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
    said = f"<p>{len(outcomes)} documents: {summary(outcomes)}. What needs a person comes first.</p>\n"
    return frame("Build report", said + table("Documents", COLUMNS, rows))


def _row(outcome: Outcome) -> str:
    record = outcome.record
    name = escape(outcome.job.name)
    built = record.status == "done"
    link = f'<a href="{name}/{escape(outcome.job.stem)}.md">{name}</a>' if built else name
    notes = [record.message] if record.message else list(record.warnings)
    said = "".join(f"<pre>{escape(note)}</pre>" for note in notes)
    counts = [record.queries, record.edits] if built else ["", ""]
    numbers = "".join(f'<td class="number">{count}</td>' for count in counts)
    return f'<tr><th scope="row">{link}</th><td>{outcome.status}</td>{numbers}<td>{said}</td></tr>\n'
