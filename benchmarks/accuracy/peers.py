"""What others make of the same text: left as it is, lines joined, ftfy, symspellpy. Each gives Markdown.

symspellpy is no dependency of the project: install it to see its row (`pip install symspellpy`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

FREQUENCIES = "frequency_dictionary_en_82_765.txt"


def raw(text: str) -> str:
    """The text as the recogniser printed it."""
    return text


def unwrapped(text: str) -> str:
    """Lines joined between blank lines, hyphens at line ends taken out: what most cleaners do."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\f", "\n\n"))
    return "\n\n".join(re.sub(r"-\n(?=[a-z])", "", each).replace("\n", " ").strip() for each in paragraphs)


def ftfy(text: str) -> str:
    """Lines joined, then ftfy as it comes."""
    from ftfy import fix_text

    return fix_text(unwrapped(text))


def symspell(text: str) -> str:
    """Lines joined, then each word of letters that is in no dictionary replaced by the nearest that is."""
    return re.sub(r"[A-Za-z]{4,}", lambda found: _nearest(found[0]), unwrapped(text))


def _nearest(word: str) -> str:
    from symspellpy import Verbosity

    found = _speller().lookup(word.lower(), Verbosity.TOP, max_edit_distance=2, include_unknown=True)
    best: str = found[0].term if found else word
    return best if best != word.lower() and word.islower() else best.capitalize() if best != word.lower() else word


@cache
def _speller() -> Any:
    from symspellpy import SymSpell

    speller = SymSpell(max_dictionary_edit_distance=2)
    speller.load_dictionary(str(files("symspellpy") / FREQUENCIES), 0, 1)
    return speller


def peers() -> dict[str, Callable[[str], str]]:
    """Those that are installed."""
    there: dict[str, Callable[[str], str]] = {"raw text": raw, "unwrapped": unwrapped, "ftfy": ftfy}
    try:
        import symspellpy  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
    except ImportError:
        return there
    return {**there, "symspellpy": symspell}
