"""A plain-text file becomes pages: its encoding, line ends and page breaks are found, not configured.

Nothing is repaired here. A line keeps every character it has, the white space at its ends included.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from convert.errors import BadInput
from convert.page import Finding, Line, Page, Reading

MAX_PAGES = 20_000
"""More than the longest official report; a file of nothing but form feeds must not fill the memory."""
MAX_LINES = 50 * MAX_PAGES
"""A full page has about 50 lines."""
MAX_BYTES = 2500 * MAX_PAGES
"""A full page of text is about 2,500 bytes."""
MAX_LINE = 100_000
"""Characters. A paragraph kept on one line may have 20,000; more is a dump of data."""
MAX_CONTROLS = 0.01
"""Share of control characters. Recognisers print a stray one now and then; binary data has about one in nine."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # before UTF-16, whose mark begins the same way
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF", "name it *.pdf"),
    (b"PK\x03\x04", "a ZIP archive, or a .docx, .odt or .epub", "take the text file out, or save it as text"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "save it as text"),
    (b"{\\rtf", "an RTF file", "save it as text"),
    (b"\x89PNG", "a PNG image", "run a text recogniser on it first"),
    (b"\xff\xd8\xff", "a JPEG image", "run a text recogniser on it first"),
    (b"II*\x00", "a TIFF image", "run a text recogniser on it first"),
    (b"MM\x00*", "a TIFF image", "run a text recogniser on it first"),
    (b"GIF8", "a GIF image", "run a text recogniser on it first"),
    (b"AT&TFORM", "a DjVu file", "convert it to PDF"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
)
_TO_UTF8 = "save the file as UTF-8"

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")  # not \x1a, the end of file of DOS
_LINE_ENDS = (
    ("\r\r\n", "CR CR LF"),  # CRLF written once more in text mode on Windows
    ("\r\n", "CRLF"),
    ("\r", "CR"),
    ("\v", "VT"),
    ("\x85", "NEL"),
    ("\u2028", "U+2028"),
    ("\u2029", "U+2029"),
)
_OUR_MARKS = re.compile("[\ufff9-\ufffb]")

_HIGH = re.compile(rb"[\x80-\xff]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_PLAIN_1252 = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸªº\xa0\xad‘’“”‚„–—…•«»‹›°§¶·®©™¹²³¼½¾€£¿¡]")
_ODD_1252 = re.compile("[a-zà-öø-ÿ](?:[À-ÖØ-ÞŠŽŒŸ]|[‚„…†‡ˆ˜‰‹›•¡¢£¥¦¨¬¯´¸]+[a-z])")
"""What other code pages look like when read as Windows-1252: a capital or a mark in the middle of a word."""
_LETTER = re.compile(r"[^\W\d_]")

_PAGE_BY_SPACE = re.compile(r" (?=\S)")
RARE = 1 / 12
"""At most this share of the lines may begin with one space if it means a page break: a page has more lines."""
OTHER_INDENTS = 1 / 50
"""At most this share of the lines may be indented otherwise: then a lone space is one indentation among others."""


class _Text(NamedTuple):
    text: str
    encoding: str  # for people


def read(path: Path) -> Reading:
    """The pages of a text file.

    Raises BadInput, with the place, for a file that is empty, binary, too large or in no encoding we know.
    """
    text, encoding = _decode(path, _load(path))
    _refuse_no_text(path, text)
    text, line_ends = _with_line_feeds(text)
    text, marks = _without_our_marks(text)
    _refuse_excess(path, text)
    pieces, how = _split_pages(text)
    pages = tuple(Page(number, None, tuple(_lines(number, piece))) for number, piece in enumerate(pieces, 1))
    count = f"{len(pages)} page{'s' if len(pages) > 1 else ''}"
    return Reading(
        pages,
        (
            Finding("encoding", f"read as {encoding}"),
            *line_ends,
            Finding("pages", f"{count}: {how}"),
            *(Finding("empty-page", "nothing on this page", page.number) for page in pages if not page.lines),
            *marks,
        ),
    )


# ── bytes to text ────────────────────────────────────────────────────────────────────────────────────


def _load(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise BadInput(
                f"{size / 1e6:.0f} MB of text; at most {MAX_BYTES / 1e6:.0f} MB are taken",
                file=path,
                remedy="split the file into documents",
            )
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}", file=path, remedy="check the name") from error
    if not data:
        raise BadInput("the file is empty", file=path, remedy="give the file with the text")
    for magic, kind, remedy in _MAGIC:
        if data.startswith(magic):
            raise BadInput(f"not text: it seems to be {kind}", file=path, place="first bytes", remedy=remedy)
    return data


