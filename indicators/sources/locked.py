"""Whether a workbook is locked with a password: a file of an older kind then stands around it."""

from pathlib import Path

PLACE = "EncryptedPackage".encode("utf-16-le")
MOST_READ = 64 * 1024 * 1024


def is_locked(path: Path) -> bool:
    """Whether the file, which begins like an old Excel workbook, holds a newer one under lock."""
    with path.open("rb") as file:
        return PLACE in file.read(MOST_READ)
