"""Files and folders needed for a moment: none is left behind, however the process that made them ends.

Each is held by a lock that the system lets go with its process; `sweep` takes away those nobody holds.
"""

from __future__ import annotations

import contextlib
import fcntl
import multiprocessing.util
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
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


def keep(content: bytes, folder: Path, name: str) -> Path:
    """Write a file whole: under another name first, then as `folder / name`."""
    file, temporary = make(folder)
    try:
        with file:
            file.write(content)
            file.flush()
            return temporary.replace(folder / name)
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def folder_in(parent: Path) -> Iterator[Path]:
    """A folder of its own in `parent`, held and then removed with all that is in it."""
    held, path = _held_folder(parent)
    try:
        yield path
    finally:
        _let_go(held, path)


def folder_for_good(parent: Path) -> Path:
    """A folder of this process and its forks, until it ends."""
    held, path = _held_folder(parent)
    # In this process alone, and after what multiprocessing itself clears up (-100).
    multiprocessing.util.Finalize(None, _let_go, args=(held, path), exitpriority=-101)
    return path


def _held_folder(parent: Path) -> tuple[int, Path]:
    parent.mkdir(parents=True, exist_ok=True)
    path = Path(tempfile.mkdtemp(dir=parent, prefix=PREFIX))
    held = os.open(path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    return held, path


def _let_go(held: int, path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    os.close(held)


def sweep(folder: Path, *, young: float = YOUNG) -> int:
    """Remove from `folder` what a process that ended has left; how many."""
    removed = 0
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another's, another was quicker, or somebody holds it
            if time.time() - path.stat().st_mtime < young:
                continue
            removed += _removed(path)
    return removed


def _removed(path: Path) -> bool:
    """Whether nobody holds it, and it is gone."""
    held = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    finally:
        os.close(held)
    return True
