"""A sheet being composed: its HTML, and beside it the pieces of text in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from random import Random

from benchmarks.extract.typeset.prose import Prose
from benchmarks.extract.typeset.shape import Kind, Piece, Shape

FONTS = (
    "'Liberation Sans', sans-serif",
    "'Liberation Serif', serif",
    "'DejaVu Sans', sans-serif",
    "'Noto Sans', sans-serif",
    "'Noto Serif', serif",
    "'Liberation Sans Narrow', sans-serif",
)
COLOURS = ("#1f4e79", "#7b3fa0", "#b03a2e", "#1e8449", "#6a5cff", "#c25a00")
INKS = ("#000", "#000", "#222", "#444")
LETTER, A4, SCREEN, WIDE = (216, 279), (210, 297), (254, 191), (339, 191)
"""Sizes of paper in mm."""


@dataclass(frozen=True, slots=True)
class HeadStyle:
    """How the heads of a sheet stand out from its text."""

    size: float = 1.0  # em of the text
    bold: bool = False
    colour: str = ""
    capitals: bool = False
    italic: bool = False
    centred: bool = False

    @property
    def css(self) -> str:
        return (
            f"font-size: {self.size}em; font-weight: {'bold' if self.bold else 'normal'}; "
            f"{f'color: {self.colour};' if self.colour else ''}"
            f"{'font-style: italic;' if self.italic else ''}{'text-align: center;' if self.centred else ''}"
        )


def head_style(random: Random) -> HeadStyle:
    """A style as frequent as it is on the pages that were counted (docs/structure.md): mostly large or bold."""
    colour = random.choice(COLOURS)
    size = random.choice((1.2, 1.3, 1.4, 1.6))
    return random.choice(
        (
            HeadStyle(size),
            HeadStyle(size),
            HeadStyle(size, bold=True),
            HeadStyle(size, bold=True),
            HeadStyle(size, colour=colour),
            HeadStyle(1.0, bold=True),
            HeadStyle(1.0, bold=True),
            HeadStyle(1.0, bold=True, colour=colour),
            HeadStyle(1.0, bold=True, capitals=True),
            HeadStyle(1.0, bold=True, italic=True),
            HeadStyle(1.1, capitals=True, centred=True),
        )
    )


@dataclass(slots=True)
class Sheet:
    """What a kind of sheet writes into."""

    random: Random
    say: Prose
    size: tuple[int, int] = A4
    html: list[str] = field(default_factory=list)
    css: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    def style(self, points: float, margin: int = 20) -> None:
        """The text: its size and letter, and the paper around it."""
        font, ink = self.random.choice(FONTS), self.random.choice(INKS)
        width, height = self.size
        self.css.append(
            f"@page {{ size: {width}mm {height}mm; margin: {margin}mm }} body {{ font: {points}pt/1.35 {font}; "
            f"color: {ink}; margin: 0 }} p, ul, h1, h2 {{ margin: 0 0 .6em; font: inherit }} li {{ margin: 0 }} "
            ".row { display: flex } .row > * { flex: 1 } .abs { position: absolute }"
        )

    def open(self, css: str = "", name: str = "") -> None:
        self.html.append(f'<div class="{name}" style="{css}">')

    def close(self) -> None:
        self.html.append("</div>")

    def text(self, words: str, css: str = "", kind: Kind = "paragraph") -> None:
        """A paragraph, or whatever `kind` says that it is."""
        self.html.append(f'<p style="{css}">{escape(words)}</p>')
        self.pieces.append(Piece(kind, words, 1 if kind == "heading" else 0))

    def head(self, words: str, style: HeadStyle) -> None:
        self.text(words.upper() if style.capitals else words, f"{style.css}; margin: .9em 0 .4em", "heading")

    def prose(self, least: int = 3, most: int = 6, css: str = "") -> None:
        self.text(" ".join(self.say.sentences(least, most)), css)

    def items(self, count: int, words: int = 12, css: str = "") -> None:
        """A list with bullets, each item at most so many words."""
        self.html.append(f'<ul style="padding-left: 1.2em; {css}">')
        for _ in range(count):
            item = " ".join(self.say.clause().split()[:words])
            self.html.append(f"<li>{escape(item[0].upper() + item[1:])}</li>")
            self.pieces.append(Piece("item", item, 1))
        self.html.append("</ul>")

    def picture(self, height: float, width: str = "100%") -> None:
        """A drawing without words, in mm."""
        shapes = "".join(
            f'<ellipse cx="{self.random.randint(20, 380)}" cy="{self.random.randint(20, 180)}" rx="40" ry="25" '
            f'fill="{self.random.choice(COLOURS)}"/>'
            for _ in range(9)
        )
        self.html.append(
            f'<svg viewBox="0 0 400 200" preserveAspectRatio="none" style="width: {width}; height: {height}mm; '
            f'display: block">{shapes}</svg>'
        )

    def columns(self, count: int, gap: float = 6) -> None:
        """What follows runs through columns, until `close`."""
        self.open(f"columns: {count}; column-gap: {gap}mm; text-align: justify; hyphens: auto")

    @property
    def page(self) -> str:
        return f'<html lang="en"><style>{"".join(self.css)}</style><body>{"".join(self.html)}</body></html>'

    @property
    def shape(self) -> Shape:
        return Shape(tuple(self.pieces))


def rows(items: Sequence[str], size: int) -> list[Sequence[str]]:
    """The items in rows of so many."""
    return [items[start : start + size] for start in range(0, len(items), size)]
