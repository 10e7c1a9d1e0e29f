"""Symbols of documents, with letters and digits in one word, that the document prints better elsewhere.

"A/73/L.l" where "A/73/L.1" stands twice: letters and digits that look alike are told by the same symbol in other
places. Without such a witness a symbol stays what it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from convert.ledger import Alternative, Edit
from convert.repairs.passage import Flow, Passages, edit, lines_of
from convert.words import Words

SHORTEST = 5
"""Characters of the shortest symbol that another can be a witness for."""
SEEN, RARE = 2, 2
"""How often the right form must stand in the document, and how many times as often as the one that is printed."""

_ALIKE = str.maketrans("lIi|!OoSsZB", "11111005528")
_SYMBOL = re.compile(r"(?<![\w/.+-])(?=\S*\d)(?=\S*[A-Za-z|!])[A-Za-z0-9|!]+(?:[/.+-][A-Za-z0-9|!]+)+(?![\w/+-])")
_MIXED = re.compile(r"\d[lIiOoSsZB|!]|[lIiOoSsZB|!]\d")
_SECTION = re.compile(
    r"\b(?P<article>art(?:s?\.|icles?|ículos?))\s(?P<number>\d{1,4}\w?),?\s(?P<sign>\$|S|8)\s?(?=\d{1,3}\b)", re.I
)
_RIGHT_SECTION = re.compile(r"\bart(?:s?\.|icles?|ículos?)\s\d{1,4}\w?,?\s§", re.I)


def confused(passages: Passages, words: Words) -> Iterator[Edit]:
    """A symbol becomes the one that stands elsewhere and differs from it in nothing but letters for digits."""
    counts = Counter(found[0] for line in lines_of(passages) for found in _symbols(line.text))
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for symbol in counts:
        forms[symbol.translate(_ALIKE)].append(symbol)
    for line in lines_of(passages) if any(len(same) > 1 for same in forms.values()) else ():
        for found in _symbols(line.text):
            others = [each for each in forms[found[0].translate(_ALIKE)] if _is_better(each, found[0], counts)]
            if len(others) == 1:
                reason = f"the symbol stands {counts[others[0]]} times as {others[0]}"
                yield edit(line, found.start(), found[0], others[0], "symbols.confused", reason, 0.95)


def section(passages: Passages, words: Words) -> Iterator[Edit]:
    """ "art. 4 $ 2" becomes "art. 4 § 2"; an S is taken for it only where the document has the sign elsewhere."""
    flows = [flow for flow in map(Flow.of, passages) if "art" in flow.text or "Art" in flow.text]
    here = any(_RIGHT_SECTION.search(flow.text) for flow in flows)
    for flow in flows:
        for found in _SECTION.finditer(flow.text):
            sure = 0.95 if found["sign"] == "$" else 0.92 if here else 0.6
            if found["sign"] != "8" or here:
                line, start = flow.place(found.start("sign"))
                asked = () if sure > 0.9 else (Alternative("§", 0.5), Alternative(found["sign"], 0.9))
                reason = "a paragraph of an article is counted there"
                yield edit(line, start, found["sign"], "§", "symbols.section", reason, sure, asked)


def _symbols(text: str) -> Iterator[re.Match[str]]:
    if any(map(str.isdigit, text)):
        yield from (found for found in _SYMBOL.finditer(text) if len(found[0]) >= SHORTEST)


def _is_better(other: str, printed: str, counts: Counter[str]) -> bool:
    """Whether another form is so much commoner that this one is it misread, with letters among the digits."""
    return (
        other != printed
        and counts[other] >= max(SEEN, RARE * counts[printed])
        and bool(_MIXED.search(printed) or re.search(r"(?:^|[/.+-])[lIOSZB|!](?=[/.+-]|$)", printed))
        and not _MIXED.search(other)
    )
