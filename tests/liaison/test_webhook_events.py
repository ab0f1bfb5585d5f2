"""What webhooks tell of: each change, by the act that makes it, to whoever reads it in the lists."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ledger.models import Job
from liaison.models import Release, Scope, WebhookDelivery
from liaison.workflow import (
    add_webhook,
    answer_consent,
    answer_inbound,
    approve_batch,
    ask_consent,
    end_own_webhook,
    note_inbound,
    revoke_token,
    withdraw_inbound,
    withdraw_release,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.liaison import (
    OrganisationFactory,
    ReleaseFactory,
    issued,
    originator,
    proposed,
    received,
    released,
)
from tests.factories.panel import MeetingFactory

pytestmark = pytest.mark.django_db

EVENTS = ["release.released", "release.withdrawn", "release.superseded", "concern.changed"]


@pytest.fixture
def dclg():
    return OrganisationFactory(dclg=True)


@pytest.fixture
def council():
    return CouncilFactory(code="E07000900", short_name="Barchester")


def hooked(at, organisation, events=EVENTS, **fields):
    """A token of the organisation with a webhook."""
    client, token = issued(at, organisation=organisation, **fields)
    webhook, _ = add_webhook(
        by=None, at=at, client=client, address="https://hooks.example.gov.uk/", events=events
    )
    return webhook, token


def told_of(webhook):
    """What it is told of, in order."""
    rows = WebhookDelivery.objects.filter(webhook=webhook).order_by("pk")
    return list(rows.values_list("type", "number"))


def test_a_release_that_goes_out_and_is_withdrawn_is_told(at, dclg):
    webhook, _ = hooked(at, dclg)
    release = released(at, number="2012-0001")
    assert told_of(webhook) == [("release.released", "2012-0001")]
    withdraw_release(
        by=UserFactory(governance_officer=True), at=at, release=release, reason="A figure was wrong."
    )
    assert told_of(webhook)[1:] == [("release.withdrawn", "2012-0001")]
    deliveries = WebhookDelivery.objects.all()
    assert {job.arguments["delivery"] for job in Job.objects.filter(kind="liaison.webhook")} == {
        delivery.pk for delivery in deliveries
    }
    assert len({delivery.event for delivery in deliveries}) == 2


def test_one_that_takes_anothers_place_is_told_of_both(at, dclg, council):
    webhook, _ = hooked(at, dclg)
    first = released(at, number="2012-0001", council=council)
    released(at, number="2012-0002", council=council, supersedes=first)
    assert told_of(webhook) == [
        ("release.released", "2012-0001"),
        ("release.released", "2012-0002"),
        ("release.superseded", "2012-0001"),
    ]


def test_only_what_was_asked_for_is_told(at, dclg):
    webhook, _ = hooked(at, dclg, events=["release.withdrawn"])
    released(at)
    assert told_of(webhook) == []


def test_nothing_is_told_to_others(at, dclg, council):
    """Another organisation, the sandbox, a token that may not, revoked, expired; a webhook that ended."""
    others = [
        hooked(at, OrganisationFactory())[0],
        hooked(at, dclg, is_sandbox=True)[0],
        hooked(at, dclg, events=["concern.changed"], scopes=[Scope.RECEIVE_WEBHOOKS, Scope.SEND_CONCERNS])[0],
        hooked(at - timedelta(days=60), dclg, expires_at=at - timedelta(days=30))[0],
    ]
    revoked, _ = hooked(at, dclg)
    revoke_token(by=None, at=at, client=revoked.client)
    ended, _ = hooked(at, dclg)
    end_own_webhook(by=None, at=at, client=ended.client, webhook=ended)
    withdraw_release(
        by=UserFactory(governance_officer=True),
        at=at,
        release=released(at, council=council),
        reason="A figure was wrong.",
    )
    assert [told_of(webhook) for webhook in [*others, revoked, ended]] == [[]] * 6
    assert not Job.objects.filter(kind="liaison.webhook").exists()


def test_the_sandbox_is_told_of_fictional_councils_as_its_list_shows_them(at, dclg):
    sandbox, token = hooked(at, dclg, is_sandbox=True)
    real, _ = hooked(at, dclg)
    released(at, number="2012-0001", council=CouncilFactory(fictional=True, code="X00000001"))
    assert told_of(sandbox) == [("release.released", "2012-0001")]
    listed = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/releases/").json()
    assert [one["number"] for one in listed["results"]] == ["2012-0001"]
    # A department's own token reads these in its list as well: it is told of what it reads.
    assert told_of(real) == [("release.released", "2012-0001")]


def test_a_concern_is_told_where_its_originator_may_read_something_new(at, dclg, council):
    adviser = adviser_for(council)
    webhook, _ = hooked(at, dclg)
    other, _ = hooked(at, OrganisationFactory())
    sandbox, _ = hooked(at, dclg, is_sandbox=True)
    by = originator(dclg)
    inbound = received(at, council=council, by=by)
    note_inbound(by=adviser, at=at, inbound=inbound, text="Among ourselves")
    assert told_of(webhook) == []  # its acknowledgement was the answer to the same call
    asked = ask_consent(by=adviser, at=at, inbound=inbound, text="May this go further?")
    answer_inbound(by=adviser, at=at, inbound=inbound, kind="nothing")
    assert told_of(webhook) == [("concern.changed", inbound.number)] * 2
    answer_consent(by=by.officer.user, at=at, originator=by, asked=asked, given=True)
    withdraw_inbound(by=by.officer.user, at=at, originator=by, inbound=inbound, reason="Mended.")
    assert len(told_of(webhook)) == 4
    assert told_of(other) == told_of(sandbox) == []


def test_who_changes_a_concern_is_not_told_of_it_and_another_token_is(at, dclg, council):
    adviser_for(council)
    webhook, token = hooked(at, dclg)
    another, _ = hooked(at, dclg)
    api = Client(headers={"Authorization": f"Bearer {token}"})
    body = {
        "council": council.code,
        "concern": "Assessments are late.",
        "council_told": {"answer": "no", "reason": "It is being checked."},
    }
    made = api.post(
        "/api/v1/concerns/", body, content_type="application/json", headers={"Idempotency-Key": "one"}
    )
    address, tag = made.headers["Location"], made.headers["ETag"]
    body["concern"] = "Assessments are later."
    put = api.put(address, body, content_type="application/json", headers={"If-Match": tag})
    assert put.status_code == 200
    api.post(f"{address}withdrawal/", {"reason": "Mended."}, content_type="application/json")
    assert told_of(webhook) == []
    assert told_of(another) == [("concern.changed", made.json()["number"])] * 2


def test_a_meetings_batch_is_told_release_by_release(at, dclg):
    webhook, _ = hooked(at, dclg)
    on = timezone.localdate(at)
    meeting = MeetingFactory(
        held_on=on + timedelta(days=5), cut_off_on=on, department_met_on=on + timedelta(days=2)
    )
    numbers = [proposed(at, meeting=meeting).number for _ in range(2)]
    approve_batch(by=UserFactory(principal_adviser=True), at=at, meeting=meeting, numbers=numbers)
    assert sorted(told_of(webhook)) == [("release.released", number) for number in sorted(numbers)]


def test_where_the_record_cannot_be_written_nothing_is_told(at, dclg, request):
    """The act, the row and the job are one transaction."""
    hooked(at, dclg)
    release = ReleaseFactory(number="2012-0001")
    broken = request.getfixturevalue("broken_audit")
    with pytest.raises(broken):
        released(at, number="2012-0002")
    assert Release.objects.get(pk=release.pk).approved_at is None
    assert not WebhookDelivery.objects.exists()
    assert not Job.objects.filter(kind="liaison.webhook").exists()


def test_an_officer_in_a_browser_brings_it_to_the_organisations_system(at, dclg, council):
    """What an officer withdraws at the door is news to the organisation's system."""
    webhook, _ = hooked(at, dclg)
    by = originator(dclg)
    inbound = received(at, council=council, by=by)
    withdraw_inbound(by=by.officer.user, at=at, originator=by, inbound=inbound, reason="Mended.")
    assert told_of(webhook) == [("concern.changed", inbound.number)]
