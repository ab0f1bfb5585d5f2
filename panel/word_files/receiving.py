"""A Word file from outside, from its first byte to what the child wrote of it: capped and scanned first."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from common import scratch
from common.errors import Refused
from common.parsing_child import ParserKilled, ParsingFailed, run_parser
from intelligence.files.kinds import plain_name
from intelligence.files.scanning import Scan, scan

MB = 1024 * 1024
MOST_PAPER = 15 * MB
MOST_TEMPLATE = 5 * MB
MOST_SECONDS = 45


@dataclass(frozen=True)
class Received:
    """A Word file as the child wrote it: `said` is what it found, `content` what may be kept."""

    name: str
    said: dict[str, Any]
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def receive_paper(name: str, chunks: Iterable[bytes]) -> Received:
    """The last paper: `said` has `took` and `lines`. Raises Refused with the file's name and why."""
    return _received(name, chunks, "panel.word_files.reading:read_paper", MOST_PAPER)


def receive_template(name: str, chunks: Iterable[bytes]) -> Received:
    """A template: `said` has `lacks`. Raises Refused with the file's name and why."""
    return _received(name, chunks, "panel.word_files.templates:make_template", MOST_TEMPLATE)


def _received(name: str, chunks: Iterable[bytes], reader: str, most: int) -> Received:
    shown = plain_name(name)
    content = _capped(shown, chunks, most)
    said = scan(content)
    if said == Scan.INFECTED:
        raise Refused(f"{shown} was not taken in. The scanner knows it to do harm.")
    if said == Scan.HELD:
        raise Refused(f"{shown} was not taken in: the scanner does not answer. Try again in a while.")
    with scratch.folder_in(Path(tempfile.gettempdir())) as folder:
        path = folder / "file"
        path.write_bytes(content)
        try:
            out = run_parser(reader, {"path": str(path)}, folder=folder, max_seconds=MOST_SECONDS)
        except ParsingFailed as failure:
            sentence = failure.sentence.replace("attach that", "bring that")
            raise Refused(f"{shown} was not taken in. {sentence}") from failure
        except ParserKilled as killed:
            raise Refused(f"{shown} could not be read just now. Try once more.") from killed
        head, _, kept = out.read_bytes().partition(b"\n")
    return Received(shown[:150], json.loads(head), kept)


def _capped(shown: str, chunks: Iterable[bytes], most: int) -> bytes:
    pieces, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise Refused(
                f"{shown} is larger than {most // MB} MB and was not taken in. Bring a smaller copy."
            )
        pieces.append(chunk)
    return b"".join(pieces)
