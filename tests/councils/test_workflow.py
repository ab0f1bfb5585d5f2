"""Acts about regions, interests, offices and control: each works, is refused, is recorded or undone."""

from datetime import date

import pytest

from accounts.models import Role
from audit.models import Event
from common.errors import NotPermitted, Refused
from councils import queries, workflow
from councils.models import Council, Interest, Office, Officeholder, PoliticalControl, RegionHolding
from tests.factories.accounts import UserFactory
from tests.factories.councils import (
    CouncilFactory,
    InterestFactory,
    RegionFactory,
    RegionHoldingFactory,
    adviser_for,
)

pytestmark = pytest.mark.django_db

SINCE = date(2026, 4, 1)
PRINCIPAL = RegionHolding.Capacity.PRINCIPAL
SENIOR = RegionHolding.Capacity.SENIOR
MEMBER = RegionHolding.Capacity.MEMBER


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


def recorded(act: str) -> Event:
    return Event.objects.get(act=act)


# Regions (R027).


def test_an_administrator_assigns_a_region(administrator, at):
    adviser, region = UserFactory(principal_adviser=True), RegionFactory()
    holding = workflow.assign_region(
        by=administrator, at=at, region=region, user=adviser, capacity=PRINCIPAL, since_on=SINCE
    )
    assert holding.holder_name == adviser.name
    assert queries.region_ids_held_by(adviser, SINCE) == {region.pk}
    event = recorded("assign_region")
    assert event.by == administrator
    assert event.details["region"] == region.slug


def test_an_adviser_may_hold_more_than_one_region(administrator, at):
    adviser = UserFactory(principal_adviser=True)
    for region in RegionFactory.create_batch(3):
        workflow.assign_region(
            by=administrator, at=at, region=region, user=adviser, capacity=PRINCIPAL, since_on=SINCE
        )
    assert len(queries.region_ids_held_by(adviser, SINCE)) == 3


@pytest.mark.parametrize("trait", ["principal_adviser", "secretariat", "governance_officer"])
def test_nobody_else_assigns_a_region(trait, at):
    by, region = UserFactory(**{trait: True}), RegionFactory()
    adviser = UserFactory(principal_adviser=True)
    with pytest.raises(NotPermitted, match="Only a technical administrator"):
        workflow.assign_region(by=by, at=at, region=region, user=adviser, capacity=PRINCIPAL, since_on=SINCE)
    assert not RegionHolding.objects.exists()


def test_a_region_has_one_principal_adviser_at_a_time(administrator, at):
    holding = RegionHoldingFactory()
    other = UserFactory(principal_adviser=True)
    with pytest.raises(Refused, match=f"held by {holding.holder_name} as Principal Adviser"):
        workflow.assign_region(
            by=administrator, at=at, region=holding.region, user=other, capacity=PRINCIPAL, since_on=SINCE
        )
    workflow.end_region_holding(by=administrator, at=at, holding=holding, until_on=date(2026, 3, 31))
    workflow.assign_region(
        by=administrator, at=at, region=holding.region, user=other, capacity=PRINCIPAL, since_on=SINCE
    )
    assert queries.region_ids_held_by(holding.user, date(2026, 3, 31)) == {holding.region_id}
    assert queries.region_ids_held_by(holding.user, SINCE) == frozenset()


def test_the_names_of_2012_do_not_stand_in_the_way(loaded, administrator, at):
    region, adviser = queries.region_by_slug("london"), UserFactory(principal_adviser=True)
    workflow.assign_region(
        by=administrator, at=at, region=region, user=adviser, capacity=PRINCIPAL, since_on=date(2012, 4, 1)
    )
    fact = region.holdings.get(user__isnull=True)
    with pytest.raises(Refused, match="a fact out of a document"):
        workflow.end_region_holding(by=administrator, at=at, holding=fact, until_on=SINCE)


def test_a_senior_adviser_stands_beside_the_principal(administrator, at):
    holding, senior = RegionHoldingFactory(), UserFactory(senior_adviser=True)
    workflow.assign_region(
        by=administrator, at=at, region=holding.region, user=senior, capacity=SENIOR, since_on=SINCE
    )
    with pytest.raises(Refused, match="End that holding"):
        workflow.assign_region(
            by=administrator, at=at, region=holding.region, user=senior, capacity=SENIOR, since_on=SINCE
        )


def test_a_lead_member_peer_is_of_a_region_beside_its_advisers_and_holds_nothing(administrator, at):  # R040
    holding, peer = RegionHoldingFactory(), UserFactory(role="member_peer")
    another = UserFactory(role="member_peer")
    given = {"by": administrator, "at": at, "region": holding.region, "capacity": MEMBER, "since_on": SINCE}
    for one in (peer, another):
        workflow.assign_region(**given, user=one)
    with pytest.raises(Refused, match="as Lead member peer"):
        workflow.assign_region(**given, user=peer)
    with pytest.raises(Refused, match="is not a Lead member peer"):
        workflow.assign_region(**given, user=holding.user)
    council = CouncilFactory(region=holding.region)
    assert queries.region_ids_noted_by(peer, SINCE) == {holding.region_id}
    assert queries.region_ids_held_by(peer, SINCE) == frozenset()
    assert not queries.holds_region_of(peer, council, SINCE)
    assert queries.advisers_for(council, SINCE) == [holding]
    assert queries.region_names_held_by(peer, SINCE) == [holding.region.name]


