"""Tells open pages that something changed, by server-sent events (https://html.spec.whatwg.org/#server-sent-events)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

FOLLOWERS = 64
"""Pages that follow at a time; more of them have to be reloaded by hand."""
QUIET = 15.0
"""Seconds after which a comment is sent, so that pages that were closed are noticed."""


class Pulse:
    """Wakes all pages that follow."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        self._followers = 0

    def start(self) -> None:
        """Begin, in the event loop that serves."""
        self._loop = asyncio.get_running_loop()

    def beat(self) -> None:
        """Something changed; may be called from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        self._event.set()
        self._event = asyncio.Event()

    async def events(self, _: Request) -> Response:
        """The endpoint that pages listen to. Raises HTTPException where too many do."""
        if self._followers >= FOLLOWERS:
            raise HTTPException(503, "Too many pages follow.")
        return StreamingResponse(
            self._beats(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _beats(self) -> AsyncIterator[str]:
        self._followers += 1
        try:
            while True:
                try:
                    await asyncio.wait_for(self._event.wait(), QUIET)
                    yield "data: changed\n\n"
                except TimeoutError:
                    yield ": here\n\n"
        finally:
            self._followers -= 1
