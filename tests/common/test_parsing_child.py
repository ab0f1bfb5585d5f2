"""The child that parses: its result, its sentence, its limits."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from common.parsing_child import ParserKilled, ParsingFailed, run_parser

HERE = "tests.common.test_parsing_child"


def copies(out, text):
    """A parser that works."""
    Path(out).write_text(text)


def complains(out):
    """A parser that has something to say."""
    raise ParsingFailed("The file has no area codes.")


def swallows(out):
    """A parser that meets a bomb."""
    bytearray(4 * 1024**3)


def hangs(out):
    """A parser that never ends."""
    while True:
        pass


def test_what_the_parser_wrote_comes_back():
    path = run_parser(f"{HERE}:copies", {"text": "E06000034"})
    assert path.read_text() == "E06000034"
    path.unlink()


def test_its_sentence_comes_back():
    with pytest.raises(ParsingFailed) as caught:
        run_parser(f"{HERE}:complains", {})
    assert caught.value.sentence == "The file has no area codes."


def test_it_may_not_take_all_the_memory():
    with pytest.raises(ParsingFailed, match="could not be read"):
        run_parser(f"{HERE}:swallows", {}, max_bytes=512 * 1024**2)


def test_it_may_not_take_for_ever():
    with pytest.raises(ParsingFailed, match="longer than 1 s"):
        run_parser(f"{HERE}:hangs", {}, max_seconds=1)


def says_who(out):
    """A parser that says which process it is, and then takes its time."""
    Path(out).with_suffix(".pid").write_text(str(os.getpid()))
    time.sleep(60)


def dies(out):
    """A parser that the machine kills."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_child_killed_from_outside_says_nothing_about_the_file(tmp_path):
    with pytest.raises(ParserKilled):
        run_parser(f"{HERE}:dies", {}, folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_it_ends_with_the_process_that_asked_for_it(tmp_path):
    program = (
        "import pathlib; from common.parsing_child import run_parser; "
        f"run_parser('{HERE}:says_who', {{}}, folder=pathlib.Path({str(tmp_path)!r}))"
    )
    worker = subprocess.Popen([sys.executable, "-c", program])  # noqa: S603
    deadline = time.monotonic() + 20
    while not (found := list(tmp_path.glob("*.pid"))) and time.monotonic() < deadline:
        time.sleep(0.05)
    child = int(found[0].read_text() or 0)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)


def alive(pid):
    """Whether the process runs; one that only waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
