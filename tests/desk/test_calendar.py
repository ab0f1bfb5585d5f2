"""The calendar: what is due and what meets, by day, of what the person may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk.calendar import IN_A_CELL, month_asked, month_of
from panel.queries import dates_for
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import NoteFactory
from tests.factories.panel import BodyFactory, MeetingFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Marchford")


def read(client, address="/calendar"):
    return client.get(address).content.decode()


def agenda(page):
    """The list beside the grid."""
    return page.split('<div class="s-agenda">')[1]


def test_what_is_late_stands_first_and_the_rest_by_day(sign_in, council, on):
    owner = adviser_for(council)
    ConcernFactory(council=council, owner=owner, summary="Savings slip", review_on=on - timedelta(days=3))
    NoteFactory(council=council, owner=owner, follow_up_on=on)

    said = agenda(read(sign_in(owner)))

    late, rest = said.split('<h3 class="s-h3" id="d')[:2]
    assert "Savings slip" in late
    assert f"Was due on {on - timedelta(days=3):%A} " in late
    assert "Follow up:" in rest
    assert "today" in rest
    assert "Savings slip" not in rest


def test_an_empty_month_says_so(sign_in, on):
    client = sign_in(UserFactory(principal_adviser=True))
    assert "Nothing stands on this day." in agenda(read(client))
    assert "Nothing stands in this month." in agenda(read(client, f"/calendar?month={on.year + 1}-02"))


def test_another_month_is_in_the_address_and_what_is_late_is_not_said_again_there(sign_in, council, on):
    owner = adviser_for(council)
    ConcernFactory(council=council, owner=owner, review_on=on - timedelta(days=1))
    then = (on.replace(day=1) + timedelta(days=70)).replace(day=14)
    ConcernFactory(council=council, owner=owner, summary="Later on", review_on=then)

    client = sign_in(owner)
    page = read(client, f"/calendar?month={then:%Y-%m}")

    assert "Later on" in agenda(page)
    assert 'id="late"' not in page
    assert 'href="/calendar">This month' in page
    assert f"month={(then.replace(day=1) - timedelta(days=1)):%Y-%m}" in page
    assert "Later on" not in agenda(read(client))


@pytest.mark.parametrize(
    "asked", ["2026-13", "0001-01", "9999-12", "x", "20261", "2026-1", "²026-01", "\x00"]
)
def test_a_month_there_is_not_is_said_and_the_present_one_shown(sign_in, asked, on):
    response = sign_in(UserFactory()).get("/calendar", {"month": asked})
    assert response.status_code in (404, 422)
    if response.status_code == 422:
        assert "No such month." in response.content.decode()
        assert f"{on:%B %Y}" in response.content.decode()


def test_the_months_end_ten_years_off(on):
    assert month_asked(f"{on.year + 10}-12", on)
    assert month_asked(f"{on.year + 11}-01", on) is None
    last = month_of(UserFactory(), month_asked(f"{on.year + 10}-12", on), on)
    assert (last.before, last.after) == (f"{on.year + 10}-11", "")


def test_what_one_may_not_read_stands_in_no_calendar(sign_in, council, on):
    concern = ConcernFactory(council=council, summary="Savings slip", review_on=on)
    deputy = UserFactory(principal_adviser=True)
    concern.deputy = deputy
    concern.save()
    assert "Savings slip" in read(sign_in(deputy))
    InterestFactory(user=deputy, council=council)
    page = read(sign_in(deputy))
    assert "Savings slip" not in page
    assert "Marchford" not in page


def test_a_meeting_is_shown_with_what_comes_before_it_to_those_who_prepare_it(on):
    meeting = MeetingFactory(
        body=BodyFactory(psp=True),
        held_on=on + timedelta(days=9),
        cut_off_on=on + timedelta(days=4),
        department_met_on=on + timedelta(days=6),
    )
    MeetingFactory(body=meeting.body, held_on=on + timedelta(days=90), cut_off_on=on + timedelta(days=80))
    seat = MembershipFactory(body=meeting.body)
    until = on + timedelta(days=30)

    def said(user):
        return [(one.plainly, one.on - on) for one in dates_for(user, on, until)]

    meets = ("Meeting", timedelta(days=9))
    assert said(UserFactory(secretariat=True)) == [
        ("Report: last day", timedelta(days=4)),
        ("Meeting with the department", timedelta(days=6)),
        meets,
    ]
    assert said(seat.user) == [meets]
    assert said(UserFactory(analyst=True)) == []


def test_the_grid_is_a_table_that_says_which_day_is_today(sign_in, council, on):
    owner = adviser_for(council)
    for _ in range(IN_A_CELL + 2):
        ConcernFactory(council=council, owner=owner, review_on=on)

    page = read(sign_in(owner))

    grid = page.split('<table class="s-month__grid"')[1].split("</table>")[0]
    assert grid.count('scope="col"') == 7
    assert grid.count('aria-current="date"') == 1
    assert "Marchford: Review due" in grid
    assert "and 3 more" in grid


def test_a_month_takes_as_many_queries_for_ten_as_for_one(on, django_assert_max_num_queries, council):
    owner = adviser_for(council)
    ConcernFactory(council=council, owner=owner, review_on=on)
    NoteFactory(council=council, owner=owner, follow_up_on=on)
    with django_assert_max_num_queries(30) as for_one:
        month_of(owner, on.replace(day=1), on)
    for _ in range(9):
        ConcernFactory(council=council, owner=owner, review_on=on)
        NoteFactory(council=council, owner=owner, follow_up_on=on)
    with django_assert_max_num_queries(len(for_one)):
        month = month_of(owner, on.replace(day=1), on)
    assert sum(len(day.entries) for day in month.days) == 20


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/calendar").status_code == 302


@pytest.fixture
def on():
    return timezone.localdate()
