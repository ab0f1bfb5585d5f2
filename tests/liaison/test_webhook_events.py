"""What webhooks tell of: each change, by the act that makes it, to whoever reads it in the lists."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from ledger.models import Job
from liaison.models import Release, Scope, SharedSupport, WebhookDelivery
from liaison.workflow import (
    add_webhook,
    answer_consent,
    answer_inbound,
    approve_batch,
    approve_release,
    approve_support,
    ask_consent,
    end_own_webhook,
    note_inbound,
    refuse_support,
    revoke_token,
    withdraw_inbound,
    withdraw_release,
    withdraw_support,
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
    support_shared,
)
from tests.factories.panel import MeetingFactory

pytestmark = pytest.mark.django_db

EVENTS = ["release.released", "release.withdrawn", "release.superseded", "support.changed", "concern.changed"]
OF_SUPPORT = {"events": ["support.changed"], "scopes": [Scope.RECEIVE_WEBHOOKS, Scope.READ_SUPPORT]}


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


def support_listed(token):
    """The list of support as the token reads it: release and standing."""
    listed = Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/support/").json()
    return [(one["release"], one["standing"]) for one in listed["results"]]


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
    asked = ask_consent(by=adviser, at=at, inbound=inbound, text="May this go further?", recipient=None)
    answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="nothing")
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


def test_support_is_told_where_it_is_shared_where_newer_words_take_its_place_and_where_withdrawn(at, dclg):
    """By the number of the release that it follows; a token for support is told of nothing else (R083)."""
    webhook, token = hooked(at, dclg, **OF_SUPPORT)
    release = released(at, number="2012-0001")
    waiting = support_shared(at, release, approved=False)
    refuse_support(by=UserFactory(principal_adviser=True), at=at, shared=waiting, reason="It is a week old.")
    assert told_of(webhook) == support_listed(token) == []
    changed = ("support.changed", "2012-0001")
    first = support_shared(at, release, text="The board met.")
    assert told_of(webhook) == [changed]
    newer = support_shared(at, release, package=first.package, text="The budget was agreed.")
    assert told_of(webhook) == [changed] * 2
    assert sorted(support_listed(token)) == [("2012-0001", "shared"), ("2012-0001", "superseded")]
    withdraw_support(by=UserFactory(governance_officer=True), at=at, shared=newer, reason="A slip.")
    assert told_of(webhook) == [changed] * 3
    assert len({delivery.event for delivery in WebhookDelivery.objects.all()}) == 3


def test_support_is_told_once_where_the_release_it_follows_is_withdrawn(at, dclg):
    webhook, token = hooked(at, dclg, events=["support.changed"])
    followed, bare = released(at, number="2012-0001"), released(at, number="2012-0002")
    support_shared(at, followed)
    support_shared(at, followed, objectives="Another aim")
    support_shared(at, bare, approved=False)
    before = len(told_of(webhook))
    for release in (followed, bare):
        withdraw_release(by=UserFactory(governance_officer=True), at=at, release=release, reason="Wrong.")
    assert told_of(webhook)[before:] == [("support.changed", "2012-0001")]
    assert support_listed(token) == [("2012-0001", "withdrawn")] * 2


def test_support_is_told_once_where_the_release_it_follows_is_superseded(at, dclg, council):
    webhook, token = hooked(at, dclg)
    first = released(at, number="2012-0001", council=council)
    support_shared(at, first)
    before = len(told_of(webhook))
    second = released(at, number="2012-0002", council=council, supersedes=first)
    assert told_of(webhook)[before:] == [
        ("release.released", "2012-0002"),
        ("release.superseded", "2012-0001"),
        ("support.changed", "2012-0001"),
    ]
    assert support_listed(token) == [("2012-0001", "superseded")]
    before = len(told_of(webhook))
    released(at, number="2012-0003", council=council, supersedes=second)
    assert told_of(webhook)[before:] == [
        ("release.released", "2012-0003"),
        ("release.superseded", "2012-0002"),
    ]


@pytest.mark.django_db(transaction=True)
def test_support_shared_while_its_release_is_superseded_is_told_of_as_well(at, dclg, council):
    """Whoever supersedes waits for whoever shares: otherwise the entry would change and nobody be told."""
    webhook, token = hooked(at, dclg, events=["support.changed"])
    first = released(at, number="2012-0001", council=council)
    waiting = support_shared(at, first, approved=False)
    second = ReleaseFactory(number="2012-0002", council=council, supersedes=first)
    by = UserFactory(principal_adviser=True)

    def supersede():
        try:
            approve_release(by=by, at=at, release=second)
        finally:
            connection.close()

    superseding = threading.Thread(target=supersede)
    with transaction.atomic():
        approve_support(by=by, at=at, shared=waiting)
        superseding.start()
        one_waits()
    superseding.join(timeout=30)
    assert told_of(webhook) == [("support.changed", "2012-0001")] * 2
    assert support_listed(token) == [("2012-0001", "superseded")]


def one_waits():
    """Until somebody stands before a lock."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                "AND datname = current_database()"
            )
            if cursor.fetchone():
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_support_is_told_to_nobody_whose_list_does_not_show_it(at, dclg):
    """A token without support:read, another organisation, the sandbox; the sandbox of a fictional council."""
    narrow = [Scope.RECEIVE_WEBHOOKS, Scope.READ_RELEASES]
    answer = Client(
        headers={"Authorization": f"Bearer {issued(at, organisation=dclg, scopes=narrow)[1]}"}
    ).post(
        "/api/v1/webhooks/",
        {"url": "https://hooks.example.gov.uk/", "events": ["support.changed"]},
        content_type="application/json",
    )
    assert answer.status_code == 422
    assert "support:read" in answer.json()["detail"]
    releases = [event for event in EVENTS if event.startswith("release.")]
    without, _ = hooked(at, dclg, events=releases, scopes=narrow)
    other, others = hooked(at, OrganisationFactory(), **OF_SUPPORT)
    sandbox, tried = hooked(at, dclg, is_sandbox=True, **OF_SUPPORT)
    shared = support_shared(at, released(at, number="2012-0001"))
    withdraw_support(by=UserFactory(governance_officer=True), at=at, shared=shared, reason="A slip.")
    assert told_of(without) == [("release.released", "2012-0001")]
    assert told_of(other) == told_of(sandbox) == support_listed(others) == support_listed(tried) == []
    fictional = CouncilFactory(fictional=True, code="X00000001")
    support_shared(at, released(at, number="2012-0002", council=fictional))
    assert told_of(sandbox) == [("support.changed", "2012-0002")]
    assert support_listed(tried) == [("2012-0002", "shared")]
    assert told_of(other) == []


def test_where_the_record_cannot_be_written_nothing_is_told_of_support(at, dclg, request):
    release = released(at, number="2012-0001")
    waiting = support_shared(at, release, approved=False)
    shared = support_shared(at, release)
    by, officer = UserFactory(principal_adviser=True), UserFactory(governance_officer=True)
    hooked(at, dclg)
    broken = request.getfixturevalue("broken_audit")
    acts = (
        lambda: approve_support(by=by, at=at, shared=waiting),
        lambda: withdraw_support(by=officer, at=at, shared=shared, reason="A slip."),
        lambda: withdraw_release(by=officer, at=at, release=release, reason="Wrong."),
    )
    for act in acts:
        with pytest.raises(broken):
            act()
    assert SharedSupport.objects.shared().get() == shared
    assert not WebhookDelivery.objects.exists()
    assert not Job.objects.filter(kind="liaison.webhook").exists()


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
