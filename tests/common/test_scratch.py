"""What is needed for a moment leaves nothing behind, also where its process is killed with -9."""

import os
import subprocess
import sys

import pytest

from common import scratch


def killed(program, folder, tmpdir=None):
    """Run it, in a folder for temporary files, until it kills itself."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"import os, pathlib\n{program}\nos.kill(os.getpid(), 9)", str(folder)],
        env={**os.environ, "TMPDIR": str(tmpdir or folder)},
        check=False,
    )
    assert done.returncode == -9


def test_what_a_killed_process_left_is_swept_and_what_is_in_use_is_not(tmp_path):
    held, path = scratch.make(tmp_path)
    killed("import sys; from common import scratch; scratch.make(pathlib.Path(sys.argv[1]))", tmp_path)
    (tmp_path / "kept-file").write_text("x")
    assert scratch.sweep(tmp_path) == 0  # both are young
    assert scratch.sweep(tmp_path, young=-1) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["kept-file", path.name])
    held.close()
    assert scratch.sweep(tmp_path, young=-1) == 1


def test_a_folder_goes_with_all_that_is_in_it_once_its_process_is_killed(tmp_path):
    program = "import sys; from common import scratch; m = scratch.folder_in(pathlib.Path(sys.argv[1]))"
    killed(f"{program}; (m.__enter__() / 'a').write_text('x')", tmp_path)
    with scratch.folder_in(tmp_path) as held:
        (held / "b").write_text("x")
        assert scratch.sweep(tmp_path) == 0
        assert scratch.sweep(tmp_path, young=-1) == 1
        assert list(tmp_path.iterdir()) == [held]
    assert not list(tmp_path.iterdir())


def test_a_worker_that_is_killed_leaves_nothing_that_is_not_swept(tmp_path):
    program = (
        "import slirisk.celery; from celery.signals import celeryd_init; celeryd_init.send(sender=None); "
        "from billiard.heap import Arena; Arena(4096)"
    )
    killed(program, tmp_path)
    assert [path.name[: len(scratch.PREFIX)] for path in tmp_path.iterdir()] == [scratch.PREFIX]
    assert scratch.sweep(tmp_path, young=-1) == 1
    assert not list(tmp_path.iterdir())


def test_a_worker_that_ends_in_order_removes_its_folder_itself(tmp_path):
    program = (
        "import slirisk.celery; from celery.signals import celeryd_init; celeryd_init.send(sender=None); "
        "from billiard.heap import Arena; Arena(4096)"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert not list(tmp_path.iterdir())


def test_a_file_is_kept_whole_or_not_at_all(tmp_path, monkeypatch):
    assert scratch.keep(b"figures", tmp_path / "raw", "one").read_bytes() == b"figures"

    def full(*names):
        raise OSError("No space left on device")

    monkeypatch.setattr(scratch.Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        scratch.keep(b"figures", tmp_path / "raw", "two")
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["one"]


def test_a_process_of_the_pool_that_ends_leaves_the_workers_folder_alone(tmp_path):
    program = (
        "import slirisk.celery; from celery.signals import celeryd_init; celeryd_init.send(sender=None); "
        "from billiard import Process; one = Process(target=print); one.start(); one.join(); "
        "from billiard.heap import Arena; Arena(4096)"
    )
    killed(program, tmp_path)
    assert [path.name[: len(scratch.PREFIX)] for path in tmp_path.iterdir()] == [scratch.PREFIX]
