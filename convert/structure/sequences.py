"""The most likely sequence of readings under noise: one decoder for enumerators and for note numbers.

A damaged label cannot be read alone; it is read as a member of its sequence. Each step offers moves from a
state to the next, each move a choice with a cost in nats (minus the logarithm of a probability). The cheapest
path is what is read (Viterbi, https://doi.org/10.1109/PROC.1973.9030). Its confidence is the share of all paths
that agree with it at that step (forward-backward, https://doi.org/10.1109/5.18626): a run that might as well be
shifted by one has little of it, however far apart any two single paths lie.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from operator import itemgetter
from typing import Generic, NamedTuple, TypeAlias, TypeVar

S = TypeVar("S", bound=Hashable)
C = TypeVar("C", bound=Hashable)


Move: TypeAlias = tuple[S, C, float]
"""To a state by making a choice, at a cost in nats."""

Step: TypeAlias = Callable[[S, float], Iterable[Move[S, C]]]
"""The moves from a state; those that cost more than the second argument will be dropped and may be left out."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[C]):
    """What is read at one step: the choice, its confidence 0..1, and the costs of all choices, best first."""

    choice: C
    confidence: float
    alternatives: tuple[tuple[C, float], ...]

    def share(self, choice: C) -> float:
        """The confidence of any choice, 0 for one that no path makes."""
        return next((exp(-cost) for option, cost in self.alternatives if option == choice), 0.0)


HOPELESS = 12.0
"""Ways this many nats behind the best are dropped: six parts in a million."""


def decode(steps: Iterable[Step[S, C]], start: S, beam: int = 200) -> tuple[Reading[C], ...]:
    """The cheapest path through all steps from `start`, a reading a step; `beam` states are kept after each.

    Raises ValueError when a step leaves no move from any state.
    """
    trail, last = _forward(steps, start, beam)
    return tuple(map(_reading, _cheapest(trail, last), _shares(trail)))


def least_cost(steps: Iterable[Step[S, C]], start: S, beam: int = 200) -> float:
    """What the cheapest path costs, in nats: how well these steps explain what was printed."""
    layer: _Layer[S, C] = _Layer([start], [0.0], [], [1.0], [])
    for step in steps:
        layer = _after(layer, step)
        layer = _narrowed(layer, beam) if len(layer.states) > beam else layer
    return min(layer.costs)


_Edge: TypeAlias = tuple[int, int, C, float]  # source, target, choice, weight


@dataclass(slots=True)
class _Layer(Generic[S, C]):
    """The states after a step and the moves that lead there.

    A state stands here once and is elsewhere a number, its place here: hashing states is what costs most. Weights
    are exp(-cost), added up over paths, times a factor for each layer that keeps them near 1.
    """

    states: list[S]
    costs: list[float]  # of the cheapest path to each state
    arrivals: list[tuple[int, C]]  # the source and the choice of the last move on that path
    weights: list[float]  # of all paths to each state
    edges: list[_Edge[C]]


class _Track(NamedTuple, Generic[C]):
    """What the way back needs of a layer, packed: a long text has tens of thousands of them."""

    arrivals: list[tuple[int, C]]
    weights: array[float]
    sources: array[int]
    targets: array[int]
    choices: tuple[C, ...]
    moved: array[float]  # the weight of each move


def _packed(layer: _Layer[S, C]) -> _Track[C]:
    sources, targets, choices, moved = zip(*layer.edges, strict=True) if layer.edges else ((),) * 4
    weights = array("d", layer.weights)
    return _Track(layer.arrivals, weights, array("I", sources), array("I", targets), choices, array("d", moved))


def _forward(steps: Iterable[Step[S, C]], start: S, beam: int) -> tuple[list[_Track[C]], int]:
    """The tracks of all layers, the first with nothing but the start, and where the cheapest path ends."""
    layer: _Layer[S, C] = _Layer([start], [0.0], [], [1.0], [])
    trail = [_packed(layer)]
    for number, step in enumerate(steps):
        layer = _after(layer, step)
        if not layer.edges:
            raise ValueError(f"step {number} leaves no move")
        layer = _narrowed(layer, beam) if len(layer.states) > beam else layer
        trail.append(_packed(layer))
    return trail, min(range(len(layer.costs)), key=layer.costs.__getitem__)


