"""A request that ends in time: its connections are cut when the time is up, in whatever part it is.

A timeout of the library starts again with each byte: a publisher that drips would hold us for ever.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any

import urllib3
from requests_hardened.ip_filter_adapter import IPFilterAdapter


class Deadline:
    """Cuts every connection made under it after `seconds`; used as a context manager."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._until = time.monotonic() + seconds
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *how: object) -> None:
        self._timer.cancel()
        for one in self._sockets:
            one.close()

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._until

    def covers(self, connection: socket.socket) -> None:
        """This connection is cut too, by a handle of our own: TLS takes the first one over."""
        self._sockets.append(connection.dup())
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        for one in self._sockets:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class DeadlineAdapter(IPFilterAdapter):
    """requests-hardened's filter of addresses, its connections under a deadline."""

    def __init__(self, deadline: Deadline, **options: Any) -> None:
        self._deadline = deadline
        super().__init__(**options)

    def init_poolmanager(self, *words: Any, **options: Any) -> None:
        """Pools whose connections are made known to the deadline."""
        super().init_poolmanager(*words, **options)  # type: ignore[no-untyped-call]
        self.poolmanager.pool_classes_by_scheme = {
            "http": _under(self._deadline, urllib3.HTTPConnectionPool),
            "https": _under(self._deadline, urllib3.HTTPSConnectionPool),
        }


def _under(deadline: Deadline, pool: Any) -> Any:
    class Connection(pool.ConnectionCls):
        def _new_conn(self) -> socket.socket:
            # Before TLS is spoken: a handshake may drip as well.
            connection: socket.socket = super()._new_conn()
            deadline.covers(connection)
            return connection

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})
