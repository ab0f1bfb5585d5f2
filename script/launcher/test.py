"""script/test: every test that can run here, on servers of its own; arguments go to pytest.

DATABASE_URL and REDIS_URL in the environment name servers to use instead; the user named there must be
allowed to create databases. `--nothing-left-out` fails where a test would be left out.
"""

import os
import signal
import subprocess
import sys

from .servers import servers
from .setup import ensure
from .telling import PYTHON, ROOT, VAR, failures_told, keep_compiled


def main() -> None:
    """Exits as pytest does."""
    words = sys.argv[1:]
    keep_compiled()
    with failures_told():
        ensure(development=True)
        # A database of its own for each run, so that two runs side by side do not meet.
        with servers(VAR / "test", durable=False, database=f"slirisk_{os.getpid()}") as addresses:
            code = _pytest(words, addresses)
    sys.exit(code)


def _pytest(words: list[str], addresses: dict[str, str]) -> int:
    workers = [] if any(word.startswith(("-n", "--pdb", "--numprocesses")) for word in words) else ["-n", "2"]
    env = os.environ | addresses | {"SLIRISK_MODE": "test"}
    with subprocess.Popen([PYTHON, "-m", "pytest", *workers, *words], cwd=ROOT, env=env) as running:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # pytest has it too, and ends in order
        return running.wait()


if __name__ == "__main__":
    main()
