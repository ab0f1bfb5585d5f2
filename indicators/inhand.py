"""The piece of work in hand: whom a pull tells of its steps, and the fence its writes stand behind.

A worker sets it around a pull (`doing`). Without one (the command line, an analyst's act, a test) nobody is
told and nothing is fenced.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, Protocol


class Work(Protocol):
    """What a worker lets a pull do with its job."""

    def step(self, step: str, so_far: int | None = None) -> None:
        """A step begins, or is so far. Raises where the job is another's by now."""

    def hold(self) -> None:
        """Keep the job in this transaction. Raises where it is another's by now."""

    def settle(self, result: dict[str, Any]) -> None:
        """The job is done with this transaction: with it or not at all."""


_work: ContextVar[Work | None] = ContextVar("work", default=None)


@contextlib.contextmanager
def doing(work: Work | None) -> Iterator[None]:
    """While the block runs, this is the work in hand."""
    before = _work.set(work)
    try:
        yield
    finally:
        _work.reset(before)


def nothing() -> contextlib.AbstractContextManager[None]:
    """While the block runs, nothing is in hand: what is written is not the job's result."""
    return doing(None)


def step(name: str, so_far: int | None = None) -> None:
    """Tell that a step begins, or how far it is."""
    if (work := _work.get()) is not None:
        work.step(name, so_far)


def hold() -> None:
    """Inside a transaction: nobody else has the job, and nobody gets it before the transaction ends."""
    if (work := _work.get()) is not None:
        work.hold()


def settle(result: dict[str, Any]) -> None:
    """Inside a transaction: finish the job with it."""
    if (work := _work.get()) is not None:
        work.settle(result)
