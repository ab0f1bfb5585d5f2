"""The drill of canaries: words planted in all that is kept back, looked for in every answer there is."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from .drill_processes import Processes

LEAST_CANARIES, LEAST_RESPONSES = 300, 10_000


def canaries(only: Collection[str] = ()) -> dict[str, Any]:
    """The drill's line, in a database that is empty and its own; `only` names rights: a part of it."""
    os.environ["SLIRISK_CRAWL"] = "whole"
    drilling: Any = import_module("tests.trust.drilling")
    with tempfile.TemporaryDirectory(prefix="slirisk-canaries-") as place:
        found = drilling.run(datetime.now(tz=UTC), Path(place), _working, only)  # noqa: TID251
    is_enough = found["canaries"] >= LEAST_CANARIES and found["responses"] >= LEAST_RESPONSES
    well = (
        not found["leaks"]
        and not found["failed"]
        and not found["differing_with_and_without"]
        and (is_enough or bool(only))
    )
    return {"well": well, **found}


@contextmanager
def _working(folder: Path) -> Iterator[None]:
    from django.conf import settings
    from django.db import connection

    name = connection.settings_dict["NAME"]
    environment = os.environ | {
        "SLIRISK_MODE": "test",
        "LOG_LEVEL": "DEBUG",
        "DATABASE_URL": re.sub(r"/[^/?]*(?=\?|$)", f"/{name}", settings.DATABASE_URL, count=1),
        "REDIS_URL": settings.REDIS_URL,
        "RAW_FILES_DIR": str(settings.RAW_FILES_DIR),
        "TMPDIR": str(folder),
        "PULLS_SCHEDULED_EVERY": "2",
    }
    with Processes(environment, folder):
        yield
