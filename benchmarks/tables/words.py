"""Words and numbers about nothing, for the cells of made tables and the text around them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

NOUNS = (
    *("harbour", "bridge", "council", "library", "river", "district", "school", "archive", "market", "tower"),
    *("orchard", "quarry", "mill", "court", "garden", "station", "chapel", "meadow", "ferry", "castle", "village"),
)
PLACES = (
    *("Harrow", "Linden", "Marlow", "Esk", "Tavish", "Corran", "Welby", "Ashdon", "Orme", "Pelham"),
    *("Quill", "Ulva"),
)
VERBS = ("opened", "closed", "widened", "surveyed", "repaired", "leased", "bought", "drained", "fenced", "insured")
SMALL = ("the", "of", "and", "in", "was", "that", "with", "for", "their", "it")
HEADS = (
    *("Name", "Place", "Area", "Year", "Cost", "Share", "Visits", "Number of books", "Annual change", "Members"),
    *("Total", "Remarks", "Opened", "Staff", "Mean", "Share of all (%)", "Change since 2019", "Rate per 1,000"),
)
LONG_HEADS = (
    *("Number of books lent", "Share of all visits in the year (%)", "Mean height above sea level (m)"),
    *("Change from the year before", "Staff employed on 31 December", "Cost of repairs, thousands of pounds"),
    *("Households with no car", "Area of farmland (hectares)", "Received but not yet answered", "Of which rented"),
    *("Date of last survey", "Rate per 1,000 inhabitants"),
)


def prose(random: Random, words: int = 60) -> str:
    """Sentences about nothing."""
    said = []
    for number in range(words):
        word = random.choice((*NOUNS, *VERBS, *SMALL))
        said.append(word.capitalize() if number % 14 == 0 else word + "." * (number % 14 == 13))
    return " ".join(said).rstrip(".") + "."


def label(random: Random) -> str:
    return f"{random.choice(PLACES)} {random.choice(NOUNS)}"


def sentence(random: Random, words: int) -> str:
    return " ".join(
        [random.choice(NOUNS).capitalize(), *(random.choice((*VERBS, *NOUNS)) for _ in range(words - 1))]
    )


def _stars(random: Random) -> str:
    return f"{random.uniform(-2, 2):.3f}".replace("-", "−") + "*" * random.randrange(4)


Teller = Callable[[Random], str]

NUMBERS: dict[str, Teller] = {
    "whole": lambda random: f"{random.randrange(1, 99999):,}",
    "small": lambda random: str(random.randrange(0, 400)),
    "point": lambda random: f"{random.uniform(0, 400):.{random.choice((1, 1, 2))}f}",
    "percent": lambda random: f"{random.uniform(0, 100):.0f}%",
    "signed": lambda random: f"{random.uniform(-5, 5):+.2f}".replace("-", "−"),
    "money": lambda random: f"$ {random.randrange(10, 99999):,}",
    "range": lambda random: f"{(low := random.randrange(1, 90))}–{low + random.randrange(1, 30)}",
    "spread": lambda random: f"{random.uniform(1, 90):.1f} ± {random.uniform(0, 9):.1f}",
    "share": lambda random: f"{random.randrange(1, 400)} ({random.uniform(0, 100):.1f})",
    "stars": _stars,
    "year": lambda random: str(random.randrange(1890, 2024)),
    "date": lambda random: f"{random.randrange(1, 29)} {random.choice(('May', 'June', 'July'))} 2019",
}
"""What a cell of a column of numbers holds."""
WORDS: dict[str, Teller] = {
    "name": label,
    "short": lambda random: sentence(random, random.choice((1, 2, 3))),
    "long": lambda random: sentence(random, random.choice((3, 7, 11))),
    "check": lambda random: random.choice(("Yes", "No", "x", "–")),
}
