"""Program text: paragraphs set in letters of one width where the text is not; their lines are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from convert.ledger import MARK
from convert.page import Line
from convert.structure.blocks import Block
from convert.structure.frames import same_run
from convert.structure.styles import MONOSPACED

AT_LEAST = 2
"""Lines of the shortest listing: a single line may be an address or a file's name."""
MOSTLY = 0.5
"""Share of the characters set so from which on it is the text itself: a document typed on a machine."""


def mark_code(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with touching paragraphs in a typewriter font made one listing each."""
    lines = [line for block in blocks if not block.parts for line in block.lines]
    typed = sum(len(line.text) for line in lines if _is_typed(line))
    if not typed or typed > MOSTLY * sum(len(line.text) for line in lines):
        return blocks
    return tuple(_joined(blocks))


def code_text(lines: Sequence[Line]) -> str:
    """The lines as they stand below one another, moved in by as many characters as on the page."""
    left = min(line.box.x0 for line in lines if line.box)
    widths = [
        (line.box.x1 - line.box.x0) / len(text) for line in lines if line.box and (text := line.text.strip())
    ]
    width = sorted(widths)[len(widths) // 2]
    return "\n".join(" " * round((line.box.x0 - left) / width) + line.text.strip() for line in lines if line.box)


def _joined(blocks: Sequence[Block]) -> Iterator[Block]:
    run: list[Block] = []
    for block in blocks:
        typed = block.kind == "paragraph" and all(_is_typed(line) for line in block.lines)
        if run and not (typed and same_run(run[-1].lines[-1], block.lines[0])):
            yield from _listing(run)
            run = []
        if typed:
            run.append(block)
        else:
            yield block
    yield from _listing(run)


def _listing(run: Sequence[Block]) -> tuple[Block, ...]:
    lines = tuple(line for block in run for line in block.lines)
    one_page = all(same_run(above, below) for above, below in pairwise(lines))
    return (Block("code", lines),) if len(lines) >= AT_LEAST and one_page else tuple(run)


def _is_typed(line: Line) -> bool:
    """Whether all words of a line are in a typewriter font, and no mark of a note among them."""
    fonts = [word.font or "" for word in line.words]
    return (
        bool(line.box and fonts and line.text.strip())
        and not MARK.search(line.text)
        and all(MONOSPACED.search(font) for font in fonts)
    )
