"""A file from outside, from its first byte to what may be kept: capped, scanned, cleaned in the child."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from common import scratch
from common.errors import Refused
from common.parsing_child import ParserKilled, ParsingFailed, run_parser
from intelligence.files.kinds import FileKind, kept_name, plain_name
from intelligence.files.scanning import Scan, scan

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 45
MB = 1024 * 1024


class Sent(Protocol):
    """An uploaded file, as Django hands it over."""

    name: str

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True)
class Received:
    """A file that may be kept: its name and bytes cleaned, `took` in words what was taken out of it."""

    name: str
    kind: FileKind
    content: bytes
    took: tuple[str, ...]
    scan: Scan

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def receive(name: str, chunks: Iterable[bytes]) -> Received:
    """Raises Refused with the file's name and why; an infected one comes back without its bytes."""
    shown = plain_name(name)
    with scratch.folder_in(Path(tempfile.gettempdir())) as folder:
        path = folder / "file"
        content = _capped(shown, chunks)
        said = scan(content)
        if said == Scan.INFECTED:
            return Received(shown, FileKind.TEXT, b"", (), said)
        path.write_bytes(content)
        try:
            out = run_parser(
                "intelligence.files.cleaning:clean",
                {"path": str(path)},
                folder=folder,
                max_bytes=MOST_MEMORY,
                max_seconds=MOST_SECONDS,
            )
        except ParsingFailed as failure:
            raise Refused(f"{shown} was not attached. {failure.sentence}") from failure
        except ParserKilled as killed:
            raise Refused(f"{shown} could not be looked at just now. Try once more.") from killed
        head, _, cleaned = out.read_bytes().partition(b"\n")
    found = json.loads(head)
    kind = FileKind(found["kind"])
    return Received(kept_name(name, kind), kind, cleaned, tuple(found["took"]), said)


def _capped(shown: str, chunks: Iterable[bytes]) -> bytes:
    pieces, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > settings.ATTACHMENT_MOST_BYTES:
            raise Refused(
                f"{shown} is larger than {settings.ATTACHMENT_MOST_BYTES // MB} MB and was not attached. "
                "Attach the pages that matter, or a smaller copy."
            )
        pieces.append(chunk)
    return b"".join(pieces)
