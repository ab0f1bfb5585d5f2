"""Boards, planned and changed meetings, agendas: who sets them, who reads which line."""

from datetime import date, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from audit.models import Event
from common.errors import NotPermitted, Refused, Stale
from panel.meeting_forms import MeetingForm
from panel.models import AgendaItem, Meeting, MeetingChange
from panel.queries import agenda_of, bodies
from panel.queries.agenda import LATER
from panel.sheets import FILES, changes_said
from panel.workflow import (
    add_item,
    add_member,
    change_item,
    change_meeting,
    end_membership,
    order_agenda,
    plan_meeting,
    remove_item,
)
from papers.paper import day
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import BodyFactory, MeetingFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


@pytest.fixture
def adviser():
    return UserFactory(principal_adviser=True)


@pytest.fixture
def ahead(at):
    on = timezone.localdate(at)
    return MeetingFactory(held_on=on + timedelta(days=20), cut_off_on=on + timedelta(days=15))


def titles(meeting, user, at):
    return [line.title for line in agenda_of(meeting, user, timezone.localdate(at))]


# Bodies and seats.


def test_a_bodys_page_shows_its_members_by_group_and_who_was_there_before(
    sign_in, secretary, at
):  # R055 R191
    board = BodyFactory(psp=True)
    chair = MembershipFactory(body=board, capacity="chair", reason="Lead member")
    gone = MembershipFactory(body=board, until_on=date(2013, 5, 1))
    watcher = MembershipFactory(body=board, capacity="observer")

    page = sign_in(secretary).get("/bodies/psp").content.decode()

    for said in (chair.user.name, "Chair", "Lead member", watcher.user.name, "Observers", "Before"):
        assert said in page
    assert page.index("Before") < page.index(gone.user.name)
    assert "Acts for the" in page
    assert next(one for one in bodies(timezone.localdate(at)) if one.body == board).members == 1
    assert sign_in(secretary).get("/bodies/none").status_code == 404
    listed = sign_in(UserFactory(analyst=True)).get("/bodies").content.decode()
    assert "Performance Support Panel" in listed


def test_the_secretariat_seats_somebody_and_ends_the_seat_in_the_browser(sign_in, secretary):  # R144
    board, person = BodyFactory(psp=True), UserFactory(panel_member=True)
    client = sign_in(secretary)

    refused = client.post("/bodies/psp/seats", {"user": person.pk, "capacity": "member", "since_on": ""})
    assert refused.status_code == 422
    client.post("/bodies/psp/seats", {"user": person.pk, "capacity": "vice_chair", "since_on": "2024-09-01"})
    seat = board.memberships.get()
    assert (seat.user, seat.capacity) == (person, "vice_chair")
    client.post(f"/bodies/psp/seats/{seat.pk}/end", {"until_on": "2025-05-01", "reason": "Not re-elected"})
    seat.refresh_from_db()
    assert (seat.until_on, seat.ended_by) == (date(2025, 5, 1), secretary)
    assert "Not re-elected" in client.get("/bodies/psp").content.decode()
    assert sign_in(person).get("/bodies/psp/seats").status_code == 404


def test_a_seat_ends_once_with_a_reason_and_by_the_secretariat(secretary, adviser, at):
    seat = MembershipFactory()
    said = {"seat": seat, "until_on": date(2013, 5, 1), "reason": "Stood down", "at": at}

    with pytest.raises(NotPermitted, match="Only the secretariat records"):
        end_membership(by=adviser, **said)
    with pytest.raises(Refused, match="Enter why"):
        end_membership(by=secretary, **{**said, "reason": " "})
    with pytest.raises(Refused, match="Enter that day or a later one"):
        end_membership(by=secretary, **{**said, "until_on": date(2011, 1, 1)})
    end_membership(by=secretary, **said)
    assert Event.objects.filter(act="end_membership").count() == 1
    with pytest.raises(Refused, match="ended already"):
        end_membership(by=secretary, **said)
    again = {"body": seat.body, "user": seat.user, "capacity": "member", "by": secretary, "at": at}
    with pytest.raises(Refused, match="sits there already"):
        add_member(since_on=date(2013, 4, 1), **again)
    assert add_member(since_on=date(2013, 5, 2), **again).until_on is None


# Meetings.


