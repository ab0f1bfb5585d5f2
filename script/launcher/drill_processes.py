"""The drill's own processes: two workers and a beat, started as Procfile starts them, again when killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .telling import PYTHON, ROOT

QUIET = "ignore:You're running the worker with superuser"
WORKERS = ("worker-1", "worker-2")


@dataclass
class Processes:
    """Used as a context manager; every process it leaves has ended."""

    environment: dict[str, str]
    folder: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __enter__(self) -> Processes:
        self.keep_up()
        return self

    def __exit__(self, *how: object) -> None:
        self.stop()

    def keep_up(self) -> None:
        """Start what does not run."""
        for name in (*WORKERS, "beat"):
            held = self.running.get(name)
            if held is None or held.poll() is not None:
                self.running[name] = self._start(name)

    def stop(self) -> None:
        """In order, as a supervisor does; what does not end in time is killed."""
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        for process in self.running.values():
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def told(self) -> str:
        """The ends of their logs."""
        return "\n".join(
            path.read_text(errors="replace")[-1500:] for path in sorted(self.folder.glob("*.log"))
        )

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        celery = [str(PYTHON), "-W", QUIET, "-m", "celery", "--quiet", "--app", "slirisk"]
        if name == "beat":
            more = ["beat", "--schedule", str(self.folder / "beat-schedule"), "--pidfile", ""]
        else:
            more = [
                "worker",
                "--concurrency",
                "1",
                "--without-gossip",
                "--without-mingle",
                "-n",
                f"{name}@drill",
            ]
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                [*celery, *more, "--loglevel", "WARNING"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_ends_with(os.getpid()),
            )

    # What runs under them, read from /proc.

    def mains(self) -> list[int]:
        """The workers' own processes."""
        return [self.running[name].pid for name in WORKERS if self.running[name].poll() is None]

    def pool(self) -> list[int]:
        """The processes that do the workers' tasks."""
        children = _children()
        return [pid for main in self.mains() for pid in children.get(main, []) if "celery" in _command(pid)]

    def readers(self) -> list[int]:
        """The children that read files."""
        children = _children()
        found = [pid for one in self.pool() for pid in children.get(one, [])]
        return [pid for pid in found if "common.parsing_child" in _command(pid)]

    def left(self) -> list[str]:
        """Commands of ours that run still after `stop`: none ought to."""
        deadline = time.monotonic() + 5
        while (found := self._of_ours()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return found

    def _of_ours(self) -> list[str]:
        mark = f"RAW_FILES_DIR={self.environment['RAW_FILES_DIR']}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in path.read_bytes().split(b"\0") and _runs(int(path.parent.name)):
                    found.append(_command(int(path.parent.name)))
            except OSError:
                continue
        return found


def _ends_with(drill: int) -> Callable[[], None]:
    """However the drill ends, none of its processes is left to pull into a database that is gone."""
    from common.dying import die_with

    return lambda: die_with(drill)


def kill(pid: int) -> bool:
    """kill -9; whether it was there to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def _children() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        if state != "Z":
            found.setdefault(int(parent), []).append(int(path.parent.name))
    return found


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
