"""script/check: format, lint, types, import contracts, templates, spelling, migrations, deployment, locks.

Changes nothing. Every check runs, whatever the others found.
"""

import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from .setup import ensure
from .telling import PYTHON, ROOT, failures_told, say

# A production whose every value is given, for `check --deploy`; nothing is contacted.
PRODUCTION = {
    "SLIRISK_MODE": "production",
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghij-KLMNOP",
    "SOURCE_KEY": "only-for-the-deployment-check-NOPQRSTUVWXYZ-0123456789-abcd",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "slirisk.example",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DEFAULT_FROM_EMAIL": "slirisk@slirisk.example",
}
TEST = {
    "SLIRISK_MODE": "test",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "DJANGO_SETTINGS_MODULE": "slirisk.settings",
}
CHECKS: dict[str, tuple[list[str], dict[str, str]]] = {
    "types": (["mypy", "."], TEST),
    "format": (["ruff", "format", "--check", "."], {}),
    "lint": (["ruff", "check", "."], {}),
    "import contracts": (["lint-imports"], TEST),
    "templates' format": (["djlint", "templates", "--check", "--quiet"], {}),
    "templates' lint": (["djlint", "templates", "--lint", "--quiet"], {}),
    "spelling": (["codespell"], {}),
    "missing migrations": (["python", "manage.py", "makemigrations", "--check", "--dry-run"], TEST),
    "settings": (["python", "manage.py", "check", "--fail-level", "WARNING"], TEST),
    "deployment": (["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
}


def main() -> None:
    """Exits with 1 if any check found something."""
    with failures_told():
        ensure(development=True)
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        results = list(pool.map(_checked, CHECKS))
    results.append(_told("locks", lock_faults(), 0.0))
    wrong = results.count(False)
    say(
        f"{wrong} of {len(results)} checks found something."
        if wrong
        else f"All {len(results)} checks passed."
    )
    say(f"({time.monotonic() - begun:.0f} s)")
    sys.exit(1 if wrong else 0)


def _checked(name: str) -> bool:
    command, env = CHECKS[name]
    begun = time.monotonic()
    done = subprocess.run(
        [PYTHON, *_as_module(command)],
        cwd=ROOT,
        env=os.environ | env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return _told(name, done.stdout if done.returncode else "", time.monotonic() - begun)


def _as_module(command: list[str]) -> list[str]:
    """The tool run by the environment's Python, so that a folder that was moved still works."""
    program, *words = command
    if program == "python":
        return words
    if program == "lint-imports":
        return ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return ["-m", {"codespell": "codespell_lib"}.get(program, program), *words]


def _told(name: str, fault: str, seconds: float) -> bool:
    end = f" ({seconds:.1f} s)" if seconds else ""
    say(f"FAILED  {name}{end}\n{fault.rstrip()}\n" if fault else f"passed  {name}{end}")
    return not fault


def lock_faults() -> str:
    """What the locks lack against the files they were compiled from; nothing is fetched to see it."""
    faults = []
    for source, lock in (
        ("requirements.txt", "requirements.lock"),
        ("requirements-dev.txt", "requirements-dev.lock"),
        ("requirements.txt", "requirements-dev.lock"),
    ):
        wanted = re.findall(r"^([\w.-]+)(?:\[[^]]*])?==(\S+)", (ROOT / source).read_text(), re.MULTILINE)
        locked = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))
        faults += [
            f"{lock} has {name} {locked.get(name.lower(), 'not at all')}, {source} {version} (script/lock)"
            for name, version in wanted
            if locked.get(name.lower()) != version
        ]
    package, lock = (json.loads((ROOT / name).read_text()) for name in ("package.json", "package-lock.json"))
    for kind in ("dependencies", "devDependencies"):
        if package.get(kind) != lock["packages"][""].get(kind):
            faults.append(f"package-lock.json has other {kind} than package.json. Run npm install.")
    if any("resolved" in entry for entry in lock["packages"].values()):
        faults.append("package-lock.json names a registry's host. Run npm install in this folder (.npmrc).")
    return "\n".join(dict.fromkeys(faults))


if __name__ == "__main__":
    main()
