"""Ask ClamAV, where it runs, whether a file is known to do harm (clamd's INSTREAM over a socket)."""

from __future__ import annotations

import socket
import struct
from enum import StrEnum

from django.conf import settings

CHUNK = 256 * 1024
SECONDS = 30.0


class Scan(StrEnum):
    """What a scan said."""

    NOT_SCANNED = "not_scanned"  # no scanner is set
    HELD = "held"  # it is set and did not answer
    CLEAN = "clean"
    INFECTED = "infected"


def scan(content: bytes) -> Scan:
    """What the scanner of `CLAMAV_ADDRESS` says (`unix:/path` or `host:port`)."""
    address = str(settings.CLAMAV_ADDRESS)
    if not address:
        return Scan.NOT_SCANNED
    try:
        answer = _ask(address, content)
    except (OSError, ValueError):
        return Scan.HELD
    if answer.endswith("FOUND"):
        return Scan.INFECTED
    return Scan.CLEAN if answer == "stream: OK" else Scan.HELD


def _ask(address: str, content: bytes) -> str:
    with _connected(address) as to:
        to.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            to.sendall(struct.pack("!I", len(piece)) + piece)
        to.sendall(struct.pack("!I", 0))
        said = b""
        while len(said) < 4096 and not said.endswith(b"\0"):
            more = to.recv(4096)
            if not more:
                break
            said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("unix:"):
        to = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        to.settimeout(SECONDS)
        try:
            to.connect(address.removeprefix("unix:"))
        except OSError:
            to.close()
            raise
        return to
    host, _, port = address.removeprefix("tcp://").rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