def _after(before: _Layer[S, C], step: Step[S, C]) -> _Layer[S, C]:
    """The layer that a step leads to, without the moves that are hopeless.

    The best state moves first: then most hopeless moves of the others are known as such before they are made.
    """
    costs, states = before.costs, before.states
    offers: list[tuple[int, S, C, float]] = []
    limit = inf
    for source in sorted(range(len(costs)), key=costs.__getitem__):
        so_far = costs[source]
        most = limit - so_far
        for to, choice, cost in step(states[source], most):
            if cost <= most:
                offers.append((source, to, choice, cost))
                if cost + HOPELESS < most:
                    most = cost + HOPELESS
        limit = so_far + most
    return _merged(before, offers, limit)


def _merged(before: _Layer[S, C], offers: Iterable[tuple[int, S, C, float]], limit: float) -> _Layer[S, C]:
    """The layer of what these moves lead to, each state once; without those that cost more than the limit."""
    so_far, heavy = before.costs, before.weights
    usual = limit - HOPELESS - min(so_far)  # the cost of this step on the cheapest paths
    places: dict[S, int] = {}
    costs: list[float] = []
    arrivals: list[tuple[int, C]] = []
    weights: list[float] = []
    edges: list[_Edge[C]] = []
    for source, to, choice, cost in offers:
        whole = so_far[source] + cost
        if whole > limit:
            continue
        weight = exp(usual - cost)
        target = places.setdefault(to, len(costs))
        if target == len(costs):
            costs.append(whole)
            arrivals.append((source, choice))
            weights.append(heavy[source] * weight)
        else:
            weights[target] += heavy[source] * weight
            if whole < costs[target]:
                costs[target], arrivals[target] = whole, (source, choice)
        edges.append((source, target, choice, weight))
    return _Layer(list(places), costs, arrivals, _scaled(weights), edges)


def _narrowed(layer: _Layer[S, C], beam: int) -> _Layer[S, C]:
    """The layer with its best states only."""
    kept = sorted(range(len(layer.costs)), key=layer.costs.__getitem__)[:beam]
    places = {old: new for new, old in enumerate(kept)}
    return _Layer(
        [layer.states[old] for old in kept],
        [layer.costs[old] for old in kept],
        [layer.arrivals[old] for old in kept],
        [layer.weights[old] for old in kept],
        [(source, places[old], choice, weight) for source, old, choice, weight in layer.edges if old in places],
    )


def _scaled(weights: list[float]) -> list[float]:
    """The weights with the heaviest 1, so that they neither vanish nor grow along the steps."""
    most = max(weights, default=1.0)
    return [weight / most for weight in weights]


def _cheapest(trail: Sequence[_Track[C]], place: int) -> list[C]:
    """The choices of the cheapest path to this place at the end."""
    choices: list[C] = []
    for track in reversed(trail[1:]):
        place, choice = track.arrivals[place]
        choices.append(choice)
    return choices[::-1]


def _shares(trail: Sequence[_Track[C]]) -> list[dict[C, float]]:
    """For each step the weight of all whole paths that make a choice there."""
    shares: list[dict[C, float]] = []
    ahead = [1.0] * len(trail[-1].weights)  # of all ways from each state to the end
    for before, track in zip(reversed(trail[:-1]), reversed(trail[1:]), strict=True):
        here = [0.0] * len(before.weights)
        share: dict[C, float] = {}
        for source, target, choice, weight in zip(*track[2:], strict=True):
            onward = weight * ahead[target]
            here[source] += onward
            share[choice] = share.get(choice, 0.0) + before.weights[source] * onward
        shares.append(share)
        ahead = _scaled(here)
    return shares[::-1]


def _reading(choice: C, shares: dict[C, float]) -> Reading[C]:
    total = sum(shares.values())
    costs = ((option, log(total / share)) for option, share in shares.items() if share)
    return Reading(choice, shares[choice] / total, tuple(sorted(costs, key=itemgetter(1))))