def _decode(path: Path, data: bytes) -> _Text:
    codec, name = next(
        ((codec, name) for mark, codec, name in _BOMS if data.startswith(mark)),
        _utf16_without_mark(data[:4096]) or ("utf-8", "UTF-8"),
    )
    try:
        return _Text(data.decode(codec), name)
    except UnicodeDecodeError as error:
        if codec == "utf-8" and b"\x00" not in data and (text := _windows_1252(data)):
            return _Text(text, "Windows-1252, for it is not UTF-8 and its accents and quotation marks fit")
        if codec == "utf-8":
            _refuse_no_text(path, data.decode("latin-1"))  # bytes that are no text at all are said first
        seems = f"not valid {name}" if codec != "utf-8" or _mostly_utf8(data) else "neither UTF-8 nor Windows-1252"
        before = data[: error.start]
        line = before.count(b"\n") + 1 if b"\n" in before else before.count(b"\r") + 1
        raise BadInput(
            f"{seems}: 0x{data[error.start]:02X} fits nothing",
            file=path,
            place=f"line {line}, byte {error.start + 1}",
            remedy=_TO_UTF8,
        ) from error


def _utf16_without_mark(head: bytes) -> tuple[str, str] | None:
    """UTF-16 by its NULs: Western text has one at nearly every other byte."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le", "UTF-16 (little endian, no byte order mark)"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be", "UTF-16 (big endian, no byte order mark)"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether more characters beyond ASCII are whole in UTF-8 than bytes are stray."""
    whole, rest = 0, len(_HIGH.findall(data))
    for found in _UTF8_SEQUENCE.finditer(data):
        whole += 1
        rest -= len(found[0])
    return whole > rest


def _windows_1252(data: bytes) -> str | None:
    """The text in Windows-1252, or None where that is not plausible.

    Plausible is what Western languages use, in the places where they use it. That leaves out Cyrillic and Greek
    code pages (nearly every letter is high), those of Mac and DOS (capitals and marks inside words), broken UTF-8.
    """
    if _mostly_utf8(data):
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = len(_HIGH.findall(data))
    letters = len(_LETTER.findall(text))
    plain, odd = len(_PLAIN_1252.findall(text)), len(_ODD_1252.findall(text))
    return text if plain >= 0.9 * high and odd <= 0.05 * high and high <= 0.5 * max(letters, 2) else None


def _refuse_no_text(path: Path, text: str) -> None:
    if not text.strip("\ufeff \t\r\n\f\v\xa0"):
        raise BadInput("nothing but white space", file=path, remedy="give the file with the text")
    first = _CONTROL.search(text)
    if first and ("\x00" in text or len(_CONTROL.findall(text)) > MAX_CONTROLS * len(text)):
        first = re.search("\x00", text) or first
        raise BadInput(
            f"not text: it holds control characters such as U+{ord(first[0]):04X}",
            file=path,
            place=f"line {text.count(chr(10), 0, first.start()) + 1}",
            remedy="give a text file, or name it by what it is",
        )


# ── text to pages ────────────────────────────────────────────────────────────────────────────────────


def _with_line_feeds(text: str) -> tuple[str, tuple[Finding, ...]]:
    found = []
    for end, name in _LINE_ENDS:
        if end in text:
            text = text.replace(end, "\n")
            found.append(name)
    return text, (Finding("line-ends", f"lines end in {' and '.join(found)}"),) if found else ()


def _without_our_marks(text: str) -> tuple[str, tuple[Finding, ...]]:
    """Note marks are written with characters that no source uses; where one does, U+FFFD stands for them."""
    first = _OUR_MARKS.search(text)
    if not first:
        return text, ()
    line = text.count("\n", 0, first.start()) + 1
    text, count = _OUR_MARKS.subn("\ufffd", text)
    message = f"{count} of U+FFF9 to U+FFFB became U+FFFD; the first in line {line} of the file"
    return text, (Finding("annotation-characters", message, level="warning"),)


def _refuse_excess(path: Path, text: str) -> None:
    for mark, limit, what in (("\f", MAX_PAGES, "pages"), ("\n", MAX_LINES, "lines")):
        if (count := text.count(mark)) > limit:
            raise BadInput(
                f"{count:,} {what}; at most {limit:,} are taken", file=path, remedy="split the file into documents"
            )
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            raise BadInput(
                f"a line of {len(line):,} characters; at most {MAX_LINE:,} are taken",
                file=path,
                place=f"line {number}",
                remedy="give the file with its line ends",
            )


def _split_pages(text: str) -> tuple[list[list[str]], str]:
    """The lines of each page, and how the pages were told apart."""
    if "\f" in text:
        pieces = text.split("\f")
        pieces = pieces if pieces[-1].strip() else pieces[:-1]  # a form feed *ends* a page
        return [piece.split("\n") for piece in pieces], "a form feed ends a page"
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _PAGE_BY_SPACE.match(line)]
    if not _is_page_convention(lines, len(starts)):
        return [lines], "no page breaks found"
    first = next(number for number, line in enumerate(lines) if line.strip())
    bounds = [0, *(start for start in starts if start > first), len(lines)]
    return [lines[start:end] for start, end in pairwise(bounds)], "a line that begins with one space begins a page"


def _is_page_convention(lines: list[str], starts: int) -> bool:
    full = sum(1 for line in lines if line.strip())
    indented = sum(1 for line in lines if line[:1].isspace() and line.strip())
    return 2 <= starts <= RARE * full and indented - starts <= OTHER_INDENTS * full


def _lines(page: int, texts: list[str]) -> Iterator[Line]:
    gap = 0
    for number, text in enumerate(texts, 1):
        if text and not text.isspace():
            yield Line(page, number, text, gap)
            gap = 0
        else:
            gap += 1
