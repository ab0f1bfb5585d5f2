"""script/server from end to end, in a folder of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from script.launcher.places import alive
from script.launcher.telling import ROOT
from tests.house.house import tracked

GIVEN = (
    "DATABASE_URL",
    "REDIS_URL",
    "SLIRISK_MODE",
    "SECRET_KEY",
    "SOURCE_KEY",
    "PORT",
    "HOST",
    "DJANGO_SETTINGS_MODULE",
)


@pytest.fixture
def copy(open_folder, postgres_in, valkey_in) -> Path:
    """The project as a clone would have it, in another folder; what is installed is lent to it."""
    folder = open_folder / "another place"
    postgres_in(folder / "var"), valkey_in(folder / "var")  # stopped at the end, whatever happened
    for path in tracked():
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    for lent in (".venv", "node_modules"):
        (folder / lent).symlink_to((ROOT / lent).resolve())
    if (ROOT / "static" / "built").is_dir():
        shutil.copytree(ROOT / "static" / "built", folder / "static" / "built")
    return folder


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def environment(**given: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in GIVEN} | given


@contextlib.contextmanager
def started(folder: Path, port: str) -> Iterator[subprocess.Popen]:
    """The running service, ready; what it says goes to a file, as its children may outlive it."""
    said = folder / "said.txt"
    with (
        said.open("w") as out,
        subprocess.Popen(
            ["script/server"],
            cwd=folder,
            env=environment(PORT=port),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as running,
    ):
        try:
            until = time.monotonic() + 240
            while "slirisk is at" not in said.read_text():
                assert running.poll() is None, said.read_text()
                assert time.monotonic() < until, said.read_text()
                time.sleep(0.1)
            yield running
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(timeout=60)


def all_processes_of(folder: Path) -> list[int]:
    """The six, once each has written its number: pages are served before worker and beat are up."""
    names = (
        "web.pid",
        "worker.pid",
        "beat.pid",
        "watch.pid",
        "postgres/cluster/postmaster.pid",
        "valkey/server.pid",
    )
    paths = [folder / "var" / name for name in names]
    until = time.monotonic() + 60
    while not all(path.exists() and path.read_text().split() for path in paths):
        assert time.monotonic() < until, [path.name for path in paths if not path.exists()]
        time.sleep(0.1)
    return [int(path.read_text().split()[0]) for path in paths]


def kill_and_await_return(path: Path) -> None:
    """Kills the server whose number stands there, and waits for the watch to bring another."""
    killed = int(path.read_text().split()[0])
    os.kill(killed, signal.SIGKILL)
    until = time.monotonic() + 30
    while True:
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int(path.read_text().split()[0])
            if pid != killed and alive(pid):
                return
        assert time.monotonic() < until, f"{path.name} was not brought back"
        time.sleep(0.1)


def test_the_service_starts_answers_stops_and_recovers_from_being_killed(copy):
    port = free_port()
    with started(copy, port) as running:
        line = http.client.HTTPConnection("127.0.0.1", int(port), timeout=20)
        line.request("GET", "/")
        assert line.getresponse().status in (200, 302)
        line.close()
        pids = all_processes_of(copy)
        second = subprocess.run(
            ["script/server"],
            cwd=copy,
            env=environment(PORT=port),
            capture_output=True,
            text=True,
            check=False,
        )
        assert "slirisk already runs from this folder" in second.stderr
        kill_and_await_return(copy / "var" / "valkey" / "server.pid")
        kill_and_await_return(copy / "var" / "postgres" / "cluster" / "postmaster.pid")
        pids = all_processes_of(copy)
        running.kill()  # and its children go on, holding the port
        running.wait()
    begun = time.monotonic()
    with started(copy, port) as running:
        assert time.monotonic() - begun < 90
        again = all_processes_of(copy)
    assert running.returncode == 0
    for pid in pids + again:
        assert not alive(pid)


def test_production_refuses_to_start_untold(copy):
    refused = subprocess.run(
        ["script/server"], cwd=copy, env=environment(SLIRISK_MODE="production", PORT=free_port()),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert refused.returncode != 0
    told = refused.stdout + refused.stderr
    for name in ("SECRET_KEY", "SOURCE_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "EMAIL_URL"):
        assert name in told
    assert not (copy / "var" / "postgres").exists()


def test_a_taken_port_is_told_with_what_to_do(copy):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = subprocess.run(
            ["script/server"],
            cwd=copy,
            env=environment(PORT=port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode != 0
    assert f"cannot listen on 127.0.0.1:{port}" in refused.stderr
    assert "PORT=8001 script/server" in refused.stderr
