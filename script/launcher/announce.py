"""Waits until the web server answers, then prints the address and the demonstration's sign-ins."""

import contextlib
import http.client
import os
import sys
import time

from .telling import VAR, say

LONGEST = 60
SIGN_INS = VAR / "sign-ins.txt"  # written by prepare.py, which has Django loaded anyhow


def main() -> None:
    """Says nothing where the service ends before it answers."""
    host, port = os.environ["HOST"], os.environ["PORT"]
    if host in ("0.0.0.0", "::"):  # noqa: S104  (listening everywhere; asked here)
        host = "127.0.0.1"
    until = time.monotonic() + LONGEST
    while not _answers(host, int(port)):
        if time.monotonic() > until:
            sys.exit(
                f"The web server has not answered on {host}:{port} for {LONGEST} s; see its lines above."
            )
        time.sleep(0.1)
    seconds = time.time() - float(os.environ.get("SERVER_BEGUN", time.time()))
    say(f"\nslirisk is at http://{host}:{port}/  (ready after {seconds:.1f} s; Ctrl-C stops it)")
    say(
        f"Its API for government's systems has its own process: http://{host}:{os.environ['API_PORT']}/api/v1/\n"
    )
    if SIGN_INS.is_file():
        say(SIGN_INS.read_text())


def _answers(host: str, port: int) -> bool:
    # Production answers to its own names only; "*" and ".example" are none.
    known = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].lstrip("*.")
    with contextlib.suppress(OSError, http.client.HTTPException):
        line = http.client.HTTPConnection(host, port, timeout=10)
        line.request("GET", "/", headers={"Host": known or host})
        return line.getresponse().status < 500
    return False


if __name__ == "__main__":
    main()