def test_members_of_either_body_attend_a_joint_meeting_on_the_day(sign_in, secretary, at):  # R190
    panel, board = BodyFactory(psp=True), BodyFactory(slug="community-wellbeing")
    meeting = plan_meeting(
        body=panel, with_body=board, held_on=date(2030, 1, 15), cut_off_on=date(2030, 1, 11),
        begins=time(11), ends=time(12, 30), by=secretary, at=at,
    )  # fmt: skip
    own, other = MembershipFactory(body=panel), MembershipFactory(body=board)
    gone = MembershipFactory(body=board, until_on=date(2030, 1, 14))

    assert meeting.body_name == "Performance Support Panel and community-wellbeing"
    for seat, status in ((own, 200), (other, 200), (gone, 404)):
        assert sign_in(seat.user).get(f"/meetings/{meeting.pk}").status_code == status
    page = sign_in(secretary).get(f"/meetings/{meeting.pk}/agenda").content.decode()
    assert "joint meeting" in page
    assert "11:00 to 12:30" in page
    with pytest.raises(Refused, match="A joint meeting with the Panel is the Panel's own"):
        plan_meeting(
            body=board, with_body=panel, held_on=date(2030, 2, 1), cut_off_on=date(2030, 2, 1),
            by=secretary, at=at,
        )  # fmt: skip
    form = MeetingForm({"body": board.slug, "with_body": "psp"}, names={})
    assert form.errors["with_body"] == ["Choose from the list."]
    with pytest.raises(Refused, match="jointly with itself"):
        plan_meeting(
            body=panel, with_body=panel, held_on=date(2030, 2, 1), cut_off_on=date(2030, 2, 1),
            by=secretary, at=at,
        )  # fmt: skip
    with pytest.raises(Refused, match="cannot end before"):
        plan_meeting(
            body=panel, held_on=date(2030, 2, 1), cut_off_on=date(2030, 2, 1), begins=time(11),
            ends=time(10), by=secretary, at=at,
        )  # fmt: skip


def test_a_meeting_that_is_moved_says_what_it_was_and_why(sign_in, ahead, secretary, adviser, at):
    before = ahead.held_on
    said = {
        "held_on": str(before + timedelta(days=7)), "cut_off_on": str(ahead.cut_off_on), "begins": "14:00",
        "venue": "Westminster", "reason": "The hall was taken.", "version": 1,
    }  # fmt: skip
    client = sign_in(secretary)

    client.post(f"/meetings/{ahead.pk}/change", said)

    ahead.refresh_from_db()
    assert (ahead.venue, ahead.begins, ahead.version) == ("Westminster", time(14), 2)
    (sentence,) = changes_said(ahead, whole=True)
    assert changes_said(ahead, whole=False) == [sentence]
    assert f"{before.day} " in sentence
    assert sentence.endswith("Local Government House. The hall was taken.")
    assert "The hall was taken." in client.get(f"/meetings/{ahead.pk}/agenda").content.decode()
    assert client.post(f"/meetings/{ahead.pk}/change", said).status_code == 409
    assert sign_in(adviser).get(f"/meetings/{ahead.pk}/change").status_code == 404


def test_why_the_cut_off_or_the_departments_day_was_changed_is_kept_and_said(sign_in, ahead, secretary, at):
    cut_off, client = ahead.cut_off_on, sign_in(secretary)
    ahead.begins = time(10)
    ahead.save()
    said = {"held_on": str(ahead.held_on), "begins": "10:00", "venue": ahead.venue}
    moved = str(cut_off - timedelta(days=1))

    def change(version, reason, **more):
        typed = said | {"cut_off_on": moved, "reason": reason, "version": version} | more
        answer = client.post(f"/meetings/{ahead.pk}/change", typed)
        ahead.refresh_from_db()
        return answer

    change(1, "Easter.")
    change(2, "They asked.", department_met_on=moved)
    change(3, "A long agenda.", department_met_on=moved, ends="12:30")
    change(4, "They cancelled.", ends="12:30")

    first, second, third, fourth = changes_said(ahead, whole=True)
    assert first.endswith(f"The cut-off day was {day(cut_off)}. Easter.")
    assert second.endswith("No meeting with the department was set. They asked.")
    assert "It was to be on" not in first + second
    assert third.endswith(f"{day(ahead.held_on)} at 10:00, Local Government House. A long agenda.")
    assert fourth.endswith(
        f"The department was to be met on {day(cut_off - timedelta(days=1))}. They cancelled."
    )
    assert changes_said(ahead, whole=False) == [third]
    page = client.get(f"/meetings/{ahead.pk}").content.decode()
    assert "Easter." in page
    assert "Easter." not in client.get(f"/meetings/{ahead.pk}/agenda").content.decode()

    refused = change(5, "Nothing at all.", ends="12:30")
    assert refused.status_code == 422
    assert "how the meeting is planned already" in refused.content.decode()
    assert "Nothing at all." in refused.content.decode()


def test_the_days_of_a_meeting_stand_in_the_form_that_changes_it(sign_in, ahead, secretary):
    ahead.department_met_on = ahead.cut_off_on
    ahead.save()

    page = sign_in(secretary).get(f"/meetings/{ahead.pk}/change").content.decode()

    for name in ("held_on", "cut_off_on", "department_met_on"):
        assert f'name="{name}" value="{getattr(ahead, name).isoformat()}"' in page


