"""The server: documents in, editions out, and what it refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the server needs the packages of reissue[serve]")
pytest.importorskip("multipart", reason="the server needs the packages of reissue[serve]")

from starlette.testclient import TestClient
from starlette.types import Message

from convert.batch.executors import Here
from convert.batch.work import Order, Result
from convert.serve import upload as upload_
from convert.serve.app import app
from convert.serve.desk import Desk

TEXT = b"A SHORT REPORT\n\n1. The board met in spring.\n\n2. It decided nothing.\n"
LIMIT = 20_000


class Never(Here):
    """Takes orders and builds none."""

    def submit(self, order: Order) -> Future[Result]:
        return Future()


def desk_at(root: Path, executor: Here | None = None) -> Desk:
    return Desk(root, executor or Here(), ("html", "text"))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(app(desk_at(tmp_path), ["testserver"], LIMIT)) as client:
        yield client


def upload(client: TestClient, name: str = "report.txt", data: bytes = TEXT, **headers: str) -> tuple[int, str]:
    """Hand a document in as a form does; the status and where it leads, or what the page says."""
    answer = client.post("/documents", files={"file": (name, data)}, headers=headers, follow_redirects=False)
    return answer.status_code, answer.headers.get("location") or answer.text


def test_a_document_that_is_handed_in_becomes_editions(client: TestClient) -> None:
    code, place = upload(client)
    assert code == 303
    status = client.get(f"{place}/status").json()
    assert status["status"] == "done"
    page = next(name for name in status["files"] if name.endswith(".html"))
    assert "The board met in spring." in client.get(page).text
    assert "report.txt" in client.get("/").text
    assert f'href="{page}"' in client.get(place).text


def test_a_body_with_its_name_in_the_address_is_taken_too(client: TestClient) -> None:
    answer = client.post("/documents?name=a%20b.txt", content=TEXT, follow_redirects=False)
    assert answer.status_code == 303
    assert client.get(answer.headers["location"] + "/status").json()["status"] == "done"


def test_a_document_that_cannot_be_read_says_why_without_telling_where_it_lies(
    client: TestClient, tmp_path: Path
) -> None:
    _, place = upload(client, data=bytes(range(256)) * 40)
    page = client.get(place).text
    assert "could not be republished" in page
    assert "report.txt" in page
    assert str(tmp_path) not in page


def test_a_deleted_document_is_gone(client: TestClient, tmp_path: Path) -> None:
    _, place = upload(client)
    assert client.post(f"{place}/delete", follow_redirects=False).status_code == 303
    assert client.get(place).status_code == 404
    assert list(tmp_path.iterdir()) == []


def test_what_waits_is_built_by_the_next_run(tmp_path: Path) -> None:
    with TestClient(app(desk_at(tmp_path, Never()), ["testserver"], LIMIT)) as client:
        _, place = upload(client)
        assert client.get(f"{place}/status").json()["status"] == "waiting"
    with TestClient(app(desk_at(tmp_path), ["testserver"], LIMIT)) as client:
        assert client.get(f"{place}/status").json()["status"] == "done"


# ── what it refuses ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("report.exe", TEXT, 415),
        ("report", TEXT, 415),
        ("report.txt", b"x" * (LIMIT + 1), 413),
    ],
)
def test_wrong_kinds_and_large_files_are_refused_and_leave_nothing(
    name: str, data: bytes, code: int, client: TestClient, tmp_path: Path
) -> None:
    assert upload(client, name, data)[0] == code
    assert list(tmp_path.iterdir()) == []


def test_a_body_that_grows_beyond_the_limit_without_saying_so_is_cut_off(
    client: TestClient, tmp_path: Path
) -> None:
    answer = client.post("/documents?name=a.txt", content=(b"x" * 1000 for _ in range(100)))
    assert answer.status_code == 413
    assert list(tmp_path.iterdir()) == []


def test_a_slow_upload_is_cut_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(upload_, "GRACE", 0.2)
    said: list[int] = []

    async def slowly() -> Message:
        await asyncio.sleep(0.15)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def hear(message: Message) -> None:
        said.append(message.get("status", 0))

    scope: dict[str, object] = {
        "type": "http",
        "method": "POST",
        "path": "/documents",
        "query_string": b"name=a.txt",
        "headers": [(b"host", b"testserver")],
        "scheme": "http",
        "server": ("testserver", 80),
    }
    desk = desk_at(tmp_path)
    desk.open()
    asyncio.run(app(desk, ["testserver"], LIMIT)(scope, slowly, hear))
    assert said[0] == 408
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_another_site_cannot_hand_in_or_delete(headers: dict[str, str], client: TestClient) -> None:
    _, place = upload(client)
    assert upload(client, **headers)[0] == 403
    assert client.post(f"{place}/delete", headers=headers).status_code == 403
    assert client.get(place).status_code == 200


def test_a_name_that_is_not_its_own_is_not_answered(client: TestClient) -> None:
    assert client.get("/", headers={"Host": "rebound.example"}).status_code == 400


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "..\\..\\evil.txt", "/etc/evil.txt", "a\n\x1b[31mb.txt", "<script>alert(1)<.txt"]
)
def test_hostile_names_become_plain_ones(name: str, client: TestClient, tmp_path: Path) -> None:
    answer = client.post("/documents", params={"name": name}, content=TEXT, follow_redirects=False)
    assert answer.status_code == 303
    sources = list(tmp_path.glob("*/source/*"))
    assert len(sources) == 1
    assert set(sources[0].name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")
    assert "<script>alert" not in client.get("/").text


@pytest.mark.parametrize(
    "path",
    ["/documents/nobody", "/documents/%2e%2e", "/documents/%2e%2e/source", "/documents/nobody/x.html", "/nothing"],
)
def test_what_is_not_there_is_404(path: str, client: TestClient) -> None:
    assert client.get(path).status_code == 404


def test_sources_and_other_folders_are_not_given_out(client: TestClient) -> None:
    _, place = upload(client)
    for name in ("report.txt.bak", "..%2Fsource%2Freport.txt", "failed.txt", ".reissue"):
        assert client.get(f"{place}/{name}").status_code == 404


def test_editions_run_no_script_and_are_not_guessed_at(client: TestClient) -> None:
    _, place = upload(client)
    for name in client.get(f"{place}/status").json()["files"]:
        headers = client.get(name).headers
        assert headers["content-security-policy"].startswith("sandbox")
        assert headers["x-content-type-options"] == "nosniff"


def test_too_many_that_wait_are_sent_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convert.serve.desk.MAX_WAITING", 2)
    with TestClient(app(desk_at(tmp_path, Never()), ["testserver"], LIMIT)) as client:
        assert [upload(client)[0] for _ in range(3)] == [303, 303, 503]
