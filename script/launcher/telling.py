"""What the launcher says: one line a step with its seconds, and failures that say what to do."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class Failed(Exception):
    """A step that could not be done; the text says why and what to do."""


def say(text: str = "") -> None:
    """One line, at once, also when the output is not a terminal."""
    print(text, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    """Shows what is being done, then how many seconds it took."""
    begun = time.monotonic()
    print(f"  {what} …", end="" if sys.stdout.isatty() else "\n", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    seconds = f"{time.monotonic() - begun:.1f} s"
    say(f" {seconds}" if sys.stdout.isatty() else f"    done in {seconds}")


def run(command: Sequence[str | Path], *, log: str, advice: str, env: Mapping[str, str] | None = None) -> str:
    """Runs a command in the project's folder and returns what it said; kept in var/log either way.

    Raises Failed with the end of what it said, and the advice.
    """
    VAR.joinpath("log").mkdir(parents=True, exist_ok=True)
    where = VAR / "log" / f"{log}.log"
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=ROOT,
            env=None if env is None else dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Failed(f"{command[0]} could not be run: {error}.\n{advice}") from error
    where.write_text(done.stdout)
    if done.returncode:
        end = "\n".join(f"    {line}" for line in done.stdout.strip().splitlines()[-15:])
        raise Failed(f"It stopped with code {done.returncode}:\n{end}\n{advice} (All of it: {where})")
    return done.stdout


def keep_compiled() -> None:
    """Where Python may leave nothing compiled beside the source (containers say so), it leaves it in var/.

    Else each of our processes, every file's reader among them, would compile two thousand modules again.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VAR / "compiled"))


@contextlib.contextmanager
def failures_told() -> Iterator[None]:
    """Ends the script with the sentence of a Failed instead of a traceback."""
    try:
        yield
    except Failed as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
