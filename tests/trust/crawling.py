"""Asks every address of routes.toml as everybody, and keeps what was answered."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from psycopg2 import sql

from panel.models import Meeting
from tests.trust.bodies import body_for
from tests.trust.things import Things
from tests.trust.world import PLACES, World

STRANGER = "ANON"
# `script/drill canaries` asks everybody for everything. Each run of the tests asks the whole of those on whom
# it turns (an adviser who may read, and one with a declared interest), and of everybody else a part, another
# part each day; SLIRISK_TURN says which, to do a day again.
CLOSE = frozenset({"PA", "RECUSED"})
PARTS = 5
MASKS = [
    re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'),
    re.compile(r'(?:content|data-token)="[A-Za-z0-9]{64}"'),
    re.compile(r'name="draft(?:_page)?" value="[0-9a-f-]{36}"'),  # drawn anew with each page
]
# What a reading may leave behind: the record, the session, and who has read what.
TRACES = {
    "audit_event",
    "audit_unsealed",
    "django_session",
    "cache_entries",
    "liaison_releaseread",
    "liaison_apiclient",
    "liaison_requestcount",
    "panel_packcopy",  # a reader's own numbered copy is made when they first open the pack
    "panel_packfile",
    "panel_addendumfile",
    "account_emailaddress",  # allauth notes the address of whoever opens its page of addresses
}


@cache
def file() -> dict[str, Any]:
    """The matrix as it is written."""
    return tomllib.loads(Path(__file__).with_name("routes.toml").read_text())


def everybody() -> list[str]:
    """Whoever signs in."""
    return file()["everybody"].split()


def names_of_project() -> set[str]:
    """Every named route of the project, as `reverse` takes it; one without a name by its pattern."""

    def walk(patterns: Any, space: str = "") -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLPattern):
                yield f"{space}{each.name or each.pattern}"
            else:
                yield from walk(each.url_patterns, f"{each.namespace}:" if each.namespace else space)

    return set(walk(get_resolver().url_patterns))


def holders(right: str, place: str) -> list[str]:
    """Who holds a right over a thing of that place."""
    held = file()["rights"][right]
    said = held.get(place, held["own"])
    return everybody() if said == "everybody" else said.split()


@dataclass(frozen=True)
class Case:
    """One address as it is asked: of which route, about the things of which place."""

    route: dict[str, Any] = field(hash=False)
    place: str = "own"
    address: str = ""

    def __str__(self) -> str:
        return f"{self.route['name']} {self.address} ({self.place})"

    def sees(self, who: str) -> bool:
        """Whether the person may know that there is such a page."""
        if who == STRANGER:
            return False
        return "sees" not in self.route or who in holders(self.route["sees"], self.place)

    def does(self, who: str) -> bool:
        """Whether the person may do its act."""
        return who != STRANGER and who in holders(self.route["does"], self.place)

    def expected(self, who: str) -> str:
        """The class of answer to GET."""
        if who == STRANGER:
            return self.route.get("anonymous", "sign-in")
        get = self.route.get("get", "200")
        if "reads" in self.route and self.sees(who) and who not in holders(self.route["reads"], self.place):
            return "403"
        return get if self.sees(who) or get in ("405", "401") else "404"


def _value(said: str, things: Things) -> Any:
    return things.held[said[1:]] if said.startswith("$") else said


def address(route: dict[str, Any], things: Things) -> str:
    """The route's address about these things."""
    at = {name: _value(said, things) for name, said in route.get("at", {}).items()}
    query = re.sub(r"\$(\w+)", lambda found: str(things.held[found[1]]), route.get("query", ""))
    if route["name"] == "cases:raise":
        query = f"council={things.held['code']}"
    return reverse(route["name"], kwargs=at) + (f"?{query}" if query else "")


