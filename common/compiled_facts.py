"""Committed facts compiled from published ones: written anew, or only compared."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path


def compile_facts(
    compiled: Callable[[Path], Mapping[str, str]],
    *,
    into: Path,
    published: Path,
    known_by: str,
    prog: str,
    about: str,
) -> None:
    """A command: write into a folder what `compiled` (name to text) makes of the published facts.

    `--check` changes nothing and leaves with 1 where a file would change. `known_by`: a file of the facts.
    """
    parser = argparse.ArgumentParser(prog=prog, description=about)
    parser.add_argument("folder", nargs="?", type=Path, default=published, help="the published facts")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if a file would change")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is not a folder. Name the folder that holds {known_by}.")
    changed = []
    for name, text in compiled(options.folder).items():
        path = into / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            changed.append(name)
            if not options.check:
                path.write_text(text, encoding="utf-8")
    what = "would change" if options.check else "written"
    print(f"{', '.join(changed)} {what}." if changed else "No change.")
    if changed and options.check:
        raise SystemExit(1)
