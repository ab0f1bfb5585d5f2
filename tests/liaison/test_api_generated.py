"""The service keeps to its own OpenAPI document, asked in a few hundred generated ways (schemathesis)."""

from pathlib import Path

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from slirisk.wsgi import application
from tests.factories.councils import CouncilFactory
from tests.factories.liaison import issued, released, withdrawn

pytestmark = pytest.mark.django_db

schema = schemathesis.openapi.from_path(
    Path(__file__).resolve().parent.parent.parent / "docs" / "openapi.yaml"
)
schema.app = application
NOT_SAID = {"cursor", "region", "indicator", "council", "period", "series", "report", "as_at"}
# The token is given to every request below, so leaving it out is not one of the generated faults.
schema.config.generation.with_security_parameters = False


@pytest.fixture(autouse=True)
def one_connection():
    """The application as it is served, on the test's own connection: Django's test client does the same."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(at, monkeypatch):
    """DCLG's token, with something to read and no limit on how often."""
    cache.clear()
    monkeypatch.setattr("liaison.api.throttling.ByClient.rate", "1000000/min", raising=False)
    monkeypatch.setattr("liaison.api.throttling.FailedAttempts.rate", "1000000/min", raising=False)
    council = CouncilFactory(code="E07000900")
    released(at, number="2012-0001", council=council)
    withdrawn(at, number="2012-0002", council=council)
    return issued(at)[1]


@schema.parametrize()
@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_the_document_names(case, token):
    # A cursor is opaque, regions, indicators and reports are rows, a time is told in two ways: the
    # document cannot say which strings are one.
    excluded = [positive_data_acceptance] if NOT_SAID & set(case.query or {}) else []
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=excluded)
