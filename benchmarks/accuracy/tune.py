"""Find the weights of the note decoder: those under which the truth is likeliest.

    python -m benchmarks.accuracy.tune CORPUS [--rounds 2] [--without DOC …]

The loss of a text is the mean of -log P(true number) over all places that are marks or starts of notes, or that
are taken for some, each capped so that one place counts little. A likelihood and no share of hits is what is
lowered: so the confidences come to mean what they say, too. Counts come from the other documents, as in `run`;
the weights are few against the places, and `--without` shows what they are worth for documents left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from math import exp
from pathlib import Path

from benchmarks.accuracy.learn import count_all, text_lines, total, truth
from benchmarks.accuracy.run import FORMS, sources
from convert.page import Line
from convert.structure.costs import Costs, from_data
from convert.structure.notes.bodies import BodyStart
from convert.structure.notes.marks import Candidate
from convert.structure.notes.series import WEIGHTS, Event, Weights, events_of, read_series
from convert.words import words_of

CAP = 5.0
"""The most that one place may count, in nats."""
STEPS = (0.5, 0.75, 0.9, 1.1, 1.35, 2.0)
"""What a weight is multiplied with in the search."""
SMALL = 0.05
"""A weight of nothing is tried at this, in nats."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its truth, ready to be decoded."""

    name: str
    form: str
    lines: tuple[Line, ...]
    events: tuple[Event, ...]
    numbers: tuple[int, ...]
    costs: Costs


@dataclass(frozen=True, slots=True)
class Place:
    """What was read at a place: its kind, the truth, the number read, how surely, and that there is one at all."""

    kind: str
    true: int
    read: int
    number: float  # probability of the number read, given that there is one
    chance: float  # probability that there is a mark or the start of a note
    loss: float


def texts(corpus: Path, forms: Sequence[str] = FORMS) -> Iterator[Text]:
    """All texts of a corpus, each with costs from the other documents."""
    tallies = count_all(corpus)
    for form in forms:
        for name, path, gold_path in sources(corpus, form):
            gold = json.loads(gold_path.read_text(encoding="utf-8"))
            lines = text_lines(path)
            events = events_of(lines, words_of(lines, gold["metadata"]["lang"]))
            numbers = truth(lines, events, gold)
            yield Text(name, form, lines, events, tuple(numbers), from_data(total(tallies, [name])))


def places(text: Text, weights: Weights) -> Iterator[Place]:
    """What is read at each place that is one or is taken for one."""
    readings = read_series(text.events, text.lines, text.costs, weights)
    for event, true, reading in zip(text.events, text.numbers, readings, strict=True):
        if not isinstance(event, Candidate | BodyStart):
            continue
        shares = {choice: exp(-cost) for choice, cost in reading.alternatives}
        chance = 1 - shares.get(0, 0.0)
        if true or chance > 0.01:
            numbers = {choice: share for choice, share in shares.items() if choice}
            read = max(numbers, key=lambda each: numbers[each]) if numbers else 0
            number = numbers[read] / max(chance, 1e-9) if read else 0.0
            cost = next((cost for choice, cost in reading.alternatives if choice == true), CAP)
            kind = "mark" if isinstance(event, Candidate) else "body"
            yield Place(kind, true, read, number, chance, min(CAP, cost))


def loss(text: Text, weights: Weights) -> float:
    return sum(place.loss for place in places(text, weights))


_TEXTS: tuple[Text, ...] = ()


def _load(corpus: Path) -> None:
    global _TEXTS
    _TEXTS = tuple(texts(corpus))


def _loss(task: tuple[int, Weights]) -> float:
    return loss(_TEXTS[task[0]], task[1])


def search(pool: ProcessPoolExecutor, chosen: Collection[int], weights: Weights, rounds: int) -> Weights:
    """Coordinate descent: each weight in turn is moved as long as the loss falls."""
    whole = lambda tried: sum(pool.map(_loss, [(index, tried) for index in chosen], chunksize=4))  # noqa: E731
    best = whole(weights)
    for round_ in range(rounds):
        for name in Weights._fields:
            value = getattr(weights, name)
            for factor in STEPS:
                tried = weights._replace(**{name: round(value * factor if value else SMALL * factor, 4)})
                found = whole(tried)
                if found < best - 0.1:
                    best, weights = found, tried
        print(f"round {round_ + 1}: {best:.1f} {weights}", flush=True)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    _load(arguments.corpus)
    with ProcessPoolExecutor(arguments.jobs, initializer=_load, initargs=(arguments.corpus,)) as pool:
        chosen = [index for index, text in enumerate(_TEXTS) if text.name not in arguments.without]
        others = [index for index, text in enumerate(_TEXTS) if text.name in arguments.without]
        found = search(pool, chosen, WEIGHTS, arguments.rounds)
        for index in others:
            before, after = _loss((index, WEIGHTS)), _loss((index, found))
            print(f"{_TEXTS[index].name} {_TEXTS[index].form}: {before:.1f} -> {after:.1f}")


if __name__ == "__main__":
    main()
