"""The world of the crawl, built once and undone after it."""

from __future__ import annotations

from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from tests.trust.crawling import (
    STRANGER,
    Answer,
    ask,
    cases,
    client_of,
    everybody,
    falls_to,
    read_here,
    rows,
    writes,
    written_since,
)
from tests.trust.world import World, build


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """Everybody and everything, in a transaction that is never kept."""
    # Issuing wants a transaction of its own; here everything stands in one.
    alone = patch("panel.workflow.issue.one_snapshot", transaction.atomic)
    kept = patch.object(settings, "RAW_FILES_DIR", tmp_path_factory.mktemp("raw"))
    read = patch("common.parsing_child._run", read_here)
    with django_db_blocker.unblock(), transaction.atomic(), alone, kept, read:
        cache.clear()
        yield build(datetime.now(tz=UTC))  # noqa: TID251
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def crawl(world: World) -> dict[str, object]:
    """Every address asked by everybody: the answers, and what the whole of it wrote."""
    assert settings.TESTING
    clients = {who: client_of(world, who) for who in [*everybody(), STRANGER]}
    answers: list[Answer] = []
    wrote: list[str] = []
    stood = rows()
    before = writes()
    for who, client in clients.items():
        for case in cases(world):
            if not falls_to(who, case):
                continue
            answers.append(ask(client, who, case))
            if written := written_since(before):
                before = writes()
                if not case.route.get("undoes"):
                    wrote.append(f"{answers[-1]}: wrote {written}")
    wrote += [f"{table} has other rows than before" for table, _ in stood ^ rows()]
    return {"answers": answers, "wrote": wrote}


@pytest.fixture(scope="package")
def answers(crawl) -> list[Answer]:
    """The answers of the crawl."""
    return crawl["answers"]
