"""Verdicts become one report: rows for a terminal, data for programs, and a page that keeps the same standards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from convert.checks.advice import Advice, advice
from convert.checks.places import Master, master_of, read_master
from convert.checks.verdict import Fault, Verdict
from convert.document import (
    Block,
    Cell,
    Code,
    Document,
    Heading,
    Inline,
    Item,
    List,
    Meta,
    Paragraph,
    Row,
    Strong,
    Table,
    Text,
)

SHOWN = 5  # findings of one rule in a file that are shown to people; the data has all


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a file, what it means and how to mend it, and the line of the master that it is about."""

    checker: str
    file: Path
    fault: Fault
    advice: Advice
    master: Path | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """Where to look first: in the master if it is known, else in the file itself."""
        return f"{self.master}, line {self.line}" if self.master and self.line else self.fault.place


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts and findings of a run."""

    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> dict[str, str]:
        """The checkers that did not run, and why."""
        return {verdict.checker: verdict.missing for verdict in self.verdicts if verdict.missing}


def make_report(verdicts: Iterable[Verdict]) -> Report:
    """The report of these verdicts, each fault with its place in the master."""
    verdicts = tuple(verdicts)
    masters: dict[Path, Master] = {}
    findings = []
    for verdict in verdicts:
        path = master_of(verdict.file)
        for fault in verdict.faults:
            if path and path not in masters:
                masters[path] = read_master(path)
            line = masters[path].line(fault.text or fault.message) if path else None
            findings.append(
                Finding(verdict.checker, verdict.file, fault, advice(verdict.checker, fault.rule), path, line)
            )
    return Report(verdicts, tuple(findings))


def rows(report: Report) -> Iterator[str]:
    """The report for a terminal: a line for each file, then what was found, most important first."""
    for path, verdicts in by_file(report.verdicts):
        failed = any(verdict.faults for verdict in verdicts)
        ran = ", ".join(verdict.checker for verdict in verdicts if not verdict.missing)
        yield f"{'FAIL' if failed else 'pass'}  {path}  ({ran})"
        for finding, others in shown(finding for finding in report.findings if finding.file == path):
            yield f"      {finding.advice.means}"
            more = f" (and {others} more)" if others else ""
            yield f"        where: {finding.place or 'the whole file'}{more}"
            yield f"        rule:  {finding.checker}: {finding.fault.rule}: {finding.fault.message}"
            yield f"        mend:  {finding.advice.mend}"
    files, failed_files = counted(report)
    yield f"{files} files: {files - failed_files} pass, {failed_files} fail, with {len(report.findings)} findings"


def counted(report: Report) -> tuple[int, int]:
    """How many files were checked, and in how many something was found."""
    return len({verdict.file for verdict in report.verdicts}), len({finding.file for finding in report.findings})


def by_file(verdicts: Sequence[Verdict]) -> list[tuple[Path, list[Verdict]]]:
    files: dict[Path, list[Verdict]] = {}
    for verdict in verdicts:
        files.setdefault(verdict.file, []).append(verdict)
    return sorted(files.items())


def shown(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """The first findings of each rule; with the last of them, how many there are besides."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.checker, finding.fault.rule), []).append(finding)
    for group in groups.values():
        *first, last = group[:SHOWN]
        yield from ((finding, 0) for finding in first)
        yield last, len(group) - len(group[:SHOWN])


def data(report: Report) -> dict[str, object]:
    """The report for programs."""
    return {
        "files": len({verdict.file for verdict in report.verdicts}),
        "verdicts": [
            {
                "checker": verdict.checker,
                "file": str(verdict.file),
                "status": verdict.status,
                "faults": len(verdict.faults),
            }
            for verdict in report.verdicts
        ],
        "findings": [
            {
                "checker": finding.checker,
                "file": str(finding.file),
                "rule": finding.fault.rule,
                "message": finding.fault.message,
                "place": finding.fault.place,
                "master": None if finding.master is None else str(finding.master),
                "line": finding.line,
                "means": finding.advice.means,
                "mend": finding.advice.mend,
            }
            for finding in report.findings
        ],
        "not run": report.missing,
    }


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────


def page(report: Report) -> bytes:
    """The report as an HTML page, written as editions are and so as accessible as they are."""
    from convert.writers import WRITERS, Options

    return WRITERS["html"](document(report), Options())


def document(report: Report) -> Document:
    """The report as a document."""
    files, failed = counted(report)
    blocks: list[Block] = [
        Heading(1, text("Accessibility and conformance report")),
        Paragraph(text(f"{files} files were checked: {files - failed} pass, {failed} do not.")),
    ]
    if report.missing:
        blocks += [Heading(2, text("Checkers that did not run")), bullets(report.missing.items())]
    blocks += [Heading(2, text("Files")), table(report)]
    for path, _ in by_file(report.verdicts):
        findings = [finding for finding in report.findings if finding.file == path]
        if findings:
            blocks += [Heading(2, text(str(path))), List(tuple(item(*each) for each in shown(findings)))]
    return Document(tuple(blocks), (), Meta(title="Accessibility and conformance report", language="en"))


def text(words: str) -> tuple[Inline, ...]:
    return (Text(" ".join(words.split())),)


def bullets(pairs: Iterable[tuple[str, str]]) -> List:
    return List(tuple(Item(None, (Paragraph((Strong(text(name)), *text(f": {why}"))),)) for name, why in pairs))


def table(report: Report) -> Table:
    """A row for each file: what each kind of checker said of it."""
    head = Row(tuple(Cell(text(name)) for name in ("File", "Result", "Checked by", "Findings")))
    found = Counter(finding.file for finding in report.findings)
    body = (
        Row(
            (
                Cell(text(str(path))),
                Cell(text("fails" if found[path] else "passes")),
                Cell(text(", ".join(verdict.checker for verdict in verdicts if not verdict.missing))),
                Cell(text(str(found[path]))),
            )
        )
        for path, verdicts in by_file(report.verdicts)
    )
    return Table((head, *body), caption=text("What was checked"), alignments=(None, None, None, "right"))


def item(finding: Finding, others: int) -> Item:
    """A finding: what it means, where, how to mend it, and the rule in its checker's words."""
    more = f" (and {others} more)" if others else ""
    rule, said = finding.fault.rule, " ".join(finding.fault.message.split())
    return Item(
        None,
        (
            Paragraph((Strong(text(finding.advice.means)),)),
            Paragraph((*text("Where:"), Text(" "), Code(finding.place or "the whole file"), Text(more))),
            Paragraph(text(f"How to mend it: {finding.advice.mend}")),
            Paragraph((Text(f"Rule of {finding.checker}: "), Code(rule), Text(f" {said}"))),
        ),
    )
