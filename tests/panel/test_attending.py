"""Apologies through the group offices, the register, declared interests at a meeting, and invitations."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Role
from audit.models import Event
from common.errors import NotPermitted, Refused
from councils.access import recused_council_ids
from councils.models import Interest
from panel.models import Answer, Invitation, InvitationEnd, Presence, Withdrawal
from panel.queries import dates_for, invitations_for, members_at, withdrawals_of
from panel.workflow import (
    add_item,
    agree_note,
    answer_for,
    correct_withdrawal,
    declare_at_meeting,
    invite,
    note_decision,
    order_agenda,
    record_presence,
    record_withdrawal,
    remove_item,
    withdraw_invitation,
)
from tests.factories.accounts import UserFactory
from tests.factories.cases import GroupOfficePostFactory, PoliticalGroupFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import InvitationFactory, MeetingFactory, MembershipFactory

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


@pytest.fixture
def today(at):
    on = timezone.localdate(at)
    return MeetingFactory(held_on=on, cut_off_on=on)


@pytest.fixture
def group():
    return PoliticalGroupFactory()


@pytest.fixture
def office(group):
    person = UserFactory(role=Role.GROUP_OFFICE)
    GroupOfficePostFactory(user=person, group=group)
    return person


@pytest.fixture
def seat(ahead, group):
    return MembershipFactory(body=ahead.body, group=group)


@pytest.fixture
def substitute(ahead, group):
    return MembershipFactory(body=ahead.body, group=group, capacity="substitute")


# Apologies.


def test_a_group_office_sends_apologies_with_a_substitute(sign_in, ahead, office, seat, substitute):  # R191
    other = MembershipFactory(body=ahead.body, group=PoliticalGroupFactory())
    client = sign_in(office)
    assert f"/meetings/{ahead.pk}/attendance" in client.get("/meetings").content.decode()
    page = client.get(f"/meetings/{ahead.pk}/attendance").content.decode()
    assert seat.user.name in page
    assert other.user.name not in page
    address = f"/meetings/{ahead.pk}/attendance/{seat.pk}"
    assert client.post(address, {}).status_code == 422

    client.post(address, {"attends": "no", "substitute": substitute.pk})

    page = client.get(f"/meetings/{ahead.pk}/attendance").content.decode()
    assert f"Apologies; {substitute.user.name} substitutes" in page
    assert substitute in members_at(ahead)
    for form in ("text", "pdf", "word", "large-print"):
        sheet = client.get(f"/meetings/{ahead.pk}/attendance/files/{form}")
        assert sheet.status_code == 200
    assert sign_in(substitute.user).get(f"/meetings/{ahead.pk}").status_code == 200
    client = sign_in(office)
    client.post(address, {"attends": "yes"})
    assert substitute not in members_at(ahead)
    assert sign_in(substitute.user).get(f"/meetings/{ahead.pk}").status_code == 404
    assert Answer.objects.count() == 2


@pytest.mark.parametrize("ended", ["seat", "substitute"])
def test_a_substitute_reads_nothing_once_either_seat_has_ended(
    sign_in, ahead, office, seat, substitute, ended, at
):
    answer_for(meeting=ahead, seat=seat, attends=False, substitute=substitute, by=office, at=at)
    client = sign_in(substitute.user)
    assert client.get(f"/meetings/{ahead.pk}").status_code == 200

    gone = {"seat": seat, "substitute": substitute}[ended]
    gone.until_on = ahead.held_on - timedelta(days=1)
    gone.save()

    assert client.get(f"/meetings/{ahead.pk}").status_code == 404
    assert substitute.pk not in [each.pk for each in members_at(ahead)]


def test_a_group_office_finds_the_attendance_and_nothing_else_of_a_meeting(sign_in, ahead, office, seat, at):
    client = sign_in(office)

    for address in ("", "/agenda", "/pack", "/invite", "/invited", f"/attendance/{seat.pk + 900}"):
        assert client.get(f"/meetings/{ahead.pk}{address}").status_code == 404, address
    (due,) = dates_for(office, ahead.held_on, ahead.held_on)
    assert due.address == f"/meetings/{ahead.pk}/attendance"
    stranger = UserFactory(role=Role.GROUP_OFFICE)
    GroupOfficePostFactory(user=stranger, group=PoliticalGroupFactory())
    assert sign_in(stranger).get(f"/meetings/{ahead.pk}/attendance").status_code == 404


def test_who_answers_for_whom(ahead, office, seat, substitute, secretary, group, at):
    said = {"meeting": ahead, "seat": seat, "at": at}
    with pytest.raises(NotPermitted, match="group office says whether"):
        answer_for(attends=True, by=secretary, **said)
    alone = MembershipFactory(body=ahead.body)
    with pytest.raises(NotPermitted, match="sits in no group"):
        answer_for(meeting=ahead, seat=alone, attends=True, by=office, at=at)
    assert answer_for(meeting=ahead, seat=alone, attends=True, by=secretary, at=at).attends
    with pytest.raises(Refused, match="nobody stands in"):
        answer_for(attends=True, substitute=substitute, by=office, **said)
    with pytest.raises(Refused, match="is not a substitute of"):
        answer_for(attends=False, substitute=alone, by=office, **said)
    answer_for(attends=False, substitute=substitute, by=office, **said)
    second = MembershipFactory(body=ahead.body, group=group)
    with pytest.raises(Refused, match="another member at this meeting already"):
        answer_for(meeting=ahead, seat=second, attends=False, substitute=substitute, by=office, at=at)
    assert Event.objects.filter(act="answer_for_member").count() == 2


def test_after_the_meeting_nobody_answers_any_more(office, group, at):
    held = MeetingFactory()
    seat = MembershipFactory(body=held.body, group=group)

    with pytest.raises(Refused, match="was held on"):
        answer_for(meeting=held, seat=seat, attends=True, by=office, at=at)


# The register.


def test_the_register_says_who_came_and_a_later_one_corrects_it(sign_in, today, secretary, adviser, at):
    first, second = MembershipFactory(body=today.body), MembershipFactory(body=today.body)
    client = sign_in(secretary)

    client.post(f"/meetings/{today.pk}/attendance/came", {"came": [first.user.pk]})
    client.post(f"/meetings/{today.pk}/attendance/came", {"came": [first.user.pk, second.user.pk]})

    assert list(Presence.objects.filter(user=second.user).values_list("came", flat=True)) == [False, True]
    assert Presence.objects.filter(user=first.user).count() == 1
    text = client.get(f"/meetings/{today.pk}/attendance/files/text").content.decode()
    assert "Came: Yes" in text
    with pytest.raises(NotPermitted, match="keeps the attendance register"):
        record_presence(meeting=today, came=[], by=adviser, at=at)
    assert sign_in(adviser).post(f"/meetings/{today.pk}/attendance/came", {}).status_code == 404


def test_a_tick_for_somebody_who_left_the_table_meanwhile_records_nobody_absent(
    sign_in, today, secretary, at
):
    came, withdrawn = MembershipFactory(body=today.body), InvitationFactory(meeting=today)
    client, address = sign_in(secretary), f"/meetings/{today.pk}/attendance/came"
    ticked = {"came": [came.user.pk, withdrawn.user.pk]}
    withdraw_invitation(invitation=withdrawn, reason="Not needed", by=secretary, at=at)

    page = client.post(address, ticked)

    assert page.status_code == 422
    assert not Presence.objects.exists()
    text = page.content.decode()
    assert "Somebody whom you ticked does not sit at this meeting any more" in text
    assert f'value="{came.user.pk}" checked' in text  # nothing ticked is lost
    assert f'value="{withdrawn.user.pk}"' not in text
    assert client.post(address, {"came": ["nobody"]}).status_code == 422
    assert client.post(address, {"came": [came.user.pk]}).status_code == 302
    assert Presence.objects.get().came


def test_before_the_day_there_is_no_register(ahead, secretary, at):
    with pytest.raises(Refused, match="on the day or afterwards"):
        record_presence(meeting=ahead, came=[], by=secretary, at=at)


# Declared interests.


def test_an_interest_declared_at_the_meeting_holds_from_then(sign_in, today, secretary, at):  # R052
    member, council = MembershipFactory(body=today.body).user, CouncilFactory()
    client = sign_in(secretary)
    said = {"user": member.pk, "council": council.code, "nature": "Councillor there", "item": "3"}

    client.post(f"/meetings/{today.pk}/attendance/declared", said)

    assert council.pk in recused_council_ids(member, today.held_on)
    (line,) = withdrawals_of(today)
    assert line.sentence == f"{member.name} declared an interest and withdrew for item 3."
    page = client.get(f"/meetings/{today.pk}/attendance").content.decode()
    assert line.sentence in page
    assert council.short_name not in page
    assert Event.objects.get(act="declare_interest").by == secretary
    client.post(f"/meetings/{today.pk}/attendance/left/{line.row.pk}/mistake")
    assert withdrawals_of(today) == []
    assert Interest.objects.get().until_on is None
    with pytest.raises(Refused, match="corrected already"):
        correct_withdrawal(withdrawal=line.row, by=secretary, at=at)


def test_an_interest_held_already_is_not_declared_twice(today, secretary, adviser, at):
    member, council = MembershipFactory(body=today.body).user, CouncilFactory()
    InterestFactory(user=member, council=council)
    said = {"meeting": today, "user": member, "council": council, "nature": "x", "at": at}

    declare_at_meeting(item=3, by=secretary, **said)

    assert Interest.objects.count() == 1
    with pytest.raises(Refused, match="The agenda has items 1 to 4"):
        declare_at_meeting(item=9, by=secretary, **said)
    with pytest.raises(Refused, match="does not sit at this meeting"):
        declare_at_meeting(item=3, by=secretary, **{**said, "user": UserFactory()})
    with pytest.raises(NotPermitted):
        declare_at_meeting(item=3, by=adviser, **said)


def test_who_left_for_another_reason_is_said_so(sign_in, today, secretary):
    member = MembershipFactory(body=today.body).user
    client = sign_in(secretary)

    client.post(f"/meetings/{today.pk}/attendance/left", {"user": member.pk, "item": "2"})

    assert [each.sentence for each in withdrawals_of(today)] == [f"{member.name} left for item 2."]
    assert client.post(f"/meetings/{today.pk}/attendance/left", {"item": "x"}).status_code == 422


def test_an_item_that_somebody_left_for_keeps_its_number(sign_in, today, secretary, at):
    first, second, third = (
        add_item(meeting=today, title=title, by=secretary, at=at) for title in ("First", "Second", "Third")
    )
    member = MembershipFactory(body=today.body).user
    record_withdrawal(meeting=today, user=member, item=5, by=secretary, at=at)  # Second: the report is 3
    client = sign_in(secretary)

    for refused in (
        lambda: remove_item(item=first, by=secretary, at=at),
        lambda: remove_item(item=second, by=secretary, at=at),
        lambda: order_agenda(meeting=today, numbers={third.pk: 4}, by=secretary, at=at),
    ):
        with (
            pytest.raises(Refused, match=f"{member.name} is recorded as having left for item 5"),
            transaction.atomic(),
        ):
            refused()
    page = client.post(f"/meetings/{today.pk}/agenda/order", {
        "number_0": "3", f"number_{first.pk}": "4", f"number_{second.pk}": "6", f"number_{third.pk}": "5",
    })  # fmt: skip
    assert page.status_code == 422
    assert "keeps its number" in page.content.decode()

    remove_item(item=third, by=secretary, at=at)
    (left,) = withdrawals_of(today)
    correct_withdrawal(withdrawal=left.row, by=secretary, at=at)
    remove_item(item=first, by=secretary, at=at)


def test_the_date_of_the_next_meeting_that_somebody_left_for_keeps_its_number(today, secretary, at):
    member = MembershipFactory(body=today.body).user
    record_withdrawal(meeting=today, user=member, item=4, by=secretary, at=at)

    with pytest.raises(Refused, match="left for item 4"):
        add_item(meeting=today, title="First", by=secretary, at=at)


def test_the_register_stays_as_the_note_that_was_agreed_says_it(sign_in, today, secretary, at):
    before = MeetingFactory(
        body=today.body, held_on=today.held_on - timedelta(days=30), cut_off_on=date(2020, 1, 1)
    )
    member, council = MembershipFactory(body=today.body).user, CouncilFactory()
    row = record_withdrawal(meeting=before, user=member, item=3, by=secretary, at=at)
    note_decision(meeting=before, item="Radar", text="Noted.", by=secretary, at=at)
    agree_note(meeting=before, marking="", by=secretary, at=at)
    said = {"meeting": before, "by": secretary, "at": at}

    for refused in (
        lambda: record_presence(came=[member], **said),
        lambda: record_withdrawal(user=member, item=2, **said),
        lambda: declare_at_meeting(user=member, council=council, nature="Councillor there", item=3, **said),
        lambda: correct_withdrawal(withdrawal=row, by=secretary, at=at),
    ):
        with pytest.raises(Refused, match="note of this meeting was agreed on"):
            refused()
    assert not Presence.objects.exists()
    client, address = sign_in(secretary), f"/meetings/{before.pk}/attendance"
    page = client.get(address).content.decode()
    assert "stays as it was agreed" in page
    assert "Keep the register" not in page
    assert "This was a mistake" not in page
    typed = {"user": member.pk, "council": council.code, "nature": "Councillor there", "item": "3"}
    kept = client.post(f"{address}/declared", typed)
    assert kept.status_code == 422
    assert "Councillor there" in kept.content.decode()


# Invitations.


def test_an_invitee_finds_the_day_the_place_and_their_item_and_no_more(sign_in, ahead, secretary, at):  # R146
    person, council = UserFactory(role=Role.INVITED_MEMBER), CouncilFactory(short_name="Marchford")
    client = sign_in(secretary)
    address = f"/meetings/{ahead.pk}/invite"
    assert client.post(address, {"user": "", "council": council.code}).status_code == 422

    client.post(address, {"user": person.pk, "council": council.code})

    assert person.name in client.get(f"/meetings/{ahead.pk}").content.decode()
    client = sign_in(person)
    page = client.get(f"/meetings/{ahead.pk}/invited").content.decode()
    assert "Marchford" in page
    assert "Local Government House" in page
    assert "Marchford" in client.get("/meetings").content.decode()
    for closed in ("", "/agenda", "/attendance", "/pack"):
        assert client.get(f"/meetings/{ahead.pk}{closed}").status_code == 404
    (due,) = dates_for(person, ahead.held_on, ahead.held_on)
    assert due.address == f"/meetings/{ahead.pk}/invited"
    stranger = UserFactory(role=Role.INVITED_MEMBER)
    assert sign_in(stranger).get(f"/meetings/{ahead.pk}/invited").status_code == 404


def test_a_withdrawn_invitation_and_an_interest_close_it(sign_in, ahead, secretary, at):
    person, council = UserFactory(role=Role.INVITED_MEMBER), CouncilFactory()
    invitation = invite(meeting=ahead, user=person, council=council, by=secretary, at=at)
    client = sign_in(secretary)

    client.post(f"/meetings/{ahead.pk}/invitations/{invitation.pk}/withdraw", {"reason": "Another comes."})

    assert not invitations_for(person).exists()
    assert sign_in(person).get(f"/meetings/{ahead.pk}/invited").status_code == 404
    invite(meeting=ahead, user=person, council=council, by=secretary, at=at)
    assert invitations_for(person).count() == 1
    InterestFactory(user=person, council=council)
    assert not invitations_for(person).exists()
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw_invitation(invitation=invitation, reason="x", by=secretary, at=at)


def test_who_is_invited_and_by_whom(ahead, secretary, adviser, at):
    person, council = UserFactory(role=Role.INVITED_MEMBER), CouncilFactory()
    said = {"meeting": ahead, "council": council, "at": at}

    with pytest.raises(NotPermitted, match="Only the secretariat invites"):
        invite(user=person, by=adviser, **said)
    with pytest.raises(Refused, match="is not an invited Board member"):
        invite(user=adviser, by=secretary, **said)
    invite(user=person, by=secretary, **said)
    with pytest.raises(Refused, match="already"):
        invite(user=person, by=secretary, **said)
    recused = UserFactory(role=Role.INVITED_MEMBER)
    InterestFactory(user=recused, council=council)
    with pytest.raises(Refused, match="cannot be invited for the item"):
        invite(user=recused, by=secretary, **said)
    with pytest.raises(Refused, match="was held on"):
        invite(meeting=MeetingFactory(held_on=date(2012, 1, 20), cut_off_on=date(2012, 1, 20)),
               user=person, council=council, by=secretary, at=at)  # fmt: skip
    assert Event.objects.filter(act="invite").count() == 1


def test_if_the_record_cannot_be_written_nothing_has_changed(
    ahead, today, office, seat, secretary, at, broken_audit
):
    person, council = UserFactory(role=Role.INVITED_MEMBER), CouncilFactory()
    standing = Invitation.objects.create(
        meeting=ahead, user=person, council=council, invited_by=secretary, invited_at=at
    )
    left = Withdrawal.objects.create(meeting=today, user=seat.user, item=3, noted_by=secretary, noted_at=at)
    acts = (
        lambda: answer_for(meeting=ahead, seat=seat, attends=True, by=office, at=at),
        lambda: record_presence(meeting=today, came=[seat.user], by=secretary, at=at),
        lambda: declare_at_meeting(
            meeting=today, user=seat.user, council=council, nature="x", item=3, by=secretary, at=at
        ),
        lambda: record_withdrawal(meeting=today, user=seat.user, item=3, by=secretary, at=at),
        lambda: correct_withdrawal(withdrawal=left, by=secretary, at=at),
        lambda: invite(meeting=ahead, user=person, council=CouncilFactory(), by=secretary, at=at),
        lambda: withdraw_invitation(invitation=standing, reason="x", by=secretary, at=at),
    )
    for act in acts:
        with pytest.raises(broken_audit), transaction.atomic():
            act()
    assert not Answer.objects.exists()
    assert not Presence.objects.exists()
    assert not Interest.objects.exists()
    assert list(Withdrawal.objects.all()) == [left]
    assert list(Invitation.objects.all()) == [standing]
    assert not InvitationEnd.objects.exists()
