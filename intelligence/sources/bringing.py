"""What is brought by hand or by mail, read in a child: a feed's file, an e-mail, a pasted list."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from common import scratch
from common.errors import Refused
from common.parsing_child import ParsingFailed, run_parser

CHILD_BYTES = 256 * 1024 * 1024
CHILD_SECONDS = 20
MOST_BYTES = 4 * 1024 * 1024
READER = "intelligence.sources.reading_mail"


def alerts_from_mail(content: bytes) -> dict[str, Any]:
    """The stories of an alert's e-mail (.eml): {"title", "items", "left"}. Raises Refused with a sentence.

    `intelligence.workflow.bring_stories` takes what it gives. Whoever calls it has checked who sent the mail.
    """
    return _read(content, f"{READER}:read_mail")


def read_brought(content: bytes) -> dict[str, Any]:
    """What was pasted or uploaded, whichever it is; with "came_by". Raises Refused with a sentence."""
    return _read(content, f"{READER}:read_brought")


def run_reader(target: str, content: Path, **more: object) -> dict[str, Any]:
    """A reader of feeds or mail in its child; raises ParsingFailed."""
    out = run_parser(target, {"path": str(content), **more}, max_bytes=CHILD_BYTES, max_seconds=CHILD_SECONDS)
    try:
        read = json.loads(out.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ParsingFailed("Its reader left something that cannot be used.") from error
    finally:
        out.unlink(missing_ok=True)
    return dict(read)


def _read(content: bytes, target: str) -> dict[str, Any]:
    if not content.strip():
        raise Refused("Paste an e-alert or a list of headings with their links, or choose a file.")
    if len(content) > MOST_BYTES:
        raise Refused(
            f"This has {len(content):,} bytes, and {MOST_BYTES:,} are read at most. Bring it in parts."
        )
    with scratch.folder_in(Path(tempfile.gettempdir())) as folder:
        path = folder / "brought"
        path.write_bytes(content)
        try:
            return run_reader(target, path)
        except ParsingFailed as failure:
            said = failure.sentence.removesuffix("Nothing was taken in.").rstrip()
            raise Refused(f"{said} Nothing was taken in.") from failure