def cases(world: World) -> list[Case]:
    """Every address, once for each place whose things it is about."""
    made = []
    for route in file()["route"]:
        about = [*route.get("at", {}).values(), route.get("query", "")]
        places: tuple[str, ...] = ("own",)
        if any("$" in said for said in about):
            # That a council is invented makes a difference to what is about the council itself.
            places = PLACES if "code" in route.get("at", {}) else PLACES[:2]
            places = tuple(route["places"].split()) if "places" in route else places
        if route["name"] in ("intelligence:capture", "cases:raise"):  # the council stands in what is sent
            places = PLACES
        made += [Case(route, place, address(route, world.places[place])) for place in places]
    return made


def is_whole() -> bool:
    """Whether everybody is asked for everything."""
    return os.environ.get("SLIRISK_CRAWL") == "whole"


def turn() -> int:
    """The part of this day."""
    return int(os.environ.get("SLIRISK_TURN", "") or timezone.localdate().toordinal()) % PARTS


def falls_to(who: str, case: Case) -> bool:
    """Whether this run asks it."""
    return who in CLOSE or is_of_today(f"{who} {case.route['name']} {case.route.get('at')} {case.place}")


def is_of_today(said: str) -> bool:
    """Whether what is called so is in the part of this day."""
    return is_whole() or crc32(said.encode()) % PARTS == turn()


@dataclass(frozen=True)
class Answer:
    """What one person was answered; `body` without the form's token, which differs each time."""

    who: str
    case: Case
    status: int
    body: bytes
    headers: dict[str, str] = field(hash=False)
    changed: dict[str, int] = field(hash=False, default_factory=dict)

    @property
    def kind(self) -> str:
        """Its class as routes.toml says it."""
        if self.status == 302 and "/accounts/login/" in self.headers.get("Location", ""):
            return "sign-in"
        return str(self.status)

    def __str__(self) -> str:
        return f"{self.who}: {self.case} answered {self.kind}"


def masked(body: bytes) -> bytes:
    """The page without its tokens."""
    text = body.decode("utf-8", "surrogateescape")
    for mask in MASKS:
        text = mask.sub("", text)
    return text.encode("utf-8", "surrogateescape")


def client_of(world: World, who: str, **more: Any) -> Client:
    """A browser in which the person has signed in."""
    client = Client(raise_request_exception=False, **more)
    if who != STRANGER:
        client.force_login(world.people[who])
    return client


def writes() -> dict[str, int]:
    """How often each table was written to in this transaction, undone writes too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables"
            " where n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return {name: number for name, number in cursor.fetchall() if name not in TRACES}


def rows() -> set[tuple[str, int]]:
    """How many rows stand in each table."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name not in TRACES]
        cursor.execute(
            sql.SQL(" union all ").join(
                sql.SQL("select {}, count(*) from {}").format(sql.Literal(name), sql.Identifier(name))
                for name in tables
            )
        )
        return set(cursor.fetchall())


def written_since(before: dict[str, int]) -> dict[str, int]:
    """The tables written to since, and how often."""
    return {
        name: number - before.get(name, 0)
        for name, number in writes().items()
        if number != before.get(name, 0)
    }


def ask(client: Client, who: str, case: Case, **more: Any) -> Answer:
    """One GET."""
    return _kept(client.get(case.address, **more), who, case)


def _kept(response: Any, who: str, case: Case, changed: dict[str, int] | None = None) -> Answer:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(who, case, response.status_code, masked(body), dict(response.headers), changed or {})


def send(client: Client, who: str, case: Case, world: World) -> Answer:
    """One POST with answers that the form takes, undone afterwards."""
    body = body_for(case.route, world.places[case.place], world)
    with transaction.atomic():
        before, meetings = writes(), list(Meeting.objects.order_by("pk").values())
        response = client.post(case.address, body)
        changed = written_since(before)
        # Whoever acts on a report first writes its meeting's row as it stands (panel/workflow/locking.py).
        if "panel_meeting" in changed and meetings == list(Meeting.objects.order_by("pk").values()):
            del changed["panel_meeting"]
        answer = _kept(response, who, case, changed)
        transaction.set_rollback(True)
    return answer


def read_here(target: str, arguments: dict[str, object], out: Path, **limits: object) -> None:
    """What a parser's child does, without the second it takes to start one; the child has its own tests."""
    module, _, name = target.partition(":")
    getattr(import_module(module), name)(out=str(out), **arguments)
