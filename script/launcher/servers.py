"""PostgreSQL and Valkey for as long as somebody needs them: those given by address, else embedded ones."""

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from .postgres import DATABASE, Postgres
from .telling import VAR, step
from .valkey import Valkey


@contextlib.contextmanager
def servers(var: Path = VAR, *, durable: bool = True, database: str = DATABASE) -> Iterator[dict[str, str]]:
    """Gives DATABASE_URL and REDIS_URL; stops what it started once nobody else uses it.

    Tests pass durable=False: quicker, and nothing outlives a crash of the machine.
    """
    with contextlib.ExitStack() as stack:
        addresses = {}
        if os.environ.get("DATABASE_URL"):
            addresses["DATABASE_URL"] = os.environ["DATABASE_URL"]
        else:
            postgres = Postgres(var, durable=durable)
            stack.enter_context(_shared(postgres, "PostgreSQL"))
            addresses["DATABASE_URL"] = postgres.url(database)
        if os.environ.get("REDIS_URL"):
            addresses["REDIS_URL"] = os.environ["REDIS_URL"]
        else:
            valkey = Valkey(var, durable=durable)
            stack.enter_context(_shared(valkey, "Valkey"))
            addresses["REDIS_URL"] = valkey.url()
        yield addresses


@contextlib.contextmanager
def _shared(server: Postgres | Valkey, title: str) -> Iterator[None]:
    """Started by the first who needs it, stopped by the last: each holds a lock that dies with it."""
    server.var.mkdir(parents=True, exist_ok=True)
    with (
        (server.var / f"{server.name}.starting").open("w") as starting,
        (server.var / f"{server.name}.using").open("w") as using,
    ):
        os.register_at_fork(after_in_child=using.close)  # a fork that lingers does not need the server
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(using, fcntl.LOCK_SH)
        try:
            with step(f"starting {title}"):
                server.start()
            fcntl.flock(starting, fcntl.LOCK_UN)
            yield
        finally:
            with _no_second_thoughts():
                fcntl.flock(starting, fcntl.LOCK_EX)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    server.stop()


@contextlib.contextmanager
def _no_second_thoughts() -> Iterator[None]:
    """A second Ctrl-C does not leave a server running."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
