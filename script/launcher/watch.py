"""Brings an embedded server back that died while the service runs (`… -m script.launcher.watch postgres`).

One more process of the supervisor, so that a killed database or broker costs seconds and not the service.
"""

import os
import sys
import time

from .places import alive
from .postgres import Postgres
from .telling import VAR, Failed, say
from .valkey import Valkey

SERVERS: dict[str, type[Postgres] | type[Valkey]] = {"postgres": Postgres, "valkey": Valkey}
EVERY = 1.0  # seconds
PID = VAR / "watch.pid"


def main() -> None:
    """Looks each second; ends with the supervisor, or where a server cannot be brought back."""
    watched = [SERVERS[name](VAR) for name in sys.argv[1:]]
    PID.write_text(str(os.getpid()))
    supervisor = os.getppid()
    while os.getppid() == supervisor:  # one that outlived its supervisor would start what another has stopped
        time.sleep(EVERY)
        for server in watched:
            pid = server.pid()
            if pid is not None and alive(pid):
                continue
            say(f"{server.name} has stopped; starting it again.")
            try:
                server.start()
            except Failed as failure:
                sys.exit(str(failure))
            say(f"{server.name} runs again.")


if __name__ == "__main__":
    main()
