"""The one report of `reissue check`: places in the master, words, and its own page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from convert.checks import CHECKS, check_files
from convert.checks.advice import ADVICE, FALLBACK, advice
from convert.checks.html import check_html
from convert.checks.places import Master
from convert.checks.report import data, make_report, page, rows
from convert.checks.verdict import Fault, Verdict
from convert.document import Document
from convert.markdown import write as write_markdown
from convert.writers import WRITERS, Options
from tests.pdf_sample import EVERYTHING

MASTER = """---
title: The harbour
---

# The harbour

The board met at the quay[^1] and found it **sound and dry**.

- (a) Lamps of ten candles;
- (b) Lanterns with glass.

![A stone quay](quay.png)

The same words again and again.

The same words again and again.

[^1]: Minutes of the board.
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("<p>The board met at the quay<sup><a href='#fn-1'>1</a></sup> and", 7, id="HTML with a mark"),
        pytest.param("found it sound and dry.", 7, id="emphasis in the master"),
        pytest.param("(b) Lanterns with", 10, id="item of a list"),
        pytest.param("Minutes of the board.", 18, id="note"),
        pytest.param('<img src="quay.png" alt="">', 12, id="picture by its address"),
        pytest.param("The same words again and again.", None, id="what stands there twice is not sure"),
        pytest.param("quay", None, id="too short to be sure"),
        pytest.param("Nothing of the kind stands here", None, id="not there"),
        pytest.param("title: The harbour", None, id="not the front matter"),
    ],
)
def test_line_of_the_master(text: str, line: int | None) -> None:
    assert Master(MASTER).line(text) == line


def test_each_rule_has_advice_and_each_checker_a_fallback() -> None:
    checkers = {name for checks in CHECKS.values() for name in checks}
    assert checkers <= FALLBACK.keys()
    assert advice("verapdf", "PDFUA-1 7.18.5-1") is ADVICE["PDFUA-1 7.18"]
    assert advice("axe", "never-heard-of") is FALLBACK["axe"]
    assert all(each.means and each.mend for each in (*ADVICE.values(), *FALLBACK.values()))


@pytest.fixture
def verdicts(tmp_path: Path) -> list[Verdict]:
    (tmp_path / "a.md").write_text(MASTER)
    page = tmp_path / "a.html"
    fault = Fault("image-alt", "Images must have <alt>", "img", '<img src="quay.png">')
    return [
        Verdict("own", page),
        Verdict("axe", page, (fault,) * 9),
        Verdict("nu", page, missing="nu is not installed"),
        Verdict("own", tmp_path / "a.md"),
    ]


def test_findings_name_the_line_of_the_master_and_the_remedy(verdicts: list[Verdict]) -> None:
    report = make_report(verdicts)
    told = "\n".join(rows(report))
    assert "a.md, line 12" in told
    assert "A picture has no description" in told
    assert "(and 4 more)" in told
    assert "2 files: 1 pass, 1 fail, with 9 findings" in told
    assert report.missing == {"nu": "nu is not installed"}


def test_data_has_every_finding(verdicts: list[Verdict]) -> None:
    told = json.loads(json.dumps(data(make_report(verdicts))))
    assert [finding["line"] for finding in told["findings"]] == [12] * 9
    assert told["not run"] == {"nu": "nu is not installed"}


def test_page_of_the_report_keeps_the_same_standards(verdicts: list[Verdict], tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_bytes(page(make_report(verdicts)))
    assert check_html(path) == ()
    assert b"Images must have &lt;alt&gt;" in path.read_bytes()


# ── outputs beside their master ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(write_markdown(EVERYTHING))
    for name, suffix in (("text", "txt"), ("json", "json"), ("pdf", "pdf")):
        (tmp_path / f"a.{suffix}").write_bytes(WRITERS[name](EVERYTHING, Options()))
    return tmp_path


def rules(path: Path) -> list[str]:
    return [fault.rule for verdict in check_files([path]) if verdict.checker == "own" for fault in verdict.faults]


def test_outputs_hold_what_their_master_holds(edition: Path) -> None:
    assert [rules(edition / f"a.{suffix}") for suffix in ("txt", "json", "pdf")] == [[], [], []]


@pytest.mark.parametrize(
    ("suffix", "rule"), [("txt", "not-the-master"), ("json", "not-the-master"), ("pdf", "reading-order")]
)
def test_changed_word_in_the_master_is_found_in_each_output(edition: Path, suffix: str, rule: str) -> None:
    master = edition / "a.md"
    master.write_text(master.read_text().replace("archives and libraries", "archives and other libraries", 1))
    master.write_text(master.read_text().replace("A quotation", "Another quotation", 1))
    assert rules(edition / f"a.{suffix}") == [rule]


def test_checker_that_gives_no_verdict_is_no_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHECKS[".md"], "own", lambda paths: {})  # type: ignore[index]
    (tmp_path / "a.md").write_text("x")
    (verdict,) = check_files([tmp_path / "a.md"])
    assert [fault.rule for fault in verdict.faults] == ["checker-failed"]


def test_data_of_another_shape_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"schema": "urn:reissue:document:1", "children": [{"type": "Text"}]}))
    assert rules(path) == ["schema"]
    path.write_bytes(WRITERS["json"](Document(()), Options()))
    assert rules(path) == []
