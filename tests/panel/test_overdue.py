"""Before a meeting: reviews of what is reported to the Panel that are overdue, and what the report lacks."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from cases.models import Concern
from panel import tasks
from panel.queries import lacking, meeting_ahead, overdue_reviews
from panel.workflow import tell_of_reviews_before_meetings
from panel.workflow.reminding import working_days_before
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    PanelLineFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import BodyFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


@pytest.fixture
def meeting(on, secretary):
    body = BodyFactory(psp=True)
    return MeetingFactory(
        body=body,
        held_on=on + timedelta(days=12),
        cut_off_on=on + timedelta(days=5),
        planned_by=secretary,
    )


@pytest.fixture
def concern(on):
    council = CouncilFactory(short_name="Marchford")
    return ConcernFactory(council=council, panel_support=True, review_on=on - timedelta(days=2))


def tell(at, on, working_days=5):
    return tell_of_reviews_before_meetings(by=None, at=at, on=on, working_days=working_days)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 11, 27), 5, date(2026, 11, 20)),  # Friday to Friday
        (date(2026, 11, 30), 1, date(2026, 11, 27)),  # Monday to Friday
        (date(2026, 11, 29), 1, date(2026, 11, 27)),  # Sunday
        (date(2026, 11, 27), 0, date(2026, 11, 27)),
    ],
)
def test_working_days_leave_the_weekend_out(day, number, expected):
    assert working_days_before(day, number) == expected


def test_the_secretariat_is_told_once_for_a_meeting_and_the_sentence_names_nothing(
    concern, meeting, secretary, at, on
):
    assert tell(at, on) == 1
    assert tell(at, on + timedelta(days=1)) == 0
    one = Notification.objects.get()
    assert (one.user, one.address) == (secretary, f"/meetings/{meeting.pk}/reviews")
    assert "Marchford" not in one.sentence


def test_too_early_too_late_or_once_the_report_is_issued_nobody_is_told(concern, meeting, secretary, at, on):
    assert tell(at, meeting.cut_off_on - timedelta(days=10)) == 0
    assert tell(at, meeting.cut_off_on + timedelta(days=1)) == 0


def test_without_an_overdue_review_nobody_is_told(meeting, secretary, at, on):
    ConcernFactory(panel_support=True, review_on=on)
    ConcernFactory(council_discussion=True, review_on=on - timedelta(days=2))
    assert tell(at, on) == 0


def test_one_of_the_secretariat_with_an_interest_is_not_told_of_it(concern, meeting, secretary, at, on):
    InterestFactory(user=secretary, council=concern.council)
    assert tell(at, on) == 0
    assert overdue_reviews(secretary, on) == []


def test_a_line_to_the_panel_counts_and_a_review_in_time_does_not(secretary, on):
    line = PanelLineFactory()
    Concern.objects.filter(pk=line.concern_id).update(review_on=on - timedelta(days=1))
    by_government = ConcernFactory(inspection=True, review_on=on - timedelta(days=1))
    ConcernFactory(panel_support=True)
    found = {one.concern for one in overdue_reviews(secretary, on)}
    assert found == {line.concern, by_government}


def test_the_page_shows_council_and_owner_to_the_secretariat_alone(sign_in, concern, meeting, secretary, on):
    address = f"/meetings/{meeting.pk}/reviews"
    page = sign_in(secretary).get(address).content.decode()
    assert "Marchford" in page
    assert concern.owner.name in page
    assert f'href="{concern.get_absolute_url()}"' in page
    for other in (concern.owner, UserFactory(panel_member=True), UserFactory(administrator=True)):
        assert sign_in(other).get(address).status_code == 404


def test_the_page_says_that_none_is_overdue(sign_in, meeting, secretary):
    page = sign_in(secretary).get(f"/meetings/{meeting.pk}/reviews").content.decode()
    assert "No review of a concern reported to the Panel is overdue." in page


def test_silence_before_a_meeting_closes_and_moves_nothing(concern, meeting, secretary):
    before = Concern.objects.values().get()
    for _ in range(2):
        tasks.tell_of_reviews_before_meetings()
    assert Concern.objects.values().get() == before
    assert Notification.objects.count() == 1


# What the report still lacks, as Today says it.


def said(user, on, since=None):
    return [(lack.council.short_name, lack.sentence, lack.address) for lack in lacking(user, on, since)]


def test_the_report_lacks_reviews_support_and_progress_from_those_who_look_after_them(concern, on):
    number = concern.get_absolute_url()
    review, support = said(concern.owner, on)
    assert review[1].startswith("the review was due on ")
    assert review[2] == f"{number}/review"
    assert support == ("Marchford", "no support is written down yet", f"{number}/support/new")
    assert said(UserFactory(principal_adviser=True), on) == []


def test_progress_is_lacking_until_it_is_written_since_the_last_report(on, at):
    package = SupportPackageFactory()
    owner, address = package.concern.owner, f"{package.get_absolute_url()}/progress"
    ((_, sentence, where),) = said(owner, on)
    assert (sentence, where) == ("no progress of the support is written down yet", address)

    SupportProgressFactory(package=package)
    assert said(owner, on) == []
    ((_, sentence, _),) = said(owner, on, at + timedelta(days=1))
    assert "no progress of the support is written down since" in sentence
    assert said(owner, on, at - timedelta(days=1)) == []


def test_of_a_concern_at_another_stage_only_its_review_is_asked(on):
    concern = ConcernFactory(inspection=True, review_on=on)
    assert said(concern.owner, on) == []


def test_every_address_of_what_is_lacking_is_a_page_of_its_reader(sign_in, concern, on):
    package = SupportPackageFactory()
    for owner in (concern.owner, package.concern.owner):
        for lack in lacking(owner, on, None):
            assert sign_in(owner).get(lack.address).status_code == 200, lack.address


def test_today_says_what_the_report_lacks_and_by_when(sign_in, concern, meeting, on):
    page = sign_in(concern.owner).get("/").content.decode()
    assert "It still wants from you whether these councils know" in page
    assert "And of the concerns you look after:" in page
    assert "no support is written down yet" in page
    assert f"{meeting.cut_off_on:%B %Y}" in page


def test_another_adviser_of_the_region_is_not_asked_for_what_is_not_theirs(concern, meeting, on):
    colleague = adviser_for(concern.council)
    ahead = meeting_ahead(UserFactory(principal_adviser=True), on)
    assert ahead.lacks == ()
    assert (colleague == concern.owner) or meeting_ahead(colleague, on).lacks == ()
