"""A typeset PDF taken apart into its numbered objects, and written again with most of them packed.

A report of thirty councils in large print has forty thousand objects, nearly all of them tags. The typesetter
writes each in the clear; in object streams (ISO 32000-1, 7.5.7) the file is a third of that. A general
library parses every object into a tree for it, which takes longer than setting the page.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

START = re.compile(rb"trailer\n<<(.*)>>\nstartxref\n(\d+)\n%%EOF\s*$", re.DOTALL)
SIZE = re.compile(rb"/Size \d+")
ENTRY = 20  # bytes of a line of the table of offsets
END = b"\nendobj\n"
PACKED_TOGETHER = 200  # objects of one stream: a reader unpacks all of them to see one


class UnknownFileError(ValueError):
    """The file is not written as the typesetter writes: by a new version of it, most likely."""


@dataclass
class Objects:
    """The head of a file, what its trailer says, and each object's own bytes by its number (from 1)."""

    head: bytes
    trailer: bytes
    bodies: dict[int, bytes]

    def add(self, body: bytes) -> int:
        """A further object; its number."""
        number = max(self.bodies) + 1
        self.bodies[number] = body
        return number


def taken_apart(made: bytes) -> Objects:
    """The objects of a PDF with a plain table of offsets; UnknownFileError where it is another."""
    start = START.search(made, max(made.rfind(b"trailer\n"), 0))
    table = int(start[2]) if start else len(made)
    said = re.compile(rb"xref\n0 (\d+)\n").match(made, table)
    if start is None or said is None:
        raise UnknownFileError("The file has no plain table of offsets.")
    lines = made[said.end() : said.end() + ENTRY * int(said[1])]
    places = {number: int(lines[ENTRY * number : ENTRY * number + 10]) for number in range(1, int(said[1]))}
    ordered = sorted(places, key=places.__getitem__)
    ends = [*(places[number] for number in ordered[1:]), table]
    bodies = {}
    for number, end in zip(ordered, ends, strict=True):
        begin = b"%d 0 obj\n" % number
        whole = made[places[number] : end]
        if not (whole.startswith(begin) and whole.rstrip().endswith(END.strip())):
            raise UnknownFileError(f"Object {number} is not where the table of offsets has it.")
        bodies[number] = whole[len(begin) : whole.rindex(END)]
    return Objects(made[: min(places.values())], start[1], bodies)


def put_together(objects: Objects) -> bytes:
    """The file again: what is a stream in itself as it is, all else packed; the same bytes each time."""
    plain = [number for number, body in objects.bodies.items() if not body.endswith(b"endstream")]
    packs = [plain[at : at + PACKED_TOGETHER] for at in range(0, len(plain), PACKED_TOGETHER)]
    size = max(objects.bodies) + len(packs) + 2  # the packs, the table of places, and number 0
    places = bytearray(7 * size)
    places[:7] = b"\x00\x00\x00\x00\x00\xff\xff"
    out = bytearray(objects.head)

    def write(number: int, body: bytes) -> None:
        places[7 * number : 7 * number + 7] = b"\x01" + len(out).to_bytes(4) + bytes(2)
        out.extend(b"%d 0 obj\n" % number + body + END)

    packed = set(plain)
    for number, body in objects.bodies.items():
        if number not in packed:
            write(number, body)
    for own, pack in enumerate(packs, max(objects.bodies) + 1):
        index, at = [], 0
        for place, number in enumerate(pack):
            index.append(b"%d %d" % (number, at))
            at += len(objects.bodies[number]) + 1
            places[7 * number : 7 * number + 7] = b"\x02" + own.to_bytes(4) + place.to_bytes(2)
        first = b" ".join(index) + b"\n"
        content = first + b"\n".join(objects.bodies[number] for number in pack)
        write(own, _stream(b"/Type/ObjStm/N %d/First %d" % (len(pack), len(first)), content))
    start, own = len(out), size - 1
    places[7 * own : 7 * own + 7] = b"\x01" + start.to_bytes(4) + bytes(2)
    trailer = SIZE.sub(b"/Size %d" % size, objects.trailer)
    out += b"%d 0 obj\n" % own + _stream(b"/Type/XRef/W[1 4 2]" + trailer, bytes(places)) + END
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _stream(said: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (said, len(packed), packed)
