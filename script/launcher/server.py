"""script/server: sets up what is missing, then runs the service (serve.py) with the environment's Python."""

import os
import sys
import time

from .setup import ensure
from .telling import PYTHON, ROOT, failures_told, keep_compiled


def main() -> None:
    """Becomes the service; never returns."""
    os.environ["SERVER_BEGUN"] = str(time.time())
    keep_compiled()
    with failures_told():
        ensure(development=False)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "script.launcher.serve", *sys.argv[1:]])  # noqa: S606  (no shell)


if __name__ == "__main__":
    main()
