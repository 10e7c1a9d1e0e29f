"""The annotations of a page as its dictionaries tell them: what each is, where, what it says, whether it is seen.

PDF 32000-1, 12.5 (annotations) and 12.7 (forms). A field inherits its type and value from the fields it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from convert.readers.pdf.objects import Objects, inherited, text_of

if TYPE_CHECKING:
    from convert.readers.pdf.glyphs.characters import Bounds

MAX_ANNOTATIONS = 5000
"""Annotations of one page that are looked at; the largest forms have some hundreds of fields."""
FIRST_MARK = -10
"""Number of the marked content that the first annotation of a page stands for, the next ones below it."""
MAX_TEXT = 100_000
"""Characters of the longest text taken from one annotation."""

Field: TypeAlias = Literal["", "text", "choice", "check", "button", "signature", "password"]

_INVISIBLE = 2 | 32
"""Flags of what no screen shows: Hidden, NoView (table 165)."""
_RADIO, _PUSH, _PASSWORD = 1 << 15, 1 << 16, 1 << 13
"""Flags of fields (tables 226 and 228)."""
_SIZE = re.compile(r"([\d.]+)\s+Tf\b")
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation of a page, in the page's own space."""

    index: int
    kind: str  # its subtype, such as "FreeText"
    rect: Bounds
    text: str = ""  # what it says: a field's value, a comment
    name: str = ""  # the field's, or who made the comment
    field: Field = ""
    checked: bool = False  # of a box to check
    seen: bool = True  # on the screen
    drawn: bool = False  # has an appearance of its own
    size: float = 0.0  # of its letters in points, 0 where it is to fit
    areas: tuple[Bounds, ...] = ()  # the text that it marks
    key: int = -1  # its number in the file's structure

    @property
    def mark(self) -> int:
        """The number that its text has where other text has that of its marked content."""
        return FIRST_MARK - self.index

    @property
    def is_content(self) -> bool:
        """Whether it stands on the page as text does: typed, stamped or filled in; else it is about the page."""
        return self.kind in ("FreeText", "Stamp", "Watermark") or bool(self.field)


def annotations_of(objects: Objects, number: int) -> list[Annotation]:
    """The annotations of a sheet, links and the windows of comments left out; none where they cannot be read."""
    return objects.ask(lambda pdf: list(_annotations(pdf.pages[number - 1].obj.get("/Annots"))), [])


def _annotations(found: Any) -> Iterator[Annotation]:
    import pikepdf

    if not isinstance(found, pikepdf.Array):
        return
    for index in range(min(len(found), MAX_ANNOTATIONS)):
        thing = found[index]
        if not isinstance(thing, pikepdf.Dictionary):
            continue
        kind = str(thing.get("/Subtype", ""))[1:]
        if kind in ("Link", "Popup", ""):
            continue
        flags = _number(thing.get("/F"))
        field = _field(thing) if kind == "Widget" else ""
        yield Annotation(
            index,
            kind,
            _bounds(thing.get("/Rect")),
            _said(thing, kind, field)[:MAX_TEXT],
            text_of(inherited(thing, "/TU")) or text_of(inherited(thing, "/T")),
            field,
            field == "check" and _is_checked(thing),
            not flags & _INVISIBLE,
            _is_drawn(thing),
            _size(thing),
            tuple(_areas(thing.get("/QuadPoints"))),
            _number(thing.get("/StructParent"), -1),
        )


def _field(widget: Any) -> Field:
    flags = _number(inherited(widget, "/Ff"))
    match str(inherited(widget, "/FT")):
        case "/Tx":
            return "password" if flags & _PASSWORD else "text"
        case "/Ch":
            return "choice"
        case "/Sig":
            return "signature"
        case "/Btn":
            return "button" if flags & _PUSH else "check"
    return "text"  # a field without a type: what it shows is read, and what it says


