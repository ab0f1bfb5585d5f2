"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture
def at() -> datetime:
    """The moment at which a test's acts are done."""
    return datetime.now(tz=UTC)  # noqa: TID251


@pytest.fixture
def shared_data() -> Path:
    """The folder of real published files; a test that reads it is marked `shared_data`."""
    return SHARED_DATA


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
    """Leave out, loudly, what this machine cannot run."""
    if not SHARED_DATA.is_dir():
        absent = pytest.mark.skip(reason="../shared/data is not here")
        for item in items:
            if item.get_closest_marker("shared_data"):
                item.add_marker(absent)
