"""The grammar of enumerators: which labels there are, their order, and how each is printed.

A label belongs to a scheme: what brackets it and what counts it. "(iv)" is the fourth of "(i)", "3.2" the second
below "3.". Letters go on after z with aa, bb as legal drafting does.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple, TypeAlias
from weakref import WeakValueDictionary

import regex

Kind: TypeAlias = Literal["decimal", "lower", "upper", "roman", "ROMAN", "dotted"]


class Scheme(NamedTuple):
    """How the labels of one level are printed: `open`, the count of this `kind`, `close`."""

    open: str
    kind: Kind
    close: str
    stem: tuple[int, ...] = ()  # of a dotted scheme, the numbers before the last


class Label:
    """One label: the scheme and the place in it, from 1; for one put in later, what follows its number, " bis".

    There is one object for each, so that stacks of them are compared and hashed at no cost.
    """

    __slots__ = ("__weakref__", "_next", "inserted", "scheme", "text", "value")
    scheme: Scheme
    value: int
    inserted: str
    text: str  # as printed
    _next: Label | None

    def __new__(cls, scheme: Scheme, value: int, inserted: str = "") -> Label:
        """The label, made where it is not there already."""
        key = scheme, value, inserted
        found = _LABELS.get(key)
        if found is None:
            found = super().__new__(cls)
            found.scheme, found.value, found.inserted = key
            count, close = _count(scheme, value), scheme.close
            found.text = f"{scheme.open}{count}{close + inserted if close == '°' else inserted + close}"
            found._next = None
            _LABELS[key] = found
        return found

    def __repr__(self) -> str:
        """For tests that fail."""
        return f"Label({self.scheme!r}, {self.value!r}, {self.inserted!r})"

    def follows(self, other: Label) -> bool:
        """Whether this one was put in after another, as 4A after 4, 4B after 4A, 1 ter after 1 bis."""
        return (
            self.scheme == other.scheme
            and self.value == other.value
            and _rank(self.inserted) > _rank(other.inserted)
        )

    def next(self, by: int = 1) -> Label:
        """The label that follows, or the one `by` places on."""
        found = self
        for _ in range(by):
            if found._next is None:
                found._next = Label(self.scheme, found.value + 1)
            found = found._next
        return found


_LABELS: WeakValueDictionary[tuple[Scheme, int, str], Label] = WeakValueDictionary()

SCHEMES: tuple[Scheme, ...] = (
    Scheme("", "decimal", "."),
    *(
        Scheme(left, kind, right)
        for left, right in (("(", ")"), ("", ")"))
        for kind in ("lower", "roman", "decimal", "upper", "ROMAN")
    ),
    Scheme("", "lower", "."),
    Scheme("", "roman", "."),
    Scheme("", "upper", "."),
    Scheme("", "ROMAN", "."),
    Scheme("", "decimal", "°"),
)
"""All schemes, the commonest first."""

INSERTED = ("bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "nonies", "decies")
"""What follows the number of an article that was put in later, in the order of Latin."""

_ROMAN = regex.compile(r"(?:x{0,3})(?:ix|iv|v?i{0,3})")
_PARTS = regex.compile(r"(?P<open>\(?)(?P<count>\d{1,4}|[a-z]{1,5}|[A-Z]{1,5})(?P<close>[).°])")
_INSERTED = regex.compile(
    rf"(?P<open>\(?)(?P<count>\d{{1,4}})(?P<inserted>[A-Z]{{1,2}}| ?(?:{'|'.join(INSERTED)}))(?P<close>[).])|"
    rf"(?P<open>)(?P<count>\d{{1,4}})(?P<close>°)(?P<inserted> (?:{'|'.join(INSERTED)}))"
)
_DOTTED = regex.compile(r"(?P<stem>\d{1,3}(?:\.\d{1,3})*)\.(?P<last>\d{1,3})(?P<close>\.?)")


@cache
def readings(text: str) -> tuple[Label, ...]:
    """Every label that this text may be as it stands: "(i)" is a letter and a roman numeral."""
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        stem = tuple(int(each) for each in dotted["stem"].split("."))
        return (Label(Scheme("", "dotted", dotted["close"], stem), int(dotted["last"])),)
    parts = _PARTS.fullmatch(text)
    if not parts:
        return _inserted(text)
    found = (Label(scheme, value) for scheme in SCHEMES if (value := _value(scheme, parts)))
    return tuple(found)


def _inserted(text: str) -> tuple[Label, ...]:
    """The readings of a label that was put in later: "4A.", "1 bis."."""
    parts = _INSERTED.fullmatch(text)
    schemes = (scheme for scheme in SCHEMES if parts and scheme.kind == "decimal")
    return tuple(
        Label(scheme, value, parts["inserted"]) for scheme in schemes if parts and (value := _value(scheme, parts))
    )


def _rank(inserted: str) -> tuple[int, str]:
    """The order of what was put in: nothing, A to Z, AA, or bis, ter, quater."""
    word = inserted.strip()
    return (INSERTED.index(word) + 1, "") if word in INSERTED else (len(word), word)


def below(label: Label) -> Label | None:
    """The first dotted label below a decimal or dotted one: "3.1" below "3."."""
    if label.scheme.kind == "dotted":
        return Label(Scheme("", "dotted", label.scheme.close, (*label.scheme.stem, label.value)), 1)
    if label.scheme == SCHEMES[0]:
        return Label(Scheme("", "dotted", "", (label.value,)), 1)
    return None


def _value(scheme: Scheme, parts: regex.Match[str]) -> int:
    """The place of a printed count in a scheme, 0 if it has none."""
    if (parts["open"], parts["close"]) != (scheme.open, scheme.close):
        return 0
    count = parts["count"]
    match scheme.kind:
        case "decimal":
            return int(count) if count.isdigit() else 0
        case "roman" | "ROMAN":
            right_case = count.islower() if scheme.kind == "roman" else count.isupper()
            return _roman_value(count.lower()) if right_case else 0
        case _:
            right_case = count.islower() if scheme.kind == "lower" else count.isupper()
            same = len(set(count)) == 1 and len(count) <= 2
            return ord(count[0].lower()) - 96 + 26 * (len(count) - 1) if right_case and same else 0


def _count(scheme: Scheme, value: int) -> str:
    match scheme.kind:
        case "decimal":
            return str(value)
        case "dotted":
            return ".".join(str(each) for each in (*scheme.stem, value))
        case "roman" | "ROMAN":
            numeral = _roman(value)
            return numeral if scheme.kind == "roman" else numeral.upper()
        case _:
            letter = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letter if scheme.kind == "lower" else letter.upper()


def _roman(value: int) -> str:
    return "x" * (value // 10) + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[value % 10]


@cache
def _roman_value(text: str) -> int:
    """The value of a roman numeral to 39, which no list outgrows; 0 if it is none."""
    return next((value for value in range(1, 40) if _roman(value) == text), 0)
