"""The pictures of all sheets get the names of their files; what the pages of a document repeat is left out.

A picture that several sheets show (a logo) belongs to the page, as a running head does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

from convert.page import Finding, Page, Pages, Picture

REPEATED = 3
"""Sheets on which a picture is the same before it belongs to the page …"""
REPEATED_SHARE = 0.2
"""… as a share of all sheets, where that is more."""
MAX_BYTES = 96 * 1024**2
"""Bytes of all pictures of a document; an honest illustrated report has a third of it."""


def digest_of(data: bytes) -> bytes:
    """What tells two pictures apart."""
    return blake2b(data, digest_size=16).digest()


def name_pictures(pages: Sequence[Page], stem: str) -> tuple[Pages, list[Finding]]:
    """The pages with the names of their pictures, which begin with that of the source; and what is to be said."""
    counted = Counter(each for page in pages for each in {digest_of(picture.data) for picture in page.pictures})
    repeated = {each for each, count in counted.items() if count >= max(REPEATED, REPEATED_SHARE * len(pages))}
    named: list[Page] = []
    findings: list[Finding] = []
    count = size = 0
    for page in pages:
        kept: list[Picture] = []
        told: Counter[str] = Counter()
        for picture in page.pictures:
            if picture.data and digest_of(picture.data) in repeated:
                told["the same on other pages, left out"] += 1
                kept.append(replace(picture, name="", data=b""))
            elif not picture.data or size + len(picture.data) > MAX_BYTES:
                told["not taken over: too large, or damaged"] += 1
                kept.append(replace(picture, name="", data=b""))
            else:
                count += 1
                size += len(picture.data)
                told["cut out: nobody has said what it shows, and text inside an image is not read"] += 1
                suffix = ".png" if picture.data.startswith(b"\x89PNG") else ".jpg"
                kept.append(replace(picture, name=f"{stem}-{count}{suffix}"))
        findings.extend(_said(page.number, number, what) for what, number in told.items())
        named.append(replace(page, pictures=tuple(kept)) if page.pictures else page)
    return tuple(named), findings


def _said(page: int, count: int, what: str) -> Finding:
    pictures = f"{count} pictures" if count > 1 else "a picture"
    return Finding("pdf-image", f"{pictures} {what}", page, level="info" if "same on" in what else "warning")