def _said(thing: Any, kind: str, field: Field) -> str:
    """The text of an annotation."""
    import pikepdf

    match field:
        case "signature":
            value = inherited(thing, "/V")
            return text_of(value.get("/Name")) if isinstance(value, pikepdf.Dictionary) else ""
        case "button":
            looks = thing.get("/MK")
            return text_of(looks.get("/CA")) if isinstance(looks, pikepdf.Dictionary) else ""
        case "check":
            return ""
        case "choice":
            return _chosen(inherited(thing, "/V"), inherited(thing, "/Opt"))
        case "text" | "password":
            return text_of(inherited(thing, "/V"))
    if kind == "Redact":
        return text_of(thing.get("/OverlayText"))
    if kind == "Stamp" and not _is_drawn(thing):
        return text_of(thing.get("/Contents")) or str(thing.get("/Name", "/Draft"))[1:]
    if kind == "FileAttachment":
        return text_of(thing.get("/Contents")) or _file_name(thing.get("/FS"))
    return text_of(thing.get("/Contents")) or unescape(_MARKUP.sub(" ", text_of(thing.get("/RC")))).strip()


def _file_name(file: Any) -> str:
    import pikepdf

    return text_of(file.get("/UF")) or text_of(file.get("/F")) if isinstance(file, pikepdf.Dictionary) else ""


def _chosen(value: Any, options: Any) -> str:
    """What was chosen of a list, as it is shown: an option may be a pair of what is sent and what is shown."""
    import pikepdf

    values = value.as_list() if isinstance(value, pikepdf.Array) else [value]
    shown = {}
    if isinstance(options, pikepdf.Array):
        for each in options.as_list():
            if isinstance(each, pikepdf.Array) and len(each) >= 2:
                shown[text_of(each[0])] = text_of(each[1])
    texts = [text_of(each) for each in values]
    return "\n".join(shown.get(text, text) for text in texts if text)


def _is_checked(box: Any) -> bool:
    """Whether a box is shown checked, or is so by its value where it does not say what it shows."""
    import pikepdf

    if "/AS" in box:
        return str(box.AS) != "/Off"
    looks = box.get("/AP")
    states = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    value = str(inherited(box, "/V") or "/Off")
    return value != "/Off" and (not isinstance(states, pikepdf.Dictionary) or value in states)


def _is_drawn(thing: Any) -> bool:
    """Whether there is a drawing of it as it stands (12.5.5)."""
    import pikepdf

    looks = thing.get("/AP")
    normal = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Stream):
        return True
    state = str(thing.get("/AS", ""))
    return isinstance(normal, pikepdf.Dictionary) and bool(state) and isinstance(normal.get(state), pikepdf.Stream)


def _size(thing: Any) -> float:
    found = _SIZE.search(text_of(inherited(thing, "/DA")))
    try:
        return abs(float(found[1])) if found else 0.0
    except ValueError:
        return 0.0


def _areas(points: Any) -> Iterator[Bounds]:
    """The quadrilaterals of a marked text, as upright boxes."""
    import pikepdf

    numbers = [_decimal(each) for each in points.as_list()] if isinstance(points, pikepdf.Array) else []
    for at in range(0, len(numbers) - 7, 8):
        xs, ys = numbers[at : at + 8 : 2], numbers[at + 1 : at + 8 : 2]
        yield min(xs), max(ys), max(xs), min(ys)


def _bounds(rect: Any) -> Bounds:
    import pikepdf

    numbers = [_decimal(each) for each in rect.as_list()] if isinstance(rect, pikepdf.Array) else []
    if len(numbers) != 4:
        return 0.0, 0.0, 0.0, 0.0
    x0, y0, x1, y1 = numbers
    return min(x0, x1), max(y0, y1), max(x0, x1), min(y0, y1)


def _decimal(number: Any) -> float:
    try:
        value = float(number)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return value if abs(value) < 1e6 else 0.0


def _number(thing: Any, otherwise: int = 0) -> int:
    return int(thing) if isinstance(thing, int) else otherwise
