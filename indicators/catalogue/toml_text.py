"""A definition as TOML text: what `tomllib` reads back as the same, laid out as a person would write it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def toml_text(said: Mapping[str, Any]) -> str:
    """The mapping as TOML: plain values first, then tables and lists of tables under their headings."""
    return "\n".join(_lines(said, ())).strip() + "\n"


def _lines(said: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    lines = [f"{_key(name)} = {_value(value)}" for name, value in said.items() if not _is_table(value)]
    for name, value in said.items():
        inner = (*path, name)
        heading = ".".join(_key(part) for part in inner)
        if isinstance(value, Mapping):
            lines += ["", f"[{heading}]", *_lines(value, inner)]
        elif _is_table(value):
            for one in value:
                lines += ["", f"[[{heading}]]", *_lines(one, inner)]
    return lines


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and bool(value) and all(isinstance(one, Mapping) for one in value)
    )


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    if isinstance(value, str):
        return _text(value)
    raise TypeError(f"TOML holds no {type(value).__name__}.")


def _text(text: str) -> str:
    for sign in ("\\", '"', "\n", "\t", "\r"):
        text = text.replace(sign, SHORT[sign])
    return '"' + CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + '"'
