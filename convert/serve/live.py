"""The editions of a folder in the browser, each page reloaded as soon as its document was built again.

Editions run no script, so the script that listens is on a page around them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from html import escape
from pathlib import Path
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from convert.frame import frame
from convert.serve.pulse import Pulse

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'"
)
_SCRIPT = """\
const view = document.querySelector('iframe');
new EventSource('/events').onmessage = () => (view ? view.contentWindow : window).location.reload();
"""


def live(out: Path, hosts: list[str], pulse: Pulse, begin: Callable[[], None]) -> Starlette:
    """The application over an output folder; `begin` is called once it serves."""

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        pulse.start()
        begin()
        yield

    async def home(_: Request) -> Response:
        pages = sorted(path.relative_to(out) for path in out.rglob("*.html") if path.stem == path.parent.name)
        links = "".join(
            f'<li><a href="/live/{quote(str(page))}">{escape(str(page.parent))}</a></li>\n' for page in pages
        )
        return _page("Editions", f"<ul>\n{links}</ul>\n" if links else "<p>Nothing is built yet.</p>\n")

    async def show(request: Request) -> Response:
        page = request.path_params["page"]
        frames = f'<iframe title="The edition" src="/files/{quote(page)}"></iframe>\n'
        return _page(page, f'<p><a href="/">All editions</a></p>\n{frames}')

    async def script(_: Request) -> Response:
        return Response(_SCRIPT, media_type="text/javascript")

    return Starlette(
        routes=[
            Route("/", home),
            Route("/live/{page:path}", show),
            Route("/events", pulse.events),
            Route("/follow.js", script),
            Mount("/files", StaticFiles(directory=out, check_dir=False)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts)],
        lifespan=life,
    )


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(frame(title, body, head='<script src="/follow.js" defer></script>\n', policy=POLICY))
