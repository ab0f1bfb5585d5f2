"""The fictional people: made, given their roles, regions and interests."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.workflow import add_person

Thing = TypeVar("Thing")
CONTENT = Path(__file__).parent / "content"
# Known to all on purpose: it opens invented content on the loopback, in demonstration mode only.
PASSWORD = "sector-led-improvement"  # noqa: S105
HOST = "demonstration.example"


def content(name: str) -> list[dict[str, Any]]:
    """The reviewed rows of one content file."""
    with (CONTENT / f"{name}.toml").open("rb") as file:
        (rows,) = tomllib.load(file).values()
    return rows


def held(thing: Thing | None) -> Thing:
    """The thing, which the reference data must have brought: load_register, load_factors, load_bodies."""
    if thing is None:
        raise RuntimeError("Load the register, the signs and the bodies before the demonstration.")
    return thing


def load_people(*, at: datetime) -> dict[str, User]:
    """The people by their key, one for each role."""
    people = {}
    for row in content("people"):
        people[row["key"]] = add_person(
            by=None,
            at=at,
            email=f"{row['key']}@{HOST}",
            name=row["name"],
            position=row["position"],
            roles=(row["role"],),
            is_demonstration=True,
        )
    # One that everybody knows needs no hash for each: sixteen would take seconds of the first start.
    everyones = make_password(PASSWORD)
    for person in people.values():
        person.password = everyones
    User.objects.bulk_update(people.values(), ["password"])
    return people
