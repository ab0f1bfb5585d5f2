"""Where the house's files are, for the tests of the house."""

import os
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# From low to high: a room may know those before it (HOUSE.md, Rooms).
LEVELS = {
    "common": 0,
    "audit": 1,
    "ledger": 1,
    "papers": 1,
    "accounts": 2,
    "councils": 3,
    "intelligence": 4,
    "indicators": 4,
    "cases": 5,
    "panel": 6,
    "liaison": 7,
    "desk": 8,
    "slirisk": 9,
}


def may_know(room: str, other: str) -> bool:
    """Whether the first room may name the second."""
    return room == other or LEVELS[other] < LEVELS[room]


def tracked(*patterns: str) -> list[Path]:
    """The project's own files by git pattern, those not yet committed among them; all of them for none."""
    if not shutil.which("git") or not (ROOT / ".git").exists():  # an unpacked archive, a machine without git
        return _found(patterns)
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(  # noqa: S603  (git, on our own files)
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sorted({ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()})


def _found(patterns: tuple[str, ...]) -> list[Path]:
    """The same by walking the folder, without what .gitignore names."""
    ignored = [line for line in (ROOT / ".gitignore").read_text().split() if line]
    found = []
    for folder, folders, files in os.walk(ROOT):
        here = Path(folder).relative_to(ROOT)
        kept = {part: (here / part).as_posix() for part in [*folders, *files]}
        for part, path in list(kept.items()):
            if part == ".git" or any(fnmatch(part, line.rstrip("/")) or path == line for line in ignored):
                del kept[part]
        folders[:] = [part for part in folders if part in kept]
        found += [kept[part] for part in files if part in kept]
    return sorted(
        ROOT / path
        for path in found
        if not patterns or any(fnmatch(path, p) or path.startswith(f"{p.rstrip('/')}/") for p in patterns)
    )


def name(path: Path) -> str:
    """The path from the project's root, for messages."""
    return str(path.relative_to(ROOT))
