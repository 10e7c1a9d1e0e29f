"""The pictures of a sheet cut out as files: an image as it was stored, anything else as it is shown."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from convert.page import Box, Picture
from convert.readers.pdf.document import Document
from convert.readers.pdf.drawings.figures import Area
from convert.readers.pdf.drawings.naming import MAX_BYTES, digest_of

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

SCALE = 200 / 72
"""Pixels for a point at most: 200 to the inch, what a good printer shows of a picture."""
MAX_PIXELS = 4_000_000
"""Pixels of one picture; a page at 200 to the inch has nearly as many."""
MAX_STORED = 8 * 1024**2
"""Bytes of an image that is taken as it was stored."""
LARGE = 150_000
"""Bytes from which on a picture of many colours is kept as JPEG, which is then a fraction of the size."""
QUALITY = 88


@dataclass(slots=True)
class Cutter:
    """Cuts the pictures of one sheet after the other, up to a number of bytes."""

    document: Document
    seen: set[bytes] = field(default_factory=set)  # digests: a logo on every sheet counts once
    size: int = 0  # bytes cut so far

    def cut(self, number: int, areas: Sequence[Area]) -> tuple[Picture, ...]:
        """The pictures of a sheet in their order; one that is not cut has no data."""
        if not areas:
            return ()
        page = self.document.pdf[number - 1]
        found = tuple(Picture(area.box, 1, data=self._data(page, area)) for area in areas)
        page.close()
        return found

    def _data(self, page: pypdfium2.PdfPage, area: Area) -> bytes:
        if self.size > MAX_BYTES:
            return b""
        data = _cut(page, area)
        if (digest := digest_of(data)) not in self.seen:
            self.seen.add(digest)
            self.size += len(data)
        return data


# ── one picture ──────────────────────────────────────────────────────────────────────────────────────


def _cut(page: pypdfium2.PdfPage, area: Area) -> bytes:
    """The bytes of a picture's file; none where it cannot be drawn."""
    if area.is_image and (stored := _stored(page, area.box)):
        return stored
    width, height = page.get_size()
    box = area.box
    points = max(1.0, (box.x1 - box.x0) * (box.bottom - box.top))
    scale = min(SCALE, (MAX_PIXELS / points) ** 0.5)
    crop = (max(0.0, box.x0), max(0.0, height - box.bottom), max(0.0, width - box.x1), max(0.0, box.top))
    try:
        shown = page.render(scale=scale, crop=crop, draw_annots=False).to_pil()
    except (RuntimeError, ValueError, OSError):
        return b""
    return _encoded(shown.convert("RGB"))


def _encoded(picture: Image.Image) -> bytes:
    """A drawing as PNG, a photograph as JPEG."""
    colours = picture.getcolors(256)
    plain = picture.quantize(256) if colours else picture
    whole = BytesIO()
    plain.save(whole, "PNG", compress_level=6)
    if colours or whole.tell() < LARGE:
        return whole.getvalue()
    smaller = BytesIO()
    picture.save(smaller, "JPEG", quality=QUALITY, subsampling=0)
    return smaller.getvalue() if smaller.tell() < whole.tell() / 2 else whole.getvalue()


def _stored(page: pypdfium2.PdfPage, box: Box) -> bytes | None:
    """The JPEG of an image as the file holds it, where it is shown upright, whole, and as it is."""
    import pypdfium2.raw as raw

    if page.get_rotation():
        return None
    height = page.get_height()
    left, bottom, _, _ = page.get_cropbox()
    for image in page.get_objects((raw.FPDF_PAGEOBJ_IMAGE,), max_depth=1):
        x0, y0, x1, y1 = image.get_bounds()
        off = (
            x0 - left - box.x0,
            height - (y1 - bottom) - box.top,
            x1 - left - box.x1,
            height - (y0 - bottom) - box.bottom,
        )
        if max(map(abs, off)) > 1:
            continue
        matrix = image.get_matrix()
        upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) < 0.01 and abs(matrix.c) < 0.01
        if not upright or raw.FPDFPageObj_HasTransparency(image.raw) or image.get_filters() != ["DCTDecode"]:
            return None
        length = raw.FPDFImageObj_GetImageDataRaw(image.raw, None, 0)
        if not 0 < length <= MAX_STORED:
            return None
        room = ctypes.create_string_buffer(length)
        raw.FPDFImageObj_GetImageDataRaw(image.raw, room, length)
        return room.raw if _is_plain_jpeg(room.raw) else None
    return None


def _is_plain_jpeg(data: bytes) -> bool:
    """Whether it is a JPEG that every reader shows alike: gray or RGB, of a size that is allowed."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("JPEG",)) as picture:
            return picture.mode in ("L", "RGB") and picture.width * picture.height <= 4 * MAX_PIXELS
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
