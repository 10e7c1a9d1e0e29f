"""Files and folders appear whole or not at all, and inside their root."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert import files
from convert.errors import UsageError
from convert.files import inside, replace_folder, slug, write_new, write_whole


@given(st.text())
def test_a_slug_is_one_path_component_and_stays_as_it_is(text: str) -> None:
    name = slug(text)
    assert name == slug(name)
    assert name
    assert name[0] != "."
    assert "/" not in name
    assert len(name.encode()) <= files.MAX_NAME


@pytest.mark.parametrize("name", ["a-res-72-188", "A_RES.72", "ocr-200-seedstyle", "été"])
def test_a_plain_name_is_kept(name: str) -> None:
    assert slug(name) == name


def test_a_name_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root/link").symlink_to(tmp_path)
    assert inside(tmp_path / "root", "plain") == tmp_path / "root/plain"
    for name in ("link", "../else", "/etc"):
        with pytest.raises(UsageError, match="leads out"):
            inside(tmp_path / "root", name)


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    replace_folder(tmp_path / "a", {"old": b"1"})
    replace_folder(tmp_path / "a", {"new": b"2"})
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "a").iterdir()] == [("new", b"2")]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_is_replaced_also_where_names_cannot_be_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_renameat2", lambda new, old: False)
    test_a_folder_is_replaced_as_a_whole(tmp_path)


def test_a_failed_write_leaves_the_old_folder(tmp_path: Path) -> None:
    replace_folder(tmp_path / "a", {"old": b"1"})
    with pytest.raises(UsageError):
        replace_folder(tmp_path / "a", {"new": b"2", "no/such/folder": b"3"})
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_is_written_whole_and_a_new_one_never_over_another(tmp_path: Path) -> None:
    write_whole(tmp_path / "b/c.txt", b"1")
    write_whole(tmp_path / "b/c.txt", b"2")
    with pytest.raises(UsageError, match="exists already"):
        write_new(tmp_path / "b/c.txt", b"3")
    assert (tmp_path / "b/c.txt").read_bytes() == b"2"
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["c.txt"]
