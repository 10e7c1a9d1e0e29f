"""reissue: republish documents that exist only as PDF, scan or bad OCR text.

As a library: `recover` a source, `publish` its document (docs/library.md). Names are imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convert.build import publish as publish
    from convert.document import Document as Document
    from convert.errors import ReissueError as ReissueError
    from convert.ledger import Ledger as Ledger
    from convert.pipeline import Recovered as Recovered
    from convert.pipeline import recover as recover

__version__ = "0.1.0"

_HOMES = {
    "Document": "document",
    "Ledger": "ledger",
    "Recovered": "pipeline",
    "ReissueError": "errors",
    "publish": "build",
    "recover": "pipeline",
}
__all__ = ["Document", "Ledger", "Recovered", "ReissueError", "__version__", "publish", "recover"]


def __getattr__(name: str) -> object:
    """A public name, from the module it lives in (https://peps.python.org/pep-0562/)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
