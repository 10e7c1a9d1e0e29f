"""What a hostile source, name or place can do: nothing. The lines of docs/security.md that no other test holds."""

from __future__ import annotations

import ast
import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from convert import files
from convert.batch import build_all
from convert.batch.executors import Here
from convert.batch.jobs import find_jobs
from convert.batch.stale import plan, sort_out
from convert.batch.state import FOLDER, State
from convert.cli.talk import harmless
from convert.errors import BadInput, UsageError
from convert.markdown import read
from convert.writers import WRITERS, Options

ROOT = Path(__file__).parents[1]
TEXT = "A SHORT REPORT\n\n1. The board met in spring.\n\n2. It decided nothing.\n"

NO_SOCKETS = """
import sys
def refuse(event, arguments):
    if event.startswith("socket.") and event != "socket.gethostname":
        sys.stderr.write(f"SOCKET: {event} {arguments}\\n")
        raise RuntimeError(event)
sys.addaudithook(refuse)
"""
"""Put where each Python process of the program finds it, children included (https://peps.python.org/pep-0578/)."""


def run(folder: Path, *arguments: str, guard: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program in a folder, with `guard` run first in it and in all its children."""
    (folder / "guard").mkdir(exist_ok=True)
    (folder / "guard/sitecustomize.py").write_text(guard)
    return subprocess.run(
        [sys.executable, "-m", "convert", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder / 'guard'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


# ── the network ──────────────────────────────────────────────────────────────────────────────────────


def test_no_socket_is_opened(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT)
    (tmp_path / "paper.pdf").write_bytes(WRITERS["pdf"](read(TEXT), Options()))
    done = run(tmp_path, "build", "report.txt", "paper.pdf", "--out", "out", "--jobs", "2", guard=NO_SOCKETS)
    assert "SOCKET" not in done.stderr
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/paper/paper.pdf").is_file()


def test_the_guard_of_the_test_before_catches_a_socket(tmp_path: Path) -> None:
    guard = (
        NO_SOCKETS + "import socket\ntry: socket.create_connection(('127.0.0.1', 9))\nexcept RuntimeError: pass\n"
    )
    assert "SOCKET" in run(tmp_path, "--version", guard=guard).stderr


HOSTILE = [
    "![x](file:///etc/passwd)",
    "![x](/etc/passwd)",
    "![x](../../../../etc/passwd)",
    "![x](http://127.0.0.1:9/x.png)",
    "![x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "<script>alert(1)</script>",
    '<img src="http://127.0.0.1:9/" onerror="alert(1)">',
    "<style>@import url(http://127.0.0.1:9/)</style>",
    '[x]{.a style="background:url(http://127.0.0.1:9/)"}',
    "[x]{.a-url(http://127.0.0.1:9/)}",
    '[x]{lang="en\\" onload=\\"alert(1)"}',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "![<svg onload=alert(1)>](x.svg)",
    "[^<script>]: a\n\nb[^<script>]",
    "|<script>|\n|---|\n|`</td><script>`|",
    '# Title " onload="alert(1)',
    "```\n</pre><script>alert(1)</script>\n```",
]


@pytest.mark.parametrize("kind", ["html", "epub", "pdf"])
def test_markdown_brings_no_script_no_style_and_no_address_into_an_edition(kind: str, tmp_path: Path) -> None:
    opened: list[str] = []
    sys.addaudithook(lambda event, given: opened.append(event) if _is_outside(event, given) else None)
    for text in HOSTILE:
        try:
            data = WRITERS[kind](read(f"# A title\n\n{text}\n"), Options(resources=tmp_path))
        except BadInput:
            continue  # a picture that is not there, or outside its folder
        if kind == "html":
            page = data.decode()
            body = page[page.index("<main") :]
            assert not re.search(r"<(script|style|img|svg|iframe|object)\b", body), text
            assert not re.search(r"<[^>]*\s(on\w+|style)\s*=", body), text
            assert not re.search(r"(href|src)=\"(javascript|data|file|http)", body), text
    assert opened == []


def _is_outside(event: str, given: tuple[object, ...]) -> bool:
    """Whether an audit event is a connection, or the opening of a file that a document has no business with."""
    return event in ("socket.connect", "socket.getaddrinfo") or (event == "open" and given[0] == "/etc/passwd")


# ── the terminal ─────────────────────────────────────────────────────────────────────────────────────


def test_names_cannot_steer_the_terminal(tmp_path: Path) -> None:
    name = "a\x1b[2Jb\u202efdp.txt"
    (tmp_path / name).write_bytes(bytes(range(256)) * 40)
    done = run(tmp_path, "build", name, "--out", "out")
    assert done.returncode == 4
    assert "a\\x1b[2Jb\\u202efdp.txt" in done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stderr)


def test_plain_text_is_said_as_it_is() -> None:
    assert harmless("Zürich, 東京\n\tعربي") == "Zürich, 東京\n\tعربي"


def test_a_text_cannot_steer_the_terminal_when_it_is_explained(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT + "\nThe \x1b[31mred\x1b[0m book\u200b and the \ufb01rst.\n")
    assert "\x1b" not in run(tmp_path, "explain", "report.txt").stdout


# ── the file system ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_disk_stops_the_batch_and_what_was_done_stays_done(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(TEXT + name)
    out = tmp_path / "out"
    known = State(out / FOLDER / "state.sqlite")
    orders = plan(out, ("text",), None)
    _, tasks = sort_out(find_jobs([str(tmp_path / f"{name}.txt") for name in "abc"], out), orders, known)
    write = files._write_synced

    def full(path: Path, data: bytes) -> None:
        if path.name.startswith("b."):
            raise OSError(number, os.strerror(number))
        write(path, data)

    monkeypatch.setattr(files, "_write_synced", full)
    with pytest.raises(UsageError, match=os.strerror(number)):
        list(build_all(tasks, orders, known, Here()))
    assert sorted(path.name for path in out.iterdir()) == [FOLDER, "a"]
    assert set(known.records) == {"a"}
    known.close()


def test_an_output_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT)
    (tmp_path / "out").write_text("in the way")
    done = run(tmp_path, "build", "report.txt", "--out", "out")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert (tmp_path / "out").read_text() == "in the way"


@pytest.mark.parametrize(
    "name", ["..txt", "...txt", "-rf.txt", "a\nb.txt", "con%2f..%2fx.txt", "$(id).txt", "\u202etxt.txt"]
)
def test_hostile_names_become_plain_ones_below_the_output_folder(name: str, tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / name).write_text(TEXT)
    done = run(tmp_path, "build", "sources", "--out", "out", "--to", "text")
    made = list((tmp_path / "out").rglob("*.txt")) if done.returncode == 0 else []
    assert all(re.fullmatch(r"[\w-][\w.-]*", part) for path in made for part in path.relative_to(tmp_path).parts)
    assert {path.name for path in tmp_path.iterdir()} <= {"sources", "out", "guard"}


def test_a_linked_folder_in_the_sources_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/key.txt").write_text("secret")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/link").symlink_to(tmp_path / "secrets")
    (tmp_path / "sources/report.txt").write_text(TEXT)
    run(tmp_path, "build", "sources", "--out", "out", "--to", "text")
    assert not any("secret" in path.read_text() for path in (tmp_path / "out").rglob("*.txt"))


# ── the document itself ──────────────────────────────────────────────────────────────────────────────


def test_each_threat_in_the_documentation_names_a_test_that_exists() -> None:
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", page))
    assert len(named) >= 25
    for file, test in named:
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, f"{file}::{test}"
