"""Hyphens at line ends: soft ones, put there by the typesetter, and real ones, which belong to the word.

A soft one becomes U+00AD, so that joining lines is mechanical and the judgement is in the ledger; a real one
stays. Evidence in order: the document itself, parts that compounds are made of, the word list. What stays
undecided is proposed below the threshold: it becomes a query and the text keeps its hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import log
from typing import NamedTuple

from convert.ledger import SOFT_HYPHEN, Alternative, Edit
from convert.page import Line
from convert.repairs.passage import Passages, edit, lines_of
from convert.words import Words


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FIRST_PARTS = _set(
    "self non well ex cross quasi all half high low long short large small full part vice semi mid anti pro "
    "early late"
)
"""What English, French and Spanish compounds with a hyphen begin with; some of them begin plain words, too."""
LAST_PARTS = _set(
    "based led wide related resistant free level oriented specific friendly like building making makers term "
    "being up down off driven owned sensitive responsive centred centered associated quality old born general "
    "elect même mêmes là ci être"
)
"""What they end with."""
ENDINGS: Mapping[str, str] = {
    "en": "s es d ed ing ly able ness ment ments",
    "fr": "s es e ment ments",
    "es": "s es lo la los las le les se me nos mente",
}
"""What is added to a word that the list has to make one that it has not."""

_BREAK = re.compile(r"(?<![^\W\d_])(?P<first>[^\W\d_]+)(?P<mark>~?[-\u2010]|¬)\s*$")
_SPACED_BREAK = re.compile(r"(?<![^\W\d_])(?P<first>[^\W\d_]{2,})(?P<mark> [-\u2010])\s*$")
_NEXT = re.compile(r"\s*(?P<last>[^\W\d_]+)")
_INSIDE = re.compile(r"(?<=[^\W\d_])\u00ad(?=[^\W\d_])")


_HYPHENS = frozenset("-\u2010")
_MARKS = _HYPHENS | {"¬"}


class _Verdict(NamedTuple):
    soft: float  # 0..1: how sure that the hyphen is not part of the word
    reason: str


def line_ends(passages: Passages, words: Words) -> Iterator[Edit]:
    """Soft hyphens become U+00AD; a "~-" or "¬" that stands for a real one becomes "-"."""
    for line, broken, last in _broken(_BREAK, passages):
        verdict = judge(broken["first"], last, words)
        mark, start = broken["mark"], broken.start("mark")
        if verdict.soft > 0.5 or (verdict.soft > 0.1 and mark in _HYPHENS):
            yield edit(line, start, mark, SOFT_HYPHEN, "hyphens.soft", *_with_alternative(verdict))
        elif mark not in _HYPHENS:
            confidence = 0.95 if verdict.soft < 0.1 else 0.6
            yield edit(line, start, mark, "-", "hyphens.real", verdict.reason, confidence)


def spaced(passages: Passages, words: Words) -> Iterator[Edit]:
    """The space in "drug -" at a line end goes if "drug-sensitive" stands elsewhere; else it may be a dash."""
    for line, broken, last in _broken(_SPACED_BREAK, passages):
        if words.seen(compound := f"{broken['first']}-{last}"):
            reason = f"“{compound}” stands{_where(compound, words)}"
            yield edit(line, broken.start("mark"), broken["mark"], "-", "hyphens.spaced", reason, 0.95)


def inside(passages: Passages, words: Words) -> Iterator[Edit]:
    """A soft hyphen in the middle of a line prints nothing: it goes."""
    for line in lines_of(passages):
        for found in _INSIDE.finditer(line.text):
            yield edit(
                line, found.start(), SOFT_HYPHEN, "", "hyphens.inside", "prints nothing inside a line", 0.95
            )


def _broken(pattern: re.Pattern[str], passages: Passages) -> Iterator[tuple[Line, re.Match[str], str]]:
    """The lines that end in a hyphen: the line, how it ends, and the letters that the next line begins with."""
    for passage in passages:
        for line, following in pairwise(passage):
            if line.text.rstrip()[-1:] in _MARKS:
                found, rest = pattern.search(line.text), _NEXT.match(following.text)
                if found and rest:
                    yield line, found, rest["last"]


def judge(first: str, last: str, words: Words) -> _Verdict:
    """How sure it is that the hyphen between these two parts, at a line end, is soft, and why."""
    whole, compound = first + last, f"{first}-{last}"
    if last[0].isupper() and not first.isupper():
        return _Verdict(0.0, "a capital follows")
    joined, hyphened = words.seen(whole), words.seen(compound)
    if joined and hyphened:
        share = joined / (joined + hyphened)
        return _Verdict(
            min(0.85, max(0.15, share)), f"both “{whole}” ({joined}) and “{compound}” ({hyphened}) stand here"
        )
    if joined:
        return _Verdict(0.99, f"the word “{whole}” stands unbroken{_where(whole, words)}")
    if hyphened:
        return _Verdict(0.0, f"“{compound}” stands{_where(compound, words)}")
    return _by_lists(first, last, words)


def _by_lists(first: str, last: str, words: Words) -> _Verdict:
    """The verdict where the document itself has neither form."""
    whole = first + last
    known = words.known(whole) or _is_made_of_known(whole, words)
    parts = (words.is_word(first), words.is_word(last))
    typical = (first.casefold() in FIRST_PARTS and len(last) > 2) or (
        last.casefold() in LAST_PARTS and len(first) > 2
    )
    match known, parts:
        case True, _ if typical and all(parts):
            return _Verdict(0.5, f"both “{whole}” and “{first}-{last}” are words")
        case True, _:
            return _Verdict(0.97, f"“{whole}” is a word")
        case _ if typical:
            return _Verdict(0.05, f"“{first}-{last}” is made like other compounds")
        case None, _:
            return _Verdict(0.5, "the word does not stand elsewhere and there is no word list for the language")
        case _, (True, True):
            return _Verdict(0.05 if min(len(first), len(last)) > 3 else 0.3, f"“{first}” and “{last}” are words")
        case _, (False, False):
            return _Verdict(0.92, f"neither “{first}” nor “{last}” is a word")
    return _Verdict(0.6, f"“{whole}” does not stand elsewhere and is in no word list")


def _is_made_of_known(word: str, words: Words) -> bool | None:
    """Whether the word is one of the list with an ending, such as “impliedly”; None where there is no list."""
    endings = ENDINGS.get(words.tongue, "").split()
    stems = [word.removesuffix(ending) for ending in endings if word.endswith(ending)]
    return None if words.known(word) is None else any(len(stem) > 3 and words.known(stem) for stem in stems)


def _with_alternative(verdict: _Verdict) -> tuple[str, float, tuple[Alternative, ...]]:
    """Reason, confidence and, for what is unsure, the two readings with the likelier first."""
    soft, real = Alternative(SOFT_HYPHEN, -log(verdict.soft)), Alternative("-", -log(1 - verdict.soft))
    return (
        verdict.reason,
        verdict.soft,
        () if verdict.soft > 0.9 else tuple(sorted((soft, real), key=lambda a: a.cost)),
    )


def _where(word: str, words: Words) -> str:
    page = words.page(word)
    return f" on page {page}" if page else " elsewhere"
