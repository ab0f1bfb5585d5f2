"""The lines that calendars (RFC 5545) and cards (RFC 2426, 6350, and vCard 2.1) are made of."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

NAME = re.compile(r"^(?:[\w-]+\.)?([\w-]+)")
PARAMETER = re.compile(r';([\w-]+)(?:=("[^"]*"|[^;:"]*(?:,"[^"]*")*))?')
ESCAPED = re.compile(r"\\([nN,;\\:])")
MOST_LINES = 200_000


@dataclass(frozen=True)
class Line:
    """A name in capitals, its parameters, and its value as written."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value with its escapes undone."""
        return ESCAPED.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], self.value)

    @property
    def parts(self) -> list[str]:
        """The value's parts, between semicolons that are not escaped."""
        return [ESCAPED.sub(lambda sign: sign[1], part) for part in re.split(r"(?<!\\);", self.value)]


def lines_of(text: str) -> Iterator[Line]:
    """Each line, folded ones joined, quoted-printable ones (2.1) decoded; what is no line is passed over."""
    for raw in _unfolded(text):
        begun = NAME.match(raw)
        if not begun:
            continue
        parameters, place = {}, begun.end()
        while match := PARAMETER.match(raw, place):
            name, value = match[1].upper(), (match[2] or "").strip('"')
            parameters[name if match[2] is not None else "TYPE"] = value or match[1]
            if match[2] is None and match[1].upper() == "QUOTED-PRINTABLE":
                parameters["ENCODING"] = "QUOTED-PRINTABLE"
            place = match.end()
        if raw[place : place + 1] != ":":
            continue
        value = raw[place + 1 :]
        if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
            value = _quoted(value, parameters.get("CHARSET", "utf-8"))
        yield Line(begun[1].upper(), parameters, value)


def _unfolded(text: str) -> Iterator[str]:
    held = ""
    for number, line in enumerate(text.replace("\x00", "").splitlines()):
        if number > MOST_LINES:
            return
        if line[:1] in (" ", "\t") and held:
            held += line[1:]
        elif held.endswith("=") and "QUOTED-PRINTABLE" in held.upper():
            held = held[:-1] + line
        else:
            if held:
                yield held
            held = line
    if held:
        yield held


def _quoted(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return raw.decode("cp1252", "replace")
