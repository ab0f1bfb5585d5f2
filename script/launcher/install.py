"""The virtual environment and the packages in it, from locks with hashes; done once for each lock."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .telling import PYTHON, ROOT, VENV, Failed, run, step

PRODUCTION = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
MARK = VENV / "installed.json"


def digest(*paths: Path) -> str:
    """One SHA-256 over the files' names and bytes."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def marked(mark: Path) -> dict[str, str]:
    """What an earlier run recorded there; nothing where it never ended."""
    try:
        found = json.loads(mark.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def ensure_packages(*, development: bool) -> bool:
    """Makes .venv hold everything the lock names; answers whether there was anything to do."""
    lock = DEVELOPMENT if development else PRODUCTION
    wanted = digest(ROOT / lock)
    if PYTHON.exists() and marked(MARK).get(lock) == wanted:
        return False
    _ensure_venv()
    with step(f"installing the {'development' if development else 'production'} packages"):
        _install(lock)
    # The development lock holds the production one (requirements-dev.txt begins with it).
    done = {PRODUCTION: digest(ROOT / PRODUCTION), lock: wanted}
    MARK.write_text(json.dumps(done))
    return True


def _ensure_venv() -> None:
    """A virtual environment whose Python runs; one left behind by a removed Python is made again."""
    if PYTHON.exists():
        return
    with step(f"making a virtual environment with Python {sys.version.split()[0]}"):
        run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            log="venv",
            advice="Python's venv module is needed. On Debian and Ubuntu: apt install python3-venv",
        )


def _install(lock: str) -> None:
    """By uv where there is one or one can be had, else by pip; both check every hash."""
    uv = _uv()
    if uv:
        try:
            run(
                [
                    *(uv, "pip", "install", "--python", PYTHON, "--require-hashes", "--only-binary", ":all:"),
                    *("--index-strategy", "unsafe-best-match", "--requirement", lock),
                ],
                log="packages",
                advice="",
                env=os.environ | _as_pip_is_configured(),
            )
        except Failed:
            pass  # pip knows ways to the registry that uv does not; its failure is the one to tell
        else:
            return
    run(
        [
            *(PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"),
            *("--no-input", "--disable-pip-version-check", "--requirement", lock),
        ],
        log="packages",
        advice="The packages come from PyPI or from the index pip is configured for (pip config list). "
        "Check that this machine reaches it, then run the script again.",
    )


def _uv() -> str | None:
    """The path of uv: the machine's, the environment's, or one installed now; None where none can be had."""
    ours = VENV / "bin" / "uv"
    found = shutil.which("uv") or (str(ours) if ours.exists() else None)
    if found:
        return found
    # Its pin and hashes stand in the development lock, so that even the installer is checked.
    pinned = re.search(r"^uv==.*?(?=^\S|\Z)", (ROOT / DEVELOPMENT).read_text(), re.MULTILINE | re.DOTALL)
    if not pinned:
        return None
    wanted = VENV / "uv.lock"
    wanted.write_text(re.sub(r"^\s*#.*\n", "", pinned.group(), flags=re.MULTILINE))
    try:
        run(
            [
                *(PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"),
                *("--no-input", "--disable-pip-version-check", "--requirement", wanted),
            ],
            log="uv",
            advice="",
        )
    except Failed:
        return None
    return str(ours)


def _as_pip_is_configured() -> dict[str, str]:
    """uv does not read pip's configuration: the index and certificate an organisation set there, for uv."""
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    settings = dict(re.findall(r"^[\w:.]*?\.([\w-]+)='(.*)'$", listed, re.MULTILINE))
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    return {uv: settings[pip] for pip, uv in names.items() if pip in settings and uv not in os.environ}
