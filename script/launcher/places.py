"""Where an embedded server keeps its files and its socket: in var/ where that serves, else somewhere short.

A socket's path may be about a hundred characters long, and PostgreSQL run by root belongs to another user
who must be able to reach its files. Where the project's own folder does not allow that, a folder elsewhere is
made once and its path recorded in var/, so that the next start finds it.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

LONGEST_SOCKET = 100  # sun_path holds 108 bytes on Linux, 104 on macOS


def owner_for_root() -> pwd.struct_passwd | None:
    """Whom root becomes to run PostgreSQL, which refuses root; None where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("Neither the user postgres nor the user nobody exists; one is needed to run as root.")


def call(
    command: Sequence[str | Path],
    owner: pwd.struct_passwd | None,
    *,
    env: Mapping[str, str] | None = None,
    stdout: IO[str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Runs the command as the owner (None: as ourselves); gives what it said, unless that goes to a file."""
    return subprocess.run(
        [str(word) for word in command],
        cwd="/",
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=stdout or subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        user=owner.pw_uid if owner else None,
        group=owner.pw_gid if owner else None,
        extra_groups=[] if owner else None,
    )


def reachable(path: Path, owner: pwd.struct_passwd | None) -> bool:
    """Whether the owner can read and enter the path."""
    return owner is None or call(["test", "-r", path, "-a", "-x", path], owner).returncode == 0


def private(path: Path, owner: pwd.struct_passwd | None) -> Path:
    """The folder, made if need be, open to its owner alone."""
    path.mkdir(parents=True, exist_ok=True)
    if owner is not None:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    path.chmod(0o700)
    return path


def data_folder(var: Path, name: str, owner: pwd.struct_passwd | None) -> Path:
    """Where the server's files lie: var/NAME, or a folder elsewhere where the owner cannot reach that."""
    var.mkdir(parents=True, exist_ok=True)
    if reachable(var, owner):
        return private(var / name, owner)
    record = var / f"{name}.place"
    if record.is_file() and Path(record.read_text()).is_dir():
        return private(Path(record.read_text()), owner)
    for parent in (Path("/var/lib"), Path("/var/tmp")):  # noqa: S108  (kept over a restart of the machine)
        if os.access(parent, os.W_OK) and reachable(parent, owner):
            place = Path(tempfile.mkdtemp(prefix="slirisk-", dir=parent))
            record.write_text(str(place))
            return private(place, owner)
    raise OSError(
        f"{var} is closed to {owner.pw_name if owner else 'us'}, and no folder could be made instead."
    )


def socket_folder(var: Path, name: str, socket: str, owner: pwd.struct_passwd | None) -> Path:
    """A folder for the server's socket, closed to others: beside its files, or in the temporary folder."""
    near = data_folder(var, name, owner) / "socket"
    if len(str(near / socket)) <= LONGEST_SOCKET:
        return private(near, owner)
    record = var / f"{name}-socket.place"
    if record.is_file():
        place = Path(record.read_text())
        uid = os.geteuid() if owner is None else owner.pw_uid
        # A folder in the temporary folder that somebody else owns is not ours, whatever its name.
        if place.is_dir() and not place.is_symlink() and place.stat().st_uid == uid:
            return private(place, owner)
    place = Path(tempfile.mkdtemp(prefix="slirisk-"))
    if len(str(place / socket)) > LONGEST_SOCKET or not reachable(place.parent, owner):
        place.rmdir()
        place = Path(tempfile.mkdtemp(prefix="slirisk-", dir="/tmp"))
    record.write_text(str(place))
    return private(place, owner)


def copied(source: Path, beside: Path | None, target: Path) -> Path:
    """A copy of the folder (and of the libraries beside it) that another user can reach; made once."""
    copy = target / source.parent.name / source.name
    if not copy.is_dir():
        unfinished = Path(tempfile.mkdtemp(dir=target))
        unfinished.chmod(0o755)
        shutil.copytree(source, unfinished / source.parent.name / source.name)
        if beside and beside.is_dir():
            shutil.copytree(beside, unfinished / beside.name)
        for part in list(unfinished.iterdir()):
            part.rename(target / part.name)
        unfinished.rmdir()
    return copy


def alive(pid: int) -> bool:
    """Whether a process of this number runs; a dead one that nobody has collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return True
