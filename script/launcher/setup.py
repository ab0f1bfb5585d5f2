"""script/setup: all that running and developing need; `script/setup --production` only what running needs."""

import argparse
import fcntl
import time

from .assets import ensure_assets
from .install import ensure_packages
from .telling import VAR, failures_told, say


def ensure(*, development: bool) -> bool:
    """Installs and builds what is missing; answers whether there was anything to do."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two scripts begun at once install one after the other
        installed = ensure_packages(development=development)
        built = ensure_assets(development=development)
    return installed or built


def main() -> None:
    """Sets up, and says how long it took."""
    parser = argparse.ArgumentParser(prog="script/setup", description=__doc__)
    parser.add_argument("--production", action="store_true", help="without what only development needs")
    options = parser.parse_args()
    begun = time.monotonic()
    with failures_told():
        if ensure(development=not options.production):
            say(f"slirisk is set up ({time.monotonic() - begun:.0f} s). Start it with script/server.")
        else:
            say("slirisk was set up already; nothing to do.")


if __name__ == "__main__":
    main()
