"""The place on the page image that a line was read from, cut out as a picture for people to look at."""

from __future__ import annotations

import io
from pathlib import Path

from convert.errors import BadInput
from convert.page import Box, Scan
from convert.readers.limits import ChildFailed, Limits, run_limited
from convert.readers.scan.images import frames
from convert.readers.scan.tilt import levelled

LIMITS = Limits(memory=6 * 1024**3, cpu=300, wall=600.0)
AROUND = 12.0
"""Points of the page shown around the place: a line above and below."""


def cut_out(source: Path, scan: Scan | None, page: int, box: Box) -> bytes:
    """The place as a PNG, its frame in red. `scan` is None for a page of a PDF, which is drawn.

    Raises BadInput where the image is gone or cannot be decoded.
    """
    path = source.parent / scan.image if scan and scan.image else source
    if not path.is_file():
        raise BadInput("the image that the page was recognised from is gone", file=path, remedy="put it back")
    try:
        data = run_limited("convert.readers.scan.crop:draw", (path, scan, page, box), LIMITS)
    except ChildFailed as failure:
        raise BadInput("the page cannot be drawn", file=path, place=f"page {page}") from failure
    assert isinstance(data, bytes)
    return data


def draw(path: Path, scan: Scan | None, page: int, box: Box) -> bytes:
    """The work of the child."""
    from PIL import Image, ImageDraw

    (frame,) = frames(path, iter((scan.frame if scan else page - 1,)))
    image, dpi, skew = frame.image, scan.dpi if scan else frame.dpi, scan.skew if scan else 0.0
    if scan and scan.turned:
        image = image.rotate(-scan.turned, expand=True)
    if scan and scan.tilt:
        image = levelled(image, scan.tilt)
    if skew:  # as `layout` turns boxes
        level = (1, -skew, 0, skew, 1, 0)
        image = image.transform(
            image.size, Image.Transform.AFFINE, level, Image.Resampling.BILINEAR, fillcolor=255
        )
    scale = dpi / 72
    x0, top, x1, bottom = (round(side * scale) for side in box)
    around = round(AROUND * scale)
    left, upper = max(0, x0 - around), max(0, top - around)
    part = image.crop((left, upper, min(image.width, x1 + around), min(image.height, bottom + around)))
    shown = part.convert("RGB")
    ImageDraw.Draw(shown).rectangle(
        (x0 - left - 2, top - upper - 2, x1 - left + 2, bottom - upper + 2), outline="red"
    )
    file = io.BytesIO()
    shown.save(file, "PNG")
    return file.getvalue()
