"""Editions in the archive: what a bag holds, that it is made again to the byte, and what is told if it is not."""

from __future__ import annotations

import json
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest

from convert.archive import archive, verify_bag, verify_output
from convert.build import build_edition
from convert.errors import BadInput, UsageError
from tests.test_cli import reissue

FORMATS = ("html", "text", "json")
TEXT = "A Report\n\nThe board met at the quay and found it sound.\n\n1. It be lit;\n\n2. It be swept.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "sources" / "report.txt"
    path.parent.mkdir()
    path.write_text(TEXT)
    path.with_suffix(".toml").write_text('[document]\ntitle = "A Report"\nidentifier = "R/1"\nlanguage = "en"\n')
    return path


@pytest.fixture
def bag(source: Path, tmp_path: Path) -> Path:
    archive("report", source, FORMATS, None, tmp_path / "bags" / "report")
    return tmp_path / "bags" / "report"


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_bag_holds_source_facts_edition_ledger_and_versions(bag: Path) -> None:
    names = {f"report{suffix}" for suffix in (".md", ".ledger.json", ".html", ".txt", ".json")}
    payload = {f"data/edition/{name}" for name in names}
    payload |= {"data/source/report.txt", "data/source/report.toml", "data/versions.json"}
    tags = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"}
    assert content(bag).keys() == payload | tags
    assert bagit.Bag(str(bag)).info["External-Identifier"] == "R/1"
    assert json.loads((bag / "data/versions.json").read_bytes())["libraries"]["weasyprint"]


def test_same_source_gives_the_same_bag(source: Path, bag: Path, tmp_path: Path) -> None:
    archive("report", source, FORMATS, None, tmp_path / "again" / "report")
    assert content(tmp_path / "again" / "report") == content(bag)


def test_bag_carries_the_time_that_is_given_and_no_other(source: Path, bag: Path, tmp_path: Path) -> None:
    assert b"Bagging-Date" not in (bag / "bag-info.txt").read_bytes()
    archive("report", source, FORMATS, 1_500_000_000, tmp_path / "dated")
    assert b"Bagging-Date: 2017-07-14" in (tmp_path / "dated" / "bag-info.txt").read_bytes()
    assert verify_bag(tmp_path / "dated").same


def test_bag_is_made_again_to_the_byte(bag: Path) -> None:
    verified = verify_bag(bag)
    assert verified.same
    assert [file.name for file in verified.files] == sorted(path.name for path in (bag / "data/edition").iterdir())


def test_adopted_master_is_archived_with_what_it_came_from(source: Path, tmp_path: Path) -> None:
    source.with_suffix(".md").write_text("# A Report\n\nCorrected by hand.\n")
    archive("report", source.with_suffix(".md"), FORMATS, None, tmp_path / "bag")
    assert {path.name for path in (tmp_path / "bag/data/source").iterdir()} == {
        "report.md",
        "report.txt",
        "report.toml",
    }
    assert verify_bag(tmp_path / "bag").same


def test_bag_that_is_there_is_never_changed(source: Path, bag: Path) -> None:
    before = content(bag)
    with pytest.raises(UsageError, match="exists"):
        archive("report", source, FORMATS, None, bag)
    assert content(bag) == before


@pytest.mark.parametrize("name", ["data/edition/report.html", "data/source/report.txt", "bag-info.txt"])
def test_damaged_bag_is_refused(bag: Path, name: str) -> None:
    (bag / name).write_bytes((bag / name).read_bytes() + b" ")
    with pytest.raises(BadInput, match="whole bag"):
        verify_bag(bag)


def test_bag_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "file").write_text("x")
    bagit.make_bag(str(tmp_path / "x"))
    with pytest.raises(BadInput, match="no edition"):
        verify_bag(tmp_path / "x")


def test_source_named_outside_the_bag_is_refused(bag: Path) -> None:
    versions = bag / "data/versions.json"
    facts = json.loads(versions.read_bytes())
    versions.write_text(json.dumps({**facts, "source": "../../../../sources/report.txt"}))
    bagit.Bag(str(bag)).save(manifests=True)
    with pytest.raises(UsageError, match="out of"):
        verify_bag(bag)


def test_first_byte_that_differs_is_told_and_which_version(bag: Path) -> None:
    """A bag whose checksums are right, made by a program that wrote other bytes."""
    text = bag / "data/edition/report.txt"
    text.write_bytes(text.read_bytes().replace(b"quay", b"pier"))
    (bag / "data/edition/report.json").unlink()
    (bag / "data/edition/extra.txt").write_text("x")
    versions = bag / "data/versions.json"
    versions.write_text(versions.read_text().replace('"python": "', '"python": "2.'))
    bagit.Bag(str(bag)).save(manifests=True)
    verified = verify_bag(bag)
    states = {file.name: file.state for file in verified.files if file.state != "same"}
    assert states == {"report.txt": "differs", "report.json": "missing", "extra.txt": "not rebuilt"}
    assert next(file.at for file in verified.files if file.name == "report.txt") == text.read_bytes().index(
        b"pier"
    )
    assert [change.split()[0] for change in verified.changed] == ["python"]


def test_output_is_verified_against_its_source(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "report"
    folder.mkdir(parents=True)
    for suffix, data in build_edition(source, FORMATS, None).files.items():
        (folder / f"report{suffix}").write_bytes(data)
    assert verify_output(folder, source, None).same
    source.write_text(TEXT.replace("quay", "pier"))
    changed = {file.name for file in verify_output(folder, source, None).files if file.state == "differs"}
    assert changed == {f"report{suffix}" for suffix in (".md", ".ledger.json", ".html", ".txt", ".json")}


def test_commands_tell_and_exit_with_a_code(source: Path, tmp_path: Path) -> None:
    done = reissue("archive", "report", "--out", "bags", "--to", "text", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = reissue("verify", "bags", cwd=tmp_path)
    assert done.returncode == 0
    assert "report.txt: same bytes" in done.stdout
    text = tmp_path / "bags/report/data/edition/report.txt"
    text.write_text("other")
    assert reissue("verify", "bags/report", cwd=tmp_path).returncode == 4
    bagit.Bag(str(tmp_path / "bags/report")).save(manifests=True)
    done = reissue("verify", "bags/report", cwd=tmp_path)
    assert done.returncode == 1
    assert "report.txt: DIFFERS from byte 0 on" in done.stdout
