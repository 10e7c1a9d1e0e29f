"""An edition and the index of all, used with the keyboard alone. Skipped where no browser and no checkers are."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from convert.checks import tools
from convert.checks.verdict import Missing
from convert.document import Document, Heading, Item, List, Meta, Note, NoteRef, PageBreak, Text
from convert.site import write_site
from convert.site.cards import CARD, card
from convert.writers import Options, html
from tests.writers.samples import para

BOOK = Document(
    (
        Heading(1, (Text("Report"),)),
        para(PageBreak(1, "1"), "Opening", NoteRef("1"), NoteRef("2"), "."),
        Heading(2, (Text("First"),)),
        List((Item("(a)", (para("Item."),)),)),
        Heading(2, (Text("Second"),)),
        para(PageBreak(2, "2"), "Text of lighthouses."),
    ),
    (Note("1", (para("One"),)), Note("2", (para("Two"),))),
    Meta(title="Report", language="en"),
)
OTHER = Document((para("Text of harbours."),), meta=Meta(title="Minutes", language="en"))


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a walk through the page and the index met."""
    try:
        command = [tools.program("node"), Path(__file__).with_name("keyboard.cjs"), tools.part("node_modules")]
        command.append(tools.chromium())
    except Missing as missing:
        pytest.skip(f"{missing}")
    out = tmp_path_factory.mktemp("out")
    for name, document in {"report": BOOK, "minutes": OTHER}.items():
        (out / name).mkdir()
        (out / name / f"{name}.html").write_bytes(html.write(document, Options()))
        (out / name / CARD).write_bytes(card(document, name, queries=0))
    write_site(out, ["report", "minutes"], "program")
    pages = [(out / "report" / "report.html").as_uri(), (out / "index.html").as_uri()]
    done = subprocess.run(
        [*command, *pages, "lighthouses"], capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_stop_is_seen_and_has_a_name(seen: Any) -> None:
    stops = [*seen["stops"], *seen["index"]]
    assert [stop for stop in stops if not stop["seen"]] == []
    assert [stop for stop in stops if not stop["name"] and stop["tag"] != "input"] == []
    assert seen["errors"] == []


def test_stops_come_in_the_order_of_the_page(seen: Any) -> None:
    names = [stop["name"] for stop in seen["stops"]]
    wanted = ["Skip to the text", "Contents", "First", "Second", "Pages of the source", "Page 1", "Page 2"]
    wanted += ["Note 1", "Show note 1 here", "Note 2", "Show note 2 here", "(a)", "Back to reference 1 of note 1"]
    assert [name for name in names if name in wanted] == wanted


def test_skip_link_leads_into_the_text_and_contents_fold(seen: Any) -> None:
    assert (seen["skipped"], seen["first"]) == ("text", True)
    assert seen["contents"] == [True, False, True]


def test_note_opens_in_place_and_closing_it_goes_back_to_its_mark(seen: Any) -> None:
    assert (seen["opened"], seen["within"], seen["closed"], seen["returned"]) == (["pop-1"], True, [], True)


def test_note_mark_leads_to_its_note_and_that_leads_back(seen: Any) -> None:
    assert (seen["note"], seen["back"], seen["again"]) == ("#fn-1", "doc-backlink", True)


def test_index_is_searched_and_sorted(seen: Any) -> None:
    assert (seen["rows"], seen["sorted"]) == ([1, 2], "ascending")
