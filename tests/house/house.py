"""Where the house's files are, for the tests of the house."""

import subprocess
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
    """The project's own files by git pattern, those not yet committed among them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(  # noqa: S603  (git, on our own files)
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return sorted({ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()})


def name(path: Path) -> str:
    """The path from the project's root, for messages."""
    return str(path.relative_to(ROOT))
