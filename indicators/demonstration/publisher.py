"""A very small publisher on the loopback: the extract's files, with ETag and 304, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import os
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PUBLISHED = Path(__file__).parent / "published"


@cache
def published(name: str) -> tuple[bytes, str] | None:
    """A file's content and its tag; None where there is none of that name (`employment-rate.csv`)."""
    paths = {path.name.removesuffix(".gz"): path for path in PUBLISHED.glob("*.csv.gz")}
    if name not in paths:
        return None
    content = gzip.decompress(paths[name].read_bytes())
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'


class Handler(BaseHTTPRequestHandler):
    """GET of one file by its source's name."""

    server_version = "publisher"
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        """The file, or 304 where the asker has it, or 404."""
        held = published(self.path.partition("?")[0].lstrip("/"))
        if held is None:
            self._answer(404, b"No such file.", "text/plain", "")
            return
        content, tag = held
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", "text/csv", tag)
        else:
            self._answer(200, content, "text/csv", tag)

    def _answer(self, code: int, body: bytes, kind: str, tag: str) -> None:
        self.send_response(code)
        if tag:
            self.send_header("ETag", tag)
        if code != 304:
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the base class's name
        """Say nothing: the pulls' own history tells."""


class Publisher(ThreadingHTTPServer):
    """Ends with the process that started it, however that ends, so that none is left behind."""

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self._parent = os.getppid()

    def service_actions(self) -> None:
        """Called every half second."""
        if os.getppid() != self._parent:
            raise SystemExit(0)


def publisher(port: int) -> Publisher:
    """The server, bound to the loopback only; 0 takes any free port."""
    return Publisher(port)
