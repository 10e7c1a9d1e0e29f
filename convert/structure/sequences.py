"""The most likely sequence of readings under noise: one decoder for enumerators and for note numbers.

A damaged label cannot be read alone; it is read as a member of its sequence. Each step offers moves from a
state to the next, each move a choice with a cost in nats (minus the logarithm of a probability). The cheapest
path is what is read (Viterbi, https://doi.org/10.1109/PROC.1973.9030). Its confidence is the share of all paths
that agree with it at that step (forward-backward, https://doi.org/10.1109/5.18626): a run that might as well be
shifted by one has little of it, however far apart any two single paths lie.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import Generic, NamedTuple, TypeAlias, TypeVar

S = TypeVar("S", bound=Hashable)
C = TypeVar("C", bound=Hashable)


class Move(NamedTuple, Generic[S, C]):
    """To `state` by making `choice`, at `cost` nats."""

    state: S
    choice: C
    cost: float


Step: TypeAlias = Callable[[S], Iterable[Move[S, C]]]


@dataclass(frozen=True, slots=True)
class Reading(Generic[C]):
    """What is read at one step: the choice, its confidence 0..1, and the costs of all choices, best first."""

    choice: C
    confidence: float
    alternatives: tuple[tuple[C, float], ...]


HOPELESS = 12.0
"""Ways this many nats behind the best are dropped: six parts in a million."""


def decode(
    steps: Sequence[Step[S, C]], start: S, beam: int = 200, temperature: float = 1.0
) -> tuple[Reading[C], ...]:
    """The cheapest path through all steps from `start`, a reading a step.

    `beam` is the number of states kept after each step; `temperature` flattens the confidences (not the path)
    where costs are known to claim too much. Raises ValueError when a step leaves no move from any state.
    """
    lattice, frontiers = _forward(steps, start, beam, temperature)
    last = min(frontiers[-1], key=lambda state: frontiers[-1][state][0])
    choices = _trace(lattice, frontiers, last)
    behind = _backward(lattice, frontiers, temperature)
    return tuple(
        _reading(choice, edges, frontier, after, temperature)
        for choice, edges, frontier, after in zip(choices, lattice, frontiers, behind, strict=False)
    )


_Edge: TypeAlias = tuple[S, S, C, float]  # from, to, choice, cost
_Front: TypeAlias = dict[S, tuple[float, float]]  # state -> cheapest cost so far, summed cost at temperature


def _forward(
    steps: Sequence[Step[S, C]], start: S, beam: int, temperature: float
) -> tuple[list[list[_Edge[S, C]]], list[_Front[S]]]:
    frontiers: list[_Front[S]] = [{start: (0.0, 0.0)}]
    lattice: list[list[_Edge[S, C]]] = []
    for number, step in enumerate(steps):
        frontier = frontiers[-1]
        edges: list[_Edge[S, C]] = []
        limit = inf
        for state, (best, _) in frontier.items():
            for to, choice, cost in step(state):
                if best + cost <= limit:
                    edges.append((state, to, choice, cost))
                    limit = min(limit, best + cost + HOPELESS)
        if not edges:
            raise ValueError(f"step {number} leaves no move")
        edges = [edge for edge in edges if frontier[edge[0]][0] + edge[3] <= limit]
        reached: _Front[S] = {}
        for state, to, _, cost in edges:
            best, total = frontier[state]
            if to in reached:
                old_best, old_total = reached[to]
                reached[to] = (min(old_best, best + cost), _add(old_total, total + cost / temperature))
            else:
                reached[to] = (best + cost, total + cost / temperature)
        if len(reached) > beam:
            reached = dict(sorted(reached.items(), key=lambda each: each[1][0])[:beam])
            edges = [edge for edge in edges if edge[1] in reached]
        lattice.append(edges)
        frontiers.append(reached)
    return lattice, frontiers


def _trace(lattice: list[list[_Edge[S, C]]], frontiers: list[_Front[S]], last: S) -> list[C]:
    """The choices of the cheapest path that ends in `last`."""
    choices: list[C] = []
    state = last
    for edges, frontier in zip(reversed(lattice), reversed(frontiers[:-1]), strict=True):
        arriving = (edge for edge in edges if edge[1] == state)
        state, _, choice, _ = min(arriving, key=lambda edge: frontier[edge[0]][0] + edge[3])
        choices.append(choice)
    return choices[::-1]


def _backward(
    lattice: list[list[_Edge[S, C]]], frontiers: list[_Front[S]], temperature: float
) -> list[dict[S, float]]:
    """For each step, the summed cost from each state after it to the end."""
    after: dict[S, float] = dict.fromkeys(frontiers[-1], 0.0)
    behind = [after]
    for edges in reversed(lattice[1:]):
        before: dict[S, float] = {}
        for state, to, _, cost in edges:
            before[state] = _add(before.get(state, inf), after.get(to, inf) + cost / temperature)
        behind.append(before)
        after = before
    return behind[::-1]


def _reading(
    choice: C, edges: list[_Edge[S, C]], frontier: _Front[S], after: dict[S, float], temperature: float
) -> Reading[C]:
    costs: dict[C, float] = {}
    for state, to, option, cost in edges:
        through = frontier[state][1] + cost / temperature + after.get(to, inf)
        costs[option] = _add(costs.get(option, inf), through)
    total = inf
    for cost in costs.values():
        total = _add(total, cost)
    shares = sorted(
        ((option, cost - total) for option, cost in costs.items() if cost < inf), key=lambda each: each[1]
    )
    return Reading(choice, exp(total - costs[choice]), tuple(shares))


def _add(left: float, right: float) -> float:
    """The cost of either: -log(exp(-left) + exp(-right))."""
    if left > right:
        left, right = right, left
    if right == inf:
        return left
    return left - log(1.0 + exp(left - right))
