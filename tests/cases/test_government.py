"""What followed an act of government: dated rows that move nothing (R154-R163)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from cases.models import Chance, Concern, Followed, Met, WhatFollowed
from cases.queries import accounts_of
from cases.stages import Stage
from cases.workflow import Account, record_government_act, record_what_followed
from common.errors import NotFound, NotPermitted, Refused
from tests.cases.test_pages import senior_of, text
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, DiscussionFactory, GovernmentActFactory

pytestmark = pytest.mark.django_db

SAID = {
    Followed.FINDINGS: {"text": "Weak governance. Appoint statutory officers."},
    Followed.FURTHER_CHANCE: {"chance": Chance.TAKEN_UP},
    Followed.NOT_CONFIDENT: {"text": "The Commission is not confident."},
    Followed.DIRECTED: {"text": "A plan within three months."},
    Followed.FUNCTIONS: {"text": "Appointments.", "body": "Commissioners"},
    Followed.RAISED_WITH_COUNCIL: {"met": Met.MET},
    Followed.RAISED_WITH_LGA: {"met": Met.NOT_MET},
    Followed.TIME_ALLOWED: {"met": Met.NOT_KNOWN},
    Followed.PROPORTIONATE: {"text": "The LGA asked for a narrow scope."},
    Followed.OUTCOME: {"text": "The direction ended. Peers helped."},
    Followed.OTHERWISE: {"text": "A letter was published."},
}


def act_for(kind):
    if kind in (Followed.DIRECTED, Followed.FUNCTIONS):
        return GovernmentActFactory(concern=ConcernFactory(intervention=True), step=Stage.INTERVENTION)
    return GovernmentActFactory()


def followed(act, at, kind, **said):
    said = {"by": act.concern.owner, **SAID[kind], **said}
    return record_what_followed(at=at, act=act, kind=kind, **said)


@pytest.mark.parametrize("kind", Followed)
def test_each_is_recorded_with_its_day_and_moves_nothing(kind, at):  # R156-R161
    act = act_for(kind)
    before = Concern.objects.values().get(pk=act.concern_id)
    one = followed(act, at, kind, happened_on=act.happened_on)
    assert one.happened_on == act.happened_on
    assert Concern.objects.values().get(pk=act.concern_id) == before
    assert Event.objects.get(act="record_what_followed").details["kind"] == kind


@pytest.mark.parametrize("kind", Followed)
def test_each_asks_for_what_belongs_to_it(kind, at):
    with pytest.raises(Refused, match=r"^(Enter|Choose) "):
        record_what_followed(by=(act := act_for(kind)).concern.owner, at=at, act=act, kind=kind)


def test_an_inspection_finds_and_an_intervention_directs(at):  # R156-R158, R163
    inspection = GovernmentActFactory()
    intervention = act_for(Followed.DIRECTED)
    with pytest.raises(Refused, match=r"belongs to Stage 5b: intervention, by government"):
        followed(inspection, at, Followed.FUNCTIONS)
    with pytest.raises(Refused, match=r"belongs to Stage 5a: inspection, by government"):
        followed(intervention, at, Followed.NOT_CONFIDENT)


def test_each_expectation_has_its_own_answer_date_and_line(at):  # R159-R160
    act = GovernmentActFactory(raised_with_council=Met.NOT_KNOWN)
    day = act.happened_on + timedelta(days=3)
    followed(act, at, Followed.RAISED_WITH_COUNCIL, text="By letter.", happened_on=day)
    council, lga, time = accounts_of(act.concern)[0].expectations
    assert (council.answer, council.on, council.line) == ("Met", day, "By letter.")
    assert (lga.answer, lga.on) == ("Not known", act.happened_on)
    assert time.what == "Sufficient time was allowed to show improvement"


def test_what_followed_stays_with_the_act_when_a_newer_account_takes_its_place(at):
    act = GovernmentActFactory()
    followed(act, at, Followed.FINDINGS)
    concern = Concern.objects.get(pk=act.concern_id)
    account = Account(department="DCLG", legal_basis="Section 10", body="The Commission")
    newer = record_government_act(
        by=concern.owner,
        at=at,
        concern=concern,
        version=concern.version,
        step=Stage.INSPECTION,
        account=account,
        supersedes=act,
    )
    (held,) = accounts_of(act.concern)
    assert (held.act, held.earlier, len(held.followed)) == (newer, [act], 1)
    assert held.begun_on == act.happened_on


def test_several_acts_stand_over_time_with_departments_of_their_own(at):  # R162-R163
    inspection = GovernmentActFactory(concern=ConcernFactory(intervention=True))
    later = GovernmentActFactory(
        concern=inspection.concern,
        step=Stage.INTERVENTION,
        department="DfE",
        happened_on=inspection.happened_on + timedelta(days=60),
    )
    assert [one.act for one in accounts_of(inspection.concern)] == [later, inspection]


def test_nothing_followed_before_it_began_or_tomorrow_or_on_a_closed_concern(at):
    act = GovernmentActFactory()
    with pytest.raises(Refused, match="It began on"):
        followed(act, at, Followed.FINDINGS, happened_on=act.happened_on - timedelta(days=1))
    with pytest.raises(Refused, match="has not come yet"):
        followed(act, at, Followed.FINDINGS, happened_on=timezone.localdate(at) + timedelta(days=1))
    with pytest.raises(Refused, match="Reopen it first"):
        followed(GovernmentActFactory(concern=ConcernFactory(closed=True)), at, Followed.FINDINGS)


def test_a_senior_adviser_and_one_of_elsewhere_may_not_and_a_stranger_does_not_find_it(at):
    act = GovernmentActFactory()
    for person in (senior_of(act.concern), UserFactory(principal_adviser=True)):
        with pytest.raises(NotPermitted):
            followed(act, at, Followed.FINDINGS, by=person)
    with pytest.raises(NotFound):
        followed(act, at, Followed.FINDINGS, by=UserFactory(analyst=True))


def test_it_leaves_nothing_behind_where_the_record_cannot_be_written(at, broken_audit):
    with pytest.raises(broken_audit):
        followed(GovernmentActFactory(), at, Followed.FINDINGS)
    assert not WhatFollowed.objects.exists()


def test_an_act_has_a_page_with_what_followed_by_date(sign_in, at):
    act = GovernmentActFactory()
    client = sign_in(act.concern.owner)
    address = act.get_absolute_url()
    assert "Nothing is recorded of what followed." in text(client.get(address))
    assert client.get(f"{address}/directed").status_code == 404
    assert client.post(f"{address}/findings", {"text": ""}).status_code == 422
    assert client.post(f"{address}/findings", {"text": "Appoint officers."}).status_code == 302
    assert client.post(f"{address}/further_chance", {"chance": "taken_up"}).status_code == 302
    assert client.post(f"{address}/time_allowed", {"met": "met", "text": "Six months."}).status_code == 302
    shown = text(client.get(address))
    for word in ("Appoint officers.", "sector support: taken up", "Six months."):
        assert word in shown
    assert client.get(f"/cases/{act.concern.number}/government/99999").status_code == 404


def test_the_conditions_stand_beside_what_has_been_tried_with_dates(sign_in, at):  # R154
    act = GovernmentActFactory()
    DiscussionFactory(concern=act.concern, who="The leader")
    followed(act, at, Followed.FURTHER_CHANCE)
    before = Concern.objects.values().get(pk=act.concern_id)
    shown = text(sign_in(act.concern.owner).get(f"/cases/{act.concern.number}/conditions"))
    assert "5 January 2026 Discussion: The leader" in shown
    assert "A further opportunity to engage with sector support: taken up" in shown
    assert "moves nothing and recommends nothing" in shown
    assert Concern.objects.values().get(pk=act.concern_id) == before
