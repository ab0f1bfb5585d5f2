"""Generated requests to every address of the API, as four principals and a stranger; none may deviate."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import (
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from councils.models import Council
from liaison.models import InboundConcern, Release, Scope, Webhook, WebhookEvent
from liaison.workflow import add_webhook
from tests.factories.councils import CouncilFactory
from tests.factories.liaison import OrganisationFactory, issued, received, released, withdrawn
from tests.liaison.api_process import in_the_apis_process

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "openapi.yaml"
# A cursor is opaque, regions, indicators and reports are rows, a time is told in two ways: the document
# cannot say which strings are one; nor which council there is, or that two fields of a body go together.
NOT_SAID = {"cursor", "region", "indicator", "council", "period", "series", "report", "as_at"}
# The token is given (or kept back) by the principal, so leaving it out is none of the generated faults.
NOT_ASKED = [ignored_auth]
COUNCIL = "E07000900"
# What no generator comes upon by itself: the document has `as_at` as a string, a moment or a day.
MOMENTS = [
    "2012-11-02",
    "2012-11-02T09:30:00Z",
    "0001-01-01",
    "0001-01-01T00:00:00Z",
    "9999-12-31",
    "9999-12-31T23:59:59Z",
]


def principals(at: datetime) -> dict[str, str | None]:
    """Who asks, with something to read: a token each, and none."""
    dclg = OrganisationFactory(dclg=True)
    council = CouncilFactory(code=COUNCIL)
    released(at, number="2012-0001", council=council)
    withdrawn(at, number="2012-0002", council=council)
    received(at, council=council)
    client, token = issued(at, organisation=dclg)
    address, events = "https://hooks.example.gov.uk/", [WebhookEvent.RELEASED.value]
    add_webhook(by=None, at=at, client=client, address=address, events=events)
    return {
        "department": token,
        "another": issued(at, organisation=OrganisationFactory(slug="another"))[1],
        "narrow": issued(at, organisation=dclg, scopes=[Scope.READ_COUNCILS])[1],
        "sandbox": issued(at, organisation=dclg, is_sandbox=True)[1],
        "stranger": None,
    }


def run(requests: int, seed: int, tokens: dict[str, str | None]) -> dict[str, Any]:
    """Asks the API's own process so many times, evenly; answers by status, those of 500 and more, and every
    deviation."""
    with in_the_apis_process():
        return _run(requests, seed, tokens)


def _run(requests: int, seed: int, tokens: dict[str, str | None]) -> dict[str, Any]:
    schema = schemathesis.openapi.from_path(DOCUMENT)
    schema.app = WSGIHandler()
    schema.config.generation.with_security_parameters = False
    found: Any = schema.get_all_operations()
    operations = [one.ok() for one in found]
    each = math.ceil(requests / len(operations) / len(tokens))
    statuses: Counter[int] = Counter()
    deviations: list[str] = []
    held = {
        "releases": list(Release.objects.values_list("number", flat=True)),
        "concerns": list(InboundConcern.objects.values_list("number", flat=True)),
        "webhooks": list(Webhook.objects.values_list("name", flat=True)),
        "headline": list(Council.objects.values_list("code", flat=True)),
    }
    for who, token in tokens.items():
        for place, operation in enumerate(operations):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            there = held.get(operation.path.split("/")[3], [])
            _ask(operation, who, headers, each, seed + place, there, statuses, deviations)
    return {
        "requests": sum(statuses.values()),
        "seed": seed,
        "statuses": dict(sorted(statuses.items())),
        "failed": sum(count for status, count in statuses.items() if status >= 500),
        "deviations": deviations[:20],
        "deviating": len(deviations),
    }


def _ask(
    operation: Any,
    who: str,
    headers: dict[str, str],
    times: int,
    seed: int,
    there: list[str],
    statuses: Counter[int],
    deviations: list[str],
) -> None:
    """So many times; every other time of something that is there, where the address names one."""

    @hypothesis.seed(seed)
    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(),
        one=st.none() | st.sampled_from(there) if there else st.none(),
        moment=st.none() | st.sampled_from(MOMENTS),
    )
    def ask(case: Any, one: str | None, moment: str | None) -> None:
        known = _named(case, one) if one else False
        if moment and "as_at" in (case.query or {}):
            case.query = {**case.query, "as_at": moment}
        answer = case.call(headers=headers)
        statuses[answer.status_code] += 1
        excluded = list(NOT_ASKED)
        if (
            not headers
            or who == "narrow"
            or known
            or case.method != "GET"
            or NOT_SAID & set(case.query or {})
        ):
            excluded += [positive_data_acceptance]
        # What was generated wrong may be right with the name of something that is there, or with a moment.
        if not headers or who == "narrow" or known or moment:
            excluded += [negative_data_rejection, missing_required_header, unsupported_method]
        try:
            case.validate_response(answer, excluded_checks=excluded)
        except Exception as error:  # noqa: BLE001  (whatever is found is told, with who asked what)
            deviations.append(f"{who} {case.method} {case.formatted_path}: {str(error)[:400]}")

    ask()


def _named(case: Any, one: str) -> bool:
    """Names something that is there in the case, in its address or as its council; whether it could."""
    if case.path_parameters:
        case.path_parameters = {**case.path_parameters, next(iter(case.path_parameters)): one}
        return True
    if isinstance(case.body, dict) and "council" in case.body:
        case.body = {**case.body, "council": COUNCIL}
        return True
    return False