def test_of_a_change_from_before_the_cut_off_was_kept_it_says_what_was(ahead, secretary, at):
    MeetingChange.objects.create(
        meeting=ahead, was_held_on=ahead.held_on, was_venue="Westminster", reason="x", changed_by=secretary,
        changed_at=at,
    )  # fmt: skip

    assert [said[-17:] for said in changes_said(ahead, whole=True)] == [", Westminster. x."]


def test_what_was_held_is_not_moved(secretary, adviser, at):
    held = MeetingFactory()
    said = {
        "meeting": held, "held_on": date(2030, 1, 1), "cut_off_on": date(2030, 1, 1), "reason": "x",
        "version": 1, "at": at,
    }  # fmt: skip

    with pytest.raises(Refused, match="was held on"):
        change_meeting(by=secretary, **said)
    with pytest.raises(NotPermitted):
        change_meeting(by=adviser, **said)
    with pytest.raises(Stale):
        change_meeting(by=secretary, **{**said, "version": 9})


# The agenda.


def test_declarations_stand_first_and_the_next_meeting_last(ahead, secretary, at):  # R190
    add_item(meeting=ahead, title="Regional round-up", by=secretary, at=at)

    shown = titles(ahead, secretary, at)

    assert shown[:2] == ["Declarations of interest", "Notes of the last meeting"]
    assert shown[2:] == ["Councils on the radar", "Regional round-up", "Date of next meeting: to be set"]
    later = MeetingFactory(body=ahead.body, held_on=date(2090, 1, 15), cut_off_on=date(2090, 1, 11))
    assert titles(ahead, secretary, at)[-1] == "Date of next meeting: 15 January 2090"
    other = MeetingFactory(body=BodyFactory(), held_on=later.held_on, cut_off_on=later.cut_off_on)
    assert "Councils on the radar" not in titles(other, secretary, at)


def test_items_are_put_in_order_by_number_and_the_report_keeps_its_own_in_step(sign_in, ahead, secretary, at):
    first = add_item(meeting=ahead, title="First", by=secretary, at=at)
    second = add_item(meeting=ahead, title="Second", by=secretary, at=at)
    client = sign_in(secretary)

    client.post(
        f"/meetings/{ahead.pk}/agenda/order",
        {"number_0": "3", f"number_{first.pk}": "4", f"number_{second.pk}": "3"},
    )
    ahead.refresh_from_db()
    assert ahead.item == "4"
    assert titles(ahead, secretary, at)[2:5] == ["Second", "Councils on the radar", "First"]
    client.post(f"/meetings/{ahead.pk}/agenda/{second.pk}/remove")
    ahead.refresh_from_db()
    assert ahead.item == "3"
    assert titles(ahead, secretary, at)[2:4] == ["Councils on the radar", "First"]
    bad = client.post(f"/meetings/{ahead.pk}/agenda/order", {"number_0": "x", f"number_{first.pk}": "4"})
    assert bad.status_code == 422


def test_an_issued_report_keeps_its_number(ahead, secretary, at, monkeypatch):
    item = add_item(meeting=ahead, title="First", by=secretary, at=at)
    monkeypatch.setattr("panel.meeting_access.Meeting.packs", FakePacks())

    with pytest.raises(Refused, match="was issued as item 3"):
        order_agenda(meeting=ahead, numbers={item.pk: 3, 0: 4}, by=secretary, at=at)
    remove_item(item=item, by=secretary, at=at)


class FakePacks:
    """A meeting's packs, of which there is one."""

    def __get__(self, *args):
        return self

    def exists(self):
        return True


def test_an_item_is_changed_once_at_a_time(sign_in, ahead, secretary, adviser, at):
    item = add_item(meeting=ahead, title="Round-up", by=secretary, at=at)
    client = sign_in(secretary)
    said = {"title": "Round-up of regions", "kind": "oral", "leads": "D. Lyle", "page": "9", "version": "1"}

    client.post(f"/meetings/{ahead.pk}/agenda/{item.pk}/change", said)
    line = next(one for one in agenda_of(ahead, secretary, at.date()) if one.item)
    assert (line.title, line.about, line.page) == ("Round-up of regions", "Oral update. Led by D. Lyle.", 9)
    assert client.post(f"/meetings/{ahead.pk}/agenda/{item.pk}/change", said).status_code == 409
    refused = client.post(f"/meetings/{ahead.pk}/agenda/add", {"title": "", "kind": "paper"})
    assert refused.status_code == 422
    for act in (
        lambda: add_item(meeting=ahead, title="x", by=adviser, at=at),
        lambda: change_item(item=item, version=2, title="x", by=adviser, at=at),
        lambda: remove_item(item=item, by=adviser, at=at),
        lambda: order_agenda(meeting=ahead, numbers={}, by=adviser, at=at),
    ):
        with pytest.raises(NotPermitted, match="Only the secretariat sets the agenda"):
            act()
    remove_item(item=item, by=secretary, at=at)
    with pytest.raises(Refused, match="taken off the agenda already"):
        remove_item(item=item, by=secretary, at=at)


