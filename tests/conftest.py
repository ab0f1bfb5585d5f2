"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

pytest_plugins = ["tests.left_out", "tests.browser"]


@pytest.fixture
def at() -> datetime:
    """The moment at which a test's acts are done."""
    return datetime.now(tz=UTC)  # noqa: TID251


@pytest.fixture
def broken_audit(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Exception]]:
    """Every write to the record fails: whatever a test then does must have changed nothing.

    Gives the exception to expect.
    """
    from audit.models import Event

    class AuditBroken(Exception):
        """The record could not be written."""

    def fail(**fields: object) -> None:
        raise AuditBroken

    monkeypatch.setattr(Event.objects, "create", fail)
    return AuditBroken


@pytest.fixture
def sign_in(client: Client):
    """Sign a person in on the test client: `page = sign_in(user).get("/")`."""

    def signed_in(user) -> Client:
        client.force_login(user)
        return client

    return signed_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The crawl of every address goes first and in one worker, so that it is built once."""
    crawls = [item for item in items if item.path.parent.name == "trust"]
    for item in crawls:
        item.add_marker(pytest.mark.xdist_group("crawl"))
    chosen = set(crawls)
    items.sort(key=lambda item: item not in chosen)  # a stable sort: all else stays in its order
