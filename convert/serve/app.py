"""The pages of the server, and what it refuses (docs/security.md tells against whom).

It works without script; where there is script, pages follow the queue by themselves. Other sites cannot use it:
the Host must be its own (against DNS rebinding), and what changes something must come from its own pages
(https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from convert.frame import frame, table
from convert.readers import READERS
from convert.serve.desk import Desk, Ticket
from convert.serve.pulse import Pulse
from convert.serve.upload import receive_document

UPLOADS = 32
"""Uploads at a time."""
KINDS = {
    ".html": "Web page",
    ".epub": "E-book (EPUB)",
    ".pdf": "PDF",
    ".txt": "Plain text",
    ".md": "Markdown, to correct by hand",
    ".json": "Data (JSON)",
    ".ledger.json": "Ledger: what was changed, and what could not be decided",
}
"""What a person calls the files of an edition; the longest suffix that fits comes last."""
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
_SHOWN = {".html": "text/html", ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8"}
_SCRIPT = """\
new EventSource('/events').onmessage = () => location.reload();
const form = document.querySelector('form[data-upload]');
if (form) form.addEventListener('submit', async event => {
  event.preventDefault();
  const file = form.elements.file.files[0];
  if (!file) return;
  const said = document.querySelector('[role=status]');
  said.textContent = `Sending ${file.name} …`;
  const answer = await fetch('/documents?name=' + encodeURIComponent(file.name), {method: 'POST', body: file});
  if (answer.redirected) location.href = answer.url; else said.textContent = await answer.text();
});
"""


def app(desk: Desk, hosts: list[str], max_upload: int) -> Starlette:
    """The server's application; `hosts` are the names it answers to, `max_upload` is in bytes."""
    pulse = Pulse()
    desk.changed = pulse.beat
    uploads = asyncio.Semaphore(UPLOADS)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        pulse.start()
        await asyncio.to_thread(desk.open)
        yield
        await asyncio.to_thread(desk.close)

    def ticket_of(request: Request) -> Ticket:
        ticket = desk.ticket(request.path_params["token"])
        if ticket is None:
            raise HTTPException(404, "There is no such document.")
        return ticket

    async def home(_: Request) -> Response:
        return _page("Republish a document", _form() + _list(desk.tickets()))

    async def hand_in(request: Request) -> Response:
        _own_pages_only(request)
        if uploads.locked():
            raise HTTPException(503, "Too many uploads at a time; try again in a minute.")
        async with uploads:
            ticket = await receive_document(request, desk, max_upload)
        return RedirectResponse(f"/documents/{ticket.token}", 303)

    async def show(request: Request) -> Response:
        ticket = ticket_of(request)
        return _page(ticket.source.name, _one(ticket))

    async def status(request: Request) -> Response:
        ticket = ticket_of(request)
        files = [f"/documents/{ticket.token}/{quote(path.name)}" for path in ticket.files]
        return JSONResponse({"status": ticket.status, "reason": ticket.reason, "files": files}, headers=_HEADERS)

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        path = next((path for path in ticket_of(request).files if path.name == name), None)
        if path is None:
            raise HTTPException(404, "There is no such file.")
        kind = _SHOWN.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
        shown = path.suffix in (*_SHOWN, ".pdf")
        # An edition runs no script and belongs to no origin, whatever the document brought along.
        headers = {**_HEADERS, "Content-Security-Policy": "sandbox allow-popups"}
        return FileResponse(
            path,
            media_type=kind,
            filename=path.name,
            content_disposition_type="inline" if shown else "attachment",
            headers=headers if path.suffix != ".pdf" else _HEADERS,
        )

    async def delete(request: Request) -> Response:
        _own_pages_only(request)
        desk.delete(ticket_of(request))
        return RedirectResponse("/", 303)

    async def script(_: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript", headers=_HEADERS)

    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _page(
            "That did not work", f"<p>{escape(error.detail)}</p>\n<p><a href='/'>Back</a></p>\n", error.status_code
        )

    async def gone(_: Request, __: Exception) -> Response:
        return Response(status_code=400)  # nobody reads it

    return Starlette(
        routes=[
            Route("/", home),
            Route("/documents", hand_in, methods=["POST"]),
            Route("/documents/{token}", show),
            Route("/documents/{token}/status", status),
            Route("/documents/{token}/delete", delete, methods=["POST"]),
            Route("/documents/{token}/{name}", file),
            Route("/events", pulse.events),
            Route("/follow.js", script),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts)],
        exception_handlers={HTTPException: refused, ClientDisconnect: gone},
        lifespan=life,
    )


def _own_pages_only(request: Request) -> None:
    """Refuse what another site makes a browser send."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", "")
    if site not in ("same-origin", "none") or (
        origin and origin != f"{request.url.scheme}://{request.headers['host']}"
    ):
        raise HTTPException(403, "This comes from another site.")


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────


def _page(title: str, body: str, code: int = 200) -> HTMLResponse:
    head = '<script src="/follow.js" defer></script>\n'
    headers = {**_HEADERS, "Content-Security-Policy": POLICY}
    return HTMLResponse(frame(title, body, head=head, policy=POLICY.split("; frame-ancestors")[0]), code, headers)


def _form() -> str:
    kinds = ",".join(READERS)
    return (
        '<form data-upload method="post" action="/documents" enctype="multipart/form-data">\n'
        '<p><label for="file">Document</label>\n'
        f'<input id="file" type="file" name="file" required accept="{kinds}">\n'
        "<button>Republish</button></p>\n"
        "<p>A PDF or a page of recognised text. It stays on this computer.</p>\n</form>\n"
        '<p role="status"></p>\n'
    )


def _list(tickets: tuple[Ticket, ...]) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a href="/documents/{each.token}">{escape(each.source.name)}</a></th>'
        f"<td>{each.status}</td></tr>\n"
        for each in tickets
    )
    return table("Documents", ("Document", "Status"), rows) if rows else ""


def _one(ticket: Ticket) -> str:
    said = {
        "waiting": "<p role='status'>Waiting to be built. This page follows; without script, reload it.</p>\n",
        "failed": f"<p role='status'>It could not be republished.</p>\n<pre>{escape(ticket.reason)}</pre>\n",
        "done": "<p role='status'>Done.</p>\n",
    }[ticket.status]
    links = "".join(
        f'<li><a href="/documents/{ticket.token}/{quote(path.name)}">{_kind(path)}</a> ({_size(path)})</li>\n'
        for path in sorted(ticket.files, key=lambda path: [*KINDS, path.suffix].index(_suffix(path)))
    )
    editions = f"<ul>\n{links}</ul>\n" if links else ""
    delete = f'<form method="post" action="/documents/{ticket.token}/delete"><button>Delete it</button></form>\n'
    return f'{said}{editions}{delete}<p><a href="/">All documents</a></p>\n'


def _suffix(path: Path) -> str:
    return next((suffix for suffix in reversed(KINDS) if path.name.endswith(suffix)), path.suffix)


def _kind(path: Path) -> str:
    return KINDS.get(_suffix(path)) or escape(path.name)


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1024**2:.1f} MB" if size > 1024**2 else f"{max(1, size // 1024)} KB"
