"""Born-digital PDF to pages: words, lines with sizes and white space, raised marks, furniture by place.

What it does not handle (scans, doubtful columns, hidden or rotated text, glyphs without a character) it says as a
finding; the text lines are kept in any case. The file is parsed by PDFium in a child process within limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic

from convert.errors import BadInput
from convert.page import Reading
from convert.readers.limits import ChildFailed, Limits, stream_limited
from convert.readers.pdf.parts import OCR, Facts, Part, assembled, left_out, parts_of

MAX_BYTES = 1024**3
MAX_PAGES = 10_000
"""Longer than any volume that is bound as one; 5,000 pages take two minutes and a gigabyte."""
MAX_BROKEN = 10
"""Pages that may break the parser before the file is given up."""
LIMITS = Limits()

END_WINDOW = 2048
"""Bytes at the end of the file in which `%%EOF` must stand; readers accept 1024, some writers pad."""
_REASONS = {
    "memory": ("needs more memory than a document may use", "split the file into parts"),
    "time": ("takes longer than a document may take", "split the file into parts"),
    "output": ("gives more text than a document may give", "split the file into parts"),
    "crash": ("made the PDF parser crash", "repair the file, for example with: qpdf IN.pdf OUT.pdf"),
}


def read(path: Path, limits: Limits = LIMITS) -> Reading:
    """The pages of the PDF at `path`, what was found on the way, and its title, creator, language and outline.

    A page that cannot be parsed is empty and has a finding that says why; the others are read. Raises BadInput for
    a file that is not a whole PDF, is locked, has no pages or no text, or exceeds a limit.
    """
    reading = read_layer(path, limits)
    if not any(line.role == "body" for page in reading.pages for line in page.lines):
        raise BadInput("has no text layer on any page", file=path, place="all pages", remedy=OCR)
    return reading


def read_layer(path: Path, limits: Limits = LIMITS) -> Reading:
    """As `read`, but pages without text are nothing to refuse: they may be scans."""
    _check(path)
    return assembled(path, _parts(path, limits))


def parse(path: Path) -> Reading:
    """As `read`, in this process and without limits."""
    return assembled(path, parts_of(path, MAX_PAGES))


def _parts(path: Path, limits: Limits) -> Iterator[Facts | Part]:
    """The parts of the file from one child after the other: the page that broke one is left out by the next."""
    end = monotonic() + limits.wall
    done, broken = -1, 0  # sheets that came; nothing came yet
    while True:
        arguments = (path, MAX_PAGES, max(done, 0) + 1, done < 0)
        try:
            for part in stream_limited("convert.readers.pdf.parts:parts_of", arguments, limits):
                assert isinstance(part, (Facts, Part))
                done = part.number if isinstance(part, Part) else 0
                yield part
            return
        except ChildFailed as failure:
            message, remedy = _REASONS[failure.reason]
            broken += 1
            limits = replace(limits, wall=end - monotonic())
            if failure.reason == "output" or done < 0 or broken > MAX_BROKEN or limits.wall <= 0:
                raise BadInput(message, file=path, remedy=remedy) from failure
        done += 1
        yield left_out(done, message)


def _check(path: Path) -> None:
    """Refuse what is no whole PDF before a parser sees it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(1024)
            file.seek(max(0, size - END_WINDOW))
            end = file.read()
    except OSError as error:
        raise BadInput(
            f"cannot be read: {error.strerror}", file=path, remedy="check its name and rights"
        ) from error
    if size > MAX_BYTES:
        raise BadInput(
            f"is larger than {MAX_BYTES // 1024**2} MB",
            file=path,
            place=f"{size} bytes",
            remedy="split the file into parts",
        )
    if b"%PDF-" not in start:
        raise BadInput("is not a PDF", file=path, place="first 1024 bytes", remedy="give the file its true ending")
    if b"%%EOF" not in end:
        raise BadInput(
            "is not whole: the end of a PDF is missing",
            file=path,
            place=f"byte {size}",
            remedy="get the whole file again, or save what is left with: qpdf IN.pdf OUT.pdf",
        )
