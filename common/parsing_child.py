"""Run a parser in a child process with a limit on memory and time: what comes from outside is hostile."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from common import scratch
from common.dying import die_with


class ParsingFailed(Exception):
    """The file could not be read within the limits; `sentence` says so."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ParserKilled(Exception):
    """The child was killed from outside (the machine ran out of memory, an operator): no word on the file."""


def run_parser(
    target: str,
    arguments: dict[str, object],
    *,
    folder: Path | None = None,
    max_bytes: int = 1024 * 1024 * 1024,
    max_seconds: float = 60,
) -> Path:
    """Run `module:function` (path `out`, **arguments) in a child; return the path of what it wrote.

    The child gets its own address space limit (bytes), is killed after `max_seconds`, and ends with this
    process. A function that raises `ParsingFailed` hands its sentence back. The file is made in `folder`
    (the system's temporary one where none is given); the caller unlinks it.
    """

    held, out = scratch.make(folder or Path(tempfile.gettempdir()))
    with held:
        try:
            _run(target, arguments, out, max_bytes=max_bytes, max_seconds=max_seconds)
        except BaseException:
            out.unlink(missing_ok=True)
            raise
    return out


def _run(target: str, arguments: dict[str, object], out: Path, *, max_bytes: int, max_seconds: float) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    order = json.dumps({"target": target, "arguments": arguments, "out": str(out), "parent": os.getpid()})
    # One thread each for the number libraries: their thread pools reserve address space by the core.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "common.parsing_child"],
            input=order,
            capture_output=True,
            text=True,
            timeout=max_seconds,
            preexec_fn=limit,
            env=environment,
            check=False,
            cwd=Path(__file__).resolve().parent.parent,
        )
    except subprocess.TimeoutExpired as error:
        raise ParsingFailed(f"Reading the file took longer than {max_seconds:.0f} s.") from error
    if done.returncode == 0:
        return
    if done.returncode == -signal.SIGKILL:
        raise ParserKilled("The reader of the file was killed.")
    if done.returncode == 3:
        raise ParsingFailed(done.stdout.strip())
    raise ParsingFailed(
        "The file could not be read: its reader stopped (too large, or not what it says it is)."
    )


def _child() -> int:
    import importlib

    order = json.loads(sys.stdin.read() or '{"parent": 0}')
    die_with(order["parent"])
    module, _, name = order["target"].partition(":")
    try:
        function = getattr(importlib.import_module(module), name)
        function(out=order["out"], **order["arguments"])
    except Exception as error:  # noqa: BLE001  (told to the parent as a sentence or as a failed reader)
        sentence = getattr(error, "sentence", "")
        if sentence:
            sys.stdout.write(sentence)
            return 3
        sys.stderr.write(f"{type(error).__name__}: {error}"[:2000])
        return 4
    return 0


if __name__ == "__main__":
    # Imported a second time under its real name, so that ParsingFailed is one class.
    from common import parsing_child

    sys.exit(parsing_child._child())
