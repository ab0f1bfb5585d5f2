"""The whole of the canary crawl, over committed rows: every person, every address, every act, files, mails,
logs, and a real broker with real workers."""

from __future__ import annotations

import base64
import io
import itertools
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import redis
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from accounts.mailing import mail_what_was_told
from common.errors import DomainError
from intelligence.models import Kind, Known, Marking, SourceType
from intelligence.workflow import Told, log_note
from tests.trust import leaking
from tests.trust.crawling import (
    STRANGER,
    Case,
    address,
    cases,
    client_of,
    everybody,
    masked,
    read_here,
    send,
)
from tests.trust.leaking import CANARY, Planted
from tests.trust.things import Things
from tests.trust.world import World, build

SEARCHED_WORDS = 20
COMMITTED_BY = ("OWNER", "RI", "SEC", "PA")
SENT = ("release", "withdrawn_why", "awareness")  # what a department may read
HELD = {"sees", "does", "reads"}
DONE_LAST = {"account_logout"}


@dataclass
class Crawl:
    """What was asked and what leaked. `only`: addresses and words of these rights, of all where empty."""

    world: World
    planted: Planted
    only: frozenset[str] = frozenset()
    asked: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def cases(self) -> list[Case]:
        """The addresses to ask: those of lists, and those that hang on one of the rights."""
        every = cases(self.world)
        return [
            case for case in every if self._is_asked({case.route[held] for held in HELD & case.route.keys()})
        ]

    def words(self) -> list[str]:
        """The words to search for."""
        return [word for word, (right, _) in self.planted.items() if self._is_asked({right})]

    def _is_asked(self, rights: set[str]) -> bool:
        same = {leaking.SAME_AS.get(right, right) for right in rights}
        return not self.only or not rights or not self.only.isdisjoint(same)

    def look(self, kind: str, who: str, where: str, text: str) -> None:
        """One answer, file, mail, log or message."""
        self.asked[kind] += 1
        self.leaks += leaking.leaks(self.planted, who, where, text)

    def anywhere(self, kind: str, where: str, text: str) -> None:
        """What nobody may read any word in."""
        self.asked[kind] += 1
        self.leaks += [f"{word} stands in {where}" for word in sorted(set(CANARY.findall(text)))]


def run(
    at: datetime, folder: Path, working: Callable[[Path], Any], only: Collection[str] = ()
) -> dict[str, Any]:
    """The figures. `working(folder)` is a context in which workers and a beat run and log into the folder.

    `only`: rights as routes.toml names them, to look at a part again.
    """
    begun = time.perf_counter()
    logged = io.StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    raw = folder / "raw"
    raw.mkdir()
    with (
        override_settings(
            RAW_FILES_DIR=raw,
            ALLOWED_HOSTS=["*"],
            EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        ),
        patch("common.parsing_child._run", read_here),
    ):
        world = build(at)
        if not only:
            _more_notes(world, at)
        crawl = Crawl(world, leaking.planted_in(world), frozenset(only))
        _read(crawl)
        pages, differ = (0, []) if only else leaking.differing(world)
        crawl.asked["with and without"] += 2 * pages
        _act(crawl)
        if not only or "note" in only:
            _export(crawl)
        _ask_as_a_department(crawl)
        _commit(crawl)
        dumped = _dump()
        crawl.anywhere("broker", "the broker before any worker ran", dumped)
        messages = dumped.count("task")
        with working(folder):
            for _ in range(20):
                time.sleep(1)
                crawl.anywhere("broker", "the broker", _dump())
        mail.outbox = []
        sent = mail_what_was_told(at)
        for one in mail.outbox:
            crawl.anywhere("mail", f"a mail to {one.to}", f"{one.subject} {one.body} {one.extra_headers}")
    logging.getLogger().removeHandler(handler)
    crawl.anywhere("log", "the log of the pages", logged.getvalue())
    for path in folder.glob("*.log"):
        crawl.anywhere("log", path.name, path.read_text(errors="replace"))
    return {
        "canaries": len(crawl.planted),
        "kinds": len({right for right, _ in crawl.planted.values()}),
        "responses": sum(crawl.asked.values()),
        "of": dict(crawl.asked),
        "leaks": len(crawl.leaks),
        "differing_with_and_without": len(differ),
        "failed": len(crawl.failed),
        "messages_before_the_workers": messages,
        "mails": sent,
        "seconds": round(time.perf_counter() - begun),
        "told": [*crawl.leaks[:20], *crawl.failed[:20], *map(str, differ[:20])],
    }


def _more_notes(world: World, at: datetime) -> None:
    """A note for each marking, caveat and kind about each council: words, role and identity of its own."""
    every = itertools.product(world.places.values(), Marking, ("", "protected", "originator"), Kind)
    for things, marking, caveat, kind in every:
        right = "restricted" if marking == Marking.RESTRICTED else "note"
        role = (
            ("restricted" if right == "restricted" else "protected_role") if caveat == "protected" else right
        )
        log_note(
            by=things.owner,
            at=at,
            council=things.council,
            text=f"Said: {things.plant(right)}",
            told=Told(
                type=SourceType.objects.get(),
                role=things.plant(role),
                identity=things.plant(f"{right}_identity"),
            ),
            known=Known.PUBLISHED if marking == Marking.OPEN else Known.SECOND_HAND,
            kind=kind,
            marking=marking,
            is_source_protected=caveat == "protected",
            is_originator_controlled=caveat == "originator",
        )