def test_only_an_adviser_of_that_kind_holds_a_region(administrator, at):
    person = UserFactory(secretariat=True, name="S. Adeyemi")
    with pytest.raises(Refused, match=r"S\. Adeyemi is not a Principal Adviser"):
        workflow.assign_region(
            by=administrator, at=at, region=RegionFactory(), user=person, capacity=PRINCIPAL, since_on=SINCE
        )


def test_a_holding_cannot_end_before_it_began(administrator, at):
    holding = RegionHoldingFactory(since_on=SINCE)
    with pytest.raises(Refused, match="It began on 1 April 2026"):
        workflow.end_region_holding(by=administrator, at=at, holding=holding, until_on=date(2026, 3, 1))


def test_an_assignment_that_cannot_be_recorded_is_not_made(administrator, at, broken_audit):
    with pytest.raises(broken_audit):
        workflow.assign_region(
            by=administrator,
            at=at,
            region=RegionFactory(),
            user=UserFactory(principal_adviser=True),
            capacity=PRINCIPAL,
            since_on=SINCE,
        )
    assert not RegionHolding.objects.exists()


def test_an_end_that_cannot_be_recorded_is_not_made(administrator, at, broken_audit):
    holding = RegionHoldingFactory()
    with pytest.raises(broken_audit):
        workflow.end_region_holding(by=administrator, at=at, holding=holding, until_on=SINCE)
    holding.refresh_from_db()
    assert holding.until_on is None


# Interests (R052).


def test_a_person_declares_their_own_interest(at):
    person, council = UserFactory(panel_member=True), CouncilFactory()
    interest = workflow.declare_interest(
        by=person, at=at, user=person, council=council, nature="Councillor of the council", since_on=SINCE
    )
    assert interest.council == council
    event = recorded("declare_interest")
    assert event.scope == council.audit_scope
    assert "Councillor" not in str(event.details)


def test_a_stranger_does_not_declare_it_for_them(at):
    person = UserFactory(panel_member=True)
    with pytest.raises(NotPermitted, match="may declare this interest"):
        workflow.declare_interest(
            by=UserFactory(secretariat=True),
            at=at,
            user=person,
            council=CouncilFactory(),
            nature="Councillor",
            since_on=SINCE,
        )


def test_an_interest_says_what_it_is_and_is_declared_once(at):
    person, council = UserFactory(), CouncilFactory()
    with pytest.raises(Refused, match="Say what the interest is"):
        workflow.declare_interest(by=person, at=at, user=person, council=council, nature="  ", since_on=SINCE)
    InterestFactory(user=person, council=council)
    with pytest.raises(Refused, match="declared already"):
        workflow.declare_interest(
            by=person, at=at, user=person, council=council, nature="Councillor", since_on=SINCE
        )


def test_nobody_ends_their_own_interest(at):
    for by in (UserFactory(panel_member=True), UserFactory(administrator=True)):
        interest = InterestFactory(user=by)
        with pytest.raises(NotPermitted, match="cannot end your own"):
            workflow.end_interest(by=by, at=at, interest=interest, until_on=SINCE)


def test_the_governance_officer_ends_it_and_an_adviser_does_not(at):
    interest = InterestFactory()
    with pytest.raises(NotPermitted):
        workflow.end_interest(
            by=UserFactory(principal_adviser=True), at=at, interest=interest, until_on=SINCE
        )
    officer = UserFactory(governance_officer=True)
    workflow.end_interest(by=officer, at=at, interest=interest, until_on=SINCE)
    with pytest.raises(Refused, match="ended on 1 April 2026 already"):
        workflow.end_interest(by=officer, at=at, interest=interest, until_on=SINCE)
    assert recorded("end_interest").by == officer


def test_an_interest_that_cannot_be_recorded_is_not_declared(at, broken_audit):
    person = UserFactory()
    with pytest.raises(broken_audit):
        workflow.declare_interest(
            by=person, at=at, user=person, council=CouncilFactory(), nature="Councillor", since_on=SINCE
        )
    assert not Interest.objects.exists()


# Offices and control (R051).


def leader(by, at, council, name="A. Penrose", **given):
    values = {"office": Office.LEADER, "source": "The council's website", "since_on": SINCE} | given
    return workflow.record_officeholder(by=by, at=at, council=council, name=name, **values)


def test_the_regions_adviser_records_who_leads_the_council(at):
    council = CouncilFactory()
    adviser = adviser_for(council)
    leader(adviser, at, council)
    assert queries.identity(council, SINCE).leader.name == "A. Penrose"
    event = recorded("record_officeholder")
    assert event.scope == council.audit_scope
    assert "Penrose" not in str(event.details)


