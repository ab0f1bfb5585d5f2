"""Folders for embedded servers, cleared away with everything the launcher made elsewhere for them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from script.launcher.postgres import Postgres
from script.launcher.valkey import Valkey


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="slirisk-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_in() -> Iterator[Callable[..., Postgres]]:
    """Makes a cluster's launcher for a folder; stops it and removes what it kept elsewhere."""
    made: list[Postgres] = []

    def make(var: Path, **options: object) -> Postgres:
        made.append(Postgres(var, **options))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
        _remove_places(server.var)


@pytest.fixture
def valkey_in() -> Iterator[Callable[[Path], Valkey]]:
    """Makes a broker's launcher for a folder; stops it and removes what it kept elsewhere."""
    made: list[Valkey] = []

    def make(var: Path) -> Valkey:
        made.append(Valkey(var))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        _remove_places(server.var)


def _remove_places(var: Path) -> None:
    for record in var.glob("*.place"):
        shutil.rmtree(record.read_text(), ignore_errors=True)
