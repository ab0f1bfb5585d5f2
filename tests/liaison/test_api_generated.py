"""The service keeps to its own OpenAPI document, asked 2,000 times in generated ways by five principals."""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.liaison import drilling_api

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_connection(monkeypatch):
    """The application as it is served, on the test's own connection, with no limit on how often."""
    monkeypatch.setattr("liaison.api.throttling.ByClient.rate", "1000000/min", raising=False)
    monkeypatch.setattr("liaison.api.throttling.FailedAttempts.rate", "1000000/min", raising=False)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_one_the_document_names(at, one_connection):
    """50,000 in script/drill api; here 2,000: no answer of 500 or more, no deviation."""
    found = drilling_api.run(2_000, 20120719, drilling_api.principals(at))
    assert found["requests"] >= 1_900, found
    assert (found["failed"], found["deviations"]) == (0, []), found
