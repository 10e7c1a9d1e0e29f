"""Pages, in Typst, that only look as if they held a table: charts, lists, contents, frames, forms, slides."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from random import Random

from benchmarks.tables.words import NOUNS, PLACES, label, prose, sentence


def _columns(random: Random) -> str:
    return "#set page(columns: 2)\n" + "\n\n".join(prose(random, 90) for _ in range(6))


def _items(random: Random) -> str:
    return prose(random) + "\n\n" + "\n".join(f"+ {sentence(random, random.choice((3, 9, 20)))}" for _ in range(9))


def _bullets(random: Random) -> str:
    return prose(random) + "\n\n" + "\n".join(f"- {sentence(random, random.choice((3, 9, 20)))}" for _ in range(9))


def _contents(random: Random) -> str:
    rows, page = [], 1
    for number in range(1, 14):
        page += random.randrange(1, 9)
        fill = random.choice(("#box(width: 1fr, repeat[.])", "#h(1fr)"))
        rows.append(f"{number}. #h(1em) {sentence(random, random.choice((2, 4, 6)))} {fill} {page} \\")
    return "= Contents\n" + "\n".join(rows)


def _address(random: Random) -> str:
    right = " \\ ".join(f"{label(random)}" for _ in range(4))
    left = " \\ ".join(f"{label(random)}" for _ in range(4))
    return f"#grid(columns: (1fr, 1fr), [{left}], align(right)[{right}])\n\n{prose(random)}\n\n{prose(random)}"


def _bars(random: Random) -> str:
    strokes = [
        f"#place(bottom + left, dx: 30pt, dy: -{30 * each}pt, line(length: 290pt, stroke: 0.3pt + gray))"
        f"#place(bottom + left, dx: 8pt, dy: -{30 * each}pt, text(7pt)[{20 * each}])"
        for each in range(5)
    ]
    for at in range(8):
        left, height = f"dx: {40 + 34 * at}pt", random.randrange(20, 120)
        strokes.append(f"#place(bottom + left, {left}, rect(width: 20pt, height: {height}pt, fill: blue))")
        strokes.append(f"#place(bottom + left, {left}, dy: 14pt, text(7pt)[{2001 + at}])")
    return _figure(random, "#block(width: 340pt, height: 150pt)[" + "\n".join(strokes) + "]\n#v(2em)")


def _figure(random: Random, chart: str) -> str:
    """A chart with its caption, text around it."""
    caption = f"*Figure {random.randrange(1, 9)}.* {sentence(random, 6)}"
    return f"{prose(random)}\n\n{chart}\n{caption}\n\n{prose(random)}"


def _gridded_chart(random: Random) -> str:
    points = [(20 + 30 * at, random.randrange(10, 120)) for at in range(9)]
    rule = "stroke: 0.3pt"
    strokes = [_at(20, 20 * row, f"line(length: 240pt, {rule})") for row in range(7)]
    strokes += [_at(20 + 30 * at, 0, f"line(angle: 90deg, length: 120pt, {rule})") for at in range(9)]
    strokes += [_at(4, 20 * row - 3, f"text(6pt)[{60 - 10 * row}]") for row in range(7)]
    strokes += [_at(16 + 30 * at, 124, f"text(6pt)[{1990 + at}]") for at in range(9)]
    strokes += [_at(x + 2, y - 8, f"text(6pt)[{y}]") for x, y in points]
    for (x0, y0), (x1, y1) in pairwise(points):
        strokes.append(_at(0, 0, f"line(start: ({x0}pt, {y0}pt), end: ({x1}pt, {y1}pt), stroke: 1pt + red)"))
    return _figure(random, "#block(width: 300pt, height: 140pt)[" + "\n".join(strokes) + "]")


def _at(x: int, y: int, what: str) -> str:
    return f"#place(top + left, dx: {x}pt, dy: {y}pt, {what})"


def _framed(random: Random) -> str:
    frame = f"#rect(width: 100%, inset: 1em)[*{sentence(random, 3)}*\n\n{prose(random, 120)}]"
    return f"{prose(random)}\n\n{frame}\n\n{prose(random)}"


def _two_frames(random: Random) -> str:
    boxes = [f"rect(width: 100%, inset: 8pt)[{prose(random, 70)}]" for _ in range(2)]
    return f"{prose(random)}\n\n#grid(columns: 2, gutter: 8pt, {', '.join(boxes)})\n\n{prose(random)}"


def _form(random: Random) -> str:
    fields = "\n".join(
        f"{label(random)}: #box(width: 1fr, line(length: 100%, stroke: 0.4pt)) \\ " for _ in range(8)
    )
    return f"= Application\n{fields}\n\n{prose(random)}"


def _equations(random: Random) -> str:
    lines = "\n\n".join(f"$ a_{n} + b_{n} = c^{n} / {n} quad x = {n} y quad z < {n} $" for n in range(1, 7))
    return f"{prose(random)}\n\n{lines}\n\n{prose(random)}"


def _slide(random: Random) -> str:
    box = "rect(fill: luma(230), width: 100%, inset: 1em)"
    boxes = ", ".join(f"{box}[*{label(random)}* \\ {sentence(random, 6)}]" for _ in range(3))
    grid = f"#grid(columns: 3, gutter: 1em, {boxes})"
    title = f"#set page(width: 25cm, height: 14cm)\n#text(28pt)[{label(random)}]"
    return f"{title}\n\n{grid}\n\n- {sentence(random, 5)}\n- {sentence(random, 6)}"


def _definitions(random: Random) -> str:
    return (
        prose(random)
        + "\n"
        + "\n".join(f"/ {label(random)}: {sentence(random, random.choice((5, 22)))}." for _ in range(6))
    )


def _transcript(random: Random) -> str:
    rows = ", ".join(f"[*{random.choice(PLACES)}:*], [{prose(random, random.choice((8, 30)))}]" for _ in range(7))
    return f"#grid(columns: (5em, 1fr), row-gutter: 0.8em, {rows})"


def _signatures(random: Random) -> str:
    names = ", ".join(f"[{label(random)} \\ _{random.choice(NOUNS)}_]" for _ in range(4))
    return f"{prose(random, 150)}\n\n#v(2em)\n#grid(columns: (1fr, 1fr), row-gutter: 2em, {names})"


def _code(random: Random) -> str:
    lines = "\n".join(f"    let {random.choice(NOUNS)} = {n};      // {sentence(random, 3)}" for n in range(8))
    return f"{prose(random)}\n\n```\n{lines}\n```\n\n{prose(random)}"


def _references(random: Random) -> str:
    return "= References\n" + "\n\n".join(
        f"[{n}] #h(0.6em) {random.choice(PLACES)}, {random.choice(NOUNS)}. {sentence(random, 12)}. {1950 + 3 * n}."
        for n in range(1, 13)
    )


def _shaded_contents(random: Random) -> str:
    """Contents in a grid of fills or rules: parts without a page, Roman pages, authors below titles."""
    numbered, parts, ruled = random.random() < 0.5, random.random() < 0.5, random.random() < 0.4
    rows, page = [], 1
    if random.random() < 0.5:
        rows.append("[], " * numbered + f"[{random.choice(('Preface', 'Acknowledgements'))}], [vii]")
    for number in range(1, 12):
        if parts and number % 4 == 1:
            rows.append("[], " * numbered + f"[*Part {number // 4 + 1}. {sentence(random, 2)}*], []")
        page += random.randrange(1, 9)
        title = sentence(random, random.choice((3, 5)))
        if random.random() < 0.3:
            title += f" \\ _{label(random)}_"
        rows.append(f"[{number}], " * numbered + f"[{title}], [{page}]")
    fill = "fill: (x, y) => if calc.odd(y) { luma(235) } else { none }"
    stroke = "(x, y) => (bottom: 0.5pt)" if ruled else "none"
    widths = "2em, 1fr, 3em" if numbered else "1fr, 3em"
    title = random.choice(("= Contents", "= Table of Contents", "#text(20pt, blue)[CONTENTS]"))
    return f"{title}\n#table(columns: ({widths}), stroke: {stroke}, {fill}, {', '.join(rows)})"


def _captioned_chart(random: Random) -> str:
    """A frame with a chart in one cell and its caption, in two cells, below it."""
    heights = [random.randrange(10, 90) for _ in range(6)]
    bars = "".join(f"#box(rect(width: 14pt, height: {h}pt, fill: red)) #h(6pt) {h} #h(6pt)" for h in heights)
    cells = f"table.cell(colspan: 2)[{bars}], [*Diagram 4*], [*{sentence(random, 5)}*]"
    return f"{prose(random)}\n\n#table(columns: (5em, 1fr), stroke: 0.5pt, {cells})\n\n{prose(random)}"


def _panels(random: Random) -> str:
    box = 'rect(width: 100%, radius: 6pt, fill: rgb("#e0f0e0"), inset: 8pt)'
    panels = ", ".join(f"{box}[*{label(random)}* {prose(random, 30)}]" for _ in range(6))
    return f"#grid(columns: 2, gutter: 10pt, {panels})"


def _ruled_heads(random: Random) -> str:
    rule = "#line(length: 100%, stroke: 0.5pt)"
    return (
        "\n\n".join(f"{rule}\n*{sentence(random, 3)}* #h(1fr) {n}\n\n{prose(random, 50)}" for n in range(1, 5))
        + f"\n\n{rule}"
    )


def _striped_prose(random: Random) -> str:
    return "\n\n".join(
        f"#block(fill: luma({230 if n % 2 else 250}), inset: 8pt, width: 100%)[{prose(random, 40)}]"
        for n in range(5)
    )


OTHERS: dict[str, Callable[[Random], str]] = {
    "two columns": _columns,
    "numbered list": _items,
    "bullets": _bullets,
    "contents": _contents,
    "addresses": _address,
    "bar chart": _bars,
    "chart on a grid": _gridded_chart,
    "framed text": _framed,
    "two frames": _two_frames,
    "form": _form,
    "equations": _equations,
    "slide": _slide,
    "definitions": _definitions,
    "transcript": _transcript,
    "signatures": _signatures,
    "code": _code,
    "references": _references,
    "ruled heads": _ruled_heads,
    "striped prose": _striped_prose,
    "shaded contents": _shaded_contents,
    "captioned chart": _captioned_chart,
    "panels": _panels,
}