def _read(crawl: Crawl) -> None:
    """Every address and many searches, as everybody and as a stranger."""
    words = crawl.words()
    step = max(1, len(words) // SEARCHED_WORDS)
    more = leaking.elsewhere(crawl.world, words[::step])
    every = crawl.cases()
    for who in [*everybody(), STRANGER]:
        client = client_of(crawl.world, who)
        for case in every:
            if case.route["name"] not in DONE_LAST:
                _one(crawl, "pages", who, client, case.address)
        for each in more:
            _one(crawl, "searches", who, client, each)


def _one(crawl: Crawl, kind: str, who: str, client: Client, asked: str) -> None:
    answer = client.get(asked)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = leaking.opened(masked(body)) if not body.startswith((b"%PDF", b"PK")) else leaking.opened(body)
    if answer.status_code >= 500:
        crawl.failed.append(f"{who}: {asked} answered {answer.status_code}")
    crawl.look(kind, who, asked, leaking.without_what_was_asked(asked, text + str(answer.headers)))


def _act(crawl: Crawl) -> None:
    """Every act as everybody, undone; only its owner is told who a source is, and only where they ask it."""
    doable = [case for case in crawl.cases() if "does" in case.route]
    # Issuing wants a transaction of its own; here each act stands in one that is undone.
    alone = patch("panel.workflow.issue.one_snapshot", transaction.atomic)
    for who in [*everybody(), STRANGER]:
        client = client_of(crawl.world, who)
        for case in doable:
            with alone:
                answer = send(client, who, case, crawl.world)
            text = leaking.opened(answer.body) + str(answer.headers)
            if case.route["name"] == "intelligence:source" and case.does(who):
                told = {word for word, (right, _) in crawl.planted.items() if right.endswith("_identity")}
                text = CANARY.sub(lambda found, told=told: "" if found[0] in told else found[0], text)
            if answer.status >= 500:
                crawl.failed.append(str(answer))
            crawl.look("acts", who, f"POST {case}", text)


def _export(crawl: Crawl) -> None:
    """The list of notes as files: to nobody a RESTRICTED word, not to its owner either."""
    kept = {word for word, (right, _) in crawl.planted.items() if right == "restricted"}
    for who, kind in itertools.product(everybody(), ("csv", "xlsx")):
        client = client_of(crawl.world, who)
        for query in ("", "?marking=restricted", "?kind=sign", "?mine=yes"):
            answer = client.post(f"/intelligence/export{query}", {"reason": "A drill.", "file": kind})
            text = leaking.opened(answer.content)
            crawl.look("exports", who, f"{kind} {query}", text)
            if answer.status_code == 200 and "attachment" in answer.get("Content-Disposition", ""):
                crawl.leaks += [
                    f"{who} exported {word}" for word in sorted(kept.intersection(CANARY.findall(text)))
                ]


def _ask_as_a_department(crawl: Crawl) -> None:
    """The API with the department's token, another's, and none."""
    sent = {word for word, (right, _) in crawl.planted.items() if right in SENT}
    addresses = ["/api/v1/releases/", "/api/v1/councils/", "/api/v1/releases/2012-9999/", "/api/nowhere"]
    addresses.append("/api/v1/support/")
    addresses += [
        f"/api/v1/releases/{things.held[name]}/"
        for things in crawl.world.places.values()
        for name in ("release", "proposal", "release_withdrawn", "release_refused")
    ]
    for token, may in ((crawl.world.token, sent), (crawl.world.stranger_token, set()), ("", set())):
        client = Client(headers={"Authorization": f"Bearer {token}"} if token else {})
        for each in addresses:
            text = client.get(each).content.decode()
            crawl.asked["api"] += 1
            crawl.leaks += [f"the API told {word}" for word in set(CANARY.findall(text)) - may]


def _commit(crawl: Crawl) -> None:
    """Acts that are kept, so that what follows from them is mailed and queued."""
    from tests.trust.bodies import body_for

    for who in COMMITTED_BY:
        client = client_of(crawl.world, who)
        for case in crawl.cases():
            if "does" not in case.route or case.place != "own" or not case.does(who):
                continue
            things: Things = crawl.world.places["own"]
            try:
                body = body_for(case.route, things, crawl.world)
                answer = client.post(address(case.route, things), body)
            except (DomainError, AttributeError):  # an act before it took away what this one is about
                continue
            crawl.asked["acts kept"] += 1
            if answer.status_code >= 500:
                crawl.failed.append(f"{who}: kept {case} answered {answer.status_code}")


def _dump() -> str:
    """Every value the broker holds, the messages' bodies taken out of their wrapping."""
    broker = redis.Redis.from_url(settings.REDIS_URL)
    said = []
    for key in broker.scan_iter(count=1000):
        said.append(key.decode("utf-8", "replace"))
        said += [value.decode("utf-8", "replace") for value in _values(broker, key)]
    text = " ".join(said)
    for wrapped in re.findall(r'"body": "([A-Za-z0-9+/=]+)"', text):
        text += " " + base64.b64decode(wrapped).decode("utf-8", "replace")
    return text


def _values(broker: redis.Redis, key: bytes) -> Iterator[bytes]:
    kind = broker.type(key)
    if kind == b"string":
        yield broker.get(key) or b""
    elif kind == b"list":
        yield from broker.lrange(key, 0, -1)
    elif kind == b"set":
        yield from broker.smembers(key)
    elif kind == b"zset":
        yield from broker.zrange(key, 0, -1)
    elif kind == b"hash":
        yield from (part for pair in broker.hgetall(key).items() for part in pair)
