"""Quotation marks that a recogniser took apart: two commas, two primes, two grave accents.

Only pairs are repaired. A lone ' or " or ’ may be a damaged note mark, and a straight pair what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from convert.ledger import Edit
from convert.repairs.passage import Flow, Passages, edit
from convert.words import Words

PAIRS = {"de": ("„", "“")}
"""Quotation marks by language where they are not “ and ”."""
LONGEST = 300
"""Characters between the two; beyond, they hardly belong together."""

_OPEN = r"(?:(?<=[\s(\[])|^)(?P<open>,,|‚‚|``|''|‘‘)(?=[^\W_])"
_CLOSE = r"(?<=[\w.,;:!?)])(?P<close>''|’’|\"|“|”)(?=[\s.,;:)\]]|$)"
_PAIR = re.compile(rf"{_OPEN}(?P<inside>[^\"“”„«»`]{{1,{LONGEST}}}?){_CLOSE}")


def taken_apart(passages: Passages, words: Words) -> Iterator[Edit]:
    """`,,text"`, `''text''` and ``` ``text'' ``` become “text”."""
    first, last = PAIRS.get(words.tongue, ("“", "”"))
    for flow in map(Flow.of, passages):
        for found in _PAIR.finditer(flow.text):
            if re.search(r"\s(?:,,|''|‘‘)|(?:''|’’)(?=\s)", found["inside"]):
                continue  # two openings or two closings: which belong together is not sure
            for mark, after in (("open", first), ("close", last)):
                line, start = flow.place(found.start(mark))
                if found[mark] != after:
                    reason = f"the pair {found['open']} {found['close']} is a quotation mark taken apart"
                    yield edit(line, start, found[mark], after, "quotes.taken-apart", reason, 0.95)