def test_an_item_about_a_council_is_withheld_from_an_interest_in_it(ahead, secretary, at):  # R052
    council = CouncilFactory(short_name="Marchford")
    add_item(meeting=ahead, title="Its recovery", council=council, by=secretary, at=at)
    add_item(meeting=ahead, title="A visit to Marchford", by=secretary, at=at)
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=council)
    member = MembershipFactory(body=ahead.body).user

    assert titles(ahead, recused, at).count(WITHHELD) == 2
    assert "Its recovery" in titles(ahead, secretary, at)
    assert LATER in titles(ahead, member, at)


def test_a_member_of_the_council_reads_of_its_item_what_every_member_reads_until_the_report_is_issued(
    sign_in, ahead, secretary, at, monkeypatch
):  # R052 R190
    council = CouncilFactory(short_name="Marchford")
    add_item(meeting=ahead, title="Its recovery", council=council, by=secretary, at=at)
    add_item(meeting=ahead, title="A visit to Marchford", by=secretary, at=at)
    own, other = (MembershipFactory(body=ahead.body).user for _ in range(2))
    InterestFactory(user=own, council=council)

    assert titles(ahead, own, at)[3] == titles(ahead, other, at)[3] == LATER
    assert WITHHELD not in titles(ahead, own, at)
    for address in ("", "/agenda", "/agenda/files/text"):
        said = sign_in(own).get(f"/meetings/{ahead.pk}{address}").content.decode()
        assert WITHHELD not in said, address
        assert "Marchford" not in said, address

    monkeypatch.setattr("panel.queries.agenda.Meeting.packs", FakePacks())
    assert titles(ahead, own, at).count(WITHHELD) == 2
    assert "Its recovery" in titles(ahead, other, at)


def test_where_there_is_no_report_an_item_is_named_to_members_at_once(secretary, at):
    on = timezone.localdate(at)
    board = MeetingFactory(body=BodyFactory(), held_on=on + timedelta(days=9), cut_off_on=on)
    council = CouncilFactory(short_name="Marchford")
    add_item(meeting=board, title="Its recovery", council=council, by=secretary, at=at)
    own, other = (MembershipFactory(body=board.body).user for _ in range(2))
    InterestFactory(user=own, council=council)

    assert "Its recovery" in titles(board, other, at)
    assert LATER not in titles(board, other, at)
    assert WITHHELD in titles(board, own, at)


def test_the_agenda_says_the_same_in_every_format(sign_in, ahead, secretary, at):
    add_item(
        meeting=ahead, title="Regional round-up", leads="D. Lyle", timing=time(11, 45), by=secretary, at=at
    )
    client = sign_in(secretary)

    text = client.get(f"/meetings/{ahead.pk}/agenda/files/text").content.decode()

    for said in ("To: Members of the Performance Support Panel", "4. Regional round-up", "Timing: 11:45"):
        assert said in text
    for form in FILES:
        answer = client.get(f"/meetings/{ahead.pk}/agenda/files/{form}")
        assert answer.status_code == 200
        assert len(answer.content) > 500
    assert client.get(f"/meetings/{ahead.pk}/agenda/files/page").status_code == 404
    assert sign_in(UserFactory(analyst=True)).get(f"/meetings/{ahead.pk}/agenda").status_code == 404


def test_if_the_record_cannot_be_written_nothing_has_changed(ahead, secretary, at, broken_audit):
    seat = MembershipFactory(body=ahead.body)
    item = AgendaItem.objects.create(meeting=ahead, title="x", place=1, written_by=secretary, written_at=at)
    acts = (
        lambda: end_membership(seat=seat, until_on=date(2030, 1, 1), reason="x", by=secretary, at=at),
        lambda: change_meeting(
            meeting=ahead, held_on=date(2090, 1, 1), cut_off_on=date(2030, 1, 1), reason="x", version=1,
            by=secretary, at=at,
        ),
        lambda: add_item(meeting=ahead, title="y", by=secretary, at=at),
        lambda: change_item(item=item, version=1, title="y", by=secretary, at=at),
        lambda: remove_item(item=item, by=secretary, at=at),
        lambda: order_agenda(meeting=ahead, numbers={item.pk: 3}, by=secretary, at=at),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(broken_audit), transaction.atomic():
            act()
    seat.refresh_from_db()
    item.refresh_from_db()
    assert seat.until_on is None
    assert (item.title, item.removed_at, item.place) == ("x", None, 1)
    assert AgendaItem.objects.count() == 1
    assert not MeetingChange.objects.exists()
    assert Meeting.objects.get().version == 1
