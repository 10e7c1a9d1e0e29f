"""Taking a document in: not too large, not too slow, and nothing of it kept unless it came in whole."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from convert.errors import UsageError
from convert.serve.desk import Desk, Ticket

GRACE = 5.0
"""Seconds that an upload may take whatever its size."""
PACE = 2048
"""Bytes a second that it must bring after that; whoever sends slower may hold no place. A modem brought more."""


async def receive_document(request: Request, desk: Desk, max_upload: int) -> Ticket:
    """The document in the body of the request: a form's file, or the file itself with its name in the address.

    Raises HTTPException for what is too large (bytes), too slow, of no kind that is read, or one too many.
    """
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > max_upload:
        raise _too_large(max_upload)
    watched = Request(request.scope, _watched(request.receive, max_upload))
    try:
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            return await _from_form(watched, desk)
        return await _from_body(watched, desk)
    except UsageError as error:
        code = 415 if "kind" in error.message else 503
        raise HTTPException(code, f"{error.message}: {error.remedy}.") from error


def _watched(receive: Receive, max_upload: int) -> Receive:
    """The same stream of messages, cut off where it brings too much or too slowly."""
    start, size = time.monotonic(), 0

    async def watched() -> Message:
        nonlocal size
        try:
            async with asyncio.timeout(max(0.0, start + GRACE + size / PACE - time.monotonic())):
                message = await receive()
        except TimeoutError as error:
            raise HTTPException(408, "The upload was too slow.") from error
        size += len(message.get("body", b""))
        if size > max_upload:
            raise _too_large(max_upload)
        return message

    return watched


def _too_large(max_upload: int) -> HTTPException:
    return HTTPException(413, f"The file is larger than {max_upload // 1024**2} MB.")


async def _from_form(request: Request, desk: Desk) -> Ticket:
    async with request.form(max_files=1, max_fields=1) as form:
        upload = form.get("file")
        if upload is None or isinstance(upload, str) or not upload.filename:
            raise HTTPException(400, "No file was chosen.")

        async def pieces() -> AsyncIterator[bytes]:
            while piece := await upload.read(1024**2):
                yield piece

        return await _kept(pieces(), desk.admit(upload.filename), desk)


async def _from_body(request: Request, desk: Desk) -> Ticket:
    return await _kept(request.stream(), desk.admit(unquote(request.query_params.get("name", ""))), desk)


async def _kept(pieces: AsyncIterator[bytes], place: Path, desk: Desk) -> Ticket:
    """The pieces written to the place, and taken in as a document; nothing is left where they end too soon."""
    try:
        with place.open("wb") as target:
            async for piece in pieces:
                target.write(piece)
        return await asyncio.to_thread(desk.take, place)
    except BaseException:
        desk.refuse(place)
        raise
