"""Many documents: nothing done twice, nothing lost, each failure its own."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from convert.batch import build_all, exit_code
from convert.batch.executors import Here, Pool
from convert.batch.jobs import find_jobs, left_alone, read_list, survey
from convert.batch.report import by_need, page
from convert.batch.stale import Outcome, plan, sort_out
from convert.batch.state import FOLDER, State
from convert.batch.work import Order, Result, attempt
from convert.errors import UsageError

ROOT = Path(__file__).parents[1]
TEXT = "A SHORT REPORT\n\n1. The board met in spring.\n\n2. It decided nothing.\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with two different reports."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT)
    (folder / "two.txt").write_text(TEXT.replace("spring", "autumn"))
    return folder


def test_pages_of_the_web_among_the_sources_are_left_alone(sources: Path, tmp_path: Path) -> None:
    (sources / "readme.html").write_text("<html><body>Of the web</body></html>")
    assert [job.name for job in find_jobs([str(sources)], tmp_path / "out")] == ["one", "two"]
    assert [path.name for path in left_alone([str(sources)], tmp_path / "out")] == ["readme.html"]


def test_page_images_beside_a_recognised_file_are_no_documents(sources: Path, tmp_path: Path) -> None:
    page = "<div class='ocr_page' title='image \"/scans/p 1/page-1.png\"; bbox 0 0 9 9'></div>"
    (sources / "act.hocr").write_text(f"<html><body>{page}</body></html>")
    for name in ("page-1.png", "act.tif", "act/page-1.png", "photo.jpg"):
        (sources / name).parent.mkdir(exist_ok=True)
        (sources / name).touch()
    jobs = [job.name for job in find_jobs([str(sources / "one.txt"), str(sources)], tmp_path / "out")]
    assert jobs == ["one", "act", "photo", "two"]
    pages = survey([str(sources)], tmp_path / "out").pages
    assert sorted(str(path.relative_to(sources)) for path in pages) == ["act.tif", "act/page-1.png", "page-1.png"]


class Counting(Here):
    """Builds here, and remembers what it built."""

    def __init__(self) -> None:
        self.built: list[str] = []

    def submit(self, order: Order) -> Future[Result]:
        self.built.append(order.source.name)
        return super().submit(order)


class Deadly(Counting):
    """Loses its process at each document of this name."""

    def __init__(self, name: str, death: Exception) -> None:
        super().__init__()
        self.name, self.death = name, death

    def submit(self, order: Order) -> Future[Result]:
        future = super().submit(order)
        if order.source.name == self.name:
            future = Future()
            future.set_exception(self.death)
        return future


def build(
    folder: Path, executor: Here, *, formats: tuple[str, ...] = ("text",), force: bool = False, seconds: float = 60
) -> list[Outcome]:
    """Build a folder beside itself into `out`."""
    out = folder.parent / "out"
    known = State(out / FOLDER / "state.sqlite")
    orders = plan(out, formats, None, force=force, seconds=seconds)
    settled, tasks = sort_out(find_jobs([str(folder)], out), orders, known)
    outcomes = [*settled, *build_all(tasks, orders, known, executor)]
    known.close()
    return sorted(outcomes, key=lambda each: each.job.name)


# ── nothing is done twice ────────────────────────────────────────────────────────────────────────────


def test_what_is_done_is_not_done_again(sources: Path) -> None:
    build(sources, Counting())
    again = Counting()
    assert [each.status for each in build(sources, again)] == ["up to date", "up to date"]
    assert again.built == []


def test_a_file_that_was_touched_but_not_changed_is_not_built_again(sources: Path) -> None:
    build(sources, Counting())
    os.utime(sources / "one.txt", (1, 1))
    again = Counting()
    build(sources, again)
    assert again.built == []


def test_an_output_that_was_changed_by_hand_is_built_again(sources: Path) -> None:
    build(sources, Counting())
    output = sources.parent / "out/one/one.txt"
    before = output.read_text()
    output.write_text("something else")
    again = Counting()
    build(sources, again)
    assert again.built == ["one.txt"]
    assert output.read_text() == before


def test_the_same_content_in_two_folders_is_built_once_and_written_twice(sources: Path) -> None:
    for folder in ("a", "b"):
        (sources / folder).mkdir()
        (sources / folder / "same.txt").write_text(TEXT)
    executor = Counting()
    build(sources, executor)
    assert sorted(executor.built) == ["one.txt", "same.txt", "two.txt"]
    out = sources.parent / "out"
    assert (out / "a/same/same.txt").read_bytes() == (out / "b/same/same.txt").read_bytes()


def test_a_failure_is_remembered_until_something_changes(sources: Path) -> None:
    (sources / "one.txt").write_bytes(bytes(range(256)) * 40)
    first = build(sources, Counting())
    again = Counting()
    second = build(sources, again)
    assert again.built == []
    assert second[0].known
    assert str(second[0].error) == str(first[0].error)
    assert exit_code(second) == exit_code(first) == 5
    (sources / "one.txt").write_text(TEXT)
    assert [each.status for each in build(sources, Counting())] == ["built", "up to date"]


# ── each failure is its own ──────────────────────────────────────────────────────────────────────────


def test_a_document_that_kills_its_process_twice_is_left_alone(sources: Path) -> None:
    executor = Deadly("one.txt", OSError("process expired"))
    outcomes = build(sources, executor)
    assert executor.built == ["one.txt", "two.txt", "one.txt"]
    assert [each.status for each in outcomes] == ["failed", "built"]
    assert "2 times" in str(outcomes[0].error)
    again = Counting()
    assert build(sources, again)[0].known
    assert again.built == []
    assert build(sources, Counting(), force=True)[0].status == "built"


def test_a_document_tried_once_before_the_build_was_stopped_is_tried_again(sources: Path) -> None:
    build(sources, Counting())
    known = State(sources.parent / "out" / FOLDER / "state.sqlite")
    known.write(replace(known.records["one"], status="tried", tries=1))
    known.close()
    again = Counting()
    assert [each.status for each in build(sources, again)] == ["built", "up to date"]
    assert again.built == ["one.txt"]


def test_a_document_that_took_too_long_is_tried_again_when_given_more_time(sources: Path) -> None:
    outcomes = build(sources, Deadly("one.txt", TimeoutError()), seconds=5)
    assert "longer than 5 seconds, 2 times" in str(outcomes[0].error)
    same = Counting()
    assert build(sources, same, seconds=5)[0].known
    assert same.built == []
    assert [each.status for each in build(sources, Counting(), seconds=60)] == ["built", "up to date"]


def test_a_pool_gives_what_this_process_gives(sources: Path) -> None:
    orders = [Order(source, ("html", "text"), None) for source in sorted(sources.iterdir())]
    pool = Pool(2, 60, 4 * 1024**3)
    try:
        there = [pool.submit(order).result().edition for order in orders]
    finally:
        pool.stop()
    assert there == [attempt(order).edition for order in orders]


def test_a_folder_that_is_a_file_costs_that_document_alone(sources: Path) -> None:
    (sources.parent / "out").mkdir()
    (sources.parent / "out/one").write_text("in the way")
    assert [each.status for each in build(sources, Counting())] == ["failed", "built"]


# ── which documents there are ────────────────────────────────────────────────────────────────────────


def names(paths: list[str], out: Path) -> list[str]:
    return [job.name for job in find_jobs(paths, out)]


def test_folders_are_searched_to_the_bottom_without_hidden_ones_and_the_output(sources: Path) -> None:
    for name in ("laws/acts/a 1.txt", ".git/x.txt", "out/one/one.txt"):
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text(TEXT)
    assert names([str(sources)], sources / "out") == ["one", "two", "laws/acts/a-1"]


def test_patterns_and_lists_name_documents(sources: Path) -> None:
    assert names([f"{sources}/t*.txt"], sources) == ["two"]
    (sources / "some.list").write_text("one.txt\n\ntwo.txt\n")
    assert names(list(read_list(str(sources / "some.list"))), sources) == ["one", "two"]
    with pytest.raises(UsageError, match="fits no file"):
        names([f"{sources}/x*.txt"], sources)


def test_a_document_may_not_lie_inside_the_folder_of_another(sources: Path) -> None:
    (sources / "one").mkdir()
    (sources / "one/inner.txt").write_text(TEXT)
    with pytest.raises(UsageError, match="would both lie in one"):
        names([str(sources)], sources.parent / "out")


def test_the_report_begins_with_what_needs_a_person_and_escapes_what_it_tells(sources: Path) -> None:
    (sources / "x & y.txt").write_bytes(bytes(range(256)) * 40)
    outcomes = build(sources, Counting())
    assert [each.job.name for each in by_need(outcomes)] == ["x-y", "one", "two"]
    assert "x & y" not in page(outcomes)
    assert "x &amp; y" in page(outcomes)


# ── stopped at any moment ────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """Twelve documents, and what they become when nothing disturbs."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "sources").mkdir()
    for number in range(12):
        (folder / f"sources/d{number}.txt").write_text(TEXT * (1 + number % 3) + f"\nNumber {number}.\n")
    command(folder, "whole").wait()
    return folder, files(folder / "whole")


