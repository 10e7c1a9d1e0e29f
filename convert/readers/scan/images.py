"""Image files and PDF pages to gray pictures, one by one, within limits checked before a pixel is decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from convert.errors import BadInput

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("TIFF", "PNG", "JPEG", "JPEG2000", "WEBP")
SUFFIXES = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".jp2", ".webp")
MAX_PIXELS = 150_000_000
"""An A3 sheet at 600 dpi has 70 million pixels, a newspaper page at 400 dpi 120."""
MAX_FRAMES = 3000
MAX_BYTES = 2 * 1024**3
USUAL_DPI = 300
"""At which a PDF page without a picture of its own is drawn."""
DPI_RANGE = (150, 400)
"""Between which the resolution of a scan inside a PDF is taken over: more costs time and tells no more."""
COVERS = 0.5
"""Share of the width of a page that a picture covers to be its scan."""
PLAUSIBLE_DPI = (60, 1300)
"""Resolutions outside are defaults of programs that know none."""
DAMAGED = (OSError, SyntaxError, EOFError, ValueError, TypeError, KeyError, IndexError, struct.error)
"""What the decoders of Pillow raise at a damaged image."""
_REPAIR = "get the whole file again, or save it anew with an image program"


class Frame(NamedTuple):
    """One picture: which it is in its file, from 0, its pixels in gray, and its resolution, 0 if unknown."""

    number: int
    image: Image
    dpi: float


def count_frames(path: Path) -> int:
    """How many pictures a file holds. Raises BadInput."""
    if path.suffix.lower() == ".pdf":
        with _pdf(path) as document:
            return len(document)
    with _opened(path) as image:
        try:
            count: int = getattr(image, "n_frames", 1)
        except DAMAGED as error:
            raise BadInput(f"cannot be decoded: {error}", file=path, remedy=_REPAIR) from None
    if count > MAX_FRAMES:
        raise BadInput(f"has more than {MAX_FRAMES} pages", file=path, remedy="split the file into parts")
    return count


def frames(path: Path, numbers: Iterator[int]) -> Iterator[Frame]:
    """Those frames of a file, each decoded when it is asked for. Raises BadInput, naming the page."""
    if path.suffix.lower() == ".pdf":
        with _pdf(path) as document:
            yield from (_drawn(path, document, number) for number in numbers)
        return
    with _opened(path) as image:
        for number in numbers:
            try:
                image.seek(number)
                _refuse_giant(path, number, *image.size)
                yield Frame(number, _gray(image), _dpi(image))
            except DAMAGED as error:
                raise BadInput(
                    f"cannot be decoded: {error}", file=path, place=f"page {number + 1}", remedy=_REPAIR
                ) from None


@contextmanager
def _opened(path: Path) -> Iterator[Image]:
    from PIL import Image as Pillow
    from PIL import UnidentifiedImageError

    Pillow.MAX_IMAGE_PIXELS = None  # our own limit says the page and the remedy
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput("is larger than 2 GB", file=path, remedy="split the file into parts")
        image = Pillow.open(path, formats=FORMATS)
    except UnidentifiedImageError:
        kinds = "TIFF, PNG, JPEG, JPEG 2000 or WebP"
        raise BadInput(f"is no {kinds} image", file=path, place="first bytes", remedy=_REPAIR) from None
    except DAMAGED as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"cannot be read: {reason}", file=path, remedy="check its name and rights") from None
    with image:
        yield image


def _refuse_giant(path: Path, number: int, width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise BadInput(
            f"has {width:,} × {height:,} pixels; at most {MAX_PIXELS:,} in all are taken",
            file=path,
            place=f"page {number + 1}",
            remedy="scan at 300 dpi, or cut the image into pages",
        )


def _gray(image: Image) -> Image:
    """The picture upright as its camera said, on white where it is transparent, in 256 grays."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        layered = upright.convert("RGBA")
        paper = Pillow.new("RGBA", layered.size, "white")
        return Pillow.alpha_composite(paper, layered).convert("L")
    if upright.mode.startswith("I;16") or upright.mode == "I":
        return upright.point(lambda value: value / 256).convert("L")
    return upright.convert("L")


def _dpi(image: Image) -> float:
    dpi = float(next(iter(image.info.get("dpi", (0.0,)))))
    return dpi if PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] else 0.0


@contextmanager
def _pdf(path: Path) -> Iterator[PdfDocument]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise BadInput(f"cannot be drawn: {error}", file=path, remedy=_REPAIR) from None
    try:
        yield document
    finally:
        document.close()


def _drawn(path: Path, document: PdfDocument, number: int) -> Frame:
    """A page of a PDF as it looks, at the resolution of the scan that it shows."""
    page = document[number]
    dpi = _scan_dpi(page)
    width, height = (round(side * dpi / 72) for side in page.get_size())
    _refuse_giant(path, number, width, height)
    image: Image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    page.close()
    return Frame(number, image, dpi)


def _scan_dpi(page: PdfPage) -> float:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    found: list[float] = []
    for picture in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
        left, _, right, _ = picture.get_bounds()
        if right - left >= COVERS * page.get_width():
            found.append(72 * picture.get_px_size()[0] / (right - left))
    return float(min(max(DPI_RANGE[0], max(found, default=USUAL_DPI)), DPI_RANGE[1]))


if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage
