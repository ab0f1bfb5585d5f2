"""Files that are needed for a moment: none is left behind, however the process that made them ends.

Each is held by a lock that the system lets go with its process; `sweep` takes away those nobody holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from pathlib import Path
from typing import IO

PREFIX = ".slirisk-work-"
YOUNG = 60.0  # seconds: one just made may not be held yet, one just written may be about to be read


def make(folder: Path) -> tuple[IO[bytes], Path]:
    """An empty file of its own in `folder`, open, and held until it is closed."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=PREFIX)
    file = os.fdopen(handle, "wb")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file, Path(name)


def sweep(folder: Path, *, young: float = YOUNG) -> int:
    """Remove from `folder` what a process that ended has left; how many."""
    removed = 0
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another's, another was quicker, or somebody holds it
            if time.time() - path.stat().st_mtime < young:
                continue
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                removed += 1
    return removed
