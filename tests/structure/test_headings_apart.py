"""Headings of plain text: told by their words, by white space, and by the running heads of later pages."""

from __future__ import annotations

from convert.document import Heading, Text, walk
from convert.ledger import mark
from convert.page import Line
from convert.structure.blocks import Block
from convert.structure.headings.apart import headings_apart
from tests.structure.samples import recovered

PROSE = "The Board met in May and rose in June, as the rules of this house ask of it every year."


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    return [
        (block.level, "".join(part.text for part in walk(block) if isinstance(part, Text)))
        for block in recovered(text).document.children
        if isinstance(block, Heading)
    ]


OTHERS = (
    "Nobody had asked for the ferry, and so none came.",
    "In winter the ropes are dry and the weirs are not.",
    "Whoever keeps a lock should also keep its key.",
    "Two piers were built where one would have done.",
    "Much is said of the harbour by those who never saw it.",
    "Sand moves, as the members know, from west to east.",
)


def pages(*heads: str, first: str) -> str:
    later = [f"{head}\n\n{OTHERS[2 * at]}\n\n{OTHERS[2 * at + 1]}" for at, head in enumerate(heads)]
    return "\n\n--- page ---\n\n".join((f"{first}\n\n{PROSE}", *later))


def test_what_the_running_head_says_is_the_title_whatever_stands_around_it() -> None:
    first = "Third session\n\nItem 7 of the agenda\n\nReport of the clerk on the state of the bridges\n\nThe Board"
    text = pages(*["Report of the clerk on the state of the bridges 12/7"] * 3, first=first)
    assert (1, "Report of the clerk on the state of the bridges") in headings(text)


def test_a_title_of_which_the_page_has_the_halves_apart_is_one() -> None:
    first = "Report of the clerk on the state\n\nof all the bridges\n\nThe Board of bridges"
    text = pages(*["Report of the clerk on the state of all the bridges"] * 3, first=first)
    assert headings(text)[0] == (1, "Report of the clerk on the state of all the bridges")


def test_a_few_words_of_the_running_head_are_no_title() -> None:
    first = "The Board\n\nmet in May, as it does, and it rose in June."
    text = pages(*["Report of the Board on the state of all the bridges"] * 3, first=first)
    assert headings(text) == []


def test_a_line_in_capitals_is_a_heading_without_white_space_below() -> None:
    text = f"{PROSE}\n\n{PROSE}\n\nFINAL PROVISIONS OF THIS ACT\n{PROSE}\n\n{PROSE}"
    assert headings(text) == [(1, "FINAL PROVISIONS OF THIS ACT")]


def test_a_heading_may_touch_the_first_item_below_it() -> None:
    text = f"{PROSE}\n\nThe questions\n1. Whether the bridge is wide.\n\n2. Whether it is long.\n\n{PROSE}"
    assert headings(text) == [(1, "The questions")]


def test_a_note_left_in_the_text_is_no_heading() -> None:
    lines = [
        Line(1, at, text, 1.0) for at, text in enumerate((PROSE, f"{mark('1')} Report of the clerk", PROSE), 1)
    ]
    blocks = tuple(Block("paragraph", (line,)) for line in lines)
    assert headings_apart(blocks, ()) == (blocks, [], [])
