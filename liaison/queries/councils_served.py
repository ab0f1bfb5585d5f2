"""The councils of the register as the API lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection

from councils.models import Council

# What is told of a council, and where the register holds it.
COUNCIL = {
    "code": "code",
    "name": "name",
    "short_name": "short_name",
    "type": "kind",
    "region": "region__slug",
    "region_code": "region__gss",
    "existed_from": "existed_from_on",
    "existed_until": "existed_until_on",
}


@dataclass(frozen=True)
class Shape:
    """What decides of a statement besides the values in it."""

    by_region: bool
    by_kind: bool
    on_a_day: bool
    sandbox: bool
    beyond: bool
    backwards: bool


def councils_served(*, backwards: bool = False, **asked: Any) -> list[dict[str, Any]]:
    """What `councils_asked` asks for, as `COUNCIL` names it."""
    with connection.cursor() as cursor:
        cursor.execute(*councils_asked(backwards=backwards, **asked))
        rows = [dict(zip(COUNCIL, row, strict=True)) for row in cursor.fetchall()]
    return rows[::-1] if backwards else rows


def councils_asked(
    *,
    region: str = "",
    kind: str = "",
    existing_on: date | None = None,
    sandbox: bool = False,
    beyond: str | None = None,
    backwards: bool = False,
    limit: int = 100,
) -> tuple[str, list[Any]]:
    """A statement and its values: real councils, which anyone may know; in a `sandbox` fictional ones.

    The first `limit` by code, beyond one; `backwards` the last before it, the last first.
    """
    given = {"region": region, "kind": kind, "on": existing_on, "beyond": beyond}
    shape = Shape(bool(region), bool(kind), existing_on is not None, sandbox, beyond is not None, backwards)
    statement, names = _statement(shape)
    return statement, [*(given[name] for name in names), limit]


@cache
def _statement(shape: Shape) -> tuple[str, list[str]]:
    """The statement of a shape, made once: making it takes longer than its answer. Its values by name."""
    marks: dict[Any, str] = {"\x01": "region", "\x02": "kind", date.min: "on", "\x03": "beyond"}
    region, kind, on, beyond = marks
    councils = Council.objects.filter(is_fictional=True) if shape.sandbox else Council.objects.real()
    if shape.on_a_day:
        councils = councils.existing(on)
    if shape.by_region:
        councils = councils.filter(region__slug=region)
    if shape.by_kind:
        councils = councils.filter(kind=kind)
    if shape.beyond:
        councils = councils.filter(**{"code__lt" if shape.backwards else "code__gt": beyond})
    councils = councils.order_by("-code" if shape.backwards else "code")
    statement, values = councils.values_list(*COUNCIL.values()).query.sql_with_params()
    return f"{statement} LIMIT %s", [marks[value] for value in values]
