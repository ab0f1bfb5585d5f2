"""What waits for a second person stands on Today of those who may be that person, and of nobody else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role, RoleHolding
from desk.due import due_for
from liaison.workflow import (
    approve_release,
    approve_support,
    give_exception,
    propose_release,
    refuse_release,
    refuse_support,
    withdraw_release,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.liaison import (
    OrganisationFactory,
    concern_about,
    proposed,
    published,
    released,
    support_shared,
)
from tests.factories.panel import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def another():
    return UserFactory(principal_adviser=True, name="R. Okafor")


@pytest.fixture
def meeting(at):
    on = timezone.localdate(at)
    return MeetingFactory(
        held_on=on + timedelta(days=66), cut_off_on=on, department_met_on=on + timedelta(days=60)
    )


def waiting_for(user, at):
    """What Today asks this person to approve, by address."""
    on = timezone.localdate(at)
    due = due_for(user, on, on + timedelta(days=14), to_begin=True)
    return {one.address: one for one in due if one.plainly == "An approval due"}


def read(client):
    return " ".join(client.get("/").content.decode().split())


def test_a_release_that_waits_stands_on_today_of_another_principal_adviser(sign_in, at, another):  # R177
    council = CouncilFactory(short_name="Marchford", is_fictional=True, code="X00000001")
    release = proposed(at, concern=concern_about(council))
    page = read(sign_in(another))
    assert f'href="{release.get_absolute_url()}">Approve the release to DCLG, or stop it</a>' in page
    due = page.split("Approve the release")[1].split("</tr>")[0]
    assert f"Release {release.number}, proposed by {release.proposed_by.name}" in due
    assert "Marchford" in due
    assert "fictional" in due
    assert "late" not in due


def test_nobody_else_is_asked_to_approve_it(sign_in, at, another):
    """TRUST section 3, 7; R052: not its proposer, not who may not, not who has an interest in the council."""
    council = CouncilFactory(short_name="Marchford")
    release = proposed(at, concern=concern_about(council))
    support_shared(at, released(at, council=council), approved=False)
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=council)
    others = [UserFactory(role=role) for role in ("senior_adviser", "secretariat", "governance_officer")]
    for person in (release.proposed_by, *others):
        assert release.get_absolute_url() not in waiting_for(person, at)
    for person in (recused, *others):
        assert waiting_for(person, at) == {}
        assert "Marchford" not in read(sign_in(person)).split("Concerns by next date")[0]
    assert len(waiting_for(another, at)) == 2


def test_what_is_decided_on_waits_no_longer(at, another):
    approved, refused, kept = (proposed(at) for _ in range(3))
    approve_release(by=another, at=at, release=approved)
    refuse_release(by=another, at=at, release=refused, reason="No.")
    assert list(waiting_for(another, at)) == [kept.get_absolute_url()]


def test_progress_of_support_that_waits_stands_there_too(sign_in, at, another):  # R083
    shared = support_shared(at, approved=False)
    page = read(sign_in(another))
    assert (
        f'href="{shared.get_absolute_url()}">Approve the progress of support for DCLG, or stop it</a>' in page
    )
    assert f"Release {shared.release.number}, proposed by {shared.proposed_by.name}" in page
    assert waiting_for(shared.proposed_by, at) == {}
    approve_support(by=another, at=at, shared=shared)
    stopped = support_shared(at, shared.release, approved=False)
    refuse_support(by=another, at=at, shared=stopped, reason="No.")
    assert waiting_for(another, at) == {}


def test_support_of_a_release_that_stands_no_longer_can_be_approved_by_nobody(at, another):
    withdrawn, replaced = support_shared(at, approved=False), support_shared(at, approved=False)
    assert len(waiting_for(another, at)) == 2
    officer = UserFactory(governance_officer=True)
    withdraw_release(by=officer, at=at, release=withdrawn.release, reason="Wrong.")
    released(
        at, council=replaced.release.council, concern=replaced.release.concern, supersedes=replaced.release
    )
    assert waiting_for(another, at) == {}


def test_the_releases_for_a_meeting_stand_there_as_one(sign_in, at, another, meeting):  # R082
    two = [proposed(at, meeting=meeting) for _ in range(2)]
    address = f"/sharing/meetings/{meeting.pk}/batch"
    page = read(sign_in(another))
    assert f'href="{address}">Approve the 2 releases for the meeting with the department together</a>' in page
    assert f"It is on {meeting.department_met_on:%-d %B %Y}" in page
    assert list(waiting_for(another, at)) == [address]
    assert waiting_for(two[0].proposed_by, at) == {}
    InterestFactory(user=another, council=two[1].council)
    assert waiting_for(another, at)[address].what.startswith("Approve the release for the meeting")


def test_an_exception_waits_for_its_reason_first(at, another, settings):
    settings.RELEASE_WITHOUT_AWARENESS = True
    concern = concern_about(CouncilFactory())
    release = propose_release(
        by=concern.owner,
        at=at,
        concern=concern,
        recipient=OrganisationFactory(dclg=True),
        purpose="Support.",
        matter="Payments were made twice.",
        awareness=None,
        exception="crime",
        evidence=[published(concern)],
    )
    assert waiting_for(another, at) == {}
    both = UserFactory(principal_adviser=True)
    RoleHolding.objects.create(user=both, role=Role.GOVERNANCE_OFFICER, since_on=date(2012, 4, 1))
    give_exception(by=both, at=at, release=release, reason="Telling it could warn somebody.")
    assert list(waiting_for(another, at)) == [release.get_absolute_url()]
    assert waiting_for(both, at) == {}


def test_it_is_late_after_five_days_and_what_leaves_the_service_says_no_more_than_its_kind(at, another):
    address = proposed(at).get_absolute_url()
    on = timezone.localdate(at)
    assert waiting_for(another, at)[address].on == on + timedelta(days=5)
    assert not waiting_for(another, at + timedelta(days=5))[address].is_late
    late = waiting_for(another, at + timedelta(days=6))[address]
    assert late.is_late
    assert late.plainly == "An approval due"


def test_a_meetings_releases_are_due_on_its_day_and_asked_for_from_now(at, another, meeting):
    proposed(at, meeting=meeting)
    on, day = timezone.localdate(at), meeting.department_met_on
    (one,) = waiting_for(another, at).values()
    assert (one.on, one.is_late) == (day, False)
    assert not due_for(another, on, on + timedelta(days=14))
    assert [one.on for one in due_for(another, on, day)] == [day]


def test_the_questions_that_today_asks_do_not_grow_with_what_waits(sign_in, at, another, meeting):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            read(client)
        return len(queries)

    def one_more():
        proposed(at)
        proposed(at, meeting=meeting)
        support_shared(at, approved=False)

    client = sign_in(another)
    one_more()
    read(client)
    first = asked()
    for _ in range(3):
        one_more()
    assert len(waiting_for(another, at)) == 4 + 4 + 1
    assert asked() == first
