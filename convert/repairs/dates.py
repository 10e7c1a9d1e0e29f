"""Days, months and years some glyph of which was misread, inside the grammar of a date.

"3l Octobcr 20l8" can only be 31 October 2018: a day before a month before a year. Each part is mended only where
the other two are what they should be, or are mended to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from convert.ledger import Edit
from convert.months import MONTHS
from convert.repairs.passage import Flow, Passages, edit
from convert.repairs.spelling import variants
from convert.words import Words

TONGUES = ("en", "fr", "es")
"""The languages in which this rule was measured."""
FIRST_YEAR, LAST_YEAR = 1600, 2100

_DIGITS = str.maketrans("lIi|!OoSsZ", "1111100552")
_DATE = re.compile(
    r"(?<![\w./-])(?P<day>[0-9lIi|!OoSsZ]{1,2})(?P<er>er|º)?\s(?:de\s)?(?P<month>[^\W\d_]{3,11})\s(?:de\s)?"
    r"(?P<year>[12lI|][0-9lIi|!OoSsZ]{3})(?![\w/-])"
)


def confused(passages: Passages, words: Words) -> Iterator[Edit]:
    """The glyphs of a date that are none of its grammar become those that are."""
    for flow in map(Flow.of, passages):
        for found in _DATE.finditer(flow.text):
            day, year = found["day"].translate(_DIGITS), found["year"].translate(_DIGITS)
            month = _month(found["month"], words.tongue)
            whole = month and 1 <= int(day) <= 31 and FIRST_YEAR <= int(year) <= LAST_YEAR
            if whole and re.search("[0-9]", found["day"] + found["year"]):
                for part, after in (("day", day), ("month", month), ("year", year)):
                    if found[part] != after:
                        line, start = flow.place(found.start(part))
                        reason = f"in the date “{found[0]}” only {after} can stand there"
                        yield edit(line, start, found[part], after, "dates.confused", reason, 0.95)


@cache
def _months(language: str) -> frozenset[str]:
    return frozenset(month for tongue in TONGUES if language in ("", tongue) for month in MONTHS[tongue])


def _month(printed: str, language: str) -> str:
    """The month that is printed, or the only one that differs from it by one glyph; "" if none."""
    known = _months(language)
    if printed in known or printed.lower() in known:  # not "I may": the English months have a capital
        return printed
    near = {each for each in variants(printed) if each in known}
    return near.pop() if len(near) == 1 else ""
