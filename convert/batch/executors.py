"""Where documents are built: in this process, in a pool of killable ones, or on a cluster.

All three take an order and give a future of the standard library, so that one loop serves them
(https://docs.python.org/3/library/concurrent.futures.html#future-objects).
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from convert.batch.work import Order, Parcel, Result, attempt, attempt_parcel, begin
from convert.errors import MissingDependency, UsageError
from convert.readers.limits import Limits

if TYPE_CHECKING:
    from pebble import ProcessPool

TASKS = 500
"""Documents after which a worker is replaced, so that what a library leaks stays small."""

ANSWERS = 20.0
"""Seconds in which a cluster must answer."""


class Executor(Protocol):
    """Builds orders, at most `capacity` at a time."""

    capacity: int

    def submit(self, order: Order) -> Future[Result]: ...

    def stop(self) -> None:
        """Stop at once; what is in hand is lost."""


class Here:
    """In this very process: for a single document that a person waits for."""

    capacity = 1

    def submit(self, order: Order) -> Future[Result]:
        future: Future[Result] = Future()
        future.set_result(attempt(order))
        return future

    def stop(self) -> None:
        """Nothing runs."""


@dataclass
class Pool:
    """In warm processes of this machine, killed when they take too long and replaced when they die."""

    capacity: int
    seconds: float
    memory: int  # bytes
    _pool: ProcessPool | None = None

    def submit(self, order: Order) -> Future[Result]:
        self._pool = self._pool or self._started()
        future: Future[Result] = self._pool.schedule(attempt, args=(order,), timeout=self.seconds)
        return future

    def _started(self) -> ProcessPool:
        from multiprocessing import get_context

        from pebble import ProcessPool

        # "spawn", not "fork": the pool runs threads, and a forked copy of their locks may hang.
        return ProcessPool(
            self.capacity, TASKS, initializer=begin, initargs=(self.memory,), context=get_context("spawn")
        )

    def stop(self) -> None:
        if self._pool:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()


class Cluster:
    """On the workers of a dask.distributed scheduler, which need not see the files.

    Sources go there and editions come back as bytes. The scheduler hands a lost worker's documents to another;
    one that was built twice is the same twice (https://distributed.dask.org/en/stable/resilience.html).
    """

    def __init__(self, address: str, limits: Limits) -> None:
        """Raises MissingDependency without dask.distributed, UsageError where no scheduler answers."""
        try:
            from distributed import Client
        except ImportError as error:
            remedy = "install it: pip install 'reissue[cluster]'"
            raise MissingDependency("dask.distributed is not installed", remedy=remedy) from error
        try:
            self._client = Client(address, timeout=ANSWERS)
        except (OSError, TimeoutError, ValueError) as error:
            remedy = "give the address that `dask scheduler` prints, such as tcp://10.0.0.1:8786"
            raise UsageError(f"no cluster answers: {error}", place=address, remedy=remedy) from error
        self._executor = self._client.get_executor(pure=False, retries=10)
        self.capacity = max(1, 2 * sum(self._client.nthreads().values()))
        self._limits = limits

    def submit(self, order: Order) -> Future[Result]:
        facts = order.source.with_suffix(".toml")
        parcel = Parcel(
            order.source.name,
            order.source.read_bytes(),
            facts.read_bytes() if facts.is_file() else None,
            order.formats,
            order.epoch,
            order.layout,
            self._limits,
        )
        future: Future[Result] = self._executor.submit(attempt_parcel, parcel)
        return future

    def stop(self) -> None:
        self._client.close()
