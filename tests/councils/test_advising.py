"""Leads, who stands in during leave, and the change-of-control offer: acts, and their pages."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from audit.models import Event
from cases.queries import due_for
from common.errors import NotPermitted, Refused
from councils import queries, workflow
from councils.models import AllocatedLead, ChangeOfControl, Cover, PoliticalControl, PoliticalGroup
from intelligence.queries import follow_ups_due
from intelligence.workflow import read_source_identity
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import (
    ChangeOfControlFactory,
    CouncilFactory,
    CoverFactory,
    InterestFactory,
    RegionHoldingFactory,
    ServiceAreaFactory,
    adviser_for,
)
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


def text(response) -> str:
    return " ".join(response.content.decode().split())


# Leads (R039).


def test_an_administrator_allocates_a_lead_and_ends_it(administrator, at, on, sign_in):  # R039
    adviser = UserFactory(principal_adviser=True, name="A. Lead")
    group = PoliticalGroup.objects.create(slug="labour", name="Labour")
    client = sign_in(administrator)
    day = {"since_on_0": on.day, "since_on_1": on.month, "since_on_2": on.year}
    page = client.post("/leads/allocate", {"user": adviser.pk, "group": group.pk, **day}, follow=True)
    assert "A. Lead leads on Labour group." in text(page)
    lead = AllocatedLead.objects.get()
    assert queries.leads_of(adviser, on) == [lead]
    assert Event.objects.get(act="allocate_lead").by == administrator
    assert "leads on Labour group already" in text(
        client.post("/leads/allocate", {"user": adviser.pk, "group": group.pk, **day})
    )
    workflow.end_lead(by=administrator, at=at, lead=lead, until_on=on)
    assert queries.leads_of(adviser, on + timedelta(days=1)) == []
    with pytest.raises(Refused, match="ended on"):
        workflow.end_lead(by=administrator, at=at, lead=lead, until_on=on)


def test_a_lead_is_on_one_thing_and_held_by_an_adviser(administrator, at, on):  # R039
    adviser, area = UserFactory(senior_adviser=True), ServiceAreaFactory()
    with pytest.raises(Refused, match="one of the two"):
        workflow.allocate_lead(by=administrator, at=at, user=adviser, since_on=on)
    with pytest.raises(Refused, match="is not an adviser"):
        workflow.allocate_lead(
            by=administrator, at=at, user=UserFactory(secretariat=True), since_on=on, service_area=area
        )
    with pytest.raises(NotPermitted, match="Only a technical administrator"):
        workflow.allocate_lead(by=adviser, at=at, user=adviser, since_on=on, service_area=area)
    assert not AllocatedLead.objects.exists()


def test_a_lead_that_cannot_be_recorded_is_not_allocated(administrator, at, on, broken_audit):
    with pytest.raises(broken_audit):
        workflow.allocate_lead(
            by=administrator,
            at=at,
            user=UserFactory(principal_adviser=True),
            since_on=on,
            service_area=ServiceAreaFactory(),
        )
    assert not AllocatedLead.objects.exists()


def test_the_councils_a_group_controls_are_found(on):  # R039
    group = PoliticalGroup.objects.create(slug="labour", name="Labour")
    held, minority, _other = CouncilFactory.create_batch(3)
    PoliticalControl.objects.create(council=held, control="Labour", since_on=on)
    PoliticalControl.objects.create(council=minority, control="Labour minority")
    PoliticalControl.objects.create(council=_other, control="No overall control")
    assert set(queries.councils_controlled_by(group, on)) == {held, minority}


# Deputies during leave.


def test_while_an_adviser_is_away_the_deputy_has_their_regions_and_what_is_due(at, on, sign_in):
    council = CouncilFactory()
    absent, deputy = adviser_for(council), UserFactory(principal_adviser=True, name="D. Deputy")
    note = NoteFactory(council=council, owner=absent, follow_up_on=on)
    hidden = NoteFactory(council=council, owner=absent, follow_up_on=on, marking="restricted")
    concern = ConcernFactory(council=council, owner=absent, review_on=on)
    assert council.region_id not in queries.region_ids_held_by(deputy, on)
    day = {"since_on_0": on.day, "since_on_1": on.month, "since_on_2": on.year}
    last = on + timedelta(days=9)
    until = {"until_on_0": last.day, "until_on_1": last.month, "until_on_2": last.year}
    page = sign_in(absent).post("/cover", {"deputy": deputy.pk, **day, **until}, follow=True)
    assert "D. Deputy stands in from" in text(page)
    assert queries.region_ids_held_by(deputy, on) == {council.region_id}
    assert queries.region_ids_held_by(deputy, last + timedelta(days=1)) == frozenset()
    assert follow_ups_due(deputy, on) == [note]
    assert hidden not in follow_ups_due(deputy, on)
    assert concern in {due.concern for due in due_for(deputy, on)}
    client = sign_in(deputy)
    assert f"You stand in for {absent.name} until" in text(client.get("/"))
    assert "Record who holds an office" in text(client.get(f"/councils/{council.code}/people"))
    client.post(f"/cover/{Cover.objects.get().pk}/end")
    assert queries.region_ids_held_by(deputy, on) == frozenset()
    assert {event.act for event in Event.objects.filter(act__endswith="_cover")} == {
        "arrange_cover",
        "end_cover",
    }


def test_a_deputys_own_declared_interest_stands(at, on):
    council = CouncilFactory()
    absent, deputy = adviser_for(council), UserFactory(principal_adviser=True)
    InterestFactory(user=deputy, council=council, since_on=on)
    NoteFactory(council=council, owner=absent, follow_up_on=on)
    CoverFactory(absent=absent, deputy=deputy)
    assert follow_ups_due(deputy, on) == []


def test_who_a_source_is_the_deputy_reads_only_where_the_absent_adviser_let_them(at):
    council = CouncilFactory()
    absent, deputy = adviser_for(council), UserFactory(principal_adviser=True)
    note = NoteFactory(council=council, owner=absent, source__owner=absent)
    cover = CoverFactory(absent=absent, deputy=deputy)
    with pytest.raises(NotPermitted, match="alone may read"):
        read_source_identity(by=deputy, at=at, note=note, reason="I must ring them.")
    cover.reads_sources = True
    cover.save()
    with pytest.raises(Refused, match="Enter why you need to know"):
        read_source_identity(by=deputy, at=at, note=note)
    with pytest.raises(Refused, match="was not kept"):
        read_source_identity(by=deputy, at=at, note=note, reason="I must ring them.")


def arranged(at, by, absent, deputy, since_on, until_on, **more):
    return workflow.arrange_cover(
        by=by, at=at, absent=absent, deputy=deputy, since_on=since_on, until_on=until_on, **more
    )


def test_cover_is_for_a_time_by_one_of_the_kind_and_arranged_by_whom_it_is_for(at, on, administrator):
    absent = UserFactory(principal_adviser=True)
    senior, other = UserFactory(senior_adviser=True), UserFactory(principal_adviser=True)
    week = on + timedelta(days=7)
    with pytest.raises(Refused, match="would gain from it"):
        arranged(at, senior, senior, other, on, week)
    with pytest.raises(Refused, match="is not an adviser"):
        arranged(at, absent, absent, UserFactory(secretariat=True), on, week)
    with pytest.raises(Refused, match="nobody stands in for themselves"):
        arranged(at, absent, absent, absent, on, week)
    with pytest.raises(Refused, match="three months at most"):
        arranged(at, absent, absent, other, on, on + timedelta(days=100))
    with pytest.raises(Refused, match="has gone by"):
        arranged(at, absent, absent, other, on - timedelta(days=9), on - timedelta(days=1))
    with pytest.raises(Refused, match="before the first"):
        arranged(at, absent, absent, other, week, on)
    with pytest.raises(NotPermitted, match="is arranged by"):
        arranged(at, other, absent, senior, on, week)
    with pytest.raises(Refused, match="can let somebody read"):
        arranged(at, administrator, absent, senior, on, week, reads_sources=True)
    assert not Cover.objects.exists()
    cover = arranged(at, administrator, absent, senior, on, week)
    with pytest.raises(Refused, match="stands in for"):
        arranged(at, absent, absent, senior, week, week)
    with pytest.raises(NotPermitted, match="may end this"):
        workflow.end_cover(by=other, at=at, cover=cover)
    assert Notification.objects.get(user=senior).sentence.startswith("You stand in for")


def test_cover_that_cannot_be_recorded_is_not_arranged(at, on, broken_audit):
    absent = UserFactory(principal_adviser=True)
    with pytest.raises(broken_audit):
        arranged(at, absent, absent, UserFactory(senior_adviser=True), on, on)
    assert not Cover.objects.exists()


def test_a_stranger_to_a_cover_does_not_find_it(sign_in):
    cover = CoverFactory()
    assert sign_in(UserFactory(principal_adviser=True)).post(f"/cover/{cover.pk}/end").status_code == 404
    assert "You look after none" in text(sign_in(UserFactory(analyst=True)).get("/cover"))


# A change of control (R131).


def test_a_change_of_control_prompts_the_offer_until_it_is_answered(at, on, sign_in):  # R131
    council = CouncilFactory()
    adviser, colleague = adviser_for(council), UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=colleague, region=council.region, capacity="senior")
    known = {"by": adviser, "at": at, "council": council, "source": "Local election results"}
    workflow.record_control(**known, control="Labour", since_on=on - timedelta(days=900))
    assert not ChangeOfControl.objects.exists()
    workflow.record_control(**known, control="No overall control", since_on=on - timedelta(days=5))
    change = ChangeOfControl.objects.get()
    assert str(change) == "Control changed from Labour to No overall control"
    assert set(Notification.objects.values_list("user", flat=True)) == {adviser.pk, colleague.pk}
    assert council.short_name not in Notification.objects.first().sentence
    client = sign_in(adviser)
    today = text(client.get("/"))
    assert "Offer the free days of member-peer support, or say why not" in today
    assert f"/changes-of-control/{change.pk}" in text(client.get(f"/councils/{council.code}/people"))
    assert client.post(f"/changes-of-control/{change.pk}", {"answer": "not_offered"}).status_code == 422
    client.post(f"/changes-of-control/{change.pk}", {"answer": "offered"})
    assert "The free days were offered on" in text(client.get(f"/councils/{council.code}/people"))
    assert "Offer the free days" not in text(client.get("/"))
    with pytest.raises(Refused, match="was answered on"):
        workflow.answer_change_of_control(by=adviser, at=at, change=change, answer="offered")
    entry = queries.change_entry(council, queries.changes_of(council)[0])
    assert entry.title == "Control changed from Labour to No overall control"


def test_a_new_leader_prompts_it_and_a_new_chief_executive_does_not(at, on):  # R131
    council = CouncilFactory()
    adviser = adviser_for(council)
    for office in ("leader", "chief_executive"):
        for name, days in (("A. First", 900), ("B. Second", 5)):
            workflow.record_officeholder(
                by=adviser,
                at=at,
                council=council,
                office=office,
                name=name,
                source="Its website",
                since_on=on - timedelta(days=days),
            )
    assert [str(change) for change in ChangeOfControl.objects.all()] == [
        "Leader changed from A. First to B. Second"
    ]


def test_what_came_of_an_offer_is_for_advisers(at, on, sign_in):
    council = CouncilFactory()
    change = ChangeOfControlFactory(council=council)
    workflow.answer_change_of_control(
        by=adviser_for(council), at=at, change=change, answer="not_offered", reason="The same group leads."
    )
    address = f"/councils/{council.code}/people"
    assert "The same group leads." in text(sign_in(UserFactory(senior_adviser=True)).get(address))
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=council, since_on=on)
    for user in (recused, UserFactory(panel_member=True)):
        page = text(sign_in(user).get(address))
        assert "Control changed from Labour" in page
        assert "The same group leads." not in page


def test_an_offer_is_not_made_before_the_change_nor_by_another_region(at, on):
    change = ChangeOfControlFactory(changed_on=on)
    adviser = adviser_for(change.council)
    answer = workflow.answer_change_of_control
    with pytest.raises(Refused, match="cannot have been made before"):
        answer(by=adviser, at=at, change=change, answer="offered", on=on - timedelta(days=1))
    with pytest.raises(Refused, match="cannot be one to come"):
        answer(by=adviser, at=at, change=change, answer="offered", on=on + timedelta(days=1))
    with pytest.raises(NotPermitted, match="Ask its adviser"):
        answer(by=UserFactory(principal_adviser=True), at=at, change=change, answer="offered")
    old = ChangeOfControlFactory(council=change.council, changed_on=date(2012, 5, 3))
    assert queries.changes_to_answer(adviser, on) == [change]
    assert old.answer == ""


def test_an_answer_that_cannot_be_recorded_is_not_kept(at, broken_audit):
    change = ChangeOfControlFactory()
    adviser = adviser_for(change.council)
    with pytest.raises(broken_audit):
        workflow.answer_change_of_control(by=adviser, at=at, change=change, answer="offered")
    change.refresh_from_db()
    assert change.answer == ""
