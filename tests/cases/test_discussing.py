"""Discussions with the council and each of their conclusions (R114-R125, WORKFLOW section 2)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from cases.models import Concern, Conclusion, ConclusionKind, GroupOfficeFlag, PanelLine, SupportPackage
from cases.queries import concern_page
from cases.stages import Stage
from cases.workflow import Differing, Left, Offer, conclude_discussion, record_discussion
from common.errors import NotFound, NotPermitted, Refused, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, DiscussionFactory, PoliticalGroupFactory
from tests.factories.councils import RegionHoldingFactory, adviser_for

pytestmark = pytest.mark.django_db

Kind = ConclusionKind
LIGHT = Offer(objectives="A top-team session.", provider="A member peer", weight="light")
DIFFERS = Differing(why="officers_refuse", council_view="It is our money and our choice.")
LOCAL = Differing(why="no_local_demand", council_view="Nobody here asks for it.")
NEEDED = {
    Kind.FOUND_IN_CONVERSATION: {"offer": LIGHT},
    Kind.NOT_ACCEPTED: {"differing": DIFFERS},
}


def concluded(discussion, at, kind, **said):
    concern = Concern.objects.get(pk=discussion.concern_id)
    said = {
        "by": concern.owner,
        "version": concern.version,
        "text": "It is so.",
        **NEEDED.get(kind, {}),
        **said,
    }
    return conclude_discussion(at=at, discussion=discussion, kind=kind, **said)


def stands_at(discussion):
    return Concern.objects.get(pk=discussion.concern_id).at_stage


def test_who_was_contacted_the_day_and_whom_we_liaised_with_are_kept(at):  # R115, R116, R117
    concern = ConcernFactory(council_discussion=True)
    discussion = record_discussion(
        by=concern.owner,
        at=at,
        concern=concern,
        level="both",
        who="Leader and chief executive",
        text="Both see it.",
        peers="Regional member peer",
        regional_bodies="East of England LGA",
        happened_on=concern.opened_on,
    )
    assert discussion.get_level_display() == "Leader and chief executive"
    assert (discussion.peers, discussion.regional_bodies) == ("Regional member peer", "East of England LGA")
    assert discussion.happened_on == concern.opened_on


@pytest.mark.parametrize("kind", ConclusionKind)
def test_each_conclusion_keeps_the_concern_open_with_a_date_unless_asked_and_is_recorded(kind, at):
    discussion = DiscussionFactory()
    later = timezone.localdate(at) + timedelta(days=20)
    conclusion = concluded(discussion, at, kind, review_on=later)
    assert (conclusion.closes, conclusion.review_on) == (False, later)
    assert Concern.objects.get(pk=discussion.concern_id).review_on == later
    assert Event.objects.get(act="conclude_discussion").details["kind"] == kind


@pytest.mark.parametrize("kind", [kind for kind in ConclusionKind if kind is not Kind.BIGGER_SUPPORT])
def test_nobody_is_told_unless_asked(kind, at):  # R118-R120, R122
    concluded(DiscussionFactory(), at, kind)
    assert not PanelLine.objects.exists()
    assert not GroupOfficeFlag.objects.exists()


def test_one_a_satisfactory_explanation_closes_and_may_correct_the_appearance(at):  # R118
    discussion = DiscussionFactory()
    conclusion = concluded(
        discussion,
        at,
        Kind.SATISFACTORY_EXPLANATION,
        closes=True,
        correct_appearance="A note beside the figure.",
    )
    assert stands_at(discussion) is Stage.CLOSED
    assert conclusion.correct_appearance == "A note beside the figure."
    assert discussion.concern.stage_changes.last().basis == "It is so."


def test_one_may_be_parked_with_a_date(at):  # R118
    discussion = DiscussionFactory()
    concluded(discussion, at, Kind.SATISFACTORY_EXPLANATION)
    assert stands_at(discussion) is Stage.COUNCIL_DISCUSSION


def test_two_steps_in_place_stays_under_review_and_tells_members_where_asked(at):  # R119
    discussion, group = DiscussionFactory(), PoliticalGroupFactory()
    with pytest.raises(Refused, match="keeps the concern open until it has worked"):
        concluded(discussion, at, Kind.STEPS_IN_PLACE, closes=True)
    conclusion = concluded(discussion, at, Kind.STEPS_IN_PLACE, panel_line=True, group_offices=[group])
    assert PanelLine.objects.get().conclusion == conclusion
    assert GroupOfficeFlag.objects.get().group == group


def test_three_solutions_found_leave_a_light_support_record(at):  # R035, R120
    discussion = DiscussionFactory()
    with pytest.raises(Refused, match="Enter what was found"):
        concluded(discussion, at, Kind.FOUND_IN_CONVERSATION, offer=None)
    concluded(discussion, at, Kind.FOUND_IN_CONVERSATION)
    assert SupportPackage.objects.get().weight == "light"


def test_four_tells_the_panel_the_challenge_and_none_yet_until_there_is_support(at):  # R121
    concluded(DiscussionFactory(), at, Kind.BIGGER_SUPPORT, text="The plan does not balance.")
    line = PanelLine.objects.get()
    assert (line.challenge, line.support_in_words) == ("The plan does not balance.", "none yet")


def test_four_with_a_package_tells_the_panel_of_it_and_a_group_office_where_asked(at):  # R035, R121
    offer = Offer(objectives="A budget that balances.", provider="LGA")
    concluded(
        DiscussionFactory(), at, Kind.BIGGER_SUPPORT, offer=offer, group_offices=[PoliticalGroupFactory()]
    )
    assert PanelLine.objects.get().support_in_words == "LGA: A budget that balances."
    assert GroupOfficeFlag.objects.count() == 1


def test_five_keeps_the_councils_view_in_its_own_words(at):  # R122
    discussion = DiscussionFactory()
    with pytest.raises(Refused, match="in its own words"):
        concluded(discussion, at, Kind.NOT_ACCEPTED, differing=Differing(why="otherwise", council_view=" "))
    with pytest.raises(Refused, match="why the views differ"):
        concluded(discussion, at, Kind.NOT_ACCEPTED, differing=None)
    conclusion = concluded(discussion, at, Kind.NOT_ACCEPTED)
    assert conclusion.council_view == "It is our money and our choice."
    assert stands_at(discussion) is Stage.COUNCIL_DISCUSSION


def test_five_closes_where_local_choice_explains_it_and_not_otherwise(at):  # R123
    discussion = DiscussionFactory()
    with pytest.raises(Refused, match="local choice"):
        concluded(discussion, at, Kind.NOT_ACCEPTED, closes=True)
    concluded(discussion, at, Kind.NOT_ACCEPTED, differing=LOCAL, closes=True)
    assert stands_at(discussion) is Stage.CLOSED


def test_five_may_draw_in_others_and_go_to_the_panel(at):  # R124
    differing = Differing(
        why="members_refuse", council_view="Leave us be.", pursue_with="Group office, senior officers"
    )
    conclusion = concluded(DiscussionFactory(), at, Kind.NOT_ACCEPTED, differing=differing, panel_line=True)
    assert conclusion.pursue_with == "Group office, senior officers"
    assert PanelLine.objects.count() == 1


def test_another_conclusion_is_written_in_words_and_discussions_may_repeat(at):  # R125
    first = DiscussionFactory()
    with pytest.raises(Refused, match="because of what"):
        concluded(first, at, Kind.ANOTHER, text=" ")
    concluded(first, at, Kind.ANOTHER, text="Brought forward, because they asked.")
    second = DiscussionFactory(concern=first.concern)
    concluded(second, at, Kind.STEPS_IN_PLACE)
    assert first.concern.conclusions.count() == 2


def test_what_belongs_to_another_conclusion_is_refused_and_nothing_is_kept(at):
    discussion = DiscussionFactory()
    with pytest.raises(Refused, match="belongs to the conclusion"):
        concluded(discussion, at, Kind.STEPS_IN_PLACE, differing=DIFFERS)
    with pytest.raises(Refused, match="appearance of a concern"):
        concluded(discussion, at, Kind.STEPS_IN_PLACE, correct_appearance="A note.")
    assert not Conclusion.objects.exists()


@pytest.mark.parametrize("kind", ConclusionKind)
def test_nothing_is_concluded_where_the_record_cannot_be_written(kind, at, broken_audit):
    discussion = DiscussionFactory()
    with pytest.raises(broken_audit):
        concluded(discussion, at, kind, panel_line=True, group_offices=[PoliticalGroupFactory()])
    assert not Conclusion.objects.exists()
    assert not PanelLine.objects.exists()
    assert not SupportPackage.objects.exists()


def test_the_second_to_conclude_sees_both_texts(at):
    discussion = DiscussionFactory()
    other = adviser_for(discussion.concern.council)
    concluded(discussion, at, Kind.STEPS_IN_PLACE, by=other, text="Theirs.")
    with pytest.raises(Stale, match=f"{other.name} concluded this discussion") as stale:
        concluded(discussion, at, Kind.ANOTHER, text="Mine.")
    assert "Theirs." in stale.value.held
    assert stale.value.typed == "Mine."


def test_a_stranger_finds_no_discussion_and_a_senior_adviser_does_not_conclude_it(at):
    discussion = DiscussionFactory()
    with pytest.raises(NotFound):
        concluded(discussion, at, Kind.ANOTHER, by=UserFactory(analyst=True))
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=discussion.concern.council.region, capacity="senior")
    with pytest.raises(NotPermitted):
        concluded(discussion, at, Kind.ANOTHER, by=senior)


def test_a_conclusion_at_stage_four_that_closes_leaves_lessons(at):  # R151
    discussion = DiscussionFactory(concern=ConcernFactory(panel_support=True))
    with pytest.raises(Refused, match="lessons"):
        concluded(discussion, at, Kind.ANOTHER, closes=True)
    left = Left(lessons="Peers helped.", coming_off_point_met="met")
    concluded(discussion, at, Kind.ANOTHER, closes=True, left=left)
    page = concern_page(discussion.concern, discussion.concern.owner)
    assert page.endings[0].lessons == "Peers helped."
