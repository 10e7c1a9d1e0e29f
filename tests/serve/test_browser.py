"""The server in a real browser, with and without script. Skipped where the checkers are not installed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from convert.checks import tools
from convert.checks.verdict import Missing

ROOT = Path(__file__).parents[2]
TEXT = "A SHORT REPORT\n\n1. The board met in spring.\n\n2. It decided nothing.\n"


@pytest.fixture
def browser() -> tuple[str, str, str]:
    """The node, the modules and the browser to drive."""
    pytest.importorskip("uvicorn", reason="the server needs the packages of reissue[serve]")
    try:
        return tools.program("node"), str(tools.part("node_modules")), tools.chromium()
    except Missing as missing:
        pytest.skip(f"{missing}")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A running server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["serve", "--data", str(tmp_path / "data"), "--port", str(port), "--to", "html,text", "--jobs", "1"]
    server = subprocess.Popen(
        [sys.executable, "-m", "convert", *command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            break
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}/"
    server.terminate()
    server.wait(timeout=20)


def test_a_person_hands_a_document_in_and_takes_its_edition(
    browser: tuple[str, str, str], address: str, tmp_path: Path
) -> None:
    node, modules, chromium = browser
    (tmp_path / "report.txt").write_text(TEXT)
    script = str(Path(__file__).with_name("browser.cjs"))
    command = [node, script, modules, chromium, address, str(tmp_path / "report.txt"), str(tmp_path / "page.png")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["errors"] == []
    assert seen["violations"] == []
    assert {"Web page", "Plain text", "Markdown, to correct by hand"} <= set(seen["script"])
    assert seen["plain"] == seen["script"]
    assert "A SHORT REPORT" in seen["title"].upper()
