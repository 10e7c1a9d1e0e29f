"""What was on the paper: pages of lines of words, as a reader found them.

Coordinates are points (1/72 inch) from the top left of the page, with pdfplumber's names. A plain-text
source has no geometry: its boxes and sizes are None and every later step must live with that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, TypeAlias

Role: TypeAlias = Literal["body", "head", "foot", "folio", "hidden"]
"""Which layer a line belongs to: the text itself, or furniture kept apart from it."""


class Key(NamedTuple):
    """The address of a line: sheet number and line number on that sheet, both from 1."""

    page: int
    line: int


class Box(NamedTuple):
    """A rectangle in points from the top left of the page; a tuple, for each word of a long document has one."""

    x0: float
    top: float
    x1: float
    bottom: float


class Tag(NamedTuple):
    """The block that the file's own structure puts something in.

    `block` is its number, the same wherever it goes on, `series` that of the list or note it is of; `around` is
    what it stands in, "item" or "quote", from outside in. `sure`: the file claims that its structure is complete.
    """

    block: int
    kind: Literal["paragraph", "heading", "item", "note", "caption", "cell"]
    level: int = 0  # of a heading
    around: tuple[str, ...] = ()
    series: int = 0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line; `start` is where it begins in the line's raw text, in characters."""

    text: str
    start: int
    box: Box | None = None
    size: float | None = None  # points
    font: str | None = None
    bold: bool = False
    italic: bool = False
    raised: bool = False  # smaller than its neighbour and above its baseline: a mark or an exponent
    small_caps: bool = False
    color: int = 0  # 0xRRGGBB
    link: str | None = None  # an address, or "#page-4" for a place on a sheet
    confidence: float | None = None  # 0..1, from a recogniser
    part: str = ""  # by the file's own structure: "label" of an item or note, "mark" of a note, "code"
    language: str = ""  # by that structure, where it is not that of the text around
    seen: tuple[tuple[str, float], ...] = ()
    """What a look at the glyphs themselves says of a raised number: its digits ("#" for any), or "" for none, each
    with its cost in nats. Nothing where nobody looked."""
    opening: tuple[tuple[str, float], ...] = ()
    """What a look at the glyphs reads with the characters of enumerators alone where a line may open with one:
    each reading with its cost in nats. Nothing where nobody looked."""

    @property
    def is_label(self) -> bool:
        """Whether it is raised, and nothing that was seen of it says that it is likelier to be none."""
        return self.raised and (not self.seen or self.seen[0][0] != "")


class CellPlace(NamedTuple):
    """Where in a table a line stands: the table's index on its sheet, row and column from 0, and its spans."""

    table: int
    row: int
    column: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A line as printed.

    `text` is exact, white space at its ends included, without the line end. `gap` is the white space
    above, in lines: for plain text the number of blank lines, for a page with geometry the extra leading.
    `region` counts the columns and bands of its sheet in reading order: where it changes, a column begins.
    """

    page: int
    number: int
    text: str
    gap: float = 0.0
    role: Role = "body"
    box: Box | None = None
    size: float | None = None  # points, the most frequent size on the line
    words: tuple[Word, ...] = ()
    region: int = 0
    cell: CellPlace | None = None  # for a line inside a table
    picture: int | None = None  # for a line inside a picture: the picture's index on its sheet
    ruled: bool = False  # a short rule stands above it, as above the notes of a page
    tag: Tag | None = None  # where the file has a structure of its own that can be trusted
    key: Key = field(init=False, repr=False, compare=False)  # kept, for it is asked for more than anything else

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", Key(self.page, self.number))

    @property
    def is_furniture(self) -> bool:
        return self.role != "body"

    @property
    def is_float(self) -> bool:
        """Whether it stands in a table or picture, apart from the stream of the text."""
        return self.cell is not None or self.picture is not None

    @property
    def opens_raised(self) -> bool:
        """Whether it begins with a raised label, as a note does, and goes on."""
        return len(self.words) > 1 and self.words[0].is_label


class Place(NamedTuple):
    """The address of a table or picture: sheet number from 1, and which of its kind on that sheet, from 0."""

    page: int
    nth: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as found on a sheet; the lines of its cells carry their `CellPlace`.

    Cells without a line are empty, so the numbers of `rows` and `columns` stand here too.
    """

    box: Box | None = None
    head: int = 1  # rows of column headings
    rows: int = 0
    columns: int = 0
    tag: int | None = None  # the number of the table in the file's own structure, the same on each page


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as found on a sheet, to be cut out. It stands before the line with the number `before`."""

    box: Box
    before: int
    name: str = ""  # of the file it becomes, "" where it is not taken over
    data: bytes = b""  # of that file


@dataclass(frozen=True, slots=True)
class Scan:
    """The image that a page was recognised from, and how it lies on the page.

    Turned by `turned` degrees clockwise, by `tilt` degrees the other way before it was recognised, then by `skew`
    radians so that its lines run level, then scaled by `dpi`.
    """

    dpi: float
    skew: float = 0.0
    turned: int = 0
    tilt: float = 0.0
    image: str = ""  # the file, from the folder of the source; "" for the source itself
    frame: int = 0  # of a file with several


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: `number` counts sheets from 1, `label` is what is printed on it, None if nothing is."""

    number: int
    label: str | None
    lines: tuple[Line, ...]
    width: float | None = None
    height: float | None = None
    tables: tuple[Grid, ...] = ()
    pictures: tuple[Picture, ...] = ()
    scan: Scan | None = None  # of a page that was recognised
    typed: bool = False  # its characters are those that were typed; none was recognised


Pages: TypeAlias = tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should know: what was found, assumed, or could not be handled, and where."""

    code: str  # short and stable, such as "encoding" or "pdf-no-text"
    message: str
    page: int | None = None
    line: int | None = None
    level: Literal["info", "warning"] = "info"


class Bookmark(NamedTuple):
    """An entry of the file's own outline: its title, its level from 1, the sheet it leads to."""

    title: str
    level: int
    page: int | None
    top: float | None = None  # points from the top of that sheet


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns: the pages, what it found, and what the file says about itself."""

    pages: Pages
    findings: tuple[Finding, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)  # Dublin Core names
    outline: tuple[Bookmark, ...] = ()


def lines_of(pages: Pages, furniture: bool = False) -> Iterator[Line]:
    """All lines in order; furniture only where asked for."""
    for page in pages:
        for line in page.lines:
            if furniture or not line.is_furniture:
                yield line


def with_lines(pages: Pages, changed: dict[Key, Line]) -> Pages:
    """The same pages with some lines exchanged; untouched pages are the same objects."""
    touched = {key.page for key in changed}
    return tuple(
        replace(page, lines=tuple(changed.get(line.key, line) for line in page.lines))
        if page.number in touched
        else page
        for page in pages
    )