def test_the_next_leader_ends_the_one_before(at):
    council = CouncilFactory()
    adviser = adviser_for(council)
    leader(adviser, at, council)
    leader(adviser, at, council, "B. Quill", since_on=date(2026, 5, 20))
    assert Officeholder.objects.get(name="A. Penrose").until_on == date(2026, 5, 19)
    assert queries.identity(council, date(2026, 5, 20)).leader.name == "B. Quill"
    with pytest.raises(Refused, match="must begin after that day"):
        leader(adviser, at, council, "C. Reed", since_on=date(2026, 5, 20))
    with pytest.raises(Refused, match="Say from which day"):
        leader(adviser, at, council, "C. Reed", since_on=None)


def test_there_may_be_several_portfolio_holders(at):
    council = CouncilFactory()
    adviser = adviser_for(council)
    for name in ("D. Shaw", "E. Tan"):
        leader(adviser, at, council, name, office=Office.PORTFOLIO_HOLDER, title="Cabinet member")
    assert len(queries.identity(council, SINCE).others) == 2


def test_an_adviser_from_another_region_may_not_record_it(at):
    council = CouncilFactory()
    with pytest.raises(NotPermitted, match="which you do not look after"):
        leader(adviser_for(CouncilFactory()), at, council)
    with pytest.raises(NotPermitted, match="Only an adviser"):
        leader(UserFactory(secretariat=True), at, council)


def test_an_adviser_with_an_interest_may_not_record_it(at):  # R052
    council = CouncilFactory()
    adviser = adviser_for(council)
    InterestFactory(user=adviser, council=council)
    with pytest.raises(NotPermitted, match="You have a declared interest"):
        leader(adviser, at, council)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " "}, "Enter the name"),
        ({"source": ""}, "Say how this is known"),
        ({"until_on": date(2026, 3, 1)}, "cannot end on 1 March 2026"),
    ],
)
def test_an_office_needs_a_name_a_source_and_days_in_order(at, given, sentence):
    council = CouncilFactory()
    with pytest.raises(Refused, match=sentence):
        leader(adviser_for(council), at, council, **given)


def test_control_is_recorded_and_the_one_before_ends(at):
    council = CouncilFactory()
    adviser = adviser_for(council)
    for control, since_on in (("Labour", date(2024, 5, 10)), ("No overall control", date(2026, 5, 20))):
        workflow.record_control(
            by=adviser,
            at=at,
            council=council,
            control=control,
            since_on=since_on,
            source="Local election results",
        )
    assert queries.identity(council, date(2026, 5, 19)).control.control == "Labour"
    assert queries.identity(council, date(2026, 5, 20)).control.control == "No overall control"
    with pytest.raises(Refused, match="Enter who controls"):
        workflow.record_control(by=adviser, at=at, council=council, control="", source="x")


@pytest.mark.parametrize("act", ["record_officeholder", "record_control"])
def test_what_cannot_be_recorded_in_the_record_is_not_kept(at, broken_audit, act):
    council = CouncilFactory()
    adviser = adviser_for(council)
    what = (
        {"office": Office.LEADER, "name": "A. Penrose"}
        if act == "record_officeholder"
        else {"control": "Labour"}
    )
    with pytest.raises(broken_audit):
        getattr(workflow, act)(by=adviser, at=at, council=council, source="x", **what)
    assert not Officeholder.objects.exists()
    assert not PoliticalControl.objects.exists()


# Fictional councils.


def test_fictional_councils_are_numbered_from_one_and_marked(loaded, at):
    region = queries.region_by_slug("london")
    first, second = (
        workflow.add_fictional_council(
            by=None, at=at, name=f"{name} Borough Council", short_name=name, kind="london", region=region
        )
        for name in ("Marchford", "Barchester")
    )
    assert (first.code, second.code) == ("X00000001", "X00000002")
    assert first.is_fictional
    assert queries.council_by_code("X00000001") == first
    assert queries.count_councils(date(2012, 4, 1)) == 353
    assert first.pk not in queries.council_ids_existing("london", SINCE, SINCE)


def test_they_go_again_with_all_that_this_room_holds_about_them(loaded, at):
    region = queries.region_by_slug("london")
    county = workflow.add_fictional_council(
        by=None,
        at=at,
        name="Marchshire County Council",
        short_name="Marchshire",
        kind="county",
        region=region,
    )
    council = workflow.add_fictional_council(
        by=None,
        at=at,
        name="Marchford District Council",
        short_name="Marchford",
        kind="district",
        region=region,
        county=county,
    )
    leader(None, at, council)
    InterestFactory(council=council)
    assert workflow.remove_fictional_councils(by=None, at=at) == 2
    assert Council.objects.count() == 365
    assert workflow.remove_fictional_councils(by=None, at=at) == 0


def test_an_adviser_adds_no_fictional_council(at):
    with pytest.raises(NotPermitted):
        workflow.add_fictional_council(
            by=UserFactory(role=Role.PRINCIPAL_ADVISER),
            at=at,
            name="Marchford Borough Council",
            short_name="Marchford",
            kind="unitary",
            region=RegionFactory(),
        )
