"""Runs the service: servers, migrations, register, then web, worker and beat under one supervisor."""

import contextlib
import ctypes
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import environ
from honcho.compat import ProcessManager
from honcho.environ import parse_procfile
from honcho.manager import Manager

from .places import alive
from .servers import servers
from .telling import PYTHON, ROOT, VAR, Failed, failures_told, say

ENVIRONMENT = VAR / "environment"  # slirisk/settings.py reads it, so that manage.py finds the same servers
PROCESSES = {
    "web": "gunicorn",
    "api": "gunicorn",
    "worker": "celery",
    "beat": "celery",
    "watch": "script.launcher.watch",
}
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class MastersFirst(ProcessManager):
    """Asks only the first process of each group to stop: gunicorn and Celery end their own children in order.

    Asked all at once, a worker's child would be cut off in the middle of its task. What does not stop is
    still killed as a group.
    """

    def terminate(self, pid: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def main() -> None:
    """Runs until Ctrl-C, a SIGTERM, a closed terminal, or the end of one of its processes."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with failures_told():
        environ.Env.read_env(str(ROOT / ".env")) if (ROOT / ".env").is_file() else None
        VAR.mkdir(exist_ok=True)
        with _alone():
            sys.exit(_serve())


def _stop(number: int, frame: object) -> None:
    """Leaves by the front door, so that every server is stopped on the way."""
    sys.exit(128 + number)


def _serve() -> int:
    mode = os.environ.setdefault("SLIRISK_MODE", "demonstration")
    _end_leftovers()
    host, port = os.environ.setdefault("HOST", "127.0.0.1"), os.environ.setdefault("PORT", "8000")
    _refuse_taken_port(host, port)
    _refuse_taken_port(host, os.environ.setdefault("API_PORT", _port_beside(host, port, mode)), "API_PORT")
    publishing = mode == "demonstration" and not os.environ.get("INDICATOR_PUBLISHER")
    with _addresses(mode) as embedded:
        _prepare()
        os.environ["PYTHONUNBUFFERED"] = "1"
        manager = Manager()
        manager._procmgr = MastersFirst()
        for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
            manager.add_process(name, command, cwd=str(ROOT))
        if publishing:
            manager.add_process("publisher", "exec .venv/bin/python manage.py publisher", cwd=str(ROOT))
        if embedded:
            watching = f"exec .venv/bin/python -m script.launcher.watch {' '.join(embedded)}"
            manager.add_process("watch", watching, cwd=str(ROOT))
        announcing = subprocess.Popen([PYTHON, "-m", "script.launcher.announce"], cwd=ROOT)
        signal.signal(signal.SIGHUP, lambda number, frame: os.kill(os.getpid(), signal.SIGTERM))
        try:
            manager.loop()
        finally:
            announcing.terminate()
            announcing.wait()
        code = int(manager.returncode or 0)
    if code in (128 + signal.SIGINT, 128 + signal.SIGTERM):
        say("slirisk has stopped.")
        return 0
    raise Failed("One of slirisk's processes ended, so all were stopped; the lines above say which and why.")


@contextlib.contextmanager
def _addresses(mode: str) -> Iterator[list[str]]:
    """Completes the environment of every process, and gives the names of the servers that are ours to watch.

    Production is told its servers and its key; it never gets ours.
    """
    if mode == "production":
        ENVIRONMENT.unlink(missing_ok=True)
        yield []
        return
    ours_to_run = {"DATABASE_URL": "postgres", "REDIS_URL": "valkey"}
    embedded = [server for name, server in ours_to_run.items() if not os.environ.get(name)]
    with servers() as addresses:
        if "postgres" in embedded:  # the API's own role in our own cluster, whose closed folder lets us in
            addresses["API_DATABASE_URL"] = addresses["DATABASE_URL"].replace(
                "//slirisk@", "//slirisk_api@", 1
            )
        keys = {name: os.environ.get(name) or _own_key(name) for name in ("SECRET_KEY", "SOURCE_KEY")}
        ours = {"SLIRISK_MODE": mode} | keys | addresses
        if mode == "demonstration":
            ours["INDICATOR_PUBLISHER"] = os.environ.get("INDICATOR_PUBLISHER") or _own_publisher()
        os.environ.update(ours)
        ENVIRONMENT.touch(mode=0o600)
        ENVIRONMENT.write_text("".join(f"{name}={value}\n" for name, value in ours.items()))
        yield embedded


def _own_publisher() -> str:
    """Where the demonstration's extract of published figures is served: any free port of the loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def _own_key(name: str) -> str:
    """Made once for this folder; a demonstration's sessions and sources then outlive a restart."""
    path = VAR / name.lower().replace("_", "-")
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _prepare() -> None:
    done = subprocess.run([PYTHON, "-m", "script.launcher.prepare"], cwd=ROOT, check=False)
    if done.returncode:
        raise Failed("slirisk was not started: the lines above say why.")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One service in one folder; the lock dies with this process, not with its children."""
    path = VAR / "server.lock"
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Failed(
                f"slirisk already runs from this folder (process {lock.read().strip() or 'unknown'}). "
                "Stop it there with Ctrl-C, or run another from another folder with another PORT."
            ) from None
        os.register_at_fork(after_in_child=lock.close)
        os.register_at_fork(after_in_child=_end_with_parent)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _end_with_parent() -> None:
    """Has Linux end the supervisor's own forks with it, however it ends; elsewhere they only linger, idle."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _end_leftovers() -> None:
    """Ends what a killed supervisor left: it would hold the port, the queue, the servers."""
    for path in (VAR / f"{name}.pid" for name in PROCESSES):
        with contextlib.suppress(OSError, ValueError):
            pid = int(path.read_text())
            if _is_ours(pid):
                os.kill(pid, signal.SIGTERM)
                for _ in range(100):
                    if not alive(pid):
                        break
                    time.sleep(0.1)
                else:
                    os.kill(pid, signal.SIGKILL)
        path.unlink(missing_ok=True)


def _is_ours(pid: int) -> bool:
    """Whether the number still belongs to a process of this folder, not to a stranger that got it since."""
    if not alive(pid):
        return False
    process = Path("/proc") / str(pid)
    if process.is_dir():
        told = (process / "cmdline").read_text().replace("\0", " ")
        return (process / "cwd").resolve() == ROOT and any(word in told for word in PROCESSES.values())
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return any(word in listed.stdout for word in PROCESSES.values())


def _port_beside(host: str, port: str, mode: str) -> str:
    """Where the API listens unless API_PORT says: the next port, or any free one to try it."""
    if mode != "production":
        with contextlib.suppress(OSError, OverflowError):
            _bind(host, str(int(port) + 1))
            return str(int(port) + 1)
        return _bind(host, "0")
    return str(int(port) + 1)


def _bind(host: str, port: str) -> str:
    """The port, once it was seen to be free; of 0 any that is."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host.strip("[]"), int(port)))
        return str(probe.getsockname()[1])


def _refuse_taken_port(host: str, port: str, name: str = "PORT") -> None:
    try:
        _bind(host, port)
    except (OSError, ValueError, OverflowError) as error:
        raise Failed(
            f"The service cannot listen on {host}:{port} ({error}). Another program may use that port; "
            f"choose another in the environment or in .env, for example {name}=8001 script/server"
        ) from error


if __name__ == "__main__":
    main()
