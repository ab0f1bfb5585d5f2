"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["tests.databases", "tests.left_out", "tests.browser"]


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


class OneCrawl(LoadScopeScheduling):
    """Each test by itself to whichever worker is free, but for those of trust: they share what one builds."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/trust" if nodeid.startswith("tests/trust/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneCrawl:
    """The crawl of every address goes first (it is the longest) and in one worker, so that it is built once.

    Our own scheduler: with the installed versions the mark `xdist_group` is never read.
    """
    return OneCrawl(config, log)
