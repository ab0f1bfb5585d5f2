"""A kept file of JSON answers: one to a line, as `asking` writes them, or one answer as a person saved it."""

import json
from pathlib import Path
from typing import Any

from .reading import UnusableFile


def answers(path: Path) -> list[Any]:
    """Every answer of the file, in the order they were given."""
    raw = path.read_bytes()
    if not raw.strip():
        raise UnusableFile("The file is empty.")
    head = raw[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        raise UnusableFile("The file is a web page, not data: it begins with “<”.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableFile("The file is not text in UTF-8, as JSON is.") from error
    try:
        return [json.loads(text, parse_constant=_no_number)]
    except (ValueError, RecursionError):
        pass
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(json.loads(line, parse_constant=_no_number))
        except (ValueError, RecursionError) as error:
            raise UnusableFile(f"The file is not whole JSON: line {number} cannot be read.") from error
    return found


def written(said: list[Any]) -> bytes:
    """Answers as such a file: the same answers are the same bytes."""
    lines = [json.dumps(one, sort_keys=True, ensure_ascii=False, separators=(",", ":")) for one in said]
    return ("\n".join(lines) + "\n").encode()


def _no_number(constant: str) -> None:
    """NaN and Infinity are no JSON and no figures."""
