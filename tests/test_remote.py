"""Sources and editions that live elsewhere, and a cluster that builds them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from convert.batch.remote import fetch, put
from convert.batch.state import Record
from convert.errors import MissingDependency, UsageError

ROOT = Path(__file__).parents[1]
TEXT = "A SHORT REPORT\n\n1. The board met in spring.\n\n2. It decided nothing.\n"


def build(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "convert", "build", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def bucket(tmp_path: Path) -> Path:
    """A folder that plays the bucket, with two sources and something else."""
    folder = tmp_path / "bucket"
    (folder / "laws").mkdir(parents=True)
    (folder / "one.txt").write_text(TEXT)
    (folder / "laws/two.txt").write_text(TEXT.replace("spring", "autumn"))
    (folder / "laws/photo.xyz").write_bytes(b"no source")
    return folder


def test_only_what_changed_is_fetched_and_put(bucket: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    command = (f"file://{bucket}", "--out", f"file://{tmp_path}/editions", "--to", "text")
    assert "2 documents put there" in build(tmp_path, *command).stderr
    assert "spring" in (tmp_path / "editions/one/one.txt").read_text()
    assert "autumn" in (tmp_path / "editions/laws/two/two.txt").read_text()
    again = build(tmp_path, *command).stderr
    assert "nothing to do" in again
    assert "0 documents put there" in again
    (bucket / "one.txt").write_text(TEXT.replace("spring", "winter"))
    assert "1 document put there" in build(tmp_path, *command).stderr
    assert "winter" in (tmp_path / "editions/one/one.txt").read_text()


def test_what_is_gone_there_is_gone_here(bucket: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    local = fetch(f"file://{bucket}", tmp_path / "work")
    assert (local / "laws/two.txt").is_file()
    assert not (local / "laws/photo.xyz").exists()
    (bucket / "laws/two.txt").unlink()
    fetch(f"file://{bucket}", tmp_path / "work")
    assert not (local / "laws/two.txt").exists()


def test_an_address_of_no_kind_and_one_that_is_not_there_are_said(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    with pytest.raises((UsageError, MissingDependency)):
        fetch("nosuch://bucket/x", tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        fetch(f"file://{tmp_path}/nothing", tmp_path)


def test_failed_documents_are_not_put(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    assert put([Record("x", status="failed")], tmp_path, f"file://{tmp_path}/editions") == 0


def test_a_cluster_gives_the_same_bytes(bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    build(tmp_path, str(bucket), "--out", "here", "--to", "html,text")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    local = {"host": "127.0.0.1", "dashboard_address": None, "worker_dashboard_address": None}
    with distributed.LocalCluster(n_workers=1, threads_per_worker=1, **local) as cluster:
        address = cluster.scheduler_address
        done = build(tmp_path, str(bucket), "--out", "there", "--to", "html,text", "--cluster", address)
    assert done.returncode == 0, done.stderr
    for name in ("one/one.html", "laws/two/two.html", "laws/two/two.ledger.json"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()


def test_a_cluster_that_does_not_answer_is_said(
    bucket: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("convert.batch.executors.ANSWERS", 0.5)
    from convert.batch.executors import Cluster
    from convert.readers.limits import Limits

    with pytest.raises(UsageError, match="no cluster answers"):
        Cluster("tcp://127.0.0.1:9", Limits())
