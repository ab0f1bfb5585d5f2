"""What the Information Sharing Network brings to us: received, numbered, corrected, withdrawn (R081)."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.models import Notification
from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from councils.models import RegionHolding
from liaison.models import InboundConcern, InboundEntry, InboundVersion, NetworkMembership, Organisation
from liaison.queries import originator_of, standing_of
from liaison.submission import GivenEvidence
from liaison.workflow import (
    correct_inbound,
    end_officer,
    join_network,
    leave_network,
    name_officer,
    receive,
    withdraw_inbound,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, CoverFactory, InterestFactory, adviser_for
from tests.factories.liaison import (
    OfficerFactory,
    OrganisationFactory,
    handed_in,
    issued,
    originator,
    received,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def sender():
    return originator(name="E. Hale")


def send(at, sender, given):
    return receive(by=sender.officer.user, at=at, originator=sender, given=given)


def test_a_concern_is_received_numbered_and_acknowledged_at_once(at, council, sender):
    """R081-R082, R182: with its originator and terms, from their own perspective."""
    receipt = send(at, sender, handed_in(council, own_reference="OF/12", is_urgent=True))

    assert receipt.is_new
    assert receipt.number == f"{at:%Y}-G0001"
    assert receipt.inbound.recorded_at is not None
    version = receipt.version
    assert (version.officer_name, version.is_urgent, version.is_originator_controlled) == (
        "E. Hale",
        True,
        True,
    )
    assert version.handling == "In confidence. Consult the originator before disclosure."
    assert [(one.kind, one.line, one.link) for one in version.evidence.all()] == [
        ("hard", "The inspection of June", "https://example.org/x")
    ]
    assert version.sha256 == hashlib.sha256(version.canonical.encode()).hexdigest()
    said = json.loads(version.canonical)
    assert said["council"] == council.code
    assert said["council_told"] == {"answer": "no", "on": None, "reason": "It is being checked."}
    event = Event.objects.get(act="receive_concern")
    assert (event.by, event.scope) == (sender.officer.user, council.audit_scope)


def test_the_same_again_gives_the_same_receipt_and_another_body_is_refused(at, council, sender):
    by_key = handed_in(council, key="k-1")
    by_reference = handed_in(council, own_reference="OF/1", matter="Another matter.")
    for given in (by_key, by_reference):
        first = send(at, sender, given)
        again = send(at + timedelta(minutes=1), sender, given)
        assert (again.number, again.is_new, again.version) == (first.number, False, first.version)
    with pytest.raises(
        Refused, match=r"Something else was received under the same idempotency key: \d{4}-G0001"
    ):
        send(at, sender, replace(by_key, matter="It is worse."))
    with pytest.raises(Refused, match="under the same own reference, for this council"):
        send(at, sender, replace(by_reference, told_reason="So."))
    assert InboundVersion.objects.count() == 2
    other = originator()
    assert send(at, other, by_key).is_new
    assert send(at, sender, handed_in(CouncilFactory(), own_reference="OF/1")).is_new


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"matter": " "}, "Enter what the concern is"),
        ({"handling": ""}, "Enter the terms"),
        ({"told": "perhaps"}, "yes, no or not yet"),
        ({"told": "yes"}, "Enter the day on which the council was told"),
        ({"told": "not_yet", "told_reason": ""}, "Say why the council has not been told"),
        ({"evidence": (GivenEvidence(kind="rumour", line="x"),)}, "hard or soft"),
        ({"evidence": (GivenEvidence(kind="hard", line=" "),)}, "what each line of evidence is"),
        ({"evidence": (GivenEvidence(kind="hard", line="x", link="javascript:x"),)}, "A link begins with"),
        ({"evidence": (GivenEvidence(kind="hard", line="x"),) * 21}, "at most 20 lines"),
        ({"matter": "a\x00b"}, "cannot be kept"),
        ({"matter": "a" * 20_001}, "longer than 20,000"),
        ({"service_area": "magic"}, "Choose the service from"),
    ],
)
def test_what_is_missing_or_cannot_be_is_named_and_nothing_is_kept(at, council, sender, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        send(at, sender, handed_in(council, **fields))
    assert not InboundConcern.objects.exists()


def test_a_day_to_come_is_no_day_of_telling(at, council, sender):
    with pytest.raises(Refused, match="today or an earlier one"):
        send(
            at, sender, handed_in(council, told="yes", told_on=at.date() + timedelta(days=3), told_reason="")
        )


def test_one_council_by_its_code_and_one_concern_for_each(at, council, sender):
    with pytest.raises(Refused, match="No council has the code “E99999999”"):
        send(at, sender, replace(handed_in(council), council_code="E99999999"))
    with pytest.raises(Refused, match="Send one concern for each council"):
        send(at, sender, replace(handed_in(council), council_code=f"{council.code}, E06000034"))
    with pytest.raises(Refused, match="No council has the code"):
        send(at, sender, replace(handed_in(council), council_code=""))


def test_only_the_network_is_received_from_and_only_in_ones_own_name(at, council, sender):
    outside = originator(OrganisationFactory(in_network=False))
    with pytest.raises(Refused, match="is not in the Information Sharing Network today"):
        send(at, outside, handed_in(council))
    with pytest.raises(NotFound):
        receive(by=UserFactory(dclg_liaison=True), at=at, originator=sender, given=handed_in(council))
    with pytest.raises(NotPermitted):
        receive(by=adviser_for(council), at=at, originator=sender, given=handed_in(council))
    assert not InboundConcern.objects.exists()


def test_over_the_api_an_officer_is_known_by_name_behind_the_token(at, council):
    client, _ = issued(at)
    officer = OfficerFactory(organisation=client.organisation, name="A. Marlow", key="a-marlow")
    on = at.date()
    assert originator_of(client, "a-marlow", on).officer == officer
    assert originator_of(client, "nobody", on) is None
    stranger = OfficerFactory(key="stranger")
    assert originator_of(client, stranger.key, on) is None
    named = originator_of(client, "", on)
    assert (named.name, named.officer) == (client.officer, None)
    lowe = OfficerFactory(organisation=client.organisation, name=client.officer)
    assert originator_of(client, "", on).officer == lowe
    end_officer(by=None, at=at, officer=lowe)
    assert originator_of(client, "", on) is None  # an officer who was ended speaks no more through it
    assert originator_of(client, lowe.key, on) is None

    receipt = receive(
        by=None, at=at, originator=originator_of(client, "a-marlow", on), given=handed_in(council)
    )
    assert (receipt.version.officer_name, receipt.version.client) == ("A. Marlow", client)


def test_it_lands_with_the_advisers_of_the_region_and_whoever_covers_for_them(at, council, sender):
    """R081; within a minute: it stands there in the same transaction."""
    adviser, senior = adviser_for(council), adviser_for(council, role="senior_adviser")
    deputy, recused, far = (
        UserFactory(principal_adviser=True),
        adviser_for(council),
        adviser_for(CouncilFactory()),
    )
    CoverFactory(absent=adviser, deputy=deputy)
    InterestFactory(user=recused, council=council)
    inbound = send(at, sender, handed_in(council)).inbound

    told = set(Notification.objects.filter(address=inbound.get_absolute_url()).values_list("user", flat=True))
    assert told == {adviser.pk, senior.pk, deputy.pk}
    assert far.pk not in told
    sentence = Notification.objects.first().sentence
    assert council.short_name not in sentence
    assert "Assessments" not in sentence


def test_a_correction_is_a_new_version_and_the_first_is_kept(at, council, sender):
    adviser_for(council)
    inbound = received(at, council=council, by=sender, own_reference="OF/1")
    given = handed_in(council, matter="Assessments were late until May.")
    by = sender.officer.user
    receipt = correct_inbound(by=by, at=at, originator=sender, inbound=inbound, version=1, given=given)

    assert [one.matter for one in inbound.versions.all()] == [
        "Assessments of children are late.",
        "Assessments were late until May.",
    ]
    again = correct_inbound(by=by, at=at, originator=sender, inbound=inbound, version=1, given=given)
    assert (again.version, again.is_new) == (receipt.version, False)
    with pytest.raises(Refused, match="For another council or service"):
        correct_inbound(
            by=by, at=at, originator=sender, inbound=inbound, version=1, given=handed_in(CouncilFactory())
        )
    other = originator()
    with pytest.raises(NotFound):
        correct_inbound(
            by=other.officer.user, at=at, originator=other, inbound=inbound, version=1, given=given
        )


def test_a_correction_of_what_was_not_read_writes_over_nobodys(at, council, sender):  # R081
    """Two officers correct it at once: one act, one plain refusal with both texts."""
    inbound, by = received(at, council=council, by=sender), sender.officer.user
    act = partial(correct_inbound, by=by, at=at, originator=sender, inbound=inbound, version=1)
    act(given=handed_in(council, matter="Late until May."))
    with pytest.raises(Stale, match="version 2 stands now") as stale:
        act(given=handed_in(council, matter="Late until June."))
    assert "Late until May." in stale.value.held
    assert "Late until June." in stale.value.typed
    assert act(given=handed_in(council, matter="Late until May.")).is_new is False  # the same, sent twice
    assert inbound.versions.count() == 2


def test_that_it_no_longer_waits_for_a_meeting_is_told_at_once(at, council, sender):  # R082
    adviser_for(council)
    inbound, by = received(at, council=council, by=sender), sender.officer.user
    act = partial(correct_inbound, by=by, at=at, originator=sender, inbound=inbound)
    act(version=1, given=handed_in(council, matter="A child was hurt.", is_urgent=True))
    act(version=2, given=handed_in(council, matter="Two were hurt.", is_urgent=True))
    said = Notification.objects.order_by("pk").values_list("sentence", flat=True)
    assert ["does not wait for a meeting" in one for one in said] == [False, True, False]


def test_its_originator_withdraws_it_and_then_nothing_more_is_done(at, council, sender):
    inbound, by = received(at, council=council, by=sender), sender.officer.user
    with pytest.raises(Refused, match="Enter why"):
        withdraw_inbound(by=by, at=at, originator=sender, inbound=inbound, reason=" ")
    withdraw_inbound(by=by, at=at, originator=sender, inbound=inbound, reason="It was another council.")
    assert standing_of(inbound) == "withdrawn"
    with pytest.raises(Refused, match="was withdrawn by its originator"):
        withdraw_inbound(by=by, at=at, originator=sender, inbound=inbound, reason="Again.")
    with pytest.raises(Refused, match="was withdrawn by its originator"):
        correct_inbound(
            by=by,
            at=at,
            originator=sender,
            inbound=inbound,
            version=1,
            given=handed_in(council, matter="x"),
        )


def test_the_database_itself_keeps_every_row_and_every_rule(at, council, sender):
    inbound = received(at, council=council, by=sender)
    version = inbound.versions.get()
    for rows, change in (
        (InboundConcern.objects.filter(pk=inbound.pk), {"number": "2012-G0009"}),
        (InboundVersion.objects.filter(pk=version.pk), {"matter": "x"}),
        (version.evidence.all(), {"line": "x"}),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        version.evidence.all().delete()
    copy = {
        field.attname: getattr(version, field.attname)
        for field in InboundVersion._meta.concrete_fields
        if field.name not in ("id", "recorded_at")
    }
    for wrong in ({"told": "yes"}, {"told_reason": ""}, {"matter": ""}, {"officer_id": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            InboundVersion.objects.create(**{**copy, "version": 2, **wrong})
    with pytest.raises(InternalError, match="The hash is not of this text"), transaction.atomic():
        InboundVersion.objects.create(**{**copy, "version": 2, "sha256": "0" * 64})
    with pytest.raises(IntegrityError), transaction.atomic():
        InboundEntry.objects.create(inbound=inbound, kind="answered", text="x", who="y", at=at)


def test_if_the_record_cannot_be_written_nothing_was_received(at, council, sender, broken_audit):
    adviser_for(council)
    with pytest.raises(broken_audit), transaction.atomic():
        send(at, sender, handed_in(council))
    assert not InboundConcern.objects.exists()
    assert not Notification.objects.exists()


def test_the_network_is_that_of_the_sources_and_governance_keeps_it(at, council):
    """R062, R063, R065: with the days from and until which each belongs."""
    assert set(Organisation.objects.values_list("slug", "kind")) >= {
        ("dclg", "department"),
        ("dfe", "department"),
        ("dh", "department"),
        ("ofsted", "inspectorate"),
        ("cqc", "inspectorate"),
        ("audit-commission", "inspectorate"),
    }
    officer, office = UserFactory(governance_officer=True), OrganisationFactory(in_network=False)
    join_network(by=officer, at=at, organisation=office, since_on=at.date(), source="A letter")
    with pytest.raises(Refused, match="is in the Network already"):
        join_network(by=officer, at=at, organisation=office, since_on=None, source="A letter")
    leave_network(by=officer, at=at, organisation=office, until_on=at.date())
    with pytest.raises(Refused, match="is not in the Network"):
        leave_network(by=officer, at=at, organisation=office, until_on=at.date())
    for person in (UserFactory(principal_adviser=True), UserFactory(administrator=True)):
        with pytest.raises(NotPermitted, match="information-governance officer keeps"):
            join_network(by=person, at=at, organisation=office, since_on=None, source="x")
    assert NetworkMembership.objects.filter(organisation=office).count() == 1


def test_an_officer_speaks_for_one_organisation_and_no_longer_when_ended(at, council):
    governance, user = UserFactory(governance_officer=True), UserFactory(dclg_liaison=True)
    office = OrganisationFactory()
    named = name_officer(by=governance, at=at, organisation=office, name="A. Marlow", user=user)
    assert name_officer(by=governance, at=at, organisation=office, name="A. Marlow").key == "a-marlow-2"
    with pytest.raises(Refused, match="speaks for an organisation already"):
        name_officer(by=governance, at=at, organisation=OrganisationFactory(), name="A. M.", user=user)
    with pytest.raises(Refused, match="does not hold the role"):
        name_officer(by=governance, at=at, organisation=office, name="B.", user=UserFactory())
    end_officer(by=governance, at=at, officer=named)
    client, _ = issued(at, organisation=office)
    assert originator_of(client, "a-marlow", at.date()) is None


def test_a_region_without_an_adviser_keeps_it_for_the_secretariat(at, council, sender):
    RegionHolding.objects.filter(region=council.region).delete()
    received(at, council=council, by=sender)
    assert InboundConcern.objects.visible_to(UserFactory(secretariat=True)).count() == 1
