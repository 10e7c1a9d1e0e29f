"""The command line as people and programs meet it: real processes in a temporary folder."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TEXT = "A SHORT REPORT\n\n1. The board met in spring.\n\n2. It decided nothing.\n"
HEAVY = ("weasyprint", "pdfplumber", "markdown_it", "pikepdf", "lxml", "yaml", "wordfreq", "pebble")


def reissue(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command."""
    return subprocess.run(
        [sys.executable, "-m", "convert", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with one short source."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/report.txt").write_text(TEXT)
    return tmp_path


def names(folder: Path) -> set[str]:
    """What is in a folder, without the state of builds and the site around the documents."""
    around = {".reissue", ".card", "index.html", "opds.json", "cover.png", "search"}
    return {path.name for path in folder.iterdir()} - around


def test_help_imports_no_heavy_library(tmp_path: Path) -> None:
    code = (
        "import sys, convert.__main__ as program\n"
        "try: program.main(['--help'])\n"
        f"except SystemExit: print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "examples:" in done.stdout
    assert "exit codes:" in done.stdout


@pytest.mark.parametrize("command", ["build", "recover", "publish", "explain", "adopt", "check", "doctor"])
def test_each_command_has_help(command: str, tmp_path: Path) -> None:
    done = reissue(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: reissue {command}")


def test_version_goes_to_stdout(tmp_path: Path) -> None:
    from convert import __version__

    assert reissue("--version", cwd=tmp_path).stdout == f"reissue {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("build",),
        ("build", "sources", "--out", "o", "--to", "docx"),
        ("build", "sources", "--out", "o", "--jobs", "0"),
        ("explain", "nobody"),
        ("check", "sources/nothing.html"),
    ],
)
def test_wrong_usage_is_2_and_said_on_stderr(arguments: tuple[str, ...], place: Path) -> None:
    done = reissue(*arguments, cwd=place)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip()


def test_build_writes_the_promised_files(place: Path) -> None:
    done = reissue("build", "sources", "--out", "output", "--to", "html,text,json", cwd=place)
    assert done.returncode == 0, done.stderr
    assert names(place / "output/report") == {
        "report.md",
        "report.html",
        "report.txt",
        "report.json",
        "report.ledger.json",
    }
    assert names(place / "output") == {"report"}
    assert done.stdout == ""


def test_a_second_build_does_nothing_and_says_so(place: Path) -> None:
    command = ("build", "sources", "--out", "output", "--to", "html")
    reissue(*command, cwd=place)
    before = (place / "output/report/report.html").stat().st_mtime_ns
    assert "nothing to do" in reissue(*command, cwd=place).stderr
    assert (place / "output/report/report.html").stat().st_mtime_ns == before


@pytest.mark.parametrize("change", ["source", "facts", "output gone", "another format"])
def test_a_changed_document_is_built_again(change: str, place: Path) -> None:
    command = ["build", "sources", "--out", "output", "--to", "html"]
    reissue(*command, cwd=place)
    match change:
        case "source":
            (place / "sources/report.txt").write_text(TEXT + "\n3. It met again.\n")
        case "facts":
            (place / "sources/report.toml").write_text('[document]\ntitle = "Another title"\n')
        case "output gone":
            (place / "output/report/report.html").unlink()
        case "another format":
            command[-1] = "text"
    done = reissue(*command, cwd=place)
    assert "built" in done.stderr
    assert "nothing to do" not in done.stderr
    assert "nothing to do" in reissue(*command, cwd=place).stderr
    assert "report.html" in names(place / "output/report")


OPENING = "Opening, with more words than a line of sixty characters"
BOOK = f"# Book\n\n{OPENING} would hold.\n\n## One\n\nA.\n\n## Two\n\nB.\n"


def test_a_document_is_split_by_chapter_and_made_whole_again_with_nothing_left(place: Path) -> None:
    (place / "sources/book.md").write_text(BOOK)
    command = ("build", "sources/book.md", "--out", "output", "--to", "html", "--site", "https://example.org")
    pages = {"book.html", "book-2.html", "book-3.html"}
    rest = {"book.md", "book.ledger.json"}
    for asked, html in ((("--split", "chapter"), pages), ((), {"book.html"}), (("--split", "chapter"), pages)):
        assert "built" in reissue(*command, *asked, cwd=place).stderr
        assert names(place / "output/book") == rest | html
        assert reissue("check", "output", cwd=place).returncode == 0
        assert "nothing to do" in reissue(*command, *asked, cwd=place).stderr
    sitemap = (place / "output/sitemap.xml").read_text()
    assert all(f"https://example.org/book/{page}<" in sitemap for page in pages)
    assert "HTML in 3 pages" in (place / "output/index.html").read_text()
    assert reissue("verify", "output", cwd=place).returncode == 0
    (place / "output/book/book-3.html").unlink()
    assert "nothing at 'https://example.org/book/book-3.html'" in reissue("check", "output", cwd=place).stdout


def test_the_facts_of_a_document_say_its_layout_and_the_command_overrules_them(place: Path) -> None:
    (place / "sources/book.md").write_text(BOOK)
    (place / "sources/book.toml").write_text('[editions]\nsplit = "chapter"\nwrap = 60\n')
    command = ("build", "sources/book.md", "--out", "output", "--to", "html,text")
    text, second = place / "output/book/book.txt", place / "output/book/book-2.html"
    reissue(*command, cwd=place)
    assert second.is_file()
    assert f"{OPENING}\n" in text.read_text()
    reissue(*command, "--split", "none", "--wrap", "0", cwd=place)
    assert not second.exists()
    assert f"{OPENING} would hold.\n" in text.read_text()


def test_one_bad_document_does_not_stop_the_others(place: Path) -> None:
    (place / "sources/bad.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    (place / "sources/other.txt").write_text(TEXT)
    done = reissue("build", "sources", "--out", "o", "--to", "text", "--jobs", "2", "--json", cwd=place)
    assert done.returncode == 5
    assert names(place / "o") == {"report", "other", "report.html"}
    report = {each["name"]: each for each in json.loads(done.stdout)["documents"]}
    assert report["bad"]["exit_code"] == 4
    assert report["other"]["status"] == "built"
    assert "1 of 3 documents failed: bad" in done.stderr


def test_a_single_bad_source_gives_its_own_code(place: Path) -> None:
    (place / "bad.txt").write_bytes(bytes(range(256)) * 40)
    done = reissue("build", "bad.txt", "--out", "o", cwd=place)
    assert done.returncode == 4
    assert "bad.txt" in done.stderr
    assert "remedy" in done.stderr
    assert names(place / "o") == set()


def test_a_failed_build_leaves_the_old_edition(place: Path) -> None:
    command = ("build", "sources", "--out", "o", "--to", "html")
    reissue(*command, cwd=place)
    old = (place / "o/report/report.html").read_bytes()
    (place / "sources/report.txt").write_bytes(bytes(range(256)) * 40)
    assert reissue(*command, cwd=place).returncode == 4
    assert (place / "o/report/report.html").read_bytes() == old
    assert names(place / "o") == {"report"}


def test_a_time_limit_stops_a_document(place: Path) -> None:
    done = reissue("build", "sources", "--out", "o", "--time-limit", "0.01", cwd=place)
    assert done.returncode == 4
    assert "--time-limit" in done.stderr


def test_two_sources_of_one_name_are_refused(place: Path) -> None:
    (place / "sources/report.pdf").write_bytes(b"%PDF-1.7")
    done = reissue("build", "sources", "--out", "o", cwd=place)
    assert done.returncode == 2
    assert "rename one of them" in done.stderr


def test_a_link_that_leads_out_of_the_sources_is_refused_and_the_others_are_built(place: Path) -> None:
    (place / "secret.txt").write_text(TEXT)
    (place / "sources/link.txt").symlink_to(place / "secret.txt")
    done = reissue("build", "sources", "--out", "o", "--to", "text", cwd=place)
    assert done.returncode == 5
    assert "leads out" in done.stderr
    assert names(place / "o") == {"report", "report.html"}


def test_names_become_plain_file_names(place: Path) -> None:
    (place / "sources/report.txt").rename(place / "sources/My report (final)!.txt")
    reissue("build", "sources", "--out", "o", "--to", "text", cwd=place)
    assert names(place / "o") == {"My-report-final"}


def test_recover_writes_markdown_and_ledger(place: Path) -> None:
    done = reissue("recover", "sources/report.txt", "--out", "new/report.md", cwd=place)
    assert done.returncode == 0, done.stderr
    assert names(place / "new") == {"report.md", "report.ledger.json"}
    ledger = json.loads((place / "new/report.ledger.json").read_text())
    assert {"program", "source", "findings", "edits", "queries"} <= set(ledger)


def test_recover_to_stdout_prints_markdown_and_nothing_else(place: Path) -> None:
    done = reissue("recover", "sources/report.txt", "--out", "-", cwd=place)
    assert "The board met in spring." in done.stdout
    assert names(place) == {"sources"}


def test_recover_does_not_overwrite_its_source(place: Path) -> None:
    assert reissue("recover", "sources/report.txt", "--out", "sources/report.txt", cwd=place).returncode == 2
    assert (place / "sources/report.txt").read_text() == TEXT


def test_publish_makes_each_format_asked_for(place: Path) -> None:
    reissue("recover", "sources/report.txt", "--out", "report.md", cwd=place)
    done = reissue("publish", "report.md", "--to", "html,text", "--out", "editions", "--json", cwd=place)
    assert names(place / "editions") == {"report.html", "report.txt"}
    assert json.loads(done.stdout)["files"] == ["editions/report.html", "editions/report.txt"]
    assert "It decided nothing." in reissue("publish", "report.md", "--to", "text", "--out", "-", cwd=place).stdout
    split = reissue("publish", "report.md", "--to", "text", "--split", "chapter", "--out", "x", cwd=place)
    assert split.returncode == 2
    assert "--split chapter is for HTML" in split.stderr


def test_adopt_makes_the_markdown_the_source_and_never_overwrites_it(place: Path) -> None:
    assert reissue("adopt", "report", cwd=place).returncode == 0
    master = place / "sources/report.md"
    master.write_text(master.read_text().replace("nothing", "everything"))
    again = reissue("adopt", "report", cwd=place)
    assert again.returncode == 2
    assert "adopted already" in again.stderr
    reissue("build", "sources", "--out", "o", "--to", "text", cwd=place)
    assert "It decided everything." in (place / "o/report/report.txt").read_text()
    assert "everything" in master.read_text()


def test_explain_tells_of_edits(place: Path) -> None:
    told = reissue("explain", "report", cwd=place)
    assert told.returncode == 0
    (place / "output/report").mkdir(parents=True, exist_ok=True)
    assert reissue("explain", "output/report", cwd=place).stdout == told.stdout, (
        "an edition is named by its folder too"
    )
    assert set(json.loads(reissue("explain", "report", "--json", cwd=place).stdout)) == {"edits", "queries"}


def test_check_passes_its_own_output_and_finds_a_planted_fault(place: Path) -> None:
    reissue("build", "sources", "--out", "o", "--to", "html,epub,text,json", cwd=place)
    nowhere = {"REISSUE_CHECKERS": str(place / "nowhere")}
    done = reissue("check", "o", cwd=place, **nowhere)
    assert done.returncode == 0, done.stdout
    assert "epubcheck did not run" in done.stderr
    assert reissue("check", "o", "--require", "epubcheck", cwd=place, **nowhere).returncode == 3
    page = place / "o/report/report.html"
    page.write_text(page.read_text().replace("</main>", '<a href="#nowhere">x</a></main>'))
    done = reissue("check", page, cwd=place, **nowhere)
    assert done.returncode == 1
    assert "link-to-nowhere" in done.stdout


def test_doctor_reports_as_json(tmp_path: Path) -> None:
    found = {each["name"]: each for each in json.loads(reissue("doctor", "--json", cwd=tmp_path).stdout)}
    assert found["Python"]["found"]
    assert found["weasyprint"]["needed"]


def test_the_same_source_gives_the_same_bytes(place: Path) -> None:
    for out in ("one", "two"):
        reissue("build", "sources", "--out", out, "--to", "html,epub,text,json", cwd=place)
    for path in (place / "one/report").iterdir():
        assert path.read_bytes() == (place / "two/report" / path.name).read_bytes()


def test_interrupting_leaves_nothing_half_written(place: Path) -> None:
    (place / "sources/second.txt").write_text(TEXT)
    with subprocess.Popen(
        [sys.executable, "-m", "convert", "build", "sources", "--out", "o"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        while not (place / "o").exists() and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert not (place / "o").exists() or all(name[0] != "." for name in names(place / "o"))


def test_no_colour_and_no_progress_off_a_terminal(place: Path) -> None:
    done = reissue("build", "sources", "--out", "o", "--to", "text", cwd=place)
    assert "\x1b" not in done.stderr
    assert "\r" not in done.stderr
