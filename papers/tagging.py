"""What the typesetter's tags lack for a reader of a table: each row's header, and whose a group's name is.

Typst tags headers of columns only. Its tags are mended in the file it made, object by object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .pdf_objects import Objects, UnknownFileError

ELEMENT = re.compile(rb"<</Type/StructElem/S/(TR|THead|TD|TH)/P (\d+) 0 R")
REFERENCE = re.compile(rb"(\d+) 0 R")
KIDS = re.compile(rb"/K\[((?:\d+ 0 R ?)+)\]")
HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
SPANS = b"/ColSpan "


def name_rows(objects: Objects) -> None:
    """The first cell of each row becomes the row's header, and a name across the columns that of its rows.

    The cells' lists of column headers go: with them, readers pass the rows' headers over; without them, the
    scope of both kinds of header holds.
    """
    kinds = {number: kind for number, body in objects.bodies.items() if (kind := _kind(body))}
    for number, kind in kinds.items():
        if kind == b"TD":
            objects.bodies[number] = HEADERS.sub(b"", objects.bodies[number], count=1)
    for number, kind in kinds.items():
        if kind == b"TR":
            _name(objects, next(_kids(objects.bodies[number])))
    for number, kind in kinds.items():
        if kind == b"THead":
            _part_head(objects, number)


def _name(objects: Objects, cell: int) -> None:
    body = objects.bodies[cell]
    if (kind := _kind(body)) == b"TD":
        named = body.replace(b"/S/TD", b"/S/TH", 1).replace(b"/O/Table", b"/O/Table/Scope/Row", 1)
        if b"/O/Table" not in body:
            raise UnknownFileError(f"The cell in object {cell} says nothing of its table.")
        objects.bodies[cell] = named
    elif kind == b"TH" and SPANS in body:
        objects.bodies[cell] = HEADERS.sub(b"", body.replace(b"/Scope/Column", b"/Scope/Row", 1), count=1)
    elif kind != b"TH":
        raise UnknownFileError(f"Object {cell} begins a row of a table and is no cell.")


def _part_head(objects: Objects, head: int) -> None:
    """A group's name right under the columns' headings belongs to the rows it names, not to the head.

    In print it is a header of the second level, so that it is never left alone at the foot of a page. A head
    of such names alone, as in large print, is none.
    """
    body = objects.bodies[head]
    rows = list(_kids(body))
    if SPANS in objects.bodies[next(_kids(objects.bodies[rows[0]]))]:
        objects.bodies[head] = body.replace(b"/S/THead", b"/S/TBody", 1)
    elif len(rows) > 1:
        objects.bodies[head] = KIDS.sub(b"/K[%d 0 R]" % rows[0], body)
        names = objects.add(KIDS.sub(_references(rows[1:]), body).replace(b"/S/THead", b"/S/TBody", 1))
        for row in rows[1:]:
            objects.bodies[row] = objects.bodies[row].replace(b"/P %d 0 R" % head, b"/P %d 0 R" % names, 1)
        table = _parent(body)
        kids = list(_kids(objects.bodies[table]))
        kids.insert(kids.index(head) + 1, names)
        objects.bodies[table] = KIDS.sub(_references(kids), objects.bodies[table])


def _kind(body: bytes) -> bytes | None:
    found = ELEMENT.match(body)
    return found[1] if found else None


def _parent(body: bytes) -> int:
    found = ELEMENT.match(body)
    return int(found[2]) if found else 0


def _kids(body: bytes) -> Iterator[int]:
    found = KIDS.search(body)
    if found is None:
        raise UnknownFileError("A row or a table holds nothing.")
    return (int(number) for number in REFERENCE.findall(found[1]))


def _references(numbers: list[int]) -> bytes:
    return b"/K[%b]" % b" ".join(b"%d 0 R" % number for number in numbers)