def command(folder: Path, out: str) -> subprocess.Popen[bytes]:
    """A build with two workers, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "convert", "build", "sources", "--out", out, "--to", "html,text", "--jobs", "2"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def files(out: Path) -> dict[str, bytes]:
    """All outputs by name; the state and the report, which tell of a run, left out."""
    found = (path for path in out.rglob("*") if path.is_file() and path.parent.name != FOLDER)
    return {str(path.relative_to(out)): path.read_bytes() for path in found if path.name != "report.html"}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_whatever_stops_a_build_leaves_each_document_whole_or_absent_and_the_rest_for_the_next(
    how: signal.Signals, whole: tuple[Path, dict[str, bytes]]
) -> None:
    place, expected = whole
    out = f"stopped-{how.name}"
    for _ in range(2):
        process = command(place, out)
        time.sleep(random.uniform(0.6, 1.6))
        process.send_signal(how)
        process.wait(timeout=30)
        there = {name: data for name, data in files(place / out).items() if name.startswith("d")}
        assert there.items() <= expected.items()
        assert all(f"{folder}/{folder}.html" in there for folder in {name.split("/")[0] for name in there})
    assert command(place, out).wait() == 0
    assert files(place / out) == expected


def test_two_builds_in_one_folder_take_turns(whole: tuple[Path, dict[str, bytes]]) -> None:
    folder, expected = whole
    builds = [command(folder, "both") for _ in range(2)]
    assert [process.wait(timeout=60) for process in builds] == [0, 0]
    assert files(folder / "both") == expected


def test_a_damaged_state_is_put_aside_and_nothing_is_lost(sources: Path) -> None:
    build(sources, Counting())
    file = sources.parent / "out" / FOLDER / "state.sqlite"
    file.write_bytes(b"not a database, although it is long enough to be one" * 50)
    state = State(file)
    assert state.put_aside is not None
    assert state.put_aside.exists()
    state.close()
    assert [each.status for each in build(sources, Counting())] == ["built", "built"]
