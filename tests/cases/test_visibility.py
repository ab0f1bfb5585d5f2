"""Who may see a concern: roles, stages, opened or told; a declared interest over all (TRUST section 2)."""

from itertools import product

import pytest

from accounts.models import Role
from cases.models import Concern, ConcernReader
from cases.queries import concern_for, concerns_about, concerns_for, timeline_entries
from cases.stages import OPEN_STAGES, Stage
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, GroupOfficeFlagFactory, GroupOfficePostFactory
from tests.factories.councils import InterestFactory

pytestmark = pytest.mark.django_db

EARLY = (Stage.LOCAL_INTELLIGENCE, Stage.WIDER_INFORMATION)
ALL, KNOWN, NONE = "all", "known", "none"
PEOPLE = {
    "a principal adviser": (Role.PRINCIPAL_ADVISER, ALL, ALL),
    "a senior adviser": (Role.SENIOR_ADVISER, ALL, ALL),
    "a member peer": (Role.MEMBER_PEER, NONE, NONE),
    "a member peer it was opened to": (Role.MEMBER_PEER, ALL, ALL),
    "a group office not told": (Role.GROUP_OFFICE, NONE, NONE),
    "a group office told": (Role.GROUP_OFFICE, NONE, ALL),
    "the head of a group office told": (Role.HEAD_OF_GROUP_OFFICE, NONE, ALL),
    "the head of another group's office": (Role.HEAD_OF_GROUP_OFFICE, NONE, NONE),
    "the secretariat": (Role.SECRETARIAT, KNOWN, ALL),
    "a panel member": (Role.PANEL_MEMBER, NONE, NONE),
    "an invited member": (Role.INVITED_MEMBER, NONE, NONE),
    "an analyst": (Role.RESEARCH_ANALYST, NONE, NONE),
    "the DCLG liaison": (Role.DCLG_LIAISON, NONE, NONE),
    "the governance officer": (Role.GOVERNANCE_OFFICER, KNOWN, KNOWN),
    "an administrator": (Role.ADMINISTRATOR, NONE, NONE),
    "one without a role": (None, NONE, NONE),
}
STAGES = [(stage, "") for stage in OPEN_STAGES] + [(Stage.CLOSED, stage) for stage in OPEN_STAGES]


def person(who, concern):
    user = UserFactory(role=PEOPLE[who][0])
    if who == "a member peer it was opened to":
        ConcernReader.objects.create(concern=concern, user=user, opened_by=concern.owner)
    if "told" in who and "not" not in who:
        post = GroupOfficePostFactory(user=user)
        GroupOfficeFlagFactory(concern=concern, group=post.group)
    if "another" in who:
        GroupOfficePostFactory(user=user)
        GroupOfficeFlagFactory(concern=concern)
    return user


@pytest.mark.parametrize(("who", "where", "recused"), list(product(PEOPLE, STAGES, (False, True))))
def test_who_sees_what_at_each_stage(who, where, recused):
    stage, closed_from = where
    concern = ConcernFactory(stage=stage, closed_from=closed_from)
    user = person(who, concern)
    if recused:
        InterestFactory(user=user, council=concern.council)
    early = (closed_from or stage) in EARLY
    expected = NONE if recused else PEOPLE[who][1 if early else 2]
    assert Concern.objects.visible_to(user).exists() == (expected == ALL)
    assert Concern.objects.known_to(user).exists() == (expected != NONE)


def test_the_pages_queries_answer_as_the_rule_does():
    concern = ConcernFactory()
    secretariat, analyst = UserFactory(secretariat=True), UserFactory(analyst=True)
    assert concern_for(secretariat, concern.number) is None
    assert concerns_about(concern.council, secretariat) == []
    assert timeline_entries(concern.council, secretariat, 20) == []
    assert [one.is_readable for one in concerns_for(secretariat)] == [False]
    assert list(concerns_for(analyst)) == []
    assert concern_for(concern.owner, concern.number) == concern


def test_a_notice_taken_back_opens_nothing():
    notice = GroupOfficeFlagFactory()
    user = GroupOfficePostFactory(group=notice.group).user
    assert Concern.objects.visible_to(user).count() == 1
    notice.ended_at, notice.ended_by, notice.ended_reason = notice.recorded_at, notice.by, "It is past."
    notice.save()
    assert not Concern.objects.visible_to(user).exists()
