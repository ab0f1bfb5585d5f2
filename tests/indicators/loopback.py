"""A publisher on the loopback that the tests tell what to answer."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Publisher:
    """What it answers to every asker, and what it was asked."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    tag: str = ""
    short_by: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""


@contextlib.contextmanager
def loopback() -> Iterator[Publisher]:
    """A publisher that answers while the block runs."""
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            publisher.asked.append((self.path, dict(self.headers)))
            if publisher.tag and self.headers.get("If-None-Match") == publisher.tag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(publisher.status)
            if publisher.tag:
                self.send_header("ETag", publisher.tag)
            for name, value in publisher.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(publisher.body)))
            self.end_headers()
            self.wfile.write(publisher.body[: len(publisher.body) - publisher.short_by])

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    publisher.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
