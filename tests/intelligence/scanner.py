"""A scanner on a socket that speaks clamd's INSTREAM and knows one harmful file, as clamd knows EICAR."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HARM = b"zq-known-as-harmful-qz"


@contextmanager
def scanner() -> Iterator[str]:
    """The address at which it listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_serve, args=(listening,), daemon=True)
        thread.start()
        yield "{}:{}".format(*listening.getsockname())
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _serve(listening: socket.socket) -> None:
    while True:
        try:
            to, _ = listening.accept()
        except OSError:
            return
        with to, to.makefile("rb") as read:
            assert read.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack("!I", read.read(4))[0]:
                content += read.read(length)
            to.sendall(b"stream: Zq.Harm FOUND\0" if HARM in content else b"stream: OK\0")
