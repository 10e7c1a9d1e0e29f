"""WeasyPrint as we use it: found or asked for, kept from files and the network, and heard when it complains."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from convert.errors import BadInput, MissingDependency

COLLECTOR = (50_000, 20, 1_000)
"""Garbage collection thresholds during a render: its many boxes live to its end (11 % faster on 231 pages)."""


def engine() -> Any:
    """WeasyPrint; raises MissingDependency with what to install."""
    try:
        import weasyprint  # type: ignore[import-untyped]

        from convert.writers.pdf.tags import check_contract
    except ImportError as error:
        raise MissingDependency(
            f"WeasyPrint cannot be used: {error}", remedy="pip install 'weasyprint==70.*'"
        ) from error
    except OSError as error:  # a shared library that it opens
        raise MissingDependency(
            f"WeasyPrint does not find Pango: {error}",
            remedy="apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        ) from error
    check_contract()
    return weasyprint


def fetcher() -> Any:
    """What WeasyPrint may read: data within the page, where the figures are; no file and no network."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher  # type: ignore[import-untyped]

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols=("data",), allow_redirects=False)


@contextmanager
def patient_collector() -> Iterator[None]:
    """Collect garbage less often meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECTOR)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def complaints() -> Iterator[list[str]]:
    """What WeasyPrint complains about meanwhile, kept from the screen."""
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    before, logger.handlers = logger.handlers, [handler]
    propagate, logger.propagate = logger.propagate, False
    try:
        yield said
    finally:
        logger.handlers, logger.propagate = before, propagate


def refuse(said: list[str]) -> None:
    """Raise an error for complaints that mean that a reader would miss something."""
    for message in said:
        if message.startswith(".notdef glyph"):
            raise MissingDependency(
                f"no installed font has a glyph for {message.rpartition(': ')[2]}",
                remedy="install a font that has it, for example: apt install fonts-noto-core fonts-noto-cjk",
            )
        if message.startswith(("Failed to load image", "Relative URI reference")):
            raise BadInput(message, remedy="mend the picture, or take it out")
