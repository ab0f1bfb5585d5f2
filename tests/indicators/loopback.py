"""A publisher on the loopback that the tests tell what to answer."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
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
    # Where one answer is not enough: (method, path, body) to a body, or to a status and a body.
    answers: Callable[[str, str, bytes], bytes | tuple[int, bytes]] | None = None


@contextlib.contextmanager
def loopback() -> Iterator[Publisher]:
    """A publisher that answers while the block runs."""
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            publisher.asked.append((self.path, dict(self.headers)))
            if publisher.answers:
                self.answer("GET", b"")
                return
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

        def do_POST(self) -> None:
            publisher.asked.append((self.path, dict(self.headers)))
            self.answer("POST", self.rfile.read(int(self.headers["Content-Length"])))

        def answer(self, method: str, body: bytes) -> None:
            said = publisher.answers(method, self.path, body) if publisher.answers else (404, b"")
            status, content = said if isinstance(said, tuple) else (200, said)
            self.send_response(status)
            for name, value in publisher.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

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
